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
      diagnose(.malformed, error.line, "the file is no JSON: \(error.message)")
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

  func finish(
    _ listed: [ListedRule], fallbacks: [ListedRule] = [], spelling: RuleListServer.Spelling = .sent,
    placeholders: RuleListServer.Placeholders = .none, isOrderKnown: Bool = true,
    guesses: GuessedPosts? = nil
  ) -> LoadedSource {
    LoadedSource(
      format, file: file, rules: rules, diagnostics: diagnostics,
      origins: listed.filter(\.asksForHost).compactMap { SiteOriginHint(target: $0.target, rule: $0.rule) },
      program: listed.isEmpty && fallbacks.isEmpty
        ? .none
        : .server(
          RuleListServer(
            rules: listed, fallbacks: fallbacks, spelling: spelling, placeholders: placeholders,
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
