internal import AutoTagText

/// The words of reports for people about earnings.
struct EarningsWords {
  private let earnings: Earnings

  init(_ earnings: Earnings) {
    self.earnings = earnings
  }

  /// The heading of a row, which is not escaped.
  func title(_ row: EarningsRow) -> String {
    switch row.subject {
    case .page(let page): page
    case .advertiser(let id): (row.name.isEmpty ? id : "\(row.name) (\(id))") + linkless(row)
    case .link(let page, let destination): "\(row.place ?? page) → \(destination)"
    case .day(let day): day
    case .rest(let rest): "(\(title(rest)))"
    }
  }

  /// The reason in words.
  func title(_ rest: EarningsRow.Rest) -> String {
    rest == .noLink && earnings.links.areCodesAlone ? "u1 is no code of the map" : rest.title
  }

  private func linkless(_ row: EarningsRow) -> String { row.links == 0 ? ", no link names it" : "" }

  /// The rows that are shown, and one of the others, so that all together are the total.
  static func folded(_ table: EarningsTable, most: Int?) -> (shown: [EarningsRow], others: Others?) {
    let own = table.rows.count { $0.rest == nil }
    // One row takes as much place as the words about it.
    guard let most, own > most + 1 else { return (table.rows, nil) }
    var figures = OrderFigures()
    // A part of a sum that fitted.
    for row in table.rows[most..<own] { _ = figures.add(row.figures) }
    return (
      Array(table.rows[..<most] + table.rows[own...]),
      Others(count: own - most, place: most, figures: figures)
    )
  }

  struct Others {
    let count: Int
    /// The index of the shown row that they stand in front of.
    let place: Int
    let figures: OrderFigures
  }

  /// Sentences about the links that the sums were joined with.
  var notes: [String] {
    let links = earnings.links
    guard !links.areCodesAlone else {
      return ["\(Count.of(links.codes, "code")) in the map; --site has the links too"] + divided
    }
    var parts = ["\(Count.of(links.links, "link")) on \(Count.of(links.pages, "page"))"]
    if links.codes > 0 { parts.append("\(Count.of(links.codes, "code")) in the map") }
    if links.withoutAdvertiser > 0 {
      parts.append(
        "\(links.withoutAdvertiser) \(links.withoutAdvertiser == 1 ? "names" : "name") no advertiser (no mid in the address)"
      )
    }
    if links.ofOtherNetworks > 0 { parts.append("\(links.ofOtherNetworks) to other networks left out") }
    return [parts.joined(separator: ", ")] + divided
  }

  /// A sentence about rows with money and no order, where there are some.
  private var divided: [String] {
    let tables = earnings.currencies.flatMap(\.tables).filter { $0.kind == .page || $0.kind == .link }
    let isDivided = tables.contains { table in
      table.rows.contains { $0.rest == nil && $0.figures.orders == 0 && $0.figures.sums.lines > 0 }
    }
    return isDivided
      ? [
        "an order whose lines are of several links counts as one of several links, its money where each line is"
      ] : []
  }

  /// A sentence about an advertiser with links and no sale.
  func silent(_ one: LinkedAdvertiser) -> String {
    "\(one.id): \(Count.of(one.links, "link")), the first at \(one.place)"
      + (one.untracked > 0 ? "; \(one.untracked) not trackable" : "")
  }
}

extension EarningsTable.Kind {
  /// The heading of the table.
  var title: String {
    switch self {
    case .page: "by page"
    case .advertiser: "by advertiser"
    case .link: "by link"
    case .day: "by day (UTC)"
    }
  }
}
