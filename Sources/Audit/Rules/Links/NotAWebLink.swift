internal import AutoTagTracking

/// Finds marked links to something that is no web page: `mailto:`, `tel:`, `javascript:`.
struct NotAWebLink: PageRule {
  static let rule = AuditRule(
    UneditableReason.scheme("").code, "a marked link is no web link", .warning,
    why: "Only links to web pages carry a click id; what a javascript: link opens, AnyTrack does not see "
      + "(\(Sources.anyTrack), troubleshooting: “not hidden behind some javascripts”).",
    fix: "Write the affiliate link into href, or remove the mark.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits(skippedFor: Self.rule.code) { link in
      guard let scheme = link.own.scheme else {
        return Hit(
          page.wholeHref(of: link), of: link, "the link is marked for tracking and leads to no web page",
          fix: "correct the page's base address or remove the mark")
      }
      let name = link.own.text(scheme).lowercased()
      return Hit(
        link.own.location(of: scheme), of: link,
        "the link is marked for tracking and its scheme is \(name), which has no click id",
        fix: name == "javascript" ? "write the affiliate link into href" : "remove the mark")
    }
  }
}
