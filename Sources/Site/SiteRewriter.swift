internal import AutoTagFiles
package import AutoTagRedirects
package import AutoTagTracking
package import AutoTagWebURL

/// Takes a whole site through the page rewriter. Memory does not grow with the site.
///
/// A run is a `SiteWalk`: one walk reads each page and lets nearly all of them go; the pages that are left are rewritten when
/// the redirects of all files are known. The walk says why there are two passes.
package struct SiteRewriter: Sendable {
  let site: Site

  package var options: RewriteOptions { site.options }

  /// - Throws: `SiteError` when the site or the output folder cannot be used as asked.
  package init(_ options: RewriteOptions) throws(SiteError) {
    site = try Site(options)
  }

  /// Runs to the end; one bad file does not stop the others.
  /// - Parameters:
  ///   - progress: given the state of the run; called from the workers, at most about ten times a second.
  ///   - diff: given the unified diff of each changed page, in the order of the tree: a folder's pages by
  ///     name, then its folders by name.
  package func run(
    progress: ProgressListener? = nil, diff: (@Sendable ([UInt8]) -> Void)? = nil
  ) throws(SiteError) -> RunSummary {
    try run(progress: progress, diff: diff) { PageRewriter(rules: $0) }
  }

  /// - Parameter makeRewriter: makes the rewriter of each worker.
  func run(
    progress: ProgressListener?, diff: (@Sendable ([UInt8]) -> Void)?,
    makeRewriter: @escaping @Sendable (TaggingOptions) -> PageRewriter
  ) throws(SiteError) -> RunSummary {
    try site.expectPages()
    let pruning = try site.pruning()
    let output: OutputTree? =
      if !options.dryRun, case .output(_, let prunes, let linksUnchanged) = options.destination {
        OutputTree(prunes: prunes, linksUnchanged: linksUnchanged)
      } else { nil }
    let writesInPlace = options.destination == .inPlace && !options.dryRun
    let results = RewriteResults(
      groups: options.rules.groups.map(\.name), diff: diff, prefix: options.diffPrefix)
    try SiteWalk<FileWorker>(
      site: site, tree: site.tree(output: output, cleansUp: writesInPlace), interest: .tagging,
      results: results, writesInPlace: writesInPlace
    ) { rules, number in
      FileWorker(
        number: number, rewriter: makeRewriter(rules), writesInPlace: writesInPlace, output: output,
        makesDiff: diff != nil, diffPrefix: options.diffPrefix)
    }.run(progress: progress)
    if let pruning { results.add(output?.pruned.files ?? pruning) }
    return results.finished()
  }

  /// Looks for the first page of the site, so that a wrong folder is told of before anything is written or removed.
  /// - Throws: `SiteError` where there is none, and `RewriteOptions.allowsEmpty` does not accept that. A folder that cannot
  ///   be read may hold pages; the run reports it.
  package func expectPages() throws(SiteError) { try site.expectPages() }

  /// Reads a site's redirects and no page for its links.
  /// - Parameters:
  ///   - interest: the redirects that are wanted.
  ///   - links: where servers are asked, the links to ask about.
  ///   - progress: given the state of asking.
  /// - Returns: the redirects, `nil` where there are none of interest; the rules that a rewrite changes, `nil` where it
  ///   would change none; and the problems of the redirects' files.
  package func loadRedirects(
    for interest: RedirectInterest, asking links: [WebURL] = [],
    progress: ProgressListener? = nil
  ) throws(SiteError) -> (scan: RedirectScan?, mending: SiteMending?, problems: [Problem]) {
    guard options.redirects.mode != .off else { return (nil, nil, []) }
    let meter = ProgressMeter(progress)
    let files = RedirectFiles(of: site)
    var found = try files.read()
    found.append(walked: try site.collectRedirects(files, meter))
    let scan = site.scan(&found, for: interest)
    let answered = try site.withAnswers(scan, asking: links, meter) { (scan) throws(SiteError) in
      for link in links { _ = scan.chain(from: link) }
    }
    var problems = found.problems + answered.problems
    var mending: SiteMending?
    if options.redirects.mode == .mend, let scan = answered.scan {
      let made = try site.mending(scan, meter, and: links)
      problems += site.problems(ofUnmended: made)
      mending = made
    }
    return (answered.scan, mending, problems)
  }
}
