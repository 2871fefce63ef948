internal import AutoTagFiles
internal import SystemPackage

/// The bytes of the page that a thread works on, in memory that serves one page after the other.
package final class PageBuffer {
  /// Larger than the page where the buffer was used for a larger one: `size` bytes are the page's.
  private(set) var bytes: [UInt8] = []
  private(set) var size = 0

  /// A page that is larger is not read.
  static let largestPage = PageRewriter.largestPage
  /// Memory that one huge page took is not kept for the small ones after it: 16 MiB.
  private static let largestKept = 1 << 24

  /// Reads a page.
  /// - Parameter limit: the most bytes that it may have.
  /// - Returns: the file's status when it was read.
  func read(
    _ name: FileName, in folder: SiteFolder, limit: Int = PageBuffer.largestPage
  ) throws(FileError) -> FileSystem.Status {
    let status: FileSystem.Status
    do throws(Errno) {
      let file = try FileSystem.open(name, in: folder.source)
      defer { try? file.close() }
      status = try FileSystem.status(of: file)
      if status.kind != .other, status.size <= limit {
        size = try FileSystem.readAll(file, expectedSize: status.size, limit: limit, into: &bytes)
      }
    } catch {
      throw FileError("unreadable-page", "reading the page", error)
    }
    // It was a file when its folder was listed; a pipe without a writer would be an empty page.
    guard status.kind != .other else { throw .special }
    guard status.size <= limit else { throw .tooLargePage(status.size) }
    return status
  }

  /// Lends the page's bytes.
  package func withPage<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = bytes
    return try body(bytes.span.extracting(0..<size))
  }

  /// Lets go of the page.
  func clear() {
    size = 0
    if bytes.count > Self.largestKept { bytes = [] }
  }

  /// The page's bytes alone, as an array that can be kept.
  package func page() -> [UInt8] {
    bytes.removeLast(bytes.count - size)
    return bytes
  }
}

extension FileError {
  static let special = FileError(
    "special-file", "this is a device, a pipe or a socket, which is not copied: move it out of the site")

  /// - Parameter size: in bytes.
  static func tooLargePage(_ size: Int) -> FileError {
    FileError(
      "page-too-large", "the page has \(size) bytes, more than the 2 GiB a page may have: exclude it")
  }

  var isTooLargePage: Bool { code == "page-too-large" }
}
