/// The hash function FNV-1a in 32 bits, byte by byte, so that the hash of a text goes on from that of its
/// beginning.
public enum FNV1a {
  /// The hash of no bytes.
  @inlinable
  public static var start: UInt32 { 2_166_136_261 }

  @inlinable @inline(__always)
  public static func adding(_ byte: UInt8, to hash: UInt32) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }
}
