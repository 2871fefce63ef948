internal import AutoScan
internal import AutoTagFiles
internal import SystemPackage
internal import TrackingLinks
internal import Workers

/// Finds a site's redirects: the files named in the options, those that hosts and servers read by themselves, and
/// pages that lead somewhere else at once.
struct RedirectLoader {
  let site: String
  let options: RedirectOptions
  let groups: [TrackingGroup]
  let selection: PageSelection
  let jobs: Int
  /// Whether redirects are also wanted when none can lead to a tracking group.
  private let keepsUnrelated: Bool
  /// Whether pages matter that lead to nothing.
  private let keepsBroken: Bool
  /// The real paths of the files that the options name.
  private let named: Set<String>

  init(
    site: String, options: RedirectOptions, groups: [TrackingGroup], selection: PageSelection, jobs: Int,
    keepsUnrelated: Bool = false, keepsBroken: Bool = false
  ) {
    (self.site, self.options, self.groups) = (site, options, groups)
    self.keepsUnrelated = keepsUnrelated
    self.keepsBroken = keepsBroken
    (self.selection, self.jobs) = (selection, jobs)
    named = Set(options.sources.compactMap { try? FileSystem.realPath(Self.path(of: $0, in: site)) })
  }

  private static func path(of source: RedirectOptions.Source, in site: String) -> String {
    source.path.hasPrefix("/") ? source.path : site + "/" + source.path
  }

  /// A page that redirects is a few lines long; a larger one is not asked.
  private static let largestStub = 1 << 16

  private struct Found {
    var sources: [LoadedSource] = []
    var problems: [Problem] = []
    /// Whether a tracking group's host stands in any of the files.
    var mentionsGroup = false
    /// The pages that are left, where there is a worker that does ahead what can be done.
    var ahead: DoneAhead?
  }

  /// - Parameters:
  ///   - root: opens the site's root anew.
  ///   - ahead: what can be done with the pages meanwhile.
  /// - Returns: what to ask about links, `nil` when no redirect of the site can lead to a tracking group; what is
  ///   wrong with the files; what was done ahead, `nil` where nothing was.
  func load<Worker: WorkingAhead>(
    root: () throws(SiteError) -> SiteFolder, baseURL: String?, ahead: AheadOfRedirects<Worker>?
  ) throws(SiteError) -> (scan: RedirectScan?, problems: [Problem], ahead: DoneAhead?) {
    guard options.mode != .off else { return (nil, [], nil) }
    var found = Found()
    for source in options.sources { try readNamed(source, &found) }
    readHostFiles(&found)
    let address = baseURL.flatMap { SiteAddress($0) } ?? .unknown
    // With redirects that lead to a group any page may have to be changed.
    let maySettle =
      !keepsUnrelated && options.live == nil && !found.mentionsGroup && !rootFileMentionsGroup()
    let ahead = maySettle ? ahead : nil
    let start = if let ahead { try ahead.openRoot() } else { try root() }
    let inTree = try readTree(start, address, ahead)
    found.sources += inTree.sources
    found.problems += inTree.problems
    // Without the host in any file no chain ends there, and what else is in the files is nobody's business.
    let isRelated = keepsUnrelated || found.mentionsGroup || inTree.mentionsGroup
    guard isRelated || options.live != nil else { return (nil, found.problems, inTree.ahead) }
    for diagnostic in isRelated ? found.sources.flatMap(\.diagnostics) : [] {
      found.problems.append(
        Problem(
          .note, file: diagnostic.file, line: diagnostic.line, column: 1,
          code: "redirect-\(diagnostic.kind.rawValue)", message: diagnostic.message))
    }
    let classifier = LinkClassifier(groups: groups)
    let map = RedirectMap(sources: found.sources, site: address, files: files()) { end in
      switch end {
      case .external(let url): options.live != nil || classifier.group(hosting: url.origin) != nil
      case .page: false
      case .deadEnd, .loop, .tooLong, .notWeb, .unknown: options.live != nil || keepsBroken
      }
    }
    return (
      RedirectScan(
        map: map, classifier: classifier, mode: options.mode,
        annotates: options.annotates,
        files: found.sources.filter { $0.format != .stub }.map(\.file)),
      found.problems, inTree.ahead.map { _ in DoneAhead() }
    )
  }

