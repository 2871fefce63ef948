#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Searches that pass many bytes at once, by the C library's vectorised functions. Beside `LibXML2Walker` the
/// only place with unsafe pointers: none leaves it, and all lengths are those of the span.
package enum ByteSearch {
  /// The place of the first such byte at or after `start`; the page's end where there is none.
  @inline(__always)
  package static func first(_ byte: UInt8, in page: Span<UInt8>, from start: Int) -> Int {
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

  /// Whether two ranges of bytes are the same.
  static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return memcmp(first, second, left.count) == 0
      }
    }
  }
}
