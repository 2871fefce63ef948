/// The spelling of strings in JSON.
package enum JSONText {
  package enum Form {
    /// The form for people and programs: a space after `,` and `:`.
    case readable
    /// The form for a `<script>` element of a page: as short as can be, and nothing in it that HTML reads as markup.
    case script
    /// The form for a file that people review as a difference: characters that are not seen (controls, formats,
    /// separators of lines and paragraphs) are all spelled `\u…`.
    case reviewed

    var comma: String { self == .script ? "," : ", " }
    var colon: String { self == .script ? ":" : ": " }
  }

  /// Writes a string in quotes.
  package static func quote(_ string: String, to bytes: inout [UInt8], as form: Form = .readable) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard form != .reviewed else { return spell(string.unicodeScalars, to: &bytes) }
    var string = string
    string.withUTF8 { text in
      var index = 0
      while index < text.count {
        // Nearly all of nearly every string stands for itself.
        var end = index
        while end < text.count, isPlain(text[end], form) { end += 1 }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[index..<end]))
        guard end < text.count else { break }
        write(text[end], after: end > 0 ? text[end - 1] : 0, to: &bytes, as: form)
        index = end + 1
      }
    }
  }

  /// Returns a string in quotes.
  package static func quoted(_ string: String, as form: Form) -> String {
    var bytes: [UInt8] = []
    quote(string, to: &bytes, as: form)
    return bytes.text
  }

  private static func spell(_ scalars: String.UnicodeScalarView, to bytes: inout [UInt8]) {
    for scalar in scalars {
      switch (scalar, scalar.properties.generalCategory) {
      case ("\"", _), ("\\", _): bytes += "\\\(scalar)".utf8
      case (_, .control), (_, .format), (_, .lineSeparator), (_, .paragraphSeparator):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
        }
      default: bytes += String(scalar).utf8
      }
    }
  }

  private static func write(_ byte: UInt8, after previous: UInt8, to bytes: inout [UInt8], as form: Form) {
    switch byte {
    case 0x80...0x9F where previous == 0xC2:
      bytes.removeLast()
      append(escape(byte), to: &bytes)
    case 0x80...: bytes.append(byte)
    default: append(spelling(byte), to: &bytes)
    }
  }

  private static func append(_ spelling: Spelling, to bytes: inout [UInt8]) {
    for index in 0..<spelling.count { bytes.append(spelling[index]) }
  }

  /// Returns true if a byte of UTF-8 is written as it is, regardless of the byte before it.
  private static func isPlain(_ byte: UInt8, _ form: Form) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20, 0x7F...: false
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): form != .script
    default: true
    }
  }

  /// A few bytes of ASCII, without the memory of an array.
  struct Spelling {
    /// The first in the lowest bits.
    let bytes: UInt64
    let count: Int

    subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: bytes >> UInt64(8 * index)) }
  }

  /// Returns the spelling of an ASCII character that cannot stand for itself.
  static func spelling(_ byte: UInt8) -> Spelling {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): short(byte)
    case UInt8(ascii: "\n"): short(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): short(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): short(UInt8(ascii: "t"))
    // Besides what JSON forbids, DEL: a terminal obeys it. And `</script`, which would end the element, and `<!--`,
    // which would begin what only looks like a comment.
    default: escape(byte)
    }
  }

  private static func short(_ byte: UInt8) -> Spelling {
    Spelling(bytes: UInt64(UInt8(ascii: "\\")) | UInt64(byte) << 8, count: 2)
  }

  /// Returns a character below U+0100 as `\u00…`. Those from U+0080 to U+009F are control characters, which a terminal obeys.
  static func escape(_ value: UInt8) -> Spelling {
    func digit(_ value: UInt8) -> UInt64 { UInt64(value < 10 ? 0x30 + value : 0x57 + value) }
    // `\u00`, from its end.
    return Spelling(bytes: 0x3030_755C | digit(value >> 4) << 32 | digit(value & 15) << 40, count: 6)
  }
}
