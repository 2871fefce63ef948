internal import AutoTagBytes

/// `_redirects` files: docs.netlify.com/manage/routing/redirects/overview and …/redirect-options,
/// developers.cloudflare.com/pages/configuration/redirects.
package struct RedirectsFileSource: RedirectSource {
  let dialect: RedirectsFileDialect

  package init(dialect: RedirectsFileDialect) {
    self.dialect = dialect
  }

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(dialect == .netlify ? .netlify : .cloudflare, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    for (number, bytes) in ByteText.lines(ByteText.withoutMark(file)) {
      var words = bytes.split(whereSeparator: ASCII.isSpace).map { Array($0) }
      if let comment = words.firstIndex(where: { $0.first == UInt8(ascii: "#") }) {
        words.removeLast(words.count - comment)
      }
      guard !words.isEmpty else { continue }
      if let rule = rule(words, number, Array(bytes).text, &reader) { rules.append(rule) }
    }
    return reader.finish(
      rules, spelling: dialect == .netlify ? .withoutSlash : .sent, placeholders: .colon)
  }

  private func rule(
    _ words: [[UInt8]], _ line: Int, _ text: String, _ reader: inout ListReader
  ) -> ListedRule? {
    guard words.count >= 2, let toIndex = words.indices.dropFirst().first(where: { Self.isTarget(words[$0]) })
    else {
      reader.diagnose(
        .malformed, line, "a rule is a path, a target and perhaps a status; the host skips the line")
      return nil
    }
    let parameters = words[1..<toIndex]
    var status = dialect == .netlify ? 301 : 302
    var isForced = dialect == .cloudflare
    var conditions: [String] = []
    for word in words[(toIndex + 1)...] {
      let isBang = word.last == UInt8(ascii: "!")
      if let number = Int(Array(isBang ? word.dropLast() : word[...]).text) {
        status = number
        isForced = isForced || isBang
      } else {
        conditions.append(word.text)
      }
    }
    if dialect == .cloudflare {
      guard parameters.isEmpty, conditions.isEmpty, [200, 301, 302, 303, 307, 308].contains(status) else {
        reader.diagnose(
          .malformed, line,
          "Cloudflare skips the line: it knows a path, a target and the statuses 200, 301, 302, 303, 307, 308"
        )
        return nil
      }
    }
    return NetlifyRule(
      from: words[0].text, to: words[toIndex].text, parameters: parameters.map(\.text), status: status,
      isForced: isForced, conditions: conditions, line: line, text: text
    ).listed(dialect, &reader)
  }

  private static func isTarget(_ word: [UInt8]) -> Bool {
    if word.first == 0x2F { return true }
    guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return colon > 0 && word[..<colon].allSatisfy(ASCII.isLetter) && Array(word[colon...]).hasPrefix("://")
  }
}
