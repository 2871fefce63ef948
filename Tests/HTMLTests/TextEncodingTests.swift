import AutoTagBytes
import AutoTagHTML
import Foundation
import Testing

@Suite("How a page's bytes are to be read")
struct TextEncodingTests {
  @Test(
    "encodings that keep ASCII markup",
    arguments: [
      "", "<", "<p>", "\u{FEFF}<p>", "é", "\u{1B}[0m", "\u{1B}$", "\u{1B}", "\0", "a\0<\0",
      "\u{FEFF}\u{1B}$B",
      "<meta charset=utf-8>\u{1B}$B",
      "<meta charset=iso-2022-jp><p>",
      "<meta charset=utf-16><p>",
      "<!-- <meta charset=iso-2022-kr> --><p>",
      "<p title='<meta charset=iso-2022-kr>'>",
      "<?xml version='1.0' encoding='utf-8'?>\u{1B}$B",
    ])
  func asciiCompatible(page: String) {
    #expect(TextEncoding.of(Array(page.utf8).span) == .asciiCompatible)
  }

  @Test(
    "encodings in which an ASCII byte may be part of a character",
    arguments: [
      ("\u{1B}$B$3$A\u{1B}(B", "ISO-2022-JP"),
      ("<p>\u{1B}$@", "ISO-2022-JP"),
      ("<p>\u{1B}(I", "ISO-2022-JP"),
      ("\u{1B}$)C", "ISO-2022-KR"),
      ("<meta charset=iso-2022-jp>\u{1B}$B", "ISO-2022-JP"),
      ("<meta charset='ISO-2022-KR '>", "ISO-2022-KR"),
      ("<meta http-equiv=content-type content='text/html; charset = \"hz-gb-2312\"'>", "HZ-GB-2312"),
      ("<?xml version='1.0' encoding='iso-2022-cn'?>", "ISO-2022-CN"),
      ("<\0p\0", "UTF-16 without a byte-order mark"),
      ("\0<\0p", "UTF-16 without a byte-order mark"),
      ("<\0\0\0", "UTF-32 without a byte-order mark"),
    ])
  func unsupported(page: String, name: String) {
    #expect(TextEncoding.of(Array(page.utf8).span) == .unsupported(name: name))
  }

  @Test(
    "a byte-order mark decides",
    arguments: [
      ([0xFF, 0xFE], .utf16(bigEndian: false)),
      ([0xFE, 0xFF], .utf16(bigEndian: true)),
      ([0xFF, 0xFE, 0x3C, 0x00], .utf16(bigEndian: false)),
      ([0xFF, 0xFE, 0x00, 0x00], .unsupported(name: "UTF-32")),
      ([0x00, 0x00, 0xFE, 0xFF], .unsupported(name: "UTF-32")),
      ([0xEF, 0xBB], .asciiCompatible),
    ] as [([UInt8], TextEncoding)])
  func byteOrderMark(page: [UInt8], expected: TextEncoding) {
    #expect(TextEncoding.of(page.span) == expected)
  }
}

@Suite("A page in UTF-16")
struct UTF16PageTests {
  static let text = "\u{FEFF}<a title='é€😀' href=x>"

  @Test("is read as UTF-8", arguments: [false, true])
  func utf8(bigEndian: Bool) {
    let page = UTF16Page(bytes(Self.text, bigEndian: bigEndian).span, bigEndian: bigEndian)
    #expect(page.utf8 == Array(Self.text.utf8))
  }

  @Test(
    "with broken characters",
    arguments: [
      ([0xD83D], "\u{FFFD}"),
      ([0xDE00, 0x41], "\u{FFFD}A"),
      ([0xD83D, 0xD83D, 0xDE00], "\u{FFFD}😀"),
      ([0xD83D, 0x41, 0xDE00], "\u{FFFD}A\u{FFFD}"),
      ([0xDBFF, 0xDFFF, 0xFFFF], "\u{10FFFF}\u{FFFF}"),
    ] as [([UInt16], String)])
  func surrogates(units: [UInt16], expected: String) {
    var page = units.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    page.append(0x3C)
    #expect(String(decoding: UTF16Page(page.span, bigEndian: true).utf8, as: UTF8.self) == expected)
  }

  @Test("offsets lead back to the page's bytes", arguments: [false, true])
  func offsets(bigEndian: Bool) {
    let page = UTF16Page(bytes(Self.text, bigEndian: bigEndian).span, bigEndian: bigEndian)
    var offsets = UTF16Page.OffsetMap()
    var utf8Offset = 0
    var pageOffset = 0
    for character in Self.text.unicodeScalars {
      #expect(offsets.offset(of: utf8Offset, in: page) == pageOffset)
      utf8Offset += UTF8.width(character)
      pageOffset += 2 * UTF16.width(character)
    }
    #expect(offsets.offset(of: utf8Offset, in: page) == pageOffset)
    #expect(offsets.offset(of: utf8Offset + 9, in: page) == pageOffset)
  }

  @Test("what is inserted is UTF-16 too")
  func encoded() {
    let text = "&u1=é😀"
    for bigEndian in [false, true] {
      let page = UTF16Page([UInt8]().span, bigEndian: bigEndian)
      #expect(page.encoded(Array(text.utf8)) == bytes(text, bigEndian: bigEndian))
    }
  }

  private func bytes(_ text: String, bigEndian: Bool) -> [UInt8] {
    Array(text.data(using: bigEndian ? .utf16BigEndian : .utf16LittleEndian) ?? Data())
  }
}
