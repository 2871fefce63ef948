import AutoTagAudit
import Foundation
import TestSupport
import Testing

@Suite("The report as JUnit XML")
struct JUnitReportTests {
  private struct Suite: Decodable, Equatable {
    let name: String
    let tests, failures, errors: Int
    /// “passed”, “failure error: message”, …
    let results: [String]
  }

  private func read(_ audit: SampleAudit, failOn: Severity?) throws -> [Suite] {
    let output = try Oracle.script("junit_report.py", input: audit.data(JUnitReport(failOn: failOn)))
    return try JSONDecoder().decode([Suite].self, from: output.standardOutput)
  }

  @Test(
    "junitparser reads it: a page is a suite, findings and sound links are tests", Oracle.needs(Oracle.python)
  )
  func junitparser() throws {
    let audit = SampleAudit.odd
    let suites = try read(audit, failOn: .error)
    #expect(
      suites.map(\.name) == audit.pages.map { "public/\($0.file)" } + [
        "(site)", "public/locked & <odd>.html",
      ])
    #expect(suites.map(\.tests) == [5, 30, 1, 1])
    #expect(suites.map(\.failures) == [3, 0, 0, 0])
    #expect(suites.map(\.errors) == [0, 0, 0, 1])
    #expect(suites[0].results[0] == "Failure error: The AnyTrack tag is not in this page's <head>.")
    #expect(suites[0].results[2] == "passed")
    #expect(suites[3].results == [#"Error unreadable-page: Permission \u{7}denied: 100%, a:b"#])
  }

  @Test("what fails the run fails its test", Oracle.needs(Oracle.python))
  func failOn() throws {
    #expect(try read(.odd, failOn: .warning).map(\.failures) == [4, 0, 1, 0])
    #expect(try read(.odd, failOn: .info).map(\.failures) == [5, 30, 1, 0])
    #expect(try read(.odd, failOn: nil).map(\.failures) == [0, 0, 0, 0])
    #expect(try read(.empty, failOn: .error) == [])
  }

  @Test("links without findings are passed tests", Oracle.needs(Oracle.python))
  func soundLinks() throws {
    var audit = SampleAudit.empty
    let page = SampleSource("a.html", "<a href=https://click>")
    audit.pages = [
      AuditedPage(
        file: page.file,
        links: [page.link(at: "https://click", text: "x", .click, id: nil, .trackable)], findings: [])
    ]
    audit.count()
    #expect(
      try read(audit, failOn: .error) == [
        Suite(name: "public/a.html", tests: 1, failures: 0, errors: 0, results: ["passed"])
      ])
  }
}
