internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking
internal import Synchronization
internal import SystemPackage

/// The walk over a site that `rewrite`, the audit and `--online` share.
///
/// A link may be a redirect's, and a redirect may stand in any file: in an `.htaccess` of the last folder, or in a page that
/// redirects. So no page with a link of the site's own can be finished before all files were seen. Reading every page twice
/// would be the simple answer and would double the time, though hardly a site has redirects that change anything. Hence two
/// passes:
///
///     found = RedirectFiles.read()                                   named files, files of static hosts
///     first pass:   SiteTree ─► WorkerPool ─► page bytes ─► RedirectCollector ─► found
///                                                 └──────► triage ─► untouched: copied or counted, done
///                                                            └─────► deferred
///     redirects = Site.scan(found)                                   if one leads to a group, all pages are deferred
///     second pass:  deferred ─► WorkerPool ─► page bytes ─► process ─► edits ─► output
///
/// The triage takes it that no redirect leads to a tracking group, which is so on most sites and is certain when the first
/// pass ends. A page without a link of a group is done with then. Where a redirect does lead to a group, the counts of the
/// first pass are forgotten and the second takes up all pages. Where that is likely from the start (a named file or the
/// root's `.htaccess` has a group's host, or servers are asked), the first pass collects redirects alone. A page is read
/// once where it is not deferred.
struct SiteWalk<Worker: SiteWorker>: Sendable {
  let site: Site
  let tree: SiteTree
  let interest: RedirectInterest
  let results: any SiteResults<Worker.Results>
  /// True if the site is changed in place.
  var writesInPlace = false
  /// True for files that are no pages, by their paths, whose unread links nobody wants to hear of.
  var isUnreadIgnored: @Sendable (String) -> Bool = { _ in false }
  /// Called once on each thread of each pass, with the rules for pages and the thread's number.
  let makeWorker: @Sendable (TaggingOptions, Int) -> Worker

  /// Files that the first pass left to the second.
  struct Deferred {
    /// The pages that remain; `nil` for all.
    var pages: DeferredPages?
    /// The first pass did all that is no page.
    var isOnlyPages = false
    /// Folders that could not be read; for a second pass that does not walk again and finds them itself.
    var problems: [Problem] = []
    /// The results of the first pass beside the pages.
    var beside = Beside()
    /// The links that get codes, as the first pass saw them, which takes it that no redirect leads to a group; `nil` where
    /// it did not look.
    var noted: LinkCodes?
  }

  /// The findings of a walk that are about no page.
  struct Beside: Sendable {
    /// Files that are no pages and hold addresses of groups.
    var unread = UnreadFiles()
    /// Globs that match nothing.
    var unmatched: [String] = []
  }

  private var options: RewriteOptions { site.options }

  /// - Parameter progress: given the state of the walk, at most about ten times a second.
  func run(progress: ProgressListener?) throws(SiteError) {
    let meter = ProgressMeter(progress)
    try meter.counting(pagesOf: site) { () throws(SiteError) in try run(meter) }
  }

