/// Links carry the token, and nothing on the page would replace it.
struct AnyTrackTagMissing: PageRule {
  static let rule = AuditRule(
    "anytrack-tag-missing", "the page lacks AnyTrack's tag", .error,
    why:
      "AnyTrack's tag replaces the token --CLICK-ID-- by the click id when the page loads. Without the "
      + "tag on the page the token itself reaches the network, and the sale counts for nobody. ("
      + "\(Sources.anyTrack): “the AnyTrack Tracking Tag in the head section of your website or landing pages”.)",
    fix:
      "Put AnyTrack's tag into the head of every page with affiliate links, in the template of the site. If something "
      + "adds it after the build, turn this rule off: until then the page's links count as in need of a hand."
  )

  func hits(on page: PageUnderAudit) -> [Hit] {
    guard page.hasTokens, !page.hasTagOrManager else { return [] }
    return [
      Hit(
        page.survey.head ?? 0..<0,
        "the page has links to track, and AnyTrack's tag is not on it: the token reaches the network as it stands",
        fix: "put AnyTrack's tag into the page's head")
    ]
  }
}
