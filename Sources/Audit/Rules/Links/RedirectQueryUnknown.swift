internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

/// Finds links of whose redirect nobody knows whether it hands the query string on.
struct RedirectQueryUnknown: PageRule {
  static let rule = AuditRule(
    "redirect-query-unknown", "a redirect may drop the query string", .warning,
    why:
      "The click id gets to the network only through redirects that hand the query string on, and for this one it "
      + "is not documented.",
    fix: "Try it on the published site, or set redirects to inline.", rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard link.affiliate != nil, case .unknown(let hop) = link.record.chain?.forwarding, !link.isGivenSubid
      else { return nil }
      let isInlined = link.record.decision == .inlined
      // What is not tagged yet is reported as that; once it is replaced, no redirect matters.
      if isInlined, case .token = link.subid {} else if isInlined { return nil }
      return Hit(
        page.wholeHref(of: link), of: link,
        Fault.redirectQueryUnknown(at: hop.rule.place, because: hop.reason).problem,
        fix: "try it, or set redirects to inline", isRepairedByRewrite: isInlined)
    }
  }
}