  private func run(_ meter: ProgressMeter) throws(SiteError) {
    FileSystem.raiseOpenFileLimit()
    let isOutputNew = tree.output != nil && !site.isOutputThere
    let source = try site.redirectSite()
    let files = RedirectFiles(of: source)
    var found = FoundRedirects()
    var deferred = Deferred()
    if options.redirects.mode == .off {
      // No link is looked behind.
    } else if let facts = options.facts {
      try files.expect(facts, of: options.site)
      found = files.read(facts.facts)
    } else {
      found = try files.read()
      if mayTriage(found, files) {
        deferred = try firstPass(files, isOutputNew: isOutputNew, &found, meter)
      } else {
        found.append(walked: try source.collectRedirects(files, meter))
      }
    }

    let redirects = source.scan(&found, for: interest)
    let answered = try source.withAnswers(redirects, meter) { (scan) throws(SiteError) in
      try site.lookAtLinks(with: scan, meter)
    }
    if redirects != nil { deferred.pages = nil }
    var scan = answered.scan
    var mends = SiteMends.none
    if options.redirects.mode == .mend, let unmended = scan {
      let (mending, problems) = try mend(unmended, meter)
      for problem in problems { results.add(problem) }
      mends = site.mends(mending)
      results.add(mends)
      scan = mending.scan
    }
    for problem in found.problems + answered.problems { results.add(problem) }
    if deferred.pages == nil {
      results.forgetPages()
    } else {
      for problem in deferred.problems { results.add(problem) }
    }

    var rules = options.rules
    rules.redirects = scan ?? rules.redirects
    if rules.redirects == nil { rules.markedRedirects = source.redirectsOfMarkedLinks(found) }
    if let facts = options.facts, site.usesCodes {
      rules.codes = try facts.linkCodes
    } else if site.usesCodes {
      let writes = interest == .tagging && options.destination != nil && !options.dryRun
      let noted = rules.redirects == nil ? deferred.noted : nil
      let assignment = try site.assignCodes(rules, noted: noted, writes: writes, meter)
      rules.codes = assignment.codes
      if rules.task == .tag { results.add(assignment.counts) }
    }
    if deferred.isOnlyPages {
      meter.begin(.remainingPages, of: deferred.pages?.count)
    } else {
      meter.begin(.pages)
    }
    // Pages that the first pass wrote and that are taken up again are compared with what comes out now.
    let root = try site.openRoot(
      output: tree.output != nil, isOutputNew: isOutputNew && deferred.pages != nil)
    let beside = try secondPass(
      deferred, root, rules: rules, meter, mends, looksBeside: unreadSearch(files, found))
    results.add(beside.unread)
    for problem in beside.unread.problems(include: options.include)
      + site.problems(ofUnmatched: beside.unmatched)
    {
      results.add(problem)
    }
    let late = source.unansweredLinks(scan) + (scan?.problemsOfRules ?? [])
    for problem in late { results.add(problem) }
  }

  /// Finds the rules to be changed, and changes them where the site is changed in place: before the pages, whose links
  /// count on it.
  private func mend(_ scan: RedirectScan, _ meter: ProgressMeter) throws(SiteError) -> (
    SiteMending, [Problem]
  ) {
    let mending = try site.mending(scan, meter)
    let problems = site.problems(ofUnmended: mending)
    guard writesInPlace else { return (mending, problems) }
    let written = site.writeInPlace(mending, scan)
    return (written.mending, problems + written.problems)
  }

  // MARK: First pass

  /// Returns false where it is likely that all pages would be taken up again.
  private func mayTriage(_ found: FoundRedirects, _ files: RedirectFiles) -> Bool {
    options.rules.redirects == nil && options.redirectSite == nil && options.redirects.live == nil
      && !found.mentionsGroup
      // Redirect files may yet change.
      && options.redirects.mode != .mend
      && !files.rootFileMentionsGroup()
  }

  /// Collects the redirects, and does what no redirect can change.
  private func firstPass(
    _ files: RedirectFiles, isOutputNew: Bool, _ found: inout FoundRedirects, _ meter: ProgressMeter
  ) throws(SiteError) -> Deferred {
    meter.begin(.pages)
    let collected = Mutex((redirects: FoundRedirects(), pages: DeferredPages(), unread: UnreadFiles()))
    let noting = try site.codeSurvey()
    var survey = options.rules
    survey.codes = noting
    let search = unreadSearch(files, found)
    let pool = WorkerPool(jobs: site.jobs, capacity: FileBatch.mostQueued) {
      [makeWorker, options, survey] number in
      FirstPassWorker(
        worker: makeWorker(options.rules, number), collector: RedirectCollector(files: files),
        unread: search, survey: survey.codes.map { _ in PageRewriter(rules: survey) })
    } process: { (batch: FileBatch, state) in
      let deferred = batch.files.filter { !state.process($0, in: batch.folder) }
      collected.withLock { $0.pages.note(deferred, of: batch) }
      meter.add(pages: batch.files.count(where: \.isPage))
      results.add(state.worker.takeResults())
    } finish: { state in
      collected.withLock {
        $0.redirects.add(state.collector.found)
        $0.unread.add(state.unread.found)
      }
    }
    var problems: [Problem] = []
    let root = try site.openRoot(output: tree.output != nil, isOutputNew: isOutputNew)
    var unmatched: [String] = []
    try pool.runWalk { emit in
      unmatched = tree.walk(
        root: root, report: { problems.append(Problem($1, file: $0)) }, emit: { emit($0) })
    }
    let (redirects, pages, unread) = collected.withLock { all in
      // Nothing else holds the list, so that it is sorted where it is.
      defer { all.redirects = FoundRedirects() }
      return all
    }
    found.append(walked: redirects)
    return Deferred(
      pages: pages.isComplete ? pages : nil, isOnlyPages: true, problems: problems,
      beside: Beside(unread: unread, unmatched: unmatched), noted: noting)
  }

