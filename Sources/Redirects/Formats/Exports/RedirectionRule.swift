internal import AutoTagWebURL

/// A rule of the WordPress plugin Redirection (redirection.me/support), before it is compiled.
struct RedirectionRule {
  enum QueryFlag {
    case exact, exactOrder, ignore, pass
    /// The export does not carry it.
    case unknown
  }

  let line: Int
  let source: String
  let target: String
  let isPattern: Bool
  let status: Int
  /// The reason why its effect is not known.
  var unknown: String?
  var query = QueryFlag.unknown
  var ignoresCase = false
  var ignoresSlash = false

  func listed(_ reader: inout ListReader) -> [ListedRule] {
    let rule = reader.note(line, "\(source) → \(target)", unknown: unknown)
    let action: ListedRule.Action =
      (300...399).contains(status) ? .redirect(status: status) : .refuse(status: status)
    let written = ListReader.split(source)
    guard let pattern = isPattern ? regularExpression(&reader) : literal(written?.path ?? [], reader) else {
      return []
    }
    var listed = ListedRule(rule: rule, pattern: pattern, action: action)
    listed.target = Array(target.utf8)
    listed.fix =
      "set the redirect's query parameters to “Ignore & pass parameters to the target” in Redirection"
    if asksForQuery {
      listed.replacesInAddress = true
      listed.query = .dropped
      listed.fix =
        "let the pattern of the redirect take the parameters that are added, and put them into the target"
      return [listed]
    }
    if isPattern, query != .ignore {
      // The pattern is tried on the query too, and what it captures there may go into the target.
      listed.query = .unknown("a pattern of Redirection is tried on the query string too")
      return [listed]
    }
    // Whatever the setting, the parameters of the source itself are asked for.
    let own = PHPQuery(isPattern ? [] : written?.query ?? [], ignoresCase: ignoresCase)
    let comparison: PHPQuery.Comparison =
      switch query {
      case .exact: .equal
      case .exactOrder: .equalInOrder
      case .ignore, .pass, .unknown: .contained
      }
    if comparison != .contained || !own.isEmpty { listed.conditions = [.query(own, comparison)] }
    switch query {
    case .pass: listed.query = .merged
    case .ignore, .exact, .exactOrder: listed.query = .dropped
    case .unknown:
      listed.query = .unknown(
        "a setting of the redirect decides, which the CSV export does not carry: export JSON")
    }
    return [listed]
  }

  private func literal(_ path: [UInt8], _ reader: ListReader) -> Pattern? {
    PathPattern.literal(
      RuleListServer.spelled(reader.prefixed(path), .sent), ignoresCase: ignoresCase,
      ignoresSlash: ignoresSlash
    )
  }

  /// A pattern that names the `?` in front of the query.
  private var asksForQuery: Bool { isPattern && (source.contains("\\?") || source.contains("[?]")) }

  private func regularExpression(_ reader: inout ListReader) -> Pattern? {
    do throws(PCRE2.Failure) {
      var options: PCRE2.Options = ignoresCase ? .caseless : []
      if asksForQuery { options.insert(.dotMatchesAll) }
      return try Pattern(asksForQuery ? URLEncoding.decoded(source.utf8) : Array(source.utf8), options)
    } catch {
      reader.diagnose(
        .malformed, line,
        "the regular expression \(source) is wrong at character \(error.offset): \(error.message)")
      return nil
    }
  }
}
