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
}
