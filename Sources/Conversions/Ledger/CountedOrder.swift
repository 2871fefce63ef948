/// An order with its counted lines; a line without an order id is an order of its own.
package struct CountedOrder {
  /// Rakuten's MID; empty where the source gives none.
  package let advertiser: String
  package let advertiserName: String
  package let currency: Currency
  /// True if it was taken back.
  package let isReversed: Bool
  package let lines: [CountedLine]
}

/// A line that is part of the sums.
package struct CountedLine {
  /// The u1 as it came, to be compared with that of links; it may hold what no report shows (`HiddenTokens`).
  package let subid: String
  /// True if no click id can be found for it.
  package let isWithoutClickID: Bool
  /// True if its u1 is the token that a tag should have replaced.
  package let isPlaceholder: Bool
  package let sales: Amount
  package let commission: Amount
  /// Seconds since 1970; 0 where there is none.
  package let transaction: UInt32
}

extension Conversions {
  /// Calls a function with each order that has counted lines.
  package func forEachOrder<Failure: Error>(_ body: (CountedOrder) throws(Failure) -> Void) throws(Failure) {
    let ledger = reading.ledger
    let groups = OrderGroups(ledger)
    for index in ledger.orders.indices {
      let members = groups.members(of: index)
      guard !members.isEmpty else { continue }
      if ledger.orders[index].id == 0 {
        for place in members.indices { try body(countedOrder(index, members[place...place])) }
      } else {
        try body(countedOrder(index, members))
      }
    }
  }

  private func countedOrder(_ index: Int, _ members: ArraySlice<UInt32>) -> CountedOrder {
    let ledger = reading.ledger
    let order = ledger.orders[index]
    let lines = members.map { ledger.lines[Int($0)] }
    return CountedOrder(
      advertiser: ledger.arena.shown(order.advertiser),
      advertiserName: ledger.advertiserNames[order.advertiser].map(ledger.arena.shown) ?? "",
      currency: ledger.currencies[Int(order.currency)],
      isReversed: lines.contains { $0.codes & ConversionCode.orderReversed.bit != 0 },
      lines: lines.map { line in
        CountedLine(
          subid: ledger.arena.exact(line.subid), isWithoutClickID: line.state == .error,
          isPlaceholder: line.codes & ConversionCode.subidPlaceholder.bit != 0,
          sales: Amount(millionths: line.sales), commission: Amount(millionths: line.commission),
          transaction: line.transaction)
      })
  }
}
