import ArgumentParser
internal import AutoTagAudit
internal import AutoTagSite

/// An error that ends a command. Its description says the problem and its cure.
protocol CommandError: Error, CustomStringConvertible {
  /// The text on standard error, with its line end.
  var report: String { get }

  var exitStatus: ExitCode { get }
}

extension CommandError {
  var report: String { "Error: \(PrintableText.of(description))\n" }
}

/// An error that no other type says better.
struct CommandFailure: CommandError {
  let exitStatus: ExitCode
  let message: String

  var description: String { message }
}

extension ConfigurationError: CommandError {
  var exitStatus: ExitCode { ExitStatus.usage }
}

extension BaselineError: CommandError {
  var exitStatus: ExitCode { ExitStatus.usage }
}

extension SiteError: CommandError {
  var exitStatus: ExitCode { ExitStatus.usage }
}
