internal import AutoTagBytes
internal import AutoTagWebURL

/// URL Rewrite at work on one request ("URL Rewrite Module Configuration Reference", learn.microsoft.com).
struct IISEvaluator {
  private let request: ServerRequest
  private let files: SiteFiles
  private let maps: [String: IISMap]
  /// Decoded, without a slash in front.
  private(set) var path: [UInt8]
  private var query: [UInt8]
  /// The rule that changed the path last.
  private(set) var rewrittenBy: RedirectRule?
  private var isOver = false
  private var ruleGroups: [[UInt8]?] = []
  private var conditionGroups: [[UInt8]?] = []
  /// The conditions of the rule tried last that the site's files do not decide.
  private var openConditions: [OpenConditions.Condition] = []
  /// True while a text is put together that is sent to the browser, so that nothing is decided by it.
  private var isSending = false
  private(set) var work = RequestWork()
  private(set) var visitor: VisitorAnswers

  init(
    _ request: ServerRequest, path: [UInt8], files: SiteFiles, maps: [String: IISMap], visitor: VisitorAnswers
  ) {
    self.visitor = visitor
    (self.request, self.path, self.files, self.maps) = (request, path, files, maps)
    query = request.query ?? []
  }

  private enum Known<Value> {
    case known(Value)
    case unknown(String)
  }

  /// - Parameter depth: the names of the section's path, which its rules do not see.
  /// - Returns: the answer; `nil` where no rule gives one.
  mutating func run(_ section: IISSection) -> ServerAnswer? {
    let depth = section.path.count
    var subject = Self.below(path, depth)
    var candidates = section.index.candidates(for: subject)
    var cursor = 0
    while !isOver, cursor < candidates.count {
      let number = candidates[cursor]
      let rule = section.rules[number]
      cursor += 1
      guard work.add(subject.count) else { return .unknown(rule.rule, RequestWork.tooMuch) }
      switch matches(rule, subject) {
      case .unknown(let reason) where RequestWork.isBeyond(reason): return .unknown(rule.rule, reason)
      case .unknown(let reason):
        if openConditions.isEmpty {
          if !rule.rule.takesEffect(&visitor) { continue }
          return .unknown(rule.rule, reason)
        }
        var open = OpenConditions()
        if rule.needsAllConditions {
          for condition in openConditions { open.require(oneOf: [condition]) }
        } else {
          open.require(oneOf: openConditions)
        }
        if !open.hold(rule.rule, &visitor) { continue }
      case .known(false): continue
      case .known(true): break
      }
      switch rule.action {
      case .nothing: break
      case .refuse(let status): return .refuse(status: status, rule.rule)
      case .redirect(let target, let status, let addsQuery):
        return redirect(target, status, addsQuery, rule.rule)
      case .rewrite(let target, let addsQuery):
        if let answer = rewrite(target, addsQuery, rule.rule, section) { return answer }
        subject = Self.below(path, depth)
        candidates = section.index.candidates(for: subject)
        cursor = candidates.firstIndex { $0 > number } ?? candidates.count
      }
      if rule.stops { isOver = true }
    }
    return nil
  }

  private static func below(_ path: [UInt8], _ depth: Int) -> [UInt8] {
    var rest = path[...]
    for _ in 0..<depth { rest = rest.firstIndex(of: 0x2F).map { rest[($0 + 1)...] } ?? [] }
    return Array(rest)
  }

