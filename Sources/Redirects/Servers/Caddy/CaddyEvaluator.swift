internal import AutoTagBytes

/// Caddy at work on one request: the directives of a site in their order, as one of its versions carries them out.
struct CaddyEvaluator {
  private let version: CaddyVersion
  private let files: SiteFiles
  private var request: CaddyRequest
  private var maps: [CaddyMap] = []
  private var variables: [String: [UInt8]] = [:]
  /// Groups of regular expressions and what is known of a file that was found.
  private var values: [String: [UInt8]] = [:]
  private var groups: Set<Int> = []
  private var root: Root?
  /// The header that `respond` sends.
  private var location: (text: CaddyText, rule: RedirectRule)?
  private var rewrittenBy: RedirectRule?
  private(set) var work = RequestWork()
  private(set) var visitor: VisitorAnswers

  private enum Root: Equatable {
    case site([UInt8])
    case several
  }

  init(_ request: CaddyRequest, version: CaddyVersion, files: SiteFiles, visitor: VisitorAnswers) {
    self.visitor = visitor
    (self.request, self.version, self.files) = (request, version, files)
  }

  private typealias Known = CaddyKnown

  mutating func answer(_ program: CaddyProgram) -> ServerAnswer { run(program) ?? served }

  /// The answer where files are served, or nothing answers.
  private var served: ServerAnswer {
    guard request.isRewritten, request.path != request.firstPath, let rewrittenBy else { return .pass }
    return .serve(path: request.path, rewrittenBy)
  }

  // MARK: Routes

