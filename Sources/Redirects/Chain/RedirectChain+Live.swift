internal import AutoTagWebURL

extension RedirectChain {
  /// Makes a chain of what servers answered, in the words of the site's own redirects.
  init(_ entry: ResolutionLock.Entry) {
    let chain = entry.chain
    func rule(_ url: WebURL, _ said: String) -> RedirectRule {
      RedirectRule(
        answerOf: url.hostName + (url.port.map { ":\($0)" } ?? ""), text: "\(said) (asked \(entry.resolved))")
    }
    let hops = chain.hops.enumerated().map { index, hop in
      let said =
        switch hop.evidence {
        case .location: "answers \(hop.status) with Location"
        case .refresh: "answers \(hop.status) with Refresh"
        case .redirectPage: "answers \(hop.status) with a page that leads on"
        }
      return RedirectHop(
        from: hop.url,
        // The last one is the text of the link to write.
        location: index == chain.hops.count - 1 ? chain.destinationText ?? hop.location : hop.location,
        status: hop.status, rule: rule(hop.url, said))
    }
    let end: End =
      switch chain.end {
      case .external(let url): .external(url)
      case .page(let url): .page(url)
      case .missing(let url, let status): .deadEnd(url, refusedBy: rule(url, "answers \(status)"))
      case .loop(let url): .loop(url)
      case .tooLong: .tooLong
      case .notWeb(let text): .notWeb(text)
      // The lock file keeps no failures.
      case .failed(let url, _): .deadEnd(url, refusedBy: nil)
      }
    func decision(_ hop: Int, _ reason: String) -> QueryForwarding.Decision? {
      guard let hop = hops.indices.contains(hop) ? hops[hop] : hops.last else { return nil }
      return QueryForwarding.Decision(rule: hop.rule, reason: reason)
    }
    let forwarding: QueryForwarding =
      switch chain.forwarding {
      case .forwards: .forwards
      case .drops(let hop, let reason): decision(hop, reason).map { .drops($0) } ?? .forwards
      case .unknown(let hop, let reason): decision(hop, reason).map { .unknown($0) } ?? .forwards
      }
    self.init(start: chain.start, hops: hops, end: end, forwarding: forwarding)
  }
}
