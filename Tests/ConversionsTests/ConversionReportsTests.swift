import AutoTagConversions
import AutoTagText
import Foundation
import TestSupport
import Testing

@Suite("reports about conversions")
struct ConversionReportsTests {
  /// A reading that has something of everything, with texts from hostile senders.
  static func odd() throws -> Conversions {
    let lines = [
      Report.line(),
      Report.line(
        u1: "", order: "=1+1", sku: "+cmd|' /C calc'!A0", sales: "-10.00", items: "-1", commission: "-2.50"),
      Report.line(u1: "--CLICK-ID--", mid: "7", name: "<b>x</b>|\u{1B}[31m", order: "@SUM(A1)"),
      Report.line(u1: "token=SECRET", order: "https://x/?token=SECRET"), Report.line(sales: "1.234,56"),
      Report.line(date: "21/5/23"), Report.line(date: ""),
    ]
    let messages = [
      RulesTests.event, RulesTests.sale, RulesTests.twin, RulesTests.sale,
      RulesTests.sale.with {
        $0.id = "7"
        $0.sku = "B"
        $0.commission = "1.2345"
      },
      RulesTests.sale.with {
        $0.id = "8"
        $0.currency = "JPY"
        $0.order = "jp"
      },
    ]
    let clicks = "Member ID (U1),MID,# of Clicks,Sales,Total Commission\nabc,1,12,3.00,0.30\n"
    return try Conversions.read([
      ("a.csv", "network: 3, https://x/filters?token=SECRET\n" + Report.text(lines)),
      ("b.json", messages.map(\.json).joined(separator: "\n")), ("c.csv", clicks), ("d.csv", clicks),
      ("e", "nothing"),
    ])
  }

  static func json(_ conversions: Conversions) -> Data {
    var bytes: [UInt8] = []
    JSONConversions(conversions, version: "1").write { bytes += $0 }
    return Data(bytes)
  }

