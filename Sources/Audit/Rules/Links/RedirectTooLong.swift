internal import AutoTagRedirects

/// Finds links whose redirects do not come to an end.
struct RedirectTooLong: PageRule {
  static let rule = AuditRule(
    "redirect-too-long", "too many redirects", .error,
    why:
      "Browsers give up after 20 redirects, autotag after \(RedirectChain.longest), and AnyTrack follows one.",
    fix: "Let the first redirect lead to the affiliate link.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { _, chain in
      guard case .tooLong = chain.end, let first = chain.hops.first else { return nil }
      return (
        "there are more than \(RedirectChain.longest) redirects, beginning at \(first.rule.location)",
        "let \(first.rule.location) lead to the affiliate link"
      )
    }
  }
}
