internal import AutoTagBytes

/// A hash function for texts and numbers, by multiplication (as wyhash's), with a seed of each run: postbacks come from
/// strangers, who must not be able to choose texts that collide.
struct Hash: Hashable {
  private(set) var state: UInt64

  private static let odd: (UInt64, UInt64) = (0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)

  init(seed: UInt64) {
    state = seed
  }

  @inline(__always)
  mutating func add(_ number: UInt64) {
    let product = (state ^ Self.odd.0).multipliedFullWidth(by: number ^ Self.odd.1)
    state = product.high ^ product.low
  }

  @inline(__always)
  mutating func add(_ text: Span<UInt8>, _ range: Range<Int>) {
    let bytes = text.bytes.extracting(range)
    var index = 0
    while index + 8 <= bytes.byteCount {
      add(bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest = UInt64(truncatingIfNeeded: bytes.byteCount) << 56
    var shift: UInt64 = 0
    while index < bytes.byteCount {
      rest ^= UInt64(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) << shift
      shift += 8
      index += 1
    }
    add(rest)
  }

  var value: UInt32 { UInt32(truncatingIfNeeded: state ^ state >> 32) }
}
