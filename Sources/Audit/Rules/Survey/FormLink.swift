internal import AutoTagTracking

/// `<form action>` and `formaction`.
struct FormLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-form", "a form leads to the network", .error,
    why: "AnyTrack tags standard a links only. A form that is sent with GET also replaces the query of its "
      + "action by its fields, so that the publisher's id is lost (HTML standard, “Mutate action URL”).",
    fix: "Use a standard link that looks like a button.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard link.place == .form else { return nil }
    return Hit(
      link.range, "this form leads to \(link.group.name), without a click id",
      fix: "use a standard link that looks like a button")
  }
}
