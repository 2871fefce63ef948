internal import AutoTagText

/// Earnings of a site's links for people at a terminal.
struct TextEarnings {
  private let earnings: Earnings
  private let words: EarningsWords
  private let style: Style
  private let most: Int?

  /// The most rows of a table and advertisers without sales that are shown.
  private static let mostRows = 10

  init(_ earnings: Earnings, style: Style, showsAll: Bool) {
    self.earnings = earnings
    words = EarningsWords(earnings)
    self.style = style
    most = showsAll ? nil : Self.mostRows
  }

  var text: String {
    let head =
      style.paint("links of \(PrintableText.of(earnings.site))", .bold) + "  "
      + style.paint(words.notes.joined(separator: "; "), .dim) + "\n"
    let tables = earnings.currencies.flatMap { currency in currency.tables.map { table($0, currency) } }
    return ([head] + tables + [silent]).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func table(_ table: EarningsTable, _ of: CurrencyEarnings) -> String {
    let (shown, others) = EarningsWords.folded(table, most: most)
    var rows = shown.map { row in
      TextTable.Row(
        PrintableText.of(MarkdownText.cutAtStart(words.title(row), to: 100)), cells(row.figures, of.currency),
        row.rest == nil ? nil : .dim)
    }
    if let others {
      rows.insert(
        TextTable.Row("… and \(others.count) more", cells(others.figures, of.currency), .dim),
        at: others.place)
    }
    rows.append(TextTable.Row("counted", cells(of.total, of.currency), .bold))
    return style.paint(table.kind.title, .bold)
      + style.paint("  orders, taken back, sales, commission in \(of.currency.name)", .dim) + "\n"
      + TextTable(style).text(rows)
  }

  private func cells(_ figures: OrderFigures, _ currency: Currency) -> [String] {
    [
      String(figures.orders), String(figures.reversedOrders), currency.text(figures.sums.sales),
      currency.text(figures.sums.commission),
    ]
  }

  private var silent: String {
    let all = earnings.withoutSales
    guard !all.isEmpty else { return "" }
    let shown = all.prefix(most ?? all.count)
    return style.paint("links and no sale", .bold) + style.paint("  advertisers by MID", .dim) + "\n"
      + shown.map { "  \(PrintableText.of(words.silent($0)))\n" }.joined()
      + (all.count > shown.count ? style.paint("  … and \(all.count - shown.count) more\n", .dim) : "")
  }
}
