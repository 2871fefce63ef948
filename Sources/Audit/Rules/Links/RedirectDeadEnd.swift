internal import AutoTagRedirects

/// Finds links whose redirects end at an address of the site where nothing is.
struct RedirectDeadEnd: PageRule {
  static let rule = AuditRule(
    "redirect-dead-end", "a redirect leads to nothing", .error,
    why: "Who follows the link ends on an error page of the site itself.",
    fix: "Correct the address that the redirect leads to.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { _, chain in
      guard case .deadEnd(let url, let rule) = chain.end else { return nil }
      if let rule, chain.hops.isEmpty {
        return ("\(rule.location) refuses \(url)", "correct \(rule.location)")
      }
      let what = rule.map { "which \($0.location) refuses" } ?? "where nothing is"
      return ("\(chain.lastPlace) leads to \(url), \(what)", "correct \(chain.lastPlace)")
    }
  }
}
