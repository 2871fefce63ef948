internal import AutoTagAudit
internal import AutoTagTracking
internal import AutoTagWebURL

/// A link of the site to the network, as sales are joined with it.
struct SiteLink: Sendable {
  /// The page's path from where the program was run.
  let page: String
  /// File, line and column.
  let location: String
  let place: LinkPlace
  /// The address that a click ends at, where the link tells it; else the one that it leads to.
  let destination: String
  /// Rakuten's MID; `nil` where the address does not have it.
  let advertiser: String?
  /// The value in the subid parameter of the link, or of the address that redirects lead it to.
  let subids: Set<String>
  let state: AuditedLink.State

  var isTrackable: Bool { state == .trackable }

  /// - Parameters:
  ///   - file: the page's path relative to the site's root, as `PathText` has it.
  ///   - page: the path from where the program was run.
  init(_ link: AuditedLink, file: String, page: String, group: TrackingGroup, siteRoot: WebURL) {
    let address = link.chain?.end ?? link.href
    let own = WebURL(file, relativeTo: siteRoot) ?? siteRoot
    let url = WebURL(address, relativeTo: own) ?? own
    self.page = page
    location = "\(page):\(link.line):\(link.column)"
    place = LinkPlace(page: file, address: url, siteRoot: siteRoot, subid: group.subid)
    destination = link.destination ?? place.destination
    advertiser = link.mid
    subids = Set(
      [link.href, link.chain?.end].compactMap(\.self).flatMap { Self.values(of: group.subid, in: $0) })
    state = link.state
  }

  private static func values(of name: String, in address: String) -> [String] {
    let text = LinkText(address, shownAs: 0..<0)
    return text.parameters(name).compactMap { parameter in
      parameter.value.map(text.decodedText)
    }.filter { !$0.isEmpty }
  }
}
