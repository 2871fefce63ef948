internal import AutoTagSite
internal import AutoTagTracking

extension RunSummary {
  /// The counts of all groups together.
  var allLinks: LinkCounts { groups.values.reduce(into: LinkCounts()) { $0.add($1) } }

  var failures: [Problem] { problems.filter { $0.severity == .failure } }

  /// What also a run that is to be quiet says.
  var complaints: [Problem] { problems.filter { $0.severity != .note } }
}
