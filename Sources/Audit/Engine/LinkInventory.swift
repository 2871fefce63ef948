internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Makes the inventory of a page's links.
enum LinkInventory {
  /// - Parameter needsTag: a page without AnyTrack's tag sends the token itself to the network, so that each of its links
  ///   needs a hand; false where the configuration says that the tag comes from elsewhere. A link's code needs no tag.
  static func links(of page: PageUnderAudit, needsTag: Bool) -> [AuditedLink] {
    let bytes = page.bytes.span
    let isTokenReplaced = !needsTag || page.hasTagOrManager
    var position = LineColumnCounter()
    return page.links.filter { page.listed[$0.index] != nil }.map { link in
      let record = link.record
      position.advance(to: record.link.tagRange.lowerBound, in: bytes)
      return AuditedLink(
        line: position.line, column: position.column, href: record.link.href,
        text: page.isFeed ? "" : LinkLabel.text(from: record.link.tagRange.upperBound, in: bytes),
        group: record.group?.name ?? "", kind: link.address.kind, id: link.address.id, mid: link.address.mid,
        offerid: link.address.offerid, destination: link.address.destination,
        state: isTokenReplaced || record.group?.usesCodes ?? false ? state(of: link) : .needsHand,
        chain: record.chain.map(chain))
    }
  }

  // MARK: State

  /// The prospect that the click id gets to the network: it does not where the token is missing and `rewrite` does not put
  /// it there, where a redirect is known to lose it, and where the network gets the parameter twice.
  private static func state(of link: WrittenLink) -> AuditedLink.State {
    let record = link.record
    guard record.decision.hasToken else { return .needsHand }
    if link.isBroken { return .needsHand }
    let arrives = !link.dropsQuery && !link.isGivenSubid
    // Where the affiliate link replaces the redirect's address, nothing of that is on the way any more.
    if record.decision == .inlined { return arrives && link.hasToken ? .trackable : .repairable }
    guard arrives else { return .needsHand }
    return record.decision == .alreadyTagged ? .trackable : .repairable
  }

  // MARK: Chain

  private static func chain(_ chain: RedirectChain) -> AuditedLink.Chain {
    let query: AuditedLink.Chain.Query
    let decision: QueryForwarding.Decision?
    switch chain.forwarding {
    case .forwards: (query, decision) = (.forwards, nil)
    case .drops(let hop): (query, decision) = (.drops, hop)
    case .unknown(let hop): (query, decision) = (.unknown, hop)
    }
    return AuditedLink.Chain(
      hops: chain.hops.map { hop in
        AuditedLink.Chain.Hop(
          from: hop.from.description, to: hop.location, status: hop.status,
          source: hop.rule.mention)
      },
      end: end(chain), query: query,
      decidingHop: decision.flatMap { decision in chain.hops.firstIndex { $0.rule == decision.rule } },
      reason: decision?.reason)
  }

  private static func end(_ chain: RedirectChain) -> String {
    switch chain.end {
    case .external(let url): chain.hops.last?.location ?? url.description
    case .page(let url), .deadEnd(let url, _), .loop(let url): url.description
    case .notWeb(let text): text
    case .tooLong, .unknown: chain.hops.last?.location ?? chain.start.description
    }
  }
}

extension WrittenLink {
  /// True if the link itself has the token.
  fileprivate var hasToken: Bool { if case .token = subid { true } else { false } }
}
