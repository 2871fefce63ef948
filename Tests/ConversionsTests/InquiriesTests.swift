import AutoTagConversions
import Foundation
import TestSupport
import Testing

@Suite("transaction inquiries")
struct InquiriesTests {
  static let header = "order id,date,amount,mid,u1\n"
  /// The order 1001 of the advertiser 45904 is of 2023-05-21; 1002 is only announced by an event.
  static func conversions() throws -> Conversions {
    let event = RulesTests.sale.with {
      $0.isEvent = true
      $0.order = "1002"
      $0.advertiser = "37110"
    }
    return try Conversions.read([
      ("r.csv", Report.text([Report.line(), Report.line(order: "1005", date: "6/10/23")])),
      ("e.json", event.json.replacing("2026-03-10", with: "2023-05-21")),
    ])
  }

  static func inquiries(
    _ orders: String, today: String = "2023-06-20", _ options: ConversionOptions = ConversionOptions()
  ) throws -> Inquiries {
    try Inquiries(
      about: ConversionInput(path: "orders.csv", contents: Array(orders.utf8)), try conversions(), options,
      today: try #require(Day(today)))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: [String]
    let counts: [Inquiries.Outcome: Int]
    let rows: [String]

    init(_ name: String, _ lines: String..., counts: [Inquiries.Outcome: Int], rows: String...) {
      (testDescription, self.lines, self.counts, self.rows) = (name, lines, counts, rows)
    }
  }

  static let none = "no commission was reported"

  static let cases = [
    Case("found", "1001,2023-05-21,10.00,45904,click1", counts: [.found: 1]),
    Case(
      "the order of another advertiser", "1001,2023-05-21,10.00,7,click1", counts: [.filled: 1],
      rows: "7,1001,2023-05-21,10.00,click1,\(none)"),
    Case(
      "another order", "1003,5/22/23,\"1,234.5\",45904,", counts: [.filled: 1],
      rows: "45904,1003,2023-05-22,1234.50,,\(none)"),
    Case("6 days old", "9,2023-06-14,1,1,", counts: [.tooYoung: 1]),
    Case("7 days old", "9,2023-06-13,1,1,", counts: [.filled: 1], rows: "1,9,2023-06-13,1.00,,\(none)"),
    Case("180 days old", "9,2022-12-22,1,1,", counts: [.filled: 1], rows: "1,9,2022-12-22,1.00,,\(none)"),
    Case("181 days old", "9,2022-12-21,1,1,", counts: [.tooOld: 1]),
    Case("of tomorrow", "9,2023-06-21,1,1,", counts: [.tooYoung: 1]),
    Case(
      "twice in the same words", "9,2023-06-01,1,1,a", "9,2023-06-01,1.00,1,a",
      counts: [.filled: 1, .repeated: 1],
      rows: "1,9,2023-06-01,1.00,a,\(none)"),
    Case(
      "twice with other amounts", "9,2023-06-01,1,1,a", "9,2023-06-01,2,1,a", counts: [.filled: 2],
      rows: "1,9,2023-06-01,1.00,a,\(none)", "1,9,2023-06-01,2.00,a,\(none)"),
    Case(
      "announced by an event", "1002,2023-05-21,1,37110,", counts: [.filled: 1],
      rows:
        "37110,1002,2023-05-21,1.00,,\"announced as an event (is_event Y), and no commission was reported\""),
    Case(
      "no cell is a formula", "=1+1,2023-06-01,-1,7,a", "9,2023-06-01,-1,+7,a", "-A9,2023-06-01,-1,7,a",
      "9,2023-06-01,1,7,@SUM(A1)", counts: [.formula: 3, .filled: 1], rows: "7,9,2023-06-01,1.00,,\(none)"),
    Case("no amount", "9,2023-06-01,0,7,a", "9,2023-06-01,-5,7,a", counts: [.noAmount: 2]),
    Case(
      "a mid that is no number", "9,2023-06-01,1,abc,a", "9,2023-06-01,1,45 904,a", "9,2023-06-01,1,-45904,a",
      counts: [.noNumber: 3]),
    Case(
      "a number is none", "-9,2023-06-01,1,7,-3", counts: [.filled: 1],
      rows: "7,-9,2023-06-01,1.00,-3,\(none)"),
    Case("empty lines", "", ",,,,", counts: [:]),
  ]

  @Test("an order is filled in, or it is counted why not", arguments: cases)
  func outcomes(of one: Case) throws {
    let inquiries = try Self.inquiries(Self.header + one.lines.map { $0 + "\n" }.joined())
    #expect(inquiries.counts == one.counts)
    let rows = ["MID,Order ID,Order Date,Order Amount,Member ID,Comments"] + one.rows
    #expect(String(decoding: inquiries.csv, as: UTF8.self) == rows.map { $0 + "\r\n" }.joined())
  }

  @Test("what became of the orders is said")
  func words() throws {
    let inquiries = try Self.inquiries(
      Self.header
        + """
        1001,2023-05-21,1,45904,
        1002,2023-05-21,1,37110,
        9,2023-06-19,1,1,
        9,2022-06-19,1,1,
        9,2023-06-12,1,1,
        9,2023-06-12,1,1,
        +A,2023-06-12,1,1,
        8,2023-05-22,1,1,-x
        token=abc,2023-06-12,1,1,
        5,2023-06-12,1,token%3Dabc,
        4\u{1B}[2J,2023-06-12,1,1,
        7,2023-05-23,1,1,r?token=abc

        """)
    #expect(
      inquiries.words
        == "Inquiries about 12 orders, as of 2023-06-20: 4 filled in, 1 found in the reports, 1 younger than 7 days, "
        + "1 older than 180 days, 1 named before in the same words, "
        + "1 left out, whose mid or order id a spreadsheet would take for a formula, "
        + "2 left out, whose mid or order id holds the token of a report's address, "
        + "1 left out, whose mid or order id holds a control character; "
        + "1 of the filled ones announced by events; "
        + "1 of the filled ones without u1, which a spreadsheet would take for a formula; "
        + "1 of the filled ones without u1, which holds the token of a report's address; "
        + "1 of the filled ones not between the first and the last line that was read: look whether a report is missing"
    )
  }

