/// A line of the ledger with all that is known of it.
package struct LedgerEntry: Sendable {
  package let state: LineState
  /// True if its amounts are part of the sums.
  package let isCounted: Bool
  package let codes: [ConversionCode]
  /// The index of its source.
  package let source: Int
  /// Line and the column of u1, both from 1; the column is `nil` where it is not known.
  package let line: Int
  package let column: Int?
  package let advertiser: String
  package let advertiserName: String
  package let order: String
  package let sku: String
  /// The `etransaction_id`; empty where the source has none.
  package let id: String
  package let subid: String
  package let currency: Currency
  /// `nil` where the source does not give it.
  package let sales: Amount?
  package let commission: Amount
  package let quantity: Int
  /// Seconds since 1970; 0 where there is none.
  package let transaction: UInt32
  package let process: UInt32
  /// `realtime`, `batch` or nothing.
  package let type: String
  /// True if `is_event` is Y.
  package let isEvent: Bool
  /// The name of the event by the mapping.
  package let event: String
  /// The index of the line that this one is a twin of.
  package let twin: Int?
}

extension Conversions {
  /// The number of lines.
  package var lineCount: Int { reading.ledger.lines.count }

  /// The line of an index.
  package func entry(_ index: Int) -> LedgerEntry {
    let ledger = reading.ledger
    let line = ledger.lines[index]
    let order = ledger.orders[Int(line.order)]
    let traits = line.traits
    return LedgerEntry(
      state: line.state, isCounted: line.isCounted, codes: ConversionCodes(bits: line.shownCodes).all,
      source: Int(line.file),
      line: Int(line.number), column: line.subidColumn == 0 ? nil : Int(line.subidColumn),
      advertiser: ledger.arena.shown(order.advertiser),
      advertiserName: ledger.advertiserNames[order.advertiser].map(ledger.arena.shown) ?? "",
      order: ledger.arena.shown(order.id), sku: ledger.arena.shown(line.sku), id: ledger.arena.shown(line.id),
      subid: ledger.arena.shown(line.subid), currency: ledger.currencies[Int(order.currency)],
      sales: line.givenSales.map { Amount(millionths: $0) },
      commission: Amount(millionths: line.commission), quantity: Int(line.quantity),
      transaction: line.transaction, process: line.process,
      type: traits.contains(.realtime) ? "realtime" : traits.contains(.batch) ? "batch" : "",
      isEvent: traits.contains(.event), event: ledger.event(of: line), twin: related.twins[index])
  }

  /// The lines' indices by date, advertiser, order and content, and last by their place: the same ledger has the same order,
  /// whatever order its sources and their lines are in.
  package var sortedIndices: [Int] {
    let ledger = reading.ledger
    return ledger.lines.indices.sorted { ledger.isBefore(ledger.lines[$0], ledger.lines[$1]) }
  }
}

extension Ledger {
  fileprivate func isBefore(_ one: StoredLine, _ other: StoredLine) -> Bool {
    if one.transaction != other.transaction { return one.transaction < other.transaction }
    let (order, otherOrder) = (orders[Int(one.order)], orders[Int(other.order)])
    if let isBefore = isBefore(order.advertiser, otherOrder.advertiser) ?? isBefore(order.id, otherOrder.id)
      ?? isBefore(one.sku, other.sku) ?? isBefore(one.id, other.id) ?? isBefore(one.subid, other.subid)
    {
      return isBefore
    }
    // Tuples of more than six are not compared.
    let (numbers, otherNumbers) = (
      (one.process, one.commission, one.sales, one.quantity),
      (other.process, other.commission, other.sales, other.quantity)
    )
    if numbers != otherNumbers { return numbers < otherNumbers }
    return (one.state.rawValue, one.traits.rawValue, one.codes, one.file, one.number)
      < (other.state.rawValue, other.traits.rawValue, other.codes, other.file, other.number)
  }

  /// The order of two texts by their bytes; `nil` where they are the same.
  private func isBefore(_ one: TextArena.Reference, _ other: TextArena.Reference) -> Bool? {
    arena.equal(one, other) ? nil : arena.bytes(one).lexicographicallyPrecedes(arena.bytes(other))
  }
}