  private mutating func matches(_ rule: IISRule, _ subject: [UInt8]) -> Known<Bool> {
    switch rule.pattern.match(subject) {
    case .gaveUp: return .unknown("its pattern needs too many steps")
    case .noMatch:
      guard rule.isNegated else { return .known(false) }
      ruleGroups = [subject]
    case .match(let ranges):
      if rule.isNegated { return .known(false) }
      ruleGroups = Pattern.groups(ranges, in: subject)
    }
    (conditionGroups, openConditions) = ([], [])
    var doubt: String?
    for condition in rule.conditions {
      switch evaluate(condition, keepsAllGroups: rule.keepsAllGroups) {
      case .unknown(let reason):
        doubt = doubt ?? reason
        openConditions.append(
          .init(
            question: condition.text, isNegated: condition.isNegated, isUsuallyTrue: condition.isNegated))
      case .known(false): if rule.needsAllConditions { return .known(false) }
      case .known(true): if !rule.needsAllConditions { return .known(true) }
      }
    }
    if let doubt { return .unknown(doubt) }
    return .known(rule.needsAllConditions || rule.conditions.isEmpty)
  }

  private mutating func evaluate(_ condition: IISCondition, keepsAllGroups: Bool) -> Known<Bool> {
    let isTrue: Bool
    switch condition.test {
    case .unknown(let reason): return .unknown(reason)
    case .isFile, .isFolder:
      guard condition.input.parts.count == 1, case .variable(let name) = condition.input.parts[0],
        name.uppercased() == "REQUEST_FILENAME"
      else { return .unknown("it asks for a file that is not the one of the request") }
      let kind = files.kind(at: path)
      if case .isFile = condition.test { isTrue = kind == .file } else { isTrue = kind == .folder }
    case .pattern
    where condition.input.asksForHost && SiteOrigin.isStandIn(request.host)
      && UnknownHost.isNamed(in: condition.pattern):
      return .unknown("the site's host decides, and its address is not known: set base-url")
    case .pattern(let pattern):
      let subject: [UInt8]
      switch expand(condition.input) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let text): subject = text
      }
      switch pattern.match(subject) {
      case .gaveUp: return .unknown("the pattern of its condition needs too many steps")
      case .noMatch: isTrue = false
      case .match(let ranges):
        isTrue = true
        if !condition.isNegated {
          let groups = Pattern.groups(ranges, in: subject)
          conditionGroups = keepsAllGroups ? conditionGroups + groups : groups
        }
      }
    }
    return .known(isTrue != condition.isNegated)
  }

  // MARK: Actions

  private mutating func redirect(
    _ target: IISText, _ status: Int, _ addsQuery: Bool, _ rule: RedirectRule
  ) -> ServerAnswer {
    var location: [UInt8]
    isSending = true
    defer { isSending = false }
    switch expand(target) {
    case .unknown(let reason): return .unknown(rule, reason)
    case .known(let text): location = text
    }
    if location.first != 0x2F, !ByteSearch.contains([UInt8]("://"), in: location) {
      location.insert(0x2F, at: 0)
    }
    guard !location.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      return .unknown(rule, "the address that it makes holds a control character")
    }
    var redirect = ServerRedirect(status: status, location: location, rule: rule)
    if !addsQuery {
      redirect.remedy = .init(
        words: "leave out appendQueryString=\"false\"", location: Self.joined(location, query))
    } else if !query.isEmpty {
      if location.contains(UInt8(ascii: "#")) {
        redirect.queryUnknown = "where IIS appends a query to an address with a # is not documented"
      } else {
        redirect.location = Self.joined(location, query)
      }
    }
    return .redirect(redirect)
  }

  private static func joined(_ address: [UInt8], _ query: [UInt8]) -> [UInt8] {
    guard address.contains(0x3F) else { return address + [0x3F] + query }
    let isOpen = address.last == 0x3F || address.last == UInt8(ascii: "&")
    return address + (isOpen ? [] : [UInt8(ascii: "&")]) + query
  }

  private mutating func rewrite(
    _ target: IISText, _ addsQuery: Bool, _ rule: RedirectRule, _ section: IISSection
  ) -> ServerAnswer? {
    var text: [UInt8]
    switch expand(target) {
    case .unknown(let reason): return .unknown(rule, reason)
    case .known(let expanded): text = expanded
    }
    if ByteSearch.contains([UInt8]("://"), in: text) {
      return .unknown(rule, "another server answers (\(text.text))")
    }
    if addsQuery, !query.isEmpty { text = Self.joined(text, query) }
    guard text.count <= ExpandedText.longest, work.add(text.count) else {
      return .unknown(rule, ExpandedText.tooLong)
    }
    let mark = text.firstIndex(of: 0x3F) ?? text.count
    query = Array(text[mark...].dropFirst())
    var name = text[..<mark]
    // A path without a slash in front is relative to the section's folder.
    let isRelative = name.first != 0x2F
    while name.first == 0x2F { name.removeFirst() }
    path = (isRelative ? section.path.flatMap { Array($0.utf8) + [0x2F] } : []) + URLEncoding.decoded(name)
    rewrittenBy = rule
    return nil
  }

  // MARK: Text

  private mutating func expand(_ text: IISText) -> Known<[UInt8]> {
    var result = ExpandedText()
    for part in text.parts {
      switch value(of: part) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let value): result.append(value)
      }
    }
    guard let bytes = result.bytes else { return .unknown(ExpandedText.tooLong) }
    return work.add(bytes.count) ? .known(bytes) : .unknown(RequestWork.tooMuch)
  }

  private mutating func value(of part: IISText.Part) -> Known<[UInt8]> {
    switch part {
    case .literal(let text): return .known(text)
    case .ruleGroup(let number):
      return .known(ruleGroups.indices.contains(number) ? ruleGroups[number] ?? [] : [])
    case .conditionGroup(let number):
      return .known(conditionGroups.indices.contains(number) ? conditionGroups[number] ?? [] : [])
    case .variable(let name): return variable(name)
    case .function(let name, let inner):
      let text: [UInt8]
      let wasSending = isSending
      isSending = false
      defer { isSending = wasSending }
      switch expand(inner) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let value): text = value
      }
      switch name.lowercased() {
      case "tolower": return .known(Array(text.text.lowercased().utf8))
      case "urldecode": return .known(URLEncoding.decoded(text))
      case "urlencode":
        return .known(
          Array(URLEncoding.encoded(text) { !ASCII.isAlphanumeric($0) && !"-_.~".utf8.contains($0) }.utf8))
      default: return mapped(name, text.text)
      }
    }
  }

  private func mapped(_ name: String, _ key: String) -> Known<[UInt8]> {
    guard let map = maps[name.lowercased()] else {
      return .unknown("{\(name):…} is no function and no map of this file")
    }
    if let value = map.values[key] { return .known(Array(value.utf8)) }
    guard !map.folded.contains(key.lowercased()) else {
      return .unknown(
        "the map \(name) has \(key) in other letter case, and whether that counts is not documented")
    }
    return .known(Array(map.standard.utf8))
  }

  private mutating func variable(_ name: String) -> Known<[UInt8]> {
    func ofSite(_ value: (String) -> String) -> Known<[UInt8]> {
      guard let host = request.host else {
        return .unknown("{\(name)} decides, and the site's address is not known: set base-url")
      }
      return .known(Array(value(host).utf8))
    }
    switch name.uppercased() {
    case "QUERY_STRING":
      if !isSending { visitor.noteLookAtQuery() }
      return .known(query)
    case "REQUEST_URI", "UNENCODED_URL":
      if !isSending { visitor.noteLookAtQuery() }
      return .known(request.path + (request.query.map { [0x3F] + $0 } ?? []))
    case "URL", "PATH_INFO", "SCRIPT_NAME": return .known([0x2F] + path)
    case "REQUEST_METHOD": return .known([UInt8]("GET"))
    case "HTTP_HOST": return ofSite { _ in request.hostHeader ?? "" }
    case "SERVER_NAME": return ofSite { $0 }
    case "SERVER_PORT": return ofSite { _ in String(request.effectivePort) }
    case "SERVER_PORT_SECURE": return ofSite { _ in request.scheme == "https" ? "1" : "0" }
    case "HTTPS": return ofSite { _ in request.scheme == "https" ? "on" : "off" }
    default: return .unknown("{\(name)} decides, which is not known before the request")
    }
  }
}
