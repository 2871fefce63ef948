internal import CLinux
internal import Glibc
package import SystemPackage

/// System calls that swift-system does not have, relative to an open folder, so that no link on the way can lead out of it.
package enum FileSystem {
  package enum Kind: Sendable {
    case folder, file, link, other
  }

  /// A file's kind, size and identity; two that are equal are of one file that was not changed in between.
  package struct Status: Sendable, Equatable {
    package var kind: Kind
    package var size: Int
    package var permissions: FilePermissions
    package var owner: UInt32
    package var group: UInt32
    package var device: UInt64
    package var inode: UInt64
    /// The time of the last change, in nanoseconds since 1970.
    package var modified: Int64
  }

  // MARK: Opening

  package static let currentFolder = FileDescriptor(rawValue: AT_FDCWD)

  package static func open(
    _ name: FileName, in folder: FileDescriptor, _ mode: FileDescriptor.AccessMode = .readOnly,
    options: FileDescriptor.OpenOptions = [.noFollow, .nonBlocking],
    permissions: FilePermissions = []
  ) throws(Errno) -> FileDescriptor {
    let flags = mode.rawValue | options.rawValue | O_CLOEXEC
    return FileDescriptor(
      rawValue: try check { name.withCString { openat(folder.rawValue, $0, flags, permissions.rawValue) } })
  }

  /// A second descriptor of an open file, with the same offset.
  package static func duplicate(_ file: FileDescriptor) throws(Errno) -> FileDescriptor {
    FileDescriptor(rawValue: try check { fcntl(file.rawValue, F_DUPFD_CLOEXEC, 3) })
  }

  package static func openFolder(
    _ name: FileName, in folder: FileDescriptor, followsLinks: Bool = false
  ) throws(Errno) -> FileDescriptor {
    try open(name, in: folder, options: followsLinks ? .directory : [.directory, .noFollow])
  }

  // MARK: Status

  package static func status(
    of name: FileName, in folder: FileDescriptor, followsLinks: Bool = false
  ) throws(Errno) -> Status {
    var result = stat()
    let flags = followsLinks ? 0 : AT_SYMLINK_NOFOLLOW
    _ = try check { name.withCString { fstatat(folder.rawValue, $0, &result, flags) } }
    return Status(result)
  }

  package static func status(of file: FileDescriptor) throws(Errno) -> Status {
    var result = stat()
    _ = try check { fstat(file.rawValue, &result) }
    return Status(result)
  }

  // MARK: Reading and writing

  /// Reads a file to its end into the start of `buffer`, which grows as needed.
  /// - Parameters:
  ///   - expectedSize: the size that the system tells, in bytes; a device, a pipe or a file that grows may hold more.
  ///   - limit: the most bytes to read. Nothing that is read here is without one.
  /// - Returns: the number of bytes that the file has.
  /// - Throws: `Errno.fileTooLarge` for a file of more than `limit` bytes, else what the system says.
  package static func readAll(
    _ file: FileDescriptor, expectedSize: Int, limit: Int, into buffer: inout [UInt8]
  ) throws(Errno) -> Int {
    guard expectedSize <= limit else { throw .fileTooLarge }
    var count = 0
    while true {
      guard count <= limit else { throw .fileTooLarge }
      // One byte more than expected, so that the end shows without growing.
      let needed = max(expectedSize + 1, count + 1)
      if buffer.count < needed {
        buffer.append(contentsOf: repeatElement(0, count: max(needed, buffer.count * 2) - buffer.count))
      }
      let start = count
      let length = try check {
        buffer.withUnsafeMutableBytes { bytes in
          let free = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
          return retrying(file, POLLIN) { read(file.rawValue, free.baseAddress, free.count) }
        }
      }
      count += length
      // A file that ends where it was expected to ends there; asking again would only say so.
      if length == 0 || count == expectedSize && length < needed - start { return count }
    }
  }

  /// Reads what comes next, up to the size of the buffer; 0 at the end.
  package static func readSome(
    _ file: FileDescriptor, into buffer: inout [UInt8], from start: Int = 0
  ) throws(Errno) -> Int {
    try check {
      buffer.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
        return retrying(file, POLLIN) { read(file.rawValue, rest.baseAddress, rest.count) }
      }
    }
  }

  /// Reads what stands at an offset of a regular file, up to the size of the buffer; 0 at the end.
  package static func readSome(
    _ file: FileDescriptor, at offset: Int, into buffer: inout [UInt8]
  ) throws(Errno) -> Int {
    try check {
      buffer.withUnsafeMutableBytes { pread(file.rawValue, $0.baseAddress, $0.count, offset) }
    }
  }

  /// Reads the first bytes of a regular file, fewer where it has no more.
  package static func start(of file: FileDescriptor, count: Int) throws(Errno) -> [UInt8] {
    var start: [UInt8] = []
    while start.count < count {
      var rest = [UInt8](repeating: 0, count: count - start.count)
      let length = try readSome(file, at: start.count, into: &rest)
      if length == 0 { break }
      start += rest[..<length]
    }
    return start
  }

  package static func write(_ bytes: [UInt8], _ range: Range<Int>, to file: FileDescriptor) throws(Errno) {
    var range = range
    while !range.isEmpty {
      let written = try check {
        bytes.withUnsafeBytes { bytes in
          let rest = UnsafeRawBufferPointer(rebasing: bytes[range])
          return retrying(file, POLLOUT) { Glibc.write(file.rawValue, rest.baseAddress, rest.count) }
        }
      }
      range = range.lowerBound + written..<range.upperBound
    }
  }

  /// Calls again when the other end of a pipe made it non-blocking and it is not ready.
  private static func retrying(_ file: FileDescriptor, _ event: CInt, _ call: () -> Int) -> Int {
    while true {
      let result = call()
      guard result < 0, errno == EAGAIN || errno == EWOULDBLOCK else { return result }
      var waiting = pollfd(fd: file.rawValue, events: Int16(event), revents: 0)
      poll(&waiting, 1, -1)
    }
  }

  /// Copies a file's bytes within the kernel.
  /// - Returns: `false` when the file systems cannot; nothing is written then.
  package static func copyInKernel(
    from source: FileDescriptor, to target: FileDescriptor, size: Int
  ) throws(Errno) -> Bool {
    var copied = 0
    while true {
      let length = copy_file_range(source.rawValue, nil, target.rawValue, nil, max(size - copied, 1 << 20), 0)
      if length < 0 {
        let error = Errno(rawValue: errno)
        if error == .interrupted { continue }
        // EXDEV, EINVAL, ENOSYS, EOPNOTSUPP and others at the start: not for these files.
        if copied == 0, error != .noSpace, error != .diskQuotaExceeded, error != .fileTooLarge {
          return false
        }
        throw error
      }
      if length == 0 { return copied > 0 || size == 0 }
      copied += length
    }
  }

  package static func synchronize(_ file: FileDescriptor) throws(Errno) {
    _ = try check { fsync(file.rawValue) }
  }

  // MARK: Names

  /// A new file without a name, for `link`.
  package static func openUnnamed(
    in folder: FileDescriptor, permissions: FilePermissions
  ) throws(Errno) -> FileDescriptor {
    let flags = O_WRONLY | O_CLOEXEC | unnamed
    return FileDescriptor(
      rawValue: try check { openat(folder.rawValue, ".", flags, permissions.rawValue) })
  }

  /// O_TMPFILE, which Swift's Glibc module does not have.
  private static let unnamed: CInt = 0o20_000_000 | O_DIRECTORY

  /// Gives a file a name, its first or one more, at once and whole. Fails where the name is taken.
  package static func link(
    _ file: FileDescriptor, to name: FileName, in folder: FileDescriptor
  ) throws(Errno) {
    do throws(Errno) {
      _ = try check { name.withCString { linkat(file.rawValue, "", folder.rawValue, $0, emptyPath) } }
    } catch Errno.noSuchFileOrDirectory {
      // Before Linux 6.10 only the superuser may do it that way.
      let path = "/proc/self/fd/\(file.rawValue)"
      _ = try check {
        name.withCString { linkat(AT_FDCWD, path, folder.rawValue, $0, AT_SYMLINK_FOLLOW) }
      }
    }
  }

  /// AT_EMPTY_PATH, likewise.
  private static let emptyPath: CInt = 0x1000

  package static func rename(_ old: FileName, to new: FileName, in folder: FileDescriptor) throws(Errno) {
    _ = try check {
      old.withCString { old in
        new.withCString { renameat(folder.rawValue, old, folder.rawValue, $0) }
      }
    }
  }

  package static func remove(_ name: FileName, in folder: FileDescriptor, isFolder: Bool = false)
    throws(Errno)
  {
    _ = try check { name.withCString { unlinkat(folder.rawValue, $0, isFolder ? AT_REMOVEDIR : 0) } }
  }

  package static func makeFolder(
    _ name: FileName, in folder: FileDescriptor, permissions: FilePermissions
  ) throws(Errno) {
    _ = try check { name.withCString { mkdirat(folder.rawValue, $0, permissions.rawValue) } }
  }

  package static func linkTarget(of name: FileName, in folder: FileDescriptor) throws(Errno) -> FileName {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = try check {
      name.withCString { name in
        buffer.withUnsafeMutableBytes { buffer in
          buffer.withMemoryRebound(to: CChar.self) { buffer in
            // Never empty, see above.
            readlinkat(folder.rawValue, name, buffer.baseAddress.unsafelyUnwrapped, buffer.count)
          }
        }
      }
    }
    return FileName(buffer.prefix(length))
  }

  package static func makeLink(_ name: FileName, to target: FileName, in folder: FileDescriptor) throws(Errno)
  {
    _ = try check {
      target.withCString { target in name.withCString { symlinkat(target, folder.rawValue, $0) } }
    }
  }

  /// Returns true if a path names something, a dangling symbolic link included.
  package static func exists(_ path: String) -> Bool {
    (try? status(of: FileName(path), in: currentFolder)) != nil
  }

  /// Returns true if a path names a folder that can be opened, also through a symbolic link.
  package static func isFolder(_ path: String) -> Bool {
    guard let folder = try? openFolder(FileName(path), in: currentFolder, followsLinks: true) else {
      return false
    }
    try? folder.close()
    return true
  }

  /// Creates a file that was not there; what was there is never touched.
  /// - Throws: `Errno.fileExists` where there is something of that name.
  package static func create(_ path: String, holding bytes: [UInt8]) throws(Errno) {
    let name = FileName(path)
    let file = try open(
      name, in: currentFolder, .writeOnly, options: [.create, .exclusiveCreate],
      permissions: FilePermissions(rawValue: 0o666))
    do throws(Errno) {
      defer { try? file.close() }
      try write(bytes, bytes.indices, to: file)
    } catch {
      // Half a file would be in the way of the next attempt.
      try? remove(name, in: currentFolder)
      throw error
    }
  }

  /// The absolute path without links, dots and doubled slashes.
  package static func realPath(_ path: String) throws(Errno) -> String {
    try realPath(FileName(path)).text
  }

  /// The same, byte for byte.
  package static func realPath(_ path: FileName) throws(Errno) -> FileName {
    guard let resolved = path.withCString({ realpath($0, nil) }) else { throw Errno(rawValue: errno) }
    defer { free(resolved) }
    return FileName(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
  }

  // MARK: Ownership and locks

  package static func setPermissions(_ permissions: FilePermissions, of file: FileDescriptor) throws(Errno) {
    _ = try check { fchmod(file.rawValue, permissions.rawValue) }
  }

  package static func setOwner(_ owner: UInt32, group: UInt32, of file: FileDescriptor) throws(Errno) {
    _ = try check { fchown(file.rawValue, owner, group) }
  }

  /// Takes the file's lock, which its closing gives back.
  /// - Returns: `false` when another process has it.
  package static func lock(_ file: FileDescriptor) throws(Errno) -> Bool {
    do {
      _ = try check { flock(file.rawValue, LOCK_EX | LOCK_NB) }
      return true
    } catch {
      if error == .wouldBlock { return false }
      throw error
    }
  }

  /// Takes the file's lock as soon as no other process has it.
  package static func waitForLock(_ file: FileDescriptor) throws(Errno) {
    _ = try check { flock(file.rawValue, LOCK_EX) }
  }

  /// Returns true if a name matches one segment of a glob, by the C library's rules, ASCII letters in any case.
  package static func matches(_ name: FileName, segment: FileName) -> Bool {
    segment.withCString { segment in
      name.withCString { fnmatch(segment, $0, ignoreCase) == 0 }
    }
  }

  /// FNM_CASEFOLD, which Swift's Glibc module does not have.
  private static let ignoreCase: CInt = 1 << 4

  package static var processIdentifier: Int32 { getpid() }

  /// The user whose rights this process has.
  package static var user: UInt32 { geteuid() }

  /// Lets the process have as many files open as it may: a deep tree keeps a folder open on each level.
  package static func raiseOpenFileLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  /// Calls again what a signal interrupted; -1 becomes the error.
  static func check<Result: FixedWidthInteger & SignedInteger>(
    _ call: () -> Result
  ) throws(Errno) -> Result {
    while true {
      let result = call()
      if result >= 0 { return result }
      let error = Errno(rawValue: errno)
      if error != .interrupted { throw error }
    }
  }
}

extension FileSystem.Status {
  fileprivate init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: kind = .folder
    case S_IFREG: kind = .file
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = Int(status.st_size)
    permissions = FilePermissions(rawValue: status.st_mode & 0o7777)
    owner = status.st_uid
    group = status.st_gid
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }
}
