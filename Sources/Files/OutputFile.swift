package import SystemPackage

/// A file named by the user that is written piece by piece, such as a report.
///
/// A regular file keeps what it held until the new content is whole; then a temporary file of the same folder takes its
/// name and its permissions. Symbolic links are followed: the file at their end is replaced, never the link. What is no
/// regular file (a pipe, `/dev/null`) and an open descriptor (`/dev/stdout`, `/dev/fd/3`) is written into.
package final class OutputFile {
  private enum Target {
    /// Written to a temporary file, which then takes the name.
    case replaced(name: FileName, temporary: FileName, folder: FileDescriptor, isUnnamed: Bool)
    /// Written into.
    case opened
  }

  private let file: FileDescriptor
  private let target: Target
  private let isDurable: Bool
  private var failure: Errno?
  private var isDone = false

  /// The most symbolic links that are followed, as in Linux.
  private static let mostLinks = 40

  /// Opens the file; nothing that is there is touched yet.
  /// - Parameters:
  ///   - path: absolute, or relative to the folder that the program runs in.
  ///   - number: a number that no other `OutputFile` of this process has at the same time.
  ///   - isDurable: waits until the bytes are on the disk before the file takes its name.
  package init(_ path: String, number: Int, isDurable: Bool = false) throws(Errno) {
    self.isDurable = isDurable
    switch try Self.resolved(path) {
    case .descriptor(let number):
      file = try FileSystem.duplicate(FileDescriptor(rawValue: number))
      target = .opened
    case .notRegular(let path):
      file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, .writeOnly, options: [])
      target = .opened
    case .regular(let path, let there):
      let slash = path.lastIndex(of: "/")
      let folder = try FileSystem.openFolder(
        FileName(slash.map { String(path[...$0]) } ?? "."), in: FileSystem.currentFolder, followsLinks: true)
      let temporary = AtomicFile.temporaryName("output\(number)")
      let permissions =
        there?.permissions.intersection(.ownerReadWrite) ?? FilePermissions(rawValue: 0o666)
      let name = FileName(String(path[(slash.map { path.index(after: $0) } ?? path.startIndex)...]))
      do throws(Errno) {
        // What has this name is left of a killed process that had this one's number.
        try? FileSystem.remove(temporary, in: folder)
        // Nothing is left of a file without a name where the process is killed.
        let unnamed = try? FileSystem.openUnnamed(in: folder, permissions: permissions)
        file =
          if let unnamed { unnamed } else {
            try FileSystem.open(
              temporary, in: folder, .writeOnly, options: [.create, .exclusiveCreate, .noFollow],
              permissions: permissions)
          }
        try Self.prepare(file, replacing: there)
        target = .replaced(name: name, temporary: temporary, folder: folder, isUnnamed: unnamed != nil)
      } catch {
        try? FileSystem.remove(temporary, in: folder)
        try? folder.close()
        throw error
      }
    }
  }

  deinit { if !isDone { close(keeping: false) } }

  /// Locks a new file and gives it the owner and the permissions of the one that it replaces; closes it where that fails.
  static func prepare(_ file: FileDescriptor, replacing old: FileSystem.Status?) throws(Errno) {
    do throws(Errno) {
      // Others see that it is not abandoned.
      _ = try FileSystem.lock(file)
      guard let old else { return }
      // Only the superuser may give a file away, and only then there is another owner to keep.
      try? FileSystem.setOwner(old.owner, group: old.group, of: file)
      try FileSystem.setPermissions(old.permissions, of: file)
    } catch {
      try? file.close()
      throw error
    }
  }

  /// Writes a piece. The first error is kept for `finish`, so that a run with several outputs goes on.
  package func write(_ bytes: [UInt8]) {
    guard failure == nil, !bytes.isEmpty else { return }
    do throws(Errno) {
      try FileSystem.write(bytes, bytes.indices, to: file)
    } catch {
      failure = error
    }
  }

  /// Gives the file its name.
  /// - Throws: the first error of all writing; a file that was there is then as it was.
  package func finish() throws(Errno) {
    if failure == nil, isDurable, case .replaced = target {
      do throws(Errno) { try FileSystem.synchronize(file) } catch { failure = error }
    }
    close(keeping: failure == nil)
    if let failure { throw failure }
  }

  private func close(keeping isKept: Bool) {
    isDone = true
    guard case .replaced(let name, let temporary, let folder, let isUnnamed) = target else {
      try? file.close()
      return
    }
    defer {
      try? file.close()
      try? folder.close()
    }
    do throws(Errno) {
      if isKept {
        if isUnnamed {
          try AtomicFile.link(file, to: name, in: folder) { temporary }
        } else {
          try FileSystem.rename(temporary, to: name, in: folder)
        }
        return
      }
    } catch {
      failure = error
    }
    try? FileSystem.remove(temporary, in: folder)
  }

  // MARK: The file at the end of a path

  /// The file at the end of a path's symbolic links.
  private enum Resolved {
    /// A descriptor of this process, which would be another file if it were opened by its path.
    case descriptor(Int32)
    case notRegular(String)
    /// A regular file with its status, `nil` where none is there yet.
    case regular(String, FileSystem.Status?)
  }

  /// Returns a text that one file has and no other, whatever path names it; `nil` for what several outputs may be written into, such as
  /// `/dev/null`, and for what cannot be found.
  package static func identity(of path: String) -> String? {
    switch try? resolved(path) {
    case .descriptor(1): standardOutput
    case .descriptor(let number): "descriptor \(number)"
    case .regular(_, let status?): "\(status.device) \(status.inode)"
    case .regular(let path, nil):
      // The file is not there yet, its folder is.
      (try? FileSystem.realPath(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")).map {
        $0 + "/" + (path.split(separator: "/").last ?? "")
      }
    case .notRegular, nil: nil
    }
  }

  /// The identity of the file that standard input is read from; `nil` where it is none.
  package static var identityOfStandardInput: String? {
    guard let status = try? FileSystem.status(of: FileDescriptor(rawValue: 0)), status.kind == .file else {
      return nil
    }
    return "\(status.device) \(status.inode)"
  }

  /// The path that stands for standard output.
  package static let standardOutputPath = "/dev/stdout"

  /// The identity of standard output.
  package static let standardOutput = "descriptor 1"

  /// Follows a path's symbolic links.
  /// - Throws: `Errno.isDirectory` for a folder, `Errno.tooManySymbolicLinkLevels`, or what the system says.
  private static func resolved(_ path: String) throws(Errno) -> Resolved {
    var path = path
    for _ in 0...mostLinks {
      if let number = descriptor(of: path) { return .descriptor(number) }
      let status: FileSystem.Status
      do throws(Errno) {
        status = try FileSystem.status(of: FileName(path), in: FileSystem.currentFolder)
      } catch Errno.noSuchFileOrDirectory {
        return .regular(path, nil)
      }
      switch status.kind {
      case .folder: throw .isDirectory
      case .file: return .regular(path, status)
      case .other: return .notRegular(path)
      case .link:
        let next = try FileSystem.linkTarget(of: FileName(path), in: FileSystem.currentFolder).text
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        path = next.hasPrefix("/") ? next : folder + next
      }
    }
    throw .tooManySymbolicLinkLevels
  }

  /// The descriptor that a path stands for on Linux.
  private static func descriptor(of path: String) -> Int32? {
    switch path {
    case standardOutputPath: 1
    case "/dev/stderr": 2
    default:
      ["/dev/fd/", "/proc/self/fd/"].lazy.filter(path.hasPrefix).compactMap {
        Int32(path.dropFirst($0.count))
      }.first
    }
  }
}
