import ArgumentParser
internal import AutoTagAudit
internal import AutoTagBaseline
internal import AutoTagConfiguration
internal import AutoTagConversions
internal import AutoTagEarnings
internal import AutoTagSite
internal import AutoTagText

/// An error that ends a command. Its description says the problem and its cure.
protocol CommandError: Error, CustomStringConvertible {
  /// Returns the text on standard error, with its line end.
  /// - Parameter usage: gives a command's usage as its help shows it.
  func report(usage: (any ParsableCommand.Type) -> String) -> String

  var exitStatus: ExitCode { get }
}

extension CommandError {
  func report(usage: (any ParsableCommand.Type) -> String) -> String {
    "Error: \(PrintableText.of(description))\n"
  }
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

extension ConversionsError: CommandError {
  var exitStatus: ExitCode { ExitStatus.filesFailed }
}

extension SavedAuditError: CommandError {
  var exitStatus: ExitCode { ExitStatus.usage }
}
