internal import AutoTagTracking

/// `<iframe src>`, `<frame src>`, `<embed src>` and `<object data>`.
struct FrameLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-frame", "a frame loads an affiliate address", .error,
    why:
      "A frame follows the affiliate link without a click, which networks count as cookie stuffing and end "
      + "partnerships for; and no click id is added.",
    fix: "Remove the frame, and link to the shop with a standard link.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard link.place == .frame else { return nil }
    return Hit(
      link.range, "this frame loads an address of \(link.group.name) without anybody's click",
      fix: "remove the frame, and use a standard link")
  }
}
