/// Whether a `<base>` may stand in a page, told by its letters alone. The loads are of 16 bytes that the loop's
/// condition keeps inside the page.
enum BaseTags {
  private typealias Block = SIMD16<UInt8>

  static func mayStand(in page: Span<UInt8>) -> Bool {
    page.withUnsafeBytes { page in
      var start = 0
      while start + 18 <= page.count {
        let sign = page.loadUnaligned(fromByteOffset: start, as: Block.self)
        let first = page.loadUnaligned(fromByteOffset: start + 1, as: Block.self)
        let second = page.loadUnaligned(fromByteOffset: start + 2, as: Block.self)
        let space = Block(repeating: 0x20)
        let hits =
          (sign .== Block(repeating: UInt8(ascii: "<")))
          .& ((first | space) .== Block(repeating: UInt8(ascii: "b")))
          .& ((second | space) .== Block(repeating: UInt8(ascii: "a")))
        if unsafeBitCast(hits, to: SIMD2<UInt64>.self) != .zero {
          for place in start..<start + 16 where isBase(page, place) { return true }
        }
        start += 16
      }
      while start < page.count {
        if isBase(page, start) { return true }
        start += 1
      }
      return false
    }
  }

  private static func isBase(_ page: UnsafeRawBufferPointer, _ place: Int) -> Bool {
    guard place + 5 <= page.count, page[place] == UInt8(ascii: "<") else { return false }
    return page[place + 1] | 0x20 == UInt8(ascii: "b") && page[place + 2] | 0x20 == UInt8(ascii: "a")
      && page[place + 3] | 0x20 == UInt8(ascii: "s") && page[place + 4] | 0x20 == UInt8(ascii: "e")
  }
}