  /// As above, with nothing done ahead.
  func load(
    root: () throws(SiteError) -> SiteFolder, baseURL: String?
  ) throws(SiteError) -> (scan: RedirectScan?, problems: [Problem], ahead: DoneAhead?) {
    try load(root: root, baseURL: baseURL, ahead: nil as AheadOfRedirects<FileWorker>?)
  }

  /// What there is in the site, asked for when a rule wants to know.
  private func files() -> SiteFiles {
    SiteFiles { [site] path in
      // A decoded path may hold what a file system would take for a way out.
      guard !path.split(separator: "/").contains("..") else { return nil }
      let full = FileName(path.isEmpty ? site : site + "/" + path)
      switch (try? FileSystem.status(of: full, in: FileSystem.currentFolder))?.kind {
      case .file, .link: return .file
      case .folder: return .folder
      default: return nil
      }
    }
  }

  // MARK: Files outside the tree's walk

  private func readNamed(_ source: RedirectOptions.Source, _ found: inout Found) throws(SiteError) {
    do throws(WholeFileError) {
      let bytes = try WholeFile.read(Self.path(of: source, in: site), limit: WholeFile.dataLimit)
      add(bytes, source.format, named: source.path, prefix: source.prefix, &found)
    } catch {
      throw SiteError(
        "the redirect file \(source.path) cannot be read: \(error.description); correct its path under "
          + "redirects.sources")
    }
  }

  /// The files of static hosts, at the site's root and, as projects have them, in the folder that the site is in.
  private func readHostFiles(_ found: inout Found) {
    let parent = site.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    let isCloudflare = ["wrangler.toml", "wrangler.json", "wrangler.jsonc"].contains {
      (try? FileSystem.status(of: FileName(parent + "/" + $0), in: FileSystem.currentFolder)) != nil
    }
    for (name, format) in [
      ("_redirects", isCloudflare ? .cloudflare : .netlify), ("netlify.toml", .netlifyTOML),
      ("vercel.json", .vercel),
    ] as [(String, RedirectFormat)] {
      for (folder, shown) in [(site, name), (parent, "../" + name)] {
        guard let path = try? FileSystem.realPath(folder + "/" + name),
          (try? FileSystem.status(of: FileName(path), in: FileSystem.currentFolder))?.kind == .file
        else { continue }
        if named.contains(path) { break }
        do throws(WholeFileError) {
          let bytes = try WholeFile.read(path, limit: WholeFile.dataLimit)
          add(bytes, format, named: shown, prefix: "/", &found)
        } catch {
          found.problems.append(Self.unreadable(shown, error))
        }
        break
      }
    }
  }

  private static func unreadable(_ file: String, _ error: WholeFileError) -> Problem {
    let error = FileError("redirects-not-read", "reading the redirects", error)
    return Problem(.failure, file: file, code: error.code, message: error.message)
  }

  private func add(
    _ bytes: [UInt8], _ format: RedirectFormat, named name: String, prefix: String, _ found: inout Found
  ) {
    found.mentionsGroup = found.mentionsGroup || mentionsGroup(bytes)
    found.sources.append(format.source.read(bytes, named: name, prefix: prefix))
  }

  // MARK: The site itself

  /// `.htaccess` files and pages that redirect, in all folders.
  private func readTree<Worker: WorkingAhead>(
    _ root: SiteFolder, _ address: SiteAddress, _ ahead: AheadOfRedirects<Worker>?
  ) throws(SiteError) -> Found {
    let results = Collected()
    let tree = ahead?.tree ?? SiteTree(selection: selection, hidden: [], output: nil, cleansUp: false)
    let prefix = address.root.path.hasSuffix("/") ? address.root.path : address.root.path + "/"
    let crew = Crew(jobs: jobs) { number in
      (worker: ahead?.makeWorker(number), found: Found())
    } handle: { [self] batch, state in
      var remaining: [SiteFile] = []
      for file in batch.files
      where !read(file, in: batch.folder, prefix: prefix, state.worker, &state.found) {
        remaining.append(file)
      }
      guard let worker = state.worker else { return }
      results.note(remaining, of: batch)
      ahead?.deliver(worker.takeResults())
    } dismiss: { state in
      results.add(state.found)
    }
    var problems: [Problem] = []
    // Without a worker, what cannot be walked here cannot be walked by the run either, which reports it.
    try crew.run { emit in
      tree.walk(root: root) { file, error in
        problems.append(Problem(.failure, file: file, code: error.code, message: error.message))
      } emit: { batch in
        emit(batch)
      }
    }
    var found = results.found
    found.sources.sort { $0.file < $1.file }
    if ahead != nil {
      found.ahead =
        results.remaining.isComplete
        ? DoneAhead(pages: results.remaining, problems: problems) : DoneAhead()
    }
    return found
  }

