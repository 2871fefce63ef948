internal import AutoTagSite

/// A `.br` or `.zst` sibling that is older than the page. What it holds is not looked at, for want of
/// decompressors; so this is a warning, and times that differ by a moment say nothing: tools write the two files
/// one after the other, and copy them in any order.
struct OldPrecompressedPage: PageRule {
  static let rule = AuditRule(
    "old-precompressed", "a page's .br or .zst sibling is older than the page", .warning,
    why:
      "Servers that find page.html.br or page.html.zst send it instead of page.html. One that was made before "
      + "the page was changed last holds old links. Version control does not keep files' times, so that this "
      + "says nothing on a fresh checkout.",
    fix: "Compress the page again after every change, autotag's included; or remove the compressed file.")

  /// Seconds that mean nothing.
  private static let tolerance = 2

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.siblings.compactMap { sibling in
      guard case .older(seconds: let seconds) = sibling.state, seconds > Self.tolerance else { return nil }
      return Hit(
        0..<0, "\(sibling.name) was made before the page was changed last, and servers send it instead",
        fix: "compress the page again, or remove \(sibling.name)")
    }
  }
}
