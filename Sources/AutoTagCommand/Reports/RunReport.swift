internal import AutoTagAudit
internal import AutoTagBytes
internal import AutoTagConfiguration
internal import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking
import SystemPackage

/// Prints what a run did, in the form and to the stream that was asked for.
struct RunReport {
  /// The sites; a page of no site is one too.
  let parts: [Part]
  /// All sites for programs, and for people, who get the paths of files from where the program was run.
  let total: RunSummary
  let shown: RunSummary
  let printing: PrintingOptions
  /// True if the run only says what it would do.
  let isOnlyAsking: Bool
  /// True if standard output belongs to something else: the diff, for `git apply`, or the page.
  let isForStandardError: Bool
  /// The least problem that ends the run with 1.
  let failOn: GateOptions.FailOn?
  /// True if the parts hold named files of one project, of which one summary tells.
  var isOfOneProject = false

  struct Part {
    let title: String
    /// With the paths of files from where the program was run.
    let summary: RunSummary
    let duration: Duration
    let options: RewriteOptions
    /// The lines about what was found, for a verbose summary.
    let found: [String]
    /// The site for programs; `nil` for a page of no site.
    var json: JSONValue?
    /// The way from the site to its copy, where neither was named on the command line.
    var route: String?
  }

  func print(to output: StandardOutput) {
    let errorStyle = printing.color.style(for: .standardError)
    if printing.format == .json {
      var json = JSONSummary(summary: total, duration: duration)
      json.sites = parts.compactMap(\.json)
      output.write(json.text)
    }
    if printing.quiet || printing.format == .json {
      // Whoever reads the log of a failed build sees why it failed, also when the report went elsewhere.
      let lines = ProblemLines(style: errorStyle, limit: TextSummary.shownNotes)
      StandardError.write(lines.text(shown.complaints(failingOn: failOn)))
      return
    }
    if isForStandardError {
      StandardError.write(text(errorStyle))
    } else {
      output.write(text(printing.color.style(for: .standardOutput)))
    }
  }

  private var duration: Duration { parts.reduce(.zero) { $0 + $1.duration } }

  private func text(_ style: Style) -> String {
    if isOfOneProject, parts.count > 1, let first = parts.first {
      var text = TextSummary(
        summary: total, duration: duration, options: first.options, isOnlyAsking: isOnlyAsking)
      text.isVerbose = printing.verbose
      text.found = parts.flatMap(\.found)
      text.style = style
      return text.text
    }
    guard parts.count > 1, let first = parts.first else {
      return parts.map { part in
        let route = part.route.map { style.paint(PrintableText.of($0), .dim) + "\n" } ?? ""
        return route + summary(of: part, shown, style).text
      }.joined()
    }
    var texts = parts.map { part in
      var text = summary(of: part, part.summary, style)
      text.title = part.title
      return text.text
    }
    var text = TextSummary(
      summary: shown, duration: duration, options: first.options, isOnlyAsking: isOnlyAsking)
    text.title = "\(parts.count) sites together"
    text.style = style
    // Those of one site were told with it.
    let told = Set(parts.flatMap(\.summary.problems))
    text.shownProblems = shown.problems.filter { !told.contains($0) }
    texts.append(text.text)
    return texts.joined(separator: "\n")
  }

  private func summary(of part: Part, _ summary: RunSummary, _ style: Style) -> TextSummary {
    var text = TextSummary(
      summary: summary, duration: part.duration, options: part.options, isOnlyAsking: isOnlyAsking)
    text.isVerbose = printing.verbose
    text.found = part.found
    text.style = style
    return text
  }
}
