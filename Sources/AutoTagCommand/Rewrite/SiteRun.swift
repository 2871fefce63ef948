internal import AutoTagConfiguration
internal import AutoTagSite
import SystemPackage

/// Rewrites a whole site and prints what was done.
struct SiteRun {
  let settings: SiteSettings
  let destination: DestinationOptions
  let printing: PrintingOptions
  let gate: GateOptions
  /// True if the run only says what it would do.
  let isOnlyAsking: Bool

  func run() throws {
    let output = StandardOutput()
    // Before the work, so that nothing is written where it is wrong.
    let lastRun = try gate.compare.map { path throws(LastRunError) in try LastRun(path: path) }
    var (summary, duration) = try rewritten(to: output)
    if let lastRun { summary.problems = lastRun.drops(in: summary) + summary.problems }
    let report = RunReport(
      summary: summary, duration: duration, settings: settings, printing: printing,
      isOnlyAsking: isOnlyAsking,
      isForStandardError: destination.diff)
    report.print(to: output)
    try output.finish()
    if !summary.failures.isEmpty { throw ExitStatus.filesFailed }
    if summary.isMet(gate.failOn) { throw ExitStatus.findings }
  }

  private var options: RewriteOptions {
    var options = settings.rewrite
    if let output = destination.output {
      options.destination = .output(
        path: output, prune: destination.prune, hardLinks: destination.hardLinks)
    } else if destination.inPlace {
      options.destination = .inPlace
    }
    options.dryRun = destination.dryRun
    return options
  }

  private func rewritten(to output: StandardOutput) throws(SiteError) -> (RunSummary, Duration) {
    let start = ContinuousClock.now
    let rewriter = try SiteRewriter(options)
    var showDiff: (@Sendable ([UInt8]) -> Void)?
    let diffGoesToTerminal =
      destination.diff && Terminal.isTerminal(.standardOutput)
    if destination.diff {
      let style = DiffStyle(
        isColored: printing.color.isOn(for: .standardOutput))
      showDiff = { output.write(style.painted($0)) }
    }
    // A progress line between the lines of a diff would be no progress.
    let progress = printing.quiet || diffGoesToTerminal ? nil : ProgressLine.ifWatched()
    defer { progress?.erase() }
    let showProgress = progress.map { line in { @Sendable (state: RunProgress) in line.show(state) } }
    let summary = try Interruption.answered { [writes = !isOnlyAsking] in
      progress?.erase()
      return InterruptionText.of(progress?.lastProgress, writes: writes)
    } during: { () throws(SiteError) in
      try rewriter.run(progress: showProgress, diff: showDiff)
    }
    return (summary, ContinuousClock.now - start)
  }
}
