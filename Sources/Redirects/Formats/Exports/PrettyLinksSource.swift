internal import AutoTagBytes

/// The CSV export of Pretty Links (WordPress): `id,slug,url,name,…,redirect_type,param_forwarding,…`. The answers are
/// those of version 4 without Pro (4.0.11: src/Redirect/Engine.php); an export tells neither. Version 3 puts the query
/// behind a `#`, and Pro shows a page of its own for `cloak`, `prettybar`, `metarefresh` and `javascript`.
package struct PrettyLinksSource: RedirectSource {
  package init() {}

  static let spelling: RuleListServer.Spelling = [.withoutSlash, .withOneSlash]

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.prettyLinks, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    reader.forEachRecord(
      of: file, columns: ["slug", "url", "redirect_type", "param_forwarding"]
    ) { record, columns, reader in
      let fields = columns.map { Self.unguarded(record.field($0)) }
      rules += Self.rule(fields[0], fields[1], fields[2], fields[3], record.line, &reader).map { [$0] } ?? []
    }
    return reader.finish(rules, spelling: Self.spelling)
  }

  private static func rule(
    _ slug: String, _ url: String, _ type: String, _ forwarding: String, _ line: Int,
    _ reader: inout ListReader
  ) -> ListedRule? {
    // These two are no redirects: an image, and a payment.
    let isPage = ["pixel", "prettypay_link_stripe"].contains(type)
    guard !slug.isEmpty, !url.isEmpty || isPage else {
      reader.diagnose(.malformed, line, "the link has no slug or no url")
      return nil
    }
    let status = ["301": 301, "307": 307][type] ?? 302
    let rule = reader.note(line, "\(slug) → \(url)")
    guard slug.utf8.allSatisfy(isPartOfSlug) else {
      reader.diagnose(
        .suspicious, line,
        "Pretty Links answers no address with such characters: give the link a slug of letters and digits")
      return nil
    }
    let path = RuleListServer.spelled(reader.prefixed(Array(slug.utf8)), spelling)
    guard let pattern = PathPattern.literal(path, ignoresCase: true) else { return nil }
    var listed = ListedRule(
      rule: rule, pattern: pattern, action: isPage ? .nothing : .redirect(status: status))
    listed.target = Array(url.utf8)
    listed.cleaning = .redirect
    listed.query =
      ["", "0", "off", "false", "no"].contains(forwarding.lowercased())
      ? .dropped : .byPlugin(.beforeFragment)
    listed.remedy = (
      "turn on Parameter Forwarding of the link \(slug) in Pretty Links", .byPlugin(.beforeFragment)
    )
    return listed
  }

  /// The characters of the addresses that are looked up (`Engine::extractSlug`).
  private static func isPartOfSlug(_ byte: UInt8) -> Bool {
    ASCII.isWordCharacter(byte) || "-/.~!$&'()*+,;=:@ ".utf8.contains(byte)
  }

  /// Takes off the quote that keeps spreadsheets from reading a field as a formula (`ChunkedCsvExporter::escapeCell`).
  private static func unguarded(_ field: String) -> String {
    guard field.first == "'", let next = field.utf8.dropFirst().first, "=+-@\t\r\n".utf8.contains(next) else {
      return field
    }
    return String(field.dropFirst())
  }
}
