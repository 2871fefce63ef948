internal import AutoTagConfiguration
import AutoTagFiles
internal import AutoTagSite
internal import AutoTagTracking
import SystemPackage

/// Rewrites one page from standard input to standard output.
struct StandardInputRun {
  let settings: SiteSettings
  let destination: DestinationOptions
  let printing: PrintingOptions
  let failOn: GateOptions.FailOn?
  /// True if the page goes to no output.
  let isOnlyAsking: Bool
  /// True if the token is taken out of links.
  let untags: Bool

  /// The name of the page in problems.
  static let file = "-"

  private var options: RewriteOptions {
    var options = settings.rewrite
    if untags { options.rules.task = .untag }
    return options
  }

  func run() throws {
    let start = ContinuousClock.now
    if !untags, let group = settings.rewrite.rules.groups.first(where: \.usesCodes) {
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message:
          "the group \(group.name) has subid: code, and a code stands for a page, which standard input does not name: "
          + "name the page in its site, or the site's folder")
    }
    let page = try input()
    if let kind = OtherFormat.of(page.span) { try refuse(page, because: kind) }
    let outcome = PageRewriter(rules: options.rules).rewrite(page, file: Self.file)
    let output = StandardOutput()
    if destination.diff {
      let style = DiffStyle(
        isColored: printing.color.isOn(for: .standardOutput))
      if !outcome.edits.isEmpty {
        output.write(style.painted(UnifiedDiff.of(file: Self.file, page: page, edits: outcome.edits)))
      }
    } else if !destination.dryRun {
      // A page that could not be tagged goes on as it is: a filter in a build must not lose it.
      output.write(outcome.rewritten(page) ?? page)
    }
    let summary = summary(of: outcome)
    report(summary, duration: ContinuousClock.now - start, to: output)
    try output.finish()
    if !summary.failures.isEmpty { throw ExitStatus.filesFailed }
    try summary.expectNone(atOrAbove: failOn, isQuiet: printing.quiet)
  }

  /// Lets what is no page go through as it is: a filter must not lose it.
  private func refuse(_ input: [UInt8], because kind: String) throws {
    if !destination.diff, !destination.dryRun {
      let output = StandardOutput()
      output.write(input)
      try output.finish()
    }
    throw CommandFailure(
      exitStatus: ExitStatus.usage,
      message:
        "standard input is \(kind) and no HTML page, and nothing of it was changed: send one page, or name the "
        + "site's folder" + (kind == "a tar archive" ? "; an archive goes through with --stream tar" : ""))
  }

  private func input() throws(CommandFailure) -> [UInt8] {
    do throws(WholeFileError) {
      return try WholeFile.readStandardInput(limit: PageRewriter.largestPage)
    } catch {
      throw CommandFailure(
        exitStatus: ExitStatus.filesFailed, message: "cannot read standard input: \(error.description)")
    }
  }

  private func summary(of outcome: PageOutcome) -> RunSummary {
    var summary = RunSummary()
    for group in settings.rewrite.rules.groups { summary.groups[group.name] = .init() }
    summary.groups.merge(outcome.links) { $1 }
    summary.problems = outcome.problems
    summary.pages.read = 1
    summary.pages.changed = outcome.edits.isEmpty ? 0 : 1
    summary.pages.skipped = summary.failures.isEmpty ? 0 : 1
    return summary
  }

  /// A filter says what is wrong and nothing more, unless it is asked.
  private func report(_ summary: RunSummary, duration: Duration, to output: StandardOutput) {
    if destination.dryRun || printing.verbose {
      let part = RunReport.Part(
        title: Self.file, summary: summary, duration: duration, options: options,
        found: [settings.found])
      let report = RunReport(
        parts: [part], total: summary, shown: summary, printing: printing, isOnlyAsking: isOnlyAsking,
        isForStandardError: !destination.dryRun || destination.diff, failOn: failOn)
      report.print(to: output)
      return
    }
    let style = printing.color.style(for: .standardError)
    let lines = ProblemLines(style: style, limit: TextSummary.shownNotes)
    StandardError.write(lines.text(printing.quiet ? summary.complaints(failingOn: failOn) : summary.problems))
  }
}
