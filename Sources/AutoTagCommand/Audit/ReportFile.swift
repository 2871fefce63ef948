import ArgumentParser
import AutoTagFiles
import SystemPackage

/// A report on its way to where the user wants it: a file, which keeps what it held until the report is whole, something
/// that is written into, such as a pipe, or standard output.
final class ReportFile {
  private enum Target {
    case file(OutputFile)
    case standardOutput(StandardOutput)
  }

  private let path: String
  private let target: Target

  /// - Parameters:
  ///   - path: `-` for standard output.
  ///   - number: a number that no other report of this run has.
  ///   - output: standard output, whose owner reports its errors.
  init(_ path: String, number: Int, output: StandardOutput) throws(CommandFailure) {
    self.path = path
    if Self.isStandardOutput(path) {
      target = .standardOutput(output)
      return
    }
    do throws(Errno) {
      target = .file(try OutputFile(path, number: number))
    } catch {
      throw Self.failure(path, error, ExitStatus.usage)
    }
  }

  func write(_ bytes: [UInt8]) {
    switch target {
    case .file(let file): file.write(bytes)
    case .standardOutput(let output): if !bytes.isEmpty { output.write(bytes) }
    }
  }

  /// Gives the file its name.
  func finish() throws(CommandFailure) {
    guard case .file(let file) = target else { return }
    do throws(Errno) {
      try file.finish()
    } catch {
      throw Self.failure(path, error, ExitStatus.filesFailed)
    }
  }

  /// Returns true if the path is a name of standard output.
  static func isStandardOutput(_ path: String) -> Bool {
    path == "-" || OutputFile.identity(of: path) == OutputFile.standardOutput
  }

  private static func failure(_ path: String, _ error: Errno, _ status: ExitCode) -> CommandFailure {
    let folder = PathNames.folder(of: path)
    let advice =
      error == .noSuchFileOrDirectory && !FileSystem.exists(folder)
      ? "the folder \(folder) is not there: make it first" : error.description
    return CommandFailure(exitStatus: status, message: "cannot write \(path): \(advice)")
  }
}
