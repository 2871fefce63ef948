internal import AutoTagAudit
internal import AutoTagBaseline
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagSite
internal import AutoTagText
import SystemPackage

/// Audits sites, one after the other, and makes the reports, which are of all of them.
struct AuditRun {
  let sites: [AuditSettings]
  let reports: ReportOptions
  let writeBaseline: String?

  func run() throws {
    let output = StandardOutput()
    if !writtenFiles.isEmpty {
      for site in sites { try expectNoInput(try SiteAudit(site.options)) }
    }
    let audits = try sites.map { site throws(SiteError) in try SiteAudit(options(of: site)) }
    let sink = try sink(to: output)
    // Before the work, so that a name that cannot be written to is told at once.
    let baselineFile = try writeBaseline.map { path throws(CommandFailure) in
      try ReportFile(path, number: 0, output: output)
    }
    if !reports.quiet {
      let notes = sites.flatMap { site in
        site.input.notes(showsAll: reports.verbose) + [site.input.copyNote, site.partNote].compactMap(\.self)
      }
      RunNotes.write(notes, reports.color)
    }
    if reports.verbose, isTextPrinted {
      let style = reports.color.style(for: .standardOutput)
      output.write(sites.flatMap(\.found).map { style.paint(PrintableText.of($0), .dim) + "\n" }.joined())
    }
    let context = context(of: audits)
    let shownPaths = context.paths
    sink.begin(context)
    var audited: [AuditedSite] = []
    // One alone where a baseline is wanted.
    var results: [SiteAudit.Result] = []
    for (settings, audit) in zip(sites, audits) {
      var site = settings.site
      let result = try self.audited(audit, named: sites.count > 1 ? site.name : nil, sink)
      site.summary = result.summary
      audited.append(site)
      results.append(result)
    }
    var summary = AuditSummary(of: audited)
    summary.isOfOneProject = sites.contains { $0.input.files != nil }
    try sink.finish(summary)
    // Of a run that could not read all pages the old baseline knows more.
    if let baselineFile, let writeBaseline, let result = results.first {
      if summary.problems.isEmpty {
        baselineFile.write(Array(result.baseline.text.utf8))
        try baselineFile.finish()
      }
      let isFound = sites.first?.input.settings.finds(baseline: writeBaseline) ?? false
      tell(
        BaselineText.of(
          result.baseline, path: writeBaseline, unread: summary.problems.count, isFound: isFound))
    }
    try output.finish()
    if reports.quiet {
      let lines = ProblemLines(style: reports.color.style(for: .standardError))
      StandardError.write(lines.text(summary.problems.map { $0.naming(shownPaths) }))
    }
    let failing = writeBaseline == nil ? zip(sites, audited).filter { $0.failOn.isMet(by: $1.summary) } : []
    // Where the findings themselves are not printed.
    if !failing.isEmpty, reports.quiet || reports.inventory != nil {
      let count = failing.reduce(0) { $0 + $1.0.failOn.count(in: $1.1.summary) }
      StandardError.write(GateOptions.line(count, "finding", failingOn: failOn.rawValue))
    }
    if !summary.problems.isEmpty { throw ExitStatus.filesFailed }
    if !failing.isEmpty { throw ExitStatus.findings }
  }

  /// Tells a person what no report says.
  private func tell(_ text: String) {
    if !reports.quiet { StandardError.write(PrintableText.of(text) + "\n") }
  }

  private var writtenFiles: [String] { reports.report.map(\.path) + [writeBaseline].compactMap(\.self) }

  /// Refuses to write over what the audit reads.
  private func expectNoInput(_ audit: SiteAudit) throws(CommandFailure) {
    for path in writtenFiles {
      // A baseline may be written anew.
      guard let input = audit.input(at: path), path != writeBaseline || !path.hasSuffix(".json") else {
        continue
      }
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message:
          "\(path) is \(input), which would be lost: give the report another name, or remove the file first")
    }
  }

  /// A report of an earlier run that lies in the site is no part of it.
  private func options(of site: AuditSettings) -> AuditOptions {
    var options = site.options
    options.rewrite.ownFiles += writtenFiles.compactMap { try? FileSystem.realPath($0) }
    return options
  }

  /// The facts about all sites: their files are named from the folder that the program was run in.
  private func context(of audits: [SiteAudit]) -> AuditContext {
    let contexts = audits.map(\.context)
    guard contexts.count > 1, let first = contexts.first else {
      return contexts.first ?? AuditContext(site: "", version: "", checks: [])
    }
    var checks = first.checks
    for check in contexts.dropFirst().flatMap(\.checks)
    where !checks.contains(where: { $0.code == check.code }) {
      checks.append(check)
    }
    return AuditContext(site: ".", version: first.version, checks: checks.sorted { $0.code < $1.code })
  }

  /// The least severity that fails the run for one of the sites.
  private var failOn: FailOn {
    let order: [FailOn] = [.info, .warning, .error, .never]
    return order.first { level in sites.contains { $0.failOn == level } } ?? .error
  }

  private func sink(to output: StandardOutput) throws(CommandFailure) -> ReportSink {
    let sink = ReportSink(output: output)
    if reports.inventory != nil {
      sink.add(ReportFormat.csv.report(failOn: failOn))
    } else if !reports.printsNoText, !isOutputTaken {
      let format = reports.format ?? .text
      sink.add(
        format.report(
          isColored: reports.color.isOn(for: .standardOutput),
          width: Terminal.width(.standardOutput), showsAll: reports.verbose,
          failOn: failOn))
    }
    for target in reports.report {
      guard let format = target.format else { continue }
      try sink.add(format.report(failOn: failOn), path: target.path)
    }
    return sink
  }

  private var isTextPrinted: Bool {
    reports.inventory == nil && !reports.quiet && !isOutputTaken && (reports.format ?? .text) == .text
  }

  /// Standard output belongs to a report or to the baseline that was sent there.
  private var isOutputTaken: Bool {
    writtenFiles.contains(where: ReportFile.isStandardOutput)
  }

  /// True where the terminal gets a report page by page, between whose lines a line of progress would be no progress. The text
  /// without `--verbose` comes at the end, as what many pages share is told once.
  private var isReportWrittenMeanwhile: Bool {
    Terminal.isTerminal(.standardOutput) && (reports.verbose || !isTextPrinted)
  }

  /// - Parameter name: the site's, where it is one of several.
  private func audited(
    _ audit: SiteAudit, named name: String?, _ sink: ReportSink
  ) throws(SiteError) -> SiteAudit.Result {
    let paths = name.map { ShownPaths(tracing: $0) }
    return try WatchedRun.of(showsLine: !reports.quiet && !isReportWrittenMeanwhile, writes: false) {
      (listener) throws(SiteError) in
      try audit.run(progress: listener) { page in sink.page(paths.map { page.inSite($0) } ?? page) }
    }
  }
}
