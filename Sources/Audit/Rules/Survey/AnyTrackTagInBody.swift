/// AnyTrack's tag stands in the body alone.
struct AnyTrackTagInBody: PageRule {
  static let rule = AuditRule(
    "anytrack-tag-in-body", "AnyTrack's tag is in the body instead of the head", .warning,
    why: "AnyTrack asks for its tag in the head. In the body it is loaded later, and a link that is followed "
      + "before that takes the token along unreplaced. (\(Sources.anyTrack): “in the head "
      + "section of your website or landing pages”.)",
    fix: "Move AnyTrack's tag into the head.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    let tags = page.survey.anyTrackTags
    guard page.hasTokens, let first = tags.first, !tags.contains(where: \.isInHead) else { return [] }
    return [
      Hit(
        first.range, "AnyTrack's tag stands in the page's body, where it comes late for quick clicks",
        fix: "move AnyTrack's tag into the page's head")
    ]
  }
}
