internal import AutoTagTracking

/// `<a>` in SVG.
struct SVGLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-svg", "a link in an SVG picture leads to the network", .error,
    why: "A link in SVG is no standard a element: its address is no text that AnyTrack's tag replaces, and "
      + "autotag leaves it as it is.",
    fix: "Put the picture into a standard link: <a href=\"…\"><svg …></svg></a>.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard link.place == .svgLink else { return nil }
    return Hit(
      link.range, "this link of an SVG picture leads to \(link.group.name), without a click id",
      fix: "put the picture into a standard link")
  }
}
