import AutoTagAudit
import Foundation
import TestSupport
import Testing

@Suite("Reports of random audits")
struct RandomAuditTests {
  private static let count = 500

  @Test("are well-formed in every format", Oracle.needs(Oracle.python))
  func wellFormed() async throws {
    let folder = try TemporaryFolder()
    for seed in 0..<Self.count {
      var random = RandomAudit(seed: seed)
      let audit = random.next()
      try folder.write(audit.data(JSONReport()), to: "\(seed).json")
      try folder.write(audit.data(SARIFReport()), to: "\(seed).sarif")
      try folder.write(audit.data(JUnitReport(failOn: .warning)), to: "\(seed).xml")
      try folder.write(audit.data(MarkdownReport()), to: "\(seed).md")
      try folder.write(audit.data(CSVInventory()), to: "\(seed).csv")
      try folder.write(audit.data(HTMLReport()), to: "\(seed).html")
      try folder.write(audit.data(GitHubReport()), to: "\(seed).github")
    }
    let schema = Oracle.root.appending(path: "Sources/Audit/Reports/audit.schema.json").path
    let output = try await Oracle.slowScript("report_formats.py", [folder.url.path, schema])
    #expect(output.lines == ["\(Self.count) audits"])
  }

  @Test("have nothing in them that a terminal obeys")
  func terminal() {
    for seed in 0..<Self.count {
      var random = RandomAudit(seed: seed)
      let audit = random.next()
      for text in [audit.text(TextReport()), audit.text(GitHubReport()), audit.text(JSONReport())] {
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F })
        #expect(!text.unicodeScalars.contains { (0x80...0x9F).contains($0.value) })
      }
    }
  }
}
