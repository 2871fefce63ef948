package import AutoTagReportPage
internal import AutoTagText

/// The parts of the page about a site's links: what each page and each link earned, and the advertisers whose links earned
/// nothing.
package struct HTMLEarnings {
  private let earnings: Earnings
  private let words: EarningsWords

  /// The most rows of a table, and advertisers without sales.
  private static let mostRows = 200

  package init(_ earnings: Earnings) {
    self.earnings = earnings
    words = EarningsWords(earnings)
  }

  package var sections: [PageSection] {
    let tables = earnings.currencies.flatMap { of in
      of.tables.compactMap { section($0, of) }
    }
    return tables + silent
  }

  // MARK: Tables

  private func section(_ table: EarningsTable, _ of: CurrencyEarnings) -> PageSection? {
    let (name, heading): (String, String)
    switch table.kind {
    case .page: (name, heading) = ("pages", "Page")
    case .link: (name, heading) = ("links", "Link")
    // These are on the page already.
    case .advertiser, .day: return nil
    }
    return PageSection(
      id: "\(name)-\(of.currency.htmlID)",
      title: of.currency.heading("By \(table.kind.rawValue)", isOnly: earnings.currencies.count == 1),
      body: (table.kind == .page ? note : "") + legend(table) + html(table, heading, of))
  }

  private var note: String {
    "<p class=\"lead quiet\">Links of <span class=\"mono\">\(HTMLText.escaped(earnings.site))</span>: "
      + "\(HTMLText.escaped(words.notes.joined(separator: "; "))).</p>\n"
  }

  private func legend(_ table: EarningsTable) -> String {
    table.rows.contains { $0.rest != nil && $0.figures.sums.commission > .zero }
      ? "<p class=\"lead quiet\"><span class=\"swatch\"></span>Commission that could not be assigned; the reason stands above the bar.</p>\n"
      : ""
  }

  private func html(_ table: EarningsTable, _ heading: String, _ of: CurrencyEarnings) -> String {
    let (shown, others) = EarningsWords.folded(table, most: Self.mostRows)
    let figures = HTMLFigures(currency: of.currency)
    let bars = BarLine(shown.map(\.figures.sums.commission.millionths))
    var page = PageTable(
      "Commission by \(table.kind.rawValue), \(of.currency.name)", [.text(heading)] + HTMLFigures.columns)
    func addOthers(_ others: EarningsWords.Others) {
      page.add(
        ["… and \(PageNumber.of(others.count)) more, which the report as JSON has too"]
          + figures.cells(others.figures))
    }
    for (index, row) in shown.enumerated() {
      if let others, others.place == index { addOthers(others) }
      let commission = row.figures.sums.commission.millionths
      page.add(
        [title(row) + bars.html(commission, faulty: row.rest == nil ? 0 : commission)]
          + figures.cells(row.figures))
    }
    if let others, others.place == shown.count { addOthers(others) }
    page.add(["counted"] + figures.cells(of.total), isSum: true)
    return page.html
  }

  private func title(_ row: EarningsRow) -> String {
    switch row.subject {
    case .page(let page):
      "<span class=\"mono\">\(HTMLText.escaped(page))</span>"
        + (row.links.map { HTMLText.second($0 == 0 ? "no link is there now" : PageNumber.of($0, "link")) }
          ?? "")
    case .link(let page, let destination):
      HTMLText.escaped(destination)
        + "<span class=\"second mono\">\(HTMLText.escaped(row.place ?? page))</span>"
    case .rest(let rest): "<span class=\"quiet\">\(HTMLText.escaped(words.title(rest)))</span>"
    case .advertiser, .day: HTMLText.escaped(words.title(row))
    }
  }

  // MARK: No sales

  private var silent: [PageSection] {
    let all = earnings.withoutSales
    guard !all.isEmpty else { return [] }
    var table = PageTable(
      "Advertisers with links and no sale",
      [.text("Advertiser"), .number("Links"), .number("Not trackable")])
    for one in all.prefix(Self.mostRows) {
      table.add([
        "mid \(HTMLText.escaped(one.id))<span class=\"second mono\">\(HTMLText.escaped(one.place))</span>",
        PageNumber.of(one.links), PageNumber.of(one.untracked),
      ])
    }
    let more = all.count - Self.mostRows
    return [
      PageSection(
        id: "no-sales", title: "Links and no sale",
        body: table.html
          + (more > 0
            ? "<p class=\"quiet\">… and \(PageNumber.of(more, "more advertiser")), which the report as JSON has too.</p>\n"
            : ""))
    ]
  }
}
