import AutoTagAudit
import AutoTagBytes
import AutoTagSite
import Foundation
import TestSupport
import Testing

@Suite("The report as SARIF")
struct SARIFReportTests {
  private struct Log: Decodable {
    struct Run: Decodable {
      struct Place: Decodable {
        let uri: String?
        let uriBaseId: String?
      }
      struct Region: Decodable {
        let startLine: Int
        let startColumn: Int?
        let endColumn: Int?
      }
      struct Physical: Decodable {
        let artifactLocation: Place
        let region: Region
      }
      struct Location: Decodable { let physicalLocation: Physical }
      struct Message: Decodable { let text: String }
      struct Result: Decodable {
        let ruleId: String
        let ruleIndex: Int?
        let level: String
        let message: Message
        let locations: [Location]
        let partialFingerprints: [String: String]
      }
      struct Rule: Decodable { let id: String }
      struct Driver: Decodable { let rules: [Rule] }
      struct Tool: Decodable { let driver: Driver }
      let tool: Tool
      let columnKind: String
      let originalUriBaseIds: [String: Place]
      struct Notification: Decodable { let message: Message }
      struct Invocation: Decodable {
        let executionSuccessful: Bool
        let toolExecutionNotifications: [Notification]
      }
      let results: [Result]
      let invocations: [Invocation]
    }
    let runs: [Run]
  }

  private func run(_ audit: SampleAudit, _ report: SARIFReport = SARIFReport()) throws -> Log.Run {
    try #require(try JSONDecoder().decode(Log.self, from: audit.data(report)).runs.first)
  }

  static let caps: [(limit: Int, onPage: Int, kept: [String], leftOut: Int)] = [
    (100, 100, ["w0", "i0", "i1", "i2", "e0", "w1", "e1", "site"], 0),
    (8, 3, ["w0", "i0", "i1", "i2", "e0", "w1", "e1", "site"], 0),
    // Of a rule on a page.
    (100, 2, ["w0", "i0", "i1", "e0", "w1", "e1", "site"], 1),
    // The least severe and the last go.
    (6, 100, ["w0", "i0", "e0", "w1", "e1", "site"], 2), (4, 100, ["w0", "e0", "e1", "site"], 4),
    (3, 100, ["e0", "e1", "site"], 5), (2, 100, ["e0", "e1"], 6), (1, 1, ["e0"], 7),
  ]

