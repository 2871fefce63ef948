internal import AutoTagBytes
import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking

/// The audit for programs: the links with all that is known of them, and the findings, page by page, in one JSON
/// object. `audit.schema.json` beside this file describes it; fields may be added to it, and none is renamed or
/// removed while `format` stays the same.
///
/// Each link and each finding is on a line of its own, so that reports can be compared by line.
package struct JSONReport: AuditReport {
  /// The version of the format.
  static let format = 1
  /// The name of the report's kind, by which `autotag merge` tells it from others.
  package static let kind = "autotag-audit"

  private var hasPages = false
  private var buffer = JSONBuffer()

  /// The JSON Schema (draft 2020-12) of the report.
  package static var schema: String { String(decoding: PackageResources.audit_schema_json, as: UTF8.self) }

  package init() {}

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    var bytes = Array("{\n".utf8)
    field("format", .integer(Self.format), to: &bytes)
    field("kind", .string(Self.kind), to: &bytes)
    field(
      "tool", .object([("name", .string("autotag")), ("version", .string(context.version))]), to: &bytes)
    field("site", .string(context.site), to: &bytes)
    Self.list("rules", context.checks.map { Self.line(Self.check($0)) }, to: &bytes)
    bytes += ",\n  \"pages\": [".utf8
    return bytes
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    buffer.removeAll()
    if hasPages { buffer.append(",\n") } else { buffer.append("\n") }
    hasPages = true
    buffer.write("    {\n      \"file\": ", page.file)
    buffer.append(",\n      \"links\": [")
    for (index, link) in page.links.enumerated() {
      if index == 0 { buffer.append("\n        ") } else { buffer.append(",\n        ") }
      JSONLines.write(link, of: page.file, to: &buffer)
    }
    if page.links.isEmpty { buffer.append("],\n") } else { buffer.append("\n      ],\n") }
    buffer.append("      \"findings\": [")
    for (index, finding) in page.findings.enumerated() {
      if index == 0 { buffer.append("\n        ") } else { buffer.append(",\n        ") }
      JSONLines.write(finding, to: &buffer)
    }
    if page.findings.isEmpty { buffer.append("]") } else { buffer.append("\n      ]") }
    buffer.append("\n    }")
    return Array(buffer.content)
  }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    Self.end(
      hasPages: hasPages, siteFindings: summary.siteFindings.map(Self.line),
      problems: summary.problems.map { Self.line(Self.problem($0)) }, sites: summary.sites.map(Self.site),
      part: summary.part?.json, summary)
  }

  /// The report behind its pages.
  /// - Parameters:
  ///   - siteFindings: each as it stands on its line, as are the problems.
  ///   - part: what a part of a site says for the whole; `nil` for the whole.
  static func end(
    hasPages: Bool, siteFindings: [[UInt8]], problems: [[UInt8]], sites: [JSONValue], part: JSONValue?,
    _ summary: AuditSummary
  ) -> [UInt8] {
    var bytes = Array((hasPages ? "\n  ],\n" : "],\n").utf8)
    list("site_findings", siteFindings, to: &bytes)
    bytes += ",\n".utf8
    list("problems", problems, to: &bytes)
    if !sites.isEmpty {
      bytes += ",\n".utf8
      list("sites", sites.map(line), to: &bytes)
    }
    if let part {
      bytes += ",\n  \"part\": ".utf8
      part.writeLine(to: &bytes)
    }
    bytes += ",\n  \"summary\": ".utf8
    bytes += Self.summary(summary).text(indentation: "  ").utf8
    bytes += "\n}\n".utf8
    return bytes
  }

  /// A finding as it stands on its line.
  static func line(_ finding: Finding) -> [UInt8] {
    var buffer = JSONBuffer()
    JSONLines.write(finding, to: &buffer)
    return Array(buffer.content)
  }

  private static func line(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    value.writeLine(to: &bytes)
    return bytes
  }

  private func field(_ name: String, _ value: JSONValue, to bytes: inout [UInt8]) {
    bytes += "  \"\(name)\": ".utf8
    value.writeLine(to: &bytes)
    bytes += ",\n".utf8
  }

  private static func list(_ name: String, _ lines: [[UInt8]], to bytes: inout [UInt8]) {
    bytes += "  \"\(name)\": [".utf8
    for (index, line) in lines.enumerated() {
      bytes += (index == 0 ? "\n    " : ",\n    ").utf8
      bytes += line
    }
    bytes += (lines.isEmpty ? "]" : "\n  ]").utf8
  }

  /// The rules alone, as the report has them.
  package static func rules(_ checks: [AuditCheck]) -> String {
    JSONValue.object([("format", .integer(format)), ("rules", .array(checks.map(check)))]).text(
      indentation: "")
      + "\n"
  }

  private static func check(_ check: AuditCheck) -> JSONValue {
    .object([
      ("code", .string(check.code)),
      ("severity", .string(check.severity.rawValue)),
      ("title", .string(check.title)),
      ("why", .string(check.why)),
      ("fix", .string(check.fix)),
      ("rewrite_repairs", .truth(check.rewriteRepairs)),
    ])
  }

  /// A problem as the summary of `rewrite` has it, without the severity: all are failures.
  private static func problem(_ problem: Problem) -> JSONValue {
    .object([
      ("file", .string(problem.file)),
      ("line", JSONValue(problem.line)),
      ("column", JSONValue(problem.column)),
      ("code", .string(problem.code)),
      ("message", .string(problem.message)),
    ])
  }

  private static func site(_ site: AuditedSite) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("site", .string(site.name)),
      ("configuration", JSONValue(site.configuration)),
      ("lock_file", JSONValue(site.lockFile)),
      ("baseline", JSONValue(site.baseline)),
    ]
    if !site.namedFiles.isEmpty {
      fields.append(("named_files", .object(site.namedFiles.map { ($0.name, .integer($0.number)) })))
    }
    fields += [
      ("notes", .array(site.notes.map { .string($0) })), ("summary", summary(site.summary)),
    ]
    return .object(fields)
  }

  static func summary(_ summary: AuditSummary) -> JSONValue {
    .object([
      (
        "pages",
        .object([("read", .integer(summary.pagesRead)), ("with_links", .integer(summary.pagesWithLinks))])
      ),
      (
        "links",
        .object([
          ("total", .integer(summary.linkCount)),
          ("trackable", .integer(summary.count(.trackable))),
          ("repairable", .integer(summary.count(.repairable))),
          ("needs_hand", .integer(summary.count(.needsHand))),
          ("percent_trackable", JSONValue(summary.percentTrackable)),
        ])
      ),
      (
        "findings",
        .object([
          ("error", .integer(summary.count(.error))),
          ("warning", .integer(summary.count(.warning))),
          ("info", .integer(summary.count(.info))),
          ("repaired_by_rewrite", .integer(summary.repairedByRewrite)),
          ("ignored", .integer(summary.ignored)),
          ("in_baseline", .integer(summary.inBaseline)),
          ("fixed_since_baseline", .integer(summary.fixedSinceBaseline)),
          (
            "by_rule",
            .object(summary.findingsByCode.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
          ),
        ])
      ),
    ])
  }
}

