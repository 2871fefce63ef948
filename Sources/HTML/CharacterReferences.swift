internal import AutoTagBytes

// Many links have ampersands that are not escaped (`?id=1&copy=2`), so decoding one wrongly changes an address. The HTML
// standard has exceptions for attribute values, made for such links: a name without its semicolon is text if `=`, a letter
// or a digit follows it. libxml2 follows HTML 4 and has neither the exceptions nor all of the 2231 names. So values are
// decoded here, and libxml2 is given the result, with the characters that need it escaped again (`PageView`).
//
// An edit is found in the decoded value and made in the written one. `DecodedValue` therefore has, for each decoded byte,
// the offset at which its source starts.

/// The HTML standard's character references in attribute values (sections 13.2.5.72 to 13.2.5.80).
package enum CharacterReferences {
  /// Returns the decoded value of an attribute, with the offsets of its source.
  ///
  /// `&copy=1` and `&copyx` stay text, as in every browser; `&copy` before anything else is `©`. Line ends
  /// become LF and NUL becomes U+FFFD. Bytes above 0x7F are passed on unchanged.
  /// - Parameter raw: the written value without its quotes, in UTF-8 or any other ASCII-compatible encoding.
  package static func decode(_ raw: Span<UInt8>) -> DecodedValue {
    var value = DecodedValue()
    value.reserveCapacity(raw.count)
    decode(raw) { run in
      value.append(raw.extracting(run))
    } one: { byte, written in
      value.append(byte, written: written)
    } several: { bytes, written in
      value.append(bytes, written: written)
    }
    return value
  }

  /// Appends the decoded value to `bytes`, without the offsets of its source.
  package static func decode(_ raw: Span<UInt8>, into bytes: inout [UInt8]) {
    decode(raw) { run in
      raw.extracting(run).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    } one: { byte, _ in
      bytes.append(byte)
    } several: { decoded, _ in
      bytes += decoded
    }
  }

  /// Returns true if a written value reads as the bytes that are expected, without making the decoded value.
  package static func reads(_ raw: Span<UInt8>, as expected: Span<UInt8>) -> Bool {
    var index = 0
    var isSame = true
    decode(raw) { run in
      let end = index + run.count
      isSame =
        isSame && end <= expected.count
        && ByteSearch.equal(raw.extracting(run), expected.extracting(index..<end))
      index = end
    } one: { byte, _ in
      isSame = isSame && index < expected.count && expected[index] == byte
      index += 1
    } several: { decoded, _ in
      for byte in decoded {
        isSame = isSame && index < expected.count && expected[index] == byte
        index += 1
      }
    }
    return isSame && index == expected.count
  }

  /// Decodes a value from its start to its end.
  /// - Parameters:
  ///   - copy: given the range of bytes that stand for themselves.
  ///   - one: given a byte of the decoded value, and the range in which it is written.
  ///   - several: given what else is written in another way: one byte or more.
  @inline(__always)
  private static func decode(
    _ raw: Span<UInt8>, copy: (Range<Int>) -> Void, one: (UInt8, Range<Int>) -> Void,
    several: ([UInt8], Range<Int>) -> Void
  ) {
    var index = 0
    while index < raw.count {
      let end = firstSpecial(in: raw, from: index)
      if end > index { copy(index..<end) }
      index = end
      guard index < raw.count else { return }
      let byte = raw[index]
      var length = 1
      switch byte {
      case UInt8(ascii: "&"):
        if isEscapedAmpersand(raw, at: index) {
          length = 5
          one(byte, index..<index + length)
        } else if let reference = reference(in: raw, at: index) {
          length = reference.length
          several(reference.bytes, index..<index + length)
        } else {
          one(byte, index..<index + length)
        }
      case 0x0D:
        // Input stream preprocessing (section 13.2.3.5): CR LF and CR are LF.
        if index + 1 < raw.count, raw[index + 1] == 0x0A { length = 2 }
        one(0x0A, index..<index + length)
      default:
        several(replacementCharacter, index..<index + length)
      }
      index += length
    }
  }

  /// The index of the first byte at or behind `start` that may not stand for itself; the length where there is none.
  @inline(__always)
  private static func firstSpecial(in raw: Span<UInt8>, from start: Int) -> Int {
    var index = start
    // Eight bytes at a time: links are long and have few references.
    while index + 8 <= raw.count {
      let word = UInt64(littleEndian: raw.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let found = zeros(word) | zeros(word ^ Self.ampersands) | zeros(word ^ Self.returns)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < raw.count, !isSpecial(raw[index]) { index += 1 }
    return index
  }

  /// Sets the highest bit of the first byte that is 0, and perhaps of others behind it.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  private static var ampersands: UInt64 { 0x2626_2626_2626_2626 }
  private static var returns: UInt64 { 0x0D0D_0D0D_0D0D_0D0D }

  /// Returns true for a byte that does not always stand for itself.
  @inline(__always)
  private static func isSpecial(_ byte: UInt8) -> Bool {
    // Letters are told by the first comparison.
    byte <= UInt8(ascii: "&") && (byte == UInt8(ascii: "&") || byte == 0x0D || byte == 0)
  }

  /// Returns true for `&amp;`, which is nearly every reference in a link.
  @inline(__always)
  private static func isEscapedAmpersand(_ raw: Span<UInt8>, at start: Int) -> Bool {
    start + 4 < raw.count && raw[start + 1] == UInt8(ascii: "a") && raw[start + 2] == UInt8(ascii: "m")
      && raw[start + 3] == UInt8(ascii: "p") && raw[start + 4] == UInt8(ascii: ";")
  }

  /// U+FFFD in UTF-8.
  private static let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Returns the reference that starts with the ampersand at `start`: its characters in UTF-8, and its length in bytes.
  /// `nil` if the ampersand is text.
  private static func reference(in raw: Span<UInt8>, at start: Int) -> (bytes: [UInt8], length: Int)? {
    guard start + 1 < raw.count else { return nil }
    if raw[start + 1] == UInt8(ascii: "#") {
      return numericReference(in: raw, at: start)
    }
    guard ASCII.isAlphanumeric(raw[start + 1]) else { return nil }

    var end = start + 1
    let limit = min(raw.count, start + 1 + CharacterReferenceNames.longestName)
    while end < limit, ASCII.isAlphanumeric(raw[end]) { end += 1 }
    // Text such as `&mid=1`, a query parameter (section 13.2.5.73). A shorter name inside the run always has a letter or
    // digit after it, so only the whole run can be a reference.
    if end < raw.count, raw[end] == UInt8(ascii: "=") || ASCII.isAlphanumeric(raw[end]) { return nil }
    if end < raw.count, raw[end] == UInt8(ascii: ";"),
      let bytes = namedReference(raw.extracting(start + 1..<end + 1))
    {
      return (bytes, end + 1 - start)
    }
    // Some old names are in the table without their semicolon too.
    return namedReference(raw.extracting(start + 1..<end)).map { ($0, end - start) }
  }

  /// Returns the characters of a name, given with its semicolon if it has one.
  private static func namedReference(_ name: Span<UInt8>) -> [UInt8]? {
    usualCharacter(name).map { [$0] } ?? CharacterReferenceNames.bytes(for: name)
  }

  /// Returns the character of `amp`, `lt`, `gt` and `quot`: nearly every reference in a link is one of these, and is to
  /// be found without a search in the table.
  private static func usualCharacter(_ name: Span<UInt8>) -> UInt8? {
    switch name[name.count - 1] == UInt8(ascii: ";") ? name.count - 1 : name.count {
    case 2 where name[1] == UInt8(ascii: "t"):
      name[0] == UInt8(ascii: "l")
        ? UInt8(ascii: "<") : name[0] == UInt8(ascii: "g") ? UInt8(ascii: ">") : nil
    case 3
    where name[0] == UInt8(ascii: "a") && name[1] == UInt8(ascii: "m") && name[2] == UInt8(ascii: "p"):
      UInt8(ascii: "&")
    case 4
    where name[0] == UInt8(ascii: "q") && name[1] == UInt8(ascii: "u") && name[2] == UInt8(ascii: "o")
      && name[3] == UInt8(ascii: "t"):
      UInt8(ascii: "\"")
    default: nil
    }
  }

  /// Returns the numeric reference that starts with the `&#` at `start` (sections 13.2.5.75 to 13.2.5.80); `nil` if no
  /// digit follows.
  private static func numericReference(in raw: Span<UInt8>, at start: Int) -> (bytes: [UInt8], length: Int)? {
    var index = start + 2
    let isHexadecimal = index < raw.count && raw[index] | 0x20 == UInt8(ascii: "x")
    if isHexadecimal { index += 1 }
    let firstDigit = index
    var code: UInt32 = 0
    while index < raw.count, let digit = ASCII.hexDigit(raw[index]), digit < (isHexadecimal ? 16 : 10) {
      // All numbers beyond Unicode mean U+FFFD; the bound keeps a long one from overflowing.
      code = min(code * (isHexadecimal ? 16 : 10) + UInt32(digit), 0x11_0000)
      index += 1
    }
    guard index > firstDigit else { return nil }
    if index < raw.count, raw[index] == UInt8(ascii: ";") { index += 1 }
    return (characters(forNumber: code), index - start)
  }

  /// Returns the UTF-8 bytes of a number's character (section 13.2.5.80, "numeric character reference end state").
  private static func characters(forNumber code: UInt32) -> [UInt8] {
    var code = code
    if code >= 0x80, code <= 0x9F { code = windows1252Controls[Int(code - 0x80)] }
    guard code != 0, let scalar = Unicode.Scalar(code), let bytes = UTF8.encode(scalar) else {
      return replacementCharacter
    }
    return Array(bytes)
  }

  /// The code points of the numbers 0x80 to 0x9F, which are those of windows-1252 (the table of section 13.2.5.80).
  private static let windows1252Controls: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
