internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking

/// Finds affiliate links whose `rel` says neither `sponsored` nor `nofollow`.
struct UnqualifiedLink: PageRule {
  static let rule = AuditRule(
    "unqualified-link", "rel has no sponsored or nofollow", .info,
    why:
      "Search engines ask that links with a compensation are marked as such (Google Search Central, “Qualify your "
      + "outbound links to Google”: sponsored, or nofollow).",
    fix: "Add rel=\"sponsored\".")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      // Where code cuts the link off, what stands behind it is not read as attributes.
      guard link.affiliate != nil, !link.own.code.isCut else { return nil }
      guard let rel = link.record.link.rel, rel.contains(where: { !$0.isWhitespace }) else {
        let tag = link.record.link.tagRange.lowerBound
        return Hit(
          tag..<tag + 2, of: link, "the link has no rel=\"sponsored\"", fix: "add rel=\"sponsored\"")
      }
      // Most links say just that.
      guard rel != "sponsored", rel != "nofollow" else { return nil }
      let words = rel.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
      guard !words.contains("sponsored"), !words.contains("nofollow") else { return nil }
      return Hit(
        page.wholeValue(of: "rel", of: link), of: link,
        "rel says neither sponsored nor nofollow", fix: "add sponsored to it")
    }
  }
}
