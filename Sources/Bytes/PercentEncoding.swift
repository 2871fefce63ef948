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

  /// Returns `bytes[range]` decoded, as text; bytes that are not UTF-8 become U+FFFD.
  package static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    // Most names and many values have no `%`, and need no buffer.
    bytes[range].contains(UInt8(ascii: "%"))
      ? String(decoding: decode(bytes.span, range), as: UTF8.self)
      : String(decoding: bytes[range], as: UTF8.self)
  }
}
