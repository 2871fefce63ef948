/// A shell's completion script as the argument parser generates it, with what it leaves out: it completes nothing after
/// `autotag help`, whose arguments are no choice to it.
enum CompletionScript {
  /// Returns the script with the subcommands after `help`, or any other text as it is.
  /// - Parameter subcommands: their names.
  static func completed(_ text: String, subcommands: [String]) -> String {
    let names = subcommands.joined(separator: " ")
    if text.hasPrefix("#!/bin/bash\n") {
      guard let help = text.firstRange(of: "_autotag_help() {\n") else { return text }
      let words = "    COMPREPLY+=($(compgen -W '\(names)' -- \"${cur}\"))\n"
      let rest = text[help.upperBound...].replacing("\n}", with: "\n\(words)}", maxReplacements: 1)
      return String(text[..<help.upperBound] + rest)
    }
    if text.hasPrefix("#compdef ") {
      return text.replacing("'*:subcommands:'", with: "':subcommands:(\(names))'", maxReplacements: 1)
    }
    if text.hasPrefix("function __autotag_") {
      return text
        + "complete -c 'autotag' -n '__autotag_should_offer_completions_for_positional \"autotag help\" -eq 1' -fa '\(names)'\n"
    }
    return text
  }
}
