internal import AutoTagTracking

/// `<area href>` of an image map.
struct AreaLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-area", "an image map's area leads to the network", .error,
    why:
      "AnyTrack tags standard a links only, and autotag leaves everything else as it is: the click gets no "
      + "click id. (\(Sources.anyTrack): links must stand in a standard a element.)",
    fix: "Put the picture into a standard link: <a href=\"…\"><img …></a>.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard link.place == .area else { return nil }
    return Hit(
      link.range, "this area leads to \(link.group.name), without a click id",
      fix: "use a standard link instead of the image map's area")
  }
}
