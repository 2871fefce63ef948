/// Character classes and comparisons of the HTML, URL and JSON standards and of web servers, on single bytes.
///
/// A byte of 0x80 or above belongs to no class and has no case, so the answers hold in every ASCII-compatible encoding.
///
/// Small hot functions of this module are `public` because a `package` function is not inlined into another module,
/// which made a run over a site a fifth slower. The library does not export the module.
public enum ASCII {
  /// Returns an ASCII capital letter in lower case, and any other byte unchanged.
  @inlinable @inline(__always)
  public static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// Returns true for `A` to `Z` and `a` to `z`.
  @inlinable @inline(__always)
  public static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// Returns true for `0` to `9`.
  @inlinable @inline(__always)
  public static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Returns true for an ASCII letter or digit.
  @inlinable @inline(__always)
  public static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  /// Returns true for a letter, a digit or `_`.
  @inlinable @inline(__always)
  public static func isWordCharacter(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x5F }

  /// Returns the value, 0 to 15, of a hexadecimal digit in either case; `nil` for any other byte.
  @inlinable
  public static func hexDigit(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte &- 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter &+ 10 : nil
  }

  /// Returns true for the Infra Standard's ASCII whitespace (section "Code points"), HTML's too: tab, LF, FF, CR, space.
  @inlinable @inline(__always)
  public static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || isTabOrNewline(byte) || byte == 0x0C
  }

  /// Returns true for the white space of C's `isspace`, which web servers use: that of HTML and the vertical tab.
  @inlinable @inline(__always)
  public static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

  /// Returns true for the bytes 0x00 to 0x20, which the URL parser strips from both ends (URL Standard, section 4.4).
  @inlinable @inline(__always)
  public static func isC0ControlOrSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }

  /// Returns true for tab, LF and CR, which the URL parser removes anywhere in a URL (URL Standard, section 4.4).
  @inlinable @inline(__always)
  public static func isTabOrNewline(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }

  /// Returns true for a byte of a URL's scheme after its first letter (URL Standard, section 4.4, "scheme state").
  @inlinable @inline(__always)
  public static func isSchemeCharacter(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  /// Returns a copy with the ASCII letters in lower case.
  public static func lowercased(_ bytes: [UInt8]) -> [UInt8] { bytes.map { lowercased($0) } }
}

// MARK: Ranges of bytes

extension ASCII {
  /// Returns true if `bytes[range]` equals `name`, which is in lower case, ignoring the case of ASCII letters. False for
  /// a range that ends behind the bytes.
  @inlinable
  public static func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ name: StaticString) -> Bool {
    guard range.count == name.utf8CodeUnitCount, range.upperBound <= bytes.count else { return false }
    return name.withUTF8Buffer { name in
      for (offset, byte) in name.enumerated() where lowercased(bytes[range.lowerBound + offset]) != byte {
        return false
      }
      return true
    }
  }

  /// Returns true if `bytes[range]` equals `text`, which is in lower case, ignoring the case of ASCII letters. The range
  /// must be inside `bytes`.
  @inlinable
  public static func equalsIgnoringCase(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ text: [UInt8]
  ) -> Bool {
    guard range.count == text.count else { return false }
    for offset in 0..<text.count where lowercased(bytes[range.lowerBound + offset]) != text[offset] {
      return false
    }
    return true
  }

  /// Returns `bytes[range]` with its ASCII letters in lower case.
  public static func lowercasedText(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { buffer in
      for offset in 0..<range.count { buffer[offset] = lowercased(bytes[range.lowerBound + offset]) }
      return range.count
    }
  }

  /// Returns the range of `bytes` without the C0 controls and spaces at its ends.
  public static func strippedRange(_ bytes: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = bytes.count
    while start < end, isC0ControlOrSpace(bytes[start]) { start += 1 }
    while end > start, isC0ControlOrSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// Returns true if a byte of 0x80 and above stands in `bytes`.
  @inlinable
  public static func holdsNonASCII(_ bytes: Span<UInt8>) -> Bool {
    // A loop without an exit goes many bytes at a time.
    bytes.withUnsafeBufferPointer { $0.reduce(0) { $0 | $1 } } >= 0x80
  }

  /// Returns true if a character that the URL parser removes stands in `bytes`.
  @inlinable
  public static func holdsTabOrNewline(_ bytes: Span<UInt8>) -> Bool {
    // Hardly any URL has a control character, which a loop without an exit tells many bytes at a time.
    let least = bytes.withUnsafeBufferPointer { $0.reduce(UInt8.max) { min($0, $1) } }
    guard least <= 0x0D else { return false }
    return bytes.indices.contains { isTabOrNewline(bytes[$0]) }
  }

  /// Returns the non-empty ranges of `bytes` between HTML white space.
  public static func words(_ bytes: Span<UInt8>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    for index in 0...bytes.count where index == bytes.count || isWhitespace(bytes[index]) {
      if index > start { words.append(start..<index) }
      start = index + 1
    }
    return words
  }
}
