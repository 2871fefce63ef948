internal import AutoTagAudit
import AutoTagBytes
internal import AutoTagConfiguration
package import AutoTagSite
internal import AutoTagTracking

/// A run's summary for programs: one JSON object.
package struct JSONSummary {
  private let summary: RunSummary
  private let duration: Duration

  package init(summary: RunSummary, duration: Duration) {
    self.summary = summary
    self.duration = duration
  }

  package var text: String {
    let groups = summary.groups.sorted { $0.key < $1.key }
    return JSONValue.object([
      ("version", .string(Version.current)),
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
      ("unread_files", .integer(summary.unread.count)),
      ("problems", .array(summary.problems.map(problem))),
      ("duration_seconds", .number(Elapsed.seconds(duration))),
    ]).text() + "\n"
  }

  private func counts(_ links: LinkCounts) -> JSONValue {
    .object([
      ("affiliate", .integer(links.affiliate)),
      ("tagged", .integer(links.tagged)),
      ("already_tagged", .integer(links.alreadyTagged)),
      ("kept_subid", .integer(links.keptSubid)),
      ("skipped", .integer(links.skipped)),
    ])
  }

  private func problem(_ problem: Problem) -> JSONValue {
    .object([
      ("file", .string(problem.file)),
      ("line", JSONValue(problem.line)),
      ("column", JSONValue(problem.column)),
      ("severity", .string(problem.severity.name)),
      ("code", .string(problem.code)),
      ("message", .string(problem.message)),
    ])
  }
}

extension Problem.Severity {
  fileprivate var name: String {
    switch self {
    case .note: "note"
    case .loss: "loss"
    case .failure: "failure"
    }
  }
}
