/// The counted lines and orders of an advertiser, a page, a link or a day.
package struct OrderFigures: Sendable, Equatable {
  package private(set) var sums = Sums()
  package private(set) var orders = 0
  package private(set) var reversedOrders = 0

  package init() {}

  /// Adds a line.
  /// - Returns: false where a sum is beyond what 64 bits hold; nothing is added then.
  package mutating func add(sales: Amount, commission: Amount) -> Bool {
    sums.add(sales: sales, commission: commission)
  }

  /// Adds the lines of an order; likewise.
  package mutating func add(_ more: Sums) -> Bool { sums.add(more) }

  package mutating func addOrder(isReversed: Bool) {
    orders += 1
    if isReversed { reversedOrders += 1 }
  }

  package mutating func add(_ other: OrderFigures) -> Bool {
    guard sums.add(other.sums) else { return false }
    orders += other.orders
    reversedOrders += other.reversedOrders
    return true
  }
}
