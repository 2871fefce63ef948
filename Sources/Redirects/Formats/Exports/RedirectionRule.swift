internal import AutoTagWebURL

/// A rule of the WordPress plugin Redirection (5.4.2: models/redirect/redirect.php, models/url, models/regex.php), before it
/// is compiled.
struct RedirectionRule {
  enum QueryFlag {
    case exact, exactOrder, ignore, pass
    /// The export does not carry it.
    case unknown
  }

  enum Action {
    case redirect(status: Int)
    case refuse(status: Int)
    /// No redirect, and no later rule either.
    case nothing
  }

  static let spelling: RuleListServer.Spelling = [.withOneSlash, .plusIsSpace]

  let line: Int
  let source: String
  let isPattern: Bool
  var query = QueryFlag.unknown
  var ignoresCase = false
  var ignoresSlash = false
  /// The export tells neither case nor slash: those of a new site, which ignores both, are taken, and a pattern that
  /// matches in another letter case only is unknown.
  var hasDefaultFlags = false

  /// Returns the compiled rule.
  /// - Parameters:
  ///   - otherTarget: the one that it may have instead; empty for none.
  ///   - unknown: the reason why its effect is not known.
  ///   - visitor: the visitors for whom it holds, where that is not all.
  func listed(
    _ action: Action, target: String, or otherTarget: String = "", unknown: String? = nil,
    visitor: String? = nil,
    conditions: [ListedCondition] = [], _ reader: inout ListReader
  ) -> [ListedRule] {
    let rule = reader.note(
      line,
      "\(source) → \(target)" + (otherTarget.isEmpty ? "" : " or \(otherTarget)")
        + (visitor.map { " (for \($0))" } ?? ""), unknown: unknown)
    var made = rules(rule, &reader)
    for index in made.indices {
      made[index].action =
        switch action {
        case .redirect(let status): .redirect(status: status)
        case .refuse(let status): .refuse(status: status)
        case .nothing: .nothing
        }
      made[index].target = Array(target.utf8)
      made[index].conditions += conditions
      made[index].cleaning = .redirect
    }
    return made
  }

  private func rules(_ rule: RedirectRule, _ reader: inout ListReader) -> [ListedRule] {
    guard isPattern else { return literal(rule, reader).map { [$0] } ?? [] }
    guard hasDefaultFlags else { return pattern(rule, ignoresCase, &reader).map { [$0] } ?? [] }
    guard let exact = pattern(rule, false, &reader), var folded = pattern(rule, true, &reader) else {
      return []
    }
    folded.rule.unknown =
      folded.rule.unknown
      ?? "a setting of the redirect decides about letter case, which the CSV export does not carry: export JSON"
    return [exact, folded]
  }

  /// A pattern is tried on the query too, whatever the setting, and what it does not take stays behind the target.
  private func pattern(_ rule: RedirectRule, _ ignoresCase: Bool, _ reader: inout ListReader) -> ListedRule? {
    do throws(PCRE2.Failure) {
      let pattern = try Pattern(
        URLEncoding.decoded(source.utf8), ignoresCase ? [.dotMatchesAll, .caseless] : .dotMatchesAll)
      var listed = ListedRule(rule: rule, pattern: pattern, action: .nothing)
      listed.address = RuleAddress(reading: .decoded)
      listed.keepsRest = true
      listed.references = .preg
      listed.query = .dropped
      return listed
    } catch {
      reader.diagnose(
        .malformed, line,
        "the regular expression \(source) is wrong at character \(error.offset): \(error.message)")
      return nil
    }
  }

  private func literal(_ rule: RedirectRule, _ reader: ListReader) -> ListedRule? {
    let written = ListReader.split(source)
    let path = RuleListServer.spelled(reader.prefixed(written?.path ?? []), Self.spelling)
    guard
      let pattern = PathPattern.literal(
        path, ignoresCase: ignoresCase || hasDefaultFlags, ignoresSlash: ignoresSlash || hasDefaultFlags)
    else { return nil }
    var listed = ListedRule(rule: rule, pattern: pattern, action: .nothing)
    listed.remedy = (
      "set the redirect's query parameters to “Ignore & pass parameters to the target” in Redirection",
      .byPlugin(.missingParameters)
    )
    // Whatever the setting, the parameters of the source itself are asked for.
    let own = PHPQuery(written?.query ?? [], ignoresCase: ignoresCase)
    let comparison: PHPQuery.Comparison =
      switch query {
      case .exact: .equal
      case .exactOrder: .equalInOrder
      case .ignore, .pass, .unknown: .contained
      }
    if comparison != .contained || !own.isEmpty { listed.conditions = [.query(own, comparison)] }
    listed.query =
      switch query {
      case .pass: .byPlugin(.missingParameters)
      case .ignore, .exact, .exactOrder: .dropped
      case .unknown:
        .unknown(
          "a setting of the redirect decides, which the CSV export does not carry: with “Exact match”, as new redirects have it, "
            + "a link with more in its query is not redirected at all: export JSON",
          atMost: .missingParameters)
      }
    return listed
  }
}
