public import SiteRewriter

/// What an audit found, counted.
public struct AuditSummary: Sendable, Equatable {
  /// Pages that were read, and those of them that have links.
  public var pagesRead = 0
  public var pagesWithLinks = 0

  /// Links by their state.
  public var links: [AuditedLink.State: Int] = [:]

  /// Findings by severity, without those that are ignored or in the baseline.
  public var findings: [Severity: Int] = [:]

  /// Findings by rule.
  public var findingsByRule: [String: Int] = [:]

  /// Findings that `autotag rewrite` repairs.
  public var repairedByRewrite = 0

  /// Findings that the configuration's `audit.ignore` left out.
  public var ignored = 0

  /// Findings that the baseline knows.
  public var inBaseline = 0

  /// Entries of the baseline that nothing was found for any more.
  public var fixedSinceBaseline = 0

  /// Findings about the site as a whole: redirect files, the lock file, ids that differ between pages.
  public var siteFindings: [Finding] = []

  /// Files that could not be read. They are failures of the run and not findings.
  public var problems: [Problem] = []

  public init() {}

  public var linkCount: Int { links.values.reduce(0, +) }

  public func count(_ state: AuditedLink.State) -> Int { links[state] ?? 0 }
  public func count(_ severity: Severity) -> Int { findings[severity] ?? 0 }

  /// The worst of all findings; `nil` where there is none.
  public var worst: Severity? { findings.filter { $0.value > 0 }.keys.max() }

  /// The share of links that are trackable, in percent, rounded down: 100 means all, 0 means none. `nil` without links.
  public var percentTrackable: Int? {
    linkCount == 0 ? nil : Shares.of(AuditedLink.State.fromBest.map { count($0) }).first
  }
}
