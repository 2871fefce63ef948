internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

/// Finds `&amp;amp;`.
struct DoubleEscapedAmpersand: PageRule {
  static let rule = AuditRule(
    "double-escaped-ampersand", "an ampersand is escaped twice", .error,
    why:
      "A browser reads &amp;amp; as &amp;, so that the network gets a parameter named amp;mid, or the rest of the "
      + "query is cut off (HTML standard, section 13.2.5.72).",
    fix: "Write & or &amp; in a page, and & in a redirect file.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard let (place, isOwn) = link.escapedTwice else { return nil }
      return Hit(
        place, of: link,
        "\(isOwn ? "the link" : link.subject) has an ampersand that is escaped once too often",
        fix: isOwn ? "write &amp;" : "write &\(link.atRedirect)")
    }
  }
}

extension WrittenLink {
  /// Where an ampersand was escaped twice: in the link's own address as far as `rewrite` leaves that (of one that it
  /// replaces only the fragment), or in the one that redirects lead to. It hides parameters, so that other rules need
  /// not miss them.
  var escapedTwice: (place: Range<Int>, isOwn: Bool)? {
    guard let affiliate else { return nil }
    if let range = own.escapedTwice,
      record.decision != .inlined || range.upperBound > own.fragment.lowerBound
    {
      return (own.location(of: range), true)
    }
    return affiliate.escapedTwice.map { (affiliate.location(of: $0), false) }
  }
}
