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
    Self.start(
      version: context.version, site: context.site, rules: context.checks.map { Self.line(Self.check($0)) })
      + Self.pages
  }

  /// The name of the list of pages, which no page follows on its line.
  static let pages = Array("  \"pages\": [".utf8)

  /// The report before its pages.
  /// - Parameter rules: each as it stands on its line.
  static func start(version: String, site: String, rules: [[UInt8]]) -> [UInt8] {
    var bytes = Array("{\n".utf8)
    field("format", .integer(format), to: &bytes)
    field("kind", .string(kind), to: &bytes)
    field("tool", .object([("name", .string("autotag")), ("version", .string(version))]), to: &bytes)
    field("site", .string(site), to: &bytes)
    list("rules", rules, to: &bytes)
    bytes += ",\n".utf8
    return bytes
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    buffer.removeAll()
    if hasPages { buffer.append(",\n") } else { buffer.append("\n") }
    hasPages = true
    buffer.write("    {\n      \"file\": ", page.file)
    buffer.append(",\n      \"links\": ")
    JSONLines.write(page.links, of: page.file, .apart, to: &buffer)
    buffer.append(",\n      \"findings\": ")
    JSONLines.write(page.findings, .apart, to: &buffer)
    buffer.append("\n    }")
    return Array(buffer.content)
  }

  /// A page as it stands in the report, of links and findings that were read.
  static func page(_ file: String, links: [JSONNode], findings: [JSONNode]) -> [UInt8] {
    func list(_ nodes: [JSONNode]) -> [UInt8] {
      let lines = nodes.map { line(JSONValue($0)) }
      let start = Array("\n        ".utf8)
      return Array("[".utf8) + (lines.isEmpty ? [] : start) + lines.joined(separator: Array(",".utf8) + start)
        + Array((lines.isEmpty ? "]" : "\n      ]").utf8)
    }
    var bytes = Array("    {\n      \"file\": ".utf8)
    JSONValue.string(file).writeLine(to: &bytes)
    bytes += ",\n      \"links\": ".utf8 + list(links)
    bytes += ",\n      \"findings\": ".utf8 + list(findings)
    return bytes + "\n    }".utf8
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

  static func line(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    value.writeLine(to: &bytes)
    return bytes
  }

  private static func field(_ name: String, _ value: JSONValue, to bytes: inout [UInt8]) {
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

  static func check(_ check: AuditCheck) -> JSONValue {
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
  static func problem(_ problem: Problem) -> JSONValue {
    .object([
      ("file", .string(problem.file)),
      ("line", JSONValue(problem.line)),
      ("column", JSONValue(problem.column)),
      ("code", .string(problem.code)),
      ("message", .string(problem.message)),
    ])
  }

  static func site(_ site: AuditedSite) -> JSONValue {
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
