internal import AutoTagBytes

// Many links have ampersands that are not escaped (`?id=1&copy=2`), so decoding one wrongly changes an address. The HTML
// standard has exceptions for attribute values, made for such links: a name without its semicolon is text if `=`, a letter
// or a digit follows it. libxml2 follows HTML 4 and has neither the exceptions nor all of the 2231 names. So values are
// decoded here, and libxml2 is given the result, with the characters that need it escaped again (`PageView`).
//
// An edit is found in the decoded value and made in the written one. `DecodedValue` therefore has, for each decoded byte,
// the offset at which its source starts.

/// A decoded attribute value, with the offset in the written value for each of its bytes.
package struct DecodedValue: Sendable, Equatable {
  /// The decoded value: UTF-8 if the page is UTF-8; in any other ASCII-compatible encoding the bytes above 0x7F are the
  /// page's own.
  package var bytes: [UInt8]

  /// For each decoded byte the offset of its source, in bytes from the start of the written value; at the end one
  /// more, the written value's length. All bytes of one character reference have the offset of its `&`.
  package var offsets: [Int]

  package init(bytes: [UInt8] = [], offsets: [Int] = [0]) {
    self.bytes = bytes
    self.offsets = offsets
  }
}

/// The HTML standard's character references in attribute values (sections 13.2.5.72 to 13.2.5.80).
package enum CharacterReferences {
  /// Returns the decoded value of an attribute, with the offsets of its source.
  ///
  /// `&copy=1` and `&copyx` stay text, as in every browser; `&copy` before anything else is `©`. Line ends
  /// become LF and NUL becomes U+FFFD. Bytes above 0x7F are passed on unchanged.
  /// - Parameter raw: the written value without its quotes, in UTF-8 or any other ASCII-compatible encoding.
  package static func decode(_ raw: Span<UInt8>) -> DecodedValue {
    var value = DecodedValue(bytes: [], offsets: [])
    value.bytes.reserveCapacity(raw.count)
    value.offsets.reserveCapacity(raw.count + 1)
    decode(raw) { run in
      raw.extracting(run).withUnsafeBufferPointer { value.bytes.append(contentsOf: $0) }
      value.offsets.append(contentsOf: run)
    } append: { byte, offset in
      value.bytes.append(byte)
      value.offsets.append(offset)
    }
    value.offsets.append(raw.count)
    return value
  }

  /// Appends the decoded value to `bytes`, without the offsets of its source.
  package static func decode(_ raw: Span<UInt8>, into bytes: inout [UInt8]) {
    decode(raw) { run in
      raw.extracting(run).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    } append: { byte, _ in
      bytes.append(byte)
    }
  }

  /// Decodes a value from its start to its end.
  /// - Parameters:
  ///   - copy: given the range of bytes that stand for themselves.
  ///   - append: given any other byte of the decoded value, and the offset of its source in `raw`.
  @inline(__always)
  private static func decode(
    _ raw: Span<UInt8>, copy: (Range<Int>) -> Void, append: (UInt8, Int) -> Void
  ) {
    var index = 0
    while index < raw.count {
      var end = index
      while end < raw.count, !isSpecial(raw[end]) { end += 1 }
      if end > index { copy(index..<end) }
      index = end
      guard index < raw.count else { return }
      let byte = raw[index]
      var length = 1
      switch byte {
      case UInt8(ascii: "&"):
        if isEscapedAmpersand(raw, at: index) {
          append(byte, index)
          length = 5
        } else if let reference = reference(in: raw, at: index) {
          for byte in reference.bytes { append(byte, index) }
          length = reference.length
        } else {
          append(byte, index)
        }
      case 0x0D:
        // Input stream preprocessing (section 13.2.3.5): CR LF and CR are LF.
        append(0x0A, index)
        if index + 1 < raw.count, raw[index + 1] == 0x0A { length = 2 }
      default:
        for byte in replacementCharacter { append(byte, index) }
      }
      index += length
    }
  }

  /// Returns true for a byte that does not always stand for itself.
  @inline(__always)
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == 0x0D || byte == 0
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
