internal import AutoTagBytes

/// A hash that tells findings apart whatever stands above them, the same on every machine. Two findings of one site hardly
/// ever share one.
package struct Fingerprint {
  private var hash = FNV1a64()

  /// The part that the findings of a check on a page have in common; the text is to be added.
  package init(code: String, subject: String) {
    add(code.utf8Span.span)
    add(subject.utf8Span.span)
  }

  package init(code: String, subject: String, text: String) {
    self.init(code: code, subject: subject)
    add(text.utf8Span.span)
  }

  /// - Parameter ordinal: the number among several findings that are equal otherwise, from 0.
  package mutating func add(ordinal: Int) {
    guard (0..<10).contains(ordinal) else { return add(String(ordinal).utf8Span.span) }
    // Nearly all are 0, and making a text takes longer than all of the hash.
    hash.add(UInt8(ascii: "0") + UInt8(ordinal))
    hash.add(0xFF)
  }

  package var value: UInt64 { hash.value }

  package var text: String {
    String(unsafeUninitializedCapacity: Self.length) { digits in
      for index in 0..<Self.length {
        let digit = UInt8(truncatingIfNeeded: hash.value >> UInt64(4 * (Self.length - 1 - index))) & 15
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

  package mutating func add(_ part: Span<UInt8>) { hash.add(part: part) }
}
