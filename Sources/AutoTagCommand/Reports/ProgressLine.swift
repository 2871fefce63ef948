internal import AutoTagAudit
import Synchronization
import SystemPackage

/// One line on a terminal that tells how far a long run is, and is gone when the run is done.
package final class ProgressLine: Sendable {
  private struct State {
    var lastUpdate: ContinuousClock.Instant?
    var isDone = false
  }

  /// Work shorter than this shows no line.
  private static let patience = Duration.seconds(1)
  private static let interval = Duration.milliseconds(100)
  /// Back to the start of the line, and all of it erased.
  private static let erased = "\r\u{1B}[K"

  private let start: ContinuousClock.Instant
  private let width: Int
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - start: when the work started.
  ///   - width: how many characters fit on the terminal's line.
  ///   - write: writes to the terminal.
  package init(start: ContinuousClock.Instant, width: Int, write: @escaping @Sendable (String) -> Void) {
    self.start = start
    self.width = width
    self.write = write
  }

  /// - Returns: `nil` where nobody watches: standard error is no terminal, or one that cannot erase a line.
  static func ifWatched(environment: (String) -> String? = Terminal.environment) -> ProgressLine? {
    guard Terminal.isTerminal(.standardError), (environment("TERM") ?? "dumb") != "dumb",
      (environment("CI") ?? "").isEmpty
    else { return nil }
    return ProgressLine(
      start: .now, width: Terminal.width(.standardError) ?? 80,
      write: StandardError.write)
  }

  package func show(
    pagesRead: Int, linksTagged: Int, bytesRead: Int, at now: ContinuousClock.Instant = .now
  ) {
    show(at: now) {
      "\(Count.of(pagesRead, "page")) read, \(Count.of(linksTagged, "link")) tagged, "
        + "\(bytesRead / 1_000_000) MB"
    }
  }

  package func show(pagesRead: Int, links: Int, at now: ContinuousClock.Instant = .now) {
    show(at: now) { "\(Count.of(pagesRead, "page")) read, \(Count.of(links, "link")) found" }
  }

  /// While servers are asked where links lead.
  package func show(answered: Int, of total: Int, at now: ContinuousClock.Instant = .now) {
    show(at: now) { "\(answered) of \(Count.of(total, "link")) answered" }
  }

  private func show(at now: ContinuousClock.Instant, _ text: () -> String) {
    state.withLock { state in
      guard !state.isDone, now - start >= Self.patience else { return }
      if let last = state.lastUpdate, now - last < Self.interval { return }
      state.lastUpdate = now
      let seconds = (now - start).components.seconds
      let line = "\(text()), \(seconds) s"
      // The last column stays free: some terminals wrap as soon as it is written.
      write(Self.erased + line.prefix(max(0, width - 1)))
    }
  }

  /// Removes the line; later calls of `show` do nothing.
  package func erase() {
    state.withLock { state in
      state.isDone = true
      if state.lastUpdate != nil { write(Self.erased) }
    }
  }
}
