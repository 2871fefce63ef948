internal import AutoTagTracking

/// `<a href="#" onclick="location='https://click.linksynergy.com/…'">`, and `href="javascript:…"`.
struct DeadLinkWithHandler: HiddenLinkRule {
  static let rule = AuditRule(
    "link-only-in-handler", "a link leads nowhere, and its handler to the network", .error,
    why: "AnyTrack and autotag tag the address of a standard link. Behind href=\"#\" or javascript: a script "
      + "opens the affiliate address, so that no click id is added. (\(Sources.anyTrack): links must "
      + "stand in a standard a element and must not be hidden behind JavaScript.)",
    fix: "Write the affiliate address into href and leave opening it to the browser.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard case .handler(let attribute, true) = link.place else { return nil }
    return Hit(
      link.range,
      "the link's own address leads nowhere; \(attribute) opens \(link.group.name), without a click id",
      fix: "write this address into href and remove it from \(attribute)")
  }
}
