import AutoTagAudit
import Foundation
import TestSupport
import Testing

@Suite("The inventory as CSV")
struct CSVInventoryTests {
  /// With the apostrophe before what a spreadsheet takes for a formula.
  private static func guarded(_ text: String?) -> String {
    let text = text ?? ""
    return text.first.map { "=+-@".contains($0) } == true ? "'" + text : text
  }

  @Test("Python's csv reads every value as it was, formulas with their guard", Oracle.needs("python3"))
  func python() throws {
    let script = """
      import csv, io, json, sys
      text = sys.stdin.buffer.read().decode()
      print(json.dumps(list(csv.DictReader(io.StringIO(text, newline=""), strict=True))))
      """
    let output = try Oracle.run("python3", ["-c", script], input: SampleAudit.odd.data(CSVInventory()))
    #expect(output.standardError == "")
    let rows = try JSONDecoder().decode([[String: String]].self, from: output.standardOutput)
    let links = SampleAudit.odd.links
    try #require(rows.count == links.count)
    for (row, link) in zip(rows, links) {
      #expect(row["line"] == String(link.line) && row["column"] == String(link.column))
      #expect(row["text"] == Self.guarded(link.text.replacing("\u{1B}", with: #"\u{1b}"#)))
      #expect(row["href"] == link.href && row["group"] == link.group && row["kind"] == link.kind.rawValue)
      #expect(
        row["id"] == Self.guarded(link.id) && row["mid"] == Self.guarded(link.mid)
          && row["offerid"] == link.offerid ?? "")
      #expect(row["destination"] == link.destination ?? "" && row["state"] == link.state.rawValue)
      #expect(row["chain_end"] == link.chain?.end ?? "" && row["chain_reason"] == link.chain?.reason ?? "")
      #expect(row["chain_query"] == link.chain?.query.rawValue ?? "")
    }
    #expect(
      rows[2]["chain"] == "/go/laces → /out?to=<laces> (301, .htaccess:9) "
        + "→ https://click.linksynergy.com/deeplink?id=8mTrailhead&mid=37110 (302, nginx.conf:12)")
    #expect(
      rows[1]["text"] == "'=HYPERLINK(\"http://evil\")" && rows[1]["id"] == "'-A" && rows[1]["mid"] == "'+1")
    #expect(rows.map { $0["page"] } == [0, 0, 0, 1].map { SampleAudit.odd.pages[$0].file })
  }

  @Test(
    "what a spreadsheet takes for a formula is guarded",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "-1"), ("-1.5", "-1.5"), ("-1+1", "'-1+1"), ("--1", "'--1"),
      ("@SUM(1)", "'@SUM(1)"), ("\t=1", "'\t'=1"),
      ("\n=1", "\"'\n'=1\""),
      ("＝1", "'＝1"), ("1=1", "1=1"), (" =1", "\" '=1\""), ("'=1", "'=1"), ("=a,b", "\"'=a,b\""),
      ("=\"x\"", "\"'=\"\"x\"\"\""),
    ])
  func formula(text: String, cell: String) {
    var audit = SampleAudit.empty
    let page = SampleSource("a.html", "x")
    audit.pages = [
      AuditedPage(
        file: "a.html", links: [page.link(at: "x", text: text, .other, id: nil, .trackable)], findings: [])
    ]
    #expect(audit.text(CSVInventory()).contains("\r\na.html,1,1,\(cell),"))
  }

  @Test("lines end in CR LF, and without links there is the header")
  func lines() {
    let text = SampleAudit.empty.text(CSVInventory())
    #expect(text.hasPrefix("page,line,column,") && text.hasSuffix("chain_reason\r\n"))
  }
}
