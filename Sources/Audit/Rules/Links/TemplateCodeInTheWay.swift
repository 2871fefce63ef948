internal import AutoTagSite
internal import AutoTagTracking

/// Finds links with template code that leaves open where the click id goes.
struct TemplateCodeInTheWay: PageRule {
  static let rule = AuditRule(
    SubidSkip.templateCode(.cut).code, "template code is in the way", .error,
    why:
      "Nobody can tell what template code writes: where the quotes of the link cut it off, or where it may write the ? "
      + "or the # or leave out a part of the link, the click id would break the link or be lost, so autotag leaves it "
      + "alone.",
    fix:
      "Put the value in quotes that the code does not hold, or write u1=--CLICK-ID-- into the link's query where it "
      + "is whatever the code does.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits(skippedFor: Self.rule.code) { link in
      guard link.affiliate != nil else { return nil }
      let obstacle = link.own.code.isCut ? TemplateObstacle.cut : .decides
      // What is cut off is the last; of others the first comes first.
      let code = obstacle == .cut ? link.own.code.pieces.last : link.own.code.pieces.first
      return Hit(
        code.map { link.own.location(of: $0.range) } ?? page.wholeHref(of: link), of: link, obstacle.problem,
        fix: obstacle.fix)
    }
  }
}
