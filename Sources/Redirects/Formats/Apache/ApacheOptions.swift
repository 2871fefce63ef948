internal import AutoTagBytes

/// The words of `Options` (httpd.apache.org/docs/2.4/mod/core.html#options).
enum ApacheOptions {
  private static let names: Set<String> = [
    "none", "all", "indexes", "includes", "includesnoexec", "followsymlinks", "symlinksifownermatch",
    "execcgi",
    "multiviews", "runscripts",
  ]

  /// Returns the fault for which httpd refuses a file; `nil` for options that it takes (`set_options` of core.c).
  static func fault(of words: [[UInt8]]) -> MalformedRule? {
    var hasSign = false
    var startsWithAll = false
    for (index, word) in words.enumerated() {
      let isSigned = word.first == UInt8(ascii: "+") || word.first == UInt8(ascii: "-")
      // Behind a leading All or None, options with a sign change it.
      if isSigned != hasSign, index > 0, !(isSigned && startsWithAll) {
        return MalformedRule(
          "all of the Options begin with + or -, or none does, and \(words[0].text) and \(word.text) do not agree"
        )
      }
      hasSign = hasSign || isSigned
      let name = ASCII.lowercased(Array(word.dropFirst(isSigned ? 1 : 0))).text
      if !names.contains(name) { return MalformedRule("there is no option \(word.text)") }
      if name == "all" || name == "none" {
        guard index == 0, !isSigned else {
          return MalformedRule("of the Options \(name) is the first one, and without + or -")
        }
        startsWithAll = true
      }
    }
    return nil
  }
}
