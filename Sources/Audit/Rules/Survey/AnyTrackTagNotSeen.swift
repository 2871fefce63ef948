/// As `AnyTrackTagMissing`, on a page that loads Google Tag Manager.
struct AnyTrackTagNotSeen: PageRule {
  static let rule = AuditRule(
    "anytrack-tag-not-seen", "AnyTrack's tag is not in the page, but Google Tag Manager is", .warning,
    why:
      "Google Tag Manager can load AnyTrack's tag, which the page's HTML does not show. If it does not, the "
      + "token reaches the network as it stands, and the sale counts for nobody.",
    fix:
      "See in Google Tag Manager whether the container loads AnyTrack's tag on this page. If so, turn this "
      + "rule off; better still, put the tag into the page's head, where it is there before the first click.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    guard page.hasTokens, page.survey.anyTrackTags.isEmpty, let manager = page.survey.tagManager else {
      return []
    }
    return [
      Hit(
        page.survey.head ?? manager,
        "the page has links to track and no AnyTrack tag of its own; whether Google Tag Manager loads it "
          + "cannot be told from here",
        fix: "see whether the container loads AnyTrack's tag, or put the tag into the page's head")
    ]
  }
}
