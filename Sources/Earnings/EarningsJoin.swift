package import AutoTagConversions
internal import AutoTagTracking

/// Joins conversions with a site's links: who earned what, as far as the sales tell, and nothing guessed.
///
/// Amounts go by the line's u1, dates by the line's date. A line without a u1, such as a correction, is its order's. An order
/// counts where all its lines are, else among what names several links; by day on the day of its first line.
///
/// There are millions of lines and few links: a line is put into rows by numbers, and a text is looked at once for each u1 that
/// links have and each advertiser.
package struct EarningsJoin {
  private let conversions: Conversions
  private let site: SiteLinks
  /// The sums by the numbers of their currencies.
  private var sums: [Tables] = []
  private var pages = RowNumbers<String>()
  private var places = RowNumbers<LinkPlace>()
  private var advertisers = RowNumbers<String>()
  /// The row of each advertiser, by the number that orders have.
  private var advertiserRows: [UInt32: Row] = [:]
  /// The advertisers' names by their ids.
  private var names: [String: String] = [:]
  private var targets: [Click: Target] = [:]
  /// The advertisers that sales by links to one place are of, where its address does not tell.
  private var learned: [LinkPlace: Set<String>] = [:]

  /// The sums of one currency.
  private struct Tables {
    var total = OrderFigures()
    var pages: [Row: OrderFigures] = [:]
    var advertisers: [Row: OrderFigures] = [:]
    var links: [Row: OrderFigures] = [:]
    var days: [Row: OrderFigures] = [:]
  }

  /// A u1 that links have, in sales of an advertiser.
  private struct Click: Hashable {
    let subid: Int
    let advertiser: UInt32
  }

  /// The rows that a u1 tells.
  private struct Target: Equatable {
    let page: Row
    let link: Row

    init(page: Row, link: Row) { (self.page, self.link) = (page, link) }

    init(_ rest: EarningsRow.Rest) { self.init(page: .rest(rest), link: .rest(rest)) }
  }

  private init(_ conversions: Conversions, _ site: SiteLinks) {
    (self.conversions, self.site) = (conversions, site)
  }

  /// - Throws: where a sum is larger than can be counted.
  package static func earnings(
    of conversions: Conversions, with site: SiteLinks
  ) throws(ConversionsError) -> Earnings {
    var join = EarningsJoin(conversions, site)
    try conversions.forEachOrder(site.subids) { order, lines throws(ConversionsError) in
      try join.add(order, lines)
    }
    return join.earnings(sellingByClicks: conversions.sellingByClicks)
  }

  // MARK: Orders

  private mutating func add(_ order: CountedOrder, _ lines: [CountedLine]) throws(ConversionsError) {
    let advertiser = row(ofAdvertiser: order.advertiser)
    // Nearly all orders have one line.
    if lines.count == 1, let line = lines.first {
      var figures = OrderFigures(line)
      figures.addOrder(isReversed: order.isReversed)
      return try add(figures, order, target(of: line, order), day(of: line), advertiser)
    }
    var own = lines.map { target(of: $0, order) }
    // A line without a u1 is of the click that the others are of.
    let told = zip(lines, own).filter { $0.0.subid != .none }.map(\.1)
    if let target = told.first, told.allSatisfy({ $0 == target }) {
      for (index, line) in lines.enumerated() where line.subid == .none { own[index] = target }
    }
    for (line, target) in zip(lines, own) {
      try add(OrderFigures(line), order, target, day(of: line), advertiser)
    }
    var figures = OrderFigures()
    figures.addOrder(isReversed: order.isReversed)
    let first = lines.filter { $0.transaction > 0 }.min { $0.transaction < $1.transaction }
    try add(
      figures, order, Target(page: Self.common(own.map(\.page)), link: Self.common(own.map(\.link))),
      first.map(day) ?? .rest(.noDate), advertiser)
  }

  private mutating func add(
    _ figures: OrderFigures, _ order: CountedOrder, _ target: Target, _ day: Row, _ advertiser: Row
  ) throws(ConversionsError) {
    let currency = Int(order.currency)
    while sums.count <= currency { sums.append(Tables()) }
    let isAdded =
      sums[currency].total.add(figures)
      && sums[currency].pages[target.page, default: OrderFigures()].add(figures)
      && sums[currency].links[target.link, default: OrderFigures()].add(figures)
      && sums[currency].days[day, default: OrderFigures()].add(figures)
      && sums[currency].advertisers[advertiser, default: OrderFigures()].add(figures)
    guard isAdded else {
      throw ConversionsError("a sum by page, link or day is larger than can be counted")
    }
  }

  /// The row that all lines are in; else that of what names several.
  private static func common(_ rows: [Row]) -> Row {
    guard let first = rows.first, rows.allSatisfy({ $0 == first }) else { return .rest(.several) }
    return first
  }

  /// Days are their own numbers.
  private func day(of line: CountedLine) -> Row {
    line.transaction == 0 ? .rest(.noDate) : .own(Int(line.transaction / 86_400))
  }

  private mutating func row(ofAdvertiser number: UInt32) -> Row {
    if let row = advertiserRows[number] { return row }
    let id = conversions.advertiserID(number)
    let row: Row = id.isEmpty ? .rest(.noAdvertiser) : .own(advertisers.number(of: id))
    let name = conversions.advertiserName(number)
    if !name.isEmpty { names[id] = name }
    advertiserRows[number] = row
    return row
  }

  private mutating func target(of line: CountedLine, _ order: CountedOrder) -> Target {
    switch line.subid {
    case .none, .placeholder: return Target(.withoutClickID)
    // What is no click's id, and no link's either.
    case .other: return Target(line.isWithoutClickID ? .withoutClickID : .noLink)
    case .known(let subid):
      let click = Click(subid: subid, advertiser: order.advertiser)
      if let target = targets[click] { return target }
      let target = target(ofSubid: site.subids.texts[subid], conversions.advertiserID(order.advertiser))
      targets[click] = target
      return target
    }
  }

  /// The rows of a u1 that links have.
  private mutating func target(ofSubid subid: String, _ advertiser: String) -> Target {
    switch site.target(ofSubid: subid, advertiser: advertiser) {
    case .link(let place):
      if !advertiser.isEmpty { learned[place, default: []].insert(advertiser) }
      return Target(page: .own(pages.number(of: place.page)), link: .own(places.number(of: place)))
    case .page(let page): return Target(page: .own(pages.number(of: page)), link: .rest(.several))
    case .rest(let rest): return Target(rest)
    }
  }

  // MARK: Tables

  /// - Parameter sellingByClicks: the advertisers of sales that no line of an order is about.
  private func earnings(sellingByClicks: Set<String>) -> Earnings {
    let linked = linkedAdvertisers
    let currencies = sums.enumerated().filter { $0.element.total.orders > 0 }.map { number, tables in
      let currency = conversions.currency(UInt16(number))
      return CurrencyEarnings(
        currency: currency, total: tables.total,
        tables: [
          EarningsTable(
            .page,
            rows(tables.pages) { number, figures in
              let page = pages.subjects[number]
              return EarningsRow(
                .page(site.shownPage(page)), links: self.number(site.linksOfPages[page]), figures)
            }),
          EarningsTable(
            .advertiser,
            rows(tables.advertisers) { number, figures in
              let id = advertisers.subjects[number]
              return EarningsRow(
                .advertiser(id: id), name: names[id] ?? "", links: self.number(linked[id]?.links),
                place: linked[id]?.place, figures)
            }),
          EarningsTable(.link, rows(tables.links) { row(places.subjects[$0], $1) }),
          EarningsTable(
            .day, rows(tables.days) { EarningsRow(.day(DateText.day(UInt32($0) * 86_400)), $1) }),
        ])
    }.sorted { $0.currency < $1.currency }
    let selling = Set(advertisers.subjects).union(sellingByClicks)
    var counts = site.counts
    counts.withoutAdvertiser = site.links.count { advertiser(of: $0) == nil }
    return Earnings(
      site: site.name, links: counts, currencies: currencies,
      withoutSales: linked.values.filter { !selling.contains($0.id) }.sorted { $0.id < $1.id })
  }

  private func rows(
    _ figures: [Row: OrderFigures], _ own: (Int, OrderFigures) -> EarningsRow
  ) -> [EarningsRow] {
    figures.map { row, figures in
      switch row {
      case .own(let number): own(number, figures)
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

/// A row of a table while sums are made.
private enum Row: Hashable {
  /// The number of its subject.
  case own(Int)
  case rest(EarningsRow.Rest)
}

/// The subjects of a table's rows, each once, with numbers.
private struct RowNumbers<Subject: Hashable> {
  private(set) var subjects: [Subject] = []
  private var numbers: [Subject: Int] = [:]

  mutating func number(of subject: Subject) -> Int {
    if let number = numbers[subject] { return number }
    subjects.append(subject)
    numbers[subject] = subjects.count - 1
    return subjects.count - 1
  }
}

extension OrderFigures {
  /// Those of a line.
  fileprivate init(_ line: CountedLine) {
    self.init()
    // One line's amounts always fit.
    _ = add(sales: line.sales, commission: line.commission)
  }
}
