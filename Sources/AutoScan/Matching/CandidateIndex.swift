/// Tells which of many ordered rules can match a path at all, from the literal text that each begins with.
/// A look-up costs one dictionary access per distinct prefix length, however many rules there are.
struct CandidateIndex: Sendable {
  private var byPrefix: [ArraySlice<UInt8>: [Int]] = [:]
  private var byFoldedPrefix: [ArraySlice<UInt8>: [Int]] = [:]
  private var lengths: [Int] = []
  private var foldedLengths: [Int] = []
  /// Rules of which nothing is known.
  private var always: [Int] = []

  /// - Parameter prefixes: of each rule, in order, the text that a path must begin with for the rule to
  ///   match, and whether the letters' case matters; `nil` where any path may match.
  init(_ prefixes: [(text: [UInt8], ignoresCase: Bool)?]) {
    for (rule, prefix) in prefixes.enumerated() {
      guard let prefix, !prefix.text.isEmpty else {
        always.append(rule)
        continue
      }
      if prefix.ignoresCase {
        byFoldedPrefix[Bytes.lowercased(prefix.text)[...], default: []].append(rule)
      } else {
        byPrefix[prefix.text[...], default: []].append(rule)
      }
    }
    lengths = Set(byPrefix.keys.map(\.count)).sorted()
    foldedLengths = Set(byFoldedPrefix.keys.map(\.count)).sorted()
  }

  /// The rules that can match, in order.
  func candidates(for path: [UInt8]) -> [Int] {
    var found = always
    for length in lengths where length <= path.count {
      if let rules = byPrefix[path[..<length]] { found += rules }
    }
    if !foldedLengths.isEmpty {
      let folded = Bytes.lowercased(path)
      for length in foldedLengths where length <= path.count {
        if let rules = byFoldedPrefix[folded[..<length]] { found += rules }
      }
    }
    if found.count > always.count { found.sort() }
    return found
  }
}
