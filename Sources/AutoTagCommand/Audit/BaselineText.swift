internal import AutoTagBaseline
internal import AutoTagText

/// The line about a baseline that was to be written.
enum BaselineText {
  /// - Parameter unread: the number of files that could not be read.
  static func of(_ baseline: Baseline, path: String, unread: Int) -> String {
    guard unread == 0 else {
      return "No baseline was written to \(path): \(Count.of(unread, "file")) could not be read."
    }
    let findings = Count.of(baseline.entries.count, "finding")
    return path == "-"
      ? "The baseline has \(findings)."
      : "Wrote \(findings) to \(path): runs with --baseline \(path) leave them out."
  }
}
