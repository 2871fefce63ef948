internal import AutoTagRedirects
internal import AutoTagTracking

/// Rewrites the pages of a site that comes file after file, by its facts, so that a page comes out as in a run over the
/// site's folder.
final class StreamRewriter {
  let site: StreamedSite
  private let rewriter: PageRewriter
  private(set) var summary: StreamSummary
  private var siblings = StaleSiblings()

  /// - Parameter options: with facts, unless redirects are off. Nothing of the site is read.
  init(_ options: RewriteOptions) throws(SiteError) {
    site = try StreamedSite(options, for: .tagging)
    rewriter = PageRewriter(rules: site.rules)
    summary = StreamSummary(groups: options.rules.groups.map(\.name))
    for problem in site.problems { summary.add(problem) }
  }

  var isUntagging: Bool { site.rules.task == .untag }

  func rewrite(_ page: [UInt8], _ path: StreamedPath) -> PageOutcome {
    site.noteFolder(of: path)
    let outcome = rewriter.rewrite(page.span) { path.file }
    summary.add(outcome)
    if !outcome.edits.isEmpty { siblings.noteChanged(path) }
    return outcome
  }

  /// Takes note of a page that is left as it is, for a reason.
  func skip(_ problem: Problem) { summary.addSkipped(problem) }

  func note(_ problem: Problem) { summary.add(problem) }

  func passed(_ file: StreamedSite.Passing) {
    summary.addAsset()
    if let (sibling, page) = file.sibling { siblings.note(sibling, of: page) }
    site.passed(file)
  }

  /// Returns the summary when the last file has come.
  func finish() -> StreamSummary {
    for problem in site.lateProblems { summary.add(problem) }
    for problem in siblings.problems { summary.add(problem) }
    summary.finish(site.unread)
    summary.onlyFolder = site.onlyFolder
    return summary
  }
}
