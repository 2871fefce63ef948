import ArgumentParser

/// The options of what a scan prints.
struct ScanPrintingOptions: ParsableArguments {
  @Option(help: "Print the summary for people or for programs.")
  var format = PrintingOptions.Format.text

  @Flag(name: [.short, .long], help: "Print nothing but failures and lost click ids, on standard error.")
  var quiet = false

  @Flag(name: [.short, .long], help: "Print every problem.")
  var verbose = false

  @Option(
    help: ArgumentHelp(
      "Colour the output. auto: on a terminal, unless NO_COLOR is set or TERM is dumb.", valueName: "when"))
  var color = ColorChoice.auto
}
