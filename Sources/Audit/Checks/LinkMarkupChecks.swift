internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Checks of the way in which an affiliate link is written into the page.
enum LinkMarkupChecks {
  static let all = [httpLink, unqualifiedLink, ambiguousReference, templateCode]

  /// Affiliate links over `http:`.
  private static let httpLink = AuditCheck(
    "http-link", "the link is not https", .info,
    why:
      "Over http the click id can be read on the way, and browsers that insist on https may warn the visitor "
      + "first. The network answers over https too.",
    fix: "Write https."
  ) { link, _ in
    guard let address = link.affiliate, let scheme = address.scheme, scheme.count == 4,
      address.text(scheme).lowercased() == "http"
    else { return nil }
    return Violation(
      address.location(of: scheme), of: link, "\(link.subject) is not https",
      fix: "write https\(link.atRedirect)")
  }

  /// Affiliate links whose `rel` says neither `sponsored` nor `nofollow`.
  private static let unqualifiedLink = AuditCheck(
    "unqualified-link", "rel has no sponsored or nofollow", .info,
    why:
      "Search engines ask that links with a compensation are marked as such (Google Search Central, “Qualify your "
      + "outbound links to Google”: sponsored, or nofollow).",
    fix: "Add rel=\"sponsored\"."
  ) { link, page in
    // Where code cuts the link off, what stands behind it is not read as attributes.
    // Links of feeds are for readers of feeds.
    guard link.affiliate != nil, !link.own.code.isCut, !page.isFeed else { return nil }
    guard let rel = link.record.link.rel, rel.contains(where: { !$0.isWhitespace }) else {
      let tag = link.record.link.tagRange.lowerBound
      return Violation(
        tag..<tag + 2, of: link, "the link has no rel=\"sponsored\"", fix: "add rel=\"sponsored\"")
    }
    // Most links say just that.
    guard rel != "sponsored", rel != "nofollow" else { return nil }
    let words = rel.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    guard !words.contains("sponsored"), !words.contains("nofollow") else { return nil }
    return Violation(
      page.wholeValue(of: "rel", of: link), of: link,
      "rel says neither sponsored nor nofollow", fix: "add sponsored to it")
  }

  /// Links whose last character reference is unfinished, so that nothing can be added behind it.
  private static let ambiguousReference = AuditCheck(
    "ambiguous-reference", "an unfinished character reference is in the way", .error,
    why:
      "However the click id is added, a browser would read it together with the character reference in front of "
      + "it as something else (HTML standard, section 13.2.5.73), so autotag leaves the link alone.",
    fix: "Write the link's ampersands as &amp;."
  ) { link, page in
    guard link.isSkipped(for: .ambiguousReference), link.affiliate != nil else { return nil }
    return Violation(
      reference(at: link, in: page), of: link, "the link ends in an unfinished character reference",
      fix: "write its ampersands as &amp;")
  }

  /// The range from the last ampersand in front of where the parameter would go.
  private static func reference(at link: WrittenLink, in page: PageUnderAudit) -> Range<Int> {
    let whole = page.wholeHref(of: link)
    let end = link.own.location(of: 0..<link.own.fragment.lowerBound).upperBound
    guard end > whole.lowerBound,
      let start = page.bytes[whole.lowerBound..<end].lastIndex(of: UInt8(ascii: "&"))
    else { return whole }
    return start..<end
  }

  /// Links with template code that leaves open where the click id goes.
  private static let templateCode = AuditCheck(
    "template-code", "template code is in the way", .error,
    why:
      "Nobody can tell what template code writes: where the quotes of the link cut it off, or where it may write the ? "
      + "or the # or leave out a part of the link, the click id would break the link or be lost, so autotag leaves it "
      + "alone.",
    fix:
      "Put the value in quotes that the code does not hold, or write u1=--CLICK-ID-- into the link's query where it "
      + "is whatever the code does."
  ) { link, page in
    guard link.isSkipped(for: .templateCode), link.affiliate != nil else { return nil }
    let obstacle = link.own.code.isCut ? TemplateObstacle.cut : .decides
    // What is cut off is the last; of others the first comes first.
    let code = obstacle == .cut ? link.own.code.pieces.last : link.own.code.pieces.first
    return Violation(
      code.map { link.own.location(of: $0.range) } ?? page.wholeHref(of: link), of: link, obstacle.problem,
      fix: obstacle.fix)
  }
}
