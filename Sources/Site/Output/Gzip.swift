internal import CZlib

/// Compression for precompressed siblings, through zlib.
enum Gzip {
  /// A gzip member (RFC 1952) of the smallest size zlib makes, without name or time, so that the same page
  /// always gives the same bytes.
  /// - Returns: `nil` when zlib is out of memory.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // 15 bits of window, and 16 for gzip's header and trailer.
    let status = deflateInit2_(
      &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      CInt(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var compressed: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var position = 0
    while true {
      // zlib counts in 32 bits.
      let length = min(bytes.count - position, 1 << 30)
      let isLast = position + length == bytes.count
      let (result, used, made) = bytes.withUnsafeBufferPointer { bytes in
        chunk.withUnsafeMutableBufferPointer { chunk in
          // zlib does not write to its input; its type says otherwise.
          stream.next_in = bytes.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
          stream.avail_in = UInt32(length)
          stream.next_out = chunk.baseAddress
          stream.avail_out = UInt32(chunk.count)
          let result = deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          return (result, length - Int(stream.avail_in), chunk.count - Int(stream.avail_out))
        }
      }
      position += used
      compressed.append(contentsOf: chunk[..<made])
      if result == Z_STREAM_END { return compressed }
      guard result == Z_OK || result == Z_BUF_ERROR && made > 0 else { return nil }
    }
  }

  /// Compares what a gzip file holds with a text, piece by piece: the file may be of any size, and may hold far more than
  /// it has bytes. Reading ends at the first difference.
  /// - Parameter next: reads the next piece of the file; empty at its end, `nil` where it cannot be read.
  /// - Returns: `nil` for what is no gzip file, is cut off, or cannot be read.
  static func compare(to text: Span<UInt8>, reading next: () -> ArraySlice<UInt8>?) -> Bool? {
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    // The rest of the piece that was read last.
    var piece: ArraySlice<UInt8> = []
    // More text may follow without more input.
    var isChunkFull = false
    var offset = 0
    while true {
      if piece.isEmpty, !isChunkFull {
        // Lets go of the last piece, so that its buffer can be used again.
        piece = []
        guard let read = next(), !read.isEmpty else { return nil }
        piece = read
      }
      let (result, used, made) = piece.withUnsafeBufferPointer { piece in
        chunk.withUnsafeMutableBufferPointer { chunk in
          // zlib does not write to its input; its type says otherwise. It counts in 32 bits, and no piece has more.
          stream.next_in = piece.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
          stream.avail_in = UInt32(clamping: piece.count)
          let given = Int(stream.avail_in)
          stream.next_out = chunk.baseAddress
          stream.avail_out = UInt32(chunk.count)
          let result = inflate(&stream, Z_NO_FLUSH)
          return (result, given - Int(stream.avail_in), chunk.count - Int(stream.avail_out))
        }
      }
      // Z_BUF_ERROR only says that the full chunk was all there was.
      guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR && piece.isEmpty else {
        return nil
      }
      piece = piece.dropFirst(used)
      isChunkFull = made == chunk.count
      guard made <= text.count - offset else { return false }
      for index in 0..<made where chunk[index] != text[offset + index] { return false }
      offset += made
      guard result == Z_STREAM_END else { continue }
      // A file may be several members, one after the other (RFC 1952, section 2.2).
      isChunkFull = false
      if piece.isEmpty {
        piece = []
        guard let read = next() else { return nil }
        guard !read.isEmpty else { return offset == text.count }
        piece = read
      }
      guard inflateReset(&stream) == Z_OK else { return nil }
    }
  }
}
