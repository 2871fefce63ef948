/// Shares of a whole in percent, as whole numbers whose sum is 100.
enum Shares {
  /// The first is rounded down, so that 100 means all; what rounding takes goes to the others that lost most.
  /// - Returns: zeros where there is nothing to share.
  static func of(_ counts: [Int]) -> [Int] {
    let total = counts.reduce(0, +)
    guard total > 0 else { return counts.map { _ in 0 } }
    var shares = counts.map { $0 * 100 / total }
    let byLoss = counts.indices.dropFirst().sorted { counts[$0] * 100 % total > counts[$1] * 100 % total }
    for index in byLoss.prefix(100 - shares.reduce(0, +)) { shares[index] += 1 }
    return shares
  }
}
