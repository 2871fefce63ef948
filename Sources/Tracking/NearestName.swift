/// Finds the name that a person meant when they wrote another.
package enum NearestName {
  /// The nearest of the names, `nil` when none is near enough to be meant.
  package static func of(_ written: String, among names: [String]) -> String? {
    let word = folded(written)
    let nearest = names.map { (name: $0, distance: distance(word, folded($0))) }.min {
      $0.distance < $1.distance
    }
    // A third of the letters may be wrong: “exlude” is “exclude”, “hosts” is not “token”.
    guard let nearest, nearest.distance <= max(1, nearest.name.utf8.count / 3) else { return nil }
    return nearest.name
  }

  /// Letter case and the kind of hyphen are no difference.
  private static func folded(_ name: String) -> [Character] {
    name.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
  }

  /// The number of letters that have to be inserted, removed, replaced or swapped with their neighbour (the optimal
  /// string alignment distance).
  package static func distance(_ first: [Character], _ second: [Character]) -> Int {
    // A name is short; what is much longer than every name is none of them.
    guard abs(first.count - second.count) < 32, !first.isEmpty, !second.isEmpty else {
      return max(first.count, second.count)
    }
    var rows = [[Int]](repeating: [Int](repeating: 0, count: second.count + 1), count: first.count + 1)
    for column in 0...second.count { rows[0][column] = column }
    for row in 1...first.count {
      rows[row][0] = row
      for column in 1...second.count {
        let same = first[row - 1] == second[column - 1]
        var best = min(rows[row - 1][column] + 1, rows[row][column - 1] + 1)
        best = min(best, rows[row - 1][column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
          best = min(best, rows[row - 2][column - 2] + 1)
        }
        rows[row][column] = best
      }
    }
    return rows[first.count][second.count]
  }
}
