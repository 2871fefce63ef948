package import AutoTagAudit

/// The least severity of a finding that makes an audit end with exit status 1.
package enum FailOn: String, CaseIterable, Sendable {
  case error, warning, info, never

  /// Returns true if the audit has a finding that is as bad as this or worse.
  package func isMet(by summary: AuditSummary) -> Bool {
    guard let severity = Severity(rawValue: rawValue), let worst = summary.worst else { return false }
    return worst >= severity
  }

  /// The number of findings that are as bad as this or worse.
  package func count(in summary: AuditSummary) -> Int {
    guard let severity = Severity(rawValue: rawValue) else { return 0 }
    return Severity.allCases.reduce(0) { $0 + ($1 >= severity ? summary.count($1) : 0) }
  }
}
