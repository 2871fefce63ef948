internal import AutoTagBytes
internal import AutoTagHTML
package import AutoTagWebURL

/// Pages of the site that lead somewhere else at once: `<meta http-equiv="refresh">`, and scripts that set
/// `location` to a literal address (Hugo's aliases, jekyll-redirect-from, hand-made ones).
///
/// `named` is the page's path in the site. A page that stays where it is gives a source without rules.
package struct RedirectPageSource: RedirectSource {
  /// A page that waits longer is read by visitors, and is no redirect.
  static let longestDelay = 10

  package init() {}

  /// Returns the target of a page that a server answers with; `nil` where it stays.
  /// - Parameter url: what was asked for.
  package static func target(of bytes: [UInt8], at url: WebURL) -> String? {
    guard case .redirectPage(_, let page) = RedirectPageSource().read(bytes, named: "", prefix: "/").program,
      case .redirect(let redirect) = page.answer(to: url)
    else { return nil }
    return redirect.locationText
  }

  /// Returns true if a page may lead somewhere else at once, by its bytes alone. False positives are possible, false
  /// negatives are not.
  package static func mayRedirect(_ page: Span<UInt8>) -> Bool { RedirectPageSearch.mayRedirect(page) }

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var page = PageReader(file: name)
    if Self.mayRedirect(file.span) { page.read(file.span) }
    guard let found = page.result else {
      return LoadedSource(.redirectPage, file: name, rules: [], diagnostics: page.diagnostics, program: .none)
    }
    // The text names the address's host, also where that is the base's.
    let base = page.baseHref.flatMap { WebURL(found.location) == nil ? " (<base href> \($0))" : nil } ?? ""
    let rule = RedirectRule(
      .redirectPage, file: name, line: found.line, text: found.text + base, unknown: found.unknown)
    return LoadedSource(
      .redirectPage, file: name, rules: [rule], diagnostics: page.diagnostics,
      program: .redirectPage(
        path: name,
        RedirectPage(
          location: found.location, baseHref: page.baseHref, query: found.query,
          queryUnknown: found.queryUnknown, rule: rule)))
  }
}

/// A redirect found in a page.
struct FoundRedirect {
  var location: String
  var line: Int
  var text: String
  var query = LocationScript.AddedQuery.nothing
  var queryUnknown: String?
  var unknown: String?
}

/// A reader of a page's tags for what leads away from it.
private struct PageReader {
  let file: String
  private(set) var diagnostics: [RedirectDiagnostic] = []
  private(set) var baseHref: String?
  private var refresh: FoundRedirect?
  private var script: FoundRedirect?

  init(file: String) { self.file = file }

  /// The redirect that a browser follows: a script runs before the page is there, a refresh after that. Where the script is
  /// not understood the refresh counts, as pages write both for the same.
  var result: FoundRedirect? {
    guard let script, script.unknown != nil, var refresh else { return script ?? refresh }
    refresh.queryUnknown =
      "a script in line \(script.line) goes before it, and where that leads is not understood"
    return refresh
  }

