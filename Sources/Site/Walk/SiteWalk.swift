internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking
internal import Synchronization

/// The walk over a site that `rewrite`, the audit and `--online` share.
///
/// A link may be a redirect's, and the redirects of a site are known when all of its files were seen. So there are two
/// passes. The first hands each page's bytes to the collector of redirects and to the triage, which lets nearly every page
/// go; the second takes up what was deferred: a few pages by their names or, where a redirect leads to a tracking group,
/// all of them, as any page may then have a link through it. A page is read once where nothing is deferred.
struct SiteWalk<Worker: SiteWorker>: Sendable {
  let rewriter: SiteRewriter
  let tree: SiteTree
  let interest: RedirectInterest
  let results: any SiteResults<Worker.Results>
  /// Called once on each thread of each pass, with the rules for pages and the thread's number.
  let makeWorker: @Sendable (TaggingOptions, Int) -> Worker

  /// The outcome of the first pass.
  struct Deferred {
    /// The pages that remain; `nil` for all.
    var pages: DeferredPages?
    /// The first pass did all that is no page.
    var isOnlyPages = false
    /// Folders that could not be read; for a second pass that does not walk again and finds them itself.
    var problems: [Problem] = []
  }

  private var options: RewriteOptions { rewriter.options }

  /// - Parameter progress: told how far asking servers is.
  func run(progress: (@Sendable (SiteRewriter.Progress) -> Void)?) throws(SiteError) {
    FileSystem.raiseOpenFileLimit()
    let isOutputNew = tree.output != nil && !rewriter.isOutputThere
    var (found, deferred) = try firstPass(isOutputNew: isOutputNew)
    let redirects = rewriter.scan(&found, for: interest)
    let answered = try rewriter.withAnswers(redirects, progress) { (scan) throws(SiteError) in
      try rewriter.lookAtLinks(with: scan)
    }
    if redirects != nil { deferred.pages = nil }
    for problem in found.problems + answered.problems { results.add(problem) }
    if deferred.pages == nil {
      results.forgetPages()
    } else {
      for problem in deferred.problems { results.add(problem) }
    }

    var rules = options.rules
    rules.redirects = answered.scan ?? rules.redirects
    // Pages that the first pass wrote and that are taken up again are compared with what comes out now.
    let root = try rewriter.openRoot(
      output: tree.output != nil, isOutputNew: isOutputNew && deferred.pages != nil)
    try secondPass(deferred, root, rules: rules)
    let late = rewriter.unansweredLinks(answered.scan) + (answered.scan?.boundlessRules ?? [])
    for problem in late { results.add(problem) }
  }

  // MARK: First pass

  /// Collects the redirects, and does what no redirect can change.
  private func firstPass(isOutputNew: Bool) throws(SiteError) -> (FoundRedirects, Deferred) {
    guard options.redirects.mode != .off else { return (FoundRedirects(), Deferred()) }
    let files = rewriter.redirectFiles
    var found = try files.read()
    let mayTriage =
      options.rules.redirects == nil && options.redirects.live == nil && !found.mentionsGroup
      && !files.rootFileMentionsGroup()
    guard mayTriage else {
      found.append(walked: try rewriter.collectRedirects())
      return (found, Deferred())
    }

    let collected = Mutex((redirects: FoundRedirects(), pages: DeferredPages()))
    let pool = WorkerPool(jobs: rewriter.jobs) { [makeWorker, options] number in
      FirstPassWorker(
        worker: makeWorker(options.rules, number), collector: RedirectCollector(files: files))
    } process: { batch, state in
      let deferred = batch.files.filter { !state.process($0, in: batch.folder) }
      collected.withLock { $0.pages.note(deferred, of: batch) }
      results.add(state.worker.takeResults())
    } finish: { state in
      collected.withLock { $0.redirects.add(state.collector.found) }
    }
    var problems: [Problem] = []
    let root = try rewriter.openRoot(output: tree.output != nil, isOutputNew: isOutputNew)
    try pool.run { emit in
      tree.walk(root: root, report: { problems.append(Problem($0, $1)) }, emit: { emit($0) })
    }
    let (redirects, pages) = collected.withLock { $0 }
    found.append(walked: redirects)
    return (
      found, Deferred(pages: pages.isComplete ? pages : nil, isOnlyPages: true, problems: problems)
    )
  }

