internal import AutoTagBytes

/// Earnings of a site's links for programs.
struct JSONEarnings {
  private let earnings: Earnings

  init(_ earnings: Earnings) {
    self.earnings = earnings
  }

  var value: JSONValue {
    let links = earnings.links
    return .object([
      ("site", .string(earnings.site)), ("pages", .integer(links.pages)), ("links", .integer(links.links)),
      ("links_without_advertiser", .integer(links.withoutAdvertiser)),
      ("links_of_other_networks", .integer(links.ofOtherNetworks)), ("codes", .integer(links.codes)),
      ("codes_alone", .truth(links.areCodesAlone)),
      ("currencies", .array(earnings.currencies.map(currency))),
      (
        "advertisers_without_sales",
        .array(
          earnings.withoutSales.map { one in
            .object([
              ("mid", .string(one.id)), ("links", .integer(one.links)),
              ("not_trackable", .integer(one.untracked)), ("place", .string(one.place)),
            ])
          })
      ),
    ])
  }

  private func currency(_ of: CurrencyEarnings) -> JSONValue {
    .object(
      [
        ("currency", of.currency.isKnown ? .string(of.currency.code) : .null),
        ("total", .object(figures(of.total, of.currency))),
      ]
        + of.tables.map { table in
          ("by_\(table.kind.rawValue)", .array(table.rows.map { row($0, table.kind, of.currency) }))
        })
  }

  private func row(_ row: EarningsRow, _ kind: EarningsTable.Kind, _ currency: Currency) -> JSONValue {
    var fields: [(String, JSONValue)]
    switch (kind, row.subject) {
    case (_, .page(let page)): fields = [("page", .string(page))]
    case (_, .advertiser(let id)): fields = [("mid", .string(id)), ("name", .string(row.name))]
    case (_, .link(let page, let destination)):
      fields = [
        ("page", .string(page)), ("destination", .string(destination)), ("place", JSONValue(row.place)),
      ]
    case (_, .day(let day)): fields = [("day", .string(day))]
    case (.page, .rest): fields = [("page", .null)]
    case (.advertiser, .rest): fields = [("mid", .null), ("name", .null)]
    case (.link, .rest): fields = [("page", .null), ("destination", .null), ("place", .null)]
    case (.day, .rest): fields = [("day", .null)]
    }
    if kind != .day { fields.append(("links", JSONValue(row.links))) }
    return .object(fields + [("rest", JSONValue(row.rest?.rawValue))] + figures(row.figures, currency))
  }

  private func figures(_ figures: OrderFigures, _ currency: Currency) -> [(String, JSONValue)] {
    [
      ("lines", .integer(figures.sums.lines)), ("orders", .integer(figures.orders)),
      ("reversed_orders", .integer(figures.reversedOrders)),
      ("sales", .string(currency.text(figures.sums.sales))),
      ("commission", .string(currency.text(figures.sums.commission))),
    ]
  }
}
