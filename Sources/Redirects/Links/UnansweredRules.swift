internal import AutoTagBytes
internal import AutoTagTracking
internal import AutoTagWebURL

/// The addresses that rules are written for which name a tracking group's host, as their authors meant them: whether the server
/// answers by the rule or never does, because of a slash too many, another letter case, or a rule in front. A link to such an
/// address that leads to no group is one whose clicks are lost.
///
/// They are read off the rules' words, which is the same for all formats: a pattern up to its first special character.
struct UnansweredRules: Sendable {
  /// A rule, and the beginning of the addresses that it is written for.
  struct Rule: Sendable {
    let rule: RedirectRule
    let group: TrackingGroup
    /// The address as the rule has it, without what marks a pattern.
    let written: String
  }

  /// By whole paths, in lower case and without slashes at the ends.
  private var exact: [String: Rule] = [:]
  /// Those that have something open at the end, by what stands in front.
  private var beginnings: [(path: String, rule: Rule)] = []

  /// More rules with an open end are not compared with links: each is looked at for each link that leads nowhere.
  private static let mostBeginnings = 200

  /// - Parameters:
  ///   - rules: those of all sources; the ones that name no host of the groups are left out.
  ///   - groups: the site's.
  ///   - root: the path of the site's root.
  init(_ rules: some Sequence<RedirectRule>, groups: [TrackingGroup], root: String) {
    let addresses = AddressSearch(groups: groups)
    for rule in rules where rule.format != .redirectPage && rule.fileFault == nil {
      guard let (host, group) = addresses.firstHost(in: rule.text.utf8Span.span) else { continue }
      for source in rule.sources(before: host) {
        for (path, isOpen) in Self.paths(of: source, rule, root) {
          add(Rule(rule: rule, group: group, written: path), isOpen: isOpen)
        }
      }
    }
  }

  private mutating func add(_ rule: Rule, isOpen: Bool) {
    let key = Self.key(rule.written)
    guard !key.isEmpty else { return }
    if !isOpen {
      if exact[key] == nil { exact[key] = rule }
    } else if rule.written.dropFirst().contains("/"), beginnings.count < Self.mostBeginnings {
      beginnings.append((Self.lowercased(rule.written.drop { $0 == "/" }), rule))
    }
  }

  var isEmpty: Bool { exact.isEmpty && beginnings.isEmpty }

  /// Adds the paths to a filter of those that rules have to do with.
  func add(to filter: inout RedirectPathFilter) {
    for path in exact.keys {
      for form in [path, path + "/", path + ".html"] { filter.add(page: Array(("/" + form).utf8)) }
    }
    for (path, _) in beginnings { filter.add(Array(("/" + path).utf8)) }
  }

  /// Returns the rule that is written for an address.
  /// - Parameters:
  ///   - path: decoded.
  ///   - isNothing: true if nothing is there. Of a rule with an open end a page may be left out on purpose.
  func rule(for path: String, whereNothingIs isNothing: Bool) -> Rule? {
    guard !isEmpty else { return nil }
    let key = Self.key(path)
    if let rule = exact[key] ?? (key.hasSuffix(".html") ? exact[String(key.dropLast(5))] : nil) {
      return rule
    }
    guard isNothing else { return nil }
    return beginnings.first { key.hasPrefix($0.path) && key.utf8.count > $0.path.utf8.count }?.rule
  }

  func mayMatter(_ url: WebURL) -> Bool {
    !isEmpty && rule(for: URLEncoding.decoded(url.path.utf8).text, whereNothingIs: true) != nil
  }

