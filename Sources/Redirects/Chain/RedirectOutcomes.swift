internal import AutoTagWebURL

/// The ways of a link for all visitors.
package struct RedirectOutcomes: Sendable {
  /// That of the usual visitor first; never empty.
  package var all: [RedirectOutcome]
  /// False if there are more ways than are followed.
  package let isComplete: Bool
}

extension RedirectChain {
  /// The chain without the host that stands for the site's own where that is not known: what is left is paths.
  var withoutStandIn: RedirectChain {
    guard hops.contains(where: { SiteOrigin.isStandIn($0.from.host) || Self.standInPath($0.location) != nil })
    else {
      // The way of the link with its parameter may have come to it.
      var chain = self
      chain.forwarding = forwarding.map(Self.withoutStandIn)
      return chain
    }
    // A host would follow two slashes.
    func path(_ path: String) -> String { path.hasPrefix("//") ? "/." + path : path }
    func own(_ url: WebURL) -> WebURL {
      guard SiteOrigin.isStandIn(url.host) else { return url }
      let text = path(url.path) + (url.query.map { "?\($0)" } ?? "") + (url.fragment.map { "#\($0)" } ?? "")
      return WebURL(text, relativeTo: .unknownSite) ?? url
    }
    let end: End =
      switch end {
      case .external(let url): .external(own(url))
      case .page(let url): .page(own(url))
      case .deadEnd(let url, let rule): .deadEnd(own(url), refusedBy: rule)
      case .loop(let url): .loop(own(url))
      case .tooLong, .notWeb, .unknown: end
      }
    return RedirectChain(
      start: start,
      hops: hops.map {
        RedirectHop(
          from: own($0.from), location: Self.standInPath($0.location) ?? $0.location, status: $0.status,
          rule: $0.rule)
      }, end: end, forwarding: forwarding.map(Self.withoutStandIn))
  }

  /// Nobody knows the name that stands for the site's.
  private static func withoutStandIn(_ decision: QueryForwarding.Decision) -> QueryForwarding.Decision {
    var reason = decision.reason
    guard SiteOrigin.standIns.contains(where: { reason.contains($0.text) }) else { return decision }
    for origin in SiteOrigin.standIns { reason = reason.replacing(origin.text, with: "") }
    return QueryForwarding.Decision(rule: decision.rule, reason: reason, remedy: decision.remedy)
  }

  /// Returns the path of an address of the unknown site; `nil` for any other.
  private static func standInPath(_ location: String) -> String? {
    for origin in SiteOrigin.standIns where location.hasPrefix(origin.text) {
      let path = location.dropFirst(origin.text.count)
      if path.isEmpty { return "/" }
      if path.hasPrefix("//") { return "/." + path }
      if path.hasPrefix("/") || path.hasPrefix("?") || path.hasPrefix("#") { return String(path) }
    }
    return nil
  }
}
