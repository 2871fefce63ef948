import AutoTagAudit
import Foundation
import TestSupport
import Testing

@Suite("The report as Markdown")
struct MarkdownReportTests {
  private struct Document: Decodable {
    let html: [String]
    let tables: [[[String]]]
    let links: [String]
  }

  private func read(_ audit: SampleAudit) throws -> Document {
    let output = try Oracle.script("markdown_report.py", input: audit.data(MarkdownReport()))
    return try JSONDecoder().decode(Document.self, from: output.standardOutput)
  }

  @Test(
    "a Markdown parser finds the tables, their text as it was, and no markup of a page",
    Oracle.needs(Oracle.python))
  func parsed() throws {
    let document = try read(.odd)
    #expect(document.links == [])
    #expect(
      document.html == [
        "<details open>\n<summary>3 errors</summary>\n", "</details>\n",
        "<details>\n<summary>2 warnings</summary>\n", "</details>\n",
        "<details>\n<summary>31 info</summary>\n", "</details>\n", "<sub>", "</sub>",
      ])
    #expect(document.tables.count == 4)
    #expect(
      document.tables[0] == [
        ["links", "", "share"], ["trackable", "1", "25 %"], ["trackable after rewrite", "1", "25 %"],
        ["needs a hand", "2", "50 %"],
      ])
    #expect(document.tables[2][1][0] == "public/.htaccess:9:1")
    let warning = document.tables[2][2]
    #expect(warning[0] == "public/blog/boots & <b>“laces”</b>.html:3:58")
    #expect(
      warning[1]
        == "u1 is there twice: “x”, | `y` </td></script><img src=x onerror=alert(1)> [a](javascript:b) *c* _d_."
        + " u1-twice")
    #expect(document.tables[3][2][0] == "public/a|b/100%`x`.html:1:4413 and 29 more")
  }

  @Test("what GitHub would find by itself stays text", Oracle.needs(Oracle.python))
  func references() throws {
    let page = SampleSource("a.html", "x")
    let audit = SampleAudit.empty.with(
      page.file, [page.finding("x", .error, at: "x", "@octocat #12 http://a.b www.a.b c@d.e", fix: "")])
    let text = audit.text(MarkdownReport())
    #expect(text.contains("\\@\u{200B}octocat \\#\u{200B}12"))
    #expect(try read(audit).links == [])
  }

  @Test("fits in a comment, and counts what does not")
  func size() {
    var audit = SampleAudit.empty
    audit.pages = (0..<400).map { number in
      let page = SampleSource("\(number)/\(String(repeating: "é|", count: 200)).html", "<p>x")
      let message = "\(number) " + String(repeating: "\\|", count: 300)
      return AuditedPage(
        file: page.file, links: [],
        findings: Severity.allCases.map { page.finding("a-\($0)", $0, at: "x", message, fix: message) })
    }
    audit.count()
    let text = audit.text(MarkdownReport())
    #expect(text.unicodeScalars.count < 65_536)
    #expect(text.contains("<summary>400 errors</summary>") && text.contains("<summary>400 info</summary>"))
    #expect(text.firstMatch(of: #/… and \d+ more\./#) != nil)
  }
}