  private struct FirstPassWorker {
    let worker: Worker
    var collector: RedirectCollector
    var unread: UnreadFileSearch
    /// Notes the links that get codes, so that no page is read again for it; `nil` where none do.
    let survey: PageRewriter?
    let buffer = PageBuffer()

    /// - Returns: false for a page that is deferred.
    mutating func process(_ file: SiteFile, in folder: SiteFolder) -> Bool {
      guard case .page(let compressed) = file.role else {
        collector.collect(file, in: folder, buffer)
        unread.look(at: file, in: folder)
        worker.process(file, in: folder)
        return true
      }
      defer { buffer.clear() }
      // A page that cannot be read is deferred, to be told of when it is read again.
      guard let status = try? buffer.read(file.name, in: folder) else { return false }
      buffer.withPage { collector.collectPage($0, file.name, in: folder) }
      let page = SitePage(name: file.name, folder: folder, compressed: compressed, status: status)
      guard worker.triage(page, in: buffer) == .deferred else { return true }
      if let survey { buffer.withPage { _ = survey.rewrite($0, file: page.file) } }
      return false
    }
  }

  // MARK: Second pass

  /// Takes up what the first pass left.
  /// - Parameter search: looks beside the pages; `nil` where that was done.
  /// - Returns: what is to be said beside the pages, that of the first pass with it.
  @discardableResult
  fileprivate func secondPass(
    _ deferred: Deferred, _ root: SiteFolder, rules: TaggingOptions, _ meter: ProgressMeter,
    _ mends: SiteMends = .none,
    looksBeside search: UnreadFileSearch? = nil
  ) throws(SiteError) -> Beside {
    let found = Mutex(deferred.beside.unread)
    var unmatched = deferred.beside.unmatched
    let pool = WorkerPool(jobs: site.jobs, capacity: FileBatch.mostQueued) { [makeWorker] number in
      let worker = makeWorker(rules, number)
      worker.take(mends)
      return (worker: worker, buffer: PageBuffer(), unread: search)
    } process: { [isOnlyPages = deferred.isOnlyPages] (batch: FileBatch, state) in
      for file in batch.files {
        if file.isPage {
          Self.processPage(file, in: batch.folder, state.worker, state.buffer)
        } else if !isOnlyPages {
          state.unread?.look(at: file, in: batch.folder)
          state.worker.process(file, in: batch.folder)
        }
      }
      results.add(state.worker.takeResults(), batch: batch.number)
      meter.add(pages: batch.files.count(where: \.isPage))
    } finish: { state in
      if let unread = state.unread { found.withLock { $0.add(unread.found) } }
    }
    try pool.runWalk { emit in
      func report(_ file: String, _ error: Fault) { results.add(Problem(error, file: file)) }
      if let pages = deferred.pages {
        pages.visit(tree, root: root, report: report, emit: { emit($0) })
      } else {
        unmatched = tree.walk(root: root, report: report, emit: { emit($0) })
      }
    }
    return Beside(unread: found.withLock { $0 }, unmatched: unmatched)
  }

