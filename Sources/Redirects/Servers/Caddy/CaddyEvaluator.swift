internal import AutoTagBytes

/// Caddy at work on one request: the directives of a site in their order, as one of its versions carries them out.
struct CaddyEvaluator {
  let version: CaddyVersion
  let files: SiteFiles
  var request: CaddyRequest
  var maps: [CaddyMap] = []
  /// A value that is not known matters where it is used.
  var variables: [String: Known<[UInt8]>] = [:]
  /// Groups of regular expressions and what is known of a file that was found.
  var values: [String: [UInt8]] = [:]
  var groups: Set<Int> = []
  var root: Root?
  /// The header that `respond` sends.
  var location: (text: CaddyText, rule: RedirectRule)?
  var rewrittenBy: RedirectRule?
  /// True while a text is put together that is sent to the browser, so that nothing is decided by it.
  private var isSending = false
  var work = RequestWork()
  var visitor: VisitorAnswers

  enum Root: Equatable {
    case site([UInt8])
    case several
  }

  init(_ request: CaddyRequest, version: CaddyVersion, files: SiteFiles, visitor: VisitorAnswers) {
    self.visitor = visitor
    (self.request, self.version, self.files) = (request, version, files)
  }

  typealias Known = CaddyKnown

  mutating func answer(_ program: CaddyProgram) -> ServerAnswer { run(program) ?? served }

  /// Returns the answer instead of an error; `nil` where that stays one.
  mutating func answer(_ routes: [CaddyErrorRoute], toError status: Int) -> ServerAnswer? {
    values["http.error.status_code"] = Array("\(status)".utf8)
    for route in routes where route.isFor(status) {
      switch run(route.program) ?? served {
      case .redirect(let redirect): return .redirect(redirect)
      case .unknown(let rule, let reason): return .unknown(rule, reason)
      case .serve(let path, let rule), .errorPage(let path, let rule): return .errorPage(path: path, rule)
      case .refuse: return nil
      case .pass: continue
      }
    }
    return nil
  }

  /// The answer where files are served, or nothing answers.
  var served: ServerAnswer {
    guard request.isRewritten, request.path != request.firstPath, let rewrittenBy else { return .pass }
    return .serve(path: request.path, rewrittenBy)
  }

  /// The status by which `=404` in a list of files refuses the request.
  var refusal: Int?

  // MARK: Routes

  mutating func run(_ program: CaddyProgram) -> ServerAnswer? {
    let routes = program.routes(of: version)
    var key = GoURL.cleaned(request.path)
    var candidates = routes.index.candidates(for: key)
    var cursor = 0
    while cursor < candidates.count {
      let number = candidates[cursor]
      let route = routes.list[number]
      cursor += 1
      guard work.add(key.count) else { return .unknown(route.rule, RequestWork.tooMuch) }
      if let set = route.matchers {
        switch matches(set) {
        case .unknown(let reason) where RequestWork.isBeyond(reason): return .unknown(route.rule, reason)
        case .unknown: if !route.rule.conditionHolds(set.text, &visitor) { continue }
        case .known(false):
          if let status = refusal {
            refusal = nil
            return .refuse(status: status, route.rule)
          }
          continue
        case .known(true): break
        }
      }
      if let group = route.group, !groups.insert(group).inserted { continue }
      for handler in route.handlers {
        if let answer = carryOut(handler, route.rule) { return answer }
      }
      let now = GoURL.cleaned(request.path)
      guard now != key else { continue }
      key = now
      candidates = routes.index.candidates(for: key)
      cursor = candidates.firstIndex { $0 > number } ?? candidates.count
      guard work.add(candidates.count) else { return .unknown(route.rule, RequestWork.tooMuch) }
    }
    return nil
  }

