internal import AutoTagBytes

/// `_redirects` as Netlify reads it: docs.netlify.com/manage/routing/redirects/overview and …/redirect-options, the
/// lines as netlify/build's packages/redirect-parser takes them apart.
package struct NetlifyRedirectsSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.netlify, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    for (number, bytes) in ByteText.lines(ByteText.withoutMark(file)) {
      let words = bytes.split(whereSeparator: ASCII.isSpace).map { Array($0).text }
        .prefix { !$0.hasPrefix("#") }
      guard let from = words.first else { continue }
      do throws(MalformedRule) {
        let rule = try rule(from, words.dropFirst(), number, Array(bytes).text)
        rules.append(try rule.listed(&reader))
      } catch {
        reader.skip(
          number, words.map { Array($0.utf8) }, text: Array(bytes),
          because: "Netlify skips the line: \(error.message)")
      }
    }
    return reader.finish(rules, spelling: .withoutSlash, placeholders: .colon)
  }

  /// Reads `from [name=value …] [to] [status[!]] [condition …]`.
  private func rule(
    _ from: String, _ words: ArraySlice<String>, _ line: Int, _ text: String
  ) throws(MalformedRule) -> NetlifyRule {
    guard let second = words.first else { throw MalformedRule("a path needs a target behind it") }
    var rule = NetlifyRule(from: from, line: line, text: text)
    var rest = words
    // A status right behind the path means that the target is the path itself.
    if NetlifyRule.status(second) == nil {
      guard let target = words.firstIndex(where: Self.isTarget) else {
        throw MalformedRule("a target begins with /, http:// or https://")
      }
      rule.parameters = words[..<target].map { NetlifyRule.pair($0) }
      rule.to = words[target]
      rest = words[(target + 1)...]
    }
    if let word = rest.popFirst() {
      rule.status = try NetlifyRule.checkedStatus(word)
      rule.isForced = word.hasSuffix("!")
    }
    rule.conditions = rest.map { String($0) }
    return rule
  }

  private static func isTarget(_ word: String) -> Bool {
    ["/", "http://", "https://"].contains { word.hasPrefix($0) }
  }
}