  private struct FirstPassWorker {
    let worker: Worker
    var collector: RedirectCollector
    let buffer = PageBuffer()

    /// - Returns: false for a page that is deferred.
    mutating func process(_ file: SiteFile, in folder: SiteFolder) -> Bool {
      guard case .page(let compressed) = file.role else {
        collector.collect(file, in: folder, buffer)
        worker.process(file, in: folder)
        return true
      }
      defer { buffer.clear() }
      // A page that cannot be read is deferred, to be told of when it is read again.
      guard let status = try? buffer.read(file.name, in: folder) else { return false }
      buffer.withPage { collector.collectPage($0, file.name, in: folder) }
      let page = SitePage(name: file.name, folder: folder, compressed: compressed, status: status)
      return worker.triage(page, in: buffer) == .untouched
    }
  }

  // MARK: Second pass

  /// Takes up what the first pass left.
  fileprivate func secondPass(
    _ deferred: Deferred, _ root: SiteFolder, rules: TaggingOptions
  ) throws(SiteError) {
    let pool = WorkerPool(jobs: rewriter.jobs) { [makeWorker] number in
      (worker: makeWorker(rules, number), buffer: PageBuffer())
    } process: { [isOnlyPages = deferred.isOnlyPages] batch, state in
      for file in batch.files {
        if file.isPage {
          Self.processPage(file, in: batch.folder, state.worker, state.buffer)
        } else if !isOnlyPages {
          state.worker.process(file, in: batch.folder)
        }
      }
      results.add(state.worker.takeResults(), batch: batch.number)
    }
    try pool.run { emit in
      func report(_ file: String, _ error: FileError) { results.add(Problem(file, error)) }
      if let pages = deferred.pages {
        pages.visit(tree, root: root, report: report, emit: { emit($0) })
      } else {
        tree.walk(root: root, report: report, emit: { emit($0) })
      }
    }
  }

  private static func processPage(
    _ file: SiteFile, in folder: SiteFolder, _ worker: Worker, _ buffer: PageBuffer
  ) {
    guard case .page(let compressed) = file.role else { return }
    defer { buffer.clear() }
    do throws(FileError) {
      let status = try buffer.read(file.name, in: folder)
      worker.process(
        SitePage(name: file.name, folder: folder, compressed: compressed, status: status), in: buffer)
    } catch {
      worker.fail(file, in: folder, because: error)
    }
  }
}

extension SiteRewriter {
  /// Walks the site for its redirects alone.
  /// - Returns: what the walk found, in no order.
  func collectRedirects() throws(SiteError) -> FoundRedirects {
    let collected = Mutex(FoundRedirects())
    let files = redirectFiles
    let pool = WorkerPool(jobs: jobs) { _ in
      (collector: RedirectCollector(files: files), buffer: PageBuffer())
    } process: { batch, state in
      for file in batch.files { state.collector.collect(file, in: batch.folder, state.buffer) }
    } finish: { state in
      collected.withLock { $0.add(state.collector.found) }
    }
    let tree = tree(output: nil, cleansUp: false)
    let root = try openRoot(output: false, isOutputNew: false)
    // A folder that cannot be walked here cannot be walked by the second pass either, which reports it.
    try pool.run { emit in tree.walk(root: root, report: { _, _ in }, emit: { emit($0) }) }
    return collected.withLock { $0 }
  }
}

extension SiteRewriter {
  /// Takes all pages past redirects that note which links they are asked about; nothing is written.
  func lookAtLinks(with scan: RedirectScan) throws(SiteError) {
    var rules = options.rules
    rules.redirects = scan
    let walk = SiteWalk<FileWorker>(
      rewriter: self, tree: tree(output: nil, cleansUp: false), interest: .tagging, results: NoResults()
    ) { rules, number in FileWorker(number: number, rewriter: PageRewriter(rules: rules)) }
    try walk.secondPass(.init(), try openRoot(output: false, isOutputNew: false), rules: rules)
  }

  /// Drops results.
  private struct NoResults: SiteResults {
    func add(_ results: FileWorker.Results) {}
    func add(_ results: FileWorker.Results, batch: Int) {}
    func add(_ problem: Problem) {}
    func forgetPages() {}
  }
}
