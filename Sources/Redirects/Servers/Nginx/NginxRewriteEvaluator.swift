internal import AutoTagBytes

/// nginx's rewrite module at work on one request (`ngx_http_script.c`, nginx 1.22).
struct NginxRewriteEvaluator {
  let request: ServerRequest
  let maps: [String: NginxMap]
  let declared: Set<String>
  let files: SiteFiles
  private let keepsRelative: Bool
  /// True if captures are escaped where they go into a redirect or a query.
  let escapesCaptures: Bool
  /// `r->uri`: decoded.
  var path: [UInt8]
  /// `r->args`.
  var query: [UInt8]
  /// The variable that a `set $args` made the query depend on; `nil` for none.
  var queryVariable: String?
  var variables: [String: Variable] = [:]
  /// The groups of the last regular expression that matched.
  private(set) var groups: [[UInt8]?] = []
  var pathChanged = false
  /// `valid_referers` of the location, or else of what it stands in.
  private(set) var referers: NginxReferers?
  /// Another program answers what no instruction does.
  private(set) var handsOver: RedirectRule?
  /// Another program may answer before that.
  private(set) var mayHandOver: RedirectRule?
  /// The rewrite that changed the path last.
  var lastRule: RedirectRule?
  var work = RequestWork()
  var visitor: VisitorAnswers
  /// The variable that made the text expanded last depend on the visitor; `nil` where none did.
  var openVariable: String?
  /// The index at which the query begins in the text expanded last.
  var markIndex: Int?
  /// The index at which text of the request's query was put into the text expanded last; `nil` where none was.
  var queryIndex: Int?

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
    query = request.query ?? []
    escapesCaptures = request.path.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }
  }

  mutating func take(_ ranges: [Range<Int>?], of location: NginxLocation) {
    if case .pattern(let pattern) = location.kind { take(ranges, of: pattern, in: path) }
  }

  mutating func take(_ ranges: [Range<Int>?], of pattern: NginxPattern, in subject: [UInt8]) {
    groups = Pattern.groups(ranges, in: subject)
    for (name, group) in pattern.names {
      variables[name] = Variable(value: group < groups.count ? groups[group] ?? [] : [])
    }
  }

  enum Known<Value> {
    case known(Value)
    case unknown(String)
  }

  struct Variable {
    let value: [UInt8]
    /// The variable of the visitor's that it depends on; `nil` for none.
    var openVariable: String?
    /// The reason why nothing that uses it can be told.
    var unknown: String?
    /// True if the request's query is in it.
    var hasQuery = false
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
      case .set(let name, let text, let rule): next = set(name, to: text, rule)
      case .condition(let condition, let inner, let rule):
        guard !inner.isEmpty else { continue }
        switch evaluate(condition, rule) {
        case .unknown(let reason): next = .answer(.unknown(rule, reason))
        case .known(true): next = run(inner)
        case .known(false): next = .go
        }
      case .referers(let own):
        referers = own
        next = .go
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

  private mutating func set(_ name: String, to text: NginxText, _ rule: RedirectRule) -> Next {
    switch expand(text) {
    // It has no value of its own: what is set is the request's query (`ngx_http_variable_set_args`).
    case .known(let value) where name == "args": (query, queryVariable) = (value, openVariable)
    case .unknown(let reason) where name == "args": return .answer(.unknown(rule, reason))
    case .known(let value):
      variables[name] = Variable(value: value, openVariable: openVariable, hasQuery: queryIndex != nil)
    case .unknown(let reason): variables[name] = Variable(value: [], unknown: reason)
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
    if rewrite.addsQuery { openVariable = openVariable ?? queryVariable }
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
    if !rewrite.addsQuery { queryVariable = nil }
    guard !text.isEmpty else { return .answer(.refuse(status: 500, rewrite.rule)) }
    if let queryIndex, queryIndex < text.count { visitor.noteLookAtQuery() }
    path = text
    lastRule = rewrite.rule
    pathChanged = rewrite.flag != .stop
    return rewrite.flag == .none ? .go : .stop
  }

  mutating func redirect(_ redirect: ServerRedirect) -> ServerAnswer {
    var redirect = redirect
    if redirect.location.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return .unknown(redirect.rule, "the address that it makes holds a control character")
    }
    if !keepsRelative { redirect.location = request.absolute(redirect.location, &visitor) }
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
}