  private static func key(_ path: String) -> String {
    var path = lowercased(path[...])[...]
    while path.hasPrefix("/") { path.removeFirst() }
    while path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  private static func lowercased(_ text: Substring) -> String { ASCII.lowercased(Array(text.utf8)).text }

  /// Returns the paths that a rule's source may be meant for, and true where more may follow.
  private static func paths(
    of source: Substring, _ rule: RedirectRule, _ root: String
  ) -> [(path: String, isOpen: Bool)] {
    var source = source
    for scheme in ["https://", "http://"] where source.hasPrefix(scheme) {
      source = source.dropFirst(scheme.count).drop { $0 != "/" }
    }
    let (literal, isOpen) = literal(source.hasPrefix("^") ? source.dropFirst() : source)
    let own = literal.drop { $0 == "/" }
    var starts = ["/"]
    // Of one in a folder some repeat the folder, and others do not.
    if rule.isOfFolder {
      starts.append(root)
      if let slash = rule.file.lastIndex(of: "/") { starts.append(root + rule.file[...slash]) }
    }
    return own.isEmpty ? [] : Set(starts).sorted().reversed().map { ($0 + own, isOpen) }
  }

  /// Returns a path or a pattern up to its first special character, and true where there is one.
  private static func literal(_ source: Substring) -> (text: String, isOpen: Bool) {
    var text = ""
    var rest = source
    while let character = rest.popFirst() {
      let next = rest.first
      switch character {
      case "\\":
        if let next { text.append(next) }
        rest = rest.dropFirst()
      case "$" where rest.isEmpty: break
      // The slash before it may be there or not.
      case "?" where (rest.isEmpty || rest == "$") && text.hasSuffix("/"): break
      case "." where next == "*" || next == "+": return (text, true)
      case "*", "(", "[", "{", ":", "|", "$", "+", "?": return (text, true)
      default: text.append(character)
      }
    }
    return (text, false)
  }
}

extension RedirectRule {
  /// True if its pattern is compared with what is behind the file's folder.
  fileprivate var isOfFolder: Bool { directive == "RewriteRule" && file.hasSuffix(".htaccess") }

  /// The pattern of a rule whose directive is followed by one.
  fileprivate var pattern: Substring? {
    text.split(maxSplits: 2) { " \t\"'".contains($0) }.dropFirst().first
  }

  /// The words that may tell the address that the rule is written for: those of the blocks around it, or the first one that is
  /// a path or a pattern.
  /// - Parameter host: the offset of the group's host in the text.
  fileprivate func sources(before host: Int) -> [Substring] {
    if !reach.paths.isEmpty { return reach.paths.map { $0[...] } }
    if isOfFolder { return [pattern].compactMap(\.self) }
    let target = text.utf8.index(text.utf8.startIndex, offsetBy: host)
    // The last word is the target's beginning.
    let words = text[..<target].split(omittingEmptySubsequences: false) { " \t\"'".contains($0) }.dropLast()
    return words.first { $0.contains("/") || $0.hasPrefix("^") }.map { [$0] } ?? []
  }
}

extension RedirectChain {
  /// Returns the chain with the rule that is written for its address and never answers it, where it leads to no group.
  func noting(_ rules: UnansweredRules) -> RedirectChain {
    guard !rules.isEmpty else { return self }
    let isNothing: Bool
    switch end {
    case .page where !looksAtQuery: isNothing = false
    case .deadEnd(_, nil): isNothing = true
    default: return self
    }
    let path = URLEncoding.decoded(start.path.utf8).text
    guard let rule = rules.rule(for: path, whereNothingIs: isNothing) else { return self }
    var chain = self
    chain.unanswered = Unanswered(
      rule: rule.rule, group: rule.group, reason: reason(rule, path, isNothing))
    return chain
  }

  /// A rule that is written for a link's address and never answers it.
  struct Unanswered: Sendable, Hashable {
    let rule: RedirectRule
    let group: TrackingGroup
    /// The reason, in a clause; `nil` where it is not known.
    let reason: String?
  }

  private func reason(_ rule: UnansweredRules.Rule, _ path: String, _ isNothing: Bool) -> String? {
    if let first = hops.first, first.rule != rule.rule { return "\(first.rule.mention) answers first" }
    if rule.rule.isOfFolder, let pattern = rule.rule.pattern,
      pattern.hasPrefix("^/") || pattern.hasPrefix("/")
    {
      return "in .htaccess the pattern of a RewriteRule begins behind the first slash"
    }
    if path != rule.written {
      if path.lowercased() == rule.written.lowercased() { return "it is written in other letter case" }
      if path + "/" == rule.written { return "it is written with a slash at the end" }
      if path == rule.written + "/" { return "it is written without the slash at the end" }
    }
    if !isNothing { return "a file of the site stands there, or a rule in front answers" }
    return rule.rule.isOfFolder
      ? "RewriteEngine is off, a rule in front ends the rewriting, or its conditions never hold" : nil
  }
}
