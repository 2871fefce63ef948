import AutoTagConversions
import AutoTagEarnings
import AutoTagText
import Foundation
import TestSupport
import Testing

@Suite("reports about what links earned")
struct EarningsReportsTests {
  /// Something of everything, and names that are markup or formulas elsewhere.
  static func odd() throws -> (conversions: Conversions, earnings: Earnings) {
    let lines = JoinTests.cases.enumerated().flatMap { index, one in
      one.lines.map { line in
        var line = line
        line.order += "\(index)"
        return line
      }
    }
    let hostile = (0..<20).map { Shop.Line("click", mid: "=<b>|\u{1B}\($0)", order: "x\($0)") }
    let conversions = try Shop.conversions(lines + hostile)
    return (conversions, try EarningsJoin.earnings(of: conversions, with: try Shop.links()))
  }

  @Test("JSON is as its schema says", Oracle.needs(Oracle.python))
  func json() throws {
    let (conversions, earnings) = try Self.odd()
    var bytes: [UInt8] = []
    JSONConversions(conversions, version: "1", earnings: earnings).write { bytes += $0 }
    let schema = Oracle.root.appending(path: "Sources/Conversions/Reports/conversions.schema.json").path
    _ = try Oracle.script("json_schema.py", [schema], input: Data(bytes))
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let own = try #require(object?["earnings"] as? [String: Any])
    #expect((own["currencies"] as? [Any])?.count == 3)
  }

  @Test("the rows of CSV have all columns, and each table's are the total")
  func csv() throws {
    let (conversions, earnings) = try Self.odd()
    let script = """
      import csv, re, sys
      from decimal import Decimal
      rows = list(csv.DictReader(sys.stdin))
      sums = {}
      for row in rows:
          assert None not in row and None not in row.values(), row
          for cell in row.values():
              assert not re.match(r"[=+@\\t\\r\\n-]", cell) or re.fullmatch(r"-[0-9]+(\\.[0-9]+)?", cell), cell
          if row["counted"] == "yes":
              sums.setdefault(row["currency"], {}).setdefault(row["by"], Decimal(0))
              sums[row["currency"]][row["by"]] += Decimal(row["commission"])
      assert len(sums) == 3, sums
      for by in sums.values():
          assert len(by) == 5 and len(set(by.values())) == 1, sums
      """
    let summary = Data(CSVConversions(conversions, earnings: earnings).summary)
    let output = try Oracle.run("python3", ["-c", script], input: summary)
    #expect(output.status == 0, "\(output.standardError)")
  }

  @Test("text and Markdown show what they leave out as a row, and no markup or control character of others")
  func words() throws {
    let (conversions, earnings) = try Self.odd()
    let style = Style(isColored: false)
    let text = TextConversions(conversions, style: style, earnings: earnings).text
    #expect(text.contains("by page  orders, taken back, sales, commission in USD"))
    #expect(text.contains("(a click id that names no link)"))
    #expect(text.contains("  … and 13 more"))
    #expect(text.contains("links and no sale"))
    #expect(!text.contains("\u{1B}"))
    let all = TextConversions(conversions, style: style, limit: nil, earnings: earnings).text
    #expect(!all.contains("… and"))
    let markdown = MarkdownConversions(conversions, earnings: earnings).text
    #expect(markdown.contains("| by page | orders | taken back | sales | commission, USD |"))
    #expect(!markdown.contains("<b>"))
    #expect(!markdown.contains("\u{1B}"))
    #expect(markdown.contains("- 3\\: 1 link, the first at"))
  }
}
