package import AutoTagSite

/// A site and what its audit goes by.
package struct AuditOptions: Sendable {
  /// What is made of a rule.
  package enum Level: String, Sendable, Hashable, CaseIterable {
    case off, info, warning, error

    /// `nil` for a rule that is off.
    package var severity: Severity? { Severity(rawValue: rawValue) }
  }

  /// Findings that are not wanted.
  package struct Ignored: Sendable, Hashable {
    /// A glob of files and folders, relative to the site's root; `nil` for all files.
    package var files: String?
    /// The rules' codes; empty for all rules.
    package var rules: [String]

    package init(files: String? = nil, rules: [String] = []) {
      self.files = files
      self.rules = rules
    }
  }

  /// The site, its pages and its links, as `rewrite` would be given them. Where it writes to does not matter: an
  /// audit writes nothing.
  package var rewrite: RewriteOptions

  /// What the configuration makes of rules, by code; the others are as they are.
  package var levels: [String: Level]

  package var ignored: [Ignored]

  /// What was there before, and is not reported.
  package var baseline: Baseline?

  /// Whether the result's baseline is wanted.
  package var makesBaseline: Bool

  /// The program's version, for reports.
  package var version: String

  package init(
    rewrite: RewriteOptions, levels: [String: Level] = [:], ignored: [Ignored] = [],
    baseline: Baseline? = nil,
    makesBaseline: Bool = false, version: String = ""
  ) {
    self.rewrite = rewrite
    self.levels = levels
    self.ignored = ignored
    self.baseline = baseline
    self.makesBaseline = makesBaseline
    self.version = version
  }
}
