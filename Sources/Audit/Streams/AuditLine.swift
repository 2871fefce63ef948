internal import AutoTagBytes
internal import AutoTagSite
internal import AutoTagTracking

/// The lines of an audit of a stream, which `audit.schema.json` in `Reports` describes too. Links, findings and files that
/// could not be read are written as in `JSONReport`.
package enum AuditLine {
  /// The kind of each line but the last, by which `autotag merge` tells it from others.
  package static let kind = "autotag-audit-page"

  /// Returns the line of a file, with its end.
  /// - Parameters:
  ///   - found: on the file alone, its own problem among the others.
  ///   - buffer: memory that serves all lines.
  static func of(_ item: StreamItem, _ found: PageAuditor.Results, _ buffer: inout JSONBuffer) -> [UInt8] {
    let (page, summary) = (found.pages.first, found.summary)
    let counts: [(String, Int)] = [
      ("trackable", summary.count(.trackable)), ("repairable", summary.count(.repairable)),
      ("needs_hand", summary.count(.needsHand)), ("error", summary.count(.error)),
      ("warning", summary.count(.warning)), ("info", summary.count(.info)),
      ("repaired_by_rewrite", summary.repairedByRewrite), ("ignored", summary.ignored),
      ("in_baseline", summary.inBaseline + found.known.count),
    ]
    var line = open(
      [("kind", .string(kind))] + item.names + [
        ("file", JSONValue(item.file.map(PathText.shown))), ("audited", .truth(item.isPage)),
        ("counts", .object(counts.map { ($0, .integer($1)) })),
      ])
    buffer.removeAll()
    buffer.append(", \"links\": ")
    JSONLines.write(page?.links ?? [], of: page?.file ?? "", .onOneLine, to: &buffer)
    buffer.append(", \"findings\": ")
    JSONLines.write(page?.findings ?? [], .onOneLine, to: &buffer)
    line += buffer.content
    line += ", \"problems\": ".utf8
    JSONValue.array(summary.problems.map(JSONReport.problem)).writeLine(to: &line)
    if let problem = summary.problems.first {
      line += ", \"failed\": ".utf8
      JSONValue.string(problem.message).writeLine(to: &line)
    }
    return line + "}\n".utf8
  }

  /// Returns the line behind the last file, with its end: the report without its pages.
  /// - Parameter left: the number of problems that are not listed.
  static func end(_ context: AuditContext, _ summary: AuditSummary, problemsLeftOut left: Int) -> [UInt8] {
    var line = open([
      ("end", .truth(true)), ("format", .integer(JSONReport.format)), ("kind", .string(JSONReport.kind)),
      ("tool", .object([("name", .string("autotag")), ("version", .string(context.version))])),
      ("site", .string(context.site)), ("rules", .array(context.checks.map(JSONReport.check))),
    ])
    line += ", \"site_findings\": ".utf8
    var buffer = JSONBuffer()
    JSONLines.write(summary.siteFindings, .onOneLine, to: &buffer)
    line += buffer.content
    let rest: [(String, JSONValue)] = [
      ("problems", .array(summary.problems.map(JSONReport.problem))), ("problems_left_out", .integer(left)),
      ("sites", .array(summary.sites.map(JSONReport.site))), ("part", summary.part?.json ?? .null),
      ("summary", JSONReport.summary(summary)),
    ]
    var end: [UInt8] = []
    JSONValue.object(rest).writeLine(to: &end)
    return line + ", ".utf8 + end.dropFirst() + [0x0A]
  }

  /// Returns the beginning of an object, to which other fields may be added.
  private static func open(_ fields: [(String, JSONValue)]) -> [UInt8] {
    var line: [UInt8] = []
    JSONValue.object(fields).writeLine(to: &line)
    return line.dropLast()
  }
}
