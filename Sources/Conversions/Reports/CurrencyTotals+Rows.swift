/// The order in which every report tells the sums of a currency.
extension CurrencyTotals {
  struct Row {
    enum Kind: Equatable {
      case tally(Tally)
      case counted
      /// A part of the counted ones.
      case announced
    }

    let kind: Kind
    let sums: Sums

    var isCounted: Bool {
      if case .tally(let tally) = kind { tally.isCounted } else { true }
    }

    var title: String {
      switch kind {
      case .tally(let tally): tally.title
      case .counted: "counted"
      case .announced: "of which only announced"
      }
    }
  }

  /// The sums that are worth a row.
  var rows: [Row] {
    var rows = Tally.allCases.filter { sums[$0].lines > 0 || $0 == .ok }.map {
      Row(kind: .tally($0), sums: sums[$0])
    }
    rows.append(Row(kind: .counted, sums: sums.counted))
    if announced.lines > 0 { rows.append(Row(kind: .announced, sums: announced)) }
    return rows
  }

  /// The orders' events, the most frequent first; of equal numbers by name.
  var sortedEvents: [(name: String, count: Int)] {
    events.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// The parts of the orders in words: “8 Purchase”, “1 taken back”.
  /// - Parameters:
  ///   - number: numbers as the report writes them.
  ///   - escaped: the events' names as the report writes texts of strangers.
  func orderParts(number: (Int) -> String = { String($0) }, _ escaped: (String) -> String) -> [String] {
    let events = sortedEvents.map { "\(number($0.count)) \(escaped($0.name))" }
    return reversedOrders > 0 ? events + ["\(number(reversedOrders)) taken back"] : events
  }
}
