internal import AutoTagBytes

/// The sorting of a block's directives (`sortRoutes` and `consolidateRoutes` of Caddy's httpcaddyfile).
enum CaddySorting {
  struct Entry {
    let place: Int
    let isRewrite: Bool
    let isHandle: Bool
    let isRoot: Bool
    /// Later ones overwrite what earlier ones set, so that those for fewer requests come last.
    let isVariable: Bool
    var route: CaddyRoute
  }

  /// Returns the numbers of the entries in the order in which they are asked.
  ///
  /// The order of two depends on the two alone and is no order of all, since a directive with one path and one
  /// with several count as equal. Caddy sorts by insertion, stretch by stretch, and so does this.
  static func sorted(_ entries: [Entry], _ version: CaddyVersion) -> [Int] {
    let stretch = 20
    var numbers = Array(entries.indices)
    let paths = entries.map { $0.route.matchers?.lonePath }
    func isBefore(_ first: Int, _ second: Int) -> Bool {
      let (left, right) = (entries[first], entries[second])
      if left.place != right.place { return left.place < right.place }
      let isVariable = left.isVariable && right.isVariable
      if isVariable, version == .new { return !isMoreSpecific(first, second) }
      return isVariable ? isMoreSpecific(second, first) : isMoreSpecific(first, second)
    }
    func isMoreSpecific(_ first: Int, _ second: Int) -> Bool {
      guard let path = paths[first], let other = paths[second], !path.isEmpty, !other.isEmpty else {
        return entries[first].route.matchers != nil && entries[second].route.matchers == nil
      }
      return Self.isMoreSpecific(path, other, version)
    }
    for start in stride(from: 0, to: numbers.count, by: stretch) {
      for index in start..<min(start + stretch, numbers.count) {
        var place = index
        while place > start, isBefore(numbers[place], numbers[place - 1]) {
          numbers.swapAt(place, place - 1)
          place -= 1
        }
      }
    }
    var length = stretch
    while length < numbers.count {
      var merged: [Int] = []
      merged.reserveCapacity(numbers.count)
      for start in stride(from: 0, to: numbers.count, by: 2 * length) {
        var left = numbers[start..<min(start + length, numbers.count)]
        var right = numbers[left.endIndex..<min(start + 2 * length, numbers.count)]
        while let first = left.first, let second = right.first {
          if isBefore(second, first) {
            merged.append(second)
            right.removeFirst()
          } else {
            merged.append(first)
            left.removeFirst()
          }
        }
        merged += left + right
      }
      numbers = merged
      length *= 2
    }
    return numbers
  }

  private static func isMoreSpecific(_ path: [UInt8], _ other: [UInt8], _ version: CaddyVersion) -> Bool {
    guard version == .new else { return path.count > other.count }
    let trimmed = path.last == UInt8(ascii: "*") ? path.dropLast() : path[...]
    let otherTrimmed = other.last == UInt8(ascii: "*") ? other.dropLast() : other[...]
    if trimmed == otherTrimmed { return path.count < other.count }
    return trimmed.count == otherTrimmed.count
      ? trimmed.lexicographicallyPrecedes(otherTrimmed) : trimmed.count > otherTrimmed.count
  }

  /// Joins neighbours of the same conditions and group: the conditions are asked once for all of them.
  static func joined(_ routes: [CaddyRoute]) -> [CaddyRoute] {
    var joined: [CaddyRoute] = []
    joined.reserveCapacity(routes.count)
    for route in routes {
      if let last = joined.last, last.group == route.group, isSame(last.matchers, route.matchers) {
        joined[joined.count - 1].handlers += route.handlers
      } else {
        joined.append(route)
      }
    }
    return joined
  }

  private static func isSame(_ first: CaddyMatcherSet?, _ second: CaddyMatcherSet?) -> Bool {
    guard let first, let second else { return first == nil && second == nil }
    return !first.identity.isEmpty && first.identity == second.identity
  }
}
