internal import AutoTagConfiguration
internal import AutoTagSite
import SystemPackage

/// Prints what a run did, in the form and to the stream that was asked for.
struct RunReport {
  let summary: RunSummary
  let duration: Duration
  let settings: SiteSettings
  let printing: PrintingOptions
  /// True if the run only says what it would do.
  let isOnlyAsking: Bool
  /// True if standard output belongs to something else: the diff, for `git apply`, or the page.
  var isForStandardError: Bool

  func print(to output: StandardOutput) {
    let errorStyle = printing.color.style(for: .standardError)
    if printing.format == .json {
      output.write(JSONSummary(summary: summary, duration: duration).text)
    }
    if printing.quiet || printing.format == .json {
      // Whoever reads the log of a failed build sees why it failed, also when the report went elsewhere.
      let lines = ProblemLines(style: errorStyle, limit: TextSummary.shownNotes)
      StandardError.write(lines.text(summary.complaints))
      return
    }
    var text = TextSummary(
      summary: summary, duration: duration, options: settings.rewrite, isOnlyAsking: isOnlyAsking)
    text.isVerbose = printing.verbose
    text.configurationPath = settings.configurationPath
    if isForStandardError {
      text.style = errorStyle
      StandardError.write(text.text)
    } else {
      text.style = printing.color.style(for: .standardOutput)
      output.write(text.text)
    }
  }
}
