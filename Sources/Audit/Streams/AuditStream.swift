internal import AutoTagBaseline
internal import AutoTagBytes
package import AutoTagSite
internal import AutoTagTracking

/// Audits the pages of a site that comes file after file, by its facts: a line of JSON for each file, in their order, and one
/// behind the last that has what is said of the site.
///
/// All lines are written before a read that may wait, so that who sends a file and waits gets its line.
package struct AuditStream: ~Copyable {
  private let options: AuditOptions
  private let filter: FindingFilter
  private let reading: StreamReading<PageAuditor>
  private let results: AuditResults
  private let output: StreamOutput

  /// The most files that could not be read and are listed behind the last line.
  package static let mostProblems = 10_000

  /// - Parameter options: with facts, unless redirects are off. Nothing of the site is read.
  package init(
    _ options: AuditOptions, from input: StreamInput, to output: StreamOutput
  ) throws(SiteError) {
    let filter = FindingFilter(options)
    let baseline = Set(options.baseline?.entries.map(\.fingerprint) ?? [])
    // Nothing is beside a stream that its pages could be made from.
    let sources = SourceFinder(site: "", findProject: { nil })
    results = AuditResults(
      filter: filter, baseline: baseline, expected: baseline, makesBaseline: false, sources: sources,
      part: AuditPart.Head(
        shard: nil, facts: options.rewrite.facts?.hash, include: options.rewrite.include),
      page: { _ in })
    reading = try StreamReading(
      options.rewrite, from: input,
      ignoringUnread: { filter.ignored(in: $0).ignore(FileChecks.unreadLinks.code) },
      beforeReading: { () throws(StreamError) in try output.flush() },
      makeReader: { PageAuditor(tagging: $0, filter: filter, baseline: baseline, makesBaseline: false) })
    (self.options, self.filter, self.output) = (options, filter, output)
  }

  /// Runs to the end of the input.
  /// - Parameter site: the settings that the audit went by, for the last line.
  /// - Returns: the counts; of the files that could not be read the first ones.
  package consuming func run(
    _ format: StreamScan.Format, site: AuditedSite
  ) throws(StreamError) -> (summary: AuditSummary, problemsLeftOut: Int) {
    let (results, output) = (results, output)
    var buffer = JSONBuffer()
    var problems = (kept: 0, leftOut: 0)
    let beside = try reading.run(format) { (item, found) throws(StreamError) in
      var found = found
      if let problem = item.problem { found.summary.problems.append(problem) }
      try output.add(AuditLine.of(item, found, &buffer))
      let room = Self.mostProblems - problems.kept
      problems.leftOut += max(0, found.summary.problems.count - room)
      found.summary.problems = Array(found.summary.problems.prefix(room))
      problems.kept += found.summary.problems.count
      results.add(found)
    }
    for problem in beside.problems { results.add(problem) }
    results.add(beside.unread)
    var summary = results.finished().summary
    summary.part?.siblings = beside.siblings
    var site = site
    site.summary = summary
    site.notes = [AuditPart.note(onSiblings: beside.siblings)].compactMap(\.self)
    summary.sites = [site]
    let context = AuditContext(site: site.name, version: options.version, checks: filter.checks)
    try output.add(AuditLine.end(context, summary, problemsLeftOut: problems.leftOut))
    try output.flush()
    return (summary, problems.leftOut)
  }
}
