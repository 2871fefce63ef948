import ArgumentParser
internal import AutoTagBytes
internal import AutoTagConfiguration
internal import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking
import SystemPackage

/// The report of a run over a stream.
struct StreamReport {
  let summary: StreamSummary
  let options: RewriteOptions
  let settings: SiteSettings
  /// The site's name: a file, or `-` for standard input.
  var site = "-"
  /// `nil` for a report that is the same whenever it is made.
  var duration: Duration?

  /// The summary for programs.
  var json: JSONValue {
    var json = JSONSummary(summary: summary.run, duration: duration)
    json.leftOut = summary.leftOut.values.reduce(0, +)
    json.sites = [
      .object(
        [
          ("site", .string(site)), ("configuration", JSONValue(settings.configurationPath)),
          ("facts", JSONValue(options.facts?.hash)),
        ] + JSONSummary.totals(summary.run))
    ]
    return json.value
  }

  /// The summary for people.
  func text(_ style: Style, found: [String], isVerbose: Bool, isOnlyAsking: Bool) -> String {
    var text = TextSummary(
      summary: summary.run, duration: duration ?? .zero, options: options, isOnlyAsking: isOnlyAsking)
    text.isVerbose = isVerbose
    text.found = found
    text.style = style
    return text.text + leftOut
  }

  /// Prints the summary on standard error, since standard output is the stream's: for people where it was asked for.
  func print(_ printing: PrintingOptions, _ failOn: GateOptions.FailOn?, tellsProblems: Bool) {
    let style = printing.color.style(for: .standardError)
    if printing.format == .json {
      StandardError.write(json.text() + "\n")
    } else if printing.verbose {
      StandardError.write(text(style, found: [settings.found], isVerbose: true, isOnlyAsking: false))
    } else if tellsProblems {
      if printing.quiet { return printComplaints(printing, failOn) }
      let lines = ProblemLines(style: style, limit: TextSummary.shownNotes)
      StandardError.write(lines.text(summary.run.problems) + leftOut)
    }
  }

  /// Prints the problems that a quiet run tells of too, on standard error.
  func printComplaints(_ printing: PrintingOptions, _ failOn: GateOptions.FailOn?) {
    let lines = ProblemLines(style: printing.color.style(for: .standardError), limit: TextSummary.shownNotes)
    StandardError.write(lines.text(summary.run.complaints(failingOn: failOn)) + leftOut)
  }

  private var leftOut: String {
    let count = summary.leftOut.values.reduce(0, +)
    return count == 0 ? "" : "\(Count.of(count, "more problem")) not listed.\n"
  }

  /// Ends a run by what it found.
  func end(_ failOn: GateOptions.FailOn?, isQuiet: Bool) throws(ExitCode) {
    if summary.count(.failure) > 0 { throw ExitStatus.filesFailed }
    guard let failOn else { return }
    let count = summary.count(.loss) + (failOn == .warning ? summary.count(.note) : 0)
    guard count > 0 else { return }
    if !isQuiet { StandardError.write(GateOptions.line(count, "problem", failingOn: failOn.rawValue)) }
    throw ExitStatus.findings
  }
}
