import AutoTagConversions
import Foundation
import TestSupport
import Testing

@Suite("sources that are damaged, cut off or odd")
struct OddSourcesTests {
  struct Source: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    /// The counted lines with their sums.
    let sums: [String]
    /// The code and line of each warning and error.
    let told: [String]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ sums: [String], _ told: [String] = []) {
      (self.name, self.text, self.sums, self.told) = (name, text, sums, told)
    }
  }

  static let good = Report.text([Report.line(name: "Lamps")])
  static let one = ["USD 1 10.00 2.50"]
  static let two = ["USD 2 20.00 5.00"]
  static let message = RulesTests.sale.json.replacing("EUR", with: "USD")
  static let other = message.replacing("\"o1\"", with: "\"o2\"").replacing(
    "id\":\"1\",\"order", with: "id\":\"2\",\"order")
  static let sale = ["USD 1 100.00 10.00"]
  static let sales = ["USD 2 200.00 20.00"]

  static let error = "{\"errors\":[{\"code\":\"401\",\"message\":\"token=SECRET expired\"}]}"

  static func row(_ cells: [String]) -> String { cells.joined(separator: ",") + "\r\n" }

  static func field(_ old: String, _ new: String) -> String { message.replacing(old, with: new) }

  static let logs = [MessageTests.query, MessageTests.query.replacing("=X1&", with: "=X2&")].map {
    MessageTests.line("/pb?" + $0.replacing("EUR", with: "USD"))
  }

  /// A report whose last column is the commission.
  static let short = "Order ID,MID,Member ID (U1),SKU,Transaction Date,Sales,# of Items,Total Commission\n"

  static let sources = [
    // Cut off.
    Source(
      "within the last line", good + "click1,45904,Lamps,1002,5/2", one, ["line-broken 3", "end-missing 3"]),
    Source(
      "within the last cell, which is an amount",
      short + "1,45904,click1,A,5/21/23,10.00,1,2.50\n2,45904,click1,A,5/21/23,10.00,1,2",
      ["USD 2 20.00 4.50"], ["end-missing 3"]),
    Source(
      "before the last cell, which may be empty",
      good + String(row(Report.line(name: "Lamps", order: "2")).dropLast(9)), two,
      ["end-missing 3"]),
    Source("behind a quoted cell", short + "1,45904,click1,A,5/21/23,10.00,1,\"2.50\"", one),
    Source("behind a line", good, one),
    Source("behind a line of totals", good + "Total,,,,,,,10.00,1,2.50,,\n", one),
    Source("messages", message + "\n" + message.prefix(90), sale, ["line-broken 2"]),
    Source("a list", "[\(message),\(other.prefix(90))", sale, ["line-broken 1"]),
    // Lines that are none of an order.
    Source("a sum without a word", good + ",,,,,,,10.00,1,2.50,,\r\n", one, ["line-broken 3"]),
    Source("a sum with a word in the middle", good + ",,,,,,Total,10.00,1,2.50,,\r\n", one),
    Source(
      "a sum with a word for the order",
      "Order ID,Transaction Date,Sales,Total Commission\nTotal:,,10.00,2.50\n", [],
      ["column-missing 1"]),
    Source(
      "a click id that begins as a total does",
      good + row(Report.line(u1: "Total1", name: "Lamps", date: "")), two),
    Source(
      "nothing but a date", good + row(Report.line(u1: "", mid: "", name: "", order: "", sku: "")), two,
      ["u1-missing 3"]),
    Source(
      "an order alone", "Order ID,Sales,Total Commission\n1,10.00,2.50\n,10.00,2.50\n", one,
      ["column-missing 1", "line-broken 3"]),
    Source(
      "lines in between", good + "\r\n\r\n,,,,,,,,,,,\r\n" + row(Report.line(name: "Lamps", order: "2")), two),
    // Messages.
    Source("empty lines", "\n\n\(message)\n\n \n\(other)\n\n", sales),
    Source("a field twice", field("\"sku", "\"order_id\":\"9\",\"sku"), [], ["line-broken 1"]),
    Source(
      "a field twice, in other letters", field("\"sku", "\"ORDER_ID\":\"9\",\"sku"), [], ["line-broken 1"]),
    Source("a field twice, the same", field("\"sku", "\"order_id\":\"o1\",\"sku"), sale),
    Source(
      "a field twice, once without a value", field("\"sku", "\"commissions\":null,\"sku"), [],
      ["line-broken 1"]),
    Source(
      "the same the other way", field("\"currency\"", "\"commissions\":null,\"currency\""), [],
      ["line-broken 1"]),
    Source(
      "a field twice without a value", field("\"sku", "\"offer_id\":null,\"offer_id\":null,\"sku"), sale),
    Source("a list for a text", field("\"click1\"", "[\"click1\"]"), [], ["line-broken 1"]),
    Source("an object for a text", field("\"o1\"", "{\"id\":\"o1\"}"), [], ["line-broken 1"]),
    Source("a list for an amount", field("\"10.00\"", "[10]"), [], ["line-broken 1"]),
    Source("a list that nobody reads", field("\"sku", "\"tags\":[1],\"sku"), sale),
    Source("two lists", "{\"data\":[\(message)],\"data\":[\(other)]}", sales),
    Source("two lists of other names", "{\"events\":[\(message)],\"data\":[\(other)]}", sales),
    Source("an answer that is an error, among events", message + "\n" + error, sale, ["line-broken 2"]),
    Source("a message, and no error", "{\"message\":\"hello\"}", [], ["line-broken 1"]),
    Source(
      "a line below a broken one", "\(message)\n{\"order_id\" 1}\n\(other)", sales, ["line-broken 2"]),
    Source(
      "an order id that a spreadsheet rounded", short + "1.23E+11,45904,click1,A,5/21/23,10.00,1,2.50\n", one,
      ["order-id-rounded 2"]),
    Source(
      "one without decimals", short + "1E+11,45904,click1,A,5/21/23,10.00,1,2.50\n", one,
      ["order-id-rounded 2"]),
    Source("one that is none", short + "1.2.3E+11,45904,click1,A,5/21/23,10.00,1,2.50\n", one),
    Source("another that is none", short + "AE+11,45904,click1,A,5/21/23,10.00,1,2.50\n", one),
    Source("no separator", "[\(message)\(other)]", sale, ["line-broken 1"]),
    Source("text behind", message + " oops", sale, ["line-broken 1"]),
    Source("an exponent", field("\"10.00\"", "1e1"), sale),
    Source("minus nothing", field("\"10.00\"", "-0"), ["USD 1 100.00 0.00"]),
    Source("three decimals", field("\"10.00\"", "10.005"), ["USD 1 100.00 10.005"]),
    Source("seven decimals", field("\"10.00\"", "1e-7"), [], ["amount-unreadable 1"]),
    Source("a huge number", field("\"10.00\"", "1e400"), [], ["amount-unreadable 1"]),
    Source("a huge exponent", field("\"10.00\"", "1e99999999999999999999"), [], ["amount-unreadable 1"]),
    Source("a truth", field("\"10.00\"", "true"), [], ["amount-unreadable 1"]),
    Source("a number with a zero in front", field("\"10.00\"", "010"), sale),
    Source(
      "a number of others", field("\"quantity\":\"1\"", "\"quantity\":3000000000"), [],
      ["amount-unreadable 1"]),
    // Logs.
    Source("a log whose lines end with CR", logs.map { $0 + "\r" }.joined(), ["USD 2 86.34 50.00"]),
    Source(
      "a log with all ends of lines",
      logs.map { $0 + "\r" }.joined() + "\n\r\r\n" + logs[1] + "\r\n" + logs[0],
      ["USD 2 86.34 50.00"]),
    Source("two requests in a line of a log", logs.joined(), ["USD 1 43.17 25.00"], ["line-broken 1"]),
    Source(
      "a postback behind another request", MessageTests.line("/index.html") + logs[0], [],
      ["line-broken 1"]),
    Source(
      "two requests in a line, none of which is a postback",
      logs[0] + "\n" + MessageTests.line("/a") + MessageTests.line("/b"), ["USD 1 43.17 25.00"]),
    Source(
      "an escape that is cut",
      MessageTests.line("/pb?" + MessageTests.query.replacing("=25&", with: "=2%2&")), [],
      ["amount-unreadable 1"]),
    Source(
      "an amount twice", MessageTests.line("/pb?commissions=1&" + MessageTests.query), [], ["line-broken 1"]),
    Source(
      "separators of HTML", MessageTests.line("/pb?" + MessageTests.query.replacing("&", with: "&amp;")), [],
      ["amount-unreadable 1"]),
    Source(
      "no value", MessageTests.line("/pb?" + MessageTests.query.replacing("=25&", with: "&")), [],
      ["amount-unreadable 1"]),
  ]

  @Test("are read as far as they are understood, and all else is told of", arguments: sources)
  func source(test: Source) throws {
    var options = ConversionOptions()
    options.currency = Currency("USD")
    let conversions = try Conversions.read(test.text, options)
    #expect(conversions.sources.map(\.problem) == [nil])
    #expect(conversions.sums == test.sums)
    let told = conversions.all.filter { $0.code.severity > .info }.map { "\($0.code.rawValue) \($0.line)" }
    #expect(told.sorted() == test.told.sorted())
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let problem: String
    var testDescription: String { name }
  }

  private static func little(_ number: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  static func refused() throws -> [Refused] {
    func packed(_ text: String) throws -> [UInt8] {
      Array(try Oracle.run("gzip", ["-c"], input: Data(text.utf8)).standardOutput)
    }
    let gzip = try packed(good)
    let twice = Array(try Oracle.run("gzip", ["-c"], input: Data(gzip)).standardOutput)
    let damaged = gzip.dropLast(8) + [1, 2, 3, 4] + gzip.suffix(4)
    let (cut, text) = ("damaged or cut off", "is no text in UTF-8, but in UTF-16")
    let zeros = "is no text in UTF-8, but has zero bytes"
    let wide = Array(good.utf16)
    let little = wide.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let big = wide.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    return [
      Refused(name: "gzip cut in its end", bytes: Array(gzip.dropLast(3)), problem: cut),
      Refused(name: "gzip cut in the middle", bytes: Array(gzip.prefix(gzip.count / 2)), problem: cut),
      Refused(name: "gzip's first bytes", bytes: Array(gzip.prefix(2)), problem: cut),
      Refused(name: "gzip of a wrong sum", bytes: Array(damaged), problem: cut),
      Refused(name: "a second member that is cut", bytes: gzip + gzip.dropLast(5), problem: cut),
      Refused(name: "gzip with text behind", bytes: gzip + Array("hello".utf8), problem: cut),
      Refused(name: "gzip of nothing", bytes: try packed(""), problem: "is empty"),
      Refused(name: "gzip of gzip", bytes: twice, problem: "is compressed twice: unpack it once"),
      Refused(name: "UTF-16 with a mark", bytes: [0xFF, 0xFE] + little, problem: text),
      Refused(name: "UTF-16 with the other mark", bytes: [0xFE, 0xFF] + big, problem: text),
      Refused(name: "UTF-16 without a mark", bytes: little, problem: text),
      Refused(name: "UTF-16 without a mark, the other way", bytes: big, problem: text),
      Refused(
        name: "zeros behind", bytes: Array(good.utf8) + [UInt8](repeating: 0, count: 100), problem: zeros),
      Refused(name: "zeros alone", bytes: [UInt8](repeating: 0, count: 100), problem: zeros),
      Refused(
        name: "UTF-32 with a mark", bytes: ([0xFEFF] + good.unicodeScalars.map(\.value)).flatMap(Self.little),
        problem: zeros),
      Refused(
        name: "a picture", bytes: [0x89] + Array("PNG\r\n\u{1A}\n\0\0\0\rIHDR\0\0\0\u{10}\0\0\0\u{10}".utf8),
        problem: zeros),
      Refused(
        name: "a database", bytes: Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0, count: 84),
        problem: zeros),
      Refused(
        name: "a zip archive", bytes: Array("PK\u{3}\u{4}so.csv".utf8), problem: "is a zip archive: unpack it"
      ),
      Refused(
        name: "a workbook", bytes: Array("PK\u{3}\u{4}[Content_Types].xml".utf8),
        problem: "is an Excel workbook"),
      Refused(
        name: "an old workbook", bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
        problem: "is an Excel workbook"),
      Refused(
        name: "an error of the API", bytes: Array(error.utf8),
        problem: "the API answered with an error (401: token=… expired): fetch it again"),
      Refused(
        name: "an error of a gateway",
        bytes: Array("{\"fault\":{\"code\":900901,\"message\":\"Invalid\"}}".utf8),
        problem: "answered with an error (900901: Invalid)"),
      Refused(
        name: "an error in a word", bytes: Array("{\"error\":\"unauthorized\"}".utf8),
        problem: "answered with an error (unauthorized)"),
      Refused(
        name: "an error by its status", bytes: Array("{\"status\":401,\"message\":\"Unauthorized\"}".utf8),
        problem: "answered with an error (401: Unauthorized)"),
      Refused(
        name: "a report without commissions", bytes: Array("Order ID,Sales,Member ID (U1)\n1,1,a\n".utf8),
        problem: "the header in line 1 has no column Total Commission"),
      Refused(
        name: "a report without its beginning", bytes: Array(good.utf8.dropFirst(200)),
        problem: "it begins with"),
    ]
  }

  @Test("what cannot be read at all is refused, and nothing of it is counted")
  func refusals() throws {
    for test in try Self.refused() {
      let conversions = try Conversions.read(
        [ConversionInput(path: "file", contents: test.bytes)], ConversionOptions())
      #expect(conversions.sources.first?.problem?.contains(test.problem) == true, "\(test.name)")
      #expect(conversions.sums.isEmpty, "\(test.name)")
    }
  }

  @Test("lines that are not UTF-8 are read as windows-1252, which is told of once, and others as UTF-8")
  func windows() throws {
    let lines = ["M\u{F6}bel", "\u{201E}Lampen\u{201C}", "caf\u{E9}"].enumerated().map { number, name in
      Report.line(name: name, order: "\(number)").joined(separator: ",") + "\n"
    }
    let header = Report.header.joined(separator: ",") + "\n"
    let wide = [(0xF6, "\u{F6}"), (0x84, "\u{201E}"), (0x93, "\u{201C}")]
    func encoded(_ text: String) -> [UInt8] {
      text.unicodeScalars.map { scalar in
        UInt8(wide.first { $0.1.unicodeScalars.first == scalar }?.0 ?? Int(scalar.value))
      }
    }
    let bytes = Array(header.utf8) + encoded(lines[0]) + encoded(lines[1]) + Array(lines[2].utf8)
    let conversions = try Conversions.read(
      [ConversionInput(path: "file", contents: bytes)], ConversionOptions())
    #expect(conversions.all.filter { $0.code == .textNotUTF8 }.map(\.location) == ["file:2"])
    #expect(conversions.sums == ["3 30.00 7.50"])
    // Of several names of an advertiser the first one is shown.
    #expect(Set(conversions.ledger.map(\.advertiserName)) == ["M\u{F6}bel"])
  }

  static let spreads: [(dates: [String], order: DateText.Order, isDoubtful: Bool)] = [
    (["1/10/26", "2/10/26", "3/10/26", "4/10/26"], .mdy, true),
    (["1/10/26", "2/10/26", "3/10/26", "4/10/26", "4/10/26"], .dmy, false),
    (["10/1/26", "10/2/26", "10/3/26", "10/4/26"], .mdy, false),
    (["10/1/26", "10/2/26", "10/3/26", "10/4/26"], .dmy, true),
    (["1/10/26", "2/10/26", "3/10/26"], .mdy, false),
    (["1/10/26", "2/10/26", "3/10/26", "3/10/26", ""], .mdy, false),
    (["1/10/26", "2/10/26", "3/10/26", "4/10/26", "4/11/26"], .mdy, false),
    (["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"], .mdy, false),
  ]

  @Test(
    "dates of one day in many months are told of, as day and month may be in the wrong order",
    arguments: spreads)
  func dateOrder(dates: [String], order: DateText.Order, isDoubtful: Bool) throws {
    var options = ConversionOptions()
    options.dateOrder = order
    let text = Report.text(
      dates.enumerated().map { Report.line(order: "\($0)", date: $1, processDate: "12/12/26") })
    // The other report's dates are its own.
    let other = Report.text(
      (1...4).map { Report.line(order: "o\($0)", date: "\($0)/\($0)/26", processDate: "12/12/26") })
    let conversions = try Conversions.read([("a", text), ("b", other)], options)
    let told = conversions.all.filter { $0.code == .dateOrderDoubtful }.map(\.location)
    #expect(told == (isDoubtful ? ["a:\(dates.count + 1)"] : []))
    #expect(
      conversions.sums == ["\(dates.count + 4) \(dates.count + 4)0.00 \(Double(dates.count + 4) * 2.5)0"])
  }

  @Test("a date in the future is told of, and counted")
  func future() throws {
    var options = ConversionOptions()
    options.latest = try #require(Day("2023-05-21")).endEverywhere
    let days = ["5/21/23", "5/22/23", "5/23/23", "5/21/66"]
    let text = Report.text(days.enumerated().map { Report.line(order: "\($0)", date: $1) })
    let conversions = try Conversions.read(text, options)
    let told = conversions.all.filter { $0.code == .dateInFuture }
    #expect(told.map(\.message) == ["2 lines have a date in the future, the first 2023-05-23T06:58:45Z"])
    #expect(told.map(\.location) == ["file:4"])
    #expect(conversions.sums == ["4 40.00 10.00"])
  }

  @Test("a report whose last cell is quoted is cut where cells are missing")
  func quotedCuts() throws {
    let line =
      "\"a\",\"1\",\"Lamps\",\"7\",\"5/21/23\",\"06:58:45\",\"A1\",\"1.00\",\"1\",\"0.50\",\"5/22/23\",\"06:58:45\""
    let header = Report.text([])
    #expect(try Conversions.read(header + line).findings[.endMissing] == nil)
    let cut = line.split(separator: ",").dropLast(5).joined(separator: ",")
    #expect(try Conversions.read(header + cut).findings[.endMissing] == 1)
  }

  @Test("a report that is cut anywhere is told of, unless a line ends there")
  func cuts() throws {
    let lines = (1...3).map { Report.line(name: "Lamps", order: "\($0)") }
    let text = Report.text(lines)
    let header = try #require(text.firstIndex(of: "\r\n"))
    for length in text[...header].utf8.count...text.utf8.count {
      let part = String(decoding: text.utf8.prefix(length), as: UTF8.self)
      let conversions = try Conversions.read(part)
      let isWhole = part.hasSuffix("\r\n") || part.hasSuffix("\r")
      #expect(conversions.sources.first?.problem == nil)
      #expect((conversions.findings[.endMissing] == nil) == isWhole, "\(part.suffix(20))")
    }
  }
}
