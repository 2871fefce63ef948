internal import AutoTagAudit
package import AutoTagSite
internal import AutoTagText
import Synchronization
import SystemPackage

/// The state of a long run, as one line tells it.
package protocol ShownProgress: Sendable {
  associatedtype Stage: Equatable, Sendable

  /// The part of the run that is under way; the rate is that of each by itself.
  var stage: Stage { get }
  /// The words of a line that may have no more than 80 columns.
  var shortWords: String { get }
  /// The speed where the stage has taken so long; `nil` where there is none.
  func rate(milliseconds: Int64) -> String?
}

/// One line on a terminal that tells how far a long run is, and is gone when the run is done.
package final class ProgressLine<Progress: ShownProgress>: Sendable {
  private struct State {
    var lastUpdate: ContinuousClock.Instant?
    var progress: Progress?
    var stageStart: ContinuousClock.Instant?
    var isDone = false
  }

  /// Work shorter than this shows no line.
  private static var patience: Duration { .seconds(1) }
  private static var interval: Duration { .milliseconds(100) }
  /// Back to the start of the line, and all of it erased.
  private static var erased: String { "\r\u{1B}[K" }

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

  package func show(_ progress: Progress, at now: ContinuousClock.Instant = .now) {
    state.withLock { state in
      guard !state.isDone else { return }
      if state.progress?.stage != progress.stage { state.stageStart = state.progress == nil ? start : now }
      state.progress = progress
      guard now - start >= Self.patience else { return }
      if let last = state.lastUpdate, now - last < Self.interval { return }
      state.lastUpdate = now
      let line =
        "\(progress.shortWords)\(Self.rate(of: progress, in: now - (state.stageStart ?? start)))"
        + " · \((now - start).components.seconds) s"
      // The last column stays free: some terminals wrap as soon as it is written.
      write(Self.erased + line.prefix(max(0, width - 1)))
    }
  }

  /// The speed; nothing in the first tenth of a second, which tells little.
  private static func rate(of progress: Progress, in time: Duration) -> String {
    let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
    guard milliseconds >= 100, let rate = progress.rate(milliseconds: milliseconds) else { return "" }
    return " · \(rate)"
  }

  /// The state of the run that was told last; `nil` before the first.
  package var lastProgress: Progress? { state.withLock(\.progress) }

  /// Removes the line; later calls of `show` do nothing.
  package func erase() {
    state.withLock { state in
      guard !state.isDone else { return }
      state.isDone = true
      if state.lastUpdate != nil { write(Self.erased) }
    }
  }
}

extension RunProgress: ShownProgress {
  package func rate(milliseconds: Int64) -> String? { "\(Int64(finished) * 1000 / milliseconds)/s" }

  /// “1200 of 4800 pages”, with the stage in front where it is not the pages' only one.
  package var words: String {
    switch stage {
    case .findingRedirects: "looking for redirects: \(amount)"
    case .findingLinks: "looking for links to ask about: \(amount)"
    case .askingServers: "\(amount) answered"
    case .pages: "\(amount) read"
    case .remainingPages: "all read, \(amount) with links that matter finished"
    }
  }

  /// The same for a line of a terminal, which may have no more than 80 columns: “reading: 1200 of 4800 pages”.
  package var shortWords: String {
    switch stage {
    case .findingRedirects: "redirects: \(amount)"
    case .findingLinks: "links to ask about: \(amount)"
    case .askingServers: "servers: \(amount)"
    case .pages: "reading: \(amount)"
    case .remainingPages: "links: \(amount)"
    }
  }

  private var amount: String {
    let noun = stage == .askingServers ? "link" : "page"
    return total.map { "\(finished) of \(Count.of(max($0, finished), noun))" } ?? Count.of(finished, noun)
  }
}
