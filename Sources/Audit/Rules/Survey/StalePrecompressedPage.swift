internal import AutoTagSite

/// A `.gz` sibling that holds something else than the page.
struct StalePrecompressedPage: PageRule {
  static let rule = AuditRule(
    "stale-precompressed", "a page's .gz sibling holds something else", .error,
    why: "Servers that find page.html.gz send it instead of page.html: visitors get the old links.",
    fix: "Compress the page again after every change, autotag's included; or remove the compressed file. "
      + "autotag rewrite compresses the siblings of the pages that it changes.",
    rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.siblings.compactMap { sibling in
      let what: String
      switch sibling.state {
      case .differs: what = "\(sibling.name) does not hold this page, and servers send it instead"
      case .unreadable:
        what = "\(sibling.name) is no compressed page that can be read, and servers send it instead"
      case .same, .older, .notOlder: return nil
      }
      return Hit(
        0..<0, what, fix: "compress the page again, or remove \(sibling.name)",
        isRepairedByRewrite: page.isRewritten && sibling.name.hasSuffix(".gz"))
    }
  }
}
