internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

/// Finds links whose redirect loses the query string, and with it the click id.
struct RedirectDropsQuery: PageRule {
  static let rule = AuditRule(
    "redirect-drops-query", "a redirect drops the query string", .error,
    why:
      "The click id is in the query of the link that was clicked. A redirect that does not hand the query on "
      + "strips it (AnyTrack's page on Pretty Links: parameter forwarding).",
    fix: "Let the redirect forward the query string, or set redirects to auto or inline.",
    rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard link.dropsQuery, case .drops(let hop) = link.record.chain?.forwarding,
        !link.isKeptForRedirectsSubid
      else { return nil }
      return Hit(
        page.wholeHref(of: link), of: link,
        Fault.redirectDropsQuery(at: hop.rule.place, because: hop.reason, fix: hop.fix).problem, fix: hop.fix,
        isRepairedByRewrite: link.record.decision == .inlined)
    }
  }
}

extension WrittenLink {
  /// Whether `rewrite` would put the affiliate link in the link's place, were it not for a u1 there.
  fileprivate var isKeptForRedirectsSubid: Bool {
    switch (record.decision, subid) {
    case (.kept, .absent), (.kept, .empty): true
    default: false
    }
  }
}
