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
    case UInt8(ascii: "\""): bytes += "\\\"".utf8
    case UInt8(ascii: "\\"): bytes += "\\\\".utf8
    case UInt8(ascii: "\n"): bytes += "\\n".utf8
    case UInt8(ascii: "\r"): bytes += "\\r".utf8
    case UInt8(ascii: "\t"): bytes += "\\t".utf8
    // Besides what JSON forbids, DEL and the C1 control characters: a terminal obeys those too.
    case 0..<0x20, 0x7F: escape(byte, to: &bytes)
    case 0x80...0x9F where previous == 0xC2:
      bytes.removeLast()
      escape(byte, to: &bytes)
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
      // `</script` would end the element, `<!--` would begin what only looks like a comment.
      if form == .script { escape(byte, to: &bytes) } else { bytes.append(byte) }
    default: bytes.append(byte)
    }
  }

  /// Whether a byte of UTF-8 is written as it is, whatever stands before it.
  private static func isPlain(_ byte: UInt8, _ form: Form) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20, 0x7F...: false
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): form == .readable
    default: true
    }
  }

  /// Writes a character below U+0100 as `\u00…`.
  private static func escape(_ value: UInt8, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes += "\\u00".utf8
    bytes.append(digits[Int(value >> 4)])
    bytes.append(digits[Int(value & 15)])
  }
}
