internal import AutoTagReportPage

/// The cells of tables about who earned: orders, sales and commission behind a heading with a bar.
struct HTMLFigures {
  static let columns: [PageTable.Column] = [.number("Orders"), .number("Sales"), .number("Commission")]

  let currency: Currency

  /// - Parameter withoutClickID: the part of the lines that no click id can be found for.
  func cells(_ figures: OrderFigures, withoutClickID: Sums = Sums()) -> [String] {
    [
      String(figures.orders)
        + (figures.reversedOrders > 0
          ? HTMLText.second("\(figures.reversedOrders) taken back", isShort: true) : ""),
      currency.text(figures.sums.sales),
      currency.text(figures.sums.commission)
        + (withoutClickID.lines > 0
          ? HTMLText.second("\(currency.text(withoutClickID.commission)) without a click id") : ""),
    ]
  }
}
