internal import AutoTagBaseline
internal import AutoTagText

/// The line about a baseline that was to be written.
enum BaselineText {
  /// - Parameters:
  ///   - unread: the number of files that could not be read.
  ///   - isFound: true if runs go by the file that is not named, too.
  static func of(_ baseline: Baseline, path: String, unread: Int, isFound: Bool) -> String {
    guard unread == 0 else {
      return "No baseline was written to \(path): \(Count.of(unread, "file")) could not be read."
    }
    let findings = Count.of(baseline.entries.count, "finding")
    return path == "-"
      ? "The baseline has \(findings)."
      : isFound
        ? "Wrote \(findings) to \(path): runs leave them out from now on, also without --baseline."
        : "Wrote \(findings) to \(path): runs with --baseline \(path) leave them out."
  }
}
