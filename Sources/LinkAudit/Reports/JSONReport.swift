import SiteRewriter

/// The audit for programs: the links with all that is known of them, and the findings, page by page, in one JSON
/// object. `audit.schema.json` beside this file describes it; fields may be added to it, and none is renamed or
/// removed while `format` stays the same.
///
/// Each link and each finding is on a line of its own, so that reports can be compared by line.
public struct JSONReport: AuditReport {
  /// The version of the format.
  static let format = 1

  private var hasPages = false

  /// The JSON Schema (draft 2020-12) of the report.
  public static var schema: String { String(decoding: PackageResources.audit_schema_json, as: UTF8.self) }

  public init() {}

  public mutating func begin(_ context: AuditContext) -> [UInt8] {
    var bytes = Array("{\n".utf8)
    field("format", .integer(Self.format), to: &bytes)
    field(
      "tool", .object([("name", .string("autotag")), ("version", .string(context.version))]), to: &bytes)
    field("site", .string(context.site), to: &bytes)
    list("rules", context.rules.map(Self.rule), indentation: "  ", to: &bytes)
    bytes += ",\n  \"pages\": [".utf8
    return bytes
  }

  public mutating func page(_ page: AuditedPage) -> [UInt8] {
    var bytes = Array((hasPages ? ",\n" : "\n").utf8)
    hasPages = true
    bytes += "    {\n      \"file\": ".utf8
    JSONText.quote(page.file, to: &bytes)
    bytes += ",\n".utf8
    list("links", page.links.map { Self.link($0, of: page.file) }, indentation: "      ", to: &bytes)
    bytes += ",\n".utf8
    list("findings", page.findings.map(Self.finding), indentation: "      ", to: &bytes)
    bytes += "\n    }".utf8
    return bytes
  }

  public mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    var bytes = Array((hasPages ? "\n  ],\n" : "],\n").utf8)
    list("site_findings", summary.siteFindings.map(Self.finding), indentation: "  ", to: &bytes)
    bytes += ",\n".utf8
    list("problems", summary.problems.map(Self.problem), indentation: "  ", to: &bytes)
    bytes += ",\n  \"summary\": ".utf8
    bytes += Self.summary(summary).text(indentation: "  ").utf8
    bytes += "\n}\n".utf8
    return bytes
  }

  private func field(_ name: String, _ value: JSONValue, to bytes: inout [UInt8]) {
    bytes += "  \"\(name)\": ".utf8
    value.writeLine(to: &bytes)
    bytes += ",\n".utf8
  }

  private func list(_ name: String, _ values: [JSONValue], indentation: String, to bytes: inout [UInt8]) {
    bytes += "\(indentation)\"\(name)\": [".utf8
    for (index, value) in values.enumerated() {
      bytes += (index == 0 ? "\n" : ",\n").utf8
      bytes += "\(indentation)  ".utf8
      value.writeLine(to: &bytes)
    }
    bytes += (values.isEmpty ? "]" : "\n\(indentation)]").utf8
  }

  private static func rule(_ rule: AuditRule) -> JSONValue {
    .object([
      ("code", .string(rule.code)),
      ("severity", .string(rule.severity.rawValue)),
      ("title", .string(rule.title)),
      ("why", .string(rule.why)),
      ("fix", .string(rule.fix)),
      ("rewrite_repairs", .truth(rule.rewriteRepairs)),
    ])
  }

  private static func link(_ link: AuditedLink, of page: String) -> JSONValue {
    .object([
      ("page", .string(page)),
      ("line", .integer(link.line)),
      ("column", .integer(link.column)),
      ("text", .string(link.text)),
      ("href", .string(link.href)),
      ("group", .string(link.group)),
      ("kind", .string(link.kind.rawValue)),
      ("id", JSONValue(link.id)),
      ("mid", JSONValue(link.mid)),
      ("offerid", JSONValue(link.offerid)),
      ("destination", JSONValue(link.destination)),
      ("state", .string(link.state.rawValue)),
      ("chain", link.chain.map(chain) ?? .null),
    ])
  }

  private static func chain(_ chain: AuditedLink.Chain) -> JSONValue {
    .object([
      (
        "hops",
        .array(
          chain.hops.map { hop in
            .object([
              ("from", .string(hop.from)),
              ("to", .string(hop.to)),
              ("status", .integer(hop.status)),
              ("place", .string(hop.place)),
            ])
          })
      ),
      ("end", .string(chain.end)),
      ("query", .string(chain.query.rawValue)),
      ("deciding_hop", JSONValue(chain.decidingHop)),
      ("reason", JSONValue(chain.reason)),
    ])
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    .object([
      ("code", .string(finding.code)),
      ("severity", .string(finding.severity.rawValue)),
      ("file", .string(finding.file)),
      ("line", .integer(finding.line)),
      ("column", .integer(finding.column)),
      (
        "range",
        .object([("start", .integer(finding.range.lowerBound)), ("end", .integer(finding.range.upperBound))])
      ),
      (
        "excerpt",
        finding.excerpt.map { excerpt in
          .object([
            ("before", .string(excerpt.before)),
            ("marked", .string(excerpt.marked)),
            ("after", .string(excerpt.after)),
            ("cut_before", .truth(excerpt.isCutBefore)),
            ("cut_after", .truth(excerpt.isCutAfter)),
          ])
        } ?? .null
      ),
      ("message", .string(finding.message)),
      ("fix", .string(finding.fix)),
      ("repaired_by_rewrite", .truth(finding.isRepairedByRewrite)),
      ("link", JSONValue(finding.link)),
      ("fingerprint", .string(finding.fingerprint)),
    ])
  }

  /// As in the summary of `rewrite`, without the severity: all are failures.
  private static func problem(_ problem: Problem) -> JSONValue {
    .object([
      ("file", .string(problem.file)),
      ("line", JSONValue(problem.line)),
      ("column", JSONValue(problem.column)),
      ("code", .string(problem.code)),
      ("message", .string(problem.message)),
    ])
  }

  private static func summary(_ summary: AuditSummary) -> JSONValue {
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
            .object(summary.findingsByRule.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
          ),
        ])
      ),
    ])
  }
}
