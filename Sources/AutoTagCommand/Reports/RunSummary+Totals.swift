internal import AutoTagSite
internal import AutoTagTracking

extension RunSummary {
  /// The counts of all groups together.
  var allLinks: LinkCounts { groups.values.reduce(into: LinkCounts()) { $0.add($1) } }

  var failures: [Problem] { problems.filter { $0.severity == .failure } }

  /// Returns true if there are problems for which the run is to end with 1.
  func isMet(_ failOn: GateOptions.FailOn?) -> Bool {
    switch failOn {
    case .loss: problems.contains { $0.severity != .note }
    case .warning: !problems.isEmpty
    case nil: false
    }
  }

  /// Returns the same summary with files named from the folder that the program was run in.
  func naming(_ paths: ShownPaths) -> RunSummary {
    var summary = self
    summary.problems = problems.map { $0.naming(paths) }
    summary.mendedRules = mendedRules.map { $0.naming(paths) }
    return summary
  }

  /// The problems that a quiet run tells of too.
  var complaints: [Problem] { problems.filter { $0.severity != .note } }
}
