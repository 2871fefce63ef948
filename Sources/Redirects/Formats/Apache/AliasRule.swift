internal import AutoTagBytes

/// A `Redirect` or `RedirectMatch` (httpd.apache.org/docs/2.4/mod/mod_alias.html).
struct AliasRule: Sendable {
  enum Source: Sendable {
    /// A path and all below it.
    case path([UInt8])
    case pattern(Pattern)
  }

  let rule: RedirectRule
  let source: Source
  let status: Int
  let target: [UInt8]

  static let names: Set<String> = ["redirect", "redirectmatch", "redirectpermanent", "redirecttemp"]

  /// - Parameter isInSection: `<If>` or `<Files>` may stand for the path.
  init(_ directive: ApacheDirective, rule: RedirectRule, isInSection: Bool = false) throws(MalformedRule) {
    var words = directive.words
    var status: Int? = nil
    switch directive.name {
    case "redirectpermanent": status = 301
    case "redirecttemp": status = 302
    default:
      if let first = words.first, let named = Self.status(first) {
        status = named
        words.removeFirst()
      }
    }
    self.status = status ?? 302
    let isRedirect = (300...399).contains(self.status)
    if isInSection, directive.name != "redirectmatch", words.count == (isRedirect ? 1 : 0) {
      target = words.first ?? []
      source = .pattern(try Pattern(httpd: [], ignoresCase: false))
      var rule = rule
      if target.contains(UInt8(ascii: "%")) { rule.unknown = "an expression makes its target" }
      self.rule = rule
      return
    }
    guard words.count == (isRedirect ? 2 : 1) else {
      throw MalformedRule(
        isRedirect
          ? "\(directive.name) needs a path and an address" : "status \(self.status) takes no address")
    }
    target = isRedirect ? words[1] : []
    if directive.name == "redirectmatch" {
      source = .pattern(try Pattern(httpd: words[0], ignoresCase: false))
    } else {
      guard !isRedirect || target.first == UInt8(ascii: "/") || Self.isAddress(target) else {
        throw MalformedRule("the target \(target.text) is neither an address nor a path that begins with /")
      }
      source = .path(Self.withoutDoubledSlashes(words[0]))
    }
    self.rule = rule
  }

  /// Makes the rule that a line means which httpd refuses the file for; `nil` where nobody can tell.
  init?(meantBy directive: ApacheDirective, rule: RedirectRule) {
    var words = directive.words
    if words.count > 2, Self.status(words[0]) != nil { words.removeFirst() }
    guard let target = words.last, words.count > 1, target.contains(UInt8(ascii: ".")) else { return nil }
    self.rule = rule
    status = 302
    // A path with spaces that are not in quotes, and an address without a scheme.
    self.target = Self.isAddress(target) ? target : Array("https://".utf8) + target
    let isPattern = directive.name == "redirectmatch"
    guard let path = isPattern ? words.dropLast().last : words.first(where: { $0.first == UInt8(ascii: "/") })
    else { return nil }
    if isPattern {
      guard let pattern = try? Pattern(httpd: path, ignoresCase: false) else { return nil }
      source = .pattern(pattern)
    } else {
      source = .path(Self.withoutDoubledSlashes(path))
    }
  }

  private static func status(_ word: [UInt8]) -> Int? {
    switch ASCII.lowercased(word).text {
    case "permanent": 301
    case "temp": 302
    case "seeother": 303
    case "gone": 410
    case let word: word.utf8.allSatisfy(ASCII.isDigit) ? Int(word) : nil
    }
  }

  /// `ap_is_url`: a scheme of letters, digits, `+`, `-` and `.` before a colon.
  static func isAddress(_ text: [UInt8]) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return false }
    return text[..<colon].allSatisfy {
      ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: ".")
    }
  }

  /// Returns the path with runs of slashes as one: any number of them in the rule is any number in the request, and
  /// the request's are merged already.
  private static func withoutDoubledSlashes(_ path: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in path where byte != UInt8(ascii: "/") || text.last != byte { text.append(byte) }
    return text
  }

  var prefix: (text: [UInt8], ignoresCase: Bool)? {
    switch source {
    case .path(let path): (path, false)
    case .pattern(let pattern): pattern.literalPrefix.map { ($0, pattern.isCaseless) }
    }
  }

  enum Outcome {
    case none
    case target([UInt8])
    case unknown(String)
  }

  /// Returns the target of the rule for a decoded path.
  func target(for path: [UInt8]) -> Outcome {
    switch source {
    case .path(let prefix):
      guard path.starts(with: prefix), !prefix.isEmpty else { return .none }
      let rest = path[prefix.count...]
      // "/service" is the path itself and what is below it, not "/servicefoo".
      if prefix.last != UInt8(ascii: "/"), let next = rest.first, next != UInt8(ascii: "/") { return .none }
      return .target(target + ApachePath.escaped(rest))
    case .pattern(let pattern):
      switch pattern.match(path) {
      case .noMatch: return .none
      case .gaveUp: return .unknown("its pattern needs too many steps")
      case .match(let ranges):
        guard let text = expanded(Pattern.groups(ranges, in: path)).bytes else {
          return .unknown(ExpandedText.tooLong)
        }
        return .target(Self.escaped(text))
      }
    }
  }

  /// `ap_pregsub`: `$0` to `$9` are groups, a backslash takes the next character as it is.
  private func expanded(_ groups: [[UInt8]?]) -> ExpandedText {
    var text = ExpandedText()
    var index = 0
    while index < target.count {
      let byte = target[index]
      if byte == UInt8(ascii: "$"), index + 1 < target.count, ASCII.isDigit(target[index + 1]) {
        let number = Int(target[index + 1] &- 0x30)
        if number < groups.count { text.append(groups[number] ?? []) }
        index += 2
      } else if byte == UInt8(ascii: "\\"), index + 1 < target.count {
        text.append(target[index + 1])
        index += 2
      } else {
        text.append(byte)
        index += 1
      }
    }
    return text
  }

  /// The path is escaped, query and fragment stay as they are (`try_redirect` of mod_alias.c).
  private static func escaped(_ address: [UInt8]) -> [UInt8] {
    let end = address.firstIndex { $0 == 0x3F || $0 == 0x23 } ?? address.count
    return ApachePath.escaped(address[..<end]) + address[end...]
  }
}

/// Text as a `RewriteRule` has to write it.
enum RewriteText {
  /// `%`, `$` and `\` mean something to mod_rewrite: `\` takes that away.
  static func escaped(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      "%$\\".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
    }
  }
}
