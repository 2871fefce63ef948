internal import AutoTagBytes
internal import AutoTagConfiguration
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking
import SystemPackage

/// Rewrites the files of a site from standard input to standard output.
struct StreamRun {
  let format: StreamOptions.Format
  let settings: SiteSettings
  let part: PartOptions
  let printing: PrintingOptions
  let failOn: GateOptions.FailOn?
  /// True if the token is taken out of links.
  let untags: Bool

  func run() throws {
    let start = ContinuousClock.now
    let options = try options
    let input = StreamInput(FileDescriptor.standardInput)
    let output = StreamOutput(FileDescriptor.standardOutput)
    let summary: StreamSummary
    switch format {
    case .records:
      summary = try RecordStream(options, from: input, to: output).run()
      var line: [UInt8] = []
      let json = StreamReport(summary: summary, options: options, settings: settings).json
      JSONValue.object([("end", .truth(true)), ("summary", json)]).writeLine(to: &line)
      try output.add(line + [0x0A])
    case .tar: summary = try TarStream(options, from: input, to: output).run()
    }
    try output.flush()
    let report = StreamReport(
      summary: summary, options: options, settings: settings, duration: ContinuousClock.now - start)
    // Whoever reads records has the problems of each with it.
    report.print(printing, failOn, tellsProblems: format != .records)
    try report.end(failOn, isQuiet: printing.quiet)
  }

  private var options: RewriteOptions {
    get throws {
      var options = settings.rewrite
      if untags { options.untag() }
      try part.limit(streamed: &options)
      return options
    }
  }
}
