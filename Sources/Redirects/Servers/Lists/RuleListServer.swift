internal import AutoTagBytes
internal import AutoTagWebURL

/// A server that answers by a list of rules, the first that matches first.
struct RuleListServer: RedirectServer {
  /// The spelling of paths in the list's format, and what it takes for the same path.
  struct Spelling: OptionSet, Sendable {
    let rawValue: Int
    /// The path as the browser sends it.
    static let sent: Spelling = []
    /// The path without a slash at its end.
    static let withoutSlash = Spelling(rawValue: 1)
    /// The path with one slash at its beginning.
    static let withOneSlash = Spelling(rawValue: 2)
    /// `+` is a space.
    static let plusIsSpace = Spelling(rawValue: 4)
    /// The path as the browser sends it, in which `%61` is not `a`.
    static let exact = Spelling(rawValue: 8)
  }

  let rules: [ListedRule]
  private let index: CandidateIndex
  private let spelling: Spelling
  /// Rules that come after the site's own files.
  let fallbacks: [ListedRule]
  private let fallbackIndex: CandidateIndex
  private let placeholders: Placeholders
  /// False where the list does not tell which of two rules for one address comes first.
  private let isOrderKnown: Bool
  private let guesses: GuessedPosts?

  /// The notations for what is put into a target.
  enum Placeholders: Sendable {
    /// `:name`
    case colon
    /// `:name`, also where letters follow: `:names` is a value and an `s`.
    case colonBeginning
    /// `$1`, `$12`, `$name`: see `VercelTarget`.
    case compiled
    case none
  }

  init(
    rules: [ListedRule], fallbacks: [ListedRule] = [], spelling: Spelling, placeholders: Placeholders,
    isOrderKnown: Bool = true, guesses: GuessedPosts? = nil
  ) {
    self.rules = rules
    self.fallbacks = fallbacks
    self.spelling = spelling
    self.placeholders = placeholders
    self.isOrderKnown = isOrderKnown
    self.guesses = guesses
    index = Self.index(rules)
    fallbackIndex = Self.index(fallbacks)
  }

  private static func index(_ rules: [ListedRule]) -> CandidateIndex {
    CandidateIndex(rules.map(\.prefix))
  }

  var pathFilter: RedirectPathFilter {
    var pathFilter = RedirectPathFilter()
    for rule in rules { pathFilter.add(rule.prefix?.text) }
    for rule in fallbacks { pathFilter.add(rule.prefix?.text) }
    return pathFilter
  }

  func answer(
    _ request: ServerRequest, files: SiteFiles, visitor: inout VisitorAnswers
  ) -> ServerAnswer {
    let path = Self.spelled(request.path, spelling)
    var parameters = PHPQuery.Request(request.query)
    var isFile: Bool?
    func fileExists() -> Bool {
      let known = isFile ?? Self.exists(request.path, files)
      isFile = known
      return known
    }
    var found: [(answer: ServerAnswer, rule: RedirectRule)] = []
    var lastLine: Int?
    for (list, index) in [(rules, index), (fallbacks, fallbackIndex)] {
      for number in index.candidates(for: path) {
        let rule = list[number]
        guard let answer = answer(rule, path, request, &parameters, fileExists, &visitor) else { continue }
        if isOrderKnown { return answer }
        // A line may make several rules, the certain one first.
        if let lastLine, lastLine == rule.rule.line { continue }
        lastLine = rule.rule.line
        if !found.contains(where: { $0.answer.isSame(as: answer) }) { found.append((answer, rule.rule)) }
      }
    }
    if let first = found.first {
      guard found.count > 1 else { return first.answer }
      // The export does not tell which of them comes first.
      let index = visitor.choose(
        "order of \(found.map(\.rule.location).joined(separator: " "))",
        found.map { "the rule at \($0.rule.mention) comes first, which the export does not tell" },
        first.rule)
      return found.indices.contains(index) ? found[index].answer : first.answer
    }
    if let guesses, let rule = guesses.rule(for: path), !fileExists() {
      return .unknown(rule, GuessedPosts.reason)
    }
    return .pass
  }

