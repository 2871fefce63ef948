internal import AutoTagBytes

/// nginx's rewrite module at work on one request (`ngx_http_script.c`, nginx 1.22).
struct NginxRewriteEvaluator {
  private let request: ServerRequest
  private let maps: [String: NginxMap]
  private let declared: Set<String>
  private let files: SiteFiles
  private let keepsRelative: Bool
  /// True if captures are escaped where they go into a redirect or a query.
  private let escapesCaptures: Bool
  /// `r->uri`: decoded.
  private(set) var path: [UInt8]
  private let firstPath: [UInt8]
  /// `r->args`.
  private var query: [UInt8]
  private var variables: [String: Variable] = [:]
  /// The groups of the last regular expression that matched.
  private var groups: [[UInt8]?] = []
  var pathChanged = false
  /// Another program answers what no instruction does.
  private(set) var handsOver: RedirectRule?
  /// Another program may answer before that.
  private(set) var mayHandOver: RedirectRule?
  /// The rewrite that changed the path last.
  private(set) var lastRule: RedirectRule?
  private(set) var work = RequestWork()
  private(set) var visitor: VisitorAnswers
  /// The variable that made the text expanded last depend on the visitor; `nil` where none did.
  private var openVariable: String?

  init(
    request: ServerRequest, path: [UInt8], maps: [String: NginxMap], declared: Set<String>, files: SiteFiles,
    keepsRelative: Bool, visitor: VisitorAnswers
  ) {
    self.request = request
    self.visitor = visitor
    self.path = path
    self.maps = maps
    self.declared = declared
    self.files = files
    self.keepsRelative = keepsRelative
    firstPath = path
    query = request.query ?? []
    escapesCaptures = request.path.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }
  }

  mutating func take(_ ranges: [Range<Int>?], of location: NginxLocation) {
    if case .pattern(let pattern) = location.kind { take(ranges, of: pattern, in: path) }
  }

  private mutating func take(_ ranges: [Range<Int>?], of pattern: NginxPattern, in subject: [UInt8]) {
    groups = Pattern.groups(ranges, in: subject)
    for (name, group) in pattern.names {
      variables[name] = Variable(value: group < groups.count ? groups[group] ?? [] : [])
    }
  }

  private enum Known<Value> {
    case known(Value)
    case unknown(String)
  }

  private struct Variable {
    let value: [UInt8]
    /// The variable of the visitor's that it depends on; `nil` for none.
    var openVariable: String?
    /// The reason why nothing that uses it can be told.
    var unknown: String?
  }

  private enum Next {
    case go
    case stop
    case answer(ServerAnswer)
  }

  /// - Returns: the answer; `nil` where the instructions give none.
  mutating func execute(_ instructions: [NginxInstruction]) -> ServerAnswer? {
    (handsOver, mayHandOver) = (nil, nil)
    return if case .answer(let answer) = run(instructions) { answer } else { nil }
  }

  private mutating func run(_ instructions: [NginxInstruction]) -> Next {
    for instruction in instructions {
      let next: Next
      switch instruction {
      case .rewrite(let rewrite): next = apply(rewrite)
      case .answer(let status, let text, let rule): next = .answer(answer(status, text, rule))
      case .set(let name, let text):
        switch expand(text) {
        case .known(let value): variables[name] = Variable(value: value, openVariable: openVariable)
        case .unknown(let reason): variables[name] = Variable(value: [], unknown: reason)
        }
        next = .go
      case .condition(let condition, let inner, let rule):
        guard !inner.isEmpty else { continue }
        switch evaluate(condition, rule) {
        case .unknown(let reason): next = .answer(.unknown(rule, reason))
        case .known(true): next = run(inner)
        case .known(false): next = .go
        }
      case .stop: next = .stop
      case .handOver(let rule):
        handsOver = rule
        next = .go
      case .mayHandOver(let rule):
        mayHandOver = rule
        next = .go
      }
      if case .go = next { continue }
      return next
    }
    return .go
  }

  private mutating func apply(_ rewrite: NginxRewrite) -> Next {
    guard work.add(path.count) else { return .answer(.unknown(rewrite.rule, RequestWork.tooMuch)) }
    switch rewrite.pattern.pattern.match(path) {
    case .noMatch: return .go
    case .gaveUp: return .answer(.unknown(rewrite.rule, "its pattern needs too many steps"))
    case .match(let ranges): take(ranges, of: rewrite.pattern, in: path)
    }
    let isRedirect = rewrite.redirect != nil
    var text: [UInt8]
    switch expand(rewrite.replacement, isRedirect: isRedirect, splitsQuery: !isRedirect) {
    case .unknown(let reason): return .answer(.unknown(rewrite.rule, reason))
    case .known(let expanded): text = expanded
    }
    if let reason = openReason { return .answer(.unknown(rewrite.rule, reason)) }
    let original = query
    if let status = rewrite.redirect {
      let hasMark = rewrite.replacement.parts.contains {
        if case .literal(let text) = $0 { text.contains(0x3F) } else { false }
      }
      text = NginxPath.unescapedForRedirect(text)
      if rewrite.addsQuery, !original.isEmpty { text += [hasMark ? 0x26 : 0x3F] + original }
      return .answer(
        redirect(ServerRedirect(status: status, location: text, rule: rewrite.rule)))
    }
    if let mark = markIndex {
      let own = Array(text[mark...])
      text = Array(text[..<mark])
      query = own + (rewrite.addsQuery && !original.isEmpty ? [0x26] + original : [])
      guard query.count <= ExpandedText.longest else {
        return .answer(.unknown(rewrite.rule, ExpandedText.tooLong))
      }
    } else if !rewrite.addsQuery {
      query = []
    }
    guard !text.isEmpty else { return .answer(.refuse(status: 500, rewrite.rule)) }
    path = text
    lastRule = rewrite.rule
    pathChanged = rewrite.flag != .stop
    return rewrite.flag == .none ? .go : .stop
  }

  private func redirect(_ redirect: ServerRedirect) -> ServerAnswer {
    var redirect = redirect
    if redirect.location.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return .unknown(redirect.rule, "the address that it makes holds a control character")
    }
    if redirect.location.first == 0x2F, !keepsRelative, let host = request.hostHeader {
      redirect.location = Array("\(request.scheme)://\(host)".utf8) + redirect.location
    }
    return .redirect(redirect)
  }

  private mutating func answer(_ status: Int, _ text: NginxText?, _ rule: RedirectRule) -> ServerAnswer {
    guard [301, 302, 303, 307, 308].contains(status), let text else {
      return .refuse(status: status, rule)
    }
    let location: [UInt8]
    switch expand(text) {
    case .unknown(let reason): return .unknown(rule, reason)
    case .known(let expanded): location = expanded
    }
    if let reason = openReason { return .unknown(rule, reason) }
    return redirect(ServerRedirect(status: status, location: location, rule: rule))
  }

  /// Returns the program that may answer, which then is no more the request's.
  mutating func takeProgram() -> RedirectRule? {
    defer { mayHandOver = nil }
    return mayHandOver
  }

  /// Returns the answer of a program that may answer in the place of the files; `nil` where it leaves that to them.
  mutating func answer(byProgram rule: RedirectRule?) -> ServerAnswer? {
    guard let rule, rule.takesEffect(&visitor) else { return nil }
    return .unknown(rule, "a program decides")
  }

  // MARK: Content

  enum Content {
    case answer(ServerAnswer)
    case path
    case named(String)
  }

  /// Returns the content of a location without an answer of its own: by `try_files`, or the file.
  mutating func content(_ location: NginxLocation) -> Content {
    guard let last = location.tryFiles.last else {
      return .answer(lastRule.map { .serve(path: path, $0) } ?? .pass)
    }
    for text in location.tryFiles.dropLast() {
      switch expand(text) {
      case .unknown(let reason): return .answer(.unknown(location.rule, reason))
      case .known(let file):
        // A file whose name the visitor decides is a cached copy, which is hardly ever one of the site's.
        if openVariable != nil { continue }
        let wanted: SiteFiles.Kind = text.endsInSlash ? .folder : .file
        if files.kind(at: file) == wanted { return .answer(.serve(path: file, location.rule)) }
      }
    }
    let target: [UInt8]
    switch expand(last) {
    case .unknown(let reason): return .answer(.unknown(location.rule, reason))
    case .known(let expanded): target = expanded
    }
    if let reason = openReason { return .answer(.unknown(location.rule, reason)) }
    if target.first == UInt8(ascii: "="), let status = Int(Array(target.dropFirst()).text) {
      return .answer(.refuse(status: status, location.rule))
    }
    if target.first == UInt8(ascii: "@") { return .named(target.text) }
    goOn(to: target, by: location.rule)
    return .path
  }

  /// Takes another path, and perhaps a query, for the request's.
  private mutating func goOn(to target: [UInt8], by rule: RedirectRule) {
    let mark = target.firstIndex(of: 0x3F) ?? target.count
    path = Array(target[..<mark])
    query = mark < target.count ? Array(target[(mark + 1)...]) : []
    lastRule = rule
  }

  /// Returns the content of the page for an error (`ngx_http_send_error_page`).
  mutating func show(_ page: NginxErrorPage) -> Content {
    let target: [UInt8]
    switch expand(page.target) {
    case .unknown(let reason): return .answer(.unknown(page.rule, reason))
    case .known(let expanded): target = expanded
    }
    if let reason = openReason { return .answer(.unknown(page.rule, reason)) }
    switch target.first {
    case UInt8(ascii: "@"): return .named(target.text)
    case UInt8(ascii: "/"):
      goOn(to: target, by: page.rule)
      return .path
    default:
      return .answer(
        redirect(ServerRedirect(status: page.redirectStatus, location: target, rule: page.rule)))
    }
  }

  // MARK: Conditions

  /// - Parameter rule: the `if`.
  private mutating func evaluate(_ condition: NginxCondition, _ rule: RedirectRule) -> Known<Bool> {
    var open: String?
    func text(_ text: NginxText) -> Known<[UInt8]> {
      let expanded = expand(text)
      open = open ?? openVariable
      return expanded
    }
    var isTrue: Bool
    switch condition {
    case .isTrue(let name):
      let value = value(of: name, depth: 0)
      if let reason = value.unknown { return .unknown(reason) }
      open = value.openVariable
      isTrue = !value.value.isEmpty && value.value != [UInt8(ascii: "0")]
    case .equals(let subject, let other, let isNegated):
      switch (text(subject), text(other)) {
      case (.unknown(let reason), _), (_, .unknown(let reason)): return .unknown(reason)
      case (.known(let first), .known(let second)): isTrue = (first == second) != isNegated
      }
    case .matches(let subject, let pattern, let isNegated):
      let bytes: [UInt8]
      switch text(subject) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): bytes = expanded
      }
      switch pattern.pattern.match(bytes) {
      case .gaveUp:
        open = open ?? "its pattern"
        isTrue = isNegated
      case .noMatch: isTrue = isNegated
      case .match(let ranges):
        take(ranges, of: pattern, in: bytes)
        isTrue = !isNegated
      }
    case .exists(let name, let kind, let isNegated):
      let file: [UInt8]
      switch text(name) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): file = expanded
      }
      if file.starts(with: Self.documentRoot) {
        let found = files.kind(at: file[Self.documentRoot.count...])
        isTrue = (kind == nil ? found != nil : found == kind) != isNegated
      } else {
        open = open ?? "a file that is not the site's"
        isTrue = isNegated
      }
    }
    if asksForUnknownHost(condition, rule) {
      open = open ?? "$host"
      // The site is hardly ever asked for by the name that an `if` is for.
      isTrue = false
    }
    guard open != nil else { return .known(isTrue) }
    // What one `if` asks for and the next for its opposite has one answer.
    let isNegated = rule.text.contains(" !~") || rule.text.contains(" != ") || rule.text.contains("(!-")
    let question = rule.text.replacing(" !~", with: " ~").replacing(" != ", with: " = ").replacing(
      "(!-", with: "(-")
    return .known(
      visitor.holds(question, "the condition \(question)", usually: isTrue != isNegated, rule) != isNegated)
  }

  /// Returns true if a condition compares the name that the site is asked for by, which is not known, with another.
  private func asksForUnknownHost(_ condition: NginxCondition, _ rule: RedirectRule) -> Bool {
    switch condition {
    case .equals(let subject, _, _), .matches(let subject, _, _):
      guard subject.names(["host", "http_host", "server_name"]) else { return false }
    case .isTrue, .exists: return false
    }
    // `if ($host ~ …)`: what stands behind the variable.
    let compared = rule.text.split(separator: " ").dropFirst(2).joined(separator: " ")
    return visitor.isOpen(request, comparedWith: compared)
  }

  /// The reason why the text expanded last cannot be told; `nil` where it can.
  private var openReason: String? {
    openVariable.map { "\($0) decides, which is not known before the request" }
  }

  // MARK: Text

  /// Stands for the folder that addresses are mapped to; no path has that character.
  private static let documentRoot: [UInt8] = [0x2F, 0x01]

  /// The index at which the query begins in the text expanded last.
  private var markIndex: Int?

  private mutating func expand(
    _ text: NginxText, isRedirect: Bool = false, splitsQuery: Bool = false, depth: Int = 0
  ) -> Known<[UInt8]> {
    var result = ExpandedText()
    var mark: Int?
    if depth == 0 { openVariable = nil }
    for part in text.parts {
      switch part {
      case .literal(let literal):
        guard splitsQuery, mark == nil, let index = literal.firstIndex(of: 0x3F) else {
          result.append(literal)
          continue
        }
        result.append(literal[..<index])
        mark = result.count
        result.append(literal[(index + 1)...])
      case .group(let number):
        let group = number < groups.count ? groups[number] ?? [] : []
        result.append(escapesCaptures && (isRedirect || mark != nil) ? NginxPath.escaped(group) : group)
      case .variable(let name):
        let value = value(of: name, depth: depth)
        if let reason = value.unknown { return .unknown(reason) }
        openVariable = openVariable ?? value.openVariable
        result.append(value.value)
      }
    }
    guard let bytes = result.bytes else { return .unknown(ExpandedText.tooLong) }
    guard work.add(bytes.count) else { return .unknown(RequestWork.tooMuch) }
    if depth == 0 { markIndex = mark }
    return .known(bytes)
  }

  private mutating func value(of name: String, depth: Int) -> Variable {
    if let value = variables[name] { return value }
    if let map = maps[name] { return mapped(map, name, depth) }
    func known(_ value: some Sequence<UInt8>) -> Variable { Variable(value: Array(value)) }
    switch name {
    case "uri", "document_uri": return known(path)
    case "args", "query_string": return known(query)
    case "is_args": return known(query.isEmpty ? [] : [0x3F])
    case "request_uri": return known(request.path + (request.query.map { [0x3F] + $0 } ?? []))
    case "request_method": return known("GET".utf8)
    case "request": return known("GET ".utf8 + request.path + " HTTP/1.1".utf8)
    case "document_root", "realpath_root": return known(Self.documentRoot)
    case "request_filename": return known(Self.documentRoot + path)
    case "host", "server_name": return known(visitor.origin(of: request).host.utf8)
    case "scheme": return known(visitor.origin(of: request).scheme.utf8)
    case "server_port": return known(String(visitor.origin(of: request).effectivePort).utf8)
    case "https": return known((visitor.origin(of: request).scheme == "https" ? "on" : "").utf8)
    case _ where declared.contains(name): return known([])
    case _ where name.hasPrefix("arg_"): return known(argument(Array(name.dropFirst(4).utf8)))
    case _ where name.hasPrefix("http_"):
      return sent(
        BrowserValue.header(String(name.dropFirst(5)).replacing("_", with: "-"), visitor.origin(of: request)),
        name)
    case "remote_addr", "realip_remote_addr": return sent(BrowserValue.remoteAddress, name)
    // Of a cookie, a country or a request limit most visitors have none.
    default: return sent(.open(usually: ""), name)
    }
  }

  private mutating func sent(_ value: BrowserValue, _ name: String) -> Variable {
    let (text, isOpen) = visitor.sent(value, by: "$\(name)", key: "$\(name)")
    return Variable(value: text, openVariable: isOpen ? "$\(name)" : nil)
  }

  private mutating func mapped(_ map: NginxMap, _ name: String, _ depth: Int) -> Variable {
    // Maps may name one another, and in a circle.
    guard map.unknown == nil, depth < 8 else { return Variable(value: [], openVariable: "$\(name)") }
    let outer = openVariable
    openVariable = nil
    defer { openVariable = outer }
    let key: [UInt8]
    switch expand(map.source, depth: depth + 1) {
    case .unknown(let reason): return Variable(value: [], unknown: reason)
    case .known(let text): key = text
    }
    var variable = Variable(value: [], openVariable: openVariable.map { _ in "$\(name)" })
    switch map.value(for: key) {
    case .gaveUp: variable.openVariable = "$\(name)"
    case .value(nil, _, _): break
    case .value(let text?, let pattern, let ranges):
      if let pattern, let ranges { take(ranges, of: pattern, in: key) }
      openVariable = nil
      switch expand(text, depth: depth + 1) {
      case .unknown(let reason): return Variable(value: [], unknown: reason)
      case .known(let value):
        variable = Variable(
          value: value, openVariable: variable.openVariable ?? openVariable.map { _ in "$\(name)" })
      }
    }
    // A map's variable is computed once per request.
    variables[name] = variable
    return variable
  }

  /// `$arg_name`: the first parameter of that name, in any letter case, as it is written.
  private func argument(_ name: [UInt8]) -> [UInt8] {
    let wanted = ASCII.lowercased(name)
    for parameter in query.split(separator: 0x26) {
      guard let equals = parameter.firstIndex(of: 0x3D) else { continue }
      if ASCII.lowercased(Array(parameter[..<equals])) == wanted {
        return Array(parameter[(equals + 1)...])
      }
    }
    return []
  }
}
