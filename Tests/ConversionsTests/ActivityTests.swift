import AutoTagConversions
import AutoTagText
import Testing

@Suite("clicks and sales by u1")
struct ActivityTests {
  static let header = "Member ID (U1),MID,Advertiser Name,# of Clicks,Sales,Total Commission\n"

  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let findings: [String]
    var testDescription: String { text }

    init(_ text: String, _ findings: [String]) { (self.text, self.findings) = (text, findings) }
  }

  static let rows = [
    Row("abc,1,Lamps,12,3.00,0.30", []),
    Row(
      ",1,Lamps,12,3.00,0.30",
      ["u1-missing 2:1 the line has no click id (12 clicks, Lamps, commission 0.30 USD)"]),
    Row(
      ",1,,1,3.00,0.30", ["u1-missing 2:1 the line has no click id (1 click, 1, commission 0.30 USD)"]),
    Row(
      "--CLICK-ID--,1,Lamps,12,3.00,0.30",
      [
        "u1-placeholder 2:1 u1 is a placeholder that nothing replaced: “--CLICK-ID--” (12 clicks, Lamps, commission 0.30 USD)"
      ]),
    Row(
      "a b,1,Lamps,12,3.00,0.30",
      ["u1-malformed 2:1 u1 is nothing that Rakuten takes: “a b” (12 clicks, Lamps, commission 0.30 USD)"]),
    Row(
      "jane@example.com,1,Lamps,12,3.00,0.30",
      [
        "u1-looks-personal 2:1 u1 looks like an e-mail address or a phone number (12 clicks, Lamps, commission 0.30 USD)"
      ]),
    // A sale without commission, and a return.
    Row(
      ",1,Lamps,0,3.00,0", ["u1-missing 2:1 the line has no click id (0 clicks, Lamps, commission 0.00 USD)"]),
    Row(
      ",1,Lamps,0,-3.00,-0.30",
      ["u1-missing 2:1 the line has no click id (0 clicks, Lamps, commission -0.30 USD)"]),
    // Clicks alone lose nothing.
    Row(",1,Lamps,12,0.00,0", []), Row("--CLICK-ID--,1,Lamps,12,0,0.00", []),
  ]

  @Test("the sums by file have the clicks, in rows of their own")
  func summary() throws {
    let clicks = Self.header + "abc,1,Lamps,12,3.00,0.30\ndef,1,Lamps,5,0,0\n"
    let files = [("a.csv", clicks), ("b.csv", clicks), ("c.csv", Report.text([Report.line()]))]
    func summary(_ files: [(String, String)]) throws -> [Substring] {
      String(decoding: CSVConversions(try Conversions.read(files)).summary, as: UTF8.self)
        .split(whereSeparator: \.isNewline)
    }
    let rows = try summary(files)
    #expect(rows.first == "file,currency,state,counted,lines,sales,commission,clicks")
    #expect(rows.contains("c.csv,,ok,yes,1,10.00,2.50,"))
    // The second report is the first one again.
    #expect(rows.last == "a.csv,,clicks,apart,2,3.00,0.30,17")
    #expect(!rows.contains { $0.hasPrefix("b.csv") })
    #expect(try summary([files[2]]).first == "file,currency,state,counted,lines,sales,commission")
  }

  @Test("a row with sales whose u1 names no click is told of at its place, with what to do", arguments: rows)
  func faults(row: Row) throws {
    var options = ConversionOptions()
    options.currency = Currency("USD")
    let text = Self.header + row.text + "\n"
    let turned = Self.header + "x,1,Lamps,1,0,0\n" + row.text + "\n"
    let conversions = try Conversions.read([("a", text), ("b", text)], options)
    let told = conversions.all.map {
      "\($0.code.rawValue) \($0.line):\($0.column ?? 0) \($0.message)"
    }
    #expect(told == row.findings)
    #expect(conversions.all.allSatisfy { !$0.fix.isEmpty })
    #expect(conversions.findings.values.reduce(0, +) == row.findings.count)
    // Lines in another order are the same report again.
    let other = Self.header + row.text + "\nx,1,Lamps,1,0,0\n"
    let again = try Conversions.read([("a", turned), ("b", other)], options)
    #expect(again.sources.map(\.original) == [nil, "a"])
    #expect(again.all.map(\.location) == row.findings.map { _ in "a:3:1" })
    #expect(again.findings.values.reduce(0, +) == row.findings.count)
  }

  @Test("the number of findings shown has its limit")
  func limit() throws {
    let rows = (0..<9).map { ",\($0),Lamps,1,3.00,0.30\n" }.joined()
    let conversions = try Conversions.read(Self.header + rows)
    var shown = 0
    conversions.forEachFinding(most: 2) { if $0.code == .subidMissing { shown += 1 } }
    #expect(shown == 2)
    #expect(conversions.findings[.subidMissing] == 9)
    // Amounts without a currency are told of once for the file.
    #expect(
      conversions.all.filter { $0.code == .currencyMissing }.map(\.message) == [
        "9 lines tell no currency: their amounts are kept apart"
      ])
    let text = TextConversions(conversions, style: Style(isColored: false)).text
    #expect(text.contains("Sales & Activity by u1 · 9 rows\n"))
    #expect(text.contains("  a report of its own\n"))
  }

  static let headers: [(header: String, missing: String?)] = [
    ("Member ID (U1),# of Clicks,Sales,Total Commission", nil),
    ("U1,MID,# of Clicks,Gross Sales,Adjusted Commission", "Total Commission"),
    ("Member ID (U1),# of Clicks,x,Total Commission", "Sales"),
  ]

  @Test("the columns that are needed, and those that are told of", arguments: headers)
  func columns(header: String, missing: String?) throws {
    let cells = header.split(separator: ",").map { $0.contains("U1") ? "abc" : "1" }.joined(separator: ",")
    let conversions = try Conversions.read("\(header)\n\(cells)\n")
    #expect(conversions.sources.map(\.format) == [.activity])
    #expect(conversions.activity.map(\.clicks) == [1])
    let told = conversions.all.filter { $0.code == .columnMissing }.map(\.message)
    #expect(told.count == (missing == nil ? 0 : 1))
    #expect(told.allSatisfy { $0.contains(missing ?? "") })
  }
}
