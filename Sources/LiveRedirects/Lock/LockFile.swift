internal import Glibc

/// The lock file on the disk.
public enum LockFile {
  /// Its name at the root of a site.
  public static let name = "autotag.lock"

  /// - Returns: `nil` where there is none.
  public static func read(_ path: String) throws(LockError) -> ResolutionLock? {
    guard let bytes = try bytes(path) else { return nil }
    return try ResolutionLock(bytes, file: path)
  }

  /// Writes the file, unless it has these very bytes. At every moment its name stands for all of the old file
  /// or all of the new one.
  /// - Returns: whether it was written.
  @discardableResult
  public static func write(_ lock: ResolutionLock, to path: String) throws(LockError) -> Bool {
    let new = Array(lock.text.utf8)
    if try bytes(path) == new { return false }
    let temporary = "\(folder(path)).autotag-\(getpid())-lock.tmp"
    // A file of that name is a killed run's that had this process's number.
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(0o666))
    guard file >= 0 else { throw failure(path, "writing it failed") }
    let isWritten = writeAll(new, to: file) && fsync(file) == 0
    let problem = failure(path, "writing it failed")
    close(file)
    guard isWritten else {
      unlink(temporary)
      throw problem
    }
    keepMode(of: path, temporary)
    guard rename(temporary, path) == 0 else {
      let problem = failure(path, "replacing it failed")
      unlink(temporary)
      throw problem
    }
    return true
  }

  private static func folder(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  private static func keepMode(of path: String, _ temporary: String) {
    var status = stat()
    if stat(path, &status) == 0 { chmod(temporary, status.st_mode & 0o777) }
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  private static func bytes(_ path: String) throws(LockError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw failure(path, "reading it failed")
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path, "reading it failed") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func failure(_ path: String, _ what: String) -> LockError {
    let reason = String(cString: strerror(errno))
    return LockError(
      file: path, line: nil, message: "\(what): \(reason); check the file's and its folder's permissions")
  }
}
