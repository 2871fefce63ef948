internal import AutoTagBytes

/// The export of 301 Redirects by WebFactory (WordPress, 2.84: plugin.php, eps-301-redirects.php): lines of
/// `status,url_from,url_to,count` without a header and without quotes, with HTML's character references.
package struct Redirects301Source: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.redirects301, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    for (number, line) in ByteText.lines(ByteText.withoutMark(file)) where !ByteText.trimmed(line).isEmpty {
      guard let fields = Self.fields(line), !fields.from.isEmpty, !fields.to.isEmpty else {
        reader.diagnose(
          .malformed, number,
          "a line is a status, an address, its target and a count, with commas between them")
        continue
      }
      // Entries of the log of missing pages, and redirects that are switched off.
      if ["404", "inactive", "off", "no"].contains(fields.status) { continue }
      rules += Self.rule(fields, number, &reader).map { [$0] } ?? []
    }
    return reader.finish(rules, spelling: [.withOneSlash, .plusIsSpace])
  }

  private struct Fields {
    let status: String
    let from: [UInt8]
    let to: [UInt8]
  }

  /// Returns true for a line of such a file. Nothing else begins so.
  static func isRule(_ line: some Collection<UInt8>) -> Bool {
    guard let fields = fields(Array(line)[...]), !fields.from.isEmpty, !fields.to.isEmpty else {
      return false
    }
    return ["301", "302", "307", "404", "inactive", "off"].contains(fields.status)
      && !fields.from.contains(UInt8(ascii: ":"))
  }

  /// Returns the fields of a line; the target may hold commas.
  private static func fields(_ line: ArraySlice<UInt8>) -> Fields? {
    let comma = UInt8(ascii: ",")
    let parts = ByteText.trimmed(line).split(separator: comma, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var to = parts[2]
    if let last = to.lastIndex(of: comma), to[(last + 1)...].allSatisfy({ ASCII.isDigit($0) || $0 == 0x20 }) {
      to = to[..<last]
    }
    return Fields(
      status: ByteText.trimmed(parts[0]).text.lowercased(),
      from: WordPressText.formDecoded(WordPressText.entitiesDecoded(ByteText.trimmed(parts[1]))),
      to: WordPressText.formDecoded(WordPressText.entitiesDecoded(ByteText.trimmed(to))))
  }

  private static func rule(_ fields: Fields, _ line: Int, _ reader: inout ListReader) -> ListedRule? {
    let isPost = fields.to.allSatisfy(ASCII.isDigit)
    let rule = reader.note(
      line, "\(fields.from.text) → \(fields.to.text)",
      unknown: isPost ? "its target is the post \(fields.to.text), whose address is not in the export" : nil)
    // Compared with path and query as a whole, in any letter case.
    let source = RuleAddress.withoutSlash(WordPressText.withOneSlash(fields.from))
    guard
      let pattern = try? Pattern(
        [UInt8]("^") + PathPattern.escaped(source) + [UInt8]("$"), [.caseless, .dollarAtEndOnly])
    else { return nil }
    var listed = ListedRule(
      rule: rule, pattern: pattern,
      action: .redirect(status: ["302": 302, "307": 307][fields.status] ?? 301))
    listed.address = RuleAddress(reading: .formField, folder: reader.prefix)
    listed.target = fields.to
    if let mark = fields.from.firstIndex(of: UInt8(ascii: "?")) {
      listed.target += ASCII.lowercased(Array(fields.from[mark...]))
    }
    listed.query = .dropped
    return listed
  }
}
