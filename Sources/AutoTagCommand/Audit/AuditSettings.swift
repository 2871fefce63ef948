internal import AutoTagAudit
internal import AutoTagBaseline
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagSite

/// The audit of one site: its settings are the command line's, else the configuration's, else the defaults.
struct AuditSettings {
  let input: SiteInput
  let options: AuditOptions
  let failOn: FailOn
  /// The baseline that is gone by; `nil` for none.
  private let baseline: String?

  init(_ input: SiteInput, _ findings: FindingOptions, _ part: PartOptions) throws {
    self.input = input
    let makesBaseline = findings.known.writeBaseline != nil
    var options = try input.settings.auditOptions(
      baseline: findings.known.baseline, makesBaseline: makesBaseline)
    // A baseline is the site's, and names its files from there.
    if input.isBeside { options.baseline = nil }
    try part.limit(&options.rewrite)
    self.options = options
    baseline =
      input.isBeside
      ? nil : input.settings.baselineFile(named: findings.known.baseline, makesBaseline: makesBaseline)
    failOn = findings.failOn ?? input.settings.configuration.audit.failOn ?? .error
  }

  /// The site for reports, without its counts.
  var site: AuditedSite {
    var site = AuditedSite(name: input.name)
    site.configuration = input.settings.configurationPath
    site.lockFile = input.settings.lockFile
    site.baseline = baseline
    site.namedFiles = input.namedFileCounts.map { NamedFileCount($0.name, $0.count) }
    site.notes = input.notes(showsAll: true)
    return site
  }

  /// A word that a report of a part is not that of the whole; `nil` for the whole.
  var partNote: String? {
    options.rewrite.shard.map {
      "Part \($0.text) of \(input.site): what concerns all pages together, such as AnyTrack's tag on none of them, is "
        + "found by autotag merge of all parts' reports as JSON"
    }
  }

  /// The files that the settings are from, for -v.
  var found: [String] { input.found + ["Baseline: \(baseline ?? "none")"] }

  /// True if the baseline is that of the project, which does not tell one site from the other.
  var sharesBaseline: Bool {
    baseline.map { $0 != PathNames.joined(input.site, Baseline.Kind.audit.fileName) } ?? false
  }
}
