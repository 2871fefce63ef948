internal import AutoTagRedirects

/// Finds links whose redirects lead in a circle.
struct RedirectLoop: PageRule {
  static let rule = AuditRule(
    "redirect-loop", "redirects lead in a circle", .error,
    why: "A browser gives up on a circle of redirects and shows an error page.",
    fix: "Let one of the redirects lead to the affiliate link.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { _, chain in
      guard case .loop(let url) = chain.end else { return nil }
      return (
        "redirects lead in a circle: \(chain.lastPlace) leads back to \(url)", "correct \(chain.lastPlace)"
      )
    }
  }
}
