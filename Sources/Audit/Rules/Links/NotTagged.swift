internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds links without the click-id token that `rewrite` gives it to. Where a redirect loses the query string, or
/// has a u1 of its own, that is what is reported.
struct NotTagged: PageRule {
  static let rule = AuditRule(
    "not-tagged", "the link is not tagged", .error,
    why: "Without the click id AnyTrack cannot tell which visit a commission came from "
      + "(\(Sources.anyTrack): “Can I track conversions without the click_id? No.”).",
    fix: "Run autotag rewrite, or append u1=--CLICK-ID-- to the link's query.", rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard link.isRepaired, !link.dropsQuery, !link.isGivenSubid, let group = link.record.group else {
        return nil
      }
      let parameter = "\(group.subid)=\(group.token)"
      let range: Range<Int>
      switch link.subid {
      case .absent: range = page.wholeHref(of: link)
      case .empty(let parameter): range = link.own.location(of: parameter.whole)
      default: return nil
      }
      return Hit(
        range, of: link, "the link has no \(parameter)",
        fix: "run autotag rewrite, or add \(parameter) to the link", isRepairedByRewrite: true)
    }
  }
}
