import AutoTagAudit
import AutoTagBaseline
import AutoTagSite
import Foundation
import TestSupport
import Testing

@Suite("Findings about files that are no pages")
struct UnreadLinksTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let link = "<a href=\"https://click.linksynergy.com/deeplink?id=1\">x</a>"
    try folder.write("<p>nothing", to: "index.html")
    for file in ["a.php", "b.php", "c.php", "feed/c.xml"] { try folder.write(link, to: file) }
  }

  static let cases: [(ignored: [AuditOptions.Ignored], findings: [String])] = [
    ([], ["a.php 3", "feed/c.xml 1"]),
    ([.init(files: "feed")], ["a.php 3"]),
    ([.init(files: "a.php"), .init(files: "feed/**", codes: ["http-link"])], ["b.php 2", "feed/c.xml 1"]),
    ([.init(files: "*.php", codes: ["unread-links"])], ["feed/c.xml 1"]),
    ([.init(codes: ["unread-links"])], []),
  ]

  @Test("one for each ending, without the files that are ignored", arguments: cases)
  func findings(test: (ignored: [AuditOptions.Ignored], findings: [String])) throws {
    let audited = try Audited(folder) { $0.ignored = test.ignored }
    #expect(audited.summary.findingsByCode["unread-links", default: 0] == test.findings.count)
    let found = audited.summary.siteFindings.map { finding in
      let files = finding.message.hasPrefix("this file") ? "1" : String(finding.message.prefix { $0 != " " })
      return "\(finding.file) \(files)"
    }
    #expect(found == test.findings)
    #expect(audited.summary.siteFindings.allSatisfy { $0.severity == .warning && $0.line == 1 })
  }

  @Test("none where the rule is off, and a baseline knows them")
  func levels() throws {
    #expect(try Audited(folder) { $0.levels = ["unread-links": .off] }.findings.isEmpty)
    let baseline = try Audited(folder) { $0.makesBaseline = true }.baseline
    #expect(baseline.entries.map(\.code) == ["unread-links", "unread-links"])
    #expect(try Audited(folder) { $0.baseline = baseline }.findings.isEmpty)
  }
}
