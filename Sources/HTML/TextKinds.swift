internal import AutoTagBytes

/// The kinds of characters in a text, as the tree construction distinguishes them (HTML standard, section 13.2.6.4).
package struct TextKinds: OptionSet, Sendable {
  package let rawValue: UInt8
  /// Tab, LF, FF, CR or space.
  package static let whitespace = TextKinds(rawValue: 1)
  /// NUL.
  package static let null = TextKinds(rawValue: 2)
  /// Any other character.
  package static let other = TextKinds(rawValue: 4)

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Adds the kind of a character's byte.
  package mutating func note(_ byte: UInt8) {
    if ASCII.isWhitespace(byte) {
      formUnion(.whitespace)
    } else {
      formUnion(byte == 0 ? .null : .other)
    }
  }
}
