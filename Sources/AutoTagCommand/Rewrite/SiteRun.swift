internal import AutoTagSite
import SystemPackage

/// Rewrites a whole site and prints what was done.
struct SiteRun {
  let settings: RewriteSettings
  let command: RewriteCommand

  func run() throws {
    let output = StandardOutput()
    let (summary, duration) = try rewritten(to: output)
    let report = RunReport(
      summary: summary, duration: duration, settings: settings, command: command,
      isForStandardError: command.destination.diff)
    report.print(to: output)
    try output.finish()
    if !summary.failures.isEmpty { throw ExitStatus.filesFailed }
  }

  private func rewritten(to output: StandardOutput) throws(SiteError) -> (RunSummary, Duration) {
    let start = ContinuousClock.now
    let rewriter = try SiteRewriter(settings.options)
    var showDiff: (@Sendable ([UInt8]) -> Void)?
    let diffGoesToTerminal =
      command.destination.diff && Terminal.isTerminal(.standardOutput)
    if command.destination.diff {
      let style = DiffStyle(
        isColored: command.printing.color.isOn(for: .standardOutput))
      showDiff = { output.write(style.painted($0)) }
    }
    // A progress line between the lines of a diff would be no progress.
    let progress = command.printing.quiet || diffGoesToTerminal ? nil : ProgressLine.ifWatched()
    defer { progress?.erase() }
    var showProgress: (@Sendable (RunProgress) -> Void)?
    if let progress {
      showProgress = {
        if let asking = $0.asking {
          progress.show(answered: asking.answered, of: asking.of)
        } else {
          progress.show(pagesRead: $0.pagesRead, linksTagged: $0.linksTagged, bytesRead: $0.bytesRead)
        }
      }
    }
    let summary = try rewriter.run(progress: showProgress, diff: showDiff)
    return (summary, ContinuousClock.now - start)
  }
}
