/// Which paths the redirects of a site can have to do with at all, told by a path's first name: `go` of `/go/x`. A
/// yes may be wrong, a no never is. Nearly all links of a site are told apart by it, before they are parsed.
package struct PathReach: Sendable {
  private var isUnlimited = false
  /// A bit for each hash of a first name that a rule begins with, in lower case.
  private var names = [UInt64](repeating: 0, count: 1024)
  /// A bit for each two letters that a first name begins with of which a rule has the beginning only.
  private var beginnings = [UInt64](repeating: 0, count: 1024)

  package init() {}

  package static let everywhere: PathReach = {
    var reach = PathReach()
    reach.add(nil)
    return reach
  }()

  /// - Parameter prefix: what a path begins with that a rule can match; `nil` where it can be any path.
  mutating func add(_ prefix: [UInt8]?) {
    guard !isUnlimited else { return }
    guard let prefix, prefix.count > 1, prefix[0] == 0x2F, prefix[1] != 0x2F else {
      isUnlimited = true
      return
    }
    let rest = Bytes.lowercased(Array(prefix[1...]))
    if let end = rest.firstIndex(of: 0x2F) {
      Self.set(Self.hash(rest.span.extracting(0..<end)), in: &names)
    } else if rest.count > 1 {
      Self.set(Int(rest[0]) << 8 | Int(rest[1]), in: &beginnings)
    } else {
      for second in 0..<256 { Self.set(Int(rest[0]) << 8 | second, in: &beginnings) }
    }
  }

  mutating func formUnion(_ other: PathReach) {
    isUnlimited = isUnlimited || other.isUnlimited
    for word in names.indices {
      names[word] |= other.names[word]
      beginnings[word] |= other.beginnings[word]
    }
  }

  /// - Parameter name: a path's first name, decoded, without slashes, in any letter case.
  package func mayHold(_ name: Span<UInt8>) -> Bool {
    // What is shorter may be all of a rule's beginning, or the site's root.
    guard !isUnlimited, name.count > 1 else { return true }
    return Self.has(Self.hash(name), in: names)
      || Self.has(Int(Bytes.lowercased(name[0])) << 8 | Int(Bytes.lowercased(name[1])), in: beginnings)
  }

  private static func hash(_ name: Span<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for place in name.indices { hash = (hash ^ UInt32(Bytes.lowercased(name[place]))) &* 16_777_619 }
    return Int((hash >> 16 ^ hash) & 0xFFFF)
  }

  private static func set(_ bit: Int, in bits: inout [UInt64]) { bits[bit >> 6] |= 1 << UInt64(bit & 63) }

  private static func has(_ bit: Int, in bits: [UInt64]) -> Bool {
    bits[bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }
}
