import ArgumentParser

/// Reads the program's arguments.
enum CommandArguments {
  /// The command that the arguments ask for.
  /// - Throws: what the argument parser throws: what is wrong, or a request for help and the like.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    try direct(arguments) ?? AutoTagCommand.parseAsRoot(arguments)
  }

  /// The subcommand that the first argument names, when all that follows is right.
  ///
  /// The parser takes a third of a short run's time, and half of that goes to what comes before the subcommand:
  /// the root, which has no options, and two commands of its own that look for a request of a completion script.
  /// A subcommand that has a `_superCommandName` is not searched for one. Whatever else than the subcommand comes
  /// of it, help or an error, is said by the parser from the root on, which knows all of the command line.
  private static func direct(_ arguments: [String]) -> (any ParsableCommand)? {
    guard let name = arguments.first,
      let subcommand = AutoTagCommand.configuration.subcommands.first(where: {
        $0.configuration.commandName == name
      }),
      let command = try? subcommand.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == subcommand
    else { return nil }
    return command
  }
}
