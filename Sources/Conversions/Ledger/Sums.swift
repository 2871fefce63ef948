/// The sums of some lines of one currency.
package struct Sums: Sendable, Equatable {
  package private(set) var lines = 0
  package private(set) var sales = Amount.zero
  package private(set) var commission = Amount.zero

  package init() {}

  /// Adds a line.
  /// - Returns: false where a sum is beyond what 64 bits hold; nothing is added then.
  package mutating func add(sales more: Amount, commission moreCommission: Amount) -> Bool {
    guard let sales = sales.adding(more), let commission = commission.adding(moreCommission) else {
      return false
    }
    lines += 1
    (self.sales, self.commission) = (sales, commission)
    return true
  }

  /// Adds other sums.
  package mutating func add(_ other: Sums) -> Bool {
    guard let sales = sales.adding(other.sales), let commission = commission.adding(other.commission) else {
      return false
    }
    lines += other.lines
    (self.sales, self.commission) = (sales, commission)
    return true
  }
}
