internal import AutoTagTracking

/// A string of a script.
struct ScriptLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-script", "an affiliate address in a script", .warning,
    why: "What a script does with the address cannot be told from here. autotag does not edit scripts, and a "
      + "link that a script opens gets no click id. Linked data for search engines (ld+json) is left out.",
    fix: "Write the link into the page as a standard link, or see that the script makes one before the click."
  )

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard link.place == .script else { return nil }
    return Hit(
      link.range, "a script holds an address of \(link.group.name); a link that it opens has no click id",
      fix: "write it into the page as a standard link")
  }
}
