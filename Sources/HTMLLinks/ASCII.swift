/// The white space and letters of the HTML standard ("infra", section 4.5), in any ASCII-compatible encoding.
enum ASCII {
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }

  /// Whether the bytes of `range` are `name`, which is in lower case, in any case.
  static func equals(_ page: Span<UInt8>, _ range: Range<Int>, _ name: StaticString) -> Bool {
    guard range.count == name.utf8CodeUnitCount, range.upperBound <= page.count else { return false }
    return name.withUTF8Buffer { name in
      for (offset, byte) in name.enumerated() where lowercased(page[range.lowerBound + offset]) != byte {
        return false
      }
      return true
    }
  }
}