  /// - Returns: `nil` where the rule is not for the request.
  private func answer(
    _ rule: ListedRule, _ path: [UInt8], _ request: ServerRequest, _ parameters: inout PHPQuery.Request,
    _ fileExists: () -> Bool, _ visitor: inout VisitorAnswers
  ) -> ServerAnswer? {
    var (tried, edited) = (path, path)
    if let address = rule.address {
      guard let texts = address.texts(request) else { return nil }
      if address.hasQuery { visitor.noteLookAtQuery() }
      (tried, edited) = texts
    }
    switch rule.pattern.match(tried) {
    case .noMatch: return nil
    case .gaveUp:
      return rule.rule.takesEffect(&visitor) ? .unknown(rule.rule, "its pattern needs too many steps") : nil
    case .match(let ranges):
      if !rule.isForced, fileExists() { return nil }
      guard rule.keepsRest else {
        return answer(rule, Pattern.groups(ranges, in: tried), request, &parameters, &visitor)
      }
      // All matches are replaced; two in one address are not worth the trouble.
      guard case .match(let ranges) = rule.pattern.match(edited), let range = ranges[0],
        case .noMatch = rule.pattern.match(Array(edited[range.upperBound...]))
      else { return .unknown(rule.rule, "what its pattern makes of the whole address is not known") }
      return answer(
        rule, Pattern.groups(ranges, in: edited), request, &parameters, &visitor,
        around: (edited[..<range.lowerBound], edited[range.upperBound...]))
    }
  }

  /// Returns a path in the spelling that rules are written in: percent-encoded in one way only.
  static func spelled(_ path: [UInt8], _ spelling: Spelling) -> [UInt8] {
    if spelling.contains(.exact) { return path }
    var text: [UInt8] = []
    var offset = 0
    while offset < path.count {
      var byte = path[offset]
      var isEncoded = false
      offset += 1
      if byte == UInt8(ascii: "+"), spelling.contains(.plusIsSpace) { byte = 0x20 }
      if byte == UInt8(ascii: "%"), offset + 1 < path.count, let high = ASCII.hexDigit(path[offset]),
        let low = ASCII.hexDigit(path[offset + 1])
      {
        byte = high << 4 | low
        isEncoded = true
        offset += 2
      }
      let meansMore = isEncoded && "/%?#\\:*".utf8.contains(byte)
      if meansMore || URLEncoding.mustEncodeInPath(byte) {
        URLEncoding.appendEncoded(byte, to: &text)
      } else {
        text.append(byte)
      }
    }
    if spelling.contains(.withoutSlash) {
      while text.count > 1, text.last == 0x2F { text.removeLast() }
    }
    return spelling.contains(.withOneSlash) ? WordPressText.withOneSlash(text) : text
  }

  private static func exists(_ path: [UInt8], _ files: SiteFiles) -> Bool {
    let decoded = URLEncoding.decoded(path)
    let name = decoded.last == 0x2F ? Array(decoded.dropLast()) : decoded
    return files.kind(at: decoded) == .file || files.kind(at: name + [UInt8](".html")) == .file
      || files.kind(at: name + [UInt8]("/index.html")) == .file
  }

  /// - Returns: `nil` where the rule is not for the request.
  private func answer(
    _ rule: ListedRule, _ groups: [[UInt8]?], _ request: ServerRequest, _ parameters: inout PHPQuery.Request,
    _ visitor: inout VisitorAnswers,
    around rest: (head: ArraySlice<UInt8>, tail: ArraySlice<UInt8>) = ([], [])
  ) -> ServerAnswer? {
    var values: [(name: String, value: [UInt8])] = []
    for (number, name) in rule.groups.enumerated() where number + 1 < groups.count {
      values.append((name, groups[number + 1] ?? []))
    }
    var open = OpenConditions()
    if let host = rule.host {
      if visitor.isOpen(request, listedAs: host) {
        open.require(oneOf: [Self.openHost(host, isNegated: false)])
      } else if visitor.origin(of: request).host != host {
        return nil
      }
    }
    if let scheme = rule.scheme, visitor.origin(of: request).scheme != scheme { return nil }
    for condition in rule.conditions {
      visitor.beginCondition()
      let truth = evaluate(condition, request, &parameters, &values, &visitor)
      if case .header(_, _, let text, let isNegated) = condition, !truth.isOpen {
        visitor.decided((isNegated ? "not " : "") + text, of: rule.rule)
      }
      switch truth {
      case .yes: continue
      case .no: return nil
      case .open(let question, let isNegated, let isUsual):
        open.require(oneOf: [.init(question: question, isNegated: isNegated, isUsuallyTrue: isUsual)])
      }
    }
    guard rule.rule.applies(&visitor), open.hold(rule.rule, &visitor) else { return nil }
    if let reason = rule.rule.unknown {
      return rule.rule.takesEffect(&visitor) ? .unknown(rule.rule, reason) : nil
    }
    let expanded = rule.references?.expand(rule.target, groups) ?? expand(rule.target, values, groups)
    guard var target = expanded.bytes else {
      return .unknown(rule.rule, ExpandedText.tooLong)
    }
    if rule.mergesSlashes, target.first == 0x2F {
      target = target.indices.filter { $0 == 0 || target[$0] != 0x2F || target[$0 - 1] != 0x2F }.map {
        target[$0]
      }
    }
    switch rule.action {
    case .nothing: return .pass
    case .refuse(let status): return .refuse(status: status, rule.rule)
    case .rewrite:
      guard let first = target.first, first == 0x2F, !target.starts(with: [0x2F, 0x2F]) else {
        return .unknown(rule.rule, "it serves what another server answers")
      }
      return .serve(path: URLEncoding.decoded(target.prefix { $0 != 0x3F && $0 != 0x23 }), rule.rule)
    case .redirect(let status):
      var redirect = ServerRedirect(
        status: status, location: rest.head + target + rest.tail, rule: rule.rule)
      if rule.rule.fileFault != nil { redirect.fileFault = rule.rule }
      if let remedy = rule.remedy {
        var remedied = redirect
        pass(request.query ?? [], remedy.query, to: &remedied)
        redirect.remedy = .init(words: remedy.words, location: rule.cleaning.cleaned(remedied.location))
      }
      pass(request.query ?? [], rule.query, to: &redirect)
      redirect.location = rule.cleaning.cleaned(redirect.location)
      return .redirect(redirect)
    }
  }

