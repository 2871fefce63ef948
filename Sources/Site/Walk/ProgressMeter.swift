internal import AutoTagFiles
internal import Synchronization

/// Tells of a walk's progress, at most ten times a second. The pages of the site are counted on a thread of their own,
/// since the walk itself is only a little ahead of the work.
final class ProgressMeter: Sendable {
  private struct State {
    var progress = RunProgress(stage: .findingRedirects)
    var pages: Int?
    var lastTold = ContinuousClock.now
    var isDone = false
  }

  private let state = Mutex(State())
  private let listener: ProgressListener?

  /// - Parameter listener: `nil` where nobody wants to know; then nothing is counted.
  init(_ listener: ProgressListener?) { self.listener = listener }

  /// - Parameter total: `nil` for all pages of the site.
  func begin(_ stage: RunProgress.Stage, of total: Int? = nil) {
    guard listener != nil else { return }
    state.withLock { state in
      guard stage != state.progress.stage else { return }
      state.progress = RunProgress(
        stage: stage, total: total ?? (stage == .askingServers ? nil : state.pages))
    }
  }

  /// Adds pages that are done with.
  func add(pages: Int) {
    guard let listener, pages > 0 else { return }
    state.withLock { state in
      state.progress.finished += pages
      told(&state, listener)
    }
  }

  /// Notes how many links servers have answered.
  func answered(_ links: Int, of total: Int) {
    guard let listener else { return }
    state.withLock { state in
      state.progress = RunProgress(
        stage: .askingServers, finished: max(links, state.progress.finished), total: total)
      told(&state, listener)
    }
  }

  private func told(_ state: inout State, _ listener: ProgressListener) {
    guard state.lastTold.duration(to: .now) > .milliseconds(100) else { return }
    state.lastTold = .now
    listener.tell(state.progress)
  }

  /// Runs a walk while the pages of the site are counted, where anybody wants to know.
  func counting<Failure: Error>(
    pagesOf site: Site, during run: () throws(Failure) -> Void
  ) throws(Failure) {
    try Threads.run(listener?.wantsTotal == true ? 1 : 0) { [self] _ in
      guard let root = try? site.openRoot(output: false, isOutputNew: false) else { return }
      var pages = 0
      site.tree(output: nil, cleansUp: false).walk(
        root: root, report: { _, _ in }, emit: { pages += $0.files.count(where: \.isPage) },
        isDone: { state.withLock(\.isDone) })
      state.withLock { state in
        guard !state.isDone else { return }
        state.pages = pages
        if state.progress.stage != .askingServers { state.progress.total = state.progress.total ?? pages }
      }
    } meanwhile: { _ throws(Failure) in
      defer { state.withLock { $0.isDone = true } }
      try run()
    }
  }
}
