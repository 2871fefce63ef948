import AutoTagBytes
import Testing

@Suite("Searches for bytes")
struct ByteSearchTests {
  static let cases: [(part: String, text: String, isThere: Bool)] = [
    ("", "", true), ("", "a", true), ("a", "", false), ("a", "a", true), ("ab", "a", false),
    ("ab", "ab", true),
    ("ab", "aab", true), ("ab", "aaab", true), ("aab", "aaaab", true), ("ab", "ba", false),
    ("ab", "xxab", true),
    ("abc", "ababc", true), ("abc", "abab", false), ("click.example", "https://click.example/x", true),
    ("click.example", "https://click.exampl", false), ("click.example", "clickclick.example", true),
  ]

  @Test("a text holds another or does not", arguments: cases)
  func contains(part: String, text: String, isThere: Bool) {
    #expect(ByteSearch.contains(Array(part.utf8), in: Array(text.utf8)) == isThere)
  }

  @Test("the bits of a mask are the same on processors without an instruction for them")
  func portableBits() {
    let wrong = (0..<65536).count { value in
      var lanes = SIMD16<Int8>()
      for lane in 0..<16 where value >> lane & 1 == 1 { lanes[lane] = -1 }
      return ByteBlock.portableBits(unsafeBitCast(lanes, to: SIMDMask<SIMD16<Int8>>.self)) != UInt64(value)
    }
    #expect(wrong == 0)
  }
}
