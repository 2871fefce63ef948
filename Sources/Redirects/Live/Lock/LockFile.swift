internal import AutoTagFiles
internal import SystemPackage

/// The lock file on the disk.
package enum LockFile {
  /// Its name at the root of a site.
  package static let name = "autotag.lock"

  /// - Returns: `nil` where there is none.
  package static func read(_ path: String) throws(LockError) -> ResolutionLock? {
    guard let bytes = try bytes(path) else { return nil }
    return try ResolutionLock(bytes, file: path)
  }

  /// Writes the file, unless it has these very bytes. At every moment its name stands for all of the old file
  /// or all of the new one.
  /// - Returns: whether it was written.
  @discardableResult
  package static func write(_ lock: ResolutionLock, to path: String) throws(LockError) -> Bool {
    let new = Array(lock.text.utf8)
    if try bytes(path) == new { return false }
    do throws(Errno) {
      let file = try OutputFile(path, number: 0, isDurable: true)
      file.write(new)
      try file.finish()
    } catch {
      throw failure(path, "writing it failed", error.description)
    }
    return true
  }

  private static func bytes(_ path: String) throws(LockError) -> [UInt8]? {
    try WholeFile.readIfThere(path, limit: WholeFile.dataLimit) { error in
      failure(path, "reading it failed", error.description)
    }
  }

  private static func failure(_ path: String, _ what: String, _ reason: String) -> LockError {
    LockError(
      file: path, line: nil, message: "\(what): \(reason); check the file's and its folder's permissions")
  }
}
