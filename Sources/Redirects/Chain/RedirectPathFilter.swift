internal import AutoTagBytes

/// A Bloom filter over the paths that redirects can match, keyed by the first name of a path for rules (`go` of
/// `/go/x`) and by its first and last name for redirect pages, since one of these says nothing about the others of
/// its folder. False positives are possible, false negatives are not. It rules out nearly all links of a site before
/// they are parsed.
package struct RedirectPathFilter: Sendable {
  private var isUnlimited = false
  /// A bit for each hash of a first name that a rule begins with, in lower case.
  private var names = [UInt64](repeating: 0, count: 1024)
  /// A bit for each two letters that a first name begins with of which a rule has the beginning only.
  private var beginnings = [UInt64](repeating: 0, count: 1024)
  /// A bit for each hash of a first and a last name with which a page that redirects is asked for, in lower case.
  private var pages = [UInt64](repeating: 0, count: 1024)

  package init() {}

  package static let everywhere: RedirectPathFilter = {
    var pathFilter = RedirectPathFilter()
    pathFilter.add(nil)
    return pathFilter
  }()

  /// - Parameter prefix: what a path begins with that a rule can match; `nil` where it can be any path.
  mutating func add(_ prefix: [UInt8]?) {
    guard !isUnlimited else { return }
    guard let prefix, prefix.count > 1, prefix[0] == 0x2F, prefix[1] != 0x2F else {
      isUnlimited = true
      return
    }
    let rest = ASCII.lowercased(Array(prefix[1...]))
    if let end = rest.firstIndex(of: 0x2F) {
      Self.set(Self.hash(rest.span.extracting(0..<end)), in: &names)
    } else if rest.count > 1 {
      Self.set(Int(rest[0]) << 8 | Int(rest[1]), in: &beginnings)
    } else {
      for second in 0..<256 { Self.set(Int(rest[0]) << 8 | second, in: &beginnings) }
    }
  }

  /// - Parameter path: the whole path by which a page is asked for, beginning with a slash; what is behind its last
  ///   slash may be empty.
  mutating func add(page path: [UInt8]) {
    let names = path.dropFirst()
    let first = names.prefix { $0 != 0x2F }
    let last = path[((path.lastIndex(of: 0x2F) ?? 0) + 1)...]
    Self.set(Self.hash(Array(last).span, after: Self.sum(Array(first).span)), in: &pages)
  }

  mutating func formUnion(_ other: RedirectPathFilter) {
    isUnlimited = isUnlimited || other.isUnlimited
    for word in names.indices {
      names[word] |= other.names[word]
      beginnings[word] |= other.beginnings[word]
      pages[word] |= other.pages[word]
    }
  }

  /// The first name of a path, looked at once for all last ones.
  package struct FirstName: Sendable {
    /// True if a rule may match whatever path begins so.
    package let mightContainAny: Bool
    fileprivate let sum: UInt32
  }

  /// - Parameter name: a path's first name, decoded, without slashes, in any letter case.
  package func firstName(_ name: Span<UInt8>) -> FirstName {
    // What is shorter may be all of a rule's beginning, or the site's root.
    guard !isUnlimited, name.count > 1 else { return FirstName(mightContainAny: true, sum: 0) }
    let sum = Self.sum(name)
    return FirstName(
      mightContainAny: Self.has(Self.hash(sum), in: names)
        || Self.has(Int(ASCII.lowercased(name[0])) << 8 | Int(ASCII.lowercased(name[1])), in: beginnings),
      sum: sum)
  }

  /// - Parameters:
  ///   - first: a path's first name.
  ///   - last: what is behind its last slash, decoded, in any letter case; no dot segment.
  package func mightContain(_ first: FirstName, last: Span<UInt8>) -> Bool {
    first.mightContainAny || Self.has(Self.hash(last, after: first.sum), in: pages)
  }

  private static func sum(_ name: Span<UInt8>, after sum: UInt32 = FNV1a.start) -> UInt32 {
    var sum = sum
    for index in name.indices { sum = FNV1a.adding(ASCII.lowercased(name[index]), to: sum) }
    return sum
  }

  private static func hash(_ sum: UInt32) -> Int { Int((sum >> 16 ^ sum) & 0xFFFF) }

  private static func hash(_ name: Span<UInt8>) -> Int { hash(sum(name)) }

  private static func hash(_ last: Span<UInt8>, after first: UInt32) -> Int {
    // No name holds a slash.
    hash(sum(last, after: FNV1a.adding(0x2F, to: first)))
  }

  private static func set(_ bit: Int, in bits: inout [UInt64]) { bits[bit >> 6] |= 1 << UInt64(bit & 63) }

  private static func has(_ bit: Int, in bits: [UInt64]) -> Bool {
    bits[bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }
}
