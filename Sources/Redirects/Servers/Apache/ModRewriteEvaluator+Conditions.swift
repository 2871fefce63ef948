internal import AutoTagBytes
internal import AutoTagWebURL

// The conditions of rules and of sections.

extension ModRewriteEvaluator {
  enum Truth {
    case known(Bool)
    /// The visitor decides.
    case open(usually: Bool)
    case unknown(String)
  }

  enum Known<Value> {
    case known(Value)
    case unknown(String)
  }

  mutating func evaluate(
    _ condition: RewriteCondition, _ match: inout RuleMatch, _ rule: RedirectRule
  ) -> Truth {
    switch condition.test {
    case .unknown: return .open(usually: false)
    case .expression(let expression): return truth(of: expression, isNegated: condition.isNegated)
    default: break
    }
    if asksForUnknownHost(condition) {
      if !condition.isNegated { (match.conditionGroups, match.hasOpenGroups) = ([], true) }
      return .open(usually: false)
    }
    if let uniform = browsersAgree(on: condition) { return .known(uniform != condition.isNegated) }
    let subject: [UInt8]
    switch expand(condition.subject, match, RewriteFlags()) {
    case .unknown(let reason): return .unknown(reason)
    case .known(let text): subject = text
    }
    if hasQuery { visitor.noteLookAtQuery() }
    let isOpen = openVariable != nil
    let isTrue: Bool
    switch condition.test {
    case .isFile, .isFolder, .isLink:
      // The address that a rule made already is no file.
      let isAddress = ApachePath.schemeLength(subject) != nil
      guard case .some(let kind) = isAddress ? .some(nil) : docroot.kind(ofFile: subject) else {
        return .open(usually: condition.isNegated)
      }
      if case .isLink = condition.test {
        if kind != nil { return .open(usually: condition.isNegated) }
        isTrue = false
      } else if case .isFile = condition.test {
        isTrue = kind == .file
      } else {
        isTrue = kind == .folder
      }
    case .pattern(let pattern)
    where ApacheDocumentRoot.isIn(subject) && !docroot.makesNoDifference(pattern, subject):
      return .open(usually: condition.isNegated)
    case .equals where ApacheDocumentRoot.isIn(subject), .less where ApacheDocumentRoot.isIn(subject),
      .greater where ApacheDocumentRoot.isIn(subject):
      return .open(usually: condition.isNegated)
    case .pattern(let pattern):
      switch pattern.match(subject) {
      case .gaveUp: return .open(usually: condition.isNegated)
      case .noMatch: isTrue = false
      case .match(let ranges):
        isTrue = true
        if !condition.isNegated { match.conditionGroups = Pattern.groups(ranges, in: subject) }
      }
      if isOpen, !condition.isNegated { match.hasOpenGroups = true }
      if isOpen, pattern.matchesAll { return .known(!condition.isNegated) }
    case .equals(let value): isTrue = compare(subject, value, condition) == 0
    case .less(let value): isTrue = compare(subject, value, condition) < 0
    case .greater(let value): isTrue = compare(subject, value, condition) > 0
    case .unknown, .expression: return .open(usually: condition.isNegated)
    }
    if !isOpen, case .pattern = condition.test, !condition.isNegated, isTrue { match.hasOpenGroups = false }
    return isOpen
      ? .open(usually: isTrue != condition.isNegated) : .known(isTrue != condition.isNegated)
  }

  /// Returns true if a condition compares the name that the site is asked for by, which is not known, with another.
  func asksForUnknownHost(_ condition: RewriteCondition) -> Bool {
    let subject = ASCII.lowercased(condition.subject).text
    guard ["%{http_host}", "%{server_name}", "%{http:host}"].contains(where: subject.contains) else {
      return false
    }
    return visitor.isOpen(request, comparedWith: String(condition.question.dropFirst(subject.count)))
  }

