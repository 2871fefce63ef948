internal import AutoTagReportPage
internal import AutoTagText
internal import AutoTagTracking

/// The part of the page that is shown where scripts are turned off: the counts, each rule with its way to fix it, and the
/// first findings.
struct PlainAuditSummary {
  /// The findings that are named.
  static let mostFindings = 200

  private var findings: [Finding] = []

  mutating func add(_ more: [Finding]) {
    findings += more.prefix(max(0, Self.mostFindings - findings.count))
  }

  /// Returns the part as HTML.
  func html(_ summary: AuditSummary, checks: [AuditCheck]) -> String {
    let states = AuditedLink.State.fromBest
    let shares = Shares.of(states.map { summary.count($0) })
    var html = "<section><h2>Coverage</h2>\n<p>\(Count.of(summary.pagesRead, "page")) read, "
    html += "\(summary.pagesWithLinks) with affiliate links.</p>\n<ul>"
    for (state, share) in zip(states, shares) {
      html +=
        "<li>\(summary.count(state)) \(state.title)" + (summary.linkCount > 0 ? " (\(share) %)" : "")
        + "</li>"
    }
    html += "</ul></section>\n<section><h2>What was found</h2>\n"
    let found = checks.filter { summary.findingsByCode[$0.code, default: 0] > 0 }
    if found.isEmpty {
      html += "<p>\(summary.nothing)</p>"
    } else {
      html += "<dl>" + found.sorted { $0.severity > $1.severity }.map { rule($0, summary) }.joined() + "</dl>"
    }
    return html + "</section>\n" + list(summary) + problems(summary)
  }

  private func rule(_ check: AuditCheck, _ summary: AuditSummary) -> String {
    "<dt>\(check.severity.count(summary.findingsByCode[check.code] ?? 0)): \(HTMLText.prose(check.title)) "
      + "<code>\(check.code)</code></dt><dd>\(HTMLText.prose(check.why)) "
      + "<strong>How to fix it:</strong> \(HTMLText.prose(check.fix))</dd>\n"
  }

  private func list(_ summary: AuditSummary) -> String {
    let named = (summary.siteFindings + findings).prefix(Self.mostFindings)
    guard !named.isEmpty else { return "" }
    let count = summary.findings.values.reduce(0, +)
    let heading = count > named.count ? "The first \(named.count) of \(count) findings" : "All findings"
    return "<section><h2>\(heading)</h2>\n<ul>"
      + named.map { finding in
        "<li><code>\(HTMLText.escaped(finding.location))</code> "
          + "\(finding.severity.rawValue): \(HTMLText.prose(finding.message)) "
          + (finding.fix.isEmpty ? "" : "<strong>How to fix it:</strong> \(HTMLText.prose(finding.fix))")
          + (finding.sourcePlace.map { " From <code>\(HTMLText.escaped($0))</code>." } ?? "")
          + "</li>\n"
      }.joined() + "</ul></section>\n"
  }

  private func problems(_ summary: AuditSummary) -> String {
    guard !summary.problems.isEmpty else { return "" }
    return "<section><h2>Files that could not be read</h2>\n<ul>"
      + summary.problems.prefix(Self.mostFindings).map {
        "<li><code>\(HTMLText.escaped($0.file))</code> \(HTMLText.prose($0.message))</li>\n"
      }.joined() + "</ul></section>\n"
  }
}
