internal import AutoTagSite
internal import AutoTagTracking

extension RunSummary {
  /// The counts of all groups together.
  var allLinks: LinkCounts { groups.values.reduce(into: LinkCounts()) { $0.add($1) } }

  var failures: [Problem] { problems.filter { $0.severity == .failure } }

  /// The problems that a quiet run tells of too.
  var complaints: [Problem] { problems.filter { $0.severity != .note } }
}
