public import AutoScan
internal import AutoTagFiles
internal import LiveRedirects
internal import SystemPackage
internal import TrackingLinks
internal import Workers

/// Takes a whole site through the page rewriter: names its files, hands them to one worker per core, writes
/// the result. Memory does not grow with the site.
public struct SiteRewriter: Sendable {
  public let options: RewriteOptions
  let site: String
  private let output: String?

  /// - Throws: `SiteError` when the site or the output folder cannot be used as asked.
  public init(_ options: RewriteOptions) throws(SiteError) {
    self.options = options
    do throws(Errno) {
      site = try FileSystem.realPath(options.site)
      let root = try FileSystem.openFolder(
        FileName(site), in: FileSystem.currentFolder, followsLinks: true)
      try? root.close()
    } catch Errno.notDirectory {
      throw SiteError(
        "\(options.site) is a file and not a site's folder: name the folder, or send the page through "
          + "`autotag rewrite -`")
    } catch {
      throw SiteError("the site \(options.site) cannot be read: \(error.description)")
    }
    guard case .output(let path, _, _) = options.destination else {
      output = nil
      return
    }
    let resolved = try Self.resolve(path)
    if resolved == site {
      throw SiteError(
        "the output \(path) is the site itself: name another folder, or change the pages where they are "
          + "with --in-place")
    }
    if Self.isPath(resolved, in: site) {
      throw SiteError("the output \(path) is inside the site \(options.site): name a folder beside it")
    }
    if Self.isPath(site, in: resolved) {
      throw SiteError("the site \(options.site) is inside the output \(path): name a folder beside it")
    }
    output = resolved
  }

  /// How far a run is. Called from the workers, at most about ten times a second.
  public struct Progress: Sendable {
    public var pagesRead = 0
    public var linksTagged = 0
    public var bytesRead = 0
    /// While servers are asked: how many links are answered, of how many.
    public var asking: (answered: Int, of: Int)?
  }

  /// Runs to the end; one bad file does not stop the others.
  /// - Parameters:
  ///   - progress: told how far the run is.
  ///   - diff: given the unified diff of each changed page, in the order of the tree: a folder's pages by
  ///     name, then its folders by name.
  public func run(
    progress: (@Sendable (Progress) -> Void)? = nil, diff: (@Sendable ([UInt8]) -> Void)? = nil
  ) throws(SiteError) -> RunSummary {
    try run(progress: progress, diff: diff) { PageRewriter(rules: $0) }
  }

  /// Looks for the first page of the site, so that a wrong folder is told of before anything is written or removed.
  /// - Throws: `SiteError` where there is none, and `RewriteOptions.allowsEmpty` does not accept that. A folder that cannot
  ///   be read may hold pages; the run reports it.
  package func expectPages() throws(SiteError) {
    guard !options.allowsEmpty else { return }
    let root = SiteFolder(path: [], source: try openSite(), output: nil)
    var mayHavePages = false
    tree(output: nil, cleansUp: false).walk(root: root) { _, _ in
      mayHavePages = true
    } emit: { batch in
      mayHavePages = mayHavePages || batch.files.contains(where: \.isPage)
    } isDone: {
      mayHavePages
    }
    guard !mayHavePages else { return }
    let without = options.exclude.isEmpty ? "" : ", without \(options.exclude.joined(separator: ", "))"
    throw SiteError(
      "no page was found in \(options.site): looked for \(options.include.joined(separator: ", "))\(without); name the "
        + "folder that holds the built pages, choose others with --include, or accept it with --allow-empty")
  }

  /// The walk of the site as the options have it.
  func tree(output: OutputTree?, cleansUp: Bool) -> SiteTree {
    SiteTree(
      selection: PageSelection(include: options.include, exclude: options.exclude),
      hidden: Set(options.ownFiles.compactMap { Self.names(of: $0, below: site) }), output: output,
      cleansUp: cleansUp)
  }

