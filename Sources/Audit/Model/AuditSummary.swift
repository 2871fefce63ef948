internal import AutoTagSite
package import AutoTagTracking

/// What an audit found, counted.
package struct AuditSummary: Sendable, Equatable {
  /// Pages that were read, and those of them that have links.
  package var pagesRead = 0
  package var pagesWithLinks = 0

  /// Links by their state.
  package var links: [AuditedLink.State: Int] = [:]

  /// Findings by severity, without those that are ignored or in the baseline.
  package var findings: [Severity: Int] = [:]

  /// Findings by rule.
  package var findingsByRule: [String: Int] = [:]

  /// Findings that `autotag rewrite` repairs.
  package var repairedByRewrite = 0

  /// Findings that the configuration's `audit.ignore` left out.
  package var ignored = 0

  /// Findings that the baseline knows.
  package var inBaseline = 0

  /// Entries of the baseline that nothing was found for any more.
  package var fixedSinceBaseline = 0

  /// Findings about the site as a whole: redirect files, the lock file, ids that differ between pages.
  package var siteFindings: [Finding] = []

  /// Files that could not be read. They are failures of the run and not findings.
  package var problems: [Problem] = []

  package init() {}

  package var linkCount: Int { links.values.reduce(0, +) }

  package func count(_ state: AuditedLink.State) -> Int { links[state] ?? 0 }
  package func count(_ severity: Severity) -> Int { findings[severity] ?? 0 }

  /// The worst of all findings; `nil` where there is none.
  package var worst: Severity? { findings.filter { $0.value > 0 }.keys.max() }

  /// The share of links that are trackable, in percent, rounded down: 100 means all, 0 means none. `nil` without links.
  package var percentTrackable: Int? {
    linkCount == 0 ? nil : Shares.of(AuditedLink.State.fromBest.map { count($0) }).first
  }
}
