internal import AutoTagBytes

/// An attribute value in two views at once: what it says and where each byte of that is written.
package struct DecodedValue: Sendable, Equatable {
  /// The value, decoded: UTF-8 where the page is UTF-8; in any other ASCII-compatible encoding the bytes
  /// above 0x7F are the page's own.
  package var bytes: [UInt8]

  /// For each decoded byte where its source starts, counted from the start of the written value; one more
  /// than `bytes`, the last being the written value's length. All bytes of one character reference share
  /// the place of its `&`.
  package var offsets: [Int]

  package init(bytes: [UInt8] = [], offsets: [Int] = [0]) {
    self.bytes = bytes
    self.offsets = offsets
  }
}
