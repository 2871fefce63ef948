/// An item of an order, as far as a source tells it: what it does not is 0.
struct VagueItem: Hashable {
  var advertiser: UInt32
  var currency: UInt32
  var sku: UInt32

  /// A bit for each value that is known.
  var known: UInt8 { (advertiser != 0 ? 1 : 0) | (currency != 0 ? 2 : 0) | (sku != 0 ? 4 : 0) }

  /// The item with these values alone.
  func with(_ values: UInt8) -> VagueItem {
    VagueItem(
      advertiser: values & 1 != 0 ? advertiser : 0, currency: values & 2 != 0 ? currency : 0,
      sku: values & 4 != 0 ? sku : 0)
  }
}

/// The items of orders with one number, each with the kinds of report that have its lines.
struct VagueItems {
  private struct Lines {
    var kinds: Set<Set<String>> = []
    var orders: Set<Int> = []
  }

  private var items: [VagueItem: Lines] = [:]

  mutating func add(_ item: VagueItem, of order: Int, kinds: Set<String>) {
    items[item, default: Lines()].kinds.insert(kinds)
    items[item, default: Lines()].orders.insert(order)
  }

  /// The orders with two lines that may be of one item and that no kind of report both has.
  ///
  /// Two items may be one if they have the same of each value that both know. They are looked up by these values, as an order
  /// may have any number of items.
  var apart: Set<Int> {
    var apart: Set<Int> = []
    for shared in UInt8(0)..<8 {
      var buckets: [VagueItem: [UInt8: [Lines]]] = [:]
      for (item, lines) in items where item.known & shared == shared {
        buckets[item.with(shared), default: [:]][item.known, default: []].append(lines)
      }
      for bucket in buckets.values {
        for (known, lines) in bucket {
          for (otherKnown, others) in bucket where known & otherKnown == shared {
            let kinds = others.reduce(into: Set<Set<String>>()) { $0.formUnion($1.kinds) }
            for line in lines
            where line.kinds.contains(where: { one in kinds.contains { one.isDisjoint(with: $0) } }) {
              apart.formUnion(line.orders)
            }
          }
        }
      }
    }
    return apart
  }
}
