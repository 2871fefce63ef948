public import Glibc

/// Searches that pass many bytes at once, by the C library's vectorised functions. No pointer leaves it, and all
/// lengths are those of the span.
public enum ByteSearch {
  /// The place of the first such byte at or after `start`; the page's end where there is none.
  @inlinable @inline(__always)
  public static func first(_ byte: UInt8, in page: Span<UInt8>, from start: Int) -> Int {
    guard start < page.count, start >= 0 else { return page.count }
    // Most texts and names end within a few bytes, before a call pays.
    if page[start] == byte { return start }
    return page.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(byte), bytes.count - start)
      else { return bytes.count }
      return UnsafeRawPointer(found) - base
    }
  }

  /// Tells whether a text holds another.
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

  /// How often a byte stands in a range of a page, and where it stands last.
  package static func count(
    of byte: UInt8, in page: Span<UInt8>, _ range: Range<Int>
  ) -> (count: Int, last: Int?) {
    page.extracting(range).withUnsafeBytes { bytes in
      typealias Block = SIMD32<UInt8>
      let wanted = Block(repeating: byte)
      var count = 0
      var place = 0
      while place + Block.scalarCount <= bytes.count {
        var counts = Block()
        // So many that none of the counts overflows.
        let end = min(bytes.count - Block.scalarCount, place + 254 * Block.scalarCount)
        while place <= end {
          let found = bytes.loadUnaligned(fromByteOffset: place, as: Block.self) .== wanted
          counts &-= unsafeBitCast(found, to: Block.self)
          place += Block.scalarCount
        }
        count += Int(SIMD32<UInt16>(truncatingIfNeeded: counts).wrappedSum())
      }
      while place < bytes.count {
        if bytes[place] == byte { count += 1 }
        place += 1
      }
      guard count > 0 else { return (0, nil) }
      var last = bytes.count - 1
      while last > 0, bytes[last] != byte { last -= 1 }
      return (count, range.lowerBound + last)
    }
  }

  /// Whether two ranges of bytes are the same.
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
