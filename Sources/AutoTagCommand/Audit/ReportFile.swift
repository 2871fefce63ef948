import ArgumentParser

/// A report on its way into a file. Under the file's name stands what was there before until the report is whole.
final class ReportFile {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var failure: SystemError?
  private var isDone = false

  /// - Parameter number: no other report of this run has it.
  init(_ path: String, number: Int) throws(CommandFailure) {
    self.path = path
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    // A run over a site passes over such names.
    temporary = "\(folder).autotag-\(SystemCalls.processIdentifier)-report\(number).tmp"
    do throws(SystemError) {
      descriptor = try SystemCalls.openNewFile(temporary)
    } catch {
      throw Self.failure(path, error, ExitStatus.usage)
    }
  }

  deinit {
    guard !isDone else { return }
    SystemCalls.close(descriptor)
    SystemCalls.remove(temporary)
  }

  func write(_ bytes: [UInt8]) {
    guard failure == nil, !bytes.isEmpty else { return }
    do throws(SystemError) {
      try SystemCalls.write(bytes, to: descriptor)
    } catch {
      failure = error
    }
  }

  /// Gives the file its name.
  func finish() throws(CommandFailure) {
    isDone = true
    SystemCalls.close(descriptor)
    do throws(SystemError) {
      if let failure { throw failure }
      try SystemCalls.rename(temporary, to: path)
    } catch {
      SystemCalls.remove(temporary)
      throw Self.failure(path, error, ExitStatus.filesFailed)
    }
  }

  /// Writes a whole file.
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    let file = try ReportFile(path, number: 0)
    file.write(Array(text.utf8))
    try file.finish()
  }

  private static func failure(_ path: String, _ error: SystemError, _ status: ExitCode) -> CommandFailure {
    CommandFailure(status: status, message: "cannot write \(path): \(error.reason)")
  }
}