  /// - Parameter makeRewriter: called once for each worker.
  func run(
    progress: (@Sendable (Progress) -> Void)?, diff: (@Sendable ([UInt8]) -> Void)?,
    makeRewriter: @escaping @Sendable (PageRules) -> PageRewriter
  ) throws(SiteError) -> RunSummary {
    FileSystem.raiseOpenFileLimit()
    try expectPages()
    let jobs = options.jobs > 0 ? options.jobs : FileSystem.availableCores
    let outputTree: OutputTree? =
      if !options.dryRun, case .output(_, let prunes, let linksUnchanged) = options.destination {
        OutputTree(prunes: prunes, linksUnchanged: linksUnchanged)
      } else { nil }
    let writesInPlace = options.destination == .inPlace && !options.dryRun
    let tree = tree(output: outputTree, cleansUp: writesInPlace)
    let ledger = RunLedger(
      groups: options.rules.groups.map(\.name), window: Crew<FileWorker>.queuedBatches, progress: progress,
      diff: diff)
    let isOutputNew = outputTree != nil && !isOutputThere
    let ahead = AheadOfRedirects(tree: tree) { () throws(SiteError) in
      try openRoot(isOutputNew: isOutputNew)
    } makeWorker: { [options] number in
      FileWorker(
        number: number, rules: options.rules, writesInPlace: false, output: outputTree, makesDiff: false,
        rewriter: makeRewriter(options.rules))
    } deliver: { results in
      ledger.add(results)
    }
    let (files, fileProblems, done) =
      try loader(jobs: jobs).load(
        root: { () throws(SiteError) in SiteFolder(path: [], source: try openSite(), output: nil) },
        baseURL: options.rules.baseURL, ahead: options.rules.redirects == nil ? ahead : nil)
    let (redirects, redirectProblems) = try withAnswers(files, fileProblems, links: nil, progress)
    var rules = options.rules
    rules.redirects = redirects ?? rules.redirects
    for problem in redirectProblems + (done?.problems ?? []) { ledger.add(problem) }
    let remaining = done?.pages
    if remaining == nil { ledger.forgetPages() }

    let isDoneAhead = done != nil
    let crew = Crew(jobs: jobs) { [rules] number in
      FileWorker(
        number: number, rules: rules, writesInPlace: writesInPlace, output: outputTree,
        makesDiff: diff != nil, rewriter: makeRewriter(rules))
    } handle: { batch, worker in
      for file in batch.files where !isDoneAhead || file.isPage { worker.handle(file, in: batch.folder) }
      ledger.add(worker.takeResults(), batch: batch.number)
    } dismiss: { _ in
    }
    // Pages that were copied ahead and are taken up again are compared with what comes out now.
    let root = try openRoot(isOutputNew: isOutputNew && remaining != nil)
    try crew.run { emit in
      func report(_ file: String, _ error: FileError) {
        ledger.add(Problem(.failure, file: file, code: error.code, message: error.message))
      }
      func hand(_ batch: FileBatch) { emit(batch) }
      if let remaining {
        remaining.visit(tree, root: root, report: report, emit: hand)
      } else {
        tree.walk(root: root, report: report, emit: hand)
      }
    }
    for problem in unansweredLinks(redirects) { ledger.add(problem) }
    return ledger.finished()
  }

  /// The site's redirects, as far as they can lead to a tracking group, and what is wrong with their files.
  /// - Parameters:
  ///   - jobs: how many threads may look for them; 0 for one for each core.
  ///   - keepsUnrelated: whether they are also wanted when none can lead to a tracking group, to explain where
  ///     links lead.
  ///   - links: where servers are asked, the links to ask about; `nil` for all of the site.
  ///   - progress: told how far asking is.
  public func loadRedirects(
    jobs: Int = 0, keepsUnrelated: Bool = false, links: [SiteURL]? = nil,
    progress: (@Sendable (Progress) -> Void)? = nil
  ) throws(SiteError) -> (scan: RedirectScan?, problems: [Problem]) {
    let (scan, problems, _) = try loader(
      jobs: jobs > 0 ? jobs : FileSystem.availableCores, keepsUnrelated: keepsUnrelated,
      keepsBroken: true
    ).load(
      root: { () throws(SiteError) in SiteFolder(path: [], source: try openSite(), output: nil) },
      baseURL: options.rules.baseURL)
    return try withAnswers(scan, problems, links: links, progress)
  }

  /// The redirects that the site's files tell of, with what servers answered.
  func withAnswers(
    _ scan: RedirectScan?, _ problems: [Problem], links: [SiteURL]?,
    _ progress: (@Sendable (Progress) -> Void)?
  ) throws(SiteError) -> (scan: RedirectScan?, problems: [Problem]) {
    guard let scan, let live = liveResolution else { return (scan, problems) }
    func answers(_ lock: ResolutionLock) -> LiveAnswers {
      LiveAnswers(lock, hosts: live.options.hosts, classifier: scan.classifier)
    }
    var found = (lock: try live.readLock(), problems: problems)
    if live.options.asks {
      let collecting = answers(ResolutionLock())
      if let links {
        for link in links { _ = scan.with(collecting).chain(from: link) }
      } else {
        try lookAtLinks(with: scan.with(collecting))
      }
      let asked = try live.ask(collecting.missing, areAll: links == nil) {
        var state = Progress()
        state.asking = ($0.finished, $0.total)
        progress?(state)
      }
      found = (asked.lock, problems + asked.problems)
    }
    return (scan.with(answers(found.lock)), found.problems + live.staleEntries(found.lock))
  }

