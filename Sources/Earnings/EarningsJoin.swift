package import AutoTagConversions
internal import AutoTagTracking

/// Joins conversions with a site's links: who earned what, as far as the sales tell, and nothing guessed.
///
/// Amounts go by the line's u1, dates by the line's date. A line without a u1, such as a correction, is its order's. An order
/// counts where all its lines are, else among what names several links; by day on the day of its first line.
package struct EarningsJoin {
  private let site: SiteLinks
  private var sums: [Currency: Tables] = [:]
  private var names: [String: String] = [:]
  /// The advertisers that sales by links to one place are of, where its address does not tell.
  private var learned: [LinkPlace: Set<String>] = [:]

  private struct Tables {
    var total = OrderFigures()
    var pages: [Key: OrderFigures] = [:]
    var advertisers: [Key: OrderFigures] = [:]
    var links: [Key: OrderFigures] = [:]
    var days: [Key: OrderFigures] = [:]
  }

  private enum Key: Hashable {
    case page(String)
    case advertiser(String)
    case place(LinkPlace)
    case day(String)
    case rest(EarningsRow.Rest)
  }

  /// A line and the rows that it is in.
  private struct Assigned {
    let line: CountedLine
    let page: Key
    let link: Key
    let day: Key
  }

  private init(_ site: SiteLinks) {
    self.site = site
  }

  /// - Throws: where a sum is larger than can be counted.
  package static func earnings(
    of conversions: Conversions, with site: SiteLinks
  ) throws(ConversionsError) -> Earnings {
    var join = EarningsJoin(site)
    try conversions.forEachOrder { order throws(ConversionsError) in try join.add(order) }
    return join.earnings(sellingByClicks: conversions.sellingByClicks)
  }

  // MARK: Orders

  private mutating func add(_ order: CountedOrder) throws(ConversionsError) {
    if !order.advertiserName.isEmpty { names[order.advertiser] = order.advertiserName }
    let lines = assigned(order)
    let advertiser: Key = order.advertiser.isEmpty ? .rest(.noAdvertiser) : .advertiser(order.advertiser)
    // Taken out, as adding to a second copy would copy all rows for each order.
    var tables = sums.removeValue(forKey: order.currency) ?? Tables()
    for assigned in lines {
      let line = assigned.line
      guard tables.total.add(sales: line.sales, commission: line.commission),
        tables.pages[assigned.page, default: OrderFigures()].add(
          sales: line.sales, commission: line.commission),
        tables.links[assigned.link, default: OrderFigures()].add(
          sales: line.sales, commission: line.commission),
        tables.days[assigned.day, default: OrderFigures()].add(
          sales: line.sales, commission: line.commission),
        tables.advertisers[advertiser, default: OrderFigures()].add(
          sales: line.sales, commission: line.commission)
      else { throw ConversionsError("a sum by page, link or day is larger than can be counted") }
    }
    let isReversed = order.isReversed
    tables.total.addOrder(isReversed: isReversed)
    tables.advertisers[advertiser, default: OrderFigures()].addOrder(isReversed: isReversed)
    tables.pages[Self.common(lines.map(\.page)), default: OrderFigures()].addOrder(isReversed: isReversed)
    tables.links[Self.common(lines.map(\.link)), default: OrderFigures()].addOrder(isReversed: isReversed)
    let first = lines.filter { $0.line.transaction > 0 }.min { $0.line.transaction < $1.line.transaction }
    tables.days[first?.day ?? .rest(.noDate), default: OrderFigures()].addOrder(isReversed: isReversed)
    sums[order.currency] = tables
  }

  /// The row that all lines are in; else that of what names several.
  private static func common(_ keys: [Key]) -> Key {
    guard let first = keys.first, keys.allSatisfy({ $0 == first }) else { return .rest(.several) }
    return first
  }

  private mutating func assigned(_ order: CountedOrder) -> [Assigned] {
    let targets = order.lines.map { target(of: $0, order) }
    // A line without a u1 is of the click that the others are of.
    let told = Set(zip(order.lines, targets).filter { !$0.0.subid.isEmpty }.map(\.1))
    return zip(order.lines, targets).map { line, target in
      let target = line.subid.isEmpty && told.count == 1 ? told.first ?? target : target
      let day: Key = line.transaction == 0 ? .rest(.noDate) : .day(DateText.day(line.transaction))
      switch target {
      case .link(let place):
        if !order.advertiser.isEmpty { learned[place, default: []].insert(order.advertiser) }
        return Assigned(line: line, page: .page(place.page), link: .place(place), day: day)
      case .page(let page):
        return Assigned(line: line, page: .page(page), link: .rest(.several), day: day)
      case .rest(let rest): return Assigned(line: line, page: .rest(rest), link: .rest(rest), day: day)
      }
    }
  }

  private func target(of line: CountedLine, _ order: CountedOrder) -> SiteLinks.Target {
    guard !line.subid.isEmpty, !line.isPlaceholder else { return .rest(.withoutClickID) }
    let target = site.target(ofSubid: line.subid, advertiser: order.advertiser)
    // What is no click's id, and no link's either.
    return target == .rest(.noLink) && line.isWithoutClickID ? .rest(.withoutClickID) : target
  }

  // MARK: Tables

  /// - Parameter sellingByClicks: the advertisers of sales that no line of an order is about.
  private func earnings(sellingByClicks: Set<String>) -> Earnings {
    let advertisers = linkedAdvertisers
    let currencies = sums.sorted { $0.key < $1.key }.map { currency, tables in
      CurrencyEarnings(
        currency: currency, total: tables.total,
        tables: [
          EarningsTable(.page, rows(tables.pages, advertisers)),
          EarningsTable(.advertiser, rows(tables.advertisers, advertisers)),
          EarningsTable(.link, rows(tables.links, advertisers)),
          EarningsTable(.day, rows(tables.days, advertisers)),
        ])
    }
    let selling = Set(sums.values.flatMap { $0.advertisers.keys })
    var counts = site.counts
    counts.withoutAdvertiser = site.links.count { advertiser(of: $0) == nil }
    return Earnings(
      site: site.name, links: counts, currencies: currencies,
      withoutSales: advertisers.values.filter {
        !selling.contains(.advertiser($0.id)) && !sellingByClicks.contains($0.id)
      }.sorted { $0.id < $1.id })
  }

  private func rows(
    _ figures: [Key: OrderFigures], _ advertisers: [String: LinkedAdvertiser]
  ) -> [EarningsRow] {
    figures.map { key, figures in
      switch key {
      case .page(let page):
        EarningsRow(
          .page(site.shownPage(page)), links: number(site.linksOfPages[page]), figures)
      case .advertiser(let id):
        EarningsRow(
          .advertiser(id: id), name: names[id] ?? "", links: number(advertisers[id]?.links),
          place: advertisers[id]?.place, figures)
      case .place(let place): row(place, figures)
      case .day(let day): EarningsRow(.day(day), figures)
      case .rest(let rest): EarningsRow(.rest(rest), figures)
      }
    }
  }

  /// A number of links; `nil` where none were read.
  private func number(_ links: Int?) -> Int? { site.counts.areCodesAlone ? nil : links ?? 0 }

  private func row(_ place: LinkPlace, _ figures: OrderFigures) -> EarningsRow {
    let links = site.links(at: place)
    return EarningsRow(
      .link(page: site.shownPage(place.page), destination: site.shownDestination(place)),
      links: number(links.count),
      place: links.first?.location, figures)
  }

  /// The advertiser of a link: its address tells it, or the sales of its own u1 do.
  private func advertiser(of link: SiteLink) -> String? {
    if let advertiser = link.advertiser { return advertiser }
    guard let learned = learned[link.place], learned.count == 1 else { return nil }
    return learned.first
  }

  private var linkedAdvertisers: [String: LinkedAdvertiser] {
    var found: [String: [SiteLink]] = [:]
    for link in site.links {
      guard let id = advertiser(of: link) else { continue }
      found[id, default: []].append(link)
    }
    return found.reduce(into: [:]) { advertisers, next in
      guard let first = next.value.first else { return }
      advertisers[next.key] = LinkedAdvertiser(
        id: next.key, links: next.value.count, untracked: next.value.count { !$0.isTrackable },
        place: first.location)
    }
  }
}
