import ArgumentParser
import AutoTagFiles
import Synchronization
import SystemPackage

/// Standard output, for several threads. The first error ends the writing and is thrown at the end, so that
/// a run that also writes files is not torn in the middle.
final class StandardOutput: Sendable {
  private let failure = Mutex<Errno?>(nil)

  func write(_ bytes: [UInt8]) {
    failure.withLock { failure in
      guard failure == nil else { return }
      do throws(Errno) {
        try FileSystem.write(bytes, bytes.indices, to: .standardOutput)
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
struct OutputError: CommandError {
  let cause: Errno

  var description: String { "cannot write to standard output: \(cause.description)" }

  /// Nothing where the reader went away: who closed the pipe has read enough (`autotag rewrite site --diff | head`).
  func report(usage: (any ParsableCommand.Type) -> String) -> String {
    cause == .brokenPipe ? "" : "Error: \(description)\n"
  }

  var exitStatus: ExitCode { cause == .brokenPipe ? ExitStatus.brokenPipe : ExitStatus.filesFailed }
}
