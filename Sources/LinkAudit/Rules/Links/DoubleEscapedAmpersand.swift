internal import AutoScan
internal import SiteRewriter

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
      guard let address = link.affiliate, let range = address.escapedTwice else { return nil }
      return Hit(
        address.place(of: range), of: link,
        "\(link.subject) has an ampersand that is escaped once too often",
        fix: link.record.chain == nil ? "write &amp;" : "write &\(link.atRedirect)")
    }
  }
}
