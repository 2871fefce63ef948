/// The files of one module, and which of them use a type that another one defines.
struct FileGraph {
  private var uses: [String: [String: String]] = [:]

  /// - Parameter files: the names in each file.
  init(_ files: [String: SwiftNames]) {
    var definers: [String: [String]] = [:]
    for (file, names) in files {
      for name in names.defined { definers[name, default: []].append(file) }
    }
    for (file, names) in files {
      for name in names.used.sorted() {
        for definer in definers[name] ?? [] where definer != file { uses[file, default: [:]][definer] = name }
      }
    }
  }

  /// A shortest circle of each file that is on one, as text: `A.swift uses B of B.swift, which uses A of A.swift`.
  /// Circles that share a file with one before are left out.
  var circles: [String] {
    var circles: [String] = []
    var told: Set<String> = []
    for file in uses.keys.sorted() where !told.contains(file) {
      guard let circle = shortestCircle(from: file) else { continue }
      told.formUnion(circle)
      let steps = zip(circle, circle.dropFirst() + [file]).map { user, definer in
        " uses \(uses[user]?[definer] ?? "") of \(definer)"
      }
      circles.append(file + steps.joined(separator: ", which"))
    }
    return circles
  }

  /// Returns the files on a shortest way from a file back to it; `nil` where there is none.
  private func shortestCircle(from start: String) -> [String]? {
    var ways = [[start]]
    var seen: Set<String> = []
    while !ways.isEmpty {
      var longer: [[String]] = []
      for way in ways {
        for next in (uses[way[way.count - 1]] ?? [:]).keys.sorted() {
          if next == start { return way }
          if seen.insert(next).inserted { longer.append(way + [next]) }
        }
      }
      ways = longer
    }
    return nil
  }
}
