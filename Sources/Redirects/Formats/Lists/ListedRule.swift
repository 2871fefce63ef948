/// A rule of a file that lists redirects one by one, the first that matches first: hosts' redirect files and
/// the exports of plugins.
struct ListedRule: Sendable {
  var rule: RedirectRule
  /// Matches the path in the list's spelling, or `address`.
  var pattern: Pattern
  /// The text that the pattern is tried on; `nil` for the path in the list's spelling.
  var address: RuleAddress?
  /// The target takes the range of the match in `address`: what is in front of it and behind it stays.
  var keepsRest = false
  /// The notation of the pattern's groups in the target; `nil` for the list's.
  var references: GroupReferences?
  /// The names of the pattern's groups in order, from 1; empty for one without.
  var groups: [String] = []
  /// The host that the rule is for; `nil` for any.
  var host: String?
  /// The scheme that the rule is for; `nil` for any.
  var scheme: String?
  var conditions: [ListedCondition] = []
  var action: Action
  /// The target of the rule, with the placeholders of its format.
  var target: [UInt8] = []
  var query: QueryPolicy = .unknown("")
  /// True if the rule goes before a file at the path.
  var isForced = true
  var cleaning = Cleaning.none
  /// Slashes that follow one another become one in a target that is a path.
  var mergesSlashes = false
  /// The change of a setting, in a clause, and the treatment of the query after it; `nil` where none is known.
  var remedy: (words: String, query: QueryPolicy)?

  /// The beginning of the path of all requests that the rule can answer; `nil` where none is certain.
  var prefix: (text: [UInt8], ignoresCase: Bool)? {
    guard let prefix = pattern.literalPrefix else { return nil }
    return (address?.pathPrefix(prefix) ?? prefix, pattern.isCaseless)
  }

  /// True if the rule is for some of the hosts that a site has.
  var asksForHost: Bool {
    host != nil
      || conditions.contains { condition in
        switch condition {
        case .host: true
        case .header(let name, _, _, _): name == "host" || name == "x-forwarded-proto"
        case .parameter, .query, .noOtherParameters, .open, .folder: false
        }
      }
  }

  /// Returns the same rule for paths of which it is not known if they match.
  func doubtful(_ pattern: Pattern, _ reason: String) -> ListedRule {
    var rule = self
    rule.pattern = pattern
    rule.rule.unknown = reason
    return rule
  }

  enum Action: Sendable {
    case redirect(status: Int)
    /// The file at the target is served.
    case rewrite
    case refuse(status: Int)
    case nothing
  }

  /// The deletion of what may not stand in a redirect's target.
  enum Cleaning: Sendable {
    case none
    /// `wp_sanitize_redirect` of WordPress.
    case redirect
    /// `esc_url_raw` of WordPress before it.
    case urlAndRedirect

    func cleaned(_ target: [UInt8]) -> [UInt8] {
      switch self {
      case .none: target
      case .redirect: WordPressText.redirect(target)
      case .urlAndRedirect: WordPressText.redirect(WordPressText.url(target))
      }
    }
  }

  /// The treatment of the request's query.
  enum QueryPolicy: Sendable {
    /// Merged into the target's own.
    case merged
    /// Appended with `?` or `&`, after everything, even after a `#`.
    case appendedAtEnd
    /// In front of the target's own, whose values go before those of the same names; see `NextQuery`.
    case overridden
    /// Appended where the target has none of its own, else dropped.
    case appendedUnlessOwn
    case byPlugin(PluginQuery)
    case dropped
    /// Dropped, or handed on as a plugin does it (`atMost`), for the reason given.
    case unknown(String, atMost: PluginQuery? = nil)
  }
}

/// A condition of a rule besides the path.
enum ListedCondition: Sendable {
  /// A query parameter, with the name under which the target gets its value.
  case parameter(name: String, value: Pattern?, captured: [String], isNegated: Bool)
  /// The site's host, with the name or the pattern as it is written.
  case host(Pattern, text: String, isNegated: Bool)
  /// The path begins with this text, in its letter case.
  case folder([UInt8])
  /// The request's query, compared with the source's own.
  case query(PHPQuery, PHPQuery.Comparison)
  /// The parameters that the other conditions name, and no other.
  case noOtherParameters(than: [String])
  /// A request header, by its name in lower case; `nil` for any value.
  case header(String, value: Pattern?, text: String, isNegated: Bool)
  /// A condition that the visitor decides, without its negation.
  case open(String, isNegated: Bool)

  /// The names under which the target gets a value from the condition.
  var valueNames: [String] {
    switch self {
    case .parameter(_, let value, let captured, isNegated: false):
      captured + (value?.groupNames.map(\.name) ?? [])
    case .host(let pattern, _, isNegated: false): pattern.groupNames.map(\.name)
    default: []
    }
  }
}
