/// Shares of a whole in percent, as whole numbers.
enum Shares {
  /// Rounds so that 100 means all and 0 means none: some of the whole is at least 1, and at most 99. The first share is
  /// rounded down. Within these bounds the sum is 100; with a share below 1 % it can be 101 or 102.
  /// - Returns: zeros where there is nothing to share.
  static func of(_ counts: [Int]) -> [Int] {
    let total = counts.reduce(0, +)
    guard total > 0 else { return counts.map { _ in 0 } }
    var shares = counts.map { $0 * 100 / total }
    let byLoss = counts.indices.dropFirst().sorted { counts[$0] * 100 % total > counts[$1] * 100 % total }
    for index in byLoss.prefix(100 - shares.reduce(0, +)) { shares[index] += 1 }
    return zip(counts, shares).map { count, share in
      switch count {
      case 0: 0
      case total: 100
      default: min(max(share, 1), 99)
      }
    }
  }
}
