internal import AutoTagFiles
package import SystemPackage

/// Bytes that go out one after the other, in memory that does not grow with them.
package final class StreamOutput {
  /// Writes a range of an array.
  package typealias Write = ([UInt8], Range<Int>) throws(Errno) -> Void

  private let write: Write
  private var buffer: [UInt8] = []

  private static let size = 1 << 18

  package init(_ write: @escaping Write) { self.write = write }

  package convenience init(_ file: FileDescriptor) {
    self.init { (bytes, range) throws(Errno) in try FileSystem.write(bytes, range, to: file) }
  }

  /// Writes bytes, or keeps them for the next ones.
  package func add(_ bytes: [UInt8]) throws(StreamError) {
    if buffer.count + bytes.count > Self.size { try flush() }
    if bytes.count > Self.size {
      try put(bytes)
    } else {
      buffer += bytes
    }
  }

  func add(_ bytes: Span<UInt8>) throws(StreamError) {
    if buffer.count + bytes.count > Self.size { try flush() }
    bytes.withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
  }

  /// Writes what was kept.
  package func flush() throws(StreamError) {
    guard !buffer.isEmpty else { return }
    try put(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: [UInt8]) throws(StreamError) {
    do throws(Errno) {
      try write(bytes, bytes.indices)
    } catch {
      throw .unwritable(error)
    }
  }
}