  @Test(
    "more results than code hosts take are left out by severity, and that is said", arguments: caps.indices)
  func cap(index: Int) throws {
    let cap = Self.caps[index]
    var audit = SampleAudit.empty
    let page = SampleSource("a.html", "x")
    func findings(_ names: [String]) -> [Finding] {
      names.map { name in
        let severity: Severity = name.hasPrefix("w") ? .warning : name.hasPrefix("i") ? .info : .error
        return page.finding("rule-\(severity)", severity, at: "x", name, fix: "")
      }
    }
    audit.pages = [
      AuditedPage(file: "a.html", links: [], findings: findings(["w0", "i0", "i1", "i2", "e0"])),
      AuditedPage(file: "b.html", links: [], findings: findings(["w1", "e1"])),
    ]
    audit.summary.siteFindings = findings(["site"])
    let run = try run(audit, SARIFReport(limit: cap.limit, limitOnPage: cap.onPage))
    #expect(run.results.map(\.message.text) == cap.kept)
    let notes = run.invocations[0].toolExecutionNotifications.map(\.message.text)
    #expect(run.invocations[0].executionSuccessful)
    #expect(notes.count == (cap.leftOut > 0 ? 1 : 0))
    #expect(
      cap.leftOut == 0 || notes[0].hasPrefix("\(cap.leftOut) result\(cap.leftOut == 1 ? "" : "s") left out: ")
    )
  }

  @Test(
    "a file's name that is no UTF-8 is its bytes",
    arguments: [("public", nil), ("/srv/a", "a b"), ("/srv", nil), (".", nil)] as [(String, String?)])
  func oddName(site: String, fromHere: String?) throws {
    var audit = SampleAudit.empty
    audit.context = AuditContext(site: site, paths: .of(site, fromHere: fromHere), version: "1", checks: [])
    let page = SampleSource(PathText.of(Array("x/".utf8) + [0xFF, 0x20] + Array(".html".utf8)), "x")
    audit.pages = [
      AuditedPage(
        file: page.file, links: [],
        findings: [page.finding("x", .error, at: "x", "m", fix: "")])
    ]
    let location = try run(audit).results[0].locations[0].physicalLocation.artifactLocation
    let folder = site == "public" ? "public/" : fromHere != nil ? "a%20b/" : ""
    #expect(location.uri == folder + "x/%FF%20.html")
    #expect(location.uriBaseId == (site == "/srv" ? "SITEROOT" : "%SRCROOT%"))
  }

  @Test(
    "follows the official schema", Oracle.needs(Oracle.python), arguments: [SampleAudit.odd, .empty])
  func schema(audit: SampleAudit) throws {
    _ = try Oracle.script("json_schema.py", ["sarif"], input: audit.data(SARIFReport()))
  }

  @Test("results name their rules, levels and fingerprints")
  func results() throws {
    let run = try run(.odd, SARIFReport(limitOnPage: 100))
    let findings = SampleAudit.odd.findings
    try #require(run.results.count == findings.count)
    for (result, finding) in zip(run.results, findings) {
      #expect(result.ruleId == finding.code)
      #expect(run.tool.driver.rules[try #require(result.ruleIndex)].id == finding.code)
      #expect(result.level == (finding.severity == .info ? "note" : finding.severity.rawValue))
      #expect(result.partialFingerprints == ["autotag/v1": finding.fingerprint])
    }
    // What looks like a link in a message is none.
    #expect(run.results[2].message.text.contains(#"\[a\](javascript:b)"#))
  }

  @Test("columns count UTF-16 code units, and a line whose beginning is not known has none")
  func columns() throws {
    let line = "Grüße, 🥾 <a href=x>靴</a>"
    let page = SampleSource("a.html", "\(line)\n\(String(repeating: "é", count: 100))MARK")
    let run = try run(
      .empty.with(
        page.file,
        [
          page.finding("x", .error, at: "href=x>靴", "m", fix: "f"),
          page.finding("x", .error, at: "MARK", "m", fix: "f"),
          page.wholeFile("x", .error, "m"),
        ]))
    #expect(run.columnKind == "utf16CodeUnits")
    let regions = run.results.map { $0.locations[0].physicalLocation.region }
    let units = Array(line.utf16)
    let (start, end) = (try #require(regions[0].startColumn), try #require(regions[0].endColumn))
    #expect(String(decoding: units[start - 1..<end - 1], as: UTF16.self) == "href=x>靴")
    #expect(regions[1].startLine == 2 && regions[1].startColumn == nil)
    #expect(regions[2].startLine == 1 && regions[2].startColumn == nil)
  }

  @Test("the beginning of a cut line counts, a byte-order mark does not")
  func cutLine() throws {
    func finding(_ excerpt: Finding.Excerpt) -> Finding {
      Finding(
        code: "x", severity: .error, file: "a", line: 1, column: 9, range: 8..<9, excerpt: excerpt,
        message: "m",
        fix: "", isRepairedByRewrite: false, link: nil, fingerprint: "")
    }
    let run = try run(
      .empty.with(
        "a",
        [
          finding(.init(before: "é🥾", marked: "x", after: "", isCutBefore: true, cutUTF16Length: 100)),
          finding(.init(before: "\u{FEFF}ab", marked: "x", after: "")),
        ]))
    #expect(run.results.map { $0.locations[0].physicalLocation.region.startColumn } == [104, 3])
  }

  @Test("an audited page's long line has its columns too")
  func longLine() throws {
    let line = String(repeating: "é🥾 ", count: 100) + #"<area href="https://click.linksynergy.com/x">"#
    let finding = try #require(try Audited(page: "<p>\n\(line)\n").findings("link-in-area").first)
    let excerpt = try #require(finding.excerpt)
    #expect(excerpt.isCutBefore)
    let run = try run(.empty.with("index.html", [finding]))
    let region = run.results[0].locations[0].physicalLocation.region
    let units = Array(line.utf16)
    let start = try #require(region.startColumn)
    #expect(
      String(decoding: units[(start - 1)...].prefix(excerpt.marked.utf16.count), as: UTF16.self)
        == excerpt.marked)
    #expect(region.startLine == 2)
  }

  @Test(
    "files are named from the folder of the run where the site is in it",
    arguments: [
      ("public", "a b/é#?.html", "public/a%20b/%C3%A9%23%3F.html", "%SRCROOT%"),
      ("./public/", "c:d.html", "public/c%3Ad.html", "%SRCROOT%"),
      (".", "a.html", "a.html", "%SRCROOT%"),
      ("public", "../nginx.conf", "nginx.conf", "%SRCROOT%"),
      ("../public", "a.html", "a.html", "SITEROOT"),
      ("/srv/my site", "a.html", "a.html", "SITEROOT"),
    ])
  func paths(site: String, file: String, uri: String, base: String) throws {
    var audit = SampleAudit.empty
    audit.context = AuditContext(site: site, version: "1", checks: [])
    let page = SampleSource(file, "x")
    let run = try run(audit.with(file, [page.finding("x", .error, at: "x", "m", fix: "f")]))
    let location = run.results[0].locations[0].physicalLocation.artifactLocation
    #expect(location.uri == uri && location.uriBaseId == base)
    if site.hasPrefix("/") { #expect(run.originalUriBaseIds["SITEROOT"]?.uri == "file:///srv/my%20site/") }
  }
}