  /// - Parameter worker: does what can be done ahead; without one files are only read here.
  /// - Returns: whether the file is done with.
  private func read(
    _ file: SiteFile, in folder: SiteFolder, prefix: String, _ worker: (some WorkingAhead)?,
    _ found: inout Found
  ) -> Bool {
    if let worker, case .page(let compressed) = file.role {
      return worker.settle(file.name, in: folder, mayWrite: compressed.isEmpty) { page in
        readPage(page, file.name, in: folder, prefix: prefix, &found)
      }
    }
    if isServerFile(file) {
      readServerFile(file.name, in: folder, prefix: prefix, &found)
    } else if isPage(file, in: folder),
      // Pages that are excluded still redirect. What cannot be read here cannot be read by the run either, which reports
      // it.
      let page = try? WholeFile.read(file.name, in: folder.source, limit: Self.largestStub)
    {
      readPage(page.span, file.name, in: folder, prefix: prefix, &found)
    }
    worker?.handle(file, in: folder)
    return worker != nil
  }

  private func isServerFile(_ file: SiteFile) -> Bool {
    guard case .asset = file.role else { return false }
    return file.name == Self.serverFile
  }

  private static let serverFile = FileName(".htaccess")

  private func isPage(_ file: SiteFile, in folder: SiteFolder) -> Bool {
    switch file.role {
    case .page: true
    case .asset: selection.isPage(file.name, in: folder.path)
    case .link, .special: false
    }
  }

  private func readServerFile(
    _ file: FileName, in folder: SiteFolder, prefix: String, _ found: inout Found
  ) {
    let name = folder.displayPath(file)
    guard !named.contains(site + "/" + name) else { return }
    do throws(WholeFileError) {
      let bytes = try WholeFile.read(file, in: folder.source, limit: WholeFile.dataLimit)
      let folderPath = folder.path.map { $0.text + "/" }.joined()
      add(bytes, .htaccess, named: name, prefix: prefix + folderPath, &found)
    } catch {
      // What else cannot be read here cannot be read by the run either, which reports it.
      if case .tooLarge = error { found.problems.append(Self.unreadable(name, error)) }
    }
  }

  private func readPage(
    _ page: Span<UInt8>, _ file: FileName, in folder: SiteFolder, prefix: String, _ found: inout Found
  ) {
    guard page.count <= Self.largestStub, StubSource.mayRedirect(page) else { return }
    let name = folder.displayPath(file)
    guard !named.contains(site + "/" + name) else { return }
    let source = RedirectFormat.stub.source.read(
      page.withUnsafeBufferPointer { Array($0) }, named: name, prefix: prefix)
    guard !source.rules.isEmpty else { return }
    // Where it leads counts, and not what else stands on the page.
    found.mentionsGroup =
      found.mentionsGroup || source.rules.contains { mentionsGroup(Array($0.text.utf8)) }
    found.sources.append(source)
  }

  /// Whether a tracking group's host stands in the server's file at the site's root, where most sites have it.
  private func rootFileMentionsGroup() -> Bool {
    guard
      let bytes = try? WholeFile.read(site + "/" + Self.serverFile.text, limit: WholeFile.dataLimit)
    else { return false }
    return mentionsGroup(bytes)
  }

  private func mentionsGroup(_ bytes: [UInt8]) -> Bool {
    let text = bytes.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
    return groups.contains { $0.hosts.contains { text.contains(Array($0.utf8)) } }
  }

  /// What the threads found.
  private final class Collected: @unchecked Sendable {
    private let monitor = Monitor()
    private(set) var found = Found()
    private(set) var remaining = RemainingPages()

    func add(_ other: Found) {
      monitor.withLock {
        found.sources += other.sources
        found.problems += other.problems
        found.mentionsGroup = found.mentionsGroup || other.mentionsGroup
      }
    }

    func note(_ files: [SiteFile], of batch: FileBatch) {
      monitor.withLock { remaining.note(files, of: batch) }
    }
  }
}
