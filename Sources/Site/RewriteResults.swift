internal import AutoTagFiles
internal import AutoTagTracking
internal import Synchronization

/// Adds up the workers' results of a rewrite.
final class RewriteResults: SiteResults {
  private struct State {
    var summary = RunSummary()
    var progress = RunProgress()
    var lastTold = ContinuousClock.now
  }

  private let state: Mutex<State>
  private let tellProgress: (@Sendable (RunProgress) -> Void)?
  private let diffs: OrderedOutput<[UInt8]>?

  /// - Parameter diff: given the diffs in the order of the tree; `nil` where none are wanted.
  init(
    groups: [String], progress: (@Sendable (RunProgress) -> Void)?,
    diff: (@Sendable ([UInt8]) -> Void)?
  ) {
    var state = State()
    for group in groups { state.summary.groups[group] = .init() }
    self.state = Mutex(state)
    tellProgress = progress
    diffs = diff.map { tellDiff in
      OrderedOutput(window: FileBatch.mostQueued) { if !$0.isEmpty { tellDiff($0) } }
    }
  }

  func add(_ problem: Problem) {
    state.withLock { $0.summary.problems.append(problem) }
  }

  func add(_ unread: UnreadFiles) {
    state.withLock { $0.summary.unread = unread }
  }

  func add(_ results: FileWorker.Results, batch: Int) {
    add(results)
    diffs?.add(results.diff, at: batch)
  }

  func add(_ results: FileWorker.Results) {
    state.withLock { state in
      state.summary.add(results.summary)
      state.progress.pagesRead += results.summary.pages.read
      state.progress.linksTagged += results.summary.groups.values.reduce(0) { $0 + $1.tagged }
      state.progress.bytesRead += results.bytesRead
      if let tellProgress, state.lastTold.duration(to: .now) > .milliseconds(100) {
        state.lastTold = .now
        tellProgress(state.progress)
      }
    }
  }

  func forgetPages() {
    state.withLock {
      $0.summary.pages = .init()
      $0.progress = .init()
    }
  }

  func finished() -> RunSummary {
    state.withLock { state in
      state.summary.problems.sort { left, right in
        if left.file != right.file { return left.file < right.file }
        return (left.line ?? 0, left.column ?? 0, left.code) < (
          right.line ?? 0, right.column ?? 0, right.code
        )
      }
      return state.summary
    }
  }
}
