internal import AutoTagReportPage

/// The cells of tables about who earned: orders, sales and commission behind a heading with a bar.
struct HTMLFigures {
  static let columns: [PageTable.Column] = [.number("Orders"), .number("Sales"), .number("Commission")]

  let currency: Currency

  /// - Parameter withoutClickID: the part of the lines that no click id can be found for.
  func cells(_ figures: OrderFigures, withoutClickID: Sums = Sums()) -> [String] {
    [
      PageNumber.of(figures.orders)
        + (figures.reversedOrders > 0
          ? HTMLText.second("\(PageNumber.of(figures.reversedOrders)) taken back", isShort: true) : ""),
      currency.grouped(figures.sums.sales),
      currency.grouped(figures.sums.commission)
        + (withoutClickID.lines > 0
          ? HTMLText.second("\(currency.grouped(withoutClickID.commission)) no click id", isShort: true)
          : ""),
    ]
  }
}

extension Currency {
  /// The currency in the ids of sections.
  var htmlID: String { isKnown ? code : "unknown" }

  /// An amount as people read it, without the code.
  func grouped(_ amount: Amount) -> String { PageNumber.grouped(text(amount)) }

  /// The heading of a section about this currency, which is named where there are others.
  func heading(_ text: String, isOnly: Bool) -> String { isOnly ? text : "\(text), \(name)" }
}
