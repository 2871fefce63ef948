package import AutoTagBaseline
internal import AutoTagBytes
internal import AutoTagFiles
package import AutoTagSite

/// Audits a whole site: reads it as `rewrite` does, decides about each link by the same code, and changes nothing.
/// Memory does not grow with the site.
package struct SiteAudit: Sendable {
  package let options: AuditOptions
  private let rewriter: SiteRewriter
  private let filter: FindingFilter
  private let sources: SourceFinder

  /// The outcome of an audit besides its pages.
  package struct Result: Sendable {
    package var summary: AuditSummary
    /// All findings of the site that are not ignored, those of the baseline too; empty unless
    /// `AuditOptions.makesBaseline` asks for it.
    package var baseline: Baseline
  }

  /// - Throws: `SiteError` when the site cannot be read, or has no page and `RewriteOptions.allowsEmpty` does not accept that.
  package init(_ options: AuditOptions) throws(SiteError) {
    self.options = options
    rewriter = try SiteRewriter(options.rewrite)
    try rewriter.expectPages()
    filter = FindingFilter(options)
    sources = SourceFinder(site: options.rewrite.site, findProject: options.findProject)
  }

  /// The facts that reports are given first.
  package var context: AuditContext {
    let paths = ShownPaths(of: options.rewrite.site).tracing(FileOrigins(sources.original))
    return AuditContext(
      site: options.rewrite.site, paths: paths, version: options.version, checks: filter.checks)
  }

  /// The fingerprints of the baseline that this audit would find again if they were not fixed: of a run that is limited to
  /// named files, those of these files.
  private var expected: Set<String> {
    let entries = options.baseline?.entries ?? []
    guard let named = options.rewrite.named else { return Set(entries.map(\.fingerprint)) }
    let files = Set(named.map { PathText.shown(FileName.displayPath($0)) })
    return Set(entries.filter { files.contains($0.subject) }.map(\.fingerprint))
  }

  /// Returns what runs read a file as, in words; see `SiteRewriter.input(at:)`.
  package func input(at path: String) -> String? { rewriter.input(at: path) }

  /// Runs to the end; a file that cannot be read is a problem in the summary and does not stop the others.
  /// - Parameters:
  ///   - progress: told how far the run is, at most about ten times a second.
  ///   - page: given each page that has links or findings, one after the other, in the order of the tree: a
  ///     folder's pages by name, then its folders by name.
  package func run(
    progress: ProgressListener? = nil, page: @escaping @Sendable (AuditedPage) -> Void
  ) throws(SiteError) -> Result {
    let baseline = Set(options.baseline?.entries.map(\.fingerprint) ?? [])
    let results = AuditResults(
      filter: filter, baseline: baseline, expected: expected, makesBaseline: options.makesBaseline,
      sources: sources, part: options.part, page: page)
    let isIgnored: @Sendable (String) -> Bool = { [filter] in
      filter.ignored(in: $0).ignore(FileChecks.unreadLinks.code)
    }
    try rewriter.readPages(to: results, ignoringUnread: isIgnored, progress: progress) {
      [filter, options, sources] tagging in
      PageAuditor(
        tagging: tagging, filter: filter, baseline: baseline, makesBaseline: options.makesBaseline,
        sources: sources)
    }
    let (summary, all) = results.finished()
    return Result(summary: summary, baseline: all)
  }
}
