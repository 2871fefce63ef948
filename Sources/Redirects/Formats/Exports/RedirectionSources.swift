internal import AutoTagBytes

/// The JSON export of Redirection (WordPress): `{plugin, groups, redirects: […]}`.
package struct RedirectionJSONSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.redirectionJSON, file: name, prefix: prefix)
    guard let root = reader.json(file) else { return reader.finish([]) }
    guard let redirects = root["redirects"]?.array else {
      reader.diagnose(
        .malformed, root.line, "there is no list of redirects: is this an export of Redirection?")
      return reader.finish([])
    }
    let disabled = (root["groups"]?.array ?? []).filter { $0["enabled"]?.isTrue == false }
      .compactMap { $0["id"]?.int }
    var rules: [ListedRule] = []
    for redirect in redirects {
      if redirect["enabled"]?.isTrue == false { continue }
      if let group = redirect["group_id"]?.int, disabled.contains(group) { continue }
      guard let source = redirect["url"]?.string else {
        reader.diagnose(.malformed, redirect.line, "the redirect has no url")
        continue
      }
      rules += rule(redirect, source).listed(&reader)
    }
    return reader.finish(rules, placeholders: .dollar)
  }

  private func rule(_ redirect: JSONNode, _ source: String) -> RedirectionRule {
    let action = redirect["action_type"]?.string ?? "url"
    let match = redirect["match_type"]?.string ?? "url"
    let target = redirect["action_data"]?["url"]?.string ?? redirect["action_data"]?.string ?? ""
    let code = redirect["action_code"]?.int ?? redirect["action_code"]?.string.flatMap { Int($0) }
    let flags = redirect["match_data"]?["source"]
    var unknown: String?
    if match != "url" { unknown = "it asks for \(match), which depends on the visitor" }
    if action != "url", action != "error" { unknown = "what it does is \(action), and no redirect" }
    if action == "url", target.isEmpty { unknown = "it has no target" }
    var rule = RedirectionRule(
      line: redirect.line, source: source, target: target,
      isPattern: flags?["flag_regex"]?.isTrue ?? redirect["regex"]?.isTrue ?? false,
      status: code ?? (action == "error" ? 404 : 301), unknown: unknown)
    switch flags?["flag_query"]?.string {
    case "pass": rule.query = .pass
    case "ignore": rule.query = .ignore
    case "exact", nil: rule.query = .exact
    case "exactorder": rule.query = .exactOrder
    default: rule.query = .unknown
    }
    rule.ignoresCase = flags?["flag_case"]?.isTrue ?? false
    rule.ignoresSlash = flags?["flag_trailing"]?.isTrue ?? false
    return rule
  }
}

/// The CSV export of Redirection (WordPress): `source,target,regex,code,type,hits,title,status`.
package struct RedirectionCSVSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.redirectionCSV, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    reader.forEachRecord(of: file, columns: ["source", "target", "regex", "code"]) {
      record, columns, reader in
      let fields = columns.map { record.field($0) }
      guard !fields[0].isEmpty, let status = Int(fields[3]) else {
        reader.diagnose(.malformed, record.line, "the redirect has no source or no code")
        return
      }
      // Behind the four: type, hits, title, status.
      if record.fields.count > 7, record.field(7).lowercased() == "disabled" { return }
      let type = record.field(4)
      let isKnown = record.fields.count <= 4 || type.isEmpty || type == "url" || type == "error"
      rules += RedirectionRule(
        line: record.line, source: fields[0], target: fields[1],
        isPattern: fields[2] == "1" || fields[2].lowercased() == "true", status: status,
        unknown: isKnown ? nil : "it redirects by \(type)"
      ).listed(&reader)
    }
    return reader.finish(rules, placeholders: .dollar)
  }
}
