internal import AutoTagSite
internal import AutoTagTracking

extension RunSummary {
  /// The counts of all groups together.
  var allLinks: Links {
    var total = Links()
    for links in groups.values {
      total.affiliate += links.affiliate
      total.tagged += links.tagged
      total.alreadyTagged += links.alreadyTagged
      total.keptSubid += links.keptSubid
      total.skippedByReason.merge(links.skippedByReason, uniquingKeysWith: +)
    }
    return total
  }

  var failures: [Problem] { problems.filter { $0.severity == .failure } }

  /// The problems that a quiet run tells of too.
  var complaints: [Problem] { problems.filter { $0.severity != .note } }
}
