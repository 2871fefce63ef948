import ArgumentParser
internal import AutoTagAudit

/// The least severity of findings with which an audit ends with 1.
package enum FailOn: String, WordChoice, Sendable {
  case error, warning, info, never

  func isMet(by summary: AuditSummary) -> Bool {
    guard let severity = Severity(rawValue: rawValue), let worst = summary.worst else { return false }
    return worst >= severity
  }
}
