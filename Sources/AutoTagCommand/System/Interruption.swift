internal import AutoTagFiles
import Glibc
import Synchronization

/// The answer to Ctrl-C (SIGINT), to a request to end (SIGTERM) and to the end of the terminal (SIGHUP): one line says what was finished, and the process ends
/// by the signal, as a shell expects.
///
/// A thread waits for the signals, since hardly anything may be done in a signal's handler. Signals that the process was
/// started to ignore (`nohup`, a job in the background) stay ignored.
enum Interruption {
  private static let line = Mutex<(@Sendable () -> String)?>(nil)
  /// Begins to wait, once. Threads that are started later inherit what is blocked.
  private static let isWatched = watch()

  /// Answers interruptions of some work with a line.
  /// - Parameter text: the line, with its end; asked for when a signal has come.
  static func answered<Result, Failure: Error>(
    with text: @escaping @Sendable () -> String, during work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    line.withLock { $0 = text }
    _ = isWatched
    // A run that has ended says so itself.
    defer { line.withLock { $0 = nil } }
    return try work()
  }

  private static func watch() -> Bool {
    mask(SIG_BLOCK, wanted)
    var thread = pthread_t()
    guard pthread_create(&thread, nil, { _ in Interruption.wait() }, nil) == 0 else {
      mask(SIG_UNBLOCK, wanted)
      return false
    }
    pthread_detach(thread)
    return true
  }

  private static let wanted = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }

  private static func wait() -> UnsafeMutableRawPointer? {
    var signals = set(of: wanted)
    var signal: Int32 = 0
    if sigwait(&signals, &signal) == 0 { end(by: signal) }
    return nil
  }

  private static func end(by signal: Int32) {
    line.withLock { line in
      if let text = line?() { StandardError.write(text) }
      TemporaryFiles.removeAll {
        Glibc.signal(signal, SIG_DFL)
        mask(SIG_UNBLOCK, [signal])
        pthread_kill(pthread_self(), signal)
      }
    }
  }

  private static func mask(_ how: Int32, _ signals: [Int32]) {
    var signals = set(of: signals)
    pthread_sigmask(how, &signals, nil)
  }

  private static func set(of signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
