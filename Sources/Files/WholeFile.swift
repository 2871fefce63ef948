package import SystemPackage

/// Reads files of settings and redirects whole. Each has a limit and must be a regular file: a link to `/dev/zero` would
/// fill the memory, and a pipe that nobody writes to would be waited for without an end.
package enum WholeFile {
  /// The most bytes of a file that people write by hand, such as the configuration: 4 MiB.
  package static let settingsLimit = 1 << 22
  /// The most bytes of a file that programs write, such as redirects, a baseline or a lock file: 256 MiB.
  package static let dataLimit = 1 << 28

  /// Reads a regular file; symbolic links are followed.
  /// - Parameters:
  ///   - path: absolute, or relative to the folder that the program runs in.
  ///   - limit: the most bytes that it may have.
  package static func read(_ path: String, limit: Int) throws(WholeFileError) -> [UInt8] {
    try read(FileName(path), in: FileSystem.currentFolder, limit: limit)
  }

  /// Reads a regular file for a caller who has an error of its own for one that cannot be read.
  package static func read<Failure: Error>(
    _ path: String, limit: Int, failure: (WholeFileError) -> Failure
  ) throws(Failure) -> [UInt8] {
    do throws(WholeFileError) {
      return try read(path, limit: limit)
    } catch {
      throw failure(error)
    }
  }

  /// Reads a regular file that need not be there.
  /// - Returns: `nil` where there is none.
  package static func readIfThere<Failure: Error>(
    _ path: String, limit: Int, failure: (WholeFileError) -> Failure
  ) throws(Failure) -> [UInt8]? {
    do throws(WholeFileError) {
      return try read(path, limit: limit)
    } catch {
      if error == .system(.noSuchFileOrDirectory) { return nil }
      throw failure(error)
    }
  }

  /// Reads a regular file by its name in a folder; symbolic links are followed.
  package static func read(
    _ name: FileName, in folder: FileDescriptor, limit: Int
  ) throws(WholeFileError) -> [UInt8] {
    do throws(Errno) {
      // Without waiting for the other end of a pipe.
      let file = try FileSystem.open(name, in: folder, options: .nonBlocking)
      defer { try? file.close() }
      let status = try FileSystem.status(of: file)
      switch status.kind {
      case .file: return try read(file, expectedSize: status.size, limit: limit)
      case .folder: throw .isDirectory
      // Not the system's error: it would let a pipe be read.
      case .link, .other: break
      }
    } catch {
      throw error == .fileTooLarge ? .tooLarge(limit: limit) : .system(error)
    }
    throw .notRegular
  }

  /// Reads standard input to its end, whatever it is.
  package static func readStandardInput(limit: Int) throws(WholeFileError) -> [UInt8] {
    do throws(Errno) {
      return try read(FileDescriptor(rawValue: 0), expectedSize: 0, limit: limit)
    } catch {
      throw error == .fileTooLarge ? .tooLarge(limit: limit) : .system(error)
    }
  }

  private static func read(
    _ file: FileDescriptor, expectedSize: Int, limit: Int
  ) throws(Errno) -> [UInt8] {
    var bytes: [UInt8] = []
    let count = try FileSystem.readAll(file, expectedSize: expectedSize, limit: limit, into: &bytes)
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}

/// The reason why a file was not read whole.
package enum WholeFileError: Error, Equatable, CustomStringConvertible {
  case system(Errno)
  /// It has more than `limit` bytes.
  case tooLarge(limit: Int)
  /// It is a pipe, a socket or a device.
  case notRegular

  /// The words that follow “cannot be read:”.
  package var description: String {
    switch self {
    case .system(let error): error.description
    case .tooLarge(let limit): "it has more than the \(limit) bytes that it may have"
    case .notRegular: "it is a pipe, a socket or a device and no regular file"
    }
  }
}
