internal import AutoTagReportPage
internal import AutoTagText

/// The parts of the page about what was earned: the sums of each currency, the advertisers, and reports of clicks.
struct HTMLEarned {
  private let conversions: Conversions

  /// The most advertisers of one currency.
  private static let mostAdvertisers = 200

  init(_ conversions: Conversions) {
    self.conversions = conversions
  }

  // MARK: Sums

  var sums: [PageSection] {
    guard !conversions.totals.isEmpty else {
      return [
        PageSection(
          id: "earned", title: "Earned",
          body:
            "<p>There is no line of an order in what was read: nothing is counted, and nothing is left out.</p>\n"
        )
      ]
    }
    return conversions.totals.map { totals in
      let counted = totals.sums.counted
      let currency = totals.currency
      let amount = currency.grouped(counted.commission)
      return PageSection(
        id: "earned-\(currency.htmlID)", title: currency.heading("Earned", isOnly: isOnlyCurrency),
        body:
          "<div class=\"coverage-body\">\n<div>\n<p class=\"figure amount\(Self.size(amount))\">\(amount)"
          + "<span class=\"figure-note\">\(currency.isKnown ? currency.code + " commission" : "commission of unknown currency,") "
          + "from sales of \(currency.grouped(counted.sales))</span></p>\n\(orders(totals))</div>\n<div>\n"
          + share(totals) + table(totals) + "</div>\n</div>\n")
    }
  }

  private var isOnlyCurrency: Bool { conversions.totals.count == 1 }

  /// The style of a headline by its letters: the longer it is, the smaller they are, since a number is not broken.
  private static func size(_ amount: String) -> String {
    switch amount.utf8.count {
    case ...9: ""
    case ...13: " long"
    case ...18: " longer"
    default: " longest"
    }
  }

  private func orders(_ totals: CurrencyTotals) -> String {
    guard totals.orders > 0 else { return "" }
    let parts = totals.orderParts(number: PageNumber.of) { HTMLText.escaped($0) }
    return
      "<p class=\"quiet orders\">\(PageNumber.of(totals.orders, "order")): \(parts.joined(separator: ", "))</p>\n"
  }

  /// The part of the commission whose click id can be found, as a bar.
  private func share(_ totals: CurrencyTotals) -> String {
    let (all, faulty) = (totals.sums.counted.commission, totals.sums[.withoutClickID].commission)
    guard all > .zero, !faulty.isNegative, faulty <= all else { return "" }
    return BarLine([all.millionths]).html(all.millionths, faulty: faulty.millionths, isTall: true)
  }

  private func table(_ totals: CurrencyTotals) -> String {
    let currency = totals.currency
    var table = PageTable(
      "Lines by what became of them, \(currency.name)",
      [.text("State"), .number("Lines"), .number("Sales"), .number("Commission")])
    func add(_ title: String, _ sums: Sums, shape: String = "", isSum: Bool = false) {
      let shape = shape.isEmpty ? "" : "<span class=\"shape \(shape)\"></span>"
      table.add(
        [
          shape + title, PageNumber.of(sums.lines), currency.grouped(sums.sales),
          currency.grouped(sums.commission),
        ], isSum: isSum)
    }
    // The sum stands below what it is of, and what is not counted below it.
    let rows = totals.rows
    let (counted, excluded) = (rows.filter(\.isCounted), rows.filter { !$0.isCounted })
    for row in counted + excluded {
      switch row.kind {
      case .tally(let tally): add(row.title, row.sums, shape: tally.shape)
      case .counted: add(row.title, row.sums, isSum: true)
      case .announced: add(row.title, row.sums)
      }
    }
    return table.html
  }

  // MARK: Advertisers

  var advertisers: [PageSection] {
    var sections: [PageSection] = []
    var rest = conversions.advertisers[...]
    while let currency = rest.first?.currency {
      let all = rest.prefix { $0.currency == currency }
      rest = rest.dropFirst(all.count)
      sections.append(
        PageSection(
          id: "advertisers-\(currency.htmlID)",
          title: currency.heading("By advertiser", isOnly: isOnlyCurrency),
          body: advertisers(all, currency)))
    }
    return sections
  }

  private func advertisers(_ all: ArraySlice<AdvertiserTotals>, _ currency: Currency) -> String {
    let shown = all.prefix(Self.mostAdvertisers)
    let bars = BarLine(shown.map(\.figures.sums.commission.millionths))
    let figures = HTMLFigures(currency: currency)
    var table = PageTable(
      "Commission by advertiser, \(currency.name)", [.text("Advertiser")] + HTMLFigures.columns)
    for one in shown {
      table.add(
        [
          name(one)
            + bars.html(
              one.figures.sums.commission.millionths, faulty: one.withoutClickID.commission.millionths)
        ] + figures.cells(one.figures, withoutClickID: one.withoutClickID))
    }
    let more = all.count - shown.count
    let legend =
      shown.contains { $0.withoutClickID.commission > .zero }
      ? "<p class=\"lead quiet\"><span class=\"swatch\"></span>The end of a bar is commission without a click id.</p>\n"
      : ""
    return legend + table.html
      + (more > 0
        ? "<p class=\"quiet\">… and \(PageNumber.of(more, "more advertiser")), which the report as JSON has too.</p>\n"
        : "")
  }

  private func name(_ one: AdvertiserTotals) -> String {
    let name = QuotedInput.plain(one.name.utf8)
    let number = QuotedInput.plain(one.id.utf8)
    if one.name.isEmpty { return one.id.isEmpty ? "no advertiser" : "mid \(HTMLText.escaped(number))" }
    return "<bdi>\(HTMLText.escaped(name))</bdi>" + (one.id.isEmpty ? "" : HTMLText.second("mid \(number)"))
  }

  // MARK: Clicks

  var activity: [PageSection] {
    guard !conversions.activity.isEmpty else { return [] }
    var table = PageTable(
      "Clicks by u1", [.text("Currency"), .number("Clicks"), .number("Sales"), .number("Commission")])
    for one in conversions.activity {
      let repeated =
        one.repeated.lines > 0
        ? HTMLText.second(
          "\(PageNumber.of(one.repeated.lines, "line")) of a file that was given twice left out")
        : ""
      table.add([
        HTMLText.escaped(one.currency.name) + repeated, PageNumber.of(one.clicks),
        one.currency.grouped(one.sums.sales), one.currency.grouped(one.sums.commission),
      ])
    }
    return [
      PageSection(
        id: "clicks", title: "Clicks by u1",
        body: "<p>A report of its own, which is in no sum above.</p>\n" + table.html)
    ]
  }
}

extension Tally {
  /// The sign before its row.
  fileprivate var shape: String {
    switch self {
    case .ok: "trackable"
    case .withoutClickID: "warning"
    case .deduplicated, .discarded: "info"
    case .unread: "error"
    }
  }
}
