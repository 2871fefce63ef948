internal import AutoTagBytes

/// A decoded attribute value, with the way back to where each of its bytes is written.
package struct DecodedValue: Sendable, Equatable {
  /// The value, decoded: UTF-8 where the page is UTF-8; in any other ASCII-compatible encoding the bytes
  /// above 0x7F are the page's own.
  package private(set) var bytes: [UInt8] = []

  /// The ranges that are written in another way than they read: character references, line ends, NUL. Ascending.
  private var replacements: [Replacement] = []

  private struct Replacement: Sendable, Equatable {
    /// The range of `bytes`.
    let decoded: Range<Int>
    /// The range of the written value.
    let written: Range<Int>
  }

  /// An empty value.
  init() {}

  /// A value that is written as it reads.
  package init(plain bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// `true` where every byte stands for itself.
  package var isPlain: Bool { replacements.isEmpty }

  mutating func reserveCapacity(_ count: Int) {
    bytes.reserveCapacity(count)
  }

  /// Appends bytes that stand for themselves.
  mutating func append(_ plain: Span<UInt8>) {
    plain.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  /// Appends one byte, which may be written in another way.
  mutating func append(_ byte: UInt8, written: Range<Int>) {
    bytes.append(byte)
    if written.count == 1 { return }
    replacements.append(Replacement(decoded: bytes.count - 1..<bytes.count, written: written))
  }

  /// Appends what is written in another way.
  mutating func append(_ decoded: [UInt8], written: Range<Int>) {
    let start = bytes.count
    bytes += decoded
    replacements.append(Replacement(decoded: start..<bytes.count, written: written))
  }

  /// Returns the offset in the written value at which a decoded byte's source begins; for the index behind the last byte the
  /// written value's length. All bytes of one character reference have the offset of its `&`.
  package func offset(of index: Int) -> Int {
    guard let last = lastReplacement(upTo: index) else { return index }
    return index < last.decoded.upperBound
      ? last.written.lowerBound : last.written.upperBound + (index - last.decoded.upperBound)
  }

  /// Returns true if a byte stands in the written value as it is, and not as a character reference.
  package func isWritten(_ index: Int) -> Bool {
    lastReplacement(upTo: index).map { index >= $0.decoded.upperBound } ?? true
  }

  /// Returns the last replacement that begins at an index or in front of it.
  private func lastReplacement(upTo index: Int) -> Replacement? {
    var (low, high) = (0, replacements.count)
    while low < high {
      let middle = (low + high) / 2
      if replacements[middle].decoded.lowerBound <= index { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? replacements[low - 1] : nil
  }
}