  private func pass(_ query: [UInt8], _ policy: ListedRule.QueryPolicy, to redirect: inout ServerRedirect) {
    if case .overridden = policy { redirect.location = NextQuery.merged(query, into: redirect.location) }
    guard !query.isEmpty else { return }
    let hasMark = redirect.location.contains(0x3F)
    let hash = redirect.location.firstIndex(of: 0x23) ?? redirect.location.count
    let mark = redirect.location[..<hash].firstIndex(of: 0x3F)
    switch policy {
    case .dropped, .overridden: break
    case .unknown(let reason, let way):
      redirect.queryUnknown = reason
      redirect.mostQuery = way?.target(redirect.location, with: query)
    case .byPlugin(let way): redirect.location = way.target(redirect.location, with: query)
    case .appendedAtEnd: redirect.location += [hasMark ? 0x26 : 0x3F] + query
    case .appendedUnlessOwn:
      // A `?` alone is no query.
      if let mark, mark + 1 < hash { break }
      redirect.location.replaceSubrange((mark ?? hash)..<hash, with: [0x3F] + query)
    case .merged:
      let whole = redirect.location
      redirect.location.insert(contentsOf: [mark == nil ? 0x3F : 0x26] + query, at: hash)
      // Of a parameter that both have one may be left, or two.
      let own = Set(Self.parameters(mark.map { Array(whole[($0 + 1)..<hash]) }).map(\.name))
      guard Self.parameters(query).contains(where: { own.contains($0.name) }) else { break }
      redirect.queryUnknown =
        "the target and the request have the same parameter, and what becomes of two is not documented"
      redirect.mostQuery = redirect.location
      redirect.location = whole
      let others = query.split(separator: 0x26).filter { parameter in
        !own.contains(Array(parameter.prefix { $0 != UInt8(ascii: "=") }))
      }
      guard !others.isEmpty else { break }
      redirect.location.insert(
        contentsOf: [mark == nil ? 0x3F : 0x26] + others.joined(separator: [0x26]), at: hash)
    }
  }

  private static func openHost(_ host: String, isNegated: Bool) -> OpenConditions.Condition {
    .init(question: "the site's host \(host)", isNegated: isNegated, isUsuallyTrue: false)
  }

  private enum Certainty {
    case yes
    case no
    /// The visitor decides, or a thing that is not documented; the question without its negation.
    case open(String, isNegated: Bool, isUsuallyTrue: Bool)

    var isOpen: Bool { if case .open = self { true } else { false } }

    static func open(_ question: String) -> Certainty {
      .open(question, isNegated: false, isUsuallyTrue: false)
    }
  }

  private func evaluate(
    _ condition: ListedCondition, _ request: ServerRequest, _ parameters: inout PHPQuery.Request,
    _ values: inout [(name: String, value: [UInt8])], _ visitor: inout VisitorAnswers
  ) -> Certainty {
    switch condition {
    case .open(let question, let isNegated):
      return .open(question, isNegated: isNegated, isUsuallyTrue: isNegated)
    case .header(let name, let pattern, let text, let isNegated):
      return header(name, pattern, text, isNegated, visitor.origin(of: request), &visitor)
    case .folder(let folder):
      return Self.spelled(request.path, .withOneSlash).starts(with: folder) ? .yes : .no
    case .query(let wanted, let comparison):
      visitor.noteLookAtQuery()
      return wanted.matches(&parameters, comparison) ? .yes : .no
    case .host(_, let text, let isNegated) where visitor.isOpen(request, listedAs: text):
      return .open("the site's host \(text)", isNegated: isNegated, isUsuallyTrue: false)
    case .host(let pattern, _, let isNegated):
      let host = visitor.origin(of: request).host
      switch pattern.match(Array(host.utf8)) {
      case .gaveUp: return .open("the pattern for the host needs too many steps")
      case .noMatch: return isNegated ? .yes : .no
      case .match(let ranges):
        Self.addValues(of: pattern, ranges, in: Array(host.utf8), to: &values)
        return isNegated ? .no : .yes
      }
    case .noOtherParameters(let names):
      for parameter in Self.parameters(request.query) where !names.contains(parameter.name.text) {
        return .open("whether the rule answers a request with more parameters is not documented")
      }
      return .yes
    case .parameter(let name, let pattern, let captured, let isNegated):
      guard let found = Self.parameters(request.query).first(where: { $0.name.text == name }) else {
        return isNegated ? .yes : .no
      }
      if pattern != nil { visitor.noteLookAtQuery() }
      guard let pattern else {
        for name in captured { values.append((name, found.value)) }
        return isNegated ? .no : .yes
      }
      switch pattern.match(found.value) {
      case .gaveUp: return .open("the pattern for \(name) needs too many steps")
      case .noMatch: return isNegated ? .yes : .no
      case .match(let ranges):
        Self.addValues(of: pattern, ranges, in: found.value, to: &values)
        return isNegated ? .no : .yes
      }
    }
  }

