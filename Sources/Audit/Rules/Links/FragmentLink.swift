internal import AutoTagTracking

/// Finds marked links to a place on their own page.
struct FragmentLink: PageRule {
  static let rule = AuditRule(
    UneditableReason.fragmentOnly.code, "a marked link leads to its own page", .warning,
    why:
      "AnyTrack tags what is in the href of a standard link; where a script leads the visitor on, the click id is "
      + "not in what it opens (\(Sources.anyTrack), troubleshooting).",
    fix: "Write the affiliate link into href, or remove the mark.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits(skippedFor: Self.rule.code) { link in
      Hit(
        page.wholeHref(of: link), of: link,
        "the link is marked for tracking and leads to a place on its own page",
        fix: "write the affiliate link into it or remove the mark")
    }
  }
}
