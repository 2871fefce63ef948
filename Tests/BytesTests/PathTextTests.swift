import AutoTagBytes
import Testing

@Suite("Paths as texts that lose no byte")
struct PathTextTests {
  static let paths: [(bytes: [UInt8], shown: String)] = [
    ([], ""), (Array("a/b.html".utf8), "a/b.html"), (Array("é/靴.html".utf8), "é/靴.html"),
    ([0x61, 0xFF, 0x2F, 0x62], "a%FF/b"), ([0xE9], "%E9"), ([0xC3, 0xA9, 0xC3], "é%C3"),
    ([0xF0, 0x9F, 0x92], "%F0%9F%92"), ([0xED, 0xA0, 0x80], "%ED%A0%80"), ([0x80, 0x80], "%80%80"),
    // A name with what looks like such a byte, and one with the characters that stand for them.
    (Array("%FF.html".utf8), "%FF.html"), ([0xEF, 0xB7, 0xA8, 0xEF, 0xB7, 0xA1], "%EF%B7%A8%EF%B7%A1"),
    ([0xEF, 0xB7, 0x90, 0x78, 0xEF, 0xB7, 0x91], "%EF%B7%90x%EF%B7%91"),
  ]

  @Test("bytes come back, and what is no UTF-8 is shown as %FF", arguments: paths)
  func path(bytes: [UInt8], shown: String) {
    let text = PathText.of(bytes)
    #expect(PathText.bytes(text) == bytes)
    #expect(PathText.shown(text) == shown)
  }

  @Test("a message names its files as it is asked to", arguments: paths)
  func message(bytes: [UInt8], shown: String) {
    let path = PathText.of(bytes)
    let message = MessageText("lost at \(MessageText.path(path)):9, \(MessageText.path("b")) and c")
    #expect(message.text == "lost at \(shown):9, b and c")
    let named = message.naming { "site/" + $0 }
    #expect(named.text == "lost at site/\(shown):9, site/b and c")
    #expect(MessageText("again " + named.source).naming { "x/" + $0 }.text.hasPrefix("again lost at x/site/"))
  }

  /// The last bytes of characters from U+FDD0 on; 0 stands for an a.
  @Test(
    "a message of odd characters is a message",
    arguments: [[], [0x90], [0x91, 0, 0x90], [0xA8], [0x90, 0, 0x90, 0x91, 0x91]])
  func odd(characters: [UInt8]) {
    let bytes = characters.flatMap { $0 == 0 ? [0x61] : [0xEF, 0xB7, $0] }
    let message = String(decoding: bytes, as: UTF8.self)
    #expect(MessageText(message).naming { $0 }.text == MessageText(message).text)
  }
}
