internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagTracking

// Links that their authors gave to a group, and that lead elsewhere.

extension LinkTagger {
  /// Tells of a link whose author seems to have meant a group and misspelt it.
  mutating func handleMisspelt(_ link: Link, in page: Span<UInt8>) {
    guard let attribute = link.trackingGroup else { return }
    let named = String(
      attribute.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    guard let nearest = NearestName.of(named, among: rules.groups.map(\.name)) else { return }
    report(.unknownGroup(named: named, nearest: nearest), link, in: page)
    keep(LinkRecord(link, group: nil, decision: .unknownGroup(named: named)))
  }

  /// Returns what redirects have to do with a link that its author gave to a group.
  func markedLookup(_ link: Link, in page: Span<UInt8>) -> RedirectLookup? {
    guard rules.redirects == nil else { return lookup(link, in: page) }
    guard let scan = rules.markedRedirects?.scan, link.href.utf8.contains(where: { $0 > 0x20 }) else {
      return nil
    }
    return scan.lookup(link.href, relativeTo: Self.base(of: file, baseHref, scan))
  }

  /// Returns the way of a link that its author gave to a group, where redirects of the site lead it to a host that is not
  /// known to be the group's and may lose its query; `nil` for any other.
  func lossyWay(of link: Link, to group: TrackingGroup) -> RedirectChain? {
    guard let scan = rules.redirects ?? rules.markedRedirects?.scan else { return nil }
    return scan.lossyWay(
      of: link.href, relativeTo: base ?? Self.base(of: file, baseHref, scan), givenTo: group)
  }

  /// - Returns: the advice.
  mutating func reportLoss(
    of link: Link, _ chain: RedirectChain, in page: Span<UInt8>
  ) -> String? {
    switch chain.forwarding {
    case .forwards: return nil
    case .unknown(let hop):
      report(
        .redirectQueryUnknown(at: hop.rule.mention, because: hop.reason, canInline: false), link, in: page)
      return nil
    case .drops(let hop):
      let advice =
        "let the rule hand the query on, or link to \(chain.destination, default: "its target") itself"
      report(
        .redirectDropsQuery(at: hop.rule.mention, because: hop.reason, fix: advice), link, in: page)
      return advice
    }
  }
}
