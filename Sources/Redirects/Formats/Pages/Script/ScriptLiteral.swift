internal import AutoTagBytes

/// The text that a literal of a script stands for (ECMA-262, section 12.9.4).
enum ScriptLiteral {
  /// - Parameter code: what stands between the quotes.
  static func text(_ code: ArraySlice<UInt8>) -> String {
    var units: [UInt16] = []
    var rest = code
    var plain: [UInt8] = []
    func flush() {
      units += plain.text.utf16
      plain = []
    }
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
        plain.append(byte)
        continue
      }
      switch escaped {
      case UInt8(ascii: "n"): plain.append(0x0A)
      case UInt8(ascii: "r"): plain.append(0x0D)
      case UInt8(ascii: "t"): plain.append(0x09)
      case UInt8(ascii: "b"): plain.append(0x08)
      case UInt8(ascii: "v"): plain.append(0x0B)
      case UInt8(ascii: "f"): plain.append(0x0C)
      case 0x0D: if rest.first == 0x0A { rest.removeFirst() }
      case 0x0A: break
      case UInt8(ascii: "x"), UInt8(ascii: "u"):
        guard let scalar = number(escaped, &rest) else {
          plain.append(escaped)
          continue
        }
        flush()
        if scalar <= 0xFFFF {
          units.append(UInt16(truncatingIfNeeded: scalar))
        } else if let scalar = Unicode.Scalar(scalar) {
          units += String(Character(scalar)).utf16
        }
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        let digits = [escaped] + rest.prefix(escaped < UInt8(ascii: "4") ? 2 : 1).prefix { $0 &- 0x30 < 8 }
        rest = rest.dropFirst(digits.count - 1)
        flush()
        units.append(digits.reduce(0) { $0 << 3 | UInt16($1 &- 0x30) })
      default: plain.append(escaped)
      }
    }
    flush()
    return String(decoding: units, as: UTF16.self)
  }

  /// Reads `41`, `0041` or `{1F600}` behind `\x` or `\u`.
  private static func number(_ kind: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt32? {
    var digits: ArraySlice<UInt8>
    if kind == UInt8(ascii: "u"), rest.first == UInt8(ascii: "{") {
      guard let end = rest.firstIndex(of: UInt8(ascii: "}")), end - rest.startIndex < 8 else { return nil }
      digits = rest[(rest.startIndex + 1)..<end]
      guard !digits.isEmpty, digits.allSatisfy({ ASCII.hexDigit($0) != nil }) else { return nil }
      rest = rest[(end + 1)...]
    } else {
      let count = kind == UInt8(ascii: "x") ? 2 : 4
      digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy({ ASCII.hexDigit($0) != nil }) else { return nil }
      rest = rest.dropFirst(count)
    }
    return digits.reduce(UInt32(0)) { $0 << 4 | UInt32(ASCII.hexDigit($1) ?? 0) }
  }

  /// Returns the text that `atob` makes: each byte is a character.
  /// - Returns: `nil` where the browser throws an error.
  static func fromBase64(_ text: String) -> String? {
    var bytes = text.utf8.filter { !ASCII.isSpace($0) }
    if bytes.count % 4 == 0 {
      for _ in 0..<2 where bytes.last == UInt8(ascii: "=") { bytes.removeLast() }
    }
    guard bytes.count % 4 != 1 else { return nil }
    var scalars = String.UnicodeScalarView()
    var (bits, count) = (UInt32(0), 0)
    for byte in bytes {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 0x41
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 0x61 + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - 0x30 + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: return nil
      }
      bits = (bits << 6 | UInt32(value)) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        scalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: bits >> UInt32(count))))
      }
    }
    return String(scalars)
  }
}
