internal import AutoTagSite
package import AutoTagTracking

/// The counts of an audit.
package struct AuditSummary: Sendable, Equatable {
  /// Pages that were read, and those of them that have links.
  package var pagesRead = 0
  package var pagesWithLinks = 0

  /// Links by their state.
  package var links: [AuditedLink.State: Int] = [:]

  /// Findings by severity, without those that are ignored or in the baseline.
  package var findings: [Severity: Int] = [:]

  /// Findings by the code of their check.
  package var findingsByCode: [String: Int] = [:]

  /// The number of findings that `autotag rewrite` repairs.
  package var repairedByRewrite = 0

  /// The number of findings that the configuration's `audit.ignore` left out.
  package var ignored = 0

  /// The number of findings that the baseline knows.
  package var inBaseline = 0

  /// The number of entries of the baseline that nothing was found for any more.
  package var fixedSinceBaseline = 0

  /// Findings about the site as a whole: redirect files, the lock file, ids that differ between pages.
  package var siteFindings: [Finding] = []

  /// The sites, each with its own counts; empty where nobody asked for them.
  package var sites: [AuditedSite] = []

  /// True if the sites hold named files of one project, of which no report for people tells one by one.
  package var isOfOneProject = false

  /// Files that could not be read. They are failures of the run and not findings.
  package var problems: [Problem] = []

  /// The part of the site that was audited; `nil` for all of it.
  package internal(set) var part: AuditPart?

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

/// A site of an audit of one or several, with what was found beside it and its own counts.
package struct AuditedSite: Sendable, Equatable {
  /// The site's root, relative to the folder that the program was run in, with `/`.
  package let name: String
  /// The configuration, the lock file and the baseline that the audit went by; `nil` for none.
  package var configuration: String?
  package var lockFile: String?
  package var baseline: String?
  /// The files that were named on the command line, by what was done with them; empty for a whole site.
  package var namedFiles: [NamedFileCount] = []
  /// Sentences about files that do not count.
  package var notes: [String] = []
  package var summary = AuditSummary()

  package init(name: String) { self.name = name }
}

/// The number of named files with which the same was done.
package struct NamedFileCount: Sendable, Equatable {
  package let name: String
  package let number: Int

  package init(_ name: String, _ number: Int) { (self.name, self.number) = (name, number) }
}

extension AuditSummary {
  /// Counts a finding.
  mutating func add(_ finding: Finding) {
    findings[finding.severity, default: 0] += 1
    findingsByCode[finding.code, default: 0] += 1
    if finding.isRepairedByRewrite { repairedByRewrite += 1 }
  }

  /// Counts what was found on other pages.
  mutating func add(_ other: AuditSummary) {
    pagesRead += other.pagesRead
    pagesWithLinks += other.pagesWithLinks
    links.merge(other.links, uniquingKeysWith: +)
    findings.merge(other.findings, uniquingKeysWith: +)
    findingsByCode.merge(other.findingsByCode, uniquingKeysWith: +)
    repairedByRewrite += other.repairedByRewrite
    ignored += other.ignored
    inBaseline += other.inBaseline
    problems += other.problems
  }
}

/// Shares of a whole in percent, as whole numbers.
enum Shares {
  /// Rounds down, and gives what is then missing from 100 to those that lost most. 100 means all and 0 means none: some of
  /// the whole is at least 1, and at most 99. Equal counts have equal shares, so that the sum of thirds is 99; with a share
  /// below 1 % it can be 101 or 102.
  /// - Returns: zeros where there is nothing to share.
  static func of(_ counts: [Int]) -> [Int] {
    let total = counts.reduce(0, +)
    guard total > 0 else { return counts.map { _ in 0 } }
    func lost(_ count: Int) -> Int { count * 100 % total }
    let byLoss = Set(counts).sorted { (lost($0), $0) > (lost($1), $1) }
    var missing = 100 - counts.reduce(0) { $0 + $1 * 100 / total }
    var raised: Set<Int> = []
    for count in byLoss {
      missing -= counts.count { $0 == count }
      guard missing >= 0 else { break }
      raised.insert(count)
    }
    return counts.map { count in
      switch count {
      case 0: 0
      case total: 100
      default: min(max(count * 100 / total + (raised.contains(count) ? 1 : 0), 1), 99)
      }
    }
  }
}
