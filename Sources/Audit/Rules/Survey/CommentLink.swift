internal import AutoTagTracking

/// A comment.
struct CommentLink: HiddenLinkRule {
  static let rule = AuditRule(
    "link-in-comment", "an affiliate address in a comment", .info,
    why: "Nobody can follow a link in a comment. It is left as it is, and untagged should it ever come back.",
    fix: "Remove the comment, or leave it: nothing is lost.")

  func hit(_ link: PageSurvey.HiddenLink) -> Hit? {
    guard link.place == .comment else { return nil }
    return Hit(
      link.range, "a comment holds an address of \(link.group.name), which nobody can follow",
      fix: "remove it if it is not needed")
  }
}
