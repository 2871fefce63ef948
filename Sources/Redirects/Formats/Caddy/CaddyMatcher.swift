internal import AutoTagBytes

/// The conditions of a directive, all of which have to be true (caddyserver.com/docs/caddyfile/matchers).
struct CaddyMatcherSet: Sendable {
  var matchers: [CaddyMatcher]
  /// The text by which two sets are the same.
  var identity: [UInt8]
  /// The conditions as they are written, for messages; empty for a path.
  var text = ""

  /// A set of one path, as a directive has it without a name.
  init(path: [UInt8]) {
    matchers = [.paths([CaddyPath(path)])]
    identity = path
  }

  init(_ matchers: [CaddyMatcher], identity: [UInt8]) {
    self.matchers = matchers
    self.identity = identity
  }

  /// The path of a set that has one and no more, by which directives of one name are sorted.
  var lonePath: [UInt8]? {
    for case .paths(let paths) in matchers { return paths.count == 1 ? paths[0].text : nil }
    return nil
  }

  /// The reason why it is not known if the set matches; `nil` where it can be.
  var unknown: String? {
    for matcher in matchers {
      switch matcher {
      case .unknown(let reason): return reason
      case .not(let sets): if let reason = sets.lazy.compactMap(\.unknown).first { return reason }
      default: continue
      }
    }
    return nil
  }

  var dependsOnVersion: Bool {
    matchers.contains { matcher in
      switch matcher {
      case .query(let wanted):
        wanted.count > 1 || wanted.contains { $0.values.count > 1 || $0.values.first?.literal != [0x2A] }
      case .not(let sets): sets.contains(where: \.dependsOnVersion)
      case .pathPattern(let name, _): name.isEmpty
      case .compare(let text, _, _): text.dependsOnVersion
      case .vars(_, let values): values.contains(where: \.dependsOnVersion)
      default: false
      }
    }
  }

  /// The beginning of all paths that the set can match; `nil` where none is certain.
  var prefix: (text: [UInt8], ignoresCase: Bool)? {
    for matcher in matchers {
      switch matcher {
      case .paths(let paths) where paths.count == 1: if let text = paths[0].prefix { return (text, true) }
      case .pathPattern(_, let pattern): if let text = pattern.literalPrefix { return (text, false) }
      default: continue
      }
    }
    return nil
  }
}

enum CaddyMatcher: Sendable {
  /// One of them.
  case paths([CaddyPath])
  /// With the name that its groups go by.
  case pathPattern(name: String, Pattern)
  case hosts([CaddyText])
  case query([(name: CaddyText, values: [CaddyText])])
  case methods([String])
  /// A file that is there: the first of these.
  case files([CaddyText], root: CaddyText?)
  case scheme(String)
  /// A variable, or a placeholder, that has one of the values.
  case vars(CaddyVariable, [CaddyText])
  case compare(CaddyText, CaddyComparison, [UInt8])
  indirect case not([CaddyMatcherSet])
  /// The visitor decides; it is followed both ways.
  case open(String)
  case unknown(String)
}

/// The subject of the matcher `vars`.
enum CaddyVariable: Sendable {
  case named(String)
  case placeholder(CaddyText)
}

/// A comparison in the matcher `expression`.
enum CaddyComparison: Sendable {
  case equal, notEqual, startsWith, endsWith, contains, notStartsWith, notEndsWith, notContains
}

/// A path with wildcards, in lower case: matching ignores it.
struct CaddyPath: Sendable {
  enum Kind: Sendable {
    case all
    case exact
    case prefix
    case suffix
    case contains
    /// Compared with the path as it is encoded, since the pattern has a `%`.
    case encoded
    case glob(Pattern)
    /// A placeholder decides.
    case dynamic(CaddyText)
    /// A pattern that matches nothing, as it is malformed.
    case none
    case unknown
  }

  let text: [UInt8]
  let kind: Kind
  var mergesSlashes: Bool { !ByteSearch.contains([0x2F, 0x2F], in: text) }

  /// - Parameter isExpanded: its placeholders are replaced.
  init(_ pattern: [UInt8], isExpanded: Bool = false) {
    text = pattern.contains { $0 >= 0x80 } ? Array(pattern.text.lowercased().utf8) : ASCII.lowercased(pattern)
    kind = Self.kind(text, isExpanded)
  }

  /// The pattern without the star at its start or end.
  var literal: ArraySlice<UInt8> {
    switch kind {
    case .prefix: text.dropLast()
    case .suffix: text.dropFirst()
    case .contains: text.dropFirst().dropLast()
    default: text[...]
    }
  }

  private static func kind(_ text: [UInt8], _ isExpanded: Bool) -> Kind {
    let star = UInt8(ascii: "*")
    if !isExpanded, text.contains(CaddyToken.open) { return .dynamic(CaddyText(text)) }
    if text == [star] { return .all }
    if text.contains(UInt8(ascii: "%")) {
      return text.contains { "*?[\\".utf8.contains($0) } ? .unknown : .encoded
    }
    let stars = text.count { $0 == star }
    if stars == 2, text.first == star, text.last == star { return .contains }
    if stars == 1, text.first == star { return .suffix }
    if stars == 1, text.last == star { return .prefix }
    guard text.contains(where: { "*?[\\".utf8.contains($0) }) else { return .exact }
    return glob(text).map { .glob($0) } ?? .none
  }

  /// `path.Match` of Go.
  private static func glob(_ text: [UInt8]) -> Pattern? {
    var source: [UInt8] = []
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "*"): source += [UInt8]("[^/]*")
      case UInt8(ascii: "?"): source += [UInt8]("[^/]")
      case UInt8(ascii: "\\"):
        index += 1
        guard index < text.count else { return nil }
        source += PathPattern.escaped([text[index]])
      case UInt8(ascii: "["):
        guard let end = text[index...].firstIndex(of: UInt8(ascii: "]")), end > index + 1 else { return nil }
        let inner = text[(index + 1)..<end]
        guard inner.allSatisfy({ ASCII.isAlphanumeric($0) || "-^_.".utf8.contains($0) }) else { return nil }
        // A class of path.Match never takes a slash.
        source += [UInt8]("(?!/)[") + inner + [UInt8]("]")
        index = end
      default: source += PathPattern.escaped([text[index]])
      }
      index += 1
    }
    return PathPattern.pattern(source, false)
  }

  /// The beginning of all paths that it can match; `nil` where none is certain.
  var prefix: [UInt8]? {
    guard mergesSlashes, text.allSatisfy({ $0 < 0x80 }) else { return nil }
    switch kind {
    case .exact, .prefix, .glob: return Array(text.prefix { !"*?[\\".utf8.contains($0) })
    default: return nil
    }
  }
}
