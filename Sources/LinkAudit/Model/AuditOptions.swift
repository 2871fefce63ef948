public import SiteRewriter

/// A site and what its audit goes by.
public struct AuditOptions: Sendable {
  /// What is made of a rule.
  public enum Level: String, Sendable, Hashable, CaseIterable {
    case off, info, warning, error

    /// `nil` for a rule that is off.
    public var severity: Severity? { Severity(rawValue: rawValue) }
  }

  /// Findings that are not wanted.
  public struct Ignored: Sendable, Hashable {
    /// A glob of files and folders, relative to the site's root; `nil` for all files.
    public var files: String?
    /// The rules' codes; empty for all rules.
    public var rules: [String]

    public init(files: String? = nil, rules: [String] = []) {
      self.files = files
      self.rules = rules
    }
  }

  /// The site, its pages and its links, as `rewrite` would be given them. Where it writes to does not matter: an
  /// audit writes nothing.
  public var rewrite: RewriteOptions

  /// What the configuration makes of rules, by code; the others are as they are.
  public var levels: [String: Level]

  public var ignored: [Ignored]

  /// What was there before, and is not reported.
  public var baseline: Baseline?

  /// Whether the result's baseline is wanted.
  public var makesBaseline: Bool

  /// The program's version, for reports.
  public var version: String

  public init(
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
