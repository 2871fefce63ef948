import AutoTagConversions
import AutoTagText
import Foundation
import TestSupport
import Testing

@Suite("sources that are given twice")
struct RepeatedSourceTests {
  struct Source: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String

    init(_ description: String, _ text: String) { (testDescription, self.text) = (description, text) }
  }

  static let clicks = "Member ID (U1),# of Clicks,Sales,Total Commission\n"
  static let sources = [
    Source("lines", Report.text([Report.line(), Report.line()])),
    Source(
      "lines that are not understood",
      Report.text([
        Report.line(), Report.line(sales: "x"), Report.line(date: "21/5/23"), Report.line() + ["more"],
      ])),
    Source("nothing but such a line", Report.text([Report.line(commission: "")])),
    Source("columns that are missing", "Order ID,Gross Commissions\n1,2.50\n1,2.50\n"),
    Source("the header again", Report.text([Report.line()]) + Report.text([Report.line()])),
    Source("lines above and below", "Network: 3\n" + Report.text([Report.line(), ["Total"]])),
    Source(
      "u1 of all faults", Report.text(["", "--CLICK-ID--", "a b", "a@b.com"].map { Report.line(u1: $0) })),
    Source(
      "messages", [RulesTests.event, RulesTests.sale, RulesTests.twin].map(\.json).joined(separator: "\n")),
    Source(
      "a message that changed",
      [RulesTests.sale, RulesTests.sale.with { $0.commission = "12.00" }].map(\.json).joined(separator: "\n")),
    Source("messages that are broken", RulesTests.sale.json + "\n{\"order_id\": \n[1]\n"),
    Source("a log", MessageTests.line("/pb?" + MessageTests.query) + "\nodd\n" + MessageTests.line("/x")),
    Source("clicks", clicks + "abc,12,3.00,0.30\n,1,3.00,0.30\n"),
    Source("clicks that are not understood", clicks + "abc,12,3.00,0.30\nabc,x,3.00,0.30\n"),
    Source("nothing but such clicks", clicks + "abc,x,3.00,0.30\n"),
    Source(
      "more than a buffer", Report.text((0..<3000).map { Report.line(order: "\($0)", sales: "\($0 % 9)x") })),
  ]

  /// All that a reading says but for the sources that add nothing.
  private static func outcome(_ conversions: Conversions) -> [String] {
    let lines = RulesTests.outcome(conversions) + conversions.all.map { "\($0.location) \($0.message)" }
    let clicks = conversions.activity.map { "\($0.clicks) \($0.sums)" }
    let sums = String(decoding: CSVConversions(conversions).summary, as: UTF8.self)
    return lines + clicks + conversions.totals.map { "\($0.sums)" } + [sums]
  }

  @Test("the result is the same, and it is said which source adds nothing", arguments: sources)
  func twice(source: Source) throws {
    let once = try Conversions.read([("a", source.text)])
    #expect(once.sources.map(\.original) == [nil])
    for name in ["a", "b"] {
      let twice = try Conversions.read([("a", source.text), (name, source.text)])
      #expect(Self.outcome(twice) == Self.outcome(once))
      #expect(twice.sources.map(\.original) == [nil, "a"])
      #expect(twice.sources.map(\.unread) == [once.sources[0].unread, 0])
      let said = name == "a" ? "given twice" : "the same as"
      #expect(TextConversions(twice, style: Style(isColored: false)).text.contains(said))
      #expect(MarkdownConversions(twice).text.contains(said))
    }
  }

  @Test("a source that was compressed is the same, between others too", arguments: sources)
  func compressed(source: Source) throws {
    let packed = Array(try Oracle.run("gzip", ["-c"], input: Data(source.text.utf8)).standardOutput)
    let other = Report.text([Report.line(), Report.line(order: "other", sales: "y")])
    func read(_ inputs: [ConversionInput]) throws -> Conversions {
      try Conversions.read(inputs, ConversionOptions())
    }
    let first = [
      ConversionInput(path: "a", contents: Array(source.text.utf8)),
      ConversionInput(path: "b", contents: Array(other.utf8)),
    ]
    let all = try read(first + [ConversionInput(path: "c", contents: packed)])
    #expect(all.sources.map(\.original) == [nil, nil, "a"])
    #expect(Self.outcome(all) == Self.outcome(try read(first)))
    // What comes behind it is read as ever.
    let behind = ConversionInput(
      path: "d", contents: Array(Report.text([Report.line(), Report.line(), Report.line()]).utf8))
    let more = try read(first + [ConversionInput(path: "c", contents: packed), behind])
    #expect(more.sums == (try read(first + [behind])).sums)
    #expect(more.findings == (try read(first + [behind])).findings)
  }

  @Test(
    "a source that differs in anything is no other one again",
    arguments: ["", "\n", "\r\n", String(repeating: "\n", count: 8), "\u{0}"])
  func other(more: String) throws {
    let text = Report.text([Report.line(sales: "x")])
    let conversions = try Conversions.read([("a", text), ("b", text + more)])
    #expect(conversions.sources.map(\.original) == [nil, more.isEmpty ? "a" : nil])
  }

  @Test("what cannot be read is told of once for each file")
  func failed() throws {
    let inputs = ["/nowhere/a", "/nowhere/a", "/nowhere/b"].map { ConversionInput(path: $0) }
    let missing = try Conversions.read(inputs, ConversionOptions())
    #expect(missing.sources.map { $0.problem == nil } == [false, true, false])
    let empty = try Conversions.read([("a", "nothing"), ("a", "nothing"), ("b", "nothing")])
    #expect(empty.sources.map { $0.problem == nil } == [false, true, false])
  }
}
