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
  private var variables: [String: Known<[UInt8]>] = [:]
  /// The groups of the last regular expression that matched.
  private var groups: [[UInt8]?] = []
  var pathChanged = false
  /// Another program answers what no instruction does.
  var handsOver: RedirectRule?
  /// The rewrite that changed the path last.
  private(set) var lastRule: RedirectRule?
  private var work = RequestWork()

  init(
    request: ServerRequest, path: [UInt8], maps: [String: NginxMap], declared: Set<String>, files: SiteFiles,
    keepsRelative: Bool
  ) {
    self.request = request
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
      variables[name] = .known(group < groups.count ? groups[group] ?? [] : [])
    }
  }

  private enum Known<Value> {
    case known(Value)
    case unknown(String)
  }

  private enum Next {
    case go
    case stop
    case answer(ServerAnswer)
  }

  /// - Returns: the answer; `nil` where the instructions give none.
  mutating func execute(_ instructions: [NginxInstruction]) -> ServerAnswer? {
    if case .answer(let answer) = run(instructions) { answer } else { nil }
  }

  private mutating func run(_ instructions: [NginxInstruction]) -> Next {
    for instruction in instructions {
      let next: Next
      switch instruction {
      case .rewrite(let rewrite): next = apply(rewrite)
      case .answer(let status, let text, let rule): next = .answer(answer(status, text, rule))
      case .set(let name, let text):
        variables[name] = expand(text)
        next = .go
      case .condition(let condition, let inner, let rule):
        switch evaluate(condition) {
        case .unknown(let reason): next = inner.isEmpty ? .go : .answer(.unknown(rule, reason))
        case .known(true): next = run(inner)
        case .known(false): next = .go
        }
      case .stop: next = .stop
      case .handOver(let rule):
        handsOver = rule
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
    let original = query
    if let status = rewrite.redirect {
      let hasMark = rewrite.replacement.parts.contains {
        if case .literal(let text) = $0 { text.contains(0x3F) } else { false }
      }
      text = NginxPath.unescapedForRedirect(text)
      if rewrite.addsQuery, !original.isEmpty { text += [hasMark ? 0x26 : 0x3F] + original }
      return .answer(
        redirect(ServerRedirect(status: status, location: text, rule: rewrite.rule, fix: rewrite.fix)))
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
    let own = location.contains(0x3F)
    return redirect(
      ServerRedirect(
        status: status, location: location, rule: rule,
        fix: own
          ? "end the address with &$args, or use rewrite, which adds the query by itself"
          : "end the address with $is_args$args, or use rewrite, which adds the query by itself"))
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
        let wanted: SiteFiles.Kind = text.endsInSlash ? .folder : .file
        if files.kind(at: file) == wanted { return .answer(.serve(path: file, location.rule)) }
      }
    }
    let target: [UInt8]
    switch expand(last) {
    case .unknown(let reason): return .answer(.unknown(location.rule, reason))
    case .known(let expanded): target = expanded
    }
    if target.first == UInt8(ascii: "="), let status = Int(Array(target.dropFirst()).text) {
      return .answer(.refuse(status: status, location.rule))
    }
    if target.first == UInt8(ascii: "@") { return .named(target.text) }
    let mark = target.firstIndex(of: 0x3F) ?? target.count
    path = Array(target[..<mark])
    query = mark < target.count ? Array(target[(mark + 1)...]) : []
    lastRule = location.rule
    return .path
  }

  // MARK: Conditions

  private mutating func evaluate(_ condition: NginxCondition) -> Known<Bool> {
    switch condition {
    case .isTrue(let name):
      switch value(of: name, depth: 0) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let value): return .known(!value.isEmpty && value != [UInt8(ascii: "0")])
      }
    case .equals(let subject, let other, let isNegated):
      switch (expand(subject), expand(other)) {
      case (.unknown(let reason), _), (_, .unknown(let reason)): return .unknown(reason)
      case (.known(let first), .known(let second)): return .known((first == second) != isNegated)
      }
    case .matches(let text, let pattern, let isNegated):
      let subject: [UInt8]
      switch expand(text) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): subject = expanded
      }
      switch pattern.pattern.match(subject) {
      case .gaveUp: return .unknown("its pattern needs too many steps")
      case .noMatch: return .known(isNegated)
      case .match(let ranges):
        take(ranges, of: pattern, in: subject)
        return .known(!isNegated)
      }
    case .exists(let text, let kind, let isNegated):
      let file: [UInt8]
      switch expand(text) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): file = expanded
      }
      guard file.starts(with: Self.documentRoot) else {
        return .unknown("it asks for the file \(file.text), which is not the site's")
      }
      let found = files.kind(at: file[Self.documentRoot.count...])
      return .known((kind == nil ? found != nil : found == kind) != isNegated)
    }
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
        switch value(of: name, depth: depth) {
        case .unknown(let reason): return .unknown(reason)
        case .known(let value): result.append(value)
        }
      }
    }
    guard let bytes = result.bytes else { return .unknown(ExpandedText.tooLong) }
    guard work.add(bytes.count) else { return .unknown(RequestWork.tooMuch) }
    if depth == 0 { markIndex = mark }
    return .known(bytes)
  }

  private mutating func value(of name: String, depth: Int) -> Known<[UInt8]> {
    if let value = variables[name] { return value }
    if let map = maps[name] { return mapped(map, name, depth) }
    func ofSite(_ value: String?) -> Known<[UInt8]> {
      guard request.host != nil, let value else {
        return .unknown("$\(name) decides, and the site's address is not known: set base-url")
      }
      return .known(Array(value.utf8))
    }
    switch name {
    case "uri", "document_uri": return .known(path)
    case "args", "query_string": return .known(query)
    case "is_args": return .known(query.isEmpty ? [] : [0x3F])
    case "request_uri": return .known(request.path + (request.query.map { [0x3F] + $0 } ?? []))
    case "request_method": return .known(Array("GET".utf8))
    case "document_root", "realpath_root": return .known(Self.documentRoot)
    case "request_filename": return .known(Self.documentRoot + path)
    case "host", "server_name": return ofSite(request.host)
    case "http_host": return ofSite(request.hostHeader)
    case "scheme": return ofSite(request.scheme)
    case "server_port": return ofSite(String(request.effectivePort))
    case "https": return ofSite(request.scheme == "https" ? "on" : "")
    case _ where declared.contains(name): return .known([])
    case _ where name.hasPrefix("arg_"): return .known(argument(Array(name.dropFirst(4).utf8)))
    default: return .unknown("$\(name) decides, which is not known before the request")
    }
  }

  private mutating func mapped(_ map: NginxMap, _ name: String, _ depth: Int) -> Known<[UInt8]> {
    if let reason = map.unknown { return .unknown(reason) }
    // Maps may name one another, and in a circle.
    guard depth < 8 else { return .unknown("the maps of $\(name) name one another") }
    let key: [UInt8]
    switch expand(map.source, depth: depth + 1) {
    case .unknown(let reason): return .unknown(reason)
    case .known(let text): key = text
    }
    let value: [UInt8]
    switch map.value(for: key) {
    case .gaveUp: return .unknown("a pattern of the map $\(name) needs too many steps")
    case .value(nil, _, _): value = []
    case .value(let text?, let pattern, let ranges):
      if let pattern, let ranges { take(ranges, of: pattern, in: key) }
      switch expand(text, depth: depth + 1) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): value = expanded
      }
    }
    // A map's variable is computed once per request.
    variables[name] = .known(value)
    return .known(value)
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
