import ArgumentParser
internal import AutoTagAudit
internal import AutoTagBaseline
internal import AutoTagConfiguration
internal import AutoTagConversions
internal import AutoTagEarnings
internal import AutoTagSite
internal import AutoTagText
import SystemPackage

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
  var exitStatus: ExitCode { mayPass ? ExitStatus.filesFailed : ExitStatus.usage }
}

extension ConversionsError: CommandError {
  /// The faults, each in a line of its own.
  var lines: String {
    description.split(separator: "\n").map { "Error: \(PrintableText.of(String($0)))\n" }.joined()
  }

  func report(usage: (any ParsableCommand.Type) -> String) -> String { lines }

  var exitStatus: ExitCode { ExitStatus.filesFailed }
}

extension StreamError: CommandError {
  /// Nothing where the reader went away.
  func report(usage: (any ParsableCommand.Type) -> String) -> String {
    self == .unwritable(.brokenPipe) ? "" : "Error: \(PrintableText.of(description))\n"
  }

  var exitStatus: ExitCode {
    switch self {
    case .malformed: ExitStatus.usage
    case .cut: ExitStatus.cut
    case .unwritable(.brokenPipe): ExitStatus.brokenPipe
    case .unreadable, .unwritable: ExitStatus.filesFailed
    }
  }
}

extension SavedAuditError: CommandError {
  var exitStatus: ExitCode { ExitStatus.usage }
}
