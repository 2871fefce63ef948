import Foundation
import TestSupport
import Testing

/// Histories whose outcome `Tests/Oracles/conversion_histories.py` works out from the text of `Sources/Conversions/README.md`
/// alone, written as reports, answers of the Events API and postbacks for the program. Its usage text says how to run 10,000.
@Suite("histories by the written rules")
struct WrittenHistoriesTests {
  private static let count = 400

  @Test("have the ledger and the sums that the text says", Oracle.needs(Oracle.python))
  func histories() async throws {
    let output = try await Oracle.slowScript(
      "conversion_histories.py", [Product.autotag, "--count", "\(Self.count)", "--per-run", "\(Self.count)"])
    #expect(output.lines.count == 1)
    #expect(output.lines.first?.hasPrefix("\(Self.count) histories, ") == true)
  }
}
