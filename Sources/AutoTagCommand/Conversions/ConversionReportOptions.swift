import ArgumentParser
internal import AutoTagConfiguration

/// The options of reports about conversions.
struct ConversionReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("End with 1 when there are findings as bad as this or worse.", valueName: "severity"))
  var failOn = FailOn.error

  @OptionGroup var known: BaselineOptions<ConversionsBaseline>

  @Option(
    help: ArgumentHelp(
      "Print in this format: text, json, csv (the ledger), csv-summary, markdown or html. (default: text)",
      valueName: "format"))
  var format: ConversionFormat?

  @Option(
    help: ArgumentHelp(
      """
      Write a report to FILE, its format told by the ending (\(ConversionFormat.knownEndings)) or by FORMAT:FILE; - is \
      standard output; repeatable.
      """,
      valueName: "file"), completion: .file(extensions: ConversionFormat.fileExtensions))
  var report: [ReportTarget<ConversionFormat>] = []

  @Flag(help: "Print the JSON Schema of the json report and do nothing else.")
  var jsonSchema = false

  @Flag(
    name: [.short, .long],
    help: """
      Print no text but failures, on standard error; a report in another --format, and --report, are written all the \
      same.
      """)
  var quiet = false

  @Flag(name: [.short, .long], help: "Show every finding.")
  var verbose = false

  @Option(
    help: ArgumentHelp(
      "Colour the output. auto: on a terminal, unless NO_COLOR is set or TERM is dumb.", valueName: "when"))
  var color = ColorChoice.auto
}
