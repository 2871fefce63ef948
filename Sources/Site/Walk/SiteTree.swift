internal import AutoTagFiles
internal import AutoTagTracking
internal import SystemPackage

/// Walks a site: a folder's files, then its folders, both by name. Links are never followed.
struct SiteTree {
  let selection: PageSelection
  /// Paths that are the tool's own and not the site's: configuration, lock file.
  let hidden: Set<[FileName]>
  /// The folder in which the tree's folders are made and tidied; `nil` where nothing is written to one.
  let output: OutputTree?
  /// Temporary files of killed runs may be removed from the site itself.
  let cleansUp: Bool
  /// The part of the site whose files are worked on; `nil` for all of it.
  var shard: SiteShard?

  /// - Parameters:
  ///   - root: the site's root, open.
  ///   - report: given each folder that could not be read or made.
  ///   - enter: given each folder that could be read, before its files.
  ///   - emit: given all files, batch by batch; may wait.
  ///   - isDone: asked before each folder; true ends the walk.
  /// - Returns: the selection's globs that no file and no folder matched.
  @discardableResult
  func walk(
    root: SiteFolder, report: (_ file: String, Fault) -> Void, enter: (SiteFolder) -> Void = { _ in },
    emit: (FileBatch) -> Void, isDone: () -> Bool = { false }
  ) -> [String] {
    var number = 0
    var unmatched = selection.watched
    // Folders still to be visited, the next one last. One flat stack: a folder with 100,000 folders in it costs one
    // step for each, and its descriptor is closed when the last of them is taken.
    var pending: [(name: FileName, parent: SiteFolder, isExcluded: Bool)] = []
    func visit(_ folder: SiteFolder, isExcluded: Bool) {
      let entries: [FileSystem.Entry]
      do throws(Errno) {
        entries = try FileSystem.unsortedEntries(of: folder.source)
      } catch {
        report(folder.displayPath, Fault.failed(.readFolder, error))
        return
      }
      enter(folder)
      if !folder.path.isEmpty { unmatched.removeAll { $0.glob.matches(folder.path) } }
      let isExcluded = isExcluded || !folder.path.isEmpty && selection.excludesFolder(folder.path)
      let hiddenHere = hiddenNames(in: folder.path)
      let visible = entries.filter { entry in
        if AtomicFile.isTemporary(entry.name) {
          if cleansUp { AtomicFile.removeIfAbandoned(entry.name, in: folder.source) }
          return false
        }
        return !hiddenHere.contains(entry.name)
      }
      output?.tidy(folder, keeping: visible, report: report)
      var files: [SiteFile] = []
      func emitBatch() {
        guard !files.isEmpty else { return }
        emit(FileBatch(number: number, folder: folder, files: files))
        number += 1
        files.removeAll(keepingCapacity: true)
      }
      let compressed = Set(visible.lazy.map(\.name).filter { CompressedName.page(of: $0) != nil })
      let names = compressed.isEmpty ? [] : Set(visible.lazy.filter { $0.kind == .file }.map(\.name))
      if !unmatched.isEmpty {
        for entry in visible where entry.kind != .folder {
          unmatched.removeAll { $0.glob.matches(entry.name, in: folder.path) }
        }
      }
      // Only what this run works on is sorted: a run of one part of many has little of each folder.
      var own = visible
      if let shard {
        let hash = SiteShard.FolderHash(folder.path)
        own = visible.filter { $0.kind == .folder || shard.contains($0.name, in: hash) }
      }
      own.sort { $0.name < $1.name }
      for entry in own {
        guard let role = role(of: entry, in: folder, isExcluded, compressed, names) else { continue }
        files.append(SiteFile(name: entry.name, role: role))
        if files.count == FileBatch.limit { emitBatch() }
      }
      emitBatch()
      for entry in own.reversed() where entry.kind == .folder {
        pending.append((entry.name, folder, isExcluded))
      }
    }

    visit(root, isExcluded: false)
    while !isDone(), let (name, parent, isExcluded) = pending.popLast() {
      do throws(Fault) {
        visit(try open(name, in: parent), isExcluded: isExcluded)
      } catch {
        report(parent.displayPath(name), error)
      }
    }
    return unmatched.map(\.text)
  }

  /// Returns the names in a folder that are no part of the site.
  /// - Parameter folder: the names from the root on.
  func hiddenNames(in folder: [FileName]) -> [FileName] {
    hidden.filter { $0.dropLast() == folder[...] }.compactMap(\.last)
  }

  func open(_ name: FileName, in parent: SiteFolder) throws(Fault) -> SiteFolder {
    let source: FileDescriptor
    let status: FileSystem.Status
    do throws(Errno) {
      source = try FileSystem.openFolder(name, in: parent.source)
      do throws(Errno) {
        status = try FileSystem.status(of: source)
      } catch {
        try? source.close()
        throw error
      }
    } catch {
      throw Fault.failed(.openFolder, error)
    }
    var made: OutputTree.Folder?
    if let output, let outputParent = parent.output {
      do throws(Fault) {
        made = try output.makeFolder(name, in: outputParent, permissions: status.permissions)
      } catch {
        try? source.close()
        throw error
      }
    }
    return SiteFolder(
      path: parent.path + [name], source: source, output: made?.descriptor,
      isOutputNew: parent.isOutputNew || made?.isNew ?? false)
  }

  /// - Parameters:
  ///   - compressed: the folder's names that end as compressed files do.
  ///   - names: all its files' names, where there are such.
  /// - Returns: `nil` for what is not handled by itself: folders, and a page's compressed siblings.
  private func role(
    of entry: FileSystem.Entry, in folder: SiteFolder, _ isExcluded: Bool, _ compressed: Set<FileName>,
    _ names: Set<FileName>
  ) -> SiteFile.Role? {
    func isPage(_ name: FileName) -> Bool { !isExcluded && selection.isPage(name, in: folder.path) }
    switch entry.kind {
    case .folder: return nil
    case .link: return .link
    case .other: return .special
    case .file:
      if isPage(entry.name) {
        guard !compressed.isEmpty else { return .page(compressed: []) }
        let siblings = CompressedName.endings.map { FileName(entry.name.bytes + $0) }
        return .page(compressed: siblings.filter { compressed.contains($0) && names.contains($0) })
      }
      if !compressed.isEmpty, let page = CompressedName.page(of: entry.name), names.contains(page),
        isPage(page)
      {
        return nil
      }
      return .asset(
        isExcluded: isExcluded || selection.excludes(entry.name, in: folder.path)
          || !selection.isNamed(entry.name, in: folder.path))
    }
  }
}
