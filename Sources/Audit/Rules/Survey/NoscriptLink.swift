internal import AutoTagTracking

/// `<noscript>`.
struct NoscriptLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-noscript", "an affiliate address for browsers without JavaScript", .warning,
    why:
      "Without JavaScript nobody replaces the token, so that it would reach the network as it stands: such a "
      + "link cannot be tracked by AnyTrack, and autotag does not tag it.",
    fix: "Leave it untagged and know that its sales have no click id, or remove it.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard link.place == .noscript else { return nil }
    return Hit(
      link.range,
      "this address of \(link.group.name) is for browsers without JavaScript, where no click id is "
        + "filled in", fix: "leave it without a token, or remove it")
  }
}
