internal import Workers

/// Where the workers' results come together.
final class RunLedger: @unchecked Sendable {
  private let monitor = Monitor()
  private var summary = RunSummary()
  private var progress = SiteRewriter.Progress()
  private let tellProgress: (@Sendable (SiteRewriter.Progress) -> Void)?
  private var lastTold = ContinuousClock.now

  private let tellDiff: (@Sendable ([UInt8]) -> Void)?
  /// Diffs that wait for those before them, by batch number.
  private var waiting: [Int: [UInt8]] = [:]
  private var nextBatch = 0
  private let window: Int

  /// - Parameter window: how far one worker may be ahead of another, in batches, while diffs are wanted.
  init(
    groups: [String], window: Int, progress: (@Sendable (SiteRewriter.Progress) -> Void)?,
    diff: (@Sendable ([UInt8]) -> Void)?
  ) {
    for group in groups { summary.groups[group] = .init() }
    self.window = window
    tellProgress = progress
    tellDiff = diff
  }

  func add(_ problem: Problem) {
    monitor.withLock { summary.problems.append(problem) }
  }

  func add(_ results: (summary: RunSummary, bytesRead: Int, diff: [UInt8]), batch: Int) {
    monitor.withLock {
      summary.add(results.summary)
      progress.pagesRead += results.summary.pages.read
      progress.linksTagged += results.summary.groups.values.reduce(0) { $0 + $1.tagged }
      progress.bytesRead += results.bytesRead
      if let tellProgress, lastTold.duration(to: .now) > .milliseconds(100) {
        lastTold = .now
        tellProgress(progress)
      }
      guard let tellDiff else { return }
      // The worker with the oldest batch never waits here, so the others do not wait for ever.
      while batch >= nextBatch + window { monitor.wait() }
      waiting[batch] = results.diff
      while let diff = waiting.removeValue(forKey: nextBatch) {
        if !diff.isEmpty { tellDiff(diff) }
        nextBatch += 1
      }
      monitor.wakeAll()
    }
  }

  func finished() -> RunSummary {
    monitor.withLock {
      summary.problems.sort { left, right in
        if left.file != right.file { return left.file < right.file }
        return (left.line ?? 0, left.column ?? 0, left.code) < (
          right.line ?? 0, right.column ?? 0, right.code
        )
      }
      return summary
    }
  }
}
