import ArgumentParser
internal import AutoTagAudit
internal import AutoTagText

/// Options that are each right and do not go together.
///
/// A command throws it from `run`. From `validate`, which the argument parser has for such errors, it
/// would come before the parser's own “Unknown option”, which is what a misspelt option should be answered by.
struct UsageError: CommandError {
  let command: any ParsableCommand.Type
  let message: String

  var description: String { message }

  var exitStatus: ExitCode { ExitStatus.usage }

  /// The message and the usage, as the argument parser writes them for its errors.
  func report(usage: (any ParsableCommand.Type) -> String) -> String {
    let usage = usage(command).split(separator: "\n").joined(separator: "\n       ")
    let name = command.configuration.commandName.map { " \($0)" } ?? ""
    return "Error: \(PrintableText.of(message))\nUsage: \(usage)\n"
      + "  See 'autotag\(name) --help' for more information.\n"
  }
}
