import ArgumentParser

/// The options of what is printed.
struct PrintingOptions: ParsableArguments {
  enum Format: String, WordChoice {
    case text, json
  }

  @Option(help: "Print the summary for people or for programs.")
  var format = Format.text

  @Flag(
    name: [.short, .long],
    help: """
      Print nothing but failures, lost click ids and what --fail-on counts, on standard error.
      """)
  var quiet = false

  @Flag(name: [.short, .long], help: "Print every problem and the settings in use.")
  var verbose = false

  @Option(
    help: ArgumentHelp(
      "Colour the output. auto: on a terminal, unless NO_COLOR is set or TERM is dumb.", valueName: "when"))
  var color = ColorChoice.auto
}
