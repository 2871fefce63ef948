internal import AutoTagAudit
internal import AutoTagText

/// The line about a baseline that was to be written.
enum BaselineText {
  static func of(_ result: SiteAudit.Result, path: String) -> String {
    let unread = result.summary.problems.count
    guard unread == 0 else {
      return "No baseline was written to \(path): \(Count.of(unread, "file")) could not be read."
    }
    let findings = Count.of(result.baseline.entries.count, "finding")
    return path == "-"
      ? "The baseline has \(findings)."
      : "Wrote \(findings) to \(path): runs with --baseline \(path) leave them out."
  }
}
