internal import AutoTagBytes

/// A tag's name in lower case, as one number, so that names are compared and looked up without their bytes.
package struct TagName: Hashable, Sendable {
  /// Up to eight bytes are the number itself; of a longer name it is the hash.
  package let key: UInt64
  /// Which of the standard's names it is.
  package let name: ElementName

  fileprivate init(key: UInt64, name: ElementName) {
    self.key = key
    self.name = name
  }

  package static func == (left: TagName, right: TagName) -> Bool { left.key == right.key }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// Finds a tag's name among the standard's: one multiplication and, as a rule, one comparison.
package struct TagNames: Sendable {
  package static let standard = TagNames()

  private var slots: [TagName]
  private var byName: [TagName]
  private static let bits: UInt64 = 9

  private init() {
    let empty = TagName(key: 0, name: .other)
    slots = Array(repeating: empty, count: 1 << Self.bits)
    byName = [empty]
    for (spelling, name) in zip(ElementName.spellings, ElementName.allCases.dropFirst()) {
      let bytes = Array(spelling.utf8)
      let key = Self.key(of: bytes.indices, in: bytes.span)
      var slot = Self.slot(of: key)
      while slots[slot].key != 0 { slot = (slot + 1) % slots.count }
      slots[slot] = TagName(key: key, name: name)
      byName.append(slots[slot])
    }
  }

  package subscript(name: ElementName) -> TagName { byName[Int(name.rawValue)] }

  package func name(of range: Range<Int>, in page: Span<UInt8>) -> TagName {
    let key = Self.key(of: range, in: page)
    var slot = Self.slot(of: key)
    while slots[slot].key != 0 {
      if slots[slot].key == key { return slots[slot] }
      slot = (slot + 1) % slots.count
    }
    return TagName(key: key, name: .other)
  }

  @inline(__always)
  private static func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
  }

  @inline(__always)
  private static func key(of range: Range<Int>, in page: Span<UInt8>) -> UInt64 {
    guard range.count <= 8 else { return longKey(of: range, in: page) }
    // A name starts with a letter, so the bytes before it in the number are no part of a name.
    var key: UInt64 = 0
    for index in range { key = key << 8 | UInt64(ASCII.lowercased(page[index])) }
    return key
  }

  /// The highest bit tells foreign elements from HTML's where both are in one table, so it is left free.
  private static func longKey(of range: Range<Int>, in page: Span<UInt8>) -> UInt64 {
    var hasher = Hasher()
    for index in range { hasher.combine(ASCII.lowercased(page[index])) }
    return UInt64(truncatingIfNeeded: hasher.finalize()) & (1 << 63 - 1)
  }
}
