/// The backslash escapes that strings of JSON (RFC 8259, section 7) and TOML (toml.io, "String") have in common.
package enum StringEscape {
  /// Returns the byte that a backslash and a letter stand for; `nil` for other letters.
  package static func byte(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter
    default: nil
    }
  }

  /// Reads the hexadecimal digits behind a `\u`, and moves the index behind them.
  /// - Parameter count: at most 8.
  /// - Returns: `nil` where there are fewer.
  package static func number(of count: Int, in bytes: [UInt8], at index: inout Int) -> UInt32? {
    var number: UInt32 = 0
    for _ in 0..<count {
      guard index < bytes.count, let digit = ASCII.hexDigit(bytes[index]) else { return nil }
      number = number << 4 | UInt32(digit)
      index += 1
    }
    return number
  }
}
