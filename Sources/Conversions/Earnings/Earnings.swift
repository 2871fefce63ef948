/// Earnings of a site's links: the counted lines by page, advertiser, link and day. In each table all rows together are
/// the total.
package struct Earnings: Sendable {
  /// The site, the saved audit, or the map of codes that the links are from.
  package let site: String
  package let links: SiteLinkCounts
  /// The sums by currency; the unknown one is last.
  package let currencies: [CurrencyEarnings]
  /// The advertisers that links lead to and no counted line is from, by MID.
  package let withoutSales: [LinkedAdvertiser]

  package init(
    site: String, links: SiteLinkCounts, currencies: [CurrencyEarnings], withoutSales: [LinkedAdvertiser]
  ) {
    self.site = site
    self.links = links
    self.currencies = currencies
    self.withoutSales = withoutSales
  }
}

/// Counts of the links that earnings are joined with.
package struct SiteLinkCounts: Sendable, Equatable {
  /// The pages with links to the network.
  package var pages = 0
  /// The links to the network.
  package var links = 0
  /// Those of them whose advertiser is not known: addresses that have an offer's number and no MID.
  package var withoutAdvertiser = 0
  /// The links to other networks, which are not joined.
  package var ofOtherNetworks = 0
  /// The codes of the map.
  package var codes = 0
  /// True if no site was read, so that pages and links are those that the map of codes tells.
  package var areCodesAlone = false

  package init() {}
}

/// An advertiser as the site's links name it.
package struct LinkedAdvertiser: Sendable, Equatable {
  package let id: String
  package let links: Int
  /// Those of the links that are not trackable, by the audit's judgement.
  package let untracked: Int
  /// File, line and column of the first link.
  package let place: String

  package init(id: String, links: Int, untracked: Int, place: String) {
    self.id = id
    self.links = links
    self.untracked = untracked
    self.place = place
  }
}

package struct CurrencyEarnings: Sendable {
  package let currency: Currency
  package let total: OrderFigures
  /// The greatest commission first, and the rest last; days by date.
  package let tables: [EarningsTable]

  package init(currency: Currency, total: OrderFigures, tables: [EarningsTable]) {
    self.currency = currency
    self.total = total
    self.tables = tables
  }
}

package struct EarningsTable: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case page, advertiser, link, day
  }

  package let kind: Kind
  package let rows: [EarningsRow]

  /// - Parameter rows: in any order.
  package init(_ kind: Kind, _ rows: [EarningsRow]) {
    self.kind = kind
    self.rows = rows.sorted { Self.isBefore($0, $1) }
  }

  private static func isBefore(_ one: EarningsRow, _ other: EarningsRow) -> Bool {
    let (rest, otherRest) = (one.rest.map(place), other.rest.map(place))
    if rest != nil || otherRest != nil { return rest ?? -1 < otherRest ?? -1 }
    let (names, otherNames) = (one.subject.names, other.subject.names)
    if case .day = one.subject { return names.lexicographicallyPrecedes(otherNames) }
    let (commission, otherCommission) = (one.figures.sums.commission, other.figures.sums.commission)
    if commission != otherCommission { return commission > otherCommission }
    return names.lexicographicallyPrecedes(otherNames)
  }

  private static func place(_ rest: EarningsRow.Rest) -> Int {
    EarningsRow.Rest.allCases.firstIndex(of: rest) ?? 0
  }
}

extension EarningsRow.Subject {
  /// The texts that tell one row from the other.
  fileprivate var names: [String] {
    switch self {
    case .page(let page): [page]
    case .advertiser(let id): [id]
    case .link(let page, let destination): [page, destination]
    case .day(let day): [day]
    case .rest(let rest): [rest.rawValue]
    }
  }
}
