import AutoTag
import Synchronization

/// One line on a terminal that tells how far a long run is, and is gone when the run is done.
final class ProgressLine: Sendable {
  private struct State {
    var lastUpdate: ContinuousClock.Instant?
    var isDone = false
  }

  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// - Returns: `nil` where nobody watches: standard error is no terminal, or one that cannot erase a line.
  static func ifWatched(environment: (String) -> String? = SystemCalls.environment) -> ProgressLine? {
    guard SystemCalls.isTerminal(SystemCalls.standardError), (environment("TERM") ?? "dumb") != "dumb",
      (environment("CI") ?? "").isEmpty
    else { return nil }
    return ProgressLine()
  }

  func show(_ progress: SiteRewriter.Progress) {
    state.withLock { state in
      let now = ContinuousClock.now
      guard !state.isDone, now - start >= .seconds(1) else { return }
      if let last = state.lastUpdate, now - last < .milliseconds(100) { return }
      state.lastUpdate = now
      let width = SystemCalls.terminalWidth(SystemCalls.standardError) ?? 80
      let line = Self.text(progress, elapsed: now - start).prefix(width - 1)
      StandardError.write("\r\u{1B}[K\(line)")
    }
  }

  /// Removes the line; later calls of `show` do nothing.
  func erase() {
    state.withLock { state in
      state.isDone = true
      if state.lastUpdate != nil { StandardError.write("\r\u{1B}[K") }
    }
  }

  static func text(_ progress: SiteRewriter.Progress, elapsed: Duration) -> String {
    "\(Count.of(progress.pagesRead, "page")) read, \(Count.of(progress.linksTagged, "link")) tagged, "
      + "\(progress.bytesRead / 1_000_000) MB, \(elapsed.components.seconds) s"
  }
}
