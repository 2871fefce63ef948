internal import AutoTagBytes
internal import AutoTagReportPage
import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking

/// The audit as a page to look at, in one file that needs no network: how many links are trackable, by page and by
/// advertiser, and a table of links and findings to search.
///
/// The page's files are `HTML/report.html`, `.css` and `.js`, and what all reports have in common. The audit is in it as JSON, of arrays instead of
/// objects since it may hold 50,000 links; `report.js` reads it and makes all that is seen. A content security
/// policy lets nothing run but that script.
package struct HTMLReport: AuditReport {
  /// The SHA-256 of the styles and of `report.js` in base 64, by which the page's policy knows them.
  private static let styleHash = "WjuxiJ/7dKRi7JsI1UEebYxKvnc4Re9m33beiX61XkA="
  private static let scriptHash = "9lzeYBVf0BeX39rRkJny27oaDOzEJ8djojjE62ERDG4="

  private let linkLimit: Int
  private var template: (before: PageTemplate, after: PageTemplate)
  private var values: [String: [UInt8]] = [:]
  private var context = AuditContext(site: "", version: "", checks: [])
  private var linkCount = 0
  private var pageCount = 0
  private var pagesLeftOut = 0
  private var plain = PlainAuditSummary()

  /// - Parameter linkLimit: after this many links and findings the rest is only counted, since a browser would hold
  ///   all of it in memory.
  package init(linkLimit: Int = 200_000) {
    self.linkLimit = linkLimit
    template = PageTemplate(PackageResources.report_html).split(at: "audit")
  }

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    self.context = context
    let head = PageHead(
      title: "Link audit of \(context.site)", style: PackageResources.report_css, styleHash: Self.styleHash,
      scriptHash: Self.scriptHash)
    values = [
      "head": head.html, "site": Array(HTMLText.escaped(context.site).utf8),
      "script": PackageResources.report_js,
    ]
    var bytes = template.before.filled(with: values)
    bytes += "{\"version\":".utf8
    JSONText.quote(context.version, to: &bytes, as: .script)
    bytes += ",\"rules\":".utf8
    JSONValue.array(context.checks.map(Self.check)).writeLine(to: &bytes, as: .script)
    bytes += ",\"pages\":[".utf8
    return bytes
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    guard linkCount < linkLimit else {
      pagesLeftOut += 1
      return []
    }
    linkCount += page.links.count + page.findings.count
    var bytes = Array((pageCount == 0 ? "\n" : ",\n").utf8)
    pageCount += 1
    plain.add(page.findings)
    JSONValue.array([
      .string(page.file), .array(page.links.map(Self.link)), .array(page.findings.map(Self.finding)),
    ]).writeLine(to: &bytes, as: .script)
    return bytes
  }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    var bytes = Array("],\n\"siteFindings\":".utf8)
    JSONValue.array(summary.siteFindings.map { .array([.string($0.file), Self.finding($0)]) })
      .writeLine(to: &bytes, as: .script)
    bytes += ",\n\"summary\":".utf8
    self.summary(summary).writeLine(to: &bytes, as: .script)
    bytes += "}".utf8
    values["plain"] = Array(plain.html(summary, checks: context.checks).utf8)
    return bytes + template.after.filled(with: values)
  }

  // The values that `report.js` reads, in its order.

  private static func check(_ check: AuditCheck) -> JSONValue {
    .array([
      .string(check.code), .string(check.title), index(of: check.severity), .string(check.why),
      .string(check.fix),
    ])
  }

  private static func link(_ link: AuditedLink) -> JSONValue {
    .array([
      .integer(link.line), .integer(link.column), .string(link.text), .string(link.href), .string(link.group),
      .integer(AuditedLink.Kind.allCases.firstIndex(of: link.kind) ?? 0), JSONValue(link.id),
      JSONValue(link.mid), JSONValue(link.offerid), JSONValue(link.destination),
      .integer(AuditedLink.State.fromBest.firstIndex(of: link.state) ?? 0),
      link.chain.map(chain) ?? .null,
    ])
  }

  private static func chain(_ chain: AuditedLink.Chain) -> JSONValue {
    let query =
      switch chain.query {
      case .forwards: 0
      case .drops: 1
      case .unknown: 2
      }
    return .array([
      .array(
        chain.hops.map {
          .array([.string($0.from), .string($0.to), .integer($0.status), .string($0.source)])
        }),
      .string(chain.end), .integer(query), .integer(chain.decidingHop ?? -1), JSONValue(chain.reason),
    ])
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    .array([
      .string(finding.code), index(of: finding.severity), .integer(finding.line), .integer(finding.column),
      .string(PastedText.withLineEnds(finding.message)), .string(PastedText.withLineEnds(finding.fix)),
      .integer(finding.isRepairedByRewrite ? 1 : 0),
      .integer(finding.link ?? -1),
      finding.excerpt.map {
        .array([
          .string($0.before), .string($0.marked), .string($0.after), .truth($0.isCutBefore),
          .truth($0.isCutAfter),
        ])
      } ?? .null, JSONValue(finding.sourcePlace), .integer(finding.isOfWholeFile ? 1 : 0),
    ])
  }

  private static func index(of severity: Severity) -> JSONValue {
    .integer(Severity.fromWorst.firstIndex(of: severity) ?? 0)
  }

  private func summary(_ summary: AuditSummary) -> JSONValue {
    let links = AuditedLink.State.fromBest.map { summary.count($0) }
    return .object([
      ("pagesRead", .integer(summary.pagesRead)),
      ("pagesWithLinks", .integer(summary.pagesWithLinks)),
      ("links", .array(links.map(JSONValue.integer))),
      ("shares", .array(Shares.of(links).map(JSONValue.integer))),
      ("findings", .array(Severity.fromWorst.map { .integer(summary.count($0)) })),
      ("repaired", .integer(summary.repairedByRewrite)),
      (
        "byRule",
        .object(summary.findingsByCode.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
      ),
      ("ignored", .integer(summary.ignored)),
      ("inBaseline", .integer(summary.inBaseline)),
      ("fixed", .integer(summary.fixedSinceBaseline)),
      ("leftOut", .integer(pagesLeftOut)),
      (
        "problems",
        .array(
          summary.problems.map { problem in
            let position = [problem.line, problem.column].compactMap { $0.map { ":\($0)" } }.joined()
            return .array([.string(problem.file + position), .string(problem.code), .string(problem.message)])
          })
      ),
    ])
  }
}
