internal import CZlib

/// Decompression of gzip files (RFC 1952) piece by piece, through zlib; a file may be several members, one after the other.
final class GzipInflater {
  /// At an address of its own: zlib refuses a stream that has moved.
  private let stream: UnsafeMutablePointer<z_stream>
  /// True between members and behind the last one.
  private(set) var isOver = false

  /// - Returns: `nil` when zlib is out of memory.
  init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for gzip's header and trailer.
    let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      stream.deinitialize(count: 1)
      stream.deallocate()
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Decompresses some bytes.
  /// - Parameters:
  ///   - isAtEnd: true if no more input follows these.
  ///   - index: the index of the buffer to write from.
  /// - Returns: the number of bytes of the input that are done with, and of those written.
  func inflate(
    _ input: [UInt8], _ range: Range<Int>, isAtEnd: Bool, into buffer: inout [UInt8], from index: Int
  ) throws(SourceFailure) -> (used: Int, made: Int) {
    if isOver {
      guard !range.isEmpty else { return (0, 0) }
      guard inflateReset(stream) == Z_OK else { throw .brokenGzip }
      isOver = false
    }
    let stream = stream
    let (status, used, made) = input.withUnsafeBufferPointer { input in
      buffer.withUnsafeMutableBufferPointer { buffer in
        // zlib does not write to its input; its type says otherwise. It counts in 32 bits.
        stream.pointee.next_in = input.baseAddress.map {
          UnsafeMutablePointer(mutating: $0 + range.lowerBound)
        }
        stream.pointee.avail_in = UInt32(clamping: range.count)
        stream.pointee.next_out = buffer.baseAddress.map { $0 + index }
        let room = UInt32(clamping: buffer.count - index)
        let given = stream.pointee.avail_in
        stream.pointee.avail_out = room
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        return (status, Int(given - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
      }
    }
    isOver = status == Z_STREAM_END
    // Z_BUF_ERROR says that nothing could be done: more input is needed.
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR && !isAtEnd else {
      throw .brokenGzip
    }
    if isAtEnd, made == 0, !isOver { throw .brokenGzip }
    return (used, made)
  }
}
