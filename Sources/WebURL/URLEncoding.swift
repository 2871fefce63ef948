internal import AutoTagBytes

/// The percent-encode sets of the WHATWG URL standard (section 1.3) that a web address needs.
package enum URLEncoding {
  /// A byte that a path must write percent-encoded ("path percent-encode set").
  package static func mustEncodeInPath(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      true
    default: mustEncodeAnywhere(byte)
    }
  }

  /// A byte that a query must write percent-encoded ("special-query percent-encode set").
  package static func mustEncodeInQuery(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "#") || byte == UInt8(ascii: "'") || mustEncodeAnywhere(byte)
  }

  /// A byte that a fragment must write percent-encoded ("fragment percent-encode set").
  package static func mustEncodeInFragment(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "`") || mustEncodeAnywhere(byte)
  }

  private static func mustEncodeAnywhere(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "<")
      || byte == UInt8(ascii: ">")
  }

  package static func encoded(_ bytes: some Sequence<UInt8>, where mustEncode: (UInt8) -> Bool) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      if mustEncode(byte) { appendEncoded(byte, to: &text) } else { text.append(byte) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  package static func appendEncoded(_ byte: UInt8, to text: inout [UInt8], lowercase: Bool = false) {
    text.append(UInt8(ascii: "%"))
    for digit in [byte >> 4, byte & 15] {
      text.append(digit < 10 ? 0x30 + digit : (lowercase ? 0x57 : 0x37) + digit)
    }
  }

  /// `%` and two hexadecimal digits are a byte, anything else stays.
  package static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    return PercentEncoding.decode(bytes.span, bytes.indices)
  }
}
