internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagTracking

// Links that lead nowhere as they are: each is told of, since it may be a group's.

extension LinkTagger {
  /// Tells of a link that names a group's host in an address that leads nowhere.
  mutating func reportIfMalformed(_ link: Link, in page: Span<UInt8>) {
    guard let found = addresses.fault(of: link.href.utf8Span.span),
      found.kind != .wrapped || found.isBehindScheme
    else { return }
    report(found.fault, link, in: page)
  }

  /// Tells of addresses of groups that are no link's, as in a file that is no HTML though the globs make it a page.
  mutating func reportAddresses(outside links: [PlacedLink], in page: Span<UInt8>) {
    let found = addresses.addresses(in: page).filter { address in
      !links.contains { $0.link.hrefRange.overlaps(address.range) }
    }
    guard let first = found.first else { return }
    var place = LineColumnCounter()
    place.advance(to: first.range.lowerBound, in: page)
    outcome.problems.append(
      Problem(.unreadAddresses(found.count), file: file, line: place.line, column: place.column))
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
