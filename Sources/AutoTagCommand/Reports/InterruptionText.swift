package import AutoTagConversions
package import AutoTagSite

/// The line of a run that was interrupted.
package enum InterruptionText {
  /// - Parameters:
  ///   - progress: the state that was told last; `nil` where nobody watched.
  ///   - writes: true for a run that changes files.
  package static func of(_ progress: RunProgress?, writes: Bool) -> String {
    let extent = progress.map { " at \($0.words)" } ?? ""
    let rest =
      switch (writes, progress?.stage) {
      case (false, _): "nothing was changed"
      case (true, .findingRedirects), (true, .findingLinks), (true, .askingServers): "nothing was written yet"
      case (true, .pages), (true, .remainingPages), (true, nil):
        "what was written is whole, the rest is as it was, and the same command goes on from there"
      }
    return "Stopped\(extent): \(rest).\n"
  }

  /// - Parameter progress: the state of reading files about conversions; `nil` before the first.
  package static func of(_ progress: ReadingProgress?) -> String {
    guard let progress else { return "Stopped: nothing was written.\n" }
    let rest = progress.stage == .reporting ? "each report is whole, or not there" : "nothing was written"
    return "Stopped at \(progress.words): \(rest).\n"
  }
}
