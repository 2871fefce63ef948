internal import AutoTagBytes

/// An index of many ordered rules by the literal text that each begins with: it finds those that can match a path at
/// all. A look-up costs one search per distinct prefix length, however many rules there are.
struct CandidateIndex: Sendable {
  private var exact: [Beginnings] = []
  private var folded: [Beginnings] = []
  /// Rules of which nothing is known.
  private var always: [Int] = []

  /// The rules whose prefixes have one length.
  ///
  /// A rule takes eight bytes: the hash of its prefix above its number, sorted. Texts of one hash are not told
  /// apart: a rule that is asked in vain says no itself.
  private struct Beginnings {
    let length: Int
    private(set) var entries: [UInt64] = []

    init(_ length: Int, _ entries: [UInt64]) {
      self.length = length
      self.entries = entries.sorted()
    }

    func add(rulesOf hash: UInt32, to found: inout [Int]) {
      let first = UInt64(hash) << 32
      var low = 0
      var high = entries.count
      while low < high {
        let middle = low + (high - low) / 2
        if entries[middle] < first { low = middle + 1 } else { high = middle }
      }
      while low < entries.count, entries[low] >> 32 == UInt64(hash) {
        found.append(Int(entries[low] & 0xFFFF_FFFF))
        low += 1
      }
    }
  }

  /// - Parameter prefixes: of each rule, in order, the text that a path must begin with for the rule to
  ///   match, and whether the letters' case matters; `nil` where any path may match.
  init(_ prefixes: [(text: [UInt8], ignoresCase: Bool)?]) {
    var exact: [Int: [UInt64]] = [:]
    var folded: [Int: [UInt64]] = [:]
    for (rule, prefix) in prefixes.enumerated() {
      guard let prefix, !prefix.text.isEmpty else {
        always.append(rule)
        continue
      }
      let text = prefix.ignoresCase ? ASCII.lowercased(prefix.text) : prefix.text
      let entry = UInt64(Self.hash(text, from: 0..<text.count)) << 32 | UInt64(rule)
      if prefix.ignoresCase {
        folded[text.count, default: []].append(entry)
      } else {
        exact[text.count, default: []].append(entry)
      }
    }
    self.exact = exact.map(Beginnings.init).sorted { $0.length < $1.length }
    self.folded = folded.map(Beginnings.init).sorted { $0.length < $1.length }
  }

  /// The rules that can match, in order, and seldom one that cannot.
  func candidates(for path: [UInt8]) -> [Int] {
    var found = always
    Self.add(exact, path, to: &found)
    if !folded.isEmpty { Self.add(folded, ASCII.lowercased(path), to: &found) }
    if found.count > always.count { found.sort() }
    return found
  }

  private static func add(_ beginnings: [Beginnings], _ path: [UInt8], to found: inout [Int]) {
    var hash = FNV1a.start
    var hashed = 0
    for rules in beginnings where rules.length <= path.count {
      hash = Self.hash(path, from: hashed..<rules.length, after: hash)
      hashed = rules.length
      rules.add(rulesOf: hash, to: &found)
    }
  }

  private static func hash(
    _ text: [UInt8], from range: Range<Int>, after start: UInt32 = FNV1a.start
  ) -> UInt32 {
    var hash = start
    for index in range { hash = FNV1a.adding(text[index], to: hash) }
    return hash
  }
}
