import ArgumentParser

/// The options of reports.
struct ReportOptions: ParsableArguments {
  enum InventoryFormat: String, WordChoice {
    case csv
  }

  @Option(
    help: ArgumentHelp(
      "Print the findings in this format: text, json, sarif, junit, github, markdown or html. (default: text)",
      valueName: "format"), completion: .list(ReportFormat.allValueStrings))
  var format: ReportFormat?

  @Option(
    help: ArgumentHelp(
      """
      Write a report to FILE, its format told by the ending (\(ReportFormat.knownEndings)) or by \
      FORMAT:FILE; - is standard output, where the report then stands in place of the text; repeatable.
      """,
      valueName: "file"), completion: .file(extensions: ReportFormat.fileExtensions))
  var report: [ReportTarget<ReportFormat>] = []

  @Option(help: ArgumentHelp("Print all links instead of the findings.", valueName: "format"))
  var inventory: InventoryFormat?

  @Flag(help: "Print the JSON Schema of the json report and do nothing else.")
  var jsonSchema = false

  @Flag(
    name: [.short, .long],
    help: """
      Print no text but failures and how many findings count, on standard error; a report in another --format, and \
      --report, are written all the same.
      """)
  var quiet = false

  @Flag(name: [.short, .long], help: "Show every finding, also where a rule has many.")
  var verbose = false

  /// True if nothing is printed on standard output that was not asked for by its format.
  var printsNoText: Bool { quiet && (format ?? .text) == .text && inventory == nil }

  @Option(
    help: ArgumentHelp(
      "Colour the output. auto: on a terminal, unless NO_COLOR is set or TERM is dumb.", valueName: "when"))
  var color = ColorChoice.auto
}
