/// Searches a page 64 bytes at a time. The only file here with unsafe loads: each is of 16 bytes that the
/// loop's condition keeps inside the page.
enum ByteSearch {
  private typealias Block = SIMD16<UInt8>
  private typealias Words = SIMD2<UInt64>

  /// Bytes that one turn of the loop looks at.
  private static let stride = 64

  /// Whether `isMatch` says yes to an `=` of the page. Asked, in order, are all that can end the name of
  /// `href`, `rel` or `data-tracking-group`: right before them stands the name's last letter in either case,
  /// or white space. Hardly any other `=` of a page does, `class=` and `id=` least of all.
  @inline(__always)
  static func containsEqualsSign(in page: Span<UInt8>, where isMatch: (_ equals: Int) -> Bool) -> Bool {
    page.withUnsafeBytes { bytes in
      var start = 1
      while start + stride <= bytes.count {
        let hits0 = equalsSigns(bytes, start)
        let hits1 = equalsSigns(bytes, start + 16)
        let hits2 = equalsSigns(bytes, start + 32)
        let hits3 = equalsSigns(bytes, start + 48)
        if (hits0 | hits1 | hits2 | hits3) != .zero {
          if contains(hits0, start, where: isMatch) || contains(hits1, start + 16, where: isMatch)
            || contains(hits2, start + 32, where: isMatch) || contains(hits3, start + 48, where: isMatch)
          {
            return true
          }
        }
        start += stride
      }
      while start < bytes.count {
        if bytes[start] == UInt8(ascii: "="), isMatch(start) { return true }
        start += 1
      }
      return false
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

  @inline(__always)
  private static func contains(_ hits: Words, _ start: Int, where isMatch: (Int) -> Bool) -> Bool {
    for index in 0..<2 {
      var word = hits[index].littleEndian
      while word != 0 {
        let byte = word.trailingZeroBitCount >> 3
        if isMatch(start + 8 * index + byte) { return true }
        word &= ~(0xFF << UInt64(8 * byte))
      }
    }
    return false
  }
}
