internal import AutoTagTracking

/// Finds marked links that no browser follows.
struct InvalidURL: PageRule {
  static let rule = AuditRule(
    UneditableReason.invalidURL.code, "a marked link has no valid address", .error,
    why: "A browser finds no address in the link and follows it nowhere (URL standard, section 4.4).",
    fix: "Correct the link's host.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits(skippedFor: Self.rule.code) { link in
      let host = link.own.authority.flatMap { $0.isEmpty ? nil : link.own.location(of: $0) }
      return Hit(
        host ?? page.wholeHref(of: link), of: link,
        "the link is marked for tracking and a browser finds no address in it", fix: "correct its host")
    }
  }
}
