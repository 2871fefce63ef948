internal import AutoTagBytes

/// A rule of URL Rewrite.
struct IISRule: Sendable {
  let rule: RedirectRule
  let pattern: Pattern
  let isNegated: Bool
  var conditions: [IISCondition] = []
  var needsAllConditions = true
  /// The groups of all conditions are counted on, one after the other.
  var keepsAllGroups = false
  let action: Action
  let stops: Bool

  enum Action: Sendable {
    case redirect(IISText, status: Int, addsQuery: Bool)
    case rewrite(IISText, addsQuery: Bool)
    case refuse(status: Int)
    case nothing
  }

  /// The beginning of the paths that it can match, without a slash in front; `nil` where none is certain.
  var prefix: (text: [UInt8], ignoresCase: Bool)? {
    guard !isNegated, let prefix = pattern.literalPrefix, !prefix.isEmpty else { return nil }
    return (prefix, pattern.isCaseless)
  }

  /// Compiles a pattern in the syntax that the rule names.
  static func compiled(
    _ text: String, _ syntax: String, ignoresCase: Bool
  ) throws(MalformedRule) -> Pattern {
    var source = Array(text.utf8)
    switch syntax.lowercased() {
    case "ecmascript": break
    case "wildcard":
      source =
        [UInt8]("^")
        + source.flatMap { byte -> [UInt8] in
          byte == UInt8(ascii: "*")
            ? [UInt8]("(.*)") : byte == UInt8(ascii: "?") ? [UInt8](".") : PathPattern.escaped([byte])
        } + [UInt8]("$")
    case "exactmatch": source = [UInt8]("^") + PathPattern.escaped(source) + [UInt8]("$")
    default: throw MalformedRule("patternSyntax is ECMAScript, Wildcard or ExactMatch, and not \(syntax)")
    }
    do {
      return try Pattern(source, ignoresCase ? [.dollarAtEndOnly, .caseless] : .dollarAtEndOnly)
    } catch {
      throw MalformedRule("the pattern \(text) is wrong at character \(error.offset): \(error.message)")
    }
  }
}

struct IISCondition: Sendable {
  enum Test: Sendable {
    case pattern(Pattern)
    case isFile
    case isFolder
    case unknown(String)
  }

  let input: IISText
  let test: Test
  /// The pattern as it is written; empty where there is none.
  let pattern: String
  /// The condition as messages have it, without its negation.
  let text: String
  let isNegated: Bool
}

/// `rewriteMap`.
struct IISMap: Sendable {
  var values: [String: String] = [:]
  /// The keys in lower case: whether their letter case counts is not documented.
  var folded: Set<String> = []
  var standard = ""
}

/// The settings of a web.config for a folder or a file: the whole of it, or a `location`.
struct IISSection: Sendable {
  /// Names of the path that it is for, in lower case; empty for the site.
  let path: [String]
  var rules: [IISRule] = []
  private(set) var index = CandidateIndex([])
  var redirect: IISRedirect?

  init(path: [String]) { self.path = path }

  mutating func buildIndex() { index = CandidateIndex(rules.map(\.prefix)) }
}

/// `httpRedirect`; what is not written is the outer section's.
struct IISRedirect: Sendable {
  var rule: RedirectRule
  var isEnabled: Bool?
  var destination: String?
  var isExact: Bool?
  var isForChildrenOnly: Bool?
  var status: Int?
  /// Patterns with destinations of their own.
  var wildcards: [(pattern: Pattern, rule: RedirectRule)] = []
}
