internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking
internal import Synchronization

/// Adds up the workers' results of a rewrite.
final class RewriteResults: SiteResults {
  private struct State {
    var summary = RunSummary()
  }

  private let state: Mutex<State>
  private let diffs: OrderedOutput<[UInt8]>?
  private let tellDiff: (@Sendable ([UInt8]) -> Void)?

  private let diffPrefix: String

  /// - Parameters:
  ///   - diff: given the diffs in the order of the tree; `nil` where none are wanted.
  ///   - prefix: the text in front of the paths that they have.
  init(groups: [String], diff: (@Sendable ([UInt8]) -> Void)?, prefix: String) {
    diffPrefix = prefix
    var state = State()
    for group in groups { state.summary.groups[group] = .init() }
    self.state = Mutex(state)
    tellDiff = diff
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

  func add(_ pruned: PrunedFiles) {
    state.withLock { $0.summary.pruned = pruned }
  }

  /// The diffs of redirect files come before those of pages.
  func add(_ mends: SiteMends) {
    state.withLock { $0.summary.mendedRules = mends.files.flatMap(\.changes).map { MendedRule($0) } }
    for file in mends.files {
      tellDiff?(
        UnifiedDiff.of(
          path: PathText.bytes(diffPrefix + file.file), page: file.original.span, edits: file.edits))
    }
  }

  func add(_ codes: LinkCodeCounts) { state.withLock { $0.summary.codes = codes } }

  func add(_ results: FileWorker.Results, batch: Int) {
    add(results)
    diffs?.add(results.diff, at: batch)
  }

  func add(_ results: FileWorker.Results) {
    state.withLock { $0.summary.add(results.summary) }
  }

  func forgetPages() {
    state.withLock { $0.summary.pages = .init() }
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
