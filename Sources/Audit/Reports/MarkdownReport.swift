import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking

/// The audit as GitHub Flavored Markdown, for a comment on a pull request: a summary, and the findings in a table
/// per severity that is folded away where it is long.
///
/// GitHub takes a comment of 65,536 characters at most; what does not fit is counted.
package struct MarkdownReport: AuditReport {
  /// Maximum rows of each severity. Few read further down in a comment.
  private static let limits: [Severity: Int] = [.error: 60, .warning: 40, .info: 20]
  /// Maximum bytes of the tables; there are never more characters than bytes.
  private static let budget = 56_000

  private var site = ""
  private var paths = ShownPaths(site: "")
  private var kept: [Severity: [Row]] = [:]
  private var causes = CauseGroups()

  private enum Row {
    case findings(FindingGroup)
    /// Findings of one cause, by the group's index.
    case cause(Int)
  }

  package init() {}

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    (site, paths) = (context.site, context.paths)
    return []
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    keep(page.findings)
    return []
  }

  private mutating func keep(_ findings: [Finding]) {
    for group in FindingGroup.groups(of: findings) {
      let severity = group.first.severity
      let cause = causes.add(group, paths)
      if let cause, !cause.isNew { continue }
      if kept[severity, default: []].count < Self.limits[severity] ?? 0 {
        kept[severity, default: []].append(cause.map { .cause($0.index) } ?? .findings(group))
      }
    }
  }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    // What concerns the site as a whole comes first.
    for group in FindingGroup.groups(of: summary.siteFindings).reversed() {
      kept[group.first.severity, default: []].insert(.findings(group), at: 0)
    }
    var parts = [heading(summary), sites(summary), links(summary)]
    var left = Self.budget
    for severity in Severity.fromWorst where summary.count(severity) > 0 {
      let table = findings(severity, total: summary.count(severity), budget: left)
      left -= table.utf8.count
      parts.append(table)
    }
    parts.append(rest(summary))
    return Array(parts.filter { !$0.isEmpty }.joined(separator: "\n").utf8)
  }

  private func heading(_ summary: AuditSummary) -> String {
    let found = Severity.fromWorst.filter { summary.count($0) > 0 }.map { $0.count(summary.count($0)) }
    let title =
      found.isEmpty
      ? summary.nothing.prefix(1).lowercased() + summary.nothing.dropFirst().dropLast()
      : found.joined(separator: ", ")
    var text = "### autotag audit: \(title)\n\n"
    if let percent = summary.percentTrackable {
      text +=
        "**\(percent) %** of \(Count.of(summary.linkCount, "affiliate link")) \(summary.linkCount == 1 ? "is" : "are") trackable. "
    }
    if summary.repairedByRewrite > 0 {
      text += "`autotag rewrite` repairs \(Count.of(summary.repairedByRewrite, "finding"))\(summary.caveat)."
    }
    return text + "\n"
  }

  /// A row for each site, where there are several.
  private func sites(_ summary: AuditSummary) -> String {
    guard summary.sites.count > 1, !summary.isOfOneProject else { return "" }
    let rows = summary.sites.map { site in
      let counts = [
        site.summary.pagesRead, site.summary.linkCount, site.summary.count(.trackable),
        site.summary.count(.error),
        site.summary.count(.warning), site.summary.count(.info),
      ]
      return "| \(MarkdownText.code(MarkdownText.cutAtStart(site.name, to: 120))) | "
        + counts.map(String.init).joined(separator: " | ") + " |\n"
    }
    return "| site | pages | links | trackable | errors | warnings | infos |\n"
      + "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n" + rows.joined()
  }

  private func links(_ summary: AuditSummary) -> String {
    guard summary.linkCount > 0 else { return "" }
    let states = AuditedLink.State.fromBest
    let shares = Shares.of(states.map { summary.count($0) })
    let rows = zip(states, shares).map { "| \($0.title) | \(summary.count($0)) | \($1) % |\n" }
    return "| links | | share |\n| --- | ---: | ---: |\n" + rows.joined()
  }

  private func findings(_ severity: Severity, total: Int, budget: Int) -> String {
    var rows = ""
    var shown = 0
    for entry in (kept[severity] ?? []).prefix(Self.limits[severity] ?? 0) {
      let (finding, count) =
        switch entry {
        case .findings(let group): (group.first, group.count)
        case .cause(let index): (causes.groups[index].first, 1 + causes.groups[index].others)
        }
      let row = row(finding, others: count - 1)
      guard rows.utf8.count + row.utf8.count < budget else { break }
      rows += row
      shown += count
    }
    // Errors are open to see; the others one click away.
    var text =
      "<details\(severity == .error ? " open" : "")>\n<summary>\(severity.count(total))</summary>\n\n"
    if shown > 0 { text += "| place | finding | how to fix it |\n| --- | --- | --- |\n\(rows)\n" }
    if shown < total { text += "… and \(total - shown) more.\n\n" }
    return text + "</details>\n"
  }

  private func row(_ finding: Finding, others: Int) -> String {
    let others = others == 0 ? "" : " and \(others) more"
    let fix = finding.isRepairedByRewrite ? "`autotag rewrite` repairs it. " : ""
    let source = paths.source(of: finding).map {
      ", from \(MarkdownText.code(MarkdownText.cutAtStart($0, to: 120)))"
    }
    return
      "| \(MarkdownText.code(MarkdownText.cutAtStart(paths.location(of: finding), to: 120)))\(source ?? "")\(others)"
      + " | \(Self.prose(paths.message(of: finding))) \(MarkdownText.code(finding.code))"
      + " | \(fix)\(Self.prose(paths.fix(of: finding))) |\n"
  }

  private static func prose(_ text: String) -> String {
    PastedText.lines(of: MarkdownText.cut(text, to: 300)).map(MarkdownText.escaped).joined(separator: "<br>")
  }

  private func rest(_ summary: AuditSummary) -> String {
    var parts: [String] = []
    if !summary.problems.isEmpty {
      parts.append("\(Count.of(summary.problems.count, "file")) could not be read")
    }
    if summary.ignored > 0 { parts.append("\(Count.of(summary.ignored, "finding")) ignored") }
    if summary.inBaseline > 0 { parts.append("\(summary.inBaseline) in the baseline") }
    if summary.fixedSinceBaseline > 0 {
      parts.append("\(summary.fixedSinceBaseline) fixed since the baseline")
    }
    parts.append("\(Count.of(summary.pagesRead, "page")) read in \(MarkdownText.code(site))")
    return "<sub>\(parts.joined(separator: "; "))</sub>\n"
  }
}
