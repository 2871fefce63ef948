/// How JSON is spelled.
package enum JSONText {
  package enum Form {
    /// For people and programs: a space after `,` and `:`.
    case readable
    /// For a `<script>` element of a page: as short as can be, and nothing in it that HTML reads as markup.
    case script

    var comma: String { self == .readable ? ", " : "," }
    var colon: String { self == .readable ? ": " : ":" }
  }

  /// Writes a string in quotes.
  package static func quote(_ string: String, to bytes: inout [UInt8], as form: Form = .readable) {
    bytes.append(UInt8(ascii: "\""))
    var string = string
    string.withUTF8 { text in
      var place = 0
      while place < text.count {
        // Nearly all of nearly every string stands for itself.
        var end = place
        while end < text.count, isPlain(text[end], form) { end += 1 }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[place..<end]))
        guard end < text.count else { break }
        write(text[end], after: end > 0 ? text[end - 1] : 0, to: &bytes, as: form)
        place = end + 1
      }
    }
    bytes.append(UInt8(ascii: "\""))
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
    for place in 0..<spelling.count { bytes.append(spelling[place]) }
  }

  /// Whether a byte of UTF-8 is written as it is, whatever stands before it.
  private static func isPlain(_ byte: UInt8, _ form: Form) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20, 0x7F...: false
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): form == .readable
    default: true
    }
  }

  /// A few bytes of ASCII, without the memory of an array.
  struct Spelling {
    /// The first in the lowest bits.
    let bytes: UInt64
    let count: Int

    subscript(place: Int) -> UInt8 { UInt8(truncatingIfNeeded: bytes >> UInt64(8 * place)) }
  }

  /// How a character of ASCII is spelled that cannot stand for itself.
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

  /// A character below U+0100 as `\u00…`. Those from U+0080 to U+009F are control characters, which a terminal obeys.
  static func escape(_ value: UInt8) -> Spelling {
    func digit(_ value: UInt8) -> UInt64 { UInt64(value < 10 ? 0x30 + value : 0x57 + value) }
    // `\u00`, from its end.
    return Spelling(bytes: 0x3030_755C | digit(value >> 4) << 32 | digit(value & 15) << 40, count: 6)
  }
}
