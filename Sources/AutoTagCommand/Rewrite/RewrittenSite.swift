internal import AutoTagBytes
internal import AutoTagConfiguration
internal import AutoTagSite
internal import AutoTagTracking

/// A site of a run, and what was done with it.
struct RewrittenSite {
  let input: SiteInput
  /// The settings of the run.
  let options: RewriteOptions
  /// The folder that has the tagged copy; `nil` where there is none.
  let output: String?
  /// True if the site itself got the result.
  let isInPlace: Bool
  let summary: RunSummary
  let duration: Duration
}

extension RewrittenSite {
  /// The site in a report.
  /// - Parameter isOneOfSeveral: true if it is told from others by its path from the folder of the run.
  func part(isOneOfSeveral: Bool) -> RunReport.Part {
    let found = input.found + (output.map { ["Output: \($0)"] } ?? [])
    let root = isOneOfSeveral ? input.name : input.site
    var shown = summary.naming(ShownPaths(tracing: root))
    if let output {
      // A file of the site was changed in its copy.
      let copy = ShownPaths(of: output)
      shown.mendedRules = summary.mendedRules.map { rule in
        rule.naming(ShownPaths.isInside(rule.file) ? copy : ShownPaths(of: root))
      }
    }
    var part = RunReport.Part(
      title: input.name, summary: shown,
      duration: duration, options: options, found: found)
    part.json = .object(
      input.json(isInPlace: isInPlace)
        + [
          ("output", JSONValue(output)), ("facts", JSONValue(options.facts?.hash)),
          ("shard", JSONValue(options.shard?.text)),
        ] + JSONSummary.totals(summary)
        + [("duration_seconds", .number(Elapsed.seconds(duration)))])
    if input.isConfigured || output != nil && output == input.output {
      part.route =
        "\(input.site)\(output.map { " → \($0)" } ?? ""), as \(input.settings.configurationPath ?? "") says"
    }
    return part
  }
}

extension RunSummary {
  /// The sum of all sites, for programs. Where there are several, files are named with their sites.
  init(of sites: [RewrittenSite]) {
    self.init()
    for site in sites {
      add(sites.count > 1 ? site.summary.naming(ShownPaths(of: site.input.name)) : site.summary)
    }
  }
}
