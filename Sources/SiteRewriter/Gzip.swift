internal import CZlib

/// Compression for precompressed siblings, through zlib. The only file here that touches zlib.
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

  /// Whether compressed bytes hold exactly `text`. Nothing is kept of what they hold: they may hold far more.
  /// - Returns: `nil` for what is no gzip file, or is cut off.
  static func compare(_ compressed: Span<UInt8>, to text: Span<UInt8>) -> Bool? {
    // zlib counts in 32 bits, and a page has no more.
    guard let size = UInt32(exactly: compressed.count) else { return nil }
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var position = 0
    return compressed.withUnsafeBufferPointer { compressed in
      // zlib does not write to its input; its type says otherwise.
      stream.next_in = compressed.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
      stream.avail_in = size
      while true {
        let (result, made) = chunk.withUnsafeMutableBufferPointer { chunk in
          stream.next_out = chunk.baseAddress
          stream.avail_out = UInt32(chunk.count)
          let result = inflate(&stream, Z_NO_FLUSH)
          return (result, chunk.count - Int(stream.avail_out))
        }
        guard result == Z_OK || result == Z_STREAM_END else { return nil }
        guard position + made <= text.count else { return false }
        for place in 0..<made where chunk[place] != text[position + place] { return false }
        position += made
        guard result == Z_STREAM_END else { continue }
        // A file may be several members, one after the other (RFC 1952, section 2.2).
        guard stream.avail_in > 0 else { return position == text.count }
        guard inflateReset(&stream) == Z_OK else { return nil }
      }
    }
  }
}
