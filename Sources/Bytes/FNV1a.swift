/// The hash function FNV-1a in 32 bits, one byte at a time: the hash of a text continues that of its prefix.
public enum FNV1a {
  /// The hash of no bytes.
  @inlinable
  public static var start: UInt32 { 2_166_136_261 }

  /// Returns the hash of the bytes hashed so far and one more.
  @inlinable @inline(__always)
  public static func adding(_ byte: UInt8, to hash: UInt32) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }
}
