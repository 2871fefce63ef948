internal import AutoTagTracking

/// An address of the group in `onclick` and other handlers.
struct HandlerLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-handler", "an affiliate address in an element's handler", .error,
    why: "AnyTrack and autotag tag the address of a standard link. What a handler opens gets no click id. "
      + "(\(Sources.anyTrack): links must not be hidden behind JavaScript.)",
    fix: "Make it a standard link: <a href=\"…\">.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard case .handler(let attribute, false) = link.place else { return nil }
    return Hit(
      link.range, "\(attribute) leads to \(link.group.name), without a click id",
      fix: "put a standard link here whose href is this address")
  }
}
