package import AutoTagBaseline
package import AutoTagSite

/// A site and the settings of its audit.
package struct AuditOptions: Sendable {
  /// The configuration's word about a check.
  package enum Level: String, Sendable, Hashable, CaseIterable {
    case off, info, warning, error

    /// `nil` for a check that is off.
    package var severity: Severity? { Severity(rawValue: rawValue) }
  }

  /// Findings that are not wanted.
  package struct Ignored: Sendable, Hashable {
    /// A glob of files and folders, relative to the site's root; `nil` for all files.
    package var files: String?
    /// The checks' codes; empty for all checks.
    package var codes: [String]

    package init(files: String? = nil, codes: [String] = []) {
      self.files = files
      self.codes = codes
    }
  }

  /// The site, its pages and its links, as `rewrite` would be given them. Its output does not matter: an
  /// audit writes nothing.
  package var rewrite: RewriteOptions

  /// The levels that the configuration sets, by code; the other checks are as they are.
  package var levels: [String: Level]

  package var ignored: [Ignored]

  /// The findings that were there before, and are not reported.
  package var baseline: Baseline?

  /// True if the result's baseline is wanted.
  package var makesBaseline: Bool

  /// The program's version, for reports.
  package var version: String

  /// Finds the project that the site is made from; called at the first page with findings.
  package var findProject: @Sendable () -> SourceProject? = { nil }

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
