/// All rules of the audit.
package enum RuleSet {
  /// What each rule is about, sorted by code.
  package static let all: [AuditRule] =
    (pageRules.map { type(of: $0).rule } + SurveyRules.site).sorted { $0.code < $1.code }

  /// The rules that are asked about each page.
  package static let pageRules: [any PageRule] = LinkRules.all + SurveyRules.all
}