  mutating func read(_ page: Span<UInt8>) {
    let names = TagNames.standard
    var lexer = TagLexer()
    var tag = TagToken()
    var templates = 0
    var lines = LineCounter()
    while lexer.nextName(in: page, into: &tag) {
      let name = names.name(of: tag.name, in: page).name
      let isAsked = !tag.isEnd && (name == .base || name == .meta || name == .body || name == .script)
      guard lexer.readRest(of: &tag, in: page, collectsAttributes: isAsked) else { break }
      if name == .template { templates = max(0, templates + (tag.isEnd ? -1 : 1)) }
      if tag.isEnd || templates > 0 { continue }
      switch name {
      case .base:
        if baseHref == nil { baseHref = Self.attribute("href", tag, page) }
      case .meta:
        if refresh == nil, Self.attribute("http-equiv", tag, page)?.lowercased() == "refresh",
          let content = Self.attribute("content", tag, page)
        {
          takeRefresh(content, lines.line(of: tag.range.lowerBound, in: page))
        }
      case .body:
        if script == nil, let code = Self.attribute("onload", tag, page) {
          take(Array(code.utf8), lines.line(of: tag.range.lowerBound, in: page))
        }
      case .script:
        let start = lexer.position
        lexer.skipRawText(.script, in: page)
        if script == nil, Self.isJavaScript(tag, page) {
          take(Self.bytes(page, start..<lexer.position), lines.line(of: start, in: page))
        }
      // Raw text, and that of `noscript` too: with scripting on, what it holds is for visitors whose click AnyTrack
      // never sees.
      case let name:
        if let rawText = TagLexer.RawText(contentOf: name) { lexer.skipRawText(rawText, in: page) }
      }
    }
    if let script, let refresh, script.location != refresh.location, script.unknown == nil {
      diagnostics.append(
        RedirectDiagnostic(
          .suspicious, file: file, line: refresh.line,
          "the refresh leads to \(refresh.location) and the script, which is faster, to \(script.location)"
        ))
    }
  }

  private mutating func takeRefresh(_ content: String, _ line: Int) {
    guard let (delay, url) = MetaRefresh.read(Array(content.utf8)), delay <= RedirectPageSource.longestDelay,
      let url
    else { return }
    refresh = FoundRedirect(
      location: url, line: line, text: "<meta http-equiv=refresh content=\"\(content)\">")
  }

  private mutating func take(_ code: [UInt8], _ line: Int) {
    guard let found = LocationScript.find(in: code) else { return }
    // A statement that is not understood may lead to any address of its script.
    let hosts = found.unknown == nil ? [] : Self.hosts(named: code)
    script = FoundRedirect(
      location: found.location, line: line + found.line,
      text: found.text + (hosts.isEmpty ? "" : " (the script names \(hosts.joined(separator: ", ")))"),
      query: found.query, unknown: found.unknown)
    if let unknown = found.unknown {
      diagnostics.append(
        RedirectDiagnostic(
          .notUnderstood, file: file, line: line + found.line,
          "where the script leads is not understood: \(unknown)"))
    }
  }

  /// Returns the hosts of the addresses in a script, the first few.
  private static func hosts(named code: [UInt8]) -> [String] {
    var hosts: [String] = []
    var rest = code[...]
    while hosts.count < 8, let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
      rest = rest[(slash + 1)...]
      guard rest.first == UInt8(ascii: "/") else { continue }
      rest = rest.dropFirst()
      let host = rest.prefix { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x2E }
      let text = ASCII.lowercased(Array(host)).text
      if text.contains("."), !hosts.contains(text) { hosts.append(text) }
    }
    return hosts
  }

  private static func isJavaScript(_ tag: TagToken, _ page: Span<UInt8>) -> Bool {
    guard attribute("src", tag, page) == nil else { return false }
    switch attribute("type", tag, page)?.lowercased() {
    case nil, "", "text/javascript", "application/javascript", "module": return true
    default: return false
    }
  }

  /// The first attribute of that name, decoded.
  private static func attribute(_ name: String, _ tag: TagToken, _ page: Span<UInt8>) -> String? {
    for attribute in tag.attributes where text(page, attribute.name).lowercased() == name {
      return CharacterReferences.decode(page.extracting(attribute.value)).bytes.text
    }
    return nil
  }

  private static func text(_ page: Span<UInt8>, _ range: Range<Int>) -> String { bytes(page, range).text }

  private static func bytes(_ page: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for index in range { bytes.append(page[index]) }
    return bytes
  }
}

/// The lines of offsets that are asked for in ascending order.
private struct LineCounter {
  private var line = 1
  private var index = 0

  mutating func line(of target: Int, in page: Span<UInt8>) -> Int {
    while index < target {
      if page[index] == 0x0A || page[index] == 0x0D && !(index + 1 < page.count && page[index + 1] == 0x0A) {
        line += 1
      }
      index += 1
    }
    return line
  }
}
