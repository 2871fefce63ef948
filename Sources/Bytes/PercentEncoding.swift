/// Percent-decoding of the URL Standard (section 1.3): `%` and two hexadecimal digits are one byte, all else stays.
package enum PercentEncoding {
  /// Returns the decoded bytes of `bytes[range]`, which need not be UTF-8.
  package static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < range.upperBound,
        let high = ASCII.hexDigit(bytes[index + 1]), let low = ASCII.hexDigit(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return decoded
  }

  /// Returns true if `bytes[range]` decodes to the text, without making the decoded bytes.
  package static func reads(
    _ bytes: Span<UInt8>, _ range: Range<Int>, as text: Span<UInt8>, ignoringCase: Bool = false
  ) -> Bool {
    // Each byte of the text is written in one byte or in three.
    guard range.count >= text.count, range.count <= 3 * text.count else { return false }
    var index = range.lowerBound
    for expected in text.indices {
      guard index < range.upperBound else { return false }
      var byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "%"), index + 1 < range.upperBound,
        let high = ASCII.hexDigit(bytes[index]), let low = ASCII.hexDigit(bytes[index + 1])
      {
        byte = high << 4 | low
        index += 2
      }
      guard
        byte == text[expected]
          || ignoringCase && ASCII.lowercased(byte) == ASCII.lowercased(text[expected])
      else { return false }
    }
    return index == range.upperBound
  }

  /// Returns `bytes[range]` decoded, as text; bytes that are not UTF-8 become U+FFFD.
  package static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    // Most names and many values have no `%`, and need no buffer.
    bytes[range].contains(UInt8(ascii: "%"))
      ? String(decoding: decode(bytes.span, range), as: UTF8.self)
      : String(decoding: bytes[range], as: UTF8.self)
  }
}
