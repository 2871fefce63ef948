/// Earnings of a site's links as rows of the summary in comma-separated values.
struct CSVEarnings {
  /// The columns behind those of the sums by file.
  static let columns = [
    "by", "page", "destination", "place", "mid", "advertiser", "day", "rest", "links", "orders",
    "reversed_orders",
  ]
  /// The cells of a row that is about a file.
  static let ofFile = ["file"] + [String](repeating: "", count: columns.count - 1)

  private let earnings: Earnings

  init(_ earnings: Earnings) {
    self.earnings = earnings
  }

  var rows: [[String]] {
    earnings.currencies.flatMap { of in
      of.tables.flatMap { table in table.rows.map { row($0, table.kind, of.currency) } }
    }
  }

  private func row(_ row: EarningsRow, _ kind: EarningsTable.Kind, _ currency: Currency) -> [String] {
    let sums = row.figures.sums
    var (page, destination, mid, day) = ("", "", "", "")
    switch row.subject {
    case .page(let path): page = path
    case .advertiser(let id): mid = id
    case .link(let path, let address): (page, destination) = (path, address)
    case .day(let date): day = date
    case .rest: break
    }
    return [
      "", currency.code, "", "yes", String(sums.lines), currency.text(sums.sales),
      currency.text(sums.commission), kind.rawValue, page, destination, row.place ?? "", mid, row.name, day,
      row.rest?.rawValue ?? "", row.links.map(String.init) ?? "", String(row.figures.orders),
      String(row.figures.reversedOrders),
    ]
  }
}
