/// A link as it is written, as a key of a dictionary: hashed at once and not byte by byte.
struct HrefKey: Hashable {
  var bytes: [UInt8] = []

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
