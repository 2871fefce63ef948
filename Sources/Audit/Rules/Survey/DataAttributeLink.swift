internal import AutoTagTracking

/// An address of the group in `data-*` of an element that is not itself a link there.
struct DataAttributeLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-data-attribute", "an affiliate address in a data attribute", .warning,
    why: "An address in data-* is made a link by a script, if at all. autotag does not edit it, and AnyTrack "
      + "sees it only if the script makes a standard link of it before the click.",
    fix:
      "Make it a standard link: <a href=\"…\">. If a script makes one of it, see that the click id is there.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard case .data(let attribute) = link.place else { return nil }
    return Hit(
      link.range,
      "\(attribute) holds an address of \(link.group.name) that is no link until a script makes one",
      fix: "put a standard link here whose href is this address")
  }
}
