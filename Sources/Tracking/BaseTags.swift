internal import AutoTagBytes
internal import AutoTagHTML

/// The start of `<base`, in any case of its letters.
enum BaseTags: BytePattern {
  static var before: Int { 0 }
  static var behind: Int { 4 }

  @inline(__always)
  static func hits(_ page: RawSpan, _ place: Int) -> SIMDMask<SIMD16<Int8>> {
    let space = ByteBlock(repeating: 0x20)
    return (page.unsafeBlock(at: place) .== ByteBlock(repeating: UInt8(ascii: "<")))
      .& (page.unsafeBlock(at: place &+ 1) | space .== ByteBlock(repeating: UInt8(ascii: "b")))
      .& (page.unsafeBlock(at: place &+ 2) | space .== ByteBlock(repeating: UInt8(ascii: "a")))
      .& (page.unsafeBlock(at: place &+ 3) | space .== ByteBlock(repeating: UInt8(ascii: "s")))
      .& (page.unsafeBlock(at: place &+ 4) | space .== ByteBlock(repeating: UInt8(ascii: "e")))
  }

  /// Whether a `<base>` may stand in a page, told by its letters alone.
  static func mayStand(in page: Span<UInt8>) -> Bool {
    var search = BlockSearch<Self>()
    return search.next(in: page) != nil
  }
}
