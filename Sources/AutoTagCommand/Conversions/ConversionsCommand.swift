import ArgumentParser
internal import AutoTagBaseline
internal import AutoTagConfiguration
internal import AutoTagConversions
internal import AutoTagEarnings
import AutoTagFiles
internal import AutoTagText
import SystemPackage

/// `autotag conversions`: what the links earned, from files.
struct ConversionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conversions",
    abstract: "Report what the links earned, from Rakuten's reports and from postbacks.",
    usage: """
      autotag conversions <file> ... [<options>]
      autotag conversions --json-schema
      """,
    discussion: """
      Reads files that were exported or logged, and fetches nothing: the Signature
      Orders report, Individual Item and custom reports, Sales & Activity by u1
      (all CSV); answers of the Events API and logged postbacks (JSON, JSON lines);
      and requests of postbacks in access logs. What a file is, its contents tell;
      files may be compressed with gzip, and - is standard input.

      Every line is counted once, to the last decimal and each currency by itself, or
      it is said why not: it is there twice, an event of a sale whose commissionable
      line is there, a twin, ignored, or not understood. Sales without a click id are
      named, with the place and what to do. The result is the same in any order of
      files and lines, and where a file is given twice, under one name or two.

      With --site the links of the site, as autotag audit sees them, tell which page,
      advertiser and link earned, where u1 is a link's code (subid: code) or its own.
      What cannot be assigned is a row of its own, and nothing is guessed. Without
      --site the map of link codes beside the configuration tells the codes' pages
      and links.

      Examples:
        autotag conversions signature-orders-*.csv --currency USD
        autotag conversions report.csv --timezone America/New_York
        zcat access.log.*.gz | autotag conversions - --postback-path /postback
        autotag conversions events.json --format csv > ledger.csv
        autotag conversions *.csv --report month.html --report csv-summary:sums.csv
        autotag conversions *.csv --site public
        autotag conversions *.csv --orders orders.csv --inquiries inquiries.csv
        autotag conversions *.csv --write-baseline autotag-conversions-baseline.json

      Exit status: 0 no finding that counts; 1 findings at or above --fail-on;
      2 wrong usage or configuration; 3 some files failed.
      """)

  @Argument(
    help: ArgumentHelp("Reports, answers of the Events API, logs; - is standard input.", valueName: "file"),
    completion: .file())
  var files: [String] = []

  @OptionGroup(title: "Reading") var reading: ConversionReadingOptions
  @OptionGroup(title: "Site and orders") var join: ConversionJoinOptions
  @OptionGroup(title: "Reports") var reports: ConversionReportOptions

  func run() throws {
    let output = StandardOutput()
    if reports.jsonSchema {
      output.write(JSONConversions.schema)
      try output.finish()
      return
    }
    try checkOptions()
    let settings = ConversionSettings(
      site: try join.siteSettings(reading.search), search: try reading.search)
    let configuration = try settings.configuration
    var options = try reading.options(for: Self.self, configuration?.contents)
    let baseline = try settings.baseline(reports, configuration)
    let targets = try reports.report.enumerated().map { number, target throws(CommandFailure) in
      try ReportFile(target.path, number: number + 1, output: output)
    }
    let inquiriesFile = try join.inquiries.map { path throws(CommandFailure) in
      try ReportFile(path, number: 0, output: output)
    }
    let baselineFile = try reports.known.writeBaseline.map { path throws(CommandFailure) in
      try ReportFile(path, number: reports.report.count + 1, output: output)
    }
    let links = try settings.site.map { try join.links($0, reports) } ?? settings.codesAlone(configuration)
    options.links = links?.links.facts
    options.latest = join.currentDay.endEverywhere
    let inputs = files.map { ConversionInput(path: $0) }
    let (results, ordersFault) = try WatchedRun.reading(showsLine: !reports.quiet) { tell in
      let meter = ReadingMeter(inputs, tell: tell)
      var conversions = try Conversions.read(inputs, options, meter: meter)
      if let baseline { conversions.leaveOut(baseline) }
      // A list of orders that is not understood costs its inquiries alone.
      var inquiries: Inquiries?
      var fault: ConversionsError?
      do throws(ConversionsError) {
        inquiries = try join.inquiries(about: conversions, options)
      } catch {
        fault = error
      }
      let results = ConversionResults(
        conversions: conversions,
        earnings: try links.map { links throws(ConversionsError) in
          try EarningsJoin.earnings(of: conversions, with: links.links)
        }, inquiries: inquiries)
      meter.begin(.reporting)
      for (target, file) in zip(reports.report, targets) {
        try target.format?.write(results, style: Style(isColored: false), showsAll: true, file.write)
        try file.finish()
      }
      if let inquiries = results.inquiries, let inquiriesFile {
        inquiriesFile.write(inquiries.csv)
        try inquiriesFile.finish()
      }
      try printedFormat?.write(
        results, style: reports.color.style(for: .standardOutput), showsAll: reports.verbose, output.write)
      return (results, fault)
    }
    let (conversions, inquiries) = (results.conversions, results.inquiries)
    let failed = conversions.sources.filter { $0.problem != nil }
    if let baselineFile, let path = reports.known.writeBaseline {
      let baseline = conversions.baseline
      // Of files that could not be read the old baseline knows more.
      if failed.isEmpty {
        baselineFile.write(Array(baseline.text.utf8))
        try baselineFile.finish()
      }
      if !reports.quiet {
        StandardError.write(
          PrintableText.of(
            BaselineText.of(
              baseline, path: HiddenTokens.masked(path), unread: failed.count,
              isFound: settings.finds(baseline: path, configuration))) + "\n"
        )
      }
    }
    try output.finish()
    if let inquiries, !reports.quiet { StandardError.write(PrintableText.of(inquiries.words) + "\n") }
    if let ordersFault {
      StandardError.write(ordersFault.lines + "The inquiries are not written.\n")
      if failed.isEmpty { throw ExitStatus.filesFailed }
    }
    if !failed.isEmpty {
      // The text says it itself.
      if reports.quiet || reports.format ?? .text != .text { tell(failed) }
      throw ExitStatus.filesFailed
    }
    if links?.isWhole == false { throw ExitStatus.filesFailed }
    guard reports.known.writeBaseline == nil else { return }
    let failing = reports.failOn.codes(of: conversions)
    guard !failing.isEmpty else { return }
    if !(printedFormat?.showsFindings ?? false) {
      StandardError.write(
        GateOptions.line(
          failing.reduce(0) { $0 + $1.count }, "finding", failingOn: reports.failOn.rawValue,
          of: failing.map { "\($0.count) \($0.code.rawValue)" }))
    }
    throw ExitStatus.findings
  }

  /// The format of what is printed; `nil` where nothing is.
  private var printedFormat: ConversionFormat? {
    (reports.quiet && reports.format ?? .text == .text)
      || writtenFiles.contains(where: ReportFile.isStandardOutput)
      ? nil : reports.format ?? .text
  }

  private func tell(_ sources: [ConversionSource]) {
    let style = reports.color.style(for: .standardError)
    for source in sources {
      StandardError.write(
        "\(style.paint("failed:", .red)) \(PrintableText.of(source.path)) \(PrintableText.of(source.problem ?? ""))\n"
      )
    }
  }

  // MARK: Options

  private func checkOptions() throws {
    guard !files.isEmpty else {
      throw usageError("Which files? Name reports that were exported, answers of the Events API, or logs.")
    }
    // The address of a report holds its reader's token, which no message repeats.
    if files.contains(where: { $0.hasPrefix("http://") || $0.hasPrefix("https://") }) {
      throw usageError("Nothing is fetched: save the report to a file, and name that.")
    }
    guard files.count(where: { $0 == "-" }) < 2 else {
      throw usageError("Standard input, -, can be read once.")
    }
    if reports.quiet, reports.verbose { throw usageError("--quiet and --verbose exclude each other.") }
    if let fault = join.fault { throw usageError(fault) }
    try checkReports()
  }

  private var writtenFiles: [String] {
    reports.report.map(\.path) + [join.inquiries, reports.known.writeBaseline].compactMap(\.self)
  }

  private func checkReports() throws {
    var seen: Set<String> = reports.format == nil ? [] : [OutputFile.standardOutput]
    let read = files + [join.audit, join.orders].compactMap(\.self)
    let inputs = Set(
      read.compactMap { $0 == "-" ? OutputFile.identityOfStandardInput : OutputFile.identity(of: $0) })
    for target in reports.report {
      guard !target.path.isEmpty else { throw usageError("--report needs the name of a file.") }
      guard target.format != nil else {
        throw usageError(
          "--report \(target.path): its format is not known by its ending (\(ConversionFormat.knownEndings)): "
            + "write FORMAT:FILE, with one of \(ConversionFormat.names).")
      }
    }
    for path in writtenFiles {
      let identity = path == "-" ? OutputFile.standardOutput : OutputFile.identity(of: path)
      guard let identity else { continue }
      guard !inputs.contains(identity) else {
        throw CommandFailure(
          exitStatus: ExitStatus.usage,
          message:
            "\(HiddenTokens.masked(path)) is one of the files to be read, and would be lost: give the report another name"
        )
      }
      guard seen.insert(identity).inserted else {
        throw usageError(
          "\(HiddenTokens.masked(path)) is to be written twice: give each report a place of its own.")
      }
    }
  }

  private func usageError(_ message: String) -> UsageError {
    UsageError(command: Self.self, message: message)
  }
}

extension FailOn {
  /// Returns the codes of the findings that fail the run, with their numbers, the most frequent first.
  fileprivate func codes(of conversions: Conversions) -> [(code: ConversionCode, count: Int)] {
    guard let least = ConversionCode.Severity(rawValue: rawValue) else { return [] }
    return conversions.findings.filter { $0.key.severity >= least }.map { ($0.key, $0.value) }
      .sorted { ($1.count, $0.code.rawValue) < ($0.count, $1.code.rawValue) }
  }
}
