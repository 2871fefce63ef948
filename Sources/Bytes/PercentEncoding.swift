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

  /// The decoded bytes as text.
  package static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    // Most names and many values are written as they are.
    bytes[range].contains(UInt8(ascii: "%"))
      ? String(decoding: decode(bytes.span, range), as: UTF8.self)
      : String(decoding: bytes[range], as: UTF8.self)
  }
}
