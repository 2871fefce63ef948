import ArgumentParser
import AutoTag

/// An error that ends a command.
protocol CommandError: Error {
  /// The problem and its cure, in a sentence.
  var message: String { get }

  /// The text on standard error, with its line end.
  var report: String { get }

  var exitStatus: ExitCode { get }
}

extension CommandError {
  var report: String { Self.report(message) }

  static func report(_ message: String) -> String { "Error: \(PrintableText.of(message))\n" }
}

/// An error that no other type says better.
struct CommandFailure: CommandError {
  let exitStatus: ExitCode
  let message: String
}

extension ConfigurationError: CommandError {
  var message: String { description }
  var exitStatus: ExitCode { ExitStatus.usage }
}

extension BaselineError: CommandError {
  var exitStatus: ExitCode { ExitStatus.usage }
}

extension SiteError: CommandError {
  var message: String { description }
  var exitStatus: ExitCode { ExitStatus.usage }
}
