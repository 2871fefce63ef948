// Run by Tests/release.sh, compiled for arm64 with Embedded Swift: the one part of the program that is another one there.

/// A quote behind an equals sign.
struct QuotedValue: BytePattern {
  static var before: Int { 1 }
  static var behind: Int { 0 }

  @inline(__always)
  static func hits(_ page: RawSpan, _ offset: Int) -> SIMDMask<SIMD16<Int8>> {
    (page.unsafeBlock(at: offset) .== ByteBlock(repeating: UInt8(ascii: "\"")))
      .& (page.unsafeBlock(at: offset - 1) .== ByteBlock(repeating: UInt8(ascii: "=")))
  }
}

@_silgen_name("putchar") func putchar(_ character: Int32) -> Int32

@main
struct BlockSearchCheck {
  static func main() {
    let wrong = wrongMasks + wrongPages
    for character in (wrong == 0 ? "right\n" : "wrong\n").utf8 { _ = putchar(Int32(character)) }
  }

  /// The number of masks whose bits are not theirs.
  static var wrongMasks: Int {
    (0..<65536).count { value in
      var lanes = SIMD16<Int8>()
      for lane in 0..<16 where value >> lane & 1 == 1 { lanes[lane] = -1 }
      return ByteBlock.bits(unsafeBitCast(lanes, to: SIMDMask<SIMD16<Int8>>.self)) != UInt64(value)
    }
  }

  /// The number of pages of 0 to 699 bytes in which the search finds something else than a look at each byte.
  static var wrongPages: Int {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<700).count { length in
      var page: [UInt8] = []
      for _ in 0..<length {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        page.append(Array("\"=a=".utf8)[Int(state % 4)])
      }
      let expected = page.indices.filter {
        $0 > 0 && page[$0] == UInt8(ascii: "\"") && page[$0 - 1] == UInt8(ascii: "=")
      }
      var found: [Int] = []
      var search = BlockSearch<QuotedValue>()
      while let offset = search.next(in: page.span) { found.append(offset) }
      return found != expected
    }
  }
}
