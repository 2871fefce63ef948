/// The content of a line about an item of an order, but for its id and its type, to compare lines of different sources.
struct LineContent: Hashable {
  let order: UInt32
  let sku: UInt32
  let transaction: UInt32
  let process: UInt32
  /// `nil` where the source does not give it.
  let sales: Int64?
  let commission: Int64
  let quantity: Int32
  let isEvent: Bool
  let subid: [UInt8]
}

extension Ledger {
  func content(of line: StoredLine) -> LineContent {
    LineContent(
      order: line.order, sku: line.sku, transaction: line.transaction, process: line.process,
      sales: line.givenSales, commission: line.commission, quantity: line.quantity,
      isEvent: line.traits.contains(.event), subid: Array(arena.bytes(line.subid)))
  }
}
