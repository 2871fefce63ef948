internal import AutoTagTracking

/// Finds affiliate links over `http:`.
struct HTTPLink: PageRule {
  static let rule = AuditRule(
    "http-link", "the link is not https", .info,
    why:
      "Over http the click id can be read on the way, and browsers that insist on https may warn the visitor "
      + "first. The network answers over https too.",
    fix: "Write https.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard let address = link.affiliate, let scheme = address.scheme, scheme.count == 4,
        address.text(scheme).lowercased() == "http"
      else { return nil }
      return Hit(
        address.location(of: scheme), of: link, "\(link.subject) is not https",
        fix: "write https\(link.atRedirect)")
    }
  }
}
