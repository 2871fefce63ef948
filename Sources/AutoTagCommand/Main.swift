import ArgumentParser
import AutoTag

/// The program's entry: parses, runs, and turns every error into a message and an exit status.
@main
enum Main {
  static func main() {
    // The system tells the arguments, the program's name among them, through /proc. Without them the program would take
    // every command for a request of its help, and end as if all were done.
    guard !CommandLine.arguments.isEmpty else {
      complain("the arguments cannot be read, since /proc is not there: mount it")
      SystemCalls.exit(ExitStatus.usage.rawValue)
    }
    SystemCalls.exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ arguments: [String]) -> ExitCode {
    do {
      var command = try CommandArguments.command(arguments)
      try command.run()
      return .success
    } catch let status as ExitCode {
      return status
    } catch let error as UsageError {
      StandardError.write(error.description)
      return ExitStatus.usage
    } catch let error as OutputError {
      return ended(by: error)
    } catch let error as CommandFailure {
      complain(error.message)
      return error.status
    } catch let error as ConfigurationError {
      complain(error.description)
      return ExitStatus.usage
    } catch let error as BaselineError {
      complain(error.description)
      return ExitStatus.usage
    } catch let error as SiteError {
      complain(error.description)
      return ExitStatus.usage
    } catch {
      return parserAnswer(to: error)
    }
  }

  /// What the argument parser throws: help, version and completion scripts, or what is wrong with the usage.
  private static func parserAnswer(to error: any Error) -> ExitCode {
    let text = AutoTagCommand.fullMessage(for: error) + "\n"
    guard AutoTagCommand.exitCode(for: error).isSuccess else {
      StandardError.write(text)
      return ExitStatus.usage
    }
    do throws(OutputError) {
      let output = StandardOutput()
      output.write(text)
      try output.finish()
      return .success
    } catch {
      return ended(by: error)
    }
  }

  private static func ended(by error: OutputError) -> ExitCode {
    // Whoever closed the pipe has read enough: `autotag rewrite site --diff | head`.
    if error.isBrokenPipe { return ExitStatus.brokenPipe }
    complain(error.description)
    return ExitStatus.filesFailed
  }

  private static func complain(_ message: String) {
    StandardError.write("Error: \(PrintableText.of(message))\n")
  }
}
