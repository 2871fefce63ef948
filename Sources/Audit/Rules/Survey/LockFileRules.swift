internal import AutoTagSite
internal import AutoTagTracking

/// What is wrong with the lock file, which keeps the answers of servers about redirects. Findings of the site.
enum LockFileRules {
  static let all = [stale, missing]

  static let stale = AuditRule(
    "stale-lock-entry", "an answer of the lock file is old", .warning,
    why:
      "Where the link leads was asked longer ago than the configuration allows, or on a day that is yet to come. If "
      + "its redirect was changed since, it is tagged by an answer that is no longer true.",
    fix: "Run autotag rewrite with --online and commit the lock file.")

  static let missing = AuditRule(
    "not-in-lock", "the lock file does not know a link", .warning,
    why: "Nobody has asked where the link leads. If it leads to an affiliate network, it is not tagged.",
    fix: "Run autotag rewrite with --online and commit the lock file.")

  /// The rule that a problem of the lock file belongs to.
  static func rule(for problem: Problem) -> AuditRule? { all.first { $0.code == problem.code } }
}
