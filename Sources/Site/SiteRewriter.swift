internal import AutoTagFiles
internal import AutoTagTracking
internal import SystemPackage

/// Takes a whole site through the page rewriter: names its files, hands them to one worker per core, writes
/// the result. Memory does not grow with the site.
package struct SiteRewriter: Sendable {
  package let options: RewriteOptions
  let site: String
  private let output: String?

  /// - Throws: `SiteError` when the site or the output folder cannot be used as asked.
  package init(_ options: RewriteOptions) throws(SiteError) {
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
  package struct Progress: Sendable {
    package var pagesRead = 0
    package var linksTagged = 0
    package var bytesRead = 0
    /// While servers are asked: how many links are answered, of how many.
    package var asking: (answered: Int, of: Int)?
  }

  /// Runs to the end; one bad file does not stop the others.
  /// - Parameters:
  ///   - progress: told how far the run is.
  ///   - diff: given the unified diff of each changed page, in the order of the tree: a folder's pages by
  ///     name, then its folders by name.
  package func run(
    progress: (@Sendable (Progress) -> Void)? = nil, diff: (@Sendable ([UInt8]) -> Void)? = nil
  ) throws(SiteError) -> RunSummary {
    try run(progress: progress, diff: diff) { PageRewriter(rules: $0) }
  }

  /// - Parameter makeRewriter: makes the rewriter of each worker.
  func run(
    progress: (@Sendable (Progress) -> Void)?, diff: (@Sendable ([UInt8]) -> Void)?,
    makeRewriter: @escaping @Sendable (TaggingOptions) -> PageRewriter
  ) throws(SiteError) -> RunSummary {
    try expectPages()
    let outputTree: OutputTree? =
      if !options.dryRun, case .output(_, let prunes, let linksUnchanged) = options.destination {
        OutputTree(prunes: prunes, linksUnchanged: linksUnchanged)
      } else { nil }
    let writesInPlace = options.destination == .inPlace && !options.dryRun
    let results = RewriteResults(groups: options.rules.groups.map(\.name), progress: progress, diff: diff)
    try SiteWalk<FileWorker>(
      rewriter: self, tree: tree(output: outputTree, cleansUp: writesInPlace), interest: .tagging,
      results: results
    ) { rules, number in
      FileWorker(
        number: number, rewriter: makeRewriter(rules), writesInPlace: writesInPlace, output: outputTree,
        makesDiff: diff != nil)
    }.run(progress: progress)
    return results.finished()
  }

  /// Looks for the first page of the site, so that a wrong folder is told of before anything is written or removed.
  /// - Throws: `SiteError` where there is none, and `RewriteOptions.allowsEmpty` does not accept that. A folder that cannot
  ///   be read may hold pages; the run reports it.
  package func expectPages() throws(SiteError) {
    guard !options.allowsEmpty else { return }
    let root = try openRoot(output: false, isOutputNew: false)
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

  /// Workers of a walk.
  var jobs: Int { options.jobs > 0 ? options.jobs : FileSystem.availableCores }

  private func openSite() throws(SiteError) -> FileDescriptor {
    do throws(Errno) {
      return try FileSystem.openFolder(FileName(site), in: FileSystem.currentFolder, followsLinks: true)
    } catch {
      throw SiteError("the site \(options.site) cannot be read: \(error.description)")
    }
  }

  /// Whether there is an output folder already.
  var isOutputThere: Bool {
    guard let output else { return false }
    return (try? FileSystem.status(of: FileName(output), in: FileSystem.currentFolder)) != nil
  }

  /// Opens the site's root.
  /// - Parameters:
  ///   - writes: makes and opens the output folder too.
  ///   - isOutputNew: nothing is in the output folder but what this run puts there.
  func openRoot(output writes: Bool, isOutputNew: Bool) throws(SiteError) -> SiteFolder {
    let source = try openSite()
    guard let output, writes else { return SiteFolder(path: [], source: source, output: nil) }
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
