internal import AutoTagBytes
internal import AutoTagHTML

/// An `=` that can end the name of `href`, `rel` or `data-tracking-group`: right before it stands the name's last
/// letter in either case, or white space. Hardly any other `=` of a page does, `class=` and `id=` least of all.
enum EqualsSigns: BytePattern {
  static var before: Int { 1 }
  static var behind: Int { 0 }

  @inline(__always)
  static func hits(_ page: RawSpan, _ place: Int) -> SIMDMask<SIMD16<Int8>> {
    let space = ByteBlock(repeating: 0x20)
    let last = page.unsafeBlock(at: place &- 1)
    let letter = last | space
    let isEnd =
      (letter .== ByteBlock(repeating: UInt8(ascii: "f")))
      .| (letter .== ByteBlock(repeating: UInt8(ascii: "l")))
      .| (letter .== ByteBlock(repeating: UInt8(ascii: "p"))) .| (last .<= space)
    return (page.unsafeBlock(at: place) .== ByteBlock(repeating: UInt8(ascii: "="))) .& isEnd
  }
}
