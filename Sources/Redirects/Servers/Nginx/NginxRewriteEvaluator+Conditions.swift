internal import AutoTagBytes

// The conditions of `if`.

extension NginxRewriteEvaluator {
  /// - Parameter rule: the `if`.
  mutating func evaluate(_ condition: NginxCondition, _ rule: RedirectRule) -> Known<Bool> {
    var open: String?
    visitor.beginCondition()
    func text(_ text: NginxText) -> Known<[UInt8]> {
      let expanded = expand(text)
      open = open ?? openVariable
      if queryIndex != nil { visitor.noteLookAtQuery() }
      return expanded
    }
    var isTrue: Bool
    switch condition {
    case .isTrue(let name):
      let value = value(of: name, depth: 0)
      if let reason = value.unknown { return .unknown(reason) }
      open = value.openVariable
      if value.hasQuery { visitor.noteLookAtQuery() }
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
    guard open != nil else {
      visitor.decided(rule.text, of: rule)
      return .known(isTrue)
    }
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
  var openReason: String? {
    openVariable.map { "\($0) decides, which is not known before the request" }
  }
}
