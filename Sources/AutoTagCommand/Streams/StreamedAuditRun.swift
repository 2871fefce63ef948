internal import AutoTagAudit
internal import AutoTagConfiguration
internal import AutoTagSite
internal import AutoTagText
import SystemPackage

/// Audits the files of a site from standard input, and prints a line of JSON for each.
struct StreamedAuditRun {
  let format: StreamOptions.Format
  let settings: SiteSettings
  let findings: FindingOptions
  let part: PartOptions
  let isQuiet: Bool
  let isVerbose: Bool
  let color: ColorChoice

  /// The name of standard input in reports.
  private static let name = "-"

  func run() throws {
    var options = try settings.auditOptions(baseline: findings.known.baseline, makesBaseline: false)
    try part.limit(streamed: &options.rewrite)
    var site = AuditedSite(name: Self.name)
    site.configuration = settings.configurationPath
    site.lockFile = settings.lockFile
    site.baseline = settings.baselineFile(named: findings.known.baseline, makesBaseline: false)
    if isVerbose {
      StandardError.write(
        [settings.found, "Baseline: \(site.baseline ?? "none")"].map { PrintableText.of($0) + "\n" }.joined())
    }
    let (summary, left) = try AuditStream(
      options, from: StreamInput(FileDescriptor.standardInput),
      to: StreamOutput(FileDescriptor.standardOutput)
    ).run(format.files, site: site)
    if !isQuiet { RunNotes.write([Self.note] + summary.sites.flatMap(\.notes), color) }
    let failOn = findings.failOn ?? settings.configuration.audit.failOn ?? .error
    if failOn.isMet(by: summary) {
      StandardError.write(
        GateOptions.line(failOn.count(in: summary), "finding", failingOn: failOn.rawValue))
    }
    if !summary.problems.isEmpty || left > 0 { throw ExitStatus.filesFailed }
    if failOn.isMet(by: summary) { throw ExitStatus.findings }
  }

  private static let note =
    "What concerns all pages together, such as AnyTrack's tag on none of them, is found by autotag merge of the output of "
    + "all streams of the site"
}
