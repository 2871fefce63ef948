/// The CSV export of Pretty Links (WordPress): `id,slug,url,name,…,redirect_type,param_forwarding,…`.
package struct PrettyLinksSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.prettyLinks, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    reader.forEachRecord(
      of: file, columns: ["slug", "url", "redirect_type", "param_forwarding"]
    ) { record, columns, reader in
      let (slug, url) = (record.field(columns[0]), record.field(columns[1]))
      guard !slug.isEmpty, !url.isEmpty else {
        reader.diagnose(.malformed, record.line, "the link has no slug or no url")
        return
      }
      let type = record.field(columns[2])
      let status = ["301": 301, "302": 302, "307": 307, "308": 308, "metarefresh": 200, "javascript": 200][
        type]
      let unknown = status == nil ? "Pretty Links does not redirect with the type \(type)" : nil
      let rule = reader.note(record.line, "\(slug) → \(url)", unknown: unknown)
      guard let listed = Self.listed(rule, reader.prefixed(Array(slug.utf8)), status ?? 302) else { return }
      var forwarding = listed
      forwarding.target = Array(url.utf8)
      switch record.field(columns[3]).lowercased() {
      case "1", "on", "true", "yes": forwarding.query = .appendedAtEnd
      case "", "0", "off", "false", "no": forwarding.query = .dropped
      case let other:
        forwarding.query = .unknown("param_forwarding is \(other), which says neither yes nor no")
      }
      forwarding.fix = "turn on Parameter Forwarding of the link \(slug) in Pretty Links"
      rules.append(forwarding)
    }
    return reader.finish(rules, spelling: .withoutSlash)
  }

  private static func listed(_ rule: RedirectRule, _ path: [UInt8], _ status: Int) -> ListedRule? {
    PathPattern.literal(RuleListServer.spelled(path, .withoutSlash)).map {
      ListedRule(rule: rule, pattern: $0, action: .redirect(status: status))
    }
  }
}