  mutating func carryOut(_ handler: CaddyHandler, _ rule: RedirectRule) -> ServerAnswer? {
    switch handler {
    case .redirect(let redirect): return answer(redirect)
    case .rewrite(let target, let rule): return rewrite(target, rule)
    case .change(let change, let rule): return carryOut(change, rule)
    case .setRoot(let folder, let isConditional):
      root = isConditional || root != nil && root != .site(folder) ? .several : .site(folder)
    case .setVariable(let name, let text): variables[name] = expand(text)
    case .map(let map): maps.append(map)
    case .setLocation(let text): location = (text, rule)
    case .respond(let text, let rule): return respond(text, rule)
    case .refuse(let status, let rule): return .refuse(status: status, rule)
    case .files(let addsSlash): return (addsSlash ? slash : nil) ?? served
    case .routes(let program): return run(program)
    case .unknown(let rule, let reason): return .unknown(rule, reason)
    }
    return nil
  }

  // MARK: Answers

  mutating func answer(_ redirect: CaddyRedirect) -> ServerAnswer {
    let status: Int
    switch number(redirect.status) {
    case .unknown(let reason): return .unknown(redirect.rule, reason)
    case .known(nil): return .refuse(status: 500, redirect.rule)
    case .known(let number?): status = number
    }
    guard status == 200 || (300...399).contains(status) else {
      return .refuse(status: status, redirect.rule)
    }
    var found = ServerRedirect(status: status, location: [], rule: redirect.rule)
    if status == 200, redirect.target.literals.contains(where: { "&<>\"'".utf8.contains($0) }) {
      found.queryUnknown =
        "its page has the target in a script with &amp; for &, and it is not known what browsers make of that"
    }
    let answer = send(redirect.target, found)
    guard case .redirect(var sent) = answer, let query = request.query, !query.isEmpty else { return answer }
    let mark = redirect.target.literals.contains(0x3F) ? "&" : "?"
    sent.remedy = .init(
      words: "end the target with \(mark){query}",
      location: sent.location + Array(mark.utf8) + query)
    return .redirect(sent)
  }

  mutating func send(_ target: CaddyText, _ redirect: ServerRedirect) -> ServerAnswer {
    var redirect = redirect
    isSending = true
    defer { isSending = false }
    switch expand(target) {
    case .unknown(let reason): return .unknown(redirect.rule, reason)
    case .known(let text):
      // A header holds no line feed, and Go trims it.
      redirect.location = ByteText.trimmed(text.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
    }
    if redirect.location.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
      return .unknown(redirect.rule, "the address that it makes holds a control character")
    }
    return .redirect(redirect)
  }

  mutating func respond(_ text: CaddyText, _ rule: RedirectRule) -> ServerAnswer {
    switch number(text) {
    case .unknown(let reason): return .unknown(rule, reason)
    case .known(nil): return .refuse(status: 500, rule)
    case .known(let status?):
      guard (300...399).contains(status), let location else { return .refuse(status: status, rule) }
      return send(location.text, ServerRedirect(status: status, location: [], rule: location.rule))
    }
  }

  mutating func number(_ text: CaddyText) -> Known<Int?> {
    switch expand(text) {
    case .unknown(let reason): .unknown(reason)
    case .known(let digits): .known(Int(digits.text).flatMap { (100...999).contains($0) ? $0 : nil })
    }
  }

  /// The redirect from a folder with an index to its name with a slash, "only if the last element of the path (the filename)
  /// was not rewritten" (modules/caddyhttp/fileserver/staticfiles.go); `nil` for other requests.
  private var slash: ServerAnswer? {
    let path = request.path
    func name(_ path: [UInt8]) -> ArraySlice<UInt8> { path[((path.lastIndex(of: 0x2F) ?? -1) + 1)...] }
    guard path.last != 0x2F, request.firstPath.last != 0x2F, name(path) == name(request.firstPath),
      root != .several, files.kind(at: path) == .folder,
      ["/index.html", "/index.txt"].contains(where: { files.kind(at: path + $0.utf8) == .file })
    else { return nil }
    var redirect = ServerRedirect(
      status: 308, location: GoURL.escaped(request.firstPath) + [0x2F],
      rule: RedirectRule(answerOf: "Caddy", text: "adds the slash to the name of a folder"))
    if let query = request.query, !query.isEmpty {
      redirect.location += [0x3F] + query
      redirect.queryUnknown =
        "Caddy 2.6 drops the query where it adds the slash to the name of a folder, and later versions hand it on"
    }
    return .redirect(redirect)
  }

