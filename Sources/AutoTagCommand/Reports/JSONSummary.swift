internal import AutoTagAudit
package import AutoTagBytes
internal import AutoTagConfiguration
package import AutoTagSite
internal import AutoTagTracking

/// A run's summary for programs: one JSON object.
package struct JSONSummary {
  private let summary: RunSummary
  /// `nil` to leave it out, so that the same run has the same summary.
  private let duration: Duration?
  /// The sites of the run, each as an object; none for a page of no site.
  package var sites: [JSONValue] = []

  /// The number of problems that are not listed; `nil` where all are.
  package var leftOut: Int?

  /// The name of the summary's kind, by which `autotag merge` tells it from others.
  package static let kind = "autotag-summary"

  package init(summary: RunSummary, duration: Duration?) {
    self.summary = summary
    self.duration = duration
  }

  package var text: String { value.text() + "\n" }

  var value: JSONValue {
    var fields =
      [("kind", JSONValue.string(Self.kind)), ("version", .string(Version.current))] + Self.totals(summary)
    if !sites.isEmpty { fields.append(("sites", .array(sites))) }
    fields.append(("problems", .array(summary.problems.map(\.json))))
    if let leftOut { fields.append(("problems_left_out", .integer(leftOut))) }
    if let duration { fields.append(("duration_seconds", .number(Elapsed.seconds(duration)))) }
    return .object(fields)
  }

  /// The counts of a summary.
  static func totals(_ summary: RunSummary) -> [(String, JSONValue)] {
    let groups = summary.groups.sorted { $0.key < $1.key }
    return [
      (
        "pages",
        .object([
          ("read", .integer(summary.pages.read)),
          ("changed", .integer(summary.pages.changed)),
          ("skipped", .integer(summary.pages.skipped)),
        ])
      ),
      ("links", counts(summary.allLinks)),
      ("groups", .object(groups.map { ($0.key, counts($0.value)) })),
      ("mended_rules", .array(summary.mendedRules.map(rule))),
      ("unread_files", .integer(summary.unread.count)),
      (
        "codes",
        summary.codes.map { .object([("new", .integer($0.new)), ("moved", .integer($0.moved))]) } ?? .null
      ),
      ("pruned_files", .integer(summary.pruned?.count ?? 0)),
    ]
  }

  private static func counts(_ links: LinkCounts) -> JSONValue {
    .object([
      ("affiliate", .integer(links.affiliate)),
      ("tagged", .integer(links.tagged)),
      ("already_tagged", .integer(links.alreadyTagged)),
      ("untagged", .integer(links.untagged)),
      ("without_token", .integer(links.withoutToken)),
      ("kept_subid", .integer(links.keptSubid)),
      ("skipped", .integer(links.skipped)),
    ])
  }

  private static func rule(_ rule: MendedRule) -> JSONValue {
    .object([
      ("file", .string(rule.file)),
      ("line", .integer(rule.line)),
      ("old", .string(rule.old)),
      ("new", .string(rule.new)),
    ])
  }
}
