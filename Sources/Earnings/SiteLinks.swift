package import AutoTagAudit
package import AutoTagConversions
package import AutoTagSite
internal import AutoTagText
package import AutoTagTracking
internal import AutoTagWebURL

/// The links of a site to the network, by all that a sale may tell of them: the inventory of the audit, and the map of link
/// codes.
package struct SiteLinks: Sendable {
  /// The site, or the saved audit, for reports.
  package let name: String
  let links: [SiteLink]
  let codes: LinkCodeMap
  private(set) var counts = SiteLinkCounts()
  private let usesCodes: Bool
  private let paths: ShownPaths
  /// Indices of links.
  private var bySubid: [String: [Int]] = [:]
  private var byPlace: [LinkPlace: [Int]] = [:]
  /// The number of links of each page.
  private(set) var linksOfPages: [String: Int] = [:]
  /// The u1s that links have, in their own addresses or by the map of codes.
  let subids: KnownSubids

  /// - Parameters:
  ///   - name: the site, or the saved audit.
  ///   - pages: with their links, in any order.
  ///   - options: the settings by which the site was read.
  ///   - paths: those of the site's files.
  package init(
    name: String, pages: [AuditedPage], _ options: RewriteOptions, codes: LinkCodeMap, paths: ShownPaths
  ) {
    self.name = name
    self.codes = codes
    self.paths = paths
    let groups = options.rules.groups.filter(\.isRakuten)
    let byName = Dictionary(groups.map { ($0.name, $0) }) { first, _ in first }
    usesCodes = groups.contains(where: \.usesCodes)
    let siteRoot = WebURL.siteRoot(options.rules.baseURL)
    var links: [SiteLink] = []
    for page in pages.sorted(by: { $0.path < $1.path }) {
      let shown = paths.shown(page.path)
      let own = page.links.compactMap { link in
        byName[link.group].map {
          SiteLink(link, file: page.path, page: shown, group: $0, siteRoot: siteRoot)
        }
      }
      counts.ofOtherNetworks += page.links.count - own.count
      if !own.isEmpty { counts.pages += 1 }
      links += own
    }
    self.links = links
    counts.links = links.count
    counts.codes = codes.places.count
    for (index, link) in links.enumerated() {
      for subid in link.subids { bySubid[subid, default: []].append(index) }
      byPlace[link.place, default: []].append(index)
      linksOfPages[link.place.page, default: 0] += 1
    }
    subids = KnownSubids(Set(codes.places.keys).union(bySubid.keys))
  }

  /// Those of the map of codes alone, without a look at the site: the links that have no code are not known.
  /// - Parameter name: the map, for reports.
  package init(map name: String, _ codes: LinkCodeMap, paths: ShownPaths) {
    self.init(name: name, pages: [], RewriteOptions(site: ""), codes: codes, paths: paths)
    counts.areCodesAlone = true
  }

  // MARK: Sales

  /// The links that a sale is of, as far as its u1 tells.
  enum Target: Hashable {
    case link(LinkPlace)
    case page(String)
    case rest(EarningsRow.Rest)
  }

  /// Returns the links whose clicks have a u1.
  /// - Parameter advertiser: the sale's; empty where it is not known.
  func target(ofSubid subid: String, advertiser: String) -> Target {
    if let place = codes.places[subid] {
      guard let owner = self.advertiser(of: place), !advertiser.isEmpty, owner != advertiser else {
        return .link(place)
      }
      return .rest(.otherAdvertiser)
    }
    guard let all = bySubid[subid] else { return .rest(.noLink) }
    let fitting = all.filter { index in
      links[index].advertiser.map { advertiser.isEmpty || $0 == advertiser } ?? true
    }
    let places = Set(fitting.map { links[$0].place })
    guard let first = places.first else { return .rest(.otherAdvertiser) }
    if places.count == 1 { return .link(first) }
    return places.allSatisfy { $0.page == first.page } ? .page(first.page) : .rest(.several)
  }

  /// The advertiser that the links of a place lead to; `nil` where the address does not tell it.
  func advertiser(of place: LinkPlace) -> String? {
    AffiliateAddress(place.destination, of: .rakuten).mid
      ?? byPlace[place]?.lazy.compactMap { links[$0].advertiser }.first
  }

  /// The links of a place; none where its links are gone.
  func links(at place: LinkPlace) -> [SiteLink] { (byPlace[place] ?? []).map { links[$0] } }

  func shownPage(_ page: String) -> String { paths.shown(page) }

  /// The address for people that links of a place lead to.
  func shownDestination(_ place: LinkPlace) -> String {
    links(at: place).first?.destination ?? AffiliateAddress(place.destination, of: .rakuten).destination
      ?? place.destination
  }

  // MARK: Facts about links

  /// The most links that a finding names.
  private static let mostNamed = 3

  /// The facts that judgements about single sales need; `nil` where only codes are known.
  package var facts: LinkFacts? {
    guard !counts.areCodesAlone else { return nil }
    var facts = LinkFacts()
    if usesCodes { facts.known = subids }
    for (advertiser, own) in Dictionary(grouping: links.filter { $0.advertiser != nil }, by: \.advertiser) {
      guard let advertiser else { continue }
      facts.advice[advertiser] = advice(own)
    }
    let nameless = links.count { $0.advertiser == nil }
    facts.adviceWithoutLinks =
      "no link of \(name) names this advertiser"
      + (nameless > 0 ? ", and \(nameless) \(nameless == 1 ? "names" : "name") none" : "")
      + ": look at other sites, feeds and mails"
    return facts
  }

  private func advice(_ links: [SiteLink]) -> String {
    let lost = links.filter { !$0.isTrackable }
    guard !lost.isEmpty else {
      return
        "all \(Count.of(links.count, "link")) of \(name) to this advertiser \(links.count == 1 ? "is" : "are") "
        + "trackable now: look at links that were changed since, at feeds, mails and other sites"
    }
    let named = lost.prefix(Self.mostNamed).map { link in
      "\(link.location) (\(link.state == .repairable ? "autotag rewrite repairs it" : "needs a hand"))"
    }
    return
      "of \(Count.of(links.count, "link")) to this advertiser \(lost.count) \(lost.count == 1 ? "is" : "are") not "
      + "trackable: \(named.joined(separator: ", "))"
      + (lost.count > named.count ? " and \(lost.count - named.count) more" : "") + "; autotag audit says why"
  }
}