  static func csv(_ conversions: Conversions) -> String {
    var bytes: [UInt8] = []
    CSVConversions(conversions).writeLedger { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("JSON is as its schema says", Oracle.needs(Oracle.python))
  func schema() throws {
    let schema = Oracle.root.appending(path: "Sources/Conversions/Reports/conversions.schema.json").path
    for conversions in [try Self.odd(), try Conversions.read("nothing")] {
      _ = try Oracle.script("json_schema.py", [schema], input: Self.json(conversions))
    }
  }

  @Test("JSON has all codes in its schema")
  func codes() {
    for code in ConversionCode.allCases {
      #expect(JSONConversions.schema.contains("\"\(code.rawValue)\""), "\(code.rawValue)")
    }
  }

  @Test("the sums of JSON are those of its ledger")
  func sums() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Self.json(try Self.odd())) as? [String: Any])
    let ledger = try #require(object["ledger"] as? [[String: Any]])
    let totals = try #require(object["totals"] as? [[String: Any]])
    for total in totals {
      let code = total["currency"] as? String
      let counted = try #require(total["counted"] as? [String: Any])
      let lines = ledger.filter { $0["currency"] as? String == code && $0["counted"] as? Bool == true }
      let sum = lines.reduce(Decimal(0)) { $0 + (Decimal(string: $1["commission"] as? String ?? "") ?? 0) }
      #expect(Decimal(string: try #require(counted["commission"] as? String)) == sum)
      #expect(counted["lines"] as? Int == lines.count)
    }
    #expect(totals.count == 3)
  }

  @Test("JSON has each advice once")
  func fixes() throws {
    let lines = (0..<9).map { Report.line(u1: $0 < 5 ? "" : "a b{c}", order: "\($0)") }
    let object = try #require(
      try JSONSerialization.jsonObject(with: Self.json(try Conversions.read(Report.text(lines))))
        as? [String: Any])
    let findings = try #require(object["findings"] as? [[String: Any]])
    let fixes = try #require(object["fixes"] as? [String])
    #expect(fixes.count == 3)
    #expect(
      try findings.map { fixes[try #require($0["fix"] as? Int)].prefix(9) }
        == ["say --cur"] + [Substring](repeating: "look whet", count: 5)
        + [Substring](repeating: "write at ", count: 4))
  }

  @Test("no cell of CSV is a formula, and every record has all columns")
  func formulas() throws {
    let odd = try Self.odd()
    let count = 1 + odd.lineCount + odd.sources.reduce(0) { $0 + $1.unread }
    let input = Data(Self.csv(odd).utf8)
    let script = """
      import csv, re, sys
      rows = list(csv.reader(sys.stdin))
      assert len(rows) == \(count), len(rows)
      assert len({len(row) for row in rows}) == 1
      for row in rows:
          for cell in row:
              assert not re.match(r"[=+@\\t\\r\\n-]", cell) or re.fullmatch(r"-[0-9]+(\\.[0-9]+)?", cell), cell
      """
    let output = try Oracle.run("python3", ["-c", script], input: input)
    #expect(output.status == 0, "\(output.standardError)")
  }

  @Test("no report shows the token of a report's address that a message quotes, nor what a terminal obeys")
  func secrets() throws {
    let conversions = try Self.odd()
    for limit in [nil, 5] {
      let text = TextConversions(conversions, style: Style(isColored: false), limit: limit).text
      #expect(!text.contains("SECRET"))
      #expect(!text.contains("\u{1B}"))
    }
    let markdown = MarkdownConversions(conversions).text
    #expect(!markdown.contains("SECRET"))
    #expect(!markdown.contains("<b>"))
    #expect(!markdown.contains("\u{1B}"))
    #expect(!Self.csv(conversions).contains("\u{1B}"))
  }

  @Test("all reports tell the same sums and events in the same order")
  func order() throws {
    func sale(_ order: String, _ commission: String, isEvent: Bool = false) -> Message {
      RulesTests.sale.with {
        ($0.id, $0.order, $0.commission, $0.isEvent, $0.u1) = (order, order, commission, isEvent, order)
      }
    }
    var options = ConversionOptions()
    options.events.skus = ["Z": "Enquiry"]
    let messages = [
      sale("1", "0"), sale("2", "1.00"), sale("3", "2.00"), sale("4", "3.00", isEvent: true),
      sale("5", "0").with { $0.sku = "Z" }, sale("6", "-1.00").with { $0.sales = "-1.00" },
    ]
    let conversions = try Conversions.read(messages.map(\.json).joined(separator: "\n"), options)
    let text = TextConversions(conversions, style: Style(isColored: false)).text
    let markdown = MarkdownConversions(conversions).text
    let json = String(decoding: Self.json(conversions), as: UTF8.self)
    let orders = "6 orders: 3 Purchase, 1 Enquiry, 1 Lead, 1 taken back"
    #expect(text.contains(orders))
    #expect(markdown.contains(orders))
    #expect(json.contains("\"events\": {\"Purchase\": 3, \"Enquiry\": 1, \"Lead\": 1}"), "\(json)")
    #expect(text.contains("of which only announced"))
    #expect(markdown.contains("| of which only announced | 1 | 100.00 | 3.00 |"))
    let titles = ["ok", "counted", "of which only announced"]
    #expect(Self.rows(text, titles) == titles)
    #expect(Self.rows(markdown.replacing("*", with: "").replacing("| ", with: ""), titles) == titles)
  }

  /// The titles that lines begin with, in their order.
  private static func rows(_ text: String, _ titles: [String]) -> [String] {
    text.split(separator: "\n").compactMap { line in
      titles.first { line.drop { $0 == " " }.hasPrefix($0 + " ") }
    }
  }

  @Test("a file that failed stands in the list, and in the last line")
  func failed() throws {
    let good = Report.text([Report.line(), Report.line(mid: "7", order: "2")])
    let conversions = try Conversions.read([("a.csv", good), ("b.csv", "nothing")])
    let text = TextConversions(conversions, style: Style(isColored: false)).text
    #expect(text.contains("  b.csv  failed\n"))
    #expect(text.hasSuffix("\nfailed: 1 of 2 files, which the sums are without\n"))
    #expect(
      text.contains("  Lamps, Ltd (45904)  1 order  2.50   ?\n  Lamps, Ltd (7)      1 order  2.50   ?\n"))
  }

  @Test("of a file that failed further down the reports say that its first lines are in the sums")
  func failedPartly() throws {
    let lines = (0..<2000).map { OddSourcesTests.logs[0].replacing("=X1&", with: "=\($0)&") + "\n" }.joined()
    let packed = try Oracle.run("gzip", ["-c"], input: Data(lines.utf8)).standardOutput
    let cut = ConversionInput(path: "cut.gz", contents: Array(packed.dropLast(4)))
    func read(_ more: [ConversionInput]) throws -> (text: String, markdown: String, lines: Int) {
      let conversions = try Conversions.read([cut] + more, ConversionOptions())
      let lines = try #require(conversions.totals.first?.sums.counted.lines)
      #expect(lines > 0)
      return (
        TextConversions(conversions, style: Style(isColored: false)).text,
        MarkdownConversions(conversions).text, lines
      )
    }
    let alone = try read([])
    #expect(
      alone.text.contains("  cut.gz  postbacks in an access log, failed after \(alone.lines) lines\n"))
    #expect(
      alone.text.hasSuffix(
        "\nfailed: 1 of 1 file, of which the sums have the lines before the fault alone\n"))
    #expect(alone.markdown.contains("; the sums have the \(alone.lines) lines before the fault\n"))
    #expect(
      try read([ConversionInput(path: "e", contents: Array("nothing".utf8))]).text.hasSuffix(
        "\nfailed: 2 of 2 files, which the sums are without, but for the lines before the fault in 1 of them\n"
      ))
  }

  @Test("text counts what it does not show")
  func folded() throws {
    let lines = (0..<9).map { Report.line(u1: "", order: "\($0)") }
    let conversions = try Conversions.read(Report.text(lines))
    let text = TextConversions(conversions, style: Style(isColored: false)).text
    #expect(text.contains("… and 4 more [u1-missing]"))
    #expect(text.ranges(of: "warning: the line has no click id").count == 5)
    let all = TextConversions(conversions, style: Style(isColored: false), limit: nil).text
    #expect(all.ranges(of: "warning: the line has no click id").count == 9)
  }
}
