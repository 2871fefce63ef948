internal import CLinux
internal import Glibc
package import SystemPackage

extension FileSystem {
  package struct Entry: Sendable {
    package let name: FileName
    package let kind: Kind
  }

  /// The entries of a folder in the order of their names, without `.` and `..`.
  package static func entries(of folder: FileDescriptor) throws(Errno) -> [Entry] {
    var entries = try unsortedEntries(of: folder)
    entries.sort { $0.name < $1.name }
    return entries
  }

  /// The same in the order of the file system.
  package static func unsortedEntries(of folder: FileDescriptor) throws(Errno) -> [Entry] {
    // The C library's streams would open the folder once more.
    _ = try check { lseek(folder.rawValue, 0, SEEK_SET) }
    var entries: [Entry] = []
    while true {
      let isEnd = try withUnsafeTemporaryAllocation(byteCount: listingSize, alignment: 8) {
        (buffer) throws(Errno) in
        let length = try check { getdents64(folder.rawValue, buffer.baseAddress, buffer.count) }
        add(UnsafeRawBufferPointer(rebasing: buffer[..<length]), of: folder, to: &entries)
        return length == 0
      }
      if isEnd { return entries }
    }
  }

  /// Bytes of a folder's listing that are asked for at once.
  private static let listingSize = 1 << 15

  /// - Parameter listing: records as in getdents(2).
  private static func add(
    _ listing: UnsafeRawBufferPointer, of folder: FileDescriptor, to entries: inout [Entry]
  ) {
    var start = 0
    while start + nameOffset < listing.count {
      let length = Int(listing.loadUnaligned(fromByteOffset: start + 16, as: UInt16.self))
      guard length > nameOffset, start + length <= listing.count else { return }
      let type = CInt(listing[start + 18])
      let name = FileName(
        until0: UnsafeRawBufferPointer(rebasing: listing[(start + nameOffset)..<(start + length)]))
      start += length
      if name.isDots { continue }
      switch type {
      case CInt(DT_DIR): entries.append(Entry(name: name, kind: .folder))
      case CInt(DT_REG): entries.append(Entry(name: name, kind: .file))
      case CInt(DT_LNK): entries.append(Entry(name: name, kind: .link))
      case CInt(DT_UNKNOWN):
        // Some file systems do not say; an entry that is gone by now needs no more thought.
        if let status = try? status(of: name, in: folder) {
          entries.append(Entry(name: name, kind: status.kind))
        }
      default: entries.append(Entry(name: name, kind: .other))
      }
    }
  }

  /// Offset of the name in a record of a listing: behind inode, offset, length and type.
  private static let nameOffset = 19

  /// Removes a file, or a folder with all that is in it. Links are removed and not followed.
  /// - Returns: the number of files that were removed, links among them.
  @discardableResult
  package static func removeTree(_ name: FileName, in folder: FileDescriptor) throws(Errno) -> Int {
    var files = 0
    // Folders that are open, the innermost last, with what is left to remove in each.
    var open: [(name: FileName, folder: FileDescriptor, entries: [Entry])] = []
    defer { for level in open { try? level.folder.close() } }
    func enter(_ name: FileName, in parent: FileDescriptor) throws(Errno) {
      guard try status(of: name, in: parent).kind == .folder else {
        try remove(name, in: parent)
        files += 1
        return
      }
      let inner = try openFolder(name, in: parent)
      open.append((name, inner, []))
      open[open.count - 1].entries = try entries(of: inner)
    }
    try enter(name, in: folder)
    while !open.isEmpty {
      // Taken from the list itself: a copy of it at each step would take quadratic time.
      if let entry = open[open.count - 1].entries.popLast() {
        try enter(entry.name, in: open[open.count - 1].folder)
      } else {
        let level = open.removeLast()
        try? level.folder.close()
        try remove(level.name, in: open.last?.folder ?? folder, isFolder: true)
      }
    }
    return files
  }

  /// Returns the number of files in a folder and in all folders below it, links among them, which are not followed. What
  /// cannot be listed counts as one.
  package static func fileCount(in name: FileName, of folder: FileDescriptor) -> Int {
    var files = 0
    var open: [(folder: FileDescriptor, names: [FileName])] = []
    defer { for level in open { try? level.folder.close() } }
    func enter(_ name: FileName, in parent: FileDescriptor) {
      guard let inner = try? openFolder(name, in: parent), let found = try? entries(of: inner) else {
        files += 1
        return
      }
      files += found.count { $0.kind != .folder }
      open.append((inner, found.filter { $0.kind == .folder }.map(\.name)))
    }
    enter(name, in: folder)
    while !open.isEmpty {
      if let name = open[open.count - 1].names.popLast() {
        enter(name, in: open[open.count - 1].folder)
      } else {
        try? open.removeLast().folder.close()
      }
    }
    return files
  }
}
