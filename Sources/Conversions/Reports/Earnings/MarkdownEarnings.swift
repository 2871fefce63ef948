internal import AutoTagText

/// Earnings of a site's links as GitHub Flavored Markdown.
struct MarkdownEarnings {
  private let earnings: Earnings
  private let words: EarningsWords

  private static let mostRows = 50

  init(_ earnings: Earnings) {
    self.earnings = earnings
    words = EarningsWords(earnings)
  }

  var text: String {
    let head =
      "Links of \(MarkdownText.code(earnings.site)): \(MarkdownText.escaped(words.notes.joined(separator: "; ")))\n"
    let tables = earnings.currencies.flatMap { currency in currency.tables.map { table($0, currency) } }
    return ([head] + tables + [silent]).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func table(_ table: EarningsTable, _ of: CurrencyEarnings) -> String {
    let (shown, others) = EarningsWords.folded(table, most: Self.mostRows)
    var rows = shown.map { row in
      line(MarkdownText.escaped(MarkdownText.cutAtStart(words.title(row), to: 160)), row.figures, of.currency)
    }
    if let others {
      rows.insert(line("… and \(others.count) more", others.figures, of.currency), at: others.place)
    }
    rows.append(line("**counted**", of.total, of.currency))
    return "| \(table.kind.title) | orders | taken back | sales | commission, \(of.currency.name) |\n"
      + "| --- | ---: | ---: | ---: | ---: |\n" + rows.joined()
  }

  private func line(_ title: String, _ figures: OrderFigures, _ currency: Currency) -> String {
    "| \(title) | \(figures.orders) | \(figures.reversedOrders) | \(currency.text(figures.sums.sales)) "
      + "| \(currency.text(figures.sums.commission)) |\n"
  }

  private var silent: String {
    let all = earnings.withoutSales
    guard !all.isEmpty else { return "" }
    let shown = all.prefix(Self.mostRows)
    return "Links and no sale, by MID:\n\n"
      + shown.map { "- \(MarkdownText.escaped(words.silent($0)))\n" }.joined()
      + (all.count > shown.count ? "- … and \(all.count - shown.count) more\n" : "")
  }
}
