/// The hash function FNV-1a in 64 bits (draft-eastlake-fnv), the same on every machine. It is no secret, and texts can be
/// made that share a value.
package struct FNV1a64: Sendable {
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Adds a part of several: a byte that no UTF-8 has ends it, so that parts cannot run into each other.
  package mutating func add(part: Span<UInt8>) {
    for index in part.indices { add(part[index]) }
    add(0xFF)
  }
}
