internal import AutoTagRedirects

/// Finds links that come to a redirect rule of which it cannot be told what it does.
struct RedirectNotUnderstood: PageRule {
  static let rule = AuditRule(
    "redirect-not-understood", "a redirect rule is not understood", .warning,
    why: "Where the link leads depends on something that the site's files do not tell, so it is not tagged.",
    fix: "Write the rule without it, or mark the link with data-tracking-group.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { _, chain in
      guard case .unknown(let rule, let reason) = chain.end else { return nil }
      return (
        "where the link leads cannot be told, since \(rule.location) is not understood: \(reason)",
        "write \(rule.location) without it, or mark the link with data-tracking-group"
      )
    }
  }
}