  private func unreadSearch(_ files: RedirectFiles, _ found: FoundRedirects) -> UnreadFileSearch {
    UnreadFileSearch(
      groups: options.rules.groups, redirects: files, included: found.included, isIgnored: isUnreadIgnored)
  }

  private static func processPage(
    _ file: SiteFile, in folder: SiteFolder, _ worker: Worker, _ buffer: PageBuffer
  ) {
    guard case .page(let compressed) = file.role else { return }
    defer { buffer.clear() }
    do throws(Fault) {
      let status = try buffer.read(file.name, in: folder)
      worker.process(
        SitePage(name: file.name, folder: folder, compressed: compressed, status: status), in: buffer)
    } catch {
      worker.fail(file, in: folder, because: error)
    }
  }
}

extension WorkerPool where Element == FileBatch {
  /// Hands the batches of a walk to the workers.
  fileprivate func runWalk(_ walk: (_ emit: (FileBatch) -> Void) -> Void) throws(SiteError) {
    do throws(Errno) {
      try run(walk)
    } catch {
      throw SiteError("the system gives no thread to work with: end other programs, or raise ulimit -u")
    }
  }
}

extension Site {
  /// Walks the site for its redirects alone.
  /// - Parameters:
  ///   - report: given each folder that could not be read. Where a second pass walks the site too, it reports them.
  ///   - enter: given each folder.
  ///   - see: given all files.
  /// - Returns: the redirects, in no order.
  func collectRedirects(
    _ files: RedirectFiles, _ meter: ProgressMeter, report: (_ file: String, Fault) -> Void = { _, _ in },
    enter: (SiteFolder) -> Void = { _ in }, see: (FileBatch) -> Void = { _ in }
  ) throws(SiteError) -> FoundRedirects {
    meter.begin(.findingRedirects)
    let collected = Mutex(FoundRedirects())
    let pool = WorkerPool(jobs: jobs, capacity: FileBatch.mostQueued) { _ in
      (collector: RedirectCollector(files: files), buffer: PageBuffer())
    } process: { (batch: FileBatch, state) in
      for file in batch.files { state.collector.collect(file, in: batch.folder, state.buffer) }
      meter.add(pages: batch.files.count(where: \.isPage))
    } finish: { state in
      collected.withLock { $0.add(state.collector.found) }
    }
    let tree = tree(output: nil, cleansUp: false)
    let root = try openRoot(output: false, isOutputNew: false)
    try pool.runWalk { emit in
      tree.walk(root: root, report: report, enter: enter) {
        see($0)
        emit($0)
      }
    }
    return collected.withLock { $0 }
  }

  /// Takes all pages past redirects that note which links they are asked about; nothing is written.
  func lookAtLinks(with scan: RedirectScan, _ meter: ProgressMeter) throws(SiteError) {
    var rules = options.rules
    rules.redirects = scan
    try lookAtLinks(with: rules, meter)
  }

  /// Takes all pages past rules that note what they are asked about; nothing is written.
  func lookAtLinks(with rules: TaggingOptions, _ meter: ProgressMeter) throws(SiteError) {
    meter.begin(.findingLinks)
    let walk = SiteWalk<FileWorker>(
      site: self, tree: tree(output: nil, cleansUp: false), interest: .tagging, results: NoResults()
    ) { rules, number in FileWorker(number: number, rewriter: PageRewriter(rules: rules)) }
    try walk.secondPass(.init(), try openRoot(output: false, isOutputNew: false), rules: rules, meter)
  }

  /// Drops results.
  private struct NoResults: SiteResults {
    func add(_ results: FileWorker.Results) {}
    func add(_ results: FileWorker.Results, batch: Int) {}
    func add(_ problem: Problem) {}
    func add(_ unread: UnreadFiles) {}
    func add(_ mends: SiteMends) {}
    func add(_ codes: LinkCodeCounts) {}
    func forgetPages() {}
  }
}
