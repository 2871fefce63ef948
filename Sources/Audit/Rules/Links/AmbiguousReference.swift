internal import AutoTagTracking

/// Finds links whose last character reference is unfinished, so that nothing can be added behind it.
struct AmbiguousReference: PageRule {
  static let rule = AuditRule(
    SubidSkip.ambiguousReference.code, "an unfinished character reference is in the way", .error,
    why:
      "However the click id is added, a browser would read it together with the character reference in front of "
      + "it as something else (HTML standard, section 13.2.5.73), so autotag leaves the link alone.",
    fix: "Write the link's ampersands as &amp;.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits(skippedFor: Self.rule.code) { link in
      guard link.affiliate != nil else { return nil }
      return Hit(
        reference(at: link, in: page), of: link, "the link ends in an unfinished character reference",
        fix: "write its ampersands as &amp;")
    }
  }

  /// From the last ampersand in front of where the parameter would go.
  private func reference(at link: WrittenLink, in page: PageUnderAudit) -> Range<Int> {
    let whole = page.wholeHref(of: link)
    let end = link.own.location(of: 0..<link.own.fragment.lowerBound).upperBound
    guard end > whole.lowerBound,
      let start = page.bytes[whole.lowerBound..<end].lastIndex(of: UInt8(ascii: "&"))
    else { return whole }
    return start..<end
  }
}
