internal import Workers

/// Where the workers' results come together.
final class RunLedger: @unchecked Sendable {
  private let monitor = Monitor()
  private var summary = RunSummary()
  private var progress = SiteRewriter.Progress()
  private let tellProgress: (@Sendable (SiteRewriter.Progress) -> Void)?
  private var lastTold = ContinuousClock.now

  private let diffs: InOrder<[UInt8]>?

  /// - Parameter window: how far one worker may be ahead of another, in batches, while diffs are wanted.
  init(
    groups: [String], window: Int, progress: (@Sendable (SiteRewriter.Progress) -> Void)?,
    diff: (@Sendable ([UInt8]) -> Void)?
  ) {
    for group in groups { summary.groups[group] = .init() }
    tellProgress = progress
    diffs = diff.map { tellDiff in InOrder(window: window) { if !$0.isEmpty { tellDiff($0) } } }
  }

  func add(_ problem: Problem) {
    monitor.withLock { summary.problems.append(problem) }
  }

  /// - Parameter batch: counts from 0 without a gap.
  func add(_ results: FileWorker.Results, batch: Int) {
    add(results)
    diffs?.add(results.diff, at: batch)
  }

  /// As above, for files that have no diff.
  func add(_ results: FileWorker.Results) {
    monitor.withLock {
      summary.add(results.summary)
      progress.pagesRead += results.summary.pages.read
      progress.linksTagged += results.summary.groups.values.reduce(0) { $0 + $1.tagged }
      progress.bytesRead += results.bytesRead
      if let tellProgress, lastTold.duration(to: .now) > .milliseconds(100) {
        lastTold = .now
        tellProgress(progress)
      }
    }
  }

  /// The pages that were read so far are read again.
  func forgetPages() {
    monitor.withLock {
      summary.pages = .init()
      progress = .init()
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
