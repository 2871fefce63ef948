#if arch(x86_64)
  public import CVectors
#endif

/// What a `BlockSearch` looks for: a few bytes at fixed distances from each other.
public protocol BytePattern {
  /// How many bytes before a place the pattern looks at. A place with fewer bytes before it is no hit.
  static var before: Int { get }
  /// How many bytes behind a place the pattern looks at. Behind the page's end it sees zeros.
  static var behind: Int { get }

  /// Of the 16 places from `place` on, which may be hits.
  /// - Parameter page: looked at with `unsafeBlock(at:)` alone, as far around `place` as said.
  static func hits(_ page: RawSpan, _ place: Int) -> SIMDMask<SIMD16<Int8>>
}

/// 16 bytes beside each other. To be compared with one of its kind: with a number on one side the standard library goes
/// byte by byte.
public typealias ByteBlock = SIMD16<UInt8>

extension RawSpan {
  /// The 16 bytes from a place on, which is not checked to be inside: `BlockSearch` asks for no other.
  @inlinable @inline(__always)
  public func unsafeBlock(at place: Int) -> ByteBlock {
    unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: ByteBlock.self)
  }
}

/// Finds, in order, the places of a page where a pattern may stand. A hit may be wrong, none is missed.
///
/// Looks at 64 bytes at a time: every page of a site is searched whole, and most pages need nothing else. It is inlined
/// into its users, each with a pattern of its own, so that all of it stays in registers.
public struct BlockSearch<Pattern: BytePattern> {
  /// Bytes that one turn of the loop looks at.
  @usableFromInline static var stride: Int { 64 }

  /// Where the bytes begin that were looked at last.
  @usableFromInline var start: Int
  /// A bit for each of them that is a hit and was not given yet.
  @usableFromInline var rest: UInt64 = 0

  @inlinable @inline(__always)
  public init() {
    start = Pattern.before &- Self.stride
  }

  /// - Parameter page: the same bytes at every call.
  /// - Returns: the next hit; `nil` where there is none.
  @inlinable @inline(__always)
  public mutating func next(in page: Span<UInt8>) -> Int? {
    if rest == 0, !advance(in: page.bytes) { return nil }
    defer { rest &= rest &- 1 }
    return start &+ rest.trailingZeroBitCount
  }

  /// Goes on to the next bytes with a hit.
  @inlinable
  mutating func advance(in page: RawSpan) -> Bool {
    let lastWhole = page.byteCount &- Self.stride &- Pattern.behind
    while start &+ Self.stride < page.byteCount {
      start &+= Self.stride
      rest = start <= lastWhole ? Self.hits(page, start) : Self.hits(atEndOf: page, start)
      if rest != 0 { return true }
    }
    return false
  }

  /// As `hits`, where the page ends before the pattern does.
  @inlinable
  static func hits(atEndOf page: RawSpan, _ place: Int) -> UInt64 {
    let left = page.extracting(place - Pattern.before..<min(page.byteCount, place + stride + Pattern.behind))
    var padded = [UInt8](repeating: 0, count: Pattern.before + stride + Pattern.behind)
    for offset in 0..<left.byteCount {
      padded[offset] = left.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
    return hits(padded.span.bytes, Pattern.before)
  }

  @inlinable @inline(__always)
  static func hits(_ page: RawSpan, _ place: Int) -> UInt64 {
    bits(Pattern.hits(page, place)) | bits(Pattern.hits(page, place &+ 16)) << 16
      | bits(Pattern.hits(page, place &+ 32)) << 32 | bits(Pattern.hits(page, place &+ 48)) << 48
  }

  /// A bit for each comparison.
  @inlinable @inline(__always)
  static func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    #if arch(x86_64)
      UInt64(truncatingIfNeeded: autotag_sign_bits(unsafeBitCast(mask, to: SIMD2<Int64>.self)))
    #else
      let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
      return bits(words[0].littleEndian) | bits(words[1].littleEndian) << 8
    #endif
  }

  /// A bit for each byte of eight.
  @inlinable @inline(__always)
  static func bits(_ word: UInt64) -> UInt64 {
    // The product has the lowest bits of the eight bytes, in their order, in its highest byte.
    ((word & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) >> 56
  }
}