  // MARK: Rewriting

  mutating func rewrite(_ target: CaddyText, _ rule: RedirectRule) -> ServerAnswer? {
    rewrittenBy = rule
    var rewriting = CaddyRewrite(target)
    var path: [UInt8]?
    if let text = rewriting.path {
      var written = ExpandedText()
      for part in text.parts {
        switch rewritten(part) {
        case .unknown(let reason): return .unknown(rule, reason)
        case .known(let value): written.append(value)
        }
      }
      guard let bytes = written.bytes, work.add(bytes.count) else {
        return .unknown(rule, ExpandedText.tooLong)
      }
      path = rewriting.takeQuery(off: bytes)
    }
    var query: [UInt8]?
    if let components = rewriting.query {
      // Who asks for the query will be noted then.
      isSending = true
      defer { isSending = false }
      var joined = CaddyRewrite.QueryText()
      for component in components {
        var text = ExpandedText()
        for part in component.text.parts {
          guard case .placeholder(let name, _) = part else {
            if case .literal(let literal) = part { text.append(literal) }
            continue
          }
          switch value(of: part) {
          case .unknown(let reason): return .unknown(rule, reason)
          case .known(let value):
            // The query is encoded already.
            let isQuery = name == "http.request.uri.query" && component.isName
            text.append(isQuery ? value ?? [] : GoURL.queryEscaped(value ?? []))
          }
        }
        guard let bytes = text.bytes, joined.append(bytes, isName: component.isName), work.add(bytes.count)
        else { return .unknown(rule, ExpandedText.tooLong) }
      }
      query = joined.bytes
    }
    if let path { request.set(path: path, version: version) }
    if let query { request.set(query: query) }
    return nil
  }

  /// Returns a part of a rewrite's path.
  mutating func rewritten(_ part: CaddyText.Part) -> Known<[UInt8]> {
    if case .placeholder(let name, _) = part {
      switch (version, name) {
      // Old versions do not decode what they put together, so that they take what is decoded.
      case (.old, "http.request.uri"):
        let query = request.query ?? []
        visitor.noteLookAtQuery()
        return .known(request.path + (query.isEmpty ? [] : [0x3F] + query))
      case (.new, "http.request.uri.path"): return .known(request.escapedPath)
      case (.new, "http.matchers.file.relative"): return .known(GoURL.escaped(values[name] ?? []))
      default: break
      }
    }
    return value(of: part).map { $0 ?? [] }
  }

