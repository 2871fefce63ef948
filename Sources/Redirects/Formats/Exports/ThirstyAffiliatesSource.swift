/// The CSV export of ThirstyAffiliates (WordPress): `Link Name,Destination URL,Slug,…`. Its links begin with
/// a prefix that the export does not tell; `recommends` is the plugin's own choice.
package struct ThirstyAffiliatesSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(
      .thirstyAffiliates, file: name, prefix: prefix.allSatisfy { $0 == "/" } ? "/recommends/" : prefix)
    var rules: [ListedRule] = []
    reader.forEachRecord(of: file, columns: ["destination url", "slug"]) { record, columns, reader in
      let (url, slug) = (record.field(columns[0]), record.field(columns[1]))
      guard !slug.isEmpty, !url.isEmpty else {
        reader.diagnose(.malformed, record.line, "the link has no slug or no destination")
        return
      }
      let rule = reader.note(record.line, "\(slug) → \(url)")
      let path = RuleListServer.spelled(reader.prefixed(Array(slug.utf8)), .withoutSlash)
      guard let pattern = PathPattern.literal(path) else { return }
      var listed = ListedRule(rule: rule, pattern: pattern, action: .redirect(status: 302))
      listed.target = Array(url.utf8)
      listed.query = .unknown("a setting of ThirstyAffiliates decides, which the export does not carry")
      listed.fix = "turn on passing query strings to the destination in ThirstyAffiliates' settings"
      rules.append(listed)
    }
    return reader.finish(rules, spelling: .withoutSlash)
  }
}
