internal import AutoTagConfiguration
internal import AutoTagRedirects
internal import AutoTagSite
import SystemPackage

/// Rewrites sites, one after the other, and prints what was done.
struct SitesRun {
  let inputs: RunInputs
  /// The destination of the result; `nil` where nothing is written.
  let result: RewriteOptions.Destination?
  let destination: DestinationOptions
  let part: PartOptions
  let printing: PrintingOptions
  let gate: GateOptions
  /// True if the token is taken out of links.
  let untags: Bool

  func run() throws {
    let output = StandardOutput()
    // Before the work, so that nothing is written where something is wrong.
    let lastRun = try gate.compare.map { path throws(LastRunError) in try LastRun(path: path) }
    let rewriters = try inputs.sites.map { input throws(SiteError) in
      var options = options(input)
      try part.limit(&options)
      return try SiteRewriter(options)
    }
    // A run of one looks by itself.
    if rewriters.count > 1 { for rewriter in rewriters { try rewriter.expectPages() } }
    if !printing.quiet { RunNotes.write(notes, printing.color) }
    var sites: [RewrittenSite] = []
    for (input, rewriter) in zip(inputs.sites, rewriters) {
      let (summary, duration) = try rewritten(rewriter, to: output)
      sites.append(
        RewrittenSite(
          input: input, options: rewriter.options, output: outputFolder, isInPlace: result == .inPlace,
          summary: summary,
          duration: duration))
    }
    var total = RunSummary(of: sites)
    let drops = lastRun?.drops(in: total) ?? []
    total.problems = drops + total.problems
    let parts = sites.map { $0.part(isOneOfSeveral: sites.count > 1) }
    var shown = RunSummary()
    for part in parts { shown.add(part.summary) }
    shown.problems = drops + shown.problems
    let report = RunReport(
      parts: parts, total: total, shown: shown, printing: printing, isOnlyAsking: isOnlyAsking,
      isForStandardError: destination.diff, failOn: gate.failOn, isOfOneProject: inputs.isLimited)
    report.print(to: output)
    try output.finish()
    if !total.failures.isEmpty { throw ExitStatus.filesFailed }
    try total.expectNone(atOrAbove: gate.failOn, isQuiet: printing.quiet)
  }

  private var isOnlyAsking: Bool { destination.dryRun || result == nil }

  private var outputFolder: String? {
    if case .output(let path, _, _) = result { path } else { nil }
  }

  private var notes: [String] {
    inputs.sites.flatMap { $0.notes(showsAll: printing.verbose, isInPlace: result == .inPlace) }
      + [outputFolder.flatMap { Project.intake(of: $0, ofSite: inputs.sites[0].site) }].compactMap(\.self)
  }

  private func options(_ input: SiteInput) -> RewriteOptions {
    var options = input.settings.rewrite
    options.destination = result
    options.dryRun = destination.dryRun
    if untags { options.untag() }
    return options
  }

  private func rewritten(
    _ rewriter: SiteRewriter, to output: StandardOutput
  ) throws(SiteError) -> (RunSummary, Duration) {
    let start = ContinuousClock.now
    var showDiff: (@Sendable ([UInt8]) -> Void)?
    let diffGoesToTerminal =
      destination.diff && Terminal.isTerminal(.standardOutput)
    if destination.diff {
      let style = DiffStyle(
        isColored: printing.color.isOn(for: .standardOutput))
      showDiff = { output.write(style.painted($0)) }
    }
    // A progress line between the lines of a diff would be no progress.
    let summary = try WatchedRun.of(
      showsLine: !printing.quiet && !diffGoesToTerminal, writes: !isOnlyAsking
    ) { (listener) throws(SiteError) in
      try rewriter.run(progress: listener, diff: showDiff)
    }
    return (summary, ContinuousClock.now - start)
  }
}
