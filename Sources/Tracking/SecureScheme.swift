internal import AutoTagBytes

/// The beginning `https://`, as most addresses are written: it is told by one comparison.
enum SecureScheme {
  static let length = 8

  /// Returns true if it stands at an index, in any case of its letters.
  @inline(__always)
  static func stands(at index: Int, in text: Span<UInt8>) -> Bool {
    guard index <= text.count &- length else { return false }
    // The bit that tells lower case, of the five letters.
    return text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) | letters == scheme
  }

  private static var letters: UInt64 { UInt64(littleEndian: 0x0000_0020_2020_2020) }

  private static var scheme: UInt64 { UInt64(littleEndian: 0x2F2F_3A73_7074_7468) }
}
