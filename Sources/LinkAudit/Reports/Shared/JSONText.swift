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
    var previous: UInt8 = 0
    for byte in string.utf8 {
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
      previous = byte
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a character below U+0100 as `\u00…`.
  private static func escape(_ value: UInt8, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes += "\\u00".utf8
    bytes.append(digits[Int(value >> 4)])
    bytes.append(digits[Int(value & 15)])
  }
}
