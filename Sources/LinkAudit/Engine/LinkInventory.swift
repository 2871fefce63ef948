internal import AutoScan
internal import HTMLLinks
internal import SiteRewriter
internal import TrackingLinks

/// Makes the inventory of a page's links.
enum LinkInventory {
  static func links(of page: PageUnderAudit) -> [AuditedLink] {
    let bytes = page.bytes.span
    var place = PlaceInText()
    return page.records.map { record in
      place.advance(to: record.link.tagRange.lowerBound, in: bytes)
      let (kind, parameters) = address(of: record)
      return AuditedLink(
        line: place.line, column: place.column, href: record.link.href,
        text: LinkLabel.text(from: record.link.tagRange.upperBound, in: bytes),
        group: record.group?.name ?? "", kind: kind, id: parameters["id"], mid: parameters["mid"],
        offerid: parameters["offerid"], destination: parameters["murl"], state: state(of: record),
        chain: record.chain.map(chain))
    }
  }

  private static func address(of record: LinkRecord) -> (AuditedLink.Kind, [String: String]) {
    (.other, [:])
  }

  // MARK: State

  /// Whether the click id gets to the network: it does not where the token is missing and `rewrite` does not put
  /// it there, where a redirect is known to lose it, and where the network gets the parameter twice.
  private static func state(of record: LinkRecord) -> AuditedLink.State {
    guard record.decision.hasToken else { return .needsHand }
    if let chain = record.chain {
      guard chain.destination != nil else { return .needsHand }
      // Where the affiliate link takes the redirect's place, nothing of it is on the way any more.
      if record.decision == .inlined { return .repairable }
      if case .drops = chain.forwarding { return .needsHand }
      if let group = record.group, addsParameter(chain, group.subid) { return .needsHand }
    }
    return record.decision == .alreadyTagged ? .trackable : .repairable
  }

  private static func addsParameter(_ chain: RedirectChain, _ name: String) -> Bool {
    func count(_ query: String?) -> Int {
      (query ?? "").split(separator: "&").count { $0.prefix { $0 != "=" } == name }
    }
    return count(chain.destination?.query) > count(chain.start.query)
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
          place: "\(hop.rule.file):\(hop.rule.line)")
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
