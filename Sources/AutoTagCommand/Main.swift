import ArgumentParser
import AutoTagFiles

/// The program's entry: parses, runs, and turns every error into a message and an exit status.
@main
enum Main {
  static func main() {
    Terminal.ignoreBrokenPipes()
    Terminal.exit(run(CommandLine.arguments).rawValue)
  }

  /// - Parameter arguments: the program's name, then its arguments.
  private static func run(_ arguments: [String]) -> ExitCode {
    do {
      guard !arguments.isEmpty else { throw CommandFailure.noArguments }
      var command = try AutoTagCommand.parseAsRoot(Array(arguments.dropFirst()))
      try command.run()
      return .success
    } catch let status as ExitCode {
      return status
    } catch let error as any CommandError {
      return ended(by: error, arguments)
    } catch {
      return answered(error, Array(arguments.dropFirst()))
    }
  }

  /// Answers what the argument parser throws: a request for help and the like, or what is wrong with the usage.
  private static func answered(_ error: any Error, _ arguments: [String]) -> ExitCode {
    let text = AutoTagCommand.fullMessage(for: error) + "\n"
    let subcommands = AutoTagCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard AutoTagCommand.exitCode(for: error).isSuccess else {
      let hinted = UsageHint.added(
        to: text, arguments: arguments, subcommands: subcommands, isFolder: FileSystem.isFolder)
      StandardError.write(HiddenArguments.masked(hinted, arguments))
      return ExitStatus.usage
    }
    if let fault = UsageHint.help(arguments, subcommands: subcommands) {
      return ended(by: CommandFailure(exitStatus: ExitStatus.usage, message: fault), arguments)
    }
    do throws(OutputError) {
      let output = StandardOutput()
      output.write(CompletionScript.completed(text, subcommands: subcommands))
      try output.finish()
      return .success
    } catch {
      return ended(by: error, arguments)
    }
  }

  private static func ended(by error: any CommandError, _ arguments: [String]) -> ExitCode {
    let message = error.report { AutoTagCommand.usageString(for: $0) }
    StandardError.write(HiddenArguments.masked(message, arguments))
    return error.exitStatus
  }
}

extension CommandFailure {
  /// The system tells the arguments, the program's name among them, through /proc. Without them the program would take
  /// every command for a request of its help.
  fileprivate static let noArguments = CommandFailure(
    exitStatus: ExitStatus.usage, message: "the arguments cannot be read, since /proc is not there: mount it")
}
