internal import AutoTagAudit
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagSite
import SystemPackage

/// Audits a site and makes the reports.
struct AuditRun {
  let settings: AuditSettings
  let reports: ReportOptions
  let writeBaseline: String?

  func run() throws {
    let output = StandardOutput()
    let audit = try SiteAudit(options)
    let sink = try sink(to: output)
    // Before the work, so that a name that cannot be written to is told at once.
    let baselineFile = try writeBaseline.map { path throws(CommandFailure) in
      try ReportFile(path, number: 0, output: output)
    }
    let result = try audited(audit, sink)
    try sink.finish(result.summary)
    // Of a run that could not read all pages the old baseline knows more.
    if let baselineFile, let writeBaseline {
      if result.summary.problems.isEmpty {
        baselineFile.write(Array(result.baseline.text.utf8))
        try baselineFile.finish()
      }
      tell(BaselineText.of(result, path: writeBaseline))
    }
    try output.finish()
    let summary = result.summary
    if reports.quiet {
      let lines = ProblemLines(style: reports.color.style(for: .standardError))
      StandardError.write(lines.text(summary.problems))
    }
    if !summary.problems.isEmpty { throw ExitStatus.filesFailed }
    if writeBaseline == nil, settings.failOn.isMet(by: summary) { throw ExitStatus.findings }
  }

  /// Tells a person what no report says.
  private func tell(_ text: String) {
    if !reports.quiet { StandardError.write(PrintableText.of(text) + "\n") }
  }

  /// A report of an earlier run that lies in the site is no part of it.
  private var options: AuditOptions {
    var options = settings.options
    let written = reports.report.map(\.path) + [writeBaseline].compactMap { $0 }
    options.rewrite.ownFiles += written.compactMap { try? FileSystem.realPath($0) }
    return options
  }

  private func sink(to output: StandardOutput) throws(CommandFailure) -> ReportSink {
    let sink = ReportSink(output: output)
    if reports.inventory != nil {
      sink.add(ReportFormat.csv.report(failOn: settings.failOn))
    } else if !reports.quiet, !isOutputTaken {
      let format = reports.format ?? .text
      sink.add(
        format.report(
          isColored: reports.color.isOn(for: .standardOutput),
          width: Terminal.width(.standardOutput), showsAll: reports.verbose,
          failOn: settings.failOn))
    }
    for target in reports.report {
      guard let format = target.format else { continue }
      try sink.add(format.report(failOn: settings.failOn), path: target.path)
    }
    return sink
  }

  /// Standard output belongs to a report or to the baseline that was sent there.
  private var isOutputTaken: Bool {
    (reports.report.map(\.path) + [writeBaseline].compactMap { $0 }).contains(
      where: ReportFile.isStandardOutput)
  }

  private func audited(_ audit: SiteAudit, _ sink: ReportSink) throws(SiteError) -> SiteAudit.Result {
    let isShownOnTerminal =
      !reports.quiet && Terminal.isTerminal(.standardOutput)
    // A progress line between the lines of a report would be no progress.
    let progress = reports.quiet || isShownOnTerminal ? nil : ProgressLine.ifWatched()
    defer { progress?.erase() }
    let showProgress = progress.map { line in { @Sendable (state: RunProgress) in line.show(state) } }
    sink.begin(audit.context)
    return try Interruption.answered {
      progress?.erase()
      return InterruptionText.of(progress?.lastProgress, writes: false)
    } during: { () throws(SiteError) in
      try audit.run(progress: showProgress) { sink.page($0) }
    }
  }
}