  mutating func carryOut(_ change: CaddyURIChange, _ rule: RedirectRule) -> ServerAnswer? {
    rewrittenBy = rule
    func unknown(_ reason: String) -> ServerAnswer { .unknown(rule, reason) }
    let version = version
    switch change {
    case .stripPrefix(let text):
      switch expand(text) {
      case .unknown(let reason): return unknown(reason)
      case .known(let prefix):
        let mergesSlashes = !ByteSearch.contains([0x2F, 0x2F], in: prefix)
        request.change(version: version) {
          CaddyRewrite.without(prefix: prefix, GoURL.cleaned($0, mergesSlashes: mergesSlashes), version)
        }
      }
    case .stripSuffix(let text):
      switch expand(text) {
      case .unknown(let reason): return unknown(reason)
      case .known(let suffix):
        let mergesSlashes = !ByteSearch.contains([0x2F, 0x2F], in: suffix)
        request.change(version: version) {
          let path = GoURL.cleaned($0, mergesSlashes: mergesSlashes)
          return CaddyRewrite.without(prefix: suffix.reversed(), path.reversed(), version).reversed()
        }
      }
    case .replace(let find, let replacement, let limit):
      switch (expand(find), expand(replacement)) {
      case (.unknown(let reason), _), (_, .unknown(let reason)): return unknown(reason)
      case (.known(let find), .known(let replacement)):
        guard !find.isEmpty else { return nil }
        let mergesSlashes = !ByteSearch.contains([0x2F, 0x2F], in: find)
        var isTooLong = false
        func replaced(_ text: [UInt8]) -> [UInt8] {
          let result = CaddyRewrite.replacing(find, by: replacement, in: text, limit: limit)
          isTooLong = isTooLong || result == nil
          return result ?? text
        }
        request.change(version: version) { replaced(GoURL.cleaned($0, mergesSlashes: mergesSlashes)) }
        if let query = request.query {
          visitor.noteLookAtQuery()
          request.set(query: replaced(query))
        }
        if isTooLong { return unknown(ExpandedText.tooLong) }
      }
    case .replacePattern(let pattern, let replacement):
      switch expand(replacement) {
      case .unknown(let reason): return unknown(reason)
      case .known(let template):
        var isTooLong = false
        var work = work
        defer { self.work = work }
        request.change(version: version) { text in
          let result = CaddyPattern.replacing(pattern, in: text, by: template, &work)
          isTooLong = isTooLong || result == nil
          return result ?? text
        }
        if isTooLong { return unknown("its pattern needs too many steps") }
      }
    }
    guard request.path.count <= ExpandedText.longest, work.add(request.path.count) else {
      return unknown(ExpandedText.tooLong)
    }
    return nil
  }

  // MARK: Text

  mutating func expand(_ text: CaddyText, depth: Int = 0) -> Known<[UInt8]> {
    var result = ExpandedText()
    for part in text.parts {
      switch value(of: part, depth: depth) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let value): result.append(value ?? [])
      }
    }
    guard let bytes = result.bytes else { return .unknown(ExpandedText.tooLong) }
    return work.add(bytes.count) ? .known(bytes) : .unknown(RequestWork.tooMuch)
  }

  /// Returns the value of a part; `nil` for a placeholder without one.
  mutating func value(of part: CaddyText.Part, depth: Int = 0) -> Known<[UInt8]?> {
    switch part {
    case .literal(let text): return .known(text)
    case .placeholder(let name, let isNew):
      if isNew, version == .old { return .known([]) }
      if !isSending, CaddyPlaceholder.hasQuery(name) { visitor.noteLookAtQuery() }
      if let value = values[name] { return .known(value) }
      if let value = CaddyPlaceholder.value(of: name, request) { return value }
      if name.hasPrefix("http.vars.") {
        return (variables[String(name.dropFirst(10))] ?? .known([])).map { $0 }
      }
      for map in maps where map.names.contains(name) { return value(of: name, in: map, depth) }
      return .known([])
    }
  }

  mutating func value(of name: String, in map: CaddyMap, _ depth: Int) -> Known<[UInt8]?> {
    // Maps may name one another, and in a circle.
    guard depth < 8 else { return .unknown("the maps of {\(name)} name one another") }
    let key: [UInt8]
    let wasSending = isSending
    isSending = false
    defer { isSending = wasSending }
    switch expand(map.source, depth: depth + 1) {
    case .unknown(let reason): return .unknown(reason)
    case .known(let text): key = text
    }
    switch map.value(of: name, for: key) {
    case .gaveUp: return .unknown("a pattern of the map of {\(name)} needs too many steps")
    case .nothing: return .known(nil)
    case .value(let value): return .known(value)
    case .text(let text): return expand(text, depth: depth + 1).map { $0 }
    }
  }
}
