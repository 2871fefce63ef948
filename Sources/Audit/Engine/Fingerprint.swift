/// A hash that tells findings apart whatever stands above them, the same on every machine: FNV-1a with 64 bits
/// (draft-eastlake-fnv). It is no secret, and two findings of one site hardly ever share one.
struct Fingerprint {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The part that the findings of a check on a page have in common; the text is to be added.
  init(code: String, file: String) {
    add(code.utf8Span.span)
    add(file.utf8Span.span)
  }

  init(code: String, file: String, text: String) {
    self.init(code: code, file: file)
    add(text.utf8Span.span)
  }

  /// - Parameter ordinal: the number among several findings that are equal otherwise, from 0.
  mutating func add(ordinal: Int) {
    guard (0..<10).contains(ordinal) else { return add(String(ordinal).utf8Span.span) }
    // Nearly all are 0, and making a text takes longer than all of the hash.
    add(UInt8(ascii: "0") + UInt8(ordinal))
    add(Self.end)
  }

  var value: UInt64 { hash }

  var text: String {
    String(unsafeUninitializedCapacity: Self.length) { digits in
      for index in 0..<Self.length {
        let digit = UInt8(truncatingIfNeeded: hash >> UInt64(4 * (Self.length - 1 - index))) & 15
        digits[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
      }
      return Self.length
    }
  }

  private static let length = 16

  static func isValid(_ text: String) -> Bool {
    text.utf8.count == length
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  mutating func add(_ bytes: Span<UInt8>) {
    for index in bytes.indices { add(bytes[index]) }
    add(Self.end)
  }

  private mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// A byte that no UTF-8 has ends a part, so that parts cannot run into each other.
  private static let end: UInt8 = 0xFF
}
