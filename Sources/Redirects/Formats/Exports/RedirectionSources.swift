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
    var rules: [ListedRule] = []
    var fallbacks: [ListedRule] = []
    // Groups have no say: switching one off does so to its redirects.
    for redirect in Self.ordered(redirects) where redirect["enabled"]?.isTrue != false {
      guard let source = redirect["url"]?.string else {
        reader.diagnose(.malformed, redirect.line, "the redirect has no url")
        continue
      }
      let match = RedirectionMatch(redirect["match_type"]?.string ?? "url", redirect["action_data"])
      let listed = Self.listed(redirect, Self.rule(redirect, source), match, &reader)
      if match.isForMissingPages {
        fallbacks += listed.map { rule in
          var rule = rule
          rule.isForced = false
          return rule
        }
      } else {
        rules += listed
      }
    }
    return reader.finish(rules, fallbacks: fallbacks, spelling: RedirectionRule.spelling)
  }

  /// The redirects in the order in which they are tried: by position, those of one position by id.
  private static func ordered(_ redirects: [JSONNode]) -> [JSONNode] {
    let keys = redirects.enumerated().map { index, redirect in
      (position: redirect["position"]?.int ?? 0, id: redirect["id"]?.int ?? index, index: index)
    }
    return keys.sorted { ($0.position, $0.id, $0.index) < ($1.position, $1.id, $1.index) }
      .map { redirects[$0.index] }
  }

  private static func rule(_ redirect: JSONNode, _ source: String) -> RedirectionRule {
    let flags = redirect["match_data"]?["source"]
    var rule = RedirectionRule(
      line: redirect.line, source: source,
      isPattern: flags?["flag_regex"]?.isTrue ?? redirect["regex"]?.isTrue ?? false)
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

  private static func listed(
    _ redirect: JSONNode, _ rule: RedirectionRule, _ match: RedirectionMatch, _ reader: inout ListReader
  ) -> [ListedRule] {
    let code = redirect["action_code"]?.int ?? redirect["action_code"]?.string.flatMap { Int($0) }
    let action = redirect["action_type"]?.string ?? "url"
    return match.outcomes.flatMap { outcome -> [ListedRule] in
      var effect = RedirectionRule.Action.redirect(status: code ?? 301)
      var unknown = outcome.unknown
      switch action {
      case "url":
        // Without a target the next rule is tried.
        if outcome.target.isEmpty, match.outcomes.count > 1 || outcome.visitor != nil { return [] }
        if outcome.target.isEmpty { unknown = unknown ?? "it has no target" }
        if let code, !(300...399).contains(code) { effect = .refuse(status: code) }
      case "error": effect = .refuse(status: code ?? 404)
      case "nothing": effect = .nothing
      case "pass": unknown = unknown ?? "it shows what \(outcome.target) answers, and redirects nobody"
      default: unknown = unknown ?? "what it does is \(action)"
      }
      return rule.listed(
        effect, target: outcome.target, or: outcome.otherTarget, unknown: unknown, visitor: outcome.visitor,
        conditions: outcome.conditions, &reader)
    }
  }
}

/// The CSV export of Redirection (WordPress): `source,target,regex,code,type,hits,title,status`. It carries neither the
/// rules' order nor their flags nor what they ask for besides the address.
package struct RedirectionCSVSource: RedirectSource {
  package init() {}

  /// The target of a rule that has none for all visitors (fileio/csv.php).
  private static let noTarget = "/unknown"

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.redirectionCSV, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    reader.forEachRecord(of: file, columns: ["source", "target", "regex", "code"]) {
      record, columns, reader in
      let fields = columns.map { Self.unguarded(record.field($0)) }
      guard !fields[0].isEmpty, let status = Int(fields[3]) else {
        reader.diagnose(.malformed, record.line, "the redirect has no source or no code")
        return
      }
      // Behind the four: type, hits, title, status.
      if record.fields.count > 7, record.field(7).lowercased() == "disabled" { return }
      let type = record.field(4)
      var unknown: String?
      switch type {
      case "", "url", "error":
        if fields[1] == Self.noTarget {
          unknown =
            "its target is not in the CSV export, as it depends on the visitor or the server (login, agent, referrer, "
            + "server, role …): export JSON"
        }
      case "pass": unknown = "it shows what \(fields[1]) answers, and redirects nobody"
      default: unknown = "what it does is \(type)"
      }
      let rule = RedirectionRule(
        line: record.line, source: fields[0],
        isPattern: fields[2] == "1" || fields[2].lowercased() == "true", hasDefaultFlags: true)
      rules += rule.listed(
        (300...399).contains(status) ? .redirect(status: status) : .refuse(status: status),
        target: fields[1], unknown: unknown, &reader)
    }
    return reader.finish(rules, spelling: RedirectionRule.spelling, isOrderKnown: false)
  }

  /// Takes off what keeps spreadsheets from reading a field as a formula (5.8).
  private static func unguarded(_ field: String) -> String {
    field.hasPrefix("[FORMULA] ") ? String(field.dropFirst(10)) : field
  }
}