  static let headers = [
    "Order ID;Order Date;Order Amount;MID;Member ID (U1)\n9;2023-06-01;1;1;a\n",
    "\u{FEFF}u1\tMID\tamount\tdate\torder_id\r\na\t1\t1\t2023-06-01\t9\r\n",
    "order id,date,amount,mid,U1\n9,2023-06-01,1,1,a\n",
    "shop,\"u1\",mid,\"amount\",date,\"order id\"\nx,a,1,1,6/1/2023,9\n",
  ]

  @Test("columns are told by their names", arguments: headers)
  func columns(text: String) throws {
    let csv = String(decoding: try Self.inquiries(text).csv, as: UTF8.self)
    #expect(csv.hasSuffix("\r\n1,9,2023-06-01,1.00,a,\(Self.none)\r\n"))
  }

  @Test("the column u1 need not be there")
  func withoutSubid() throws {
    let inquiries = try Self.inquiries("order id,date,amount,mid\n9,2023-06-01,1,1\n")
    #expect(
      String(decoding: inquiries.csv, as: UTF8.self).hasSuffix("\r\n1,9,2023-06-01,1.00,,\(Self.none)\r\n"))
  }

  static let faults: [(text: String, message: String)] = [
    ("order id,date,mid\n", "orders.csv:1: the list of orders has no column amount"),
    ("", "orders.csv is empty"),
    (header + "9,2023-06-01,1,1\n", "orders.csv:2:1: the line has 4 cells, and the header 5"),
    (header + "9,2023-06-01,1,,a\n", "orders.csv:2:16: an inquiry needs the advertiser's number (mid)"),
    (header + ",2023-06-01,1,1,a\n", "orders.csv:2:1: an inquiry needs the order id"),
    (header + "9,2023-06-01,\"1,5\",1,a\n", "orders.csv:2:15: the amount “1,5” has a comma"),
    (header + "9,31/12/2022,1,1,a\n", "orders.csv:2:3: the date “31/12/2022” is not read as month/day/year"),
    (header + "9,,1,1,a\n", "orders.csv:2:3: the order has no date"),
    (header + "9,x,1,1,a\n9,y,1,1,a\n", "\norders.csv:3:3: the date “y”"),
  ]

  @Test("an order that is not understood ends it with its place", arguments: faults)
  func fault(text: String, message: String) throws {
    let error = try #require(throws: ConversionsError.self) { try Self.inquiries(text) }
    #expect(error.description.contains(message), "\(error.description)")
  }

  @Test("days", arguments: [("2026-10-31", true), ("2026-2-3", false), ("2026-02-30", false), ("", false)])
  func day(text: String, isDay: Bool) {
    #expect((Day(text)?.text == text) == isDay)
    #expect((Day(text) != nil) == isDay)
  }
}
