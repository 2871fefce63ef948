#if arch(x86_64)
  public import CVectors
#endif

/// A pattern for `BlockSearch`: a few bytes at fixed distances from each other.
public protocol BytePattern {
  /// The number of bytes before an offset that the pattern reads. An offset with fewer bytes before it is no hit.
  static var before: Int { get }
  /// The number of bytes behind the 16 offsets of a block that the pattern reads. Behind the page's end it reads zeros.
  static var behind: Int { get }

  /// Returns a lane for each of the 16 offsets from `offset` on, set if the pattern may be there.
  /// - Parameter page: to be read with `unsafeBlock(at:)`, from `offset - before` to `offset + 15 + behind`.
  static func hits(_ page: RawSpan, _ offset: Int) -> SIMDMask<SIMD16<Int8>>
}

/// 16 adjacent bytes. Compare one with another `ByteBlock`: with a scalar on one side the standard library compares byte
/// by byte.
public typealias ByteBlock = SIMD16<UInt8>

extension RawSpan {
  /// Returns the 16 bytes from `offset` on, without a bounds check. `BlockSearch` calls patterns only where all bytes
  /// that they declare to read are inside the span.
  @inlinable @inline(__always)
  public func unsafeBlock(at offset: Int) -> ByteBlock {
    unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: ByteBlock.self)
  }
}

extension ByteBlock {
  /// Returns the lanes of a mask as 16 bits, the lowest for the first lane.
  @inlinable @inline(__always)
  public static func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    #if arch(x86_64)
      UInt64(truncatingIfNeeded: autotag_sign_bits(unsafeBitCast(mask, to: SIMD2<Int64>.self)))
    #else
      portableBits(mask)
    #endif
  }

  /// The same without an instruction for it, for other processors than x86-64.
  @inlinable @inline(__always)
  package static func portableBits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return bits(inBytesOf: words[0].littleEndian) | bits(inBytesOf: words[1].littleEndian) << 8
  }

  /// Returns the lowest bit of each of a word's eight bytes, the lowest byte's first.
  @inlinable @inline(__always)
  static func bits(inBytesOf word: UInt64) -> UInt64 {
    // The product has the lowest bits of the eight bytes, in their order, in its highest byte.
    ((word & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) >> 56
  }
}

/// A search for the byte offsets of a page at which a pattern may be, in ascending order. A hit may be wrong; none is
/// missed.
///
/// It reads 64 bytes at a time, since every page of a site is searched whole and most need nothing else. It is inlined
/// into its users, each with its own pattern, so that the loop's state stays in registers.
public struct BlockSearch<Pattern: BytePattern> {
  /// The number of bytes read by one turn of the loop; one for each bit of `rest`.
  @usableFromInline static var stride: Int { 64 }

  /// The byte offset of the 64 bytes read last.
  @usableFromInline var start: Int
  /// A bit for each of these bytes that is a hit and was not returned yet, the lowest bit for the first byte.
  @usableFromInline var rest: UInt64 = 0

  /// Creates a search from the first offset that has `Pattern.before` bytes before it.
  @inlinable @inline(__always)
  public init() {
    start = Pattern.before &- Self.stride
  }

  /// Returns the byte offset of the next hit; `nil` behind the last one.
  /// - Parameter page: the same bytes at every call.
  @inlinable @inline(__always)
  public mutating func next(in page: Span<UInt8>) -> Int? {
    if rest == 0, !advance(in: page.bytes) { return nil }
    defer { rest &= rest &- 1 }
    return start &+ rest.trailingZeroBitCount
  }

  /// Moves on to the next 64 bytes with a hit. Returns false at the page's end.
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

  /// Returns the hits of the 64 offsets from `offset` on, near the page's end: reads a copy that is padded with zeros.
  @inlinable
  static func hits(atEndOf page: RawSpan, _ offset: Int) -> UInt64 {
    let left = page.extracting(
      offset - Pattern.before..<min(page.byteCount, offset + stride + Pattern.behind))
    var padded = [UInt8](repeating: 0, count: Pattern.before + stride + Pattern.behind)
    for index in 0..<left.byteCount {
      padded[index] = left.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
    return hits(padded.span.bytes, Pattern.before)
  }

  /// Returns the hits of the 64 offsets from `offset` on, the lowest bit for the first.
  @inlinable @inline(__always)
  static func hits(_ page: RawSpan, _ offset: Int) -> UInt64 {
    ByteBlock.bits(Pattern.hits(page, offset)) | ByteBlock.bits(Pattern.hits(page, offset &+ 16)) << 16
      | ByteBlock.bits(Pattern.hits(page, offset &+ 32)) << 32 | ByteBlock.bits(
        Pattern.hits(page, offset &+ 48)) << 48
  }
}
