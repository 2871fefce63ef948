internal import AutoTagFiles
internal import AutoTagTracking
internal import SystemPackage

/// The bytes of the page that a thread works on, in memory that serves one page after the other.
package final class PageBuffer {
  /// Larger than the page where the buffer was used for a larger one: `size` bytes are the page's.
  private(set) var bytes: [UInt8] = []
  private(set) var size = 0

  /// The most bytes of a page that is read.
  static let largestPage = PageRewriter.largestPage
  /// The most bytes of memory that is kept for the next page, 16 MiB: one huge page is not followed by many.
  private static let largestKept = 1 << 24

  /// Reads a page.
  /// - Parameter limit: the most bytes that it may have.
  /// - Returns: the file's status when it was read.
  func read(
    _ name: FileName, in folder: SiteFolder, limit: Int = PageBuffer.largestPage
  ) throws(Fault) -> FileSystem.Status {
    let status: FileSystem.Status
    do throws(Errno) {
      let file = try FileSystem.open(name, in: folder.source)
      defer { try? file.close() }
      status = try FileSystem.status(of: file)
      if status.kind != .other, status.size <= limit {
        size = try FileSystem.readAll(file, expectedSize: status.size, limit: limit, into: &bytes)
      }
    } catch {
      throw Fault.failed(.readPage, error)
    }
    // It was a file when its folder was listed; a pipe without a writer would be an empty page.
    guard status.kind != .other else { throw .specialFile }
    guard status.size <= limit else { throw .pageTooLarge(status.size) }
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
