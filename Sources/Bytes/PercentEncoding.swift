/// Percent-encoding as the URL standard decodes it: `%` and two hex digits are a byte, anything else stays.
package enum PercentEncoding {
  package static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(range.count)
    var place = range.lowerBound
    while place < range.upperBound {
      if bytes[place] == UInt8(ascii: "%"), place + 2 < range.upperBound,
        let high = ASCII.hexDigit(bytes[place + 1]), let low = ASCII.hexDigit(bytes[place + 2])
      {
        decoded.append(high << 4 | low)
        place += 3
      } else {
        decoded.append(bytes[place])
        place += 1
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

  /// The decoded bytes as text.
  package static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    // Most names and many values are written as they are.
    bytes[range].contains(UInt8(ascii: "%"))
      ? String(decoding: decode(bytes.span, range), as: UTF8.self)
      : String(decoding: bytes[range], as: UTF8.self)
  }
}
