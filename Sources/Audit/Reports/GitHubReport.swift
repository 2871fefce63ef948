import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking

/// The audit as workflow commands, of which GitHub Actions makes annotations of the run and of the diff.
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
///
/// GitHub shows ten of each severity per step, the others are in the log: so findings of one file that say the same
/// are one annotation.
package struct GitHubReport: AuditReport {
  private var context = AuditContext(site: "", version: "", checks: [])
  private var titles: [String: String] = [:]

  package init() {}

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    self.context = context
    titles = Dictionary(context.checks.map { ($0.code, $0.title) }, uniquingKeysWith: { first, _ in first })
    return []
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] { commands(page.findings) }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    var bytes = commands(summary.siteFindings)
    for problem in summary.problems {
      var properties = [("file", context.paths.shown(problem.path))]
      if let line = problem.line { properties.append(("line", String(line))) }
      properties.append(("title", "The file could not be read [\(problem.code)]"))
      bytes += command("error", properties, context.paths.message(of: problem)).utf8
    }
    let found = Severity.fromWorst.map { $0.count(summary.count($0)) }.joined(separator: ", ")
    let links = summary.percentTrackable.map {
      "; \(summary.count(.trackable)) of \(Count.of(summary.linkCount, "link")) trackable (\($0) %)"
    }
    bytes += "autotag audit: \(found)\(links ?? "")\n".utf8
    return bytes
  }

  private func commands(_ findings: [Finding]) -> [UInt8] {
    FindingGroup.groups(of: findings).flatMap { Array(command($0).utf8) }
  }

  private func command(_ group: FindingGroup) -> String {
    let finding = group.first
    var properties = place(of: finding)
    properties.append(("title", "\(titles[finding.code] ?? "autotag audit") [\(finding.code)]"))
    var message = PastedText.withLineEnds(context.paths.message(of: finding))
    if !finding.fix.isEmpty { message += "\n" + PastedText.withLineEnds(context.paths.fix(of: finding)) }
    if finding.source?.line != nil {
      message += "\non the page " + context.paths.location(of: finding)
    } else if let source = context.paths.source(of: finding) {
      message += "\nfrom " + source
    }
    if finding.isRepairedByRewrite { message += "\nautotag rewrite repairs this." }
    if let others = group.otherLines { message += "\n" + others }
    return command(Self.name(of: finding.severity), properties, message)
  }

  /// Returns the place that is annotated: in the source where it is known, as a page that is built is in no diff.
  private func place(of finding: Finding) -> [(String, String)] {
    if let source = finding.source, let line = source.line {
      return [("file", context.paths.shown(source.path)), ("line", String(line))]
    }
    let position = SourcePosition(finding)
    let place = [("file", context.paths.shown(finding.path)), ("line", String(position.line))]
    guard let columns = position.columns else { return place }
    return place + [
      ("endLine", String(position.line)), ("col", String(columns.lowerBound)),
      ("endColumn", String(columns.upperBound)),
    ]
  }

  private static func name(of severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }

  private func command(_ name: String, _ properties: [(String, String)], _ message: String) -> String {
    let list = properties.map { "\($0)=\(Self.escapedProperty($1))" }.joined(separator: ",")
    return "::\(name) \(list)::\(Self.escaped(message))\n"
  }

  private static func escapedProperty(_ text: String) -> String {
    escaped(text, PrintableText.inside).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }

  /// - Parameter printable: makes each line of the text printable.
  private static func escaped(
    _ text: String, _ printable: (String) -> String = PrintableText.of
  ) -> String {
    let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    // What else a terminal would obey, the log's viewer may too.
    return lines.map { printable(String($0)).replacing("%", with: "%25") }.joined(separator: "%0A")
  }
}