  private func header(
    _ name: String, _ pattern: Pattern?, _ text: String, _ isNegated: Bool, _ origin: SiteOrigin,
    _ visitor: inout VisitorAnswers
  ) -> Certainty {
    func holds(_ value: String) -> Bool {
      guard let pattern else { return !value.isEmpty }
      if case .match = pattern.match(Array(value.utf8)) { return true }
      return false
    }
    switch BrowserValue.header(name, origin) {
    case .fixed(let value):
      if BrowserValue.isOfProxy(name) { visitor.assumeScheme() }
      return holds(value) != isNegated ? .yes : .no
    case .oneOf(let values):
      visitor.assumeBrowser()
      let results = Set(values.map(holds))
      if let only = results.first, results.count == 1 { return only != isNegated ? .yes : .no }
      return .open("header \(text)", isNegated: isNegated, isUsuallyTrue: isNegated)
    case .open(let usually):
      return .open("header \(text)", isNegated: isNegated, isUsuallyTrue: holds(usually) != isNegated)
    }
  }

  private static func addValues(
    of pattern: Pattern, _ ranges: [Range<Int>?], in text: [UInt8],
    to values: inout [(name: String, value: [UInt8])]
  ) {
    let groups = Pattern.groups(ranges, in: text)
    for (name, number) in pattern.groupNames where number < groups.count {
      values.append((name, groups[number] ?? []))
    }
  }

  private static func parameters(_ query: [UInt8]?) -> [(name: [UInt8], value: [UInt8])] {
    (query ?? []).split(separator: 0x26).map { parameter in
      let equals = parameter.firstIndex(of: 0x3D) ?? parameter.endIndex
      return (Array(parameter[..<equals]), Array(parameter[equals...].dropFirst()))
    }
  }

  private func expand(
    _ target: [UInt8], _ values: [(name: String, value: [UInt8])], _ groups: [[UInt8]?]
  ) -> ExpandedText {
    var result = ExpandedText()
    var rest = target[...]
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "$") }
      result.append(plain)
      rest = rest[plain.endIndex...]
      guard let mark = rest.popFirst() else { break }
      if placeholders == .colonBeginning, mark == UInt8(ascii: ":"),
        let found = values.first(where: { rest.starts(with: $0.name.utf8) })
      {
        result.append(found.value)
        rest = rest.dropFirst(found.name.utf8.count)
        continue
      }
      let hasNames = placeholders == (mark == UInt8(ascii: ":") ? .colon : .compiled)
      // The longest name first: `:year` is not `:y` and `ear`.
      let name: ArraySlice = hasNames ? rest.prefix(while: ASCII.isWordCharacter) : []
      if !name.isEmpty, let found = values.last(where: { $0.name.utf8.elementsEqual(name) }) {
        result.append(found.value)
        rest = rest[name.endIndex...]
      } else if mark == UInt8(ascii: "$"), let group = takeGroup(from: &rest, count: groups.count) {
        result.append(groups[group] ?? [])
      } else {
        result.append(mark)
      }
    }
    return result
  }

  /// Takes the number of a group off a text's beginning.
  /// - Returns: `nil` where none of the `count` groups is named.
  private func takeGroup(from text: inout ArraySlice<UInt8>, count: Int) -> Int? {
    let mostDigits = placeholders == .compiled ? 3 : 0
    var number: Int?
    for _ in 0..<mostDigits {
      guard let digit = text.first, ASCII.isDigit(digit) else { break }
      let longer = (number ?? 0) * 10 + Int(digit &- 0x30)
      guard longer < count else { break }
      number = longer
      text.removeFirst()
    }
    return number
  }
}
