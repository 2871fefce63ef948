/// A line that was not understood, which the ledger has too, so that its records and the sums are of the same lines.
struct UnreadLine {
  let code: ConversionCode
  let file: UInt16
  let line: UInt32
  /// The index of its currency.
  let currency: UInt16
  /// The amounts; `nil` for those that were not understood.
  let sales: Amount?
  let commission: Amount?
}

extension Conversions {
  /// The lines that were not understood, by their content and last by their place, as the others are sorted.
  var unreadLines: [UnreadLine] {
    let currencies = reading.ledger.currencies
    func key(_ line: UnreadLine) -> (String, String, Int64, Int64) {
      (
        line.code.rawValue, currencies[Int(line.currency)].code, line.sales?.millionths ?? .min,
        line.commission?.millionths ?? .min
      )
    }
    return reading.unread.sorted { one, other in
      let (first, second) = (key(one), key(other))
      return first == second ? (one.file, one.line) < (other.file, other.line) : first < second
    }
  }
}
