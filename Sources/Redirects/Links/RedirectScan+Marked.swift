package import AutoTagTracking
package import AutoTagWebURL

// Links that their authors gave to a group, whatever host they lead to.

extension RedirectScan {
  /// Returns the way of such a link, where redirects lead it out of the site to a host that is no group's and its query is
  /// lost before, or may be; `nil` for any other.
  /// - Parameters:
  ///   - href: its character references decoded.
  ///   - group: the one that the link was given to.
  package func lossyWay(
    of href: String, relativeTo base: WebURL, givenTo group: TrackingGroup
  ) -> RedirectChain? {
    guard !TemplateCode.standsBeforeQuery(in: href.utf8Span.span), let url = WebURL(href, relativeTo: base),
      map.site.contains(url) || live?.mayAnswer(url) == true
    else { return nil }
    // Not `mayMatter`, which passes over pages that lead to hosts of no group.
    let bare = LinkKey.withoutToken(url, classifier.groups)
    let outside = outcomes(from: bare, carrying: group.triedParameter).all.map(\.chain).filter {
      !$0.hops.isEmpty && $0.destination != nil
    }
    var lossy: (chain: RedirectChain, decision: QueryForwarding.Decision)?
    for chain in outside {
      switch chain.forwarding {
      case .forwards: break
      case .drops(let decision), .unknown(let decision): lossy = lossy ?? (chain, decision)
      }
    }
    guard var (chain, decision) = lossy else { return nil }
    if outside.contains(where: { $0.forwarding == .forwards }) {
      decision = QueryForwarding.Decision(rule: decision.rule, reason: "for some visitors \(decision.reason)")
      chain.forwarding = .unknown(decision)
    }
    return chain
  }
}
