package import SystemPackage

/// A writer of many small pieces that calls the system once for many of them: a page with twenty edits has forty pieces,
/// and a call costs more than to copy a few kilobytes.
package struct PieceWriter {
  /// Bytes collected before a call. A piece that is larger goes to the file as it is.
  private static let capacity = 1 << 17

  private var collected: [UInt8] = []
  private var file: FileDescriptor?

  package init() {}

  /// Begins with a file. Pieces that another file did not get, as a call failed, are dropped.
  package mutating func start(_ file: FileDescriptor) {
    collected.removeAll(keepingCapacity: true)
    self.file = file
  }

  /// Writes a range of bytes behind those before, now or later.
  package mutating func write(_ bytes: [UInt8], _ range: Range<Int>) throws(Errno) {
    if collected.count + range.count > Self.capacity { try finish() }
    if range.count > Self.capacity, let file {
      try FileSystem.write(bytes, range, to: file)
    } else {
      collected += bytes[range]
    }
  }

  /// Writes what is left.
  package mutating func finish() throws(Errno) {
    guard let file else { return }
    try FileSystem.write(collected, collected.indices, to: file)
    collected.removeAll(keepingCapacity: true)
  }
}
