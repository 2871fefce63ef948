internal import AutoTagBytes

/// The encoding of a page, as far as it decides how ASCII markup is found in the bytes.
package enum TextEncoding: Sendable, Equatable {
  /// An encoding in which every byte of ASCII markup is markup: UTF-8, windows-125x, ISO 8859, Shift_JIS, GBK, Big5, EUC.
  /// (In some of them a later byte of a character may be an ASCII letter or digit, never `<`, `>`, `&` or a quote.)
  case asciiCompatible
  /// UTF-16 with a byte-order mark.
  case utf16(bigEndian: Bool)
  /// An encoding in which a byte that looks like `<` may be part of a character. `name` is for messages.
  case unsupported(name: String)

  /// Returns the encoding of a page by its byte-order mark, the pattern of its first bytes, its declaration and its escape
  /// sequences, in this order (HTML standard, section 13.2.3.2, "determining the character encoding").
  package static func of(_ page: Span<UInt8>) -> TextEncoding {
    if starts(page, with: [0xEF, 0xBB, 0xBF]) { return .asciiCompatible }
    if starts(page, with: [0xFF, 0xFE, 0, 0]) || starts(page, with: [0, 0, 0xFE, 0xFF]) {
      return .unsupported(name: "UTF-32")
    }
    if starts(page, with: [0xFF, 0xFE]) { return .utf16(bigEndian: false) }
    if starts(page, with: [0xFE, 0xFF]) { return .utf16(bigEndian: true) }
    if starts(page, with: [0x3C, 0, 0, 0]) || starts(page, with: [0, 0, 0, 0x3C]) {
      return .unsupported(name: "UTF-32 without a byte-order mark")
    }
    if starts(page, with: [0x3C, 0]) || starts(page, with: [0, 0x3C]) {
      return .unsupported(name: "UTF-16 without a byte-order mark")
    }
    let declared = DeclaredEncoding.label(in: page)
    switch declared {
    case "iso-2022-kr", "csiso2022kr", "iso-2022-cn", "iso-2022-cn-ext", "hz-gb-2312", "replacement":
      // Browsers show nothing of such a page (the Encoding Standard's "replacement").
      return .unsupported(name: declared?.uppercased() ?? "")
    case nil, "iso-2022-jp", "csiso2022jp":
      // As long as no escape sequence occurs its bytes are ASCII.
      return escapedEncoding(of: page).map(TextEncoding.unsupported) ?? .asciiCompatible
    default:
      return .asciiCompatible
    }
  }

  /// Returns the name of the encoding whose escape sequence occurs first; `nil` if there is none. After such a sequence,
  /// bytes from 0x21 to 0x7E are halves of other characters.
  private static func escapedEncoding(of page: Span<UInt8>) -> String? {
    var next = 0
    while true {
      let index = ByteSearch.first(0x1B, in: page, from: next)
      guard index + 2 < page.count else { return nil }
      next = index + 1
      switch (page[index + 1], page[index + 2]) {
      case (UInt8(ascii: "$"), UInt8(ascii: "B")), (UInt8(ascii: "$"), UInt8(ascii: "@")),
        (UInt8(ascii: "("), UInt8(ascii: "I")):
        return "ISO-2022-JP"
      case (UInt8(ascii: "$"), UInt8(ascii: ")")) where index + 3 < page.count:
        if page[index + 3] == UInt8(ascii: "C") { return "ISO-2022-KR" }
        if page[index + 3] == UInt8(ascii: "A") { return "ISO-2022-CN" }
      case (UInt8(ascii: "$"), UInt8(ascii: "(")):
        return "ISO-2022-JP"
      default:
        continue
      }
    }
  }

  private static func starts(_ page: Span<UInt8>, with bytes: [UInt8]) -> Bool {
    guard page.count >= bytes.count else { return false }
    for index in bytes.indices where page[index] != bytes[index] { return false }
    return true
  }
}
