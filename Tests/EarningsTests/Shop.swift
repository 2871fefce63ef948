import AutoTagAudit
import AutoTagConversions
import AutoTagEarnings
import AutoTagSite
import AutoTagTracking

/// A site with links to the advertisers 1, 2 and 3, and reports about its sales.
enum Shop {
  static func deepLink(_ mid: String, _ product: String, u1: String? = nil) -> String {
    "https://click.linksynergy.com/deeplink?id=x&mid=\(mid)&murl=https%3A%2F%2Fshop\(mid).example%2F\(product)"
      + (u1.map { "&u1=\($0)" } ?? "")
  }

  static let offer = "https://click.linksynergy.com/fs-bin/click?id=x&offerid=7.1&type=3"

  /// The codes of the map by the names that tests give them; `gone` is that of a link that is no longer on the site.
  static let places = [
    "lamp": LinkPlace(page: "a.html", destination: deepLink("1", "lamp")),
    "boot": LinkPlace(page: "a.html", destination: deepLink("2", "boot")),
    "lampOfB": LinkPlace(page: "b.html", destination: deepLink("1", "lamp")),
    "offer": LinkPlace(page: "c.html", destination: offer),
    "gone": LinkPlace(page: "old.html", destination: deepLink("1", "sofa")),
  ]

  static func code(_ name: String) -> String { places[name].map { LinkCode.of($0) } ?? name }

  static var map: LinkCodeMap {
    var map = LinkCodeMap()
    for place in places.values { map.set(LinkCode.of(place), for: place) }
    return map
  }

  static func link(
    _ href: String, mid: String?, line: Int, _ state: AuditedLink.State = .trackable,
    group: String = "rakuten",
    end: String? = nil
  ) -> AuditedLink {
    AuditedLink(
      line: line, column: 4, href: href, text: "", group: group, kind: .deepLink, id: "x", mid: mid,
      offerid: nil, destination: nil, state: state,
      chain: end.map {
        AuditedLink.Chain(hops: [], end: $0, query: .forwards, decidingHop: nil, reason: nil)
      })
  }

  static func page(_ file: String, _ links: AuditedLink...) -> AuditedPage {
    AuditedPage(file: file, links: links, findings: [])
  }

  static let pages = [
    page(
      "a.html", link(deepLink("1", "lamp", u1: code("lamp")), mid: "1", line: 1),
      link(deepLink("2", "boot", u1: code("boot")), mid: "2", line: 2),
      link(deepLink("1", "desk", u1: "everywhere"), mid: "1", line: 3),
      link(deepLink("2", "sock"), mid: "2", line: 4, .repairable)),
    page(
      "b.html", link(deepLink("1", "lamp", u1: code("lampOfB")), mid: "1", line: 1),
      link(deepLink("1", "desk", u1: "news"), mid: "1", line: 2),
      link(deepLink("1", "bulb", u1: "onB"), mid: "1", line: 3),
      link(deepLink("1", "cable", u1: "onB"), mid: "1", line: 4),
      link(deepLink("1", "desk", u1: "everywhere"), mid: "1", line: 5),
      link("/go/sock", mid: "2", line: 6, .needsHand, end: deepLink("2", "sock", u1: "redirect"))),
    page(
      "c.html", link(offer + "&u1=" + code("offer"), mid: nil, line: 1),
      link(deepLink("3", "tent"), mid: "3", line: 2, .needsHand),
      link("https://awin.example/?clickref=x", mid: nil, line: 3, group: "awin")),
  ]

  static func options(usesCodes: Bool = true) throws -> RewriteOptions {
    var options = RewriteOptions(site: "site")
    options.rules.groups = [
      try TrackingGroup(
        name: "rakuten", hosts: ["click.linksynergy.com"], subid: "u1", token: "--CLICK-ID--",
        usesCodes: usesCodes),
      try TrackingGroup(name: "awin", hosts: ["awin.example"], subid: "clickref", token: "--CLICK-ID--"),
    ]
    return options
  }

  static func links(usesCodes: Bool = true) throws -> SiteLinks {
    SiteLinks(
      name: "site", pages: pages, try options(usesCodes: usesCodes), codes: map, paths: ShownPaths(site: ""))
  }

  /// A line of a report: u1 by the name of its code, advertiser, order, sale and commission.
  struct Line: Sendable {
    var u1 = "lamp"
    var mid = "1"
    var order = "A"
    var sales = "10.00"
    var commission = "1.00"
    var day = "10/2/26"
    var currency = "USD"

    init(
      _ u1: String, mid: String = "1", order: String = "A", _ sales: String = "10.00",
      _ commission: String = "1.00", day: String = "10/2/26", currency: String = "USD"
    ) {
      (self.u1, self.mid, self.order) = (u1, mid, order)
      (self.sales, self.commission, self.day, self.currency) = (sales, commission, day, currency)
    }

    var text: String {
      "\(Shop.code(u1)),\(mid),\(mid == "1" ? "Lamps" : ""),\(order),\(day),,S,\(sales),1,\(commission),\(currency)\n"
    }
  }

  static func conversions(_ lines: [Line], _ site: SiteLinks? = nil) throws -> Conversions {
    let header =
      "Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,"
      + "Total Commission,Currency\n"
    var options = ConversionOptions()
    options.links = site?.facts
    return try Conversions.read(
      [ConversionInput(path: "r.csv", contents: Array((header + lines.map(\.text).joined()).utf8))], options)
  }
}

extension Earnings {
  /// “a.html 1/0 10.00 1.00” for each row: orders and those taken back, sales, commission.
  func rows(_ kind: EarningsTable.Kind) -> [String] {
    currencies.flatMap { of in
      of.tables.filter { $0.kind == kind }.flatMap(\.rows).map { row in
        let figures = row.figures
        let code = currencies.count > 1 ? of.currency.name + " " : ""
        return "\(code)\(row.subject.text) \(figures.orders)/\(figures.reversedOrders) "
          + "\(of.currency.text(figures.sums.sales)) \(of.currency.text(figures.sums.commission))"
      }
    }
  }
}

extension EarningsRow.Subject {
  var text: String {
    switch self {
    case .page(let page): page
    case .advertiser(let id): id
    case .link(let page, let destination):
      page + " "
        + (destination.split(separator: "%2F").last ?? "").split(separator: "/").joined(separator: "/")
    case .day(let day): day
    case .rest(let rest): "(\(rest.rawValue))"
    }
  }
}
