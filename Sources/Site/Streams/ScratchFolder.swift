internal import AutoTagFiles
internal import Synchronization
package import SystemPackage

/// A folder of its own for files that a run needs for a while; it goes with the object.
package final class ScratchFolder: Sendable {
  package let path: String
  private let folder: FileDescriptor
  /// Its files and folders, in the order in which they were made.
  private let made = Mutex<[(name: FileName, isFolder: Bool)]>([])

  /// - Parameter parent: the folder that it is made in.
  package init(in parent: String) throws(Errno) {
    var number = 0
    while true {
      let path = "\(parent)/autotag-\(FileSystem.processIdentifier)-\(number)"
      do throws(Errno) {
        try FileSystem.makeFolder(
          FileName(path), in: FileSystem.currentFolder, permissions: .ownerReadWriteExecute)
        folder = try FileSystem.openFolder(FileName(path), in: FileSystem.currentFolder)
        self.path = path
        return
      } catch Errno.fileExists {
        number += 1
      }
    }
  }

  deinit {
    for (name, isFolder) in made.withLock({ $0 }).reversed() {
      try? FileSystem.remove(name, in: folder, isFolder: isFolder)
    }
    try? folder.close()
    try? FileSystem.remove(FileName(path), in: FileSystem.currentFolder, isFolder: true)
  }

  /// Opens a file to be written from its start, and makes the folders that it is in.
  func open(_ names: [FileName]) throws(Errno) -> FileDescriptor {
    var path: [FileName] = []
    for name in names.dropLast() {
      path.append(name)
      try make(Self.joined(path), isFolder: true) { (name) throws(Errno) in
        try FileSystem.makeFolder(name, in: folder, permissions: .ownerReadWriteExecute)
      }
    }
    let name = Self.joined(names)
    try make(name, isFolder: false) { (name) throws(Errno) in
      let file = try FileSystem.open(
        name, in: folder, .writeOnly, options: [.create, .exclusiveCreate, .noFollow],
        permissions: .ownerReadWrite)
      try? file.close()
    }
    return try FileSystem.open(name, in: folder, .writeOnly, options: [.truncate, .noFollow])
  }

  /// Notes a file that is written to by its path.
  package func file(_ name: String) -> String {
    made.withLock { $0.append((FileName(name), false)) }
    return path + "/" + name
  }

  func remove(_ names: [FileName]) { try? FileSystem.remove(Self.joined(names), in: folder) }

  private func make(
    _ name: FileName, isFolder: Bool, _ make: (FileName) throws(Errno) -> Void
  ) throws(Errno) {
    do throws(Errno) {
      try make(name)
      made.withLock { $0.append((name, isFolder)) }
    } catch Errno.fileExists {
      return
    }
  }

  private static func joined(_ names: [FileName]) -> FileName {
    FileName(names.map(\.bytes).joined(separator: "/".utf8))
  }
}
