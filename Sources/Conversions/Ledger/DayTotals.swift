/// The sums of the counted lines of one day and currency.
package struct DayTotals: Sendable, Equatable {
  package let currency: Currency
  /// Days since 1970, of the transaction dates in UTC; `nil` for lines without a date.
  package let day: Int?
  package internal(set) var sums = Sums()
}

extension Conversions {
  /// Returns the sums of each day that has counted lines, by currency and day; lines without a date come last.
  /// - Throws: where a day's sum is beyond what 64 bits hold.
  package func dayTotals() throws(ConversionsError) -> [DayTotals] {
    struct Place: Hashable {
      let currency: UInt16
      let day: UInt32?
    }
    let ledger = reading.ledger
    var days: [Place: Sums] = [:]
    for line in ledger.lines where line.isCounted {
      let place = Place(
        currency: ledger.orders[Int(line.order)].currency,
        day: line.transaction == 0 ? nil : line.transaction / 86_400)
      let (sales, commission) = (Amount(millionths: line.sales), Amount(millionths: line.commission))
      guard days[place, default: Sums()].add(sales: sales, commission: commission) else {
        throw .overflow(sources[Int(line.file)].path, Int(line.number))
      }
    }
    return days.map { place, sums in
      DayTotals(
        currency: ledger.currencies[Int(place.currency)], day: place.day.map(Int.init), sums: sums)
    }.sorted { ($0.currency, $0.day ?? .max) < ($1.currency, $1.day ?? .max) }
  }
}
