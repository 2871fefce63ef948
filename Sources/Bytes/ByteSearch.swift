public import Glibc

/// Byte searches and comparisons that use the C library's vectorised functions and SIMD.
///
/// The pointers that C needs stay inside each function, and every length given to C is that of the span.
public enum ByteSearch {
  /// Returns the byte offset of the first `byte` at or after `start`; `page.count` if there is none or `start` is outside.
  @inlinable @inline(__always)
  public static func first(_ byte: UInt8, in page: Span<UInt8>, from start: Int) -> Int {
    guard start < page.count, start >= 0 else { return page.count }
    // Most texts, names and values end within a block, before a call pays.
    if page.count - start >= ByteBlock.scalarCount {
      let found = page.bytes.unsafeBlock(at: start) .== ByteBlock(repeating: byte)
      let hits = ByteBlock.bits(found)
      if hits != 0 { return start + hits.trailingZeroBitCount }
    }
    return page.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(byte), bytes.count - start)
      else { return bytes.count }
      return UnsafeRawPointer(found) - base
    }
  }

  /// Returns true if `text` contains `part`; an empty part is in every text.
  package static func contains(_ part: [UInt8], in text: [UInt8]) -> Bool {
    guard let initial = part.first else { return true }
    let last = text.count - part.count
    var start = 0
    while start <= last {
      start = first(initial, in: text.span, from: start)
      guard start <= last else { return false }
      if equal(text.span.extracting(start..<start + part.count), part.span) { return true }
      start += 1
    }
    return false
  }

  /// Counts a byte in a range of a page.
  /// - Returns: the number of occurrences, and the last one's byte offset in the page.
  package static func count(
    of byte: UInt8, in page: Span<UInt8>, _ range: Range<Int>
  ) -> (count: Int, last: Int?) {
    page.extracting(range).withUnsafeBytes { bytes in
      typealias Block = SIMD32<UInt8>
      let wanted = Block(repeating: byte)
      var count = 0
      var offset = 0
      while offset + Block.scalarCount <= bytes.count {
        var counts = Block()
        // At most 255 blocks, so that none of the 8-bit counts overflows.
        let end = min(bytes.count - Block.scalarCount, offset + 254 * Block.scalarCount)
        while offset <= end {
          let found = bytes.loadUnaligned(fromByteOffset: offset, as: Block.self) .== wanted
          counts &-= unsafeBitCast(found, to: Block.self)
          offset += Block.scalarCount
        }
        count += Int(SIMD32<UInt16>(truncatingIfNeeded: counts).wrappedSum())
      }
      while offset < bytes.count {
        if bytes[offset] == byte { count += 1 }
        offset += 1
      }
      guard count > 0 else { return (0, nil) }
      var last = bytes.count - 1
      while last > 0, bytes[last] != byte { last -= 1 }
      return (count, range.lowerBound + last)
    }
  }

  /// Returns true if two spans have the same bytes.
  package static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return memcmp(first, second, left.count) == 0
      }
    }
  }
}
