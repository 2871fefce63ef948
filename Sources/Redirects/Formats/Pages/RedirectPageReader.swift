internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagWebURL

/// A reader of a page's tags for what leads away from it.
struct RedirectPageReader {
  let file: String
  private(set) var diagnostics: [RedirectDiagnostic] = []
  private var baseHref: String?
  private var refresh: Refresh?
  private var program = ScriptProgram()
  /// Handlers of `load`, which are carried out when all scripts were.
  private var handlers: [(code: [UInt8], line: Int)] = []
  /// True if a script may lead away, by its bytes.
  private var mayLeave = false
  /// The texts of other scripts, as of JSON.
  private var data: [UInt8] = []
  private var stub: RedirectStub

  private struct Refresh {
    let location: String
    let line: Int
    let content: String
  }

  /// Reads a page.
  static func read(_ page: Span<UInt8>, named file: String) -> (
    page: RedirectPage, diagnostics: [RedirectDiagnostic]
  ) {
    var reader = RedirectPageReader(file: file, stub: RedirectStub(page))
    reader.read(page)
    let found = reader.result(page)
    return (found, reader.diagnostics)
  }

  private init(file: String, stub: RedirectStub) { (self.file, self.stub) = (file, stub) }

  private mutating func read(_ page: Span<UInt8>) {
    let names = TagNames.standard
    var lexer = TagLexer()
    var tag = TagToken()
    var templates = 0
    var lines = LineCounter()
    while lexer.nextName(in: page, into: &tag) {
      let name = names.name(of: tag.name, in: page).name
      let isAsked =
        !tag.isEnd
        && (stub.isSmall || name == .base || name == .meta || name == .body || name == .script)
      guard lexer.readRest(of: &tag, in: page, collectsAttributes: isAsked) else { break }
      stub.take(textBefore: tag)
      if isAsked, stub.isSmall { takeAttributes(tag, page) }
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
        if handlers.isEmpty, let code = Self.attribute("onload", tag, page) {
          handlers.append((Array(code.utf8), lines.line(of: tag.range.lowerBound, in: page)))
        }
      case .script:
        let start = lexer.position
        lexer.skipRawText(.script, in: page)
        stub.skipContent(upTo: lexer.position)
        if let source = Self.attribute("src", tag, page) {
          if Self.isJavaScript(tag, page) {
            stub.take(script: source, line: lines.line(of: tag.range.lowerBound, in: page))
          }
          continue
        }
        let code = Self.bytes(page, start..<lexer.position)
        if Self.isJavaScript(tag, page) {
          mayLeave = mayLeave || RedirectPageSearch.mayRedirect(code.span)
          program.addScript(code, line: lines.line(of: start, in: page))
        } else {
          data += code
        }
      // Raw text, and that of `noscript` too: with scripting on, what it holds is for visitors whose click AnyTrack
      // never sees.
      case let name:
        if let rawText = TagLexer.RawText(contentOf: name) { lexer.skipRawText(rawText, in: page) }
        stub.skipContent(upTo: lexer.position)
      }
    }
    for handler in handlers {
      mayLeave = true
      program.addScript(handler.code, line: handler.line)
    }
  }

  private mutating func takeAttributes(_ tag: TagToken, _ page: Span<UInt8>) {
    var attributes: [(name: String, value: [UInt8])] = []
    tag.forEachAttribute(in: page) { attribute in
      let value = CharacterReferences.decode(page.extracting(attribute.value)).bytes
      attributes.append((Self.bytes(page, attribute.name).text.lowercased(), value))
      return true
    }
    let element = ASCII.lowercased(Self.bytes(page, tag.name))
    for (name, value) in attributes { stub.take(attribute: name, value, of: element) }
  }

  private mutating func takeRefresh(_ content: String, _ line: Int) {
    guard let (delay, url) = MetaRefresh.read(Array(content.utf8)), delay <= MetaRefresh.longestDelay,
      let url
    else { return }
    refresh = Refresh(location: url, line: line, content: content)
  }

  // MARK: Result

  /// Returns the steps of the scripts, which are faster, and then the refresh's.
  private mutating func result(_ page: Span<UInt8>) -> RedirectPage {
    let found = mayLeave || stub.isStub ? LocationScript.steps(of: program, guessing: stub.isStub) : []
    let isCertain = !found.isEmpty && LocationEnd.all(of: found).allSatisfy(\.isLeft)
    var steps: [LocationStep<RedirectPage.Target>] = []
    let refreshed = refresh.map { refresh in
      RedirectPage.Target(
        text: ScriptText(refresh.location),
        rule: rule(refresh.line, "<meta http-equiv=refresh content=\"\(refresh.content)\">", refresh.location)
      )
    }
    for step in found {
      steps.append(
        step.map { statement in
          targets(statement.value, of: statement, isCertain: isCertain, page, refreshed)
        })
    }
    if let refreshed {
      compare(steps, refreshed)
      steps.append(.scope(.later, [.leave(refreshed)]))
    }
    if steps.isEmpty, stub.mayLeave, let script = stub.scripts.first { steps.append(.leave(unread(script))) }
    return RedirectPage(file: file, baseHref: baseHref, steps: steps)
  }

  /// The target of a page that its scripts lead on, of which none is read.
  private mutating func unread(_ script: RedirectStub.Script) -> RedirectPage.Target {
    let reason = "the page shows next to nothing, and its script \(script.source) is not read"
    let hosts = NamedHosts.all(in: stub.addresses + program.code + data)
    diagnostics.append(
      RedirectDiagnostic(
        .notUnderstood, file: file, line: script.line, "where the page leads is not known: \(reason)"))
    return RedirectPage.Target(
      text: .unknown,
      rule: RedirectRule(
        .redirectPage, file: file, line: script.line,
        text: "<script src=\"\(script.source)\">" + Self.naming(hosts), unknown: reason,
        reach: .init(hosts: hosts, isOpen: hosts.isEmpty && stub.isOpen)))
  }

  private static func naming(_ hosts: [String]) -> String {
    hosts.isEmpty ? "" : " (the page names \(hosts.prefix(8).joined(separator: ", ")))"
  }

  /// Says where a refresh and a script contradict each other.
  private mutating func compare(
    _ steps: [LocationStep<RedirectPage.Target>], _ refreshed: RedirectPage.Target
  ) {
    let departures = steps.flatMap(\.departures)
    guard departures.count == 1, let script = departures[0].text.literal, let own = refreshed.text.literal,
      script != own
    else { return }
    diagnostics.append(
      RedirectDiagnostic(
        .suspicious, file: file, line: refreshed.rule.line ?? 1,
        "the refresh leads to \(own) and the script, which is faster, to \(script)"))
  }

  private mutating func targets(
    _ value: ScriptValue, of statement: LocationStatement, isCertain: Bool, _ page: Span<UInt8>,
    _ refreshed: RedirectPage.Target?
  ) -> LocationStep<RedirectPage.Target> {
    switch value {
    case .choice(let condition, let first, let second):
      return .branch(
        condition, [targets(first, of: statement, isCertain: isCertain, page, refreshed)],
        [targets(second, of: statement, isCertain: isCertain, page, refreshed)])
    case .text(let text) where text.isKnown:
      let shown = text.shown
      return .leave(
        RedirectPage.Target(
          text: text,
          // The rule names its target, by which the site's redirects are known to matter.
          rule: rule(
            statement.line, statement.text.contains(shown) ? statement.text : "\(statement.text) (\(shown))",
            shown, isOpen: text.dependsOnRequest && text.host == .open)))
    case .text(let text):
      // Pages write a refresh for the same where scripts are not carried out.
      if var refreshed {
        refreshed.queryUnknown =
          "a script in line \(statement.line) goes before it, and where that leads is not understood"
        return .leave(refreshed)
      }
      return .leave(unknown(text, of: statement, isCertain: isCertain, page))
    }
  }

  private mutating func unknown(
    _ text: ScriptText, of statement: LocationStatement, isCertain: Bool, _ page: Span<UInt8>
  ) -> RedirectPage.Target {
    if let guess = statement.guess { return guessed(statement, because: guess) }
    let reason = "the address is put together by the script"
    var reach = RedirectRule.Reach()
    var isTold = isCertain
    switch text.host {
    case .own: isTold = false
    // A link to the page is told of, as the host is known.
    case .named(let host):
      reach.hosts = [host]
      isTold = false
    case .open:
      // It may lead to any address of the scripts, or of the page where it is taken from there.
      let isOfPage = ["document.", "getElementById", "querySelector", "$("].contains {
        statement.text.contains($0)
      }
      reach.hosts = NamedHosts.all(in: isOfPage ? Self.bytes(page, 0..<page.count) : program.code + data)
      isTold = isCertain || statement.isTested
      reach.isOpen = isTold
    }
    if isTold {
      diagnostics.append(
        RedirectDiagnostic(
          .notUnderstood, file: file, line: statement.line,
          "where the script leads is not understood: \(reason)"))
    }
    let named = reach.hosts.prefix(8).joined(separator: ", ")
    return RedirectPage.Target(
      text: text, queryUnknown: text.isPartial && !text.tellsQuery ? Self.openQuery : nil,
      rule: RedirectRule(
        .redirectPage, file: file, line: statement.line,
        text: statement.text + (named.isEmpty ? "" : " (the script names \(named))") + relativeTo(nil),
        unknown: reason,
        reach: reach))
  }

  private static let openQuery =
    "the script puts the address together, and nobody can tell if the query string gets into it"

  /// The target of a statement that most likely leads on.
  private mutating func guessed(_ statement: LocationStatement, because reason: String) -> RedirectPage.Target
  {
    let hosts = NamedHosts.all(in: stub.addresses + program.code + data)
    diagnostics.append(
      RedirectDiagnostic(
        .notUnderstood, file: file, line: statement.line,
        "where the script leads is not understood: \(reason)"))
    return RedirectPage.Target(
      text: .unknown,
      rule: RedirectRule(
        .redirectPage, file: file, line: statement.line, text: statement.text + Self.naming(hosts),
        unknown: reason,
        reach: .init(hosts: hosts, isOpen: hosts.isEmpty)))
  }

  /// - Parameters:
  ///   - location: the target.
  ///   - isOpen: true if the request decides the target's host.
  private func rule(
    _ line: Int, _ text: String, _ location: String, isOpen: Bool = false
  ) -> RedirectRule {
    RedirectRule(
      .redirectPage, file: file, line: line, text: text + relativeTo(location), reach: .init(isOpen: isOpen))
  }

  /// Returns the base of a target, by whose host a rule is known to matter too.
  private func relativeTo(_ location: String?) -> String {
    guard let baseHref, location.flatMap({ WebURL($0) }) == nil else { return "" }
    return " (<base href> \(baseHref))"
  }

  private static func isJavaScript(_ tag: TagToken, _ page: Span<UInt8>) -> Bool {
    switch attribute("type", tag, page)?.lowercased() {
    case nil, "", "text/javascript", "application/javascript", "module": true
    default: false
    }
  }

  /// The first attribute of that name, decoded.
  private static func attribute(_ name: String, _ tag: TagToken, _ page: Span<UInt8>) -> String? {
    var value: Range<Int>?
    tag.forEachAttribute(in: page) { attribute in
      if bytes(page, attribute.name).text.lowercased() == name { value = attribute.value }
      return value == nil
    }
    return value.map { CharacterReferences.decode(page.extracting($0)).bytes.text }
  }

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
