internal import AutoTagBytes

/// Which kinds of characters a text has: all that the HTML standard's tree construction asks of it.
package struct TextKinds: OptionSet, Sendable {
  package let rawValue: UInt8
  package static let whitespace = TextKinds(rawValue: 1)
  package static let null = TextKinds(rawValue: 2)
  package static let other = TextKinds(rawValue: 4)

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package mutating func note(_ byte: UInt8) {
    if ASCII.isWhitespace(byte) {
      formUnion(.whitespace)
    } else {
      formUnion(byte == 0 ? .null : .other)
    }
  }
}
