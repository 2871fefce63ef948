/// Messages that came again with other values (section 4 of `README.md`).
extension Ledger {
  /// Marks the lines of which another one with the same id says something else. A value that one of them does not have is
  /// unknown, and no change.
  /// - Returns: the line that each is compared with, by its index: of those that differ the one that would count next.
  mutating func markChanges() -> [Int: Int] {
    var changes: [Int: Int] = [:]
    let repeated = ConversionCode.lineRepeated.bit
    for index in lines.indices where lines[index].isKeyed && lines[index].codes & repeated != 0 {
      guard let counted = message(ofID: lines[index]), !changedValues(lines[index], lines[counted]).isEmpty,
        changes[counted].map({ isPreferred(lines[index], to: lines[$0]) }) ?? true
      else { continue }
      changes[counted] = index
    }
    for index in changes.keys { lines[index].codes |= ConversionCode.lineChanged.bit }
    return changes
  }

  /// The values that two lines both have and that differ.
  func changedValues(_ one: StoredLine, _ other: StoredLine) -> [LineValue] {
    let (first, second) = (orders[Int(one.order)], orders[Int(other.order)])
    let types: LineTraits = [.realtime, .batch]
    func differ(_ text: TextArena.Reference, _ other: TextArena.Reference) -> Bool {
      text != 0 && other != 0 && !arena.equal(text, other)
    }
    func differ<Value: Equatable>(_ value: Value, _ other: Value, unknown: Value) -> Bool {
      value != unknown && other != unknown && value != other
    }
    return LineValue.allCases.filter { value in
      switch value {
      case .commission: one.commission != other.commission
      case .sales: differ(one.givenSales, other.givenSales, unknown: nil)
      case .quantity: one.quantity != other.quantity
      case .order: differ(first.id, second.id)
      case .sku: differ(one.sku, other.sku)
      case .subid: differ(one.subid, other.subid)
      case .currency: differ(first.currency, second.currency, unknown: 0)
      case .transaction: differ(one.transaction, other.transaction, unknown: 0)
      case .type: differ(one.traits.intersection(types), other.traits.intersection(types), unknown: [])
      }
    }
  }
}

/// A value of a line that may change.
enum LineValue: CaseIterable {
  case commission, sales, quantity, order, sku, subid, currency, transaction, type

  /// The value of a line, with its name.
  func words(_ entry: LedgerEntry) -> (name: String, value: String) {
    switch self {
    case .commission: ("commission", entry.currency.text(entry.commission))
    case .sales: ("sales", entry.sales.map(entry.currency.text) ?? "")
    case .quantity: ("quantity", String(entry.quantity))
    case .order: ("order", QuotedInput.of(entry.order.utf8))
    case .sku: ("SKU", QuotedInput.of(entry.sku.utf8))
    // It may be of a person.
    case .subid: ("u1", "")
    case .currency: ("currency", entry.currency.code)
    case .transaction: ("date", DateText.text(entry.transaction))
    case .type: ("type", entry.type)
    }
  }
}
