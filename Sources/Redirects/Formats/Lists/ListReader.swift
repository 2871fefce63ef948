internal import AutoTagBytes
internal import AutoTagWebURL

/// The rules and diagnostics of a file that lists redirects one by one, collected while it is read.
struct ListReader {
  let format: RedirectFormat
  let file: String
  /// The text in front of every path, without a slash at its end.
  let prefix: [UInt8]
  var rules: [RedirectRule] = []
  var diagnostics: [RedirectDiagnostic] = []
  /// Lines that the host skips, as they were meant.
  private var skipped: [ListedRule] = []
  private(set) var unread: [UnreadRules] = []

  init(_ format: RedirectFormat, file: String, prefix: String) {
    self.format = format
    self.file = file
    var prefix = Array(prefix.utf8)
    while prefix.last == 0x2F { prefix.removeLast() }
    self.prefix = prefix
  }

  /// Reads a file in JSON; what is wrong with it is diagnosed.
  mutating func json(_ text: [UInt8]) -> JSONNode? {
    do throws(JSONReader.Failure) {
      return try JSONReader.read(text)
    } catch {
      unreadable(text, error.line, "the file is no JSON: \(error.message)")
      return nil
    }
  }

  mutating func note(_ line: Int, _ text: String, unknown: String? = nil) -> RedirectRule {
    let rule = RedirectRule(format, file: file, line: line, text: text, unknown: unknown)
    rules.append(rule)
    if let unknown { diagnose(.notUnderstood, line, "the rule is not understood: \(unknown)") }
    return rule
  }

  mutating func diagnose(_ kind: RedirectDiagnostic.Kind, _ line: Int, _ message: String) {
    diagnostics.append(RedirectDiagnostic(kind, file: file, line: line, message))
  }

  /// Notes that the file is broken as a whole.
  /// - Parameter message: the fault, in a clause.
  mutating func unreadable(_ text: [UInt8], _ line: Int, _ message: String) {
    diagnose(.unreadable, line, "\(message); none of its rules counts until that is corrected")
    leaveOut(text, line, because: message)
  }

  /// Notes that none of a file's rules is read.
  mutating func leaveOut(_ text: [UInt8], _ line: Int, because reason: String) {
    unread.append(
      UnreadRules(
        of: text, format, file: file, line: line, below: prefix + [0x2F], because: reason))
  }

  /// Notes rules that stand in another file, which is not read.
  mutating func leaveOutOther(_ line: Int, _ text: String, because reason: String) {
    unread.append(
      UnreadRules(
        format, file: file, line: line, text: text, below: prefix + [0x2F],
        reach: RedirectRule.Reach(isOpen: true), because: reason))
  }

  /// Notes a line that the host skips. A link that it was meant for leads nowhere, and is told of, so that the line stays
  /// as a rule behind all others.
  /// - Parameters:
  ///   - words: of the line, the path first.
  ///   - reason: in a clause, with the host.
  ///   - isTold: true where another line tells of it.
  mutating func skip(
    _ line: Int, _ words: some Collection<[UInt8]>, text: [UInt8], because reason: String,
    isTold: Bool = false
  ) {
    if !isTold { diagnose(.malformed, line, reason) }
    guard let first = words.first, let (_, path, _) = Self.split(first.text),
      let target = words.dropFirst().lazy.compactMap(Self.meantAddress).first
    else { return }
    let rule = RedirectRule(format, file: file, line: line, text: text.text, fileFault: reason)
    var bare = path
    while bare.count > 1, bare.last == 0x2F { bare.removeLast() }
    for path in bare == path ? [path] : [path, bare] {
      guard let (pattern, names) = PathPattern.placeholders(prefixed(path), starTakesSlash: true) else {
        continue
      }
      var listed = ListedRule(rule: rule, pattern: pattern, groups: names, action: .redirect(status: 302))
      listed.target = target
      skipped.append(listed)
    }
  }

  /// Returns the target that a word was meant to be; `nil` for what is no address.
  private static func meantAddress(_ word: [UInt8]) -> [UInt8]? {
    if word.first == 0x2F || word.hasPrefix("https://") || word.hasPrefix("http://") { return word }
    let host = word.prefix { $0 != 0x2F }
    return host.contains(UInt8(ascii: ".")) && host.count < word.count
      && host.allSatisfy { ASCII.isAlphanumeric($0) || ".-".utf8.contains($0) }
      ? [UInt8]("https://") + word : nil
  }

  func finish(
    _ listed: [ListedRule], fallbacks: [ListedRule] = [], spelling: RuleListServer.Spelling = .sent,
    placeholders: RuleListServer.Placeholders = .none, isOrderKnown: Bool = true,
    guesses: GuessedPosts? = nil
  ) -> LoadedSource {
    LoadedSource(
      format, file: file, rules: rules, diagnostics: diagnostics,
      origins: listed.filter(\.asksForHost).compactMap { SiteOriginHint(target: $0.target, rule: $0.rule) },
      unread: unread,
      program: listed.isEmpty && fallbacks.isEmpty && skipped.isEmpty
        ? .none
        : .server(
          RuleListServer(
            rules: listed, fallbacks: fallbacks + skipped, spelling: spelling, placeholders: placeholders,
            isOrderKnown: isOrderKnown, guesses: guesses)))
  }

  /// Returns the path and the query of a source that may be written as an address; the host where it is.
  static func split(_ source: String) -> (host: String?, path: [UInt8], query: [UInt8]?)? {
    let text = Array(source.utf8)
    var host: String?
    var rest = text[...]
    if text.hasPrefix("http://") || text.hasPrefix("https://") {
      guard let url = WebURL(text), let name = url.host else { return nil }
      host = name
      let start = text.hasPrefix("https://") ? 8 : 7
      rest = text[(text[start...].firstIndex { $0 == 0x2F || $0 == 0x3F } ?? text.count)...]
    }
    if let hash = rest.firstIndex(of: 0x23) { rest = rest[..<hash] }
    let mark = rest.firstIndex(of: 0x3F) ?? rest.endIndex
    let path = Array(rest[..<mark])
    return (
      host, path.isEmpty ? [0x2F] : path, mark < rest.endIndex ? Array(rest[(mark + 1)...]) : nil
    )
  }

  /// Returns the path with the prefix and one slash in front.
  func prefixed(_ path: [UInt8]) -> [UInt8] {
    prefix + (path.first == 0x2F ? path : [0x2F] + path)
  }
}
