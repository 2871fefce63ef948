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
