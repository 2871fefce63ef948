internal import AutoTagFiles
package import SystemPackage

/// Bytes that come in one after the other, in memory that does not grow with them.
package final class StreamInput {
  /// Reads what comes next into a buffer, and waits until there is something; returns the number of bytes, 0 at the end.
  package typealias Read = (inout [UInt8]) throws(Errno) -> Int

  private let read: Read
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  /// The bytes of the buffer that were read and not yet taken.
  private var held = 0..<0
  private var isAtEnd = false
  /// The number of bytes that were taken.
  package private(set) var offset = 0
  /// Called before each read, which may wait for somebody who waits for what was written so far.
  var beforeReading: () throws(StreamError) -> Void = {}

  package init(_ read: @escaping Read) { self.read = read }

  package convenience init(_ file: FileDescriptor) {
    self.init { (buffer) throws(Errno) in try FileSystem.readSome(file, into: &buffer) }
  }

  /// Returns false at the end of the input.
  func hasMore() throws(StreamError) -> Bool {
    guard held.isEmpty, !isAtEnd else { return !held.isEmpty }
    try beforeReading()
    do throws(Errno) {
      held = 0..<(try read(&buffer))
    } catch {
      throw .unreadable(error)
    }
    isAtEnd = held.isEmpty
    return !isAtEnd
  }

  /// Takes bytes, and lends them piece by piece.
  /// - Returns: the number of bytes, which is less than wanted at the end of the input.
  @discardableResult
  func forEachPiece(
    of wanted: Int, _ body: (Span<UInt8>) throws(StreamError) -> Void
  ) throws(StreamError) -> Int {
    var taken = 0
    while taken < wanted, try hasMore() {
      let count = min(held.count, wanted - taken)
      let (bytes, range) = (buffer, held.lowerBound..<held.lowerBound + count)
      skip(count)
      taken += count
      try body(bytes.span.extracting(range))
    }
    return taken
  }

  /// Adds the next bytes to others.
  /// - Returns: false where the input ends before.
  func take(_ wanted: Int, addingTo bytes: inout [UInt8]) throws(StreamError) -> Bool {
    // No more is made room for than what a wrong length may cost.
    bytes.reserveCapacity(bytes.count + min(wanted, 1 << 20))
    let before = bytes.count
    while bytes.count - before < wanted, try hasMore() {
      let count = min(held.count, wanted - (bytes.count - before))
      bytes += buffer[held.lowerBound..<held.lowerBound + count]
      skip(count)
    }
    return bytes.count - before == wanted
  }

  /// The most bytes of memory that are kept for the next page, 16 MiB: one huge page is not followed by many.
  private static let largestKept = 1 << 24

  /// Takes the bytes of a page into memory that serves all pages.
  /// - Returns: false where the input ends before.
  func take(_ length: Int, into page: inout [UInt8]) throws(StreamError) -> Bool {
    page.removeAll(keepingCapacity: page.capacity <= Self.largestKept)
    return try take(length, addingTo: &page)
  }

  /// The next line.
  enum Line {
    /// Without its end.
    case whole([UInt8])
    case cut
    case tooLong
  }

  /// - Parameter limit: the most bytes that it may have.
  func takeLine(limit: Int) throws(StreamError) -> Line {
    var line: [UInt8] = []
    while try hasMore() {
      let rest = buffer[held]
      let end = rest.firstIndex(of: 0x0A)
      line += rest[..<(end ?? rest.endIndex)]
      guard line.count <= limit else { return .tooLong }
      skip((end ?? rest.endIndex) - held.lowerBound)
      guard end != nil else { continue }
      skip(1)
      return .whole(line)
    }
    return .cut
  }

  private func skip(_ count: Int) {
    held = held.lowerBound + count..<held.upperBound
    offset += count
  }
}
