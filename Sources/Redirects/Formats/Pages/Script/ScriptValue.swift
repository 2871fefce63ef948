internal import AutoTagWebURL

/// The value of an expression of a script, with its alternatives.
indirect enum ScriptValue: Sendable {
  case text(ScriptText)
  case choice(ScriptCondition, ScriptValue, ScriptValue)

  static let unknown = ScriptValue.text(.unknown)

  func map(_ change: (ScriptText) -> ScriptText) -> ScriptValue {
    switch self {
    case .text(let text): .text(change(text))
    case .choice(let condition, let first, let second):
      .choice(condition, first.map(change), second.map(change))
    }
  }

  /// Returns the value followed by another.
  func followed(by other: ScriptValue) -> ScriptValue {
    guard count * other.count <= Self.mostAlternatives else { return .unknown }
    return switch self {
    case .choice(let condition, let first, let second):
      .choice(condition, first.followed(by: other), second.followed(by: other))
    case .text(let text): other.map { ScriptText(text.pieces + $0.pieces) }
    }
  }

  private static let mostAlternatives = 64

  private var count: Int {
    switch self {
    case .text: 1
    case .choice(_, let first, let second): first.count + second.count
    }
  }

  /// The text where there is one alternative.
  var text: ScriptText? { if case .text(let text) = self { text } else { nil } }
}

/// The condition of an `if`, a `?` or an `&&`.
indirect enum ScriptCondition: Sendable {
  /// A condition that the page does not tell, in its own words.
  case open(String)
  case isTrue(ScriptText, String)
  case isEqual(ScriptText, ScriptText, String)
  case not(ScriptCondition)
  case both(ScriptCondition, ScriptCondition)

  /// True if it depends on the address that the page is asked for by.
  var dependsOnRequest: Bool {
    switch self {
    case .open: false
    case .isTrue(let text, _): text.dependsOnRequest
    case .isEqual(let first, let second, _): first.dependsOnRequest || second.dependsOnRequest
    case .not(let condition): condition.dependsOnRequest
    case .both(let first, let second): first.dependsOnRequest || second.dependsOnRequest
    }
  }

  /// - Parameters:
  ///   - url: the address that the page is asked for by.
  ///   - file: the page.
  ///   - usually: the answer where it is not known.
  func holds(
    at url: WebURL, _ file: String, usually: Bool, _ rule: RedirectRule, _ visitor: inout VisitorAnswers
  )
    -> Bool
  {
    func ask(_ words: String) -> Bool {
      visitor.holds("condition of \(file): \(words)", "the condition \(words)", usually: usually, rule)
    }
    switch self {
    case .open(let words): return ask(words)
    case .isTrue(let text, let words):
      if text.looksAtRequest { visitor.noteLookAtQuery() }
      return text.text(at: url).map { !$0.isEmpty } ?? ask(words)
    case .isEqual(let first, let second, let words):
      if dependsOnRequest { visitor.noteLookAtQuery() }
      guard let first = first.text(at: url), let second = second.text(at: url) else { return ask(words) }
      return first == second
    case .not(let condition): return !condition.holds(at: url, file, usually: !usually, rule, &visitor)
    case .both(let first, let second):
      return first.holds(at: url, file, usually: usually, rule, &visitor)
        && second.holds(at: url, file, usually: usually, rule, &visitor)
    }
  }
}
