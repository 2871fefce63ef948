import AutoTagAudit
import Foundation
import TestSupport
import Testing

@Suite("The report as JSON")
struct JSONReportTests {
  @Test("Python's json reads it, with every string as it was", Oracle.needs("python3"))
  func python() throws {
    let audit = SampleAudit.odd
    let script = """
      import json, sys
      report = json.load(sys.stdin)
      links = [link for page in report["pages"] for link in page["links"]]
      for link in links: print(json.dumps(link["text"]))
      print(report["pages"][0]["findings"][2]["message"] == sys.argv[1], len(report["pages"][1]["findings"]))
      """
    let message = audit.pages[0].findings[2].message
    let output = try Oracle.run("python3", ["-c", script, message], input: audit.data(JSONReport()))
    #expect(output.standardError == "")
    let texts = try output.lines.dropLast().map {
      try JSONDecoder().decode(String.self, from: Data($0.utf8))
    }
    #expect(texts == audit.links.map(\.text))
    #expect(output.lines.last == "True 30")
  }

  @Test("follows its schema", Oracle.needs(Oracle.python), arguments: [SampleAudit.odd, .empty])
  func schema(audit: SampleAudit) throws {
    let schema = Oracle.root.appending(path: "Sources/Audit/Reports/audit.schema.json").path
    _ = try Oracle.script("json_schema.py", [schema], input: audit.data(JSONReport()))
  }
}
