package import AutoTagTracking

/// The counts and problems of a run over a stream, in memory that does not grow with it.
package struct StreamSummary: Sendable {
  /// The run as that over a folder has it; problems beyond the first 10,000, and as many failures, are left out.
  package private(set) var run = RunSummary()
  /// The problems that were left out, by their severity.
  package private(set) var leftOut: [Problem.Severity: Int] = [:]
  /// The folder at the root that all files are in; `nil` where there is none.
  package internal(set) var onlyFolder: String?
  private var kept = (failures: 0, others: 0)

  private static let most = 10_000

  init(groups: [String]) {
    for group in groups { run.groups[group] = .init() }
  }

  /// The number of problems of a severity.
  package func count(_ severity: Problem.Severity) -> Int {
    run.problems.count { $0.severity == severity } + (leftOut[severity] ?? 0)
  }

  mutating func add(_ problem: Problem) {
    let isFailure = problem.severity == .failure
    guard (isFailure ? kept.failures : kept.others) < Self.most else {
      leftOut[problem.severity, default: 0] += 1
      return
    }
    if isFailure { kept.failures += 1 } else { kept.others += 1 }
    run.problems.append(problem)
  }

  /// Adds a page that was read.
  mutating func add(_ page: PageOutcome) {
    run.pages.read += 1
    if !page.edits.isEmpty { run.pages.changed += 1 }
    if page.problems.contains(where: { $0.severity == .failure }) { run.pages.skipped += 1 }
    for (name, counts) in page.links { run.groups[name, default: .init()].add(counts) }
    for problem in page.problems { add(problem) }
  }

  /// Adds a page that was not read, for a reason.
  mutating func addSkipped(_ problem: Problem) {
    run.pages.skipped += 1
    add(problem)
  }

  mutating func addAsset() { run.assets += 1 }

  mutating func finish(_ unread: UnreadFiles) {
    run.unread = unread
    run.problems.sort { ($0.file, $0.line ?? 0, $0.column ?? 0) < ($1.file, $1.line ?? 0, $1.column ?? 0) }
  }
}
