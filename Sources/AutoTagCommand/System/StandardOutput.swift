import Synchronization

/// Standard output, for several threads. The first error ends the writing and is thrown at the end, so that
/// a run that also writes files is not torn in the middle.
final class StandardOutput: Sendable {
  private let failure = Mutex<SystemError?>(nil)

  func write(_ bytes: [UInt8]) {
    failure.withLock { failure in
      guard failure == nil else { return }
      do throws(SystemError) {
        try SystemCalls.write(bytes, to: SystemCalls.standardOutput)
      } catch {
        failure = error
      }
    }
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  /// - Throws: when something could not be written.
  func finish() throws(OutputError) {
    if let error = failure.withLock({ $0 }) { throw OutputError(cause: error) }
  }
}

/// Standard output took not all that was written.
struct OutputError: Error, CustomStringConvertible {
  let cause: SystemError

  /// Whether the reader went away, which needs no message.
  var isBrokenPipe: Bool { cause.code == SystemCalls.brokenPipe }

  var description: String { "cannot write to standard output: \(cause.reason)" }
}
