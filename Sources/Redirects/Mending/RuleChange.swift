/// A rule with the proposal that mends it.
package struct RuleChange: Sendable, Hashable {
  package let rule: RedirectRule
  package let proposal: RuleProposal
}
