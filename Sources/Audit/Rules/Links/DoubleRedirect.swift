internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

/// Finds links that more than one redirect leads on.
struct DoubleRedirect: PageRule {
  static let rule = AuditRule(
    "double-redirect", "more than one redirect", .warning,
    why:
      "AnyTrack follows one redirect (\(Sources.anyTrack), troubleshooting: no “double redirects”), and each more "
      + "costs time and may lose the click id.",
    fix: "Link to the last redirect, or let the first lead to the affiliate link.", rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard link.affiliate != nil, let chain = link.record.chain, chain.isDoubleRedirect,
        let last = chain.hops.last
      else { return nil }
      return Hit(
        page.wholeHref(of: link), of: link,
        "\(chain.hops.count) redirects lead to \(link.record.group?.name ?? "the network"), and AnyTrack follows one",
        fix: "link to \(last.from)", isRepairedByRewrite: link.record.decision == .inlined)
    }
  }
}
