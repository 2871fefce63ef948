internal import AutoTagFiles
internal import AutoTagTracking
internal import Synchronization
internal import SystemPackage

/// The folder that becomes a complete copy of the site. Files that differ are replaced, equal ones are left alone, and no
/// link in it leads a write out of it.
struct OutputTree: Sendable {
  /// Removes what the site does not have.
  let prunes: Bool
  /// Files that do not change become hard links to the site's.
  let linksUnchanged: Bool

  /// The files that were removed so far.
  let pruned = Tally()

  /// A count of removed files that several threads add to.
  final class Tally: Sendable {
    private let state = Mutex(PrunedFiles())

    func add(_ files: Int, at path: [FileName], isFolder: Bool) {
      state.withLock { $0.add(files, at: path, isFolder: isFolder) }
    }

    var files: PrunedFiles { state.withLock(\.sorted) }
  }

  /// Names at the root that pruning spares: a publishing branch lives in such a folder.
  private static let versionControl = Set([".git", ".hg", ".svn"].map { FileName($0) })

  /// Returns true for what pruning leaves alone.
  /// - Parameter folder: the names from the output's root on.
  static func isSpared(_ name: FileName, in folder: [FileName]) -> Bool {
    folder.isEmpty && versionControl.contains(name)
  }

  /// A folder, open, and whether it was made just now.
  typealias Folder = (descriptor: FileDescriptor, isNew: Bool)

  /// - Returns: the folder; made where it was not there.
  func makeFolder(
    _ name: FileName, in parent: FileDescriptor, permissions: FilePermissions
  ) throws(Fault) -> Folder {
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
      throw Fault.failed(.makeFolder, error)
    }
  }

  /// Removes what killed runs left in a folder of the output, and with `prunes` all that the site's folder
  /// does not have.
  func tidy(
    _ folder: SiteFolder, keeping entries: [FileSystem.Entry], report: (_ file: String, Fault) -> Void
  ) {
    guard !folder.isOutputNew, let output = folder.output,
      var found = try? FileSystem.unsortedEntries(of: output)
    else { return }
    if !prunes { found.removeAll { !AtomicFile.isTemporary($0.name) } }
    guard !found.isEmpty else { return }
    found.sort { $0.name < $1.name }
    let kept = Set(entries.map(\.name))
    for entry in found where !kept.contains(entry.name) {
      if AtomicFile.isTemporary(entry.name) {
        AtomicFile.removeIfAbandoned(entry.name, in: output)
      } else if prunes, !Self.isSpared(entry.name, in: folder.path) {
        do throws(Errno) {
          let count = try FileSystem.removeTree(entry.name, in: output)
          pruned.add(count, at: folder.path + [entry.name], isFolder: entry.kind == .folder)
        } catch {
          report(
            folder.displayPath(entry.name), Fault.failed(.prune, error))
        }
      }
    }
  }

  /// Opens the file that the output has under a name, for comparison; `nil` when there is none. With pruning a folder of
  /// that name is removed.
  func existingFile(
    _ name: FileName, in siteFolder: SiteFolder
  ) throws(Fault) -> (file: FileDescriptor, status: FileSystem.Status)? {
    guard let folder = siteFolder.output, let file = try? FileSystem.open(name, in: folder) else {
      return nil
    }
    guard let status = try? FileSystem.status(of: file), status.kind == .file else {
      let isFolder = (try? FileSystem.status(of: file))?.kind == .folder
      try? file.close()
      if isFolder { try removeFolder(name, at: siteFolder.path + [name], in: folder) }
      return nil
    }
    return (file, status)
  }

  private func removeFolder(
    _ name: FileName, at path: [FileName], in folder: FileDescriptor
  ) throws(Fault) {
    guard prunes else { throw .folderInTheWay }
    do throws(Errno) {
      pruned.add(try FileSystem.removeTree(name, in: folder), at: path, isFolder: true)
    } catch {
      throw Fault.failed(.removeFolder, error)
    }
  }
}
