internal import AutoTagRedirects

/// Finds links whose redirects lead to something that is no web page.
struct RedirectNotWeb: PageRule {
  static let rule = AuditRule(
    "redirect-not-web", "a redirect leads to no web address", .error,
    why: "Browsers follow a redirect to http and https only (Fetch standard, section 4.5).",
    fix: "Correct the address that the redirect leads to.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { _, chain in
      guard case .notWeb(let text) = chain.end else { return nil }
      return ("\(chain.lastPlace) leads to \(text), which is no web address", "correct \(chain.lastPlace)")
    }
  }
}
