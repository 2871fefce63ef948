internal import AutoTagFiles
internal import AutoTagTracking
internal import SystemPackage

/// A site and its output folder, found on the disk as the options name them.
struct Site: Sendable {
  let options: RewriteOptions
  /// The root folder: an absolute path without symbolic links.
  let root: String
  /// The output folder, likewise; `nil` where there is none.
  private let output: String?

  /// - Throws: `SiteError` when the site or the output folder cannot be used as asked.
  init(_ options: RewriteOptions) throws(SiteError) {
    self.options = options.withOtherPages
    do throws(Errno) {
      root = try FileSystem.realPath(options.site)
      let folder = try FileSystem.openFolder(
        FileName(root), in: FileSystem.currentFolder, followsLinks: true)
      try? folder.close()
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
    if resolved == root {
      throw SiteError(
        "the output \(path) is the site itself: name another folder, or change the pages where they are "
          + "with --in-place")
    }
    if Self.isPath(resolved, in: root) {
      throw SiteError("the output \(path) is inside the site \(options.site): name a folder beside it")
    }
    if Self.isPath(root, in: resolved) {
      throw SiteError("the site \(options.site) is inside the output \(path): name a folder beside it")
    }
    output = resolved
  }

  /// A site of which there is no folder: its files come one after the other, and its facts from a file.
  init(streamed options: RewriteOptions) {
    (self.options, root, output) = (options.withOtherPages, "/", nil)
  }

  /// The problems of globs that match nothing.
  func problems(ofUnmatched globs: [String]) -> [Problem] {
    let ownName = root.split(separator: "/").last.map(String.init)
    return globs.map { glob in
      let isFromOutside = PathGlob.firstName(of: glob) == ownName || glob.hasPrefix(root + "/")
      return Problem(.globMatchesNothing(glob, beginsOutside: isFromOutside), file: ".")
    }
  }

  /// The walk of the site as the options have it.
  func tree(output: OutputTree?, cleansUp: Bool) -> SiteTree {
    SiteTree(
      selection: PageSelection(include: options.readGlobs, exclude: options.exclude, named: options.named),
      hidden: Set(options.ownFiles.compactMap { Self.names(of: $0, below: root) }), output: output,
      cleansUp: cleansUp, shard: options.shard)
  }

  /// The number of threads of a walk.
  var jobs: Int { options.jobs > 0 ? options.jobs : FileSystem.availableCores }

  private func openSite() throws(SiteError) -> FileDescriptor {
    do throws(Errno) {
      return try FileSystem.openFolder(FileName(root), in: FileSystem.currentFolder, followsLinks: true)
    } catch {
      throw SiteError("the site \(options.site) cannot be read: \(error.description)")
    }
  }

  /// True if there is an output folder already.
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
        // A folder that is not there yet will be made in its nearest parent.
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
  static func names(of file: String, below root: String) -> [FileName]? {
    let path = file.hasPrefix("/") ? try? FileSystem.realPath(file) : root + "/" + file
    guard let path, isPath(path, in: root) else { return nil }
    return path.dropFirst(root.count).split(separator: "/").map { FileName(String($0)) }
  }
}
