/// Whether what a link's query carries arrives at the end of its redirect chain.
package enum QueryForwarding: Sendable, Hashable {
  /// Every hop passes it on.
  case forwards
  /// A hop loses it.
  case drops(Decision)
  /// A hop is not documented to do either, or is not understood.
  case unknown(Decision)

  /// The hop that decides.
  package struct Decision: Sendable, Hashable {
    /// Its rule, with file and line.
    package let rule: RedirectRule

    /// What the rule does to the query.
    package let reason: String

    /// What to change so that the query arrives, in the words of the rule's format.
    package let fix: String

    package init(rule: RedirectRule, reason: String, fix: String) {
      (self.rule, self.reason, self.fix) = (rule, reason, fix)
    }
  }
}