  private mutating func run(_ program: CaddyProgram) -> ServerAnswer? {
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
        case .unknown: if !route.rule.conditionHolds(&visitor) { continue }
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

  private mutating func carryOut(_ handler: CaddyHandler, _ rule: RedirectRule) -> ServerAnswer? {
    switch handler {
    case .redirect(let redirect): return answer(redirect)
    case .rewrite(let target, let rule): return rewrite(target, rule)
    case .change(let change, let rule): return carryOut(change, rule)
    case .setRoot(let folder, let isConditional):
      root = isConditional || root != nil && root != .site(folder) ? .several : .site(folder)
    case .setVariable(let name, let text):
      switch expand(text) {
      case .unknown(let reason): return .unknown(rule, reason)
      case .known(let value): variables[name] = value
      }
    case .map(let map): maps.append(map)
    case .setLocation(let text): location = (text, rule)
    case .respond(let text, let rule): return respond(text, rule)
    case .refuse(let status, let rule): return .refuse(status: status, rule)
    case .files: return served
    case .routes(let program): return run(program)
    case .unknown(let rule, let reason): return .unknown(rule, reason)
    }
    return nil
  }

  // MARK: Answers

  private mutating func answer(_ redirect: CaddyRedirect) -> ServerAnswer {
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

  private mutating func send(_ target: CaddyText, _ redirect: ServerRedirect) -> ServerAnswer {
    var redirect = redirect
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

  private mutating func respond(_ text: CaddyText, _ rule: RedirectRule) -> ServerAnswer {
    switch number(text) {
    case .unknown(let reason): return .unknown(rule, reason)
    case .known(nil): return .refuse(status: 500, rule)
    case .known(let status?):
      guard (300...399).contains(status), let location else { return .refuse(status: status, rule) }
      return send(location.text, ServerRedirect(status: status, location: [], rule: location.rule))
    }
  }

  private mutating func number(_ text: CaddyText) -> Known<Int?> {
    switch expand(text) {
    case .unknown(let reason): .unknown(reason)
    case .known(let digits): .known(Int(digits.text).flatMap { (100...999).contains($0) ? $0 : nil })
    }
  }

  // MARK: Rewriting

  private mutating func rewrite(_ target: CaddyText, _ rule: RedirectRule) -> ServerAnswer? {
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
  private mutating func rewritten(_ part: CaddyText.Part) -> Known<[UInt8]> {
    if case .placeholder(let name, _) = part {
      switch (version, name) {
      // Old versions do not decode what they put together, so that they take what is decoded.
      case (.old, "http.request.uri"):
        let query = request.query ?? []
        return .known(request.path + (query.isEmpty ? [] : [0x3F] + query))
      case (.new, "http.request.uri.path"): return .known(request.escapedPath)
      case (.new, "http.matchers.file.relative"): return .known(GoURL.escaped(values[name] ?? []))
      default: break
      }
    }
    return value(of: part).map { $0 ?? [] }
  }

  private mutating func carryOut(_ change: CaddyURIChange, _ rule: RedirectRule) -> ServerAnswer? {
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
        if let query = request.query { request.set(query: replaced(query)) }
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

  // MARK: Matchers

  /// The status by which `=404` in a list of files refuses the request.
  private var refusal: Int?

  private mutating func matches(_ set: CaddyMatcherSet) -> Known<Bool> {
    var doubt: String?
    for matcher in set.matchers {
      switch matches(matcher) {
      case .known(false): return .known(false)
      case .known(true): continue
      case .unknown(let reason): doubt = doubt ?? reason
      }
    }
    return doubt.map { .unknown($0) } ?? .known(true)
  }

  private mutating func matches(_ matcher: CaddyMatcher) -> Known<Bool> {
    switch matcher {
    case .paths(let paths): return any(paths) { run, path in run.matches(path) }
    case .pathPattern(let name, let pattern): return matches(name, pattern)
    case .hosts(let hosts):
      guard let own = request.original.host, !SiteOrigin.isStandIn(own) else {
        return .unknown("the host decides, and the site's address is not known: set base-url")
      }
      return any(hosts) { run, host in
        run.expand(host).map { CaddyAddress.matches($0.text.lowercased(), own) }
      }
    case .query(let wanted): return matches(query: wanted)
    case .methods(let methods): return .known(methods.contains("GET"))
    case .files(let files, let root): return find(files, root)
    case .scheme(let scheme):
      guard request.original.host != nil else {
        return .unknown("http or https decides, and the site's address is not known: set base-url")
      }
      return .known(request.original.scheme == scheme)
    case .vars(let variable, let wanted):
      let own: Known<[UInt8]>
      switch variable {
      case .named(let name): own = .known(variables[name] ?? [UInt8]("<nil>"))
      case .placeholder(let text): own = expand(text)
      }
      switch own {
      case .unknown(let reason): return .unknown(reason)
      case .known(let own): return any(wanted) { run, text in run.expand(text).map { $0 == own } }
      }
    case .compare(let text, let comparison, let other):
      guard let part = text.parts.first else { return .unknown("its expression is not understood") }
      switch value(of: part) {
      case .unknown(let reason): return .unknown(reason)
      case .known(nil): return .unknown("it compares with what has no value")
      case .known(let value?): return .known(Self.compare(value, comparison, other))
      }
    case .not(let sets):
      return any(sets) { run, set in run.matches(set) }.map { !$0 }
    case .unknown(let reason): return .unknown(reason)
    }
  }

  /// Returns true if one of several alternatives is.
  private mutating func any<Element>(
    _ elements: [Element], _ isTrue: (inout Self, Element) -> Known<Bool>
  ) -> Known<Bool> {
    var doubt: String?
    for element in elements {
      switch isTrue(&self, element) {
      case .known(true): return .known(true)
      case .known(false): continue
      case .unknown(let reason): doubt = doubt ?? reason
      }
    }
    return doubt.map { .unknown($0) } ?? .known(false)
  }

  private static func compare(_ value: [UInt8], _ comparison: CaddyComparison, _ other: [UInt8]) -> Bool {
    switch comparison {
    case .equal: value == other
    case .notEqual: value != other
    case .startsWith: value.starts(with: other)
    case .notStartsWith: !value.starts(with: other)
    case .endsWith: value.reversed().starts(with: other.reversed())
    case .notEndsWith: !value.reversed().starts(with: other.reversed())
    case .contains: ByteSearch.contains(other, in: value)
    case .notContains: !ByteSearch.contains(other, in: value)
    }
  }

  private mutating func matches(_ path: CaddyPath) -> Known<Bool> {
    if case .dynamic(let text) = path.kind {
      switch expand(text) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): return matches(CaddyPath(expanded, isExpanded: true))
      }
    }
    if case .encoded = path.kind {
      let own = GoURL.cleaned(request.escapedPath, mergesSlashes: path.mergesSlashes)
      return .known(CaddyRewrite.matchesEncoded(own, path.text))
    }
    var own = request.path
    own = own.contains { $0 >= 0x80 } ? Array(own.text.lowercased().utf8) : ASCII.lowercased(own)
    // Windows takes no notice of them at a file name's end; later versions do so on Windows only.
    if version == .old { while own.last == UInt8(ascii: ".") || own.last == 0x20 { own.removeLast() } }
    own = GoURL.cleaned(own, mergesSlashes: path.mergesSlashes)
    switch path.kind {
    case .all: return .known(true)
    case .exact: return .known(own == path.text)
    case .prefix: return .known(own.starts(with: path.literal))
    case .suffix: return .known(own.reversed().starts(with: path.literal.reversed()))
    case .contains: return .known(path.literal.isEmpty || ByteSearch.contains(Array(path.literal), in: own))
    case .glob(let pattern):
      switch pattern.match(own) {
      case .noMatch: return .known(false)
      case .match: return .known(true)
      case .gaveUp: return .unknown("its pattern needs too many steps")
      }
    case .none: return .known(false)
    case .encoded, .dynamic, .unknown: return .unknown("the path \(path.text.text) is not understood")
    }
  }

  private mutating func matches(_ name: String, _ pattern: Pattern) -> Known<Bool> {
    let subject = GoURL.cleaned(request.path)
    guard work.add(subject.count) else { return .unknown(RequestWork.tooMuch) }
    switch pattern.match(subject) {
    case .noMatch: return .known(false)
    case .gaveUp: return .unknown("its pattern needs too many steps")
    case .match(let ranges):
      let found = Pattern.groups(ranges, in: subject)
      for (index, group) in found.enumerated() {
        set(group ?? [], ofGroup: String(index), name)
      }
      for (group, number) in pattern.groupNames where number < found.count {
        set(found[number] ?? [], ofGroup: group, name)
      }
      return .known(true)
    }
  }

  private mutating func set(_ value: [UInt8], ofGroup group: String, _ name: String) {
    if !name.isEmpty { values["http.regexp.\(name).\(group)"] = value }
    if name.isEmpty || version == .new { values["http.regexp.\(group)"] = value }
  }

  /// Old versions want one of the parameters, and compare with the first of its values; later ones want all, with any.
  private mutating func matches(
    query wanted: [(name: CaddyText, values: [CaddyText])]
  ) -> Known<Bool> {
    let own = GoURL.Query(request.query ?? [])
    if own.isMalformed { return .known(false) }
    if wanted.isEmpty { return .known(own.parameters.isEmpty) }
    var areAll = true
    for (name, alternatives) in wanted {
      let found: [[UInt8]]
      switch expand(name) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let name): found = own.values(of: name)
      }
      var isOne = false
      for alternative in alternatives where !found.isEmpty && !isOne {
        switch expand(alternative) {
        case .unknown(let reason): return .unknown(reason)
        case .known(let value):
          isOne =
            value == [UInt8(ascii: "*")] || (version == .old ? found[0] == value : found.contains(value))
        }
      }
      if isOne, version == .old { return .known(true) }
      areAll = areAll && isOne
    }
    return .known(version == .new && areAll)
  }

  private mutating func find(_ names: [CaddyText], _ otherRoot: CaddyText?) -> Known<Bool> {
    switch (otherRoot, root) {
    case (nil, .several): return .unknown("it asks for a file, and the site has several roots")
    case (let folder?, .site(let known)) where folder.literal == known: break
    case (.some, _): return .unknown("it asks for a file that is not the site's")
    default: break
    }
    for name in names {
      if name.start.first == UInt8(ascii: "="), let status = Int(name.start.dropFirst().map { $0 }.text) {
        refusal = status
        return .known(false)
      }
      if name.literals.contains(where: { "*?[".utf8.contains($0) }) {
        return .unknown("it asks for files by a pattern")
      }
      let text: [UInt8]
      switch expand(name) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): text = expanded
      }
      // A slash at the end of what is written makes it a folder.
      let isFolder =
        name.parts.last.map { if case .literal(let end) = $0 { end.last == 0x2F } else { false } } ?? false
      var path = GoURL.cleaned([0x2F] + text)
      while path.count > 1, path.last == 0x2F { path.removeLast() }
      guard files.kind(at: path) == (isFolder ? .folder : .file) else { continue }
      values["http.matchers.file.relative"] = path + (isFolder && path.count > 1 ? [0x2F] : [])
      values["http.matchers.file.type"] = isFolder ? [UInt8]("directory") : [UInt8]("file")
      return .known(true)
    }
    return .known(false)
  }

  // MARK: Text

  private mutating func expand(_ text: CaddyText, depth: Int = 0) -> Known<[UInt8]> {
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
  private mutating func value(of part: CaddyText.Part, depth: Int = 0) -> Known<[UInt8]?> {
    switch part {
    case .literal(let text): return .known(text)
    case .placeholder(let name, let isNew):
      if isNew, version == .old { return .known([]) }
      if let value = values[name] { return .known(value) }
      if let value = CaddyPlaceholder.value(of: name, request) { return value }
      if name.hasPrefix("http.vars.") { return .known(variables[String(name.dropFirst(10))] ?? []) }
      for map in maps where map.names.contains(name) { return value(of: name, in: map, depth) }
      return .known([])
    }
  }

  private mutating func value(of name: String, in map: CaddyMap, _ depth: Int) -> Known<[UInt8]?> {
    // Maps may name one another, and in a circle.
    guard depth < 8 else { return .unknown("the maps of {\(name)} name one another") }
    let key: [UInt8]
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