/// The lines of the JSON report, one for each link and each finding. There are as many as the site has links, so that
/// they are written field by field and not made of values first.
private enum JSONLines {
  static func write(_ link: AuditedLink, of page: String, to buffer: inout JSONBuffer) {
    buffer.write("{\"page\": ", page)
    buffer.write(", \"line\": ", link.line)
    buffer.write(", \"column\": ", link.column)
    buffer.write(", \"text\": ", link.text)
    buffer.write(", \"href\": ", link.href)
    buffer.write(", \"group\": ", link.group)
    buffer.write(", \"kind\": ", link.kind.rawValue)
    buffer.write(", \"id\": ", link.id)
    buffer.write(", \"mid\": ", link.mid)
    buffer.write(", \"offerid\": ", link.offerid)
    buffer.write(", \"destination\": ", link.destination)
    buffer.write(", \"state\": ", link.state.rawValue)
    buffer.append(", \"chain\": ")
    if let chain = link.chain { write(chain, to: &buffer) } else { buffer.append("null") }
    buffer.append("}")
  }

  private static func write(_ chain: AuditedLink.Chain, to buffer: inout JSONBuffer) {
    buffer.append("{\"hops\": [")
    for (index, hop) in chain.hops.enumerated() {
      if index > 0 { buffer.append(", ") }
      buffer.write("{\"from\": ", hop.from)
      buffer.write(", \"to\": ", hop.to)
      buffer.write(", \"status\": ", hop.status)
      buffer.write(", \"place\": ", hop.source)
      buffer.append("}")
    }
    buffer.write("], \"end\": ", chain.end)
    buffer.write(", \"query\": ", chain.query.rawValue)
    buffer.write(", \"deciding_hop\": ", chain.decidingHop)
    buffer.write(", \"reason\": ", chain.reason)
    buffer.append("}")
  }

  static func write(_ finding: Finding, to buffer: inout JSONBuffer) {
    buffer.write("{\"code\": ", finding.code)
    buffer.write(", \"severity\": ", finding.severity.rawValue)
    buffer.write(", \"file\": ", finding.file)
    buffer.write(", \"line\": ", finding.line)
    buffer.write(", \"column\": ", finding.column)
    buffer.write(", \"range\": {\"start\": ", finding.range.lowerBound)
    buffer.write(", \"end\": ", finding.range.upperBound)
    buffer.append("}, \"excerpt\": ")
    if let excerpt = finding.excerpt { write(excerpt, to: &buffer) } else { buffer.append("null") }
    buffer.write(", \"message\": ", PastedText.withLineEnds(finding.message))
    buffer.write(", \"fix\": ", PastedText.withLineEnds(finding.fix))
    buffer.write(", \"repaired_by_rewrite\": ", finding.isRepairedByRewrite)
    buffer.write(", \"link\": ", finding.link)
    buffer.write(", \"fingerprint\": ", finding.fingerprint)
    if let source = finding.source {
      buffer.write(", \"source\": {\"file\": ", PathText.shown(source.path))
      buffer.write(", \"line\": ", source.line)
      buffer.append("}")
    }
    buffer.append("}")
  }

  private static func write(_ excerpt: Finding.Excerpt, to buffer: inout JSONBuffer) {
    buffer.write("{\"before\": ", excerpt.before)
    buffer.write(", \"marked\": ", excerpt.marked)
    buffer.write(", \"after\": ", excerpt.after)
    buffer.write(", \"cut_before\": ", excerpt.isCutBefore)
    buffer.write(", \"cut_after\": ", excerpt.isCutAfter)
    buffer.append("}")
  }
}
