/// An order that has counted lines; a line without an order id is an order of its own.
///
/// There are about as many as lines, so that it holds numbers, whose texts `Conversions` knows.
package struct CountedOrder {
  /// The number of its advertiser; 0 where the source gives none.
  package let advertiser: UInt32
  /// The number of its currency.
  package let currency: UInt16
  /// True if it was taken back.
  package let isReversed: Bool
}

/// A line that is part of the sums.
package struct CountedLine {
  /// The u1 as far as links are recognised by it.
  package enum Subid: Hashable {
    case none
    /// The token that a tag should have replaced.
    case placeholder
    /// The number of a u1 that links have.
    case known(Int)
    case other
  }

  package let subid: Subid
  /// True if no click id can be found for it.
  package let isWithoutClickID: Bool
  package let sales: Amount
  package let commission: Amount
  /// Seconds since 1970; 0 where there is none.
  package let transaction: UInt32
}

extension Conversions {
  /// Calls a function with each order that has counted lines, and with these lines.
  /// - Parameter known: the u1s that are told from others.
  package func forEachOrder<Failure: Error>(
    _ known: KnownSubids, _ body: (CountedOrder, [CountedLine]) throws(Failure) -> Void
  ) throws(Failure) {
    let ledger = reading.ledger
    let groups = OrderGroups(ledger)
    // Filled anew for each order.
    var lines: [CountedLine] = []
    for index in ledger.orders.indices {
      let members = groups.members(of: index)
      guard !members.isEmpty else { continue }
      let isOne = ledger.orders[index].id != 0
      var isReversed = false
      for (number, member) in members.enumerated() {
        let line = ledger.lines[Int(member)]
        lines.append(ledger.countedLine(line, known))
        if line.codes & Self.reversed != 0 { isReversed = true }
        guard !isOne || number == members.count - 1 else { continue }
        let order = ledger.orders[index]
        try body(
          CountedOrder(
            advertiser: order.advertiser, currency: order.currency, isReversed: isReversed), lines)
        isReversed = false
        lines.removeAll(keepingCapacity: true)
      }
    }
  }

  private static let reversed = ConversionCode.orderReversed.bit

  /// Rakuten's MID by an advertiser's number; empty for 0.
  package func advertiserID(_ number: UInt32) -> String { reading.ledger.arena.shown(number) }

  /// The advertiser's name; empty where no source gives it.
  package func advertiserName(_ number: UInt32) -> String {
    reading.ledger.advertiserNames[number].map(reading.ledger.arena.shown) ?? ""
  }

  package func currency(_ number: UInt16) -> Currency { reading.ledger.currencies[Int(number)] }
}

extension Ledger {
  fileprivate func countedLine(_ line: StoredLine, _ known: KnownSubids) -> CountedLine {
    let subid: CountedLine.Subid =
      if line.subid == 0 {
        .none
      } else if line.codes & Self.placeholder != 0 {
        .placeholder
      } else {
        arena.withBytes(line.subid, known.number(of:)).map { .known($0) } ?? .other
      }
    return CountedLine(
      subid: subid, isWithoutClickID: line.state == .error, sales: Amount(millionths: line.sales),
      commission: Amount(millionths: line.commission), transaction: line.transaction)
  }

  private static let placeholder = ConversionCode.subidPlaceholder.bit
}
