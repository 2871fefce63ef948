internal import AutoTagFiles
internal import SystemPackage

/// The folder that becomes a complete copy of the site. What is there and differs is replaced, what is equal
/// is left alone, and no link in it leads a write out of it.
struct OutputTree: Sendable {
  /// Whether what the site does not have is removed.
  let prunes: Bool
  /// Whether files that do not change become hard links to the site's.
  let linksUnchanged: Bool

  /// Names at the root that pruning spares: a publishing branch lives in such a folder.
  private static let versionControl = Set([".git", ".hg", ".svn"].map { FileName($0) })

  /// A folder, open, and whether it was made just now.
  typealias Folder = (descriptor: FileDescriptor, isNew: Bool)

  /// - Returns: the folder; made where it was not there.
  func makeFolder(
    _ name: FileName, in parent: FileDescriptor, permissions: FilePermissions
  ) throws(FileError) -> Folder {
    var isNew = true
    do throws(Errno) {
      do throws(Errno) {
        // Whoever may not write to the site's folder still has to fill this one.
        try FileSystem.makeFolder(
          name, in: parent,
          permissions: permissions.intersection(.init(rawValue: 0o777)).union(.ownerReadWriteExecute))
      } catch Errno.fileExists {
        let kind = try FileSystem.status(of: name, in: parent).kind
        isNew = kind != .folder
        if isNew {
          try FileSystem.remove(name, in: parent)
          try FileSystem.makeFolder(name, in: parent, permissions: permissions.union(.ownerReadWriteExecute))
        }
      }
      return (try FileSystem.openFolder(name, in: parent), isNew)
    } catch {
      throw FileError("write-failed", "making the folder in the output", error)
    }
  }

  /// Removes what killed runs left in a folder of the output, and with `prunes` all that the site's folder
  /// does not have.
  func tidy(
    _ folder: SiteFolder, keeping entries: [FileSystem.Entry], report: (_ file: String, FileError) -> Void
  ) {
    guard !folder.isOutputNew, let output = folder.output, let found = try? FileSystem.entries(of: output),
      !found.isEmpty
    else { return }
    let kept = Set(entries.map(\.name))
    for entry in found where !kept.contains(entry.name) {
      if AtomicFile.isTemporary(entry.name) {
        AtomicFile.removeIfAbandoned(entry.name, in: output)
      } else if prunes, !(folder.path.isEmpty && Self.versionControl.contains(entry.name)) {
        do throws(Errno) {
          try Self.remove(entry.name, in: output)
        } catch {
          report(
            folder.displayPath(entry.name), FileError("prune-failed", "removing it from the output", error))
        }
      }
    }
  }

  /// Removes a file, or a folder with all that is in it.
  private static func remove(_ name: FileName, in folder: FileDescriptor) throws(Errno) {
    // Folders that are open, the innermost last, with what is left to remove in each.
    var open: [(name: FileName, folder: FileDescriptor, entries: [FileSystem.Entry])] = []
    defer { for level in open { try? level.folder.close() } }
    func enter(_ name: FileName, in parent: FileDescriptor) throws(Errno) {
      guard try FileSystem.status(of: name, in: parent).kind == .folder else {
        try FileSystem.remove(name, in: parent)
        return
      }
      let inner = try FileSystem.openFolder(name, in: parent)
      open.append((name, inner, []))
      open[open.count - 1].entries = try FileSystem.entries(of: inner)
    }
    try enter(name, in: folder)
    while !open.isEmpty {
      // Taken from where it stands: a copy of the list at each step would take quadratic time.
      if let entry = open[open.count - 1].entries.popLast() {
        try enter(entry.name, in: open[open.count - 1].folder)
      } else {
        let level = open.removeLast()
        try? level.folder.close()
        try FileSystem.remove(level.name, in: open.last?.folder ?? folder, isFolder: true)
      }
    }
  }

  /// What the output has under a file's name, open for comparison; `nil` when there is no such file. With
  /// pruning a folder of that name is got out of the way.
  func existingFile(
    _ name: FileName, in folder: FileDescriptor
  ) throws(FileError) -> (file: FileDescriptor, status: FileSystem.Status)? {
    guard let file = try? FileSystem.open(name, in: folder) else { return nil }
    guard let status = try? FileSystem.status(of: file), status.kind == .file else {
      let isFolder = (try? FileSystem.status(of: file))?.kind == .folder
      try? file.close()
      if isFolder { try removeFolder(name, in: folder) }
      return nil
    }
    return (file, status)
  }

  private func removeFolder(_ name: FileName, in folder: FileDescriptor) throws(FileError) {
    guard prunes else {
      throw FileError(
        "folder-in-the-way",
        "the output has a folder of this name: remove it, or run with --prune, which does")
    }
    do throws(Errno) {
      try Self.remove(name, in: folder)
    } catch {
      throw FileError("write-failed", "removing the folder of this name from the output", error)
    }
  }
}
