internal import AutoTagConversions
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
    let watched = showsLine ? ProgressLine<RunProgress>.ifWatched() : nil
    let line = watched ?? ProgressLine<RunProgress>(start: .now, width: 0) { _ in }
    defer { line.erase() }
    return try Interruption.answered {
      line.erase()
      return InterruptionText.of(line.lastProgress, writes: writes)
    } during: { () throws(SiteError) in
      try work(ProgressListener(wantsTotal: watched != nil) { line.show($0) })
    }
  }

  /// Runs work that reads files about conversions and then tells of them, and answers an interruption of it.
  static func reading<Result>(
    showsLine: Bool, _ work: (@escaping (ReadingProgress) -> Void) throws -> Result
  ) throws -> Result {
    let watched = showsLine ? ProgressLine<ReadingProgress>.ifWatched() : nil
    let line = watched ?? ProgressLine<ReadingProgress>(start: .now, width: 0) { _ in }
    defer { line.erase() }
    return try Interruption.answered {
      line.erase()
      return InterruptionText.of(line.lastProgress)
    } during: {
      try work { progress in
        line.show(progress)
        // Reports may be for the same terminal.
        if progress.stage == .reporting { line.erase() }
      }
    }
  }
}
