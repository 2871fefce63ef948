import ArgumentParser
internal import AutoTagSite
internal import AutoTagTracking

extension RunSummary {
  /// The counts of all groups together.
  var allLinks: LinkCounts { groups.values.reduce(into: LinkCounts()) { $0.add($1) } }

  var failures: [Problem] { problems.filter { $0.severity == .failure } }

  /// Ends a run with 1 where problems are as bad as `--fail-on` has it, and says so where not they alone are printed.
  func expectNone(atOrAbove failOn: GateOptions.FailOn?, isQuiet: Bool) throws(ExitCode) {
    guard let failOn else { return }
    let count = complaints(failingOn: failOn).count
    guard count > 0 else { return }
    if !isQuiet { StandardError.write(GateOptions.line(count, "problem", failingOn: failOn.rawValue)) }
    throw ExitStatus.findings
  }

  /// Returns the same summary with files named from the folder that the program was run in.
  func naming(_ paths: ShownPaths) -> RunSummary {
    var summary = self
    summary.problems = problems.map { $0.naming(paths) }
    summary.mendedRules = mendedRules.map { $0.naming(paths) }
    return summary
  }

  /// The problems that a quiet run tells of too: losses and failures, and what it is to end with 1 for.
  func complaints(failingOn failOn: GateOptions.FailOn?) -> [Problem] {
    problems.filter { failOn == .warning ? !$0.kind.isRemark : $0.severity != .note }
  }
}
