import AutoTagAudit
import Testing

@Suite("Severities")
struct SeverityTests {
  @Test("are ordered from info to error")
  func order() {
    #expect(Severity.allCases.sorted() == [.info, .warning, .error])
  }
}
