internal import TrackingLinks

/// An address of the group in `onclick` and other handlers.
package struct HandlerLink: HiddenLinkRule {
  package static let rule = AuditRule(
    "link-in-handler", "an affiliate address in an element's handler", .error,
    why: "AnyTrack and autotag tag the address of a standard link. What a handler opens gets no click id. "
      + "(AnyTrack, Rakuten integration: links must not be hidden behind JavaScript.)",
    fix: "Make it a standard link: <a href=\"…\">.")

  package init() {}

  package func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard case .handler(let attribute, false) = link.place else { return nil }
    return Hit(
      link.range, "\(attribute) leads to \(link.group.name), without a click id",
      fix: "put a standard link here whose href is this address")
  }
}
