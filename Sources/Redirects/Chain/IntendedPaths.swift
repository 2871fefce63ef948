internal import AutoTagBytes
internal import AutoTagWebURL

/// The paths that rules of interest are for by their words, in a form in which a link that was meant for one of them is found
/// though it is written in another way: without letter case and without slashes at its ends.
struct IntendedPaths: Sendable {
  /// The rules, in the order of the files.
  let all: [RuleIntent]
  private var exact: [[UInt8]: Int] = [:]
  private var open: [ArraySlice<UInt8>: Int] = [:]
  private var openLengths: [Int] = []

  init(_ intents: [RuleIntent]) {
    all = intents
    for (index, intent) in intents.enumerated() {
      var path = Self.normal(intent.path)
      if intent.isOpen {
        if intent.path.last == 0x2F { path.append(0x2F) }
        open[path[...]] = open[path[...]] ?? index
      } else {
        exact[path] = exact[path] ?? index
      }
    }
    openLengths = Set(open.keys.map(\.count)).sorted(by: >)
  }

  /// Returns the first rule that is for a path.
  /// - Parameter path: as a browser sends it.
  func intent(for path: some Sequence<UInt8>) -> RuleIntent? {
    guard !all.isEmpty else { return nil }
    let path = Self.normal(Array(path))
    if let index = exact[path] { return all[index] }
    for length in openLengths where length < path.count {
      if let index = open[path[..<length]] { return all[index] }
    }
    return nil
  }

  private static func normal(_ path: [UInt8]) -> [UInt8] {
    var path = ASCII.lowercased(URLEncoding.decoded(path))[...]
    while path.first == 0x2F { path.removeFirst() }
    while path.last == 0x2F { path.removeLast() }
    return Array(path)
  }

  /// Adds the paths to those that pages are searched for.
  func add(to filter: inout RedirectPathFilter) {
    for intent in all {
      let isFolder = intent.isOpen && intent.path.last == 0x2F
      filter.add([0x2F] + Self.normal(intent.path) + (isFolder ? [0x2F] : []))
    }
  }
}
