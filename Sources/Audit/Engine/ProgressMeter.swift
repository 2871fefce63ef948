internal import Synchronization

/// Tells how far an audit is, not more often than anybody can read.
final class ProgressMeter: Sendable {
  private let tell: (@Sendable (SiteAudit.Progress) -> Void)?
  private let state = Mutex((progress: SiteAudit.Progress(), lastTold: ContinuousClock.now))

  init(_ tell: (@Sendable (SiteAudit.Progress) -> Void)?) {
    self.tell = tell
  }

  func add(_ summary: AuditSummary) {
    guard let tell else { return }
    state.withLock { state in
      state.progress.pagesRead += summary.pagesRead
      state.progress.links += summary.linkCount
      guard state.lastTold.duration(to: .now) > .milliseconds(100) else { return }
      state.lastTold = .now
      tell(state.progress)
    }
  }
}
