/// What the HTML and URL standards ask about single bytes. Bytes of 0x80 and above belong to no class here,
/// so all of it holds for any ASCII-compatible encoding.
enum ASCII {
  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte &- 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter &+ 10 : nil
  }

  /// What the URL parser strips from both ends of a URL.
  @inline(__always)
  static func isC0ControlOrSpace(_ byte: UInt8) -> Bool {
    byte <= 0x20
  }

  /// What the URL parser removes wherever it stands.
  @inline(__always)
  static func isTabOrNewline(_ byte: UInt8) -> Bool {
    byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// What separates the tokens of `rel` (HTML's "ASCII whitespace").
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || isTabOrNewline(byte) || byte == 0x0C
  }

  /// A character that can stand in a URL's scheme after its first letter.
  @inline(__always)
  static func isSchemeCharacter(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  /// Whether `bytes[range]` is `text` but for the case of ASCII letters; `text` is in lower case.
  static func equalsIgnoringCase(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: [UInt8]) -> Bool {
    guard range.count == text.count else { return false }
    for place in 0..<text.count where lowercased(bytes[range.lowerBound + place]) != text[place] {
      return false
    }
    return true
  }

  /// `bytes[range]` with its ASCII letters in lower case.
  static func lowercasedText(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { buffer in
      for place in 0..<range.count { buffer[place] = lowercased(bytes[range.lowerBound + place]) }
      return range.count
    }
  }

  /// The range of `bytes` without the C0 controls and spaces at its ends.
  static func strippedRange(_ bytes: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = bytes.count
    while start < end, isC0ControlOrSpace(bytes[start]) { start += 1 }
    while end > start, isC0ControlOrSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The ranges of `bytes` between white space.
  static func words(_ bytes: Span<UInt8>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    for place in 0...bytes.count where place == bytes.count || isWhitespace(bytes[place]) {
      if place > start { words.append(start..<place) }
      start = place + 1
    }
    return words
  }
}
