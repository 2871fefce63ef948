/// Finds, in order, each `=` of a page that can end the name of `href`, `rel` or `data-tracking-group`: right before
/// it stands the name's last letter in either case, or white space. Hardly any other `=` of a page does, `class=`
/// and `id=` least of all.
///
/// Looks at 64 bytes at a time. The only file here with unsafe loads: each is of 16 bytes that the loop's condition
/// keeps inside the page.
struct EqualsSigns {
  private typealias Block = SIMD16<UInt8>
  private typealias Words = SIMD2<UInt64>

  /// Bytes that one turn of the loop looks at.
  private static let stride = 64

  /// Where the bytes begin that were looked at last.
  private var start = 1 - EqualsSigns.stride
  /// A bit for each of those that is such an `=` and was not given yet.
  private var hits: UInt64 = 0

  /// - Parameter page: the same bytes at every call.
  /// - Returns: the place of the next one; `nil` where there is none. At the page's end, any `=` is given.
  @inline(__always)
  mutating func next(in page: Span<UInt8>) -> Int? {
    if hits == 0, !advance(in: page) { return nil }
    defer { hits &= hits &- 1 }
    return start + hits.trailingZeroBitCount
  }

  /// Goes on to the next bytes with a hit. A function of its own, so that the loop stays in registers.
  @inline(never)
  private mutating func advance(in page: Span<UInt8>) -> Bool {
    page.withUnsafeBytes { bytes in
      var place = start + Self.stride
      while place + Self.stride <= bytes.count {
        let found = (
          Self.equalsSigns(bytes, place), Self.equalsSigns(bytes, place + 16),
          Self.equalsSigns(bytes, place + 32), Self.equalsSigns(bytes, place + 48)
        )
        if (found.0 | found.1 | found.2 | found.3) != .zero {
          start = place
          hits =
            Self.bits(found.0) | Self.bits(found.1) << 16 | Self.bits(found.2) << 32 | Self.bits(found.3)
            << 48
          return true
        }
        place += Self.stride
      }
      start = place
      for offset in 0..<max(0, bytes.count - place) where bytes[place + offset] == UInt8(ascii: "=") {
        hits |= 1 << UInt64(offset)
      }
      return hits != 0
    }
  }

  /// A byte of ones where a byte is such an `=`.
  @inline(__always)
  private static func equalsSigns(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Words {
    let here = bytes.loadUnaligned(fromByteOffset: start, as: Block.self)
    let before = bytes.loadUnaligned(fromByteOffset: start - 1, as: Block.self)
    // Vectors on both sides: with a scalar on one the standard library goes byte by byte.
    let space = Block(repeating: 0x20)
    let letter = before | space
    let isEnd =
      (letter .== Block(repeating: UInt8(ascii: "f"))) .| (letter .== Block(repeating: UInt8(ascii: "l")))
      .| (letter .== Block(repeating: UInt8(ascii: "p"))) .| (before .<= space)
    let isEqualsSign = here .== Block(repeating: UInt8(ascii: "="))
    return unsafeBitCast(isEqualsSign .& isEnd, to: Words.self)
  }

  /// A bit for each byte.
  @inline(__always)
  private static func bits(_ words: Words) -> UInt64 {
    bits(words[0].littleEndian) | bits(words[1].littleEndian) << 8
  }

  @inline(__always)
  private static func bits(_ word: UInt64) -> UInt64 {
    // The product has the lowest bits of the eight bytes, in their order, in its highest byte.
    ((word & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) >> 56
  }
}
