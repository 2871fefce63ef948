internal import AutoTagSite
internal import AutoTagTracking

/// What is wrong with the files that say where links lead. Findings of the site: no page is to blame.
enum RedirectFileRules {
  static let all = [malformed, notUnderstood, suspicious]

  static let malformed = AuditRule(
    "redirect-rule-malformed", "a redirect file does not follow its format", .warning,
    why:
      "What stands there is passed over, as the server or host does it: a redirect that its author believes in "
      + "may not be there.",
    fix: "Correct the line by the format's documentation.")

  static let notUnderstood = AuditRule(
    "redirect-rule-not-understood", "a redirect rule that is not understood", .warning,
    why:
      "What the server does with a link that meets this rule cannot be told, so that nobody knows whether the "
      + "click id arrives.",
    fix: "Write the rule in a simpler way, or try the link in a browser and mark it with data-tracking-group."
  )

  static let suspicious = AuditRule(
    "redirect-rule-suspicious", "a redirect rule that hardly does what its author wants", .warning,
    why: "The rule works, and not as it looks.",
    fix: "Correct the rule as the finding says.")

  /// The rule that a problem of a redirect file belongs to.
  static func rule(for problem: Problem) -> AuditRule? { byProblem[problem.code] }

  private static let byProblem = [
    "redirect-malformed": malformed, "redirect-not-understood": notUnderstood,
    "redirect-suspicious": suspicious,
  ]
}
