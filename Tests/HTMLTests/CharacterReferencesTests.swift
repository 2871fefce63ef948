import AutoTagHTML
import Testing

@Suite("Character references in attribute values (HTML standard, 13.2.5.72 to 13.2.5.80)")
struct CharacterReferencesTests {
  @Test(
    "decode to what a browser reads",
    arguments: [
      ("a&amp;b", "a&b"),
      ("a&ampb", "a&ampb"),
      ("a&amp", "a&"),
      ("a&AMP;b", "a&b"),
      ("?x=1&copy=1", "?x=1&copy=1"),
      ("?x=1&copyx", "?x=1&copyx"),
      ("?x=1&copy", "?x=1©"),
      ("?x=1&copy&y", "?x=1©&y"),
      ("?x=1&copy-y", "?x=1©-y"),
      ("&reg_id=2", "®_id=2"),
      ("&notit;", "&notit;"),
      ("&notin;", "∉"),
      ("&lt", "<"),
      ("&bogus;", "&bogus;"),
      ("&", "&"),
      ("&;", "&;"),
      ("&#", "&#"),
      ("&#x", "&#x"),
      ("&#x;", "&#x;"),
      ("&#38;", "&"),
      ("&#38u1=", "&u1="),
      ("&#x26;", "&"),
      ("&#X2f", "/"),
      ("&#x80;", "€"),
      ("&#0;", "\u{FFFD}"),
      ("&#xD800;", "\u{FFFD}"),
      ("&#x110000;", "\u{FFFD}"),
      ("&#99999999999999999999;", "\u{FFFD}"),
      ("&#13;", "\r"),
      ("a\r\nb\rc", "a\nb\nc"),
      ("a\0b", "a\u{FFFD}b"),
      ("&NotEqualTilde;", "≂̸"),
      ("&CounterClockwiseContourIntegral;", "∳"),
    ])
  func decode(raw: String, expected: String) {
    let value = decodeValue(raw)
    #expect(String(decoding: value.bytes, as: UTF8.self) == expected)
  }

  @Test("every decoded byte knows where it is written")
  func offsets() {
    let value = decodeValue("a&#38;b&copy;\r\nc")
    #expect((0...value.bytes.count).map(value.offset) == [0, 1, 6, 7, 7, 13, 15, 16])
  }

  @Test("bytes that are not UTF-8 pass unchanged")
  func foreignBytes() {
    let raw: [UInt8] = [0x95, 0x5C, 0xFF, UInt8(ascii: "&"), 0x80]
    #expect(CharacterReferences.decode(raw.span).bytes == raw)
  }

  private func decodeValue(_ raw: String) -> DecodedValue {
    CharacterReferences.decode(Array(raw.utf8).span)
  }
}
