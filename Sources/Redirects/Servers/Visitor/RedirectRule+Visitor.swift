extension RedirectRule {
  /// Returns true if the rule is one of the server's, by the visitor's answers.
  func applies(_ visitor: inout VisitorAnswers) -> Bool { condition?.holds(self, &visitor) ?? true }

  /// Returns true if the rule, which is not understood, is taken to have an effect; else the rules behind it are asked.
  func takesEffect(_ visitor: inout VisitorAnswers) -> Bool {
    visitor.holds("effect of \(location)", "that \(location) has an effect", usually: true, self)
  }
}

extension RedirectRule.Condition {
  func holds(_ rule: RedirectRule?, _ visitor: inout VisitorAnswers) -> Bool {
    visitor.holds(text, text, usually: isUsual, rule)
  }
}
