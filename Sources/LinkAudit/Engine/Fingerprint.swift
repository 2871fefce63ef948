/// A hash that tells findings apart whatever stands above them, the same on every machine: FNV-1a with 64 bits
/// (draft-eastlake-fnv). It is no secret, and two findings of one site hardly ever share one.
struct Fingerprint {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  init(code: String, file: String, text: some Sequence<UInt8>) {
    add(code.utf8)
    add(file.utf8)
    add(text)
  }

  /// Which of several findings that are equal otherwise it is; counted from 0.
  mutating func add(ordinal: Int) { add(String(ordinal).utf8) }

  var value: UInt64 { hash }

  var text: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: Self.length - digits.count) + digits
  }

  private static let length = 16

  static func isValid(_ text: String) -> Bool {
    text.utf8.count == length
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // What ends a part, so that parts cannot run into each other; no UTF-8 has it.
    hash = (hash ^ 0xFF) &* 0x100_0000_01B3
  }
}
