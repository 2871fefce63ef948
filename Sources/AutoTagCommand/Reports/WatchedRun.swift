import AutoTagSite

/// A run whose progress is kept, so that an interruption can say what was finished, and is shown to those who watch.
enum WatchedRun {
  /// Runs work, and answers an interruption of it.
  /// - Parameters:
  ///   - showsLine: true for a line of progress on standard error where that is a terminal.
  ///   - writes: true for a run that changes files.
  static func of<Result>(
    showsLine: Bool, writes: Bool, _ work: (ProgressListener) throws(SiteError) -> Result
  ) throws(SiteError) -> Result {
    let watched = showsLine ? ProgressLine.ifWatched() : nil
    let line = watched ?? ProgressLine(start: .now, width: 0) { _ in }
    defer { line.erase() }
    return try Interruption.answered {
      line.erase()
      return InterruptionText.of(line.lastProgress, writes: writes)
    } during: { () throws(SiteError) in
      try work(ProgressListener(wantsTotal: watched != nil) { line.show($0) })
    }
  }
}
