internal import AutoTagBytes

extension RedirectRule {
  /// Returns true if the rule is one of the server's, by the visitor's answers.
  func applies(_ visitor: inout VisitorAnswers) -> Bool { condition?.holds(self, &visitor) ?? true }

  /// Returns true if the rule, which is not understood, is taken to have an effect; else the rules behind it are asked.
  func takesEffect(_ visitor: inout VisitorAnswers) -> Bool {
    visitor.choose(
      "effect of \(location)", ["\(mention) has an effect", "\(mention) has no effect"], self) == 0
  }

  /// Returns true if the rule's own condition, which files cannot decide, holds.
  /// - Parameter text: the condition as it is written; empty for one without words.
  func conditionHolds(_ text: String, _ visitor: inout VisitorAnswers) -> Bool {
    text.isEmpty
      ? visitor.holds("condition of \(location)", "the condition at \(mention)", usually: false, self)
      : visitor.holds(text, "the condition \(text)", usually: false, self)
  }
}

extension ServerRequest {
  /// Returns the request with the host that the site is asked for by, where it names none.
  func named(by visitor: inout VisitorAnswers) -> ServerRequest {
    let origin = visitor.origin(of: self)
    var request = self
    (request.scheme, request.host, request.port) = (origin.scheme, origin.host, origin.port)
    return request
  }

  /// Returns a target as a server writes it that puts its own name in front of a path. Where the name is not known, a path
  /// stays one, and what begins with two slashes gets a name all the same: for a browser it would be another host's.
  func absolute(_ target: [UInt8], _ visitor: inout VisitorAnswers) -> [UInt8] {
    guard target.first == UInt8(ascii: "/") else { return target }
    if let host = hostHeader { return Array("\(scheme)://\(host)".utf8) + target }
    return target.starts(with: "//".utf8) ? Array(visitor.origin(of: self).text.utf8) + target : target
  }
}

extension RedirectRule.Condition {
  /// Returns true if the condition holds, by the visitor's answers.
  func holds(_ rule: RedirectRule?, _ visitor: inout VisitorAnswers) -> Bool {
    tests.allSatisfy {
      visitor.holds($0.question, $0.text, usually: $0.isUsual != $0.isNegated, rule) != $0.isNegated
    }
  }
}
