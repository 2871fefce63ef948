internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking

/// Finds marked links without an address.
struct EmptyLink: PageRule {
  static let rule = AuditRule(
    UneditableReason.empty.code, "a marked link is empty", .error,
    why:
      "The link is marked for tracking, so somebody expects a commission from it, and it leads to its own page.",
    fix: "Write the affiliate link into it, or remove the mark.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits(skippedFor: Self.rule.code) { link in
      Hit(
        page.attribute("href", of: link)?.whole ?? link.record.link.tagRange, of: link,
        "the link is marked for tracking and is empty",
        fix: "write the affiliate link into it or remove the mark")
    }
  }
}