  /// The links of named hosts that a run with these redirects found no answer for. None where they were asked
  /// about: what failed then is reported already.
  public func unansweredLinks(_ scan: RedirectScan?) -> [Problem] {
    guard let answers = scan?.live, let live = liveResolution, !live.options.asks else { return [] }
    return live.unansweredLinks(answers)
  }

  private var liveResolution: LiveResolution? {
    guard let live = options.redirects.live, !live.hosts.isEmpty else { return nil }
    return LiveResolution(
      options: live, lockPath: live.lockFile.hasPrefix("/") ? live.lockFile : site + "/" + live.lockFile,
      groups: options.rules.groups, writes: !options.dryRun)
  }

  /// Takes all pages through a rewriter, for the redirects to see their links.
  private func lookAtLinks(with scan: RedirectScan) throws(SiteError) {
    var options = options
    options.destination = nil
    options.dryRun = true
    options.redirects.mode = .off
    options.rules.redirects = scan
    options.allowsEmpty = true
    _ = try SiteRewriter(options).run()
  }

  func loader(
    jobs: Int, keepsUnrelated: Bool = false, keepsBroken: Bool = false
  ) -> RedirectLoader {
    RedirectLoader(
      site: site, options: options.redirects, groups: options.rules.groups,
      selection: PageSelection(include: options.include, exclude: []), jobs: jobs,
      keepsUnrelated: keepsUnrelated, keepsBroken: keepsBroken)
  }

  func openSite() throws(SiteError) -> FileDescriptor {
    do throws(Errno) {
      return try FileSystem.openFolder(FileName(site), in: FileSystem.currentFolder, followsLinks: true)
    } catch {
      throw SiteError("the site \(options.site) cannot be read: \(error.description)")
    }
  }

  /// Whether there is an output folder already.
  private var isOutputThere: Bool {
    guard let output else { return false }
    return (try? FileSystem.status(of: FileName(output), in: FileSystem.currentFolder)) != nil
  }

  private func openRoot(isOutputNew: Bool) throws(SiteError) -> SiteFolder {
    let source = try openSite()
    guard let output, !options.dryRun else { return SiteFolder(path: [], source: source, output: nil) }
    do throws(Errno) {
      return SiteFolder(
        path: [], source: source, output: try Self.makeFolders(output), isOutputNew: isOutputNew)
    } catch {
      try? source.close()
      throw SiteError(
        "the output folder \(output) cannot be made: \(error.description)")
    }
  }

  /// Makes a folder with those that it is in.
  private static func makeFolders(_ path: String) throws(Errno) -> FileDescriptor {
    var made = ""
    for name in path.split(separator: "/") {
      made += "/" + name
      do throws(Errno) {
        try FileSystem.makeFolder(
          FileName(made), in: FileSystem.currentFolder, permissions: FilePermissions(rawValue: 0o777))
      } catch Errno.fileExists {
        continue
      }
    }
    return try FileSystem.openFolder(
      FileName(made.isEmpty ? "/" : made), in: FileSystem.currentFolder, followsLinks: true)
  }

  /// The real path of a folder that may not be there yet.
  private static func resolve(_ path: String) throws(SiteError) -> String {
    var existing = path.isEmpty ? "." : path
    var missing: [String] = []
    while true {
      do throws(Errno) {
        let real = try FileSystem.realPath(existing)
        guard try FileSystem.status(of: FileName(real), in: FileSystem.currentFolder).kind == .folder else {
          throw .notDirectory
        }
        return missing.reversed().reduce(real == "/" ? "" : real) { $0 + "/" + $1 }
      } catch Errno.noSuchFileOrDirectory {
        // What is not there yet will be made; its nearest parent decides where.
        let parts = existing.split(separator: "/")
        guard let last = parts.last, last != "..", last != "." else {
          throw SiteError("the output \(path) cannot be found: write its path without . and ..")
        }
        missing.append(String(last))
        existing = (existing.hasPrefix("/") ? "/" : "./") + parts.dropLast().joined(separator: "/")
      } catch {
        throw SiteError("the output \(path) cannot be used as a folder: \(error.description)")
      }
    }
  }

  private static func isPath(_ path: String, in folder: String) -> Bool {
    path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  /// The names from the site's root to a file; `nil` when it is not below the root.
  static func names(of file: String, below site: String) -> [FileName]? {
    let path = file.hasPrefix("/") ? try? FileSystem.realPath(file) : site + "/" + file
    guard let path, isPath(path, in: site) else { return nil }
    return path.dropFirst(site.count).split(separator: "/").map { FileName(String($0)) }
  }
}
