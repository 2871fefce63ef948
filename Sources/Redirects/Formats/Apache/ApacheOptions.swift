internal import AutoTagBytes

/// The words of `Options` (httpd.apache.org/docs/2.4/mod/core.html#options).
enum ApacheOptions {
  private static let names: Set<String> = [
    "none", "all", "indexes", "includes", "includesnoexec", "followsymlinks", "symlinksifownermatch",
    "execcgi",
    "multiviews", "runscripts",
  ]

  /// Returns the fault for which httpd refuses a file; `nil` for options that it takes.
  static func fault(of words: [[UInt8]]) -> MalformedRule? {
    let isSigned = words.map { $0.first == UInt8(ascii: "+") || $0.first == UInt8(ascii: "-") }
    if let index = isSigned.indices.first(where: { isSigned[$0] != isSigned[0] }) {
      return MalformedRule(
        "all of the Options begin with + or -, or none does, and \(words[0].text) and \(words[index].text) do not agree"
      )
    }
    for (word, isSigned) in zip(words, isSigned) {
      let name = ASCII.lowercased(Array(word.dropFirst(isSigned ? 1 : 0))).text
      if !names.contains(name) { return MalformedRule("there is no option \(word.text)") }
    }
    return nil
  }
}
