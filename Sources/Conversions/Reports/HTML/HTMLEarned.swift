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
      return PageSection(
        id: "earned-\(currency.htmlID)", title: "Earned, \(currency.name)",
        body:
          "<div class=\"coverage-body\">\n<div>\n<p class=\"figure amount\">\(currency.text(counted.commission))"
          + "<span class=\"figure-note\">\(HTMLText.escaped(currency.name)) commission from sales of "
          + "\(currency.text(counted.sales))</span></p>\n\(orders(totals))</div>\n<div>\n"
          + share(totals) + table(totals) + "</div>\n</div>\n")
    }
  }

  private func orders(_ totals: CurrencyTotals) -> String {
    guard totals.orders > 0 else { return "" }
    var parts = totals.events.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      "\($0.value) \(HTMLText.escaped($0.key))"
    }
    if totals.reversedOrders > 0 { parts.append("\(totals.reversedOrders) taken back") }
    return
      "<p class=\"quiet orders\">\(Count.of(totals.orders, "order")): \(parts.joined(separator: ", "))</p>\n"
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
        [shape + title, String(sums.lines), currency.text(sums.sales), currency.text(sums.commission)],
        isSum: isSum)
    }
    add("with a click id", totals.sums[.ok], shape: "trackable")
    if totals.sums[.withoutClickID].lines > 0 {
      add("no click id", totals.sums[.withoutClickID], shape: "warning")
    }
    add("counted", totals.sums.counted, isSum: true)
    if totals.announced.lines > 0 { add("of these only announced", totals.announced) }
    let excluded: [(Tally, String, String)] = [
      (.deduplicated, "deduplicated: counted elsewhere", "info"), (.discarded, "discarded: ignored", "info"),
      (.unread, "not understood", "error"),
    ]
    for (tally, title, shape) in excluded where totals.sums[tally].lines > 0 {
      add(title, totals.sums[tally], shape: shape)
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
          id: "advertisers-\(currency.htmlID)", title: "By advertiser, \(currency.name)",
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
      ? "<p class=\"lead quiet\">The end of a bar in another colour is commission without a click id.</p>\n"
      : ""
    return legend + table.html
      + (more > 0
        ? "<p class=\"quiet\">… and \(Count.of(more, "more advertiser")), which the report as JSON has too.</p>\n"
        : "")
  }

  private func name(_ one: AdvertiserTotals) -> String {
    let name = QuotedInput.plain(one.name.utf8)
    let number = QuotedInput.plain(one.id.utf8)
    if one.name.isEmpty { return one.id.isEmpty ? "no advertiser" : "mid \(HTMLText.escaped(number))" }
    return HTMLText.escaped(name) + (one.id.isEmpty ? "" : HTMLText.second("mid \(number)"))
  }

  // MARK: Clicks

  var activity: [PageSection] {
    guard !conversions.activity.isEmpty else { return [] }
    var table = PageTable(
      "Clicks by u1", [.text("Currency"), .number("Clicks"), .number("Sales"), .number("Commission")])
    for one in conversions.activity {
      let repeated =
        one.repeated.lines > 0
        ? HTMLText.second("\(Count.of(one.repeated.lines, "line")) of a file that was given twice left out")
        : ""
      table.add([
        HTMLText.escaped(one.currency.name) + repeated, String(one.clicks), one.currency.text(one.sums.sales),
        one.currency.text(one.sums.commission),
      ])
    }
    return [
      PageSection(
        id: "clicks", title: "Clicks by u1",
        body: "<p>A report of its own, which is in no sum above.</p>\n" + table.html)
    ]
  }
}

extension Currency {
  /// The currency in the ids of sections.
  var htmlID: String { isKnown ? code : "unknown" }
}
