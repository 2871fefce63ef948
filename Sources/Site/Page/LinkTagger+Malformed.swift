internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagTracking

// Links that lead nowhere as they are: each is told of, since it may be a group's.

extension LinkTagger {
  /// Tells of a link that names a group's host in an address that leads nowhere.
  mutating func reportIfMalformed(_ link: Link, in page: Span<UInt8>) {
    guard let found = addresses.fault(of: link.href.utf8Span.span), found.kind != .wrapped else { return }
    report(found.fault, link, in: page)
  }

  /// Leaves a link alone that redirects lead nowhere, or to an unknown address. It is an affiliate link where a rule on its way
  /// names a group.
  mutating func handleBroken(
    _ link: Link, _ chain: RedirectChain, meant group: TrackingGroup?, in page: Span<UInt8>
  ) {
    guard let fault = chain.fault else { return }
    let decision: LinkDecision
    if let group {
      decision = skip(link, group, fault, in: page)
    } else {
      report(fault, link, in: page)
      decision = .brokenRedirect
    }
    keep(LinkRecord(link, group: group, chain: chain, decision: decision))
  }
}