  /// Returns the result of a pattern on a part of the request that browsers differ in, where they make no difference;
  /// `nil` where they do, or for another condition. Lists of bots make no branch so.
  mutating func browsersAgree(on condition: RewriteCondition) -> Bool? {
    guard case .pattern(let pattern) = condition.test, condition.subject.starts(with: "%{HTTP".utf8),
      condition.subject.firstIndex(of: UInt8(ascii: "}")) == condition.subject.count - 1,
      case .oneOf(let values) = Self.browserValue(
        Array(condition.subject.dropFirst(2).dropLast()).text, visitor.origin(of: request))
    else { return nil }
    var first: Bool?
    for value in values {
      let isMatch: Bool
      switch pattern.match(Array(value.utf8)) {
      case .gaveUp: return nil
      case .noMatch: isMatch = false
      case .match: isMatch = true
      }
      if let first, first != isMatch { return nil }
      first = isMatch
    }
    // A match has groups, which the browsers may differ in.
    guard first == false || condition.isNegated else { return nil }
    visitor.assumeBrowser()
    return first
  }

  mutating func truth(of expression: ApacheExpression, isNegated: Bool) -> Truth {
    switch expression.truth({ value(of: $0) }) {
    case .yes: .known(!isNegated)
    case .no: .known(isNegated)
    case .open: .open(usually: isUsual(expression) != isNegated)
    }
  }

  /// Returns true if an expression that the visitor decides about holds for most of them.
  private mutating func isUsual(_ expression: ApacheExpression) -> Bool {
    expression.truth { usualValue(of: $0) } == .yes
  }

  /// Returns what most visitors send, for a variable of which that is known; else as `value(of:)`.
  private mutating func usualValue(of name: String) -> [UInt8]? {
    let upper = name.uppercased()
    guard upper == "REMOTE_ADDR" || ["HTTP_", "HTTP:"].contains(where: upper.hasPrefix), upper != "HTTP_HOST",
      case .known(let value) = variable(name)
    else { return value(of: name) }
    return value
  }

  /// Returns true if a section is for this request, by the visitor's answers.
  mutating func holds(_ section: ApacheSection) -> Bool {
    if let outer = section.outer, !outer.holds(nil, &visitor) { return false }
    for condition in section.conditions {
      let truth: ApacheExpression.Truth =
        switch condition.test {
        case .expression(let expression): expression.truth { value(of: $0) }
        case .fileName(let pattern): names(pattern)
        case .undecided: .open
        }
      let isTrue: Bool
      if case .open = truth {
        var isUsual = false
        if case .expression(let expression) = condition.test { isUsual = self.isUsual(expression) }
        isTrue = visitor.holds(condition.text, condition.text, usually: isUsual, nil)
      } else {
        isTrue = truth == .yes
      }
      if isTrue == condition.isNegated { return false }
    }
    return true
  }

  /// The test of the name of the file that the request is mapped to; a folder that is asked for with its slash has none.
  func names(_ pattern: Pattern) -> ApacheExpression.Truth {
    let name = file.last == 0x2F ? [] : Array(file[((file.lastIndex(of: 0x2F) ?? -1) + 1)...])
    guard !name.isEmpty else { return .no }
    return switch pattern.match(name) {
    case .match: .yes
    case .noMatch: .no
    case .gaveUp: .open
    }
  }

  /// Returns the value of a variable; `nil` where the visitor or the server decides about it.
  mutating func value(of name: String) -> [UInt8]? {
    (openVariable, hasQuery) = (nil, false)
    defer { if hasQuery { visitor.noteLookAtQuery() } }
    // The name of a site of unknown address is no text to compare.
    if ["HTTP_HOST", "SERVER_NAME", "HTTP:HOST"].contains(name.uppercased()),
      visitor.isOpen(request, comparedWith: "a")
    {
      return nil
    }
    guard case .known(let value) = variable(name), openVariable == nil, !ApacheDocumentRoot.isIn(value) else {
      return nil
    }
    return value
  }

  func compare(_ first: [UInt8], _ second: [UInt8], _ condition: RewriteCondition) -> Int {
    let first = condition.ignoresCase ? ASCII.lowercased(first) : first
    let second = condition.ignoresCase ? ASCII.lowercased(second) : second
    if first == second { return 0 }
    return first.lexicographicallyPrecedes(second) ? -1 : 1
  }
}
