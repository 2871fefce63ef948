import AutoTagConversions
import TestSupport
import Testing

@Suite("reports as CSV")
struct ReportShapeTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var mark = ""
    var lineEnd = "\r\n"
    var preamble: [String] = []
    var below: [String] = []
    var delimiter = ","
    /// The order of the columns.
    var order = 0
    /// Columns that nobody reads, between the others.
    var more = 0
    var isQuoted = false
    var capitals = false
    var hasTransactionID = false
    var testDescription: String {
      "\(mark.isEmpty ? "" : "mark ")\(lineEnd.debugDescription) preamble \(preamble.count) below \(below.count) "
        + "\(delimiter.debugDescription) order \(order) \(more) more\(isQuoted ? " quoted" : "")"
        + "\(hasTransactionID ? " with ids" : "")"
    }

    func text(_ lines: [[String]]) -> String {
      var columns = Array(Report.header.indices)
      var random = Randomness(seed: UInt64(order))
      if order > 0 { columns.shuffle(using: &random) }
      var header = columns.map { Report.header[$0] }
      var rows = lines.map { line in columns.map { line[$0] } }
      if hasTransactionID {
        header.append("Transaction ID")
        for index in rows.indices { rows[index].append("TX\(index)") }
      }
      for number in 0..<more {
        let place = (number * 7) % (header.count + 1)
        header.insert("Column \(number)", at: place)
        for index in rows.indices { rows[index].insert(number % 3 == 0 ? "" : "x \(number)", at: place) }
      }
      if capitals { header = header.map { $0.uppercased() } }
      let all =
        preamble
        + ([header] + rows).map { cells in
          cells.map { cell in
            isQuoted || cell.contains(delimiter) || cell.contains("\"")
              ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
          }.joined(separator: delimiter)
        } + below
      return mark + all.map { $0 + lineEnd }.joined()
    }
  }

  /// What may stand above a header: lines of text, a summary with a header of its own, quotes that do not match.
  static let preambles: [[String]] = [
    [], ["Signature Orders Report", "5/1/23 - 5/31/23", "", "Network: US"],
    ["\"Report\"", "# of Clicks,Sales,Total Commission", "\"1,200\",\"3,000.00\",300.00", ""],
    ["a 5\" lamp", "https://ran-reporting.rakutenmarketing.com/en/reports/x/filters?token=SECRET&tz=GMT"],
  ]

  static let shapes: [Shape] = {
    var shapes: [Shape] = []
    for mark in ["", "\u{FEFF}"] {
      for lineEnd in ["\r\n", "\n", "\r"] {
        for preamble in preambles {
          for order in 0..<3 {
            shapes.append(Shape(mark: mark, lineEnd: lineEnd, preamble: preamble, order: order))
          }
        }
      }
    }
    for more in [1, 48] {
      for order in 0..<4 {
        shapes.append(Shape(order: order, more: more))
        shapes.append(
          Shape(mark: "\u{FEFF}", preamble: preambles[1], order: order, more: more, isQuoted: true))
      }
    }
    for order in 0..<8 { shapes.append(Shape(below: ["Total,,,,,,,,,,,"], order: order)) }
    shapes += [
      Shape(below: ["Total,,,,,,,\"1,264.56\",4,30.00,,"]), Shape(below: ["", ",,,,,,,,,,,", ""]),
      Shape(below: ["Grand Total"]), Shape(below: ["Summary,,,,,,,,,,,,,"]), Shape(delimiter: ";"),
      Shape(delimiter: "\t"),
      Shape(delimiter: ";", isQuoted: true), Shape(capitals: true), Shape(hasTransactionID: true),
      Shape(preamble: preambles[2], order: 5, more: 47, hasTransactionID: true),
    ]
    return shapes
  }()

  static let lines = [
    Report.line(sales: "1,234.56", commission: "25.00"),
    Report.line(order: "1002", sku: "DISCOUNT", sales: "-4.50", commission: "-0.45"),
    Report.line(order: "1002", sales: "20.00", commission: "2.00"),
    Report.line(
      u1: "", name: "Lamps \"and\" more", order: "1003", sku: "a;b", sales: "14.50", commission: "3.4545"),
  ]

  @Test("a report in any shape gives the same sums", arguments: shapes)
  func shape(shape: Shape) throws {
    var options = ConversionOptions()
    options.currency = Currency("USD")
    let conversions = try Conversions.read(shape.text(Self.lines), options)
    #expect(conversions.sources.map(\.problem) == [nil])
    #expect(conversions.sums == ["USD 4 1264.56 30.0045"])
    #expect(conversions.totals.first?.orders == 3)
    #expect(!conversions.all.contains { $0.code.severity == .error })
    let ledger = conversions.ledger
    #expect(ledger.map(\.order).sorted() == ["1001", "1002", "1002", "1003"])
    #expect(Set(ledger.map(\.advertiserName)) == ["Lamps \"and\" more"])
    #expect(ledger.allSatisfy { DateText.text($0.transaction) == "2023-05-21T06:58:45Z" })
    // The place of each line is that of its text.
    let text = shape.text(Self.lines)
    let written = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for entry in ledger {
      #expect(written[entry.line - 1].contains(entry.order), "\(entry.line): \(entry.order)")
    }
    let all = text.utf8.count
    #expect(all > 0)
    #expect(!conversions.all.contains { $0.message.contains("SECRET") })
  }

  @Test("a cell may hold line ends, and the lines below keep their numbers")
  func lineEndsInCells() throws {
    let text = Report.text([
      Report.line(name: "Two\nlines"), Report.line(u1: "", order: "1002"),
      Report.line(order: "1003", sales: "x"),
    ])
    let conversions = try Conversions.read(text)
    #expect(conversions.sums == ["2 20.00 5.00"])
    #expect(conversions.all.filter { $0.code == .subidMissing }.map(\.location) == ["file:4:1"])
    #expect(conversions.all.filter { $0.code == .amountUnreadable }.map(\.line) == [5])
  }

  @Test("a large report is read in pieces", arguments: ["\n", "\r\n"], [false, true])
  func pieces(lineEnd: String, isCompressed: Bool) throws {
    let lines = (0..<40_000).map { Report.line(u1: "click\($0)", order: "\($0 / 2)", sku: "a\"b,\($0 % 7)") }
    let text = Report.text(lines, end: lineEnd)
    var bytes = Array(text.utf8)
    if isCompressed {
      let output = try Oracle.run("gzip", ["-c"], input: .init(bytes))
      bytes = Array(output.standardOutput)
      // Two members, one behind the other, are one file.
      #expect(bytes.count < text.utf8.count / 4)
    }
    let conversions = try Conversions.read(
      [ConversionInput(path: "file", contents: bytes)], ConversionOptions())
    #expect(conversions.sums == ["40000 400000.00 100000.00"])
    #expect(conversions.totals.first?.orders == 20_000)
    #expect(conversions.sources.first?.problem == nil)
  }

  @Test("several gzip members are one file, and one that is cut off is told of")
  func gzip() throws {
    let parts = [
      Report.text([Report.line()]),
      Report.text([Report.line(order: "1002")], header: Report.line(order: "1003")),
    ]
    let members = try parts.map {
      Array(try Oracle.run("gzip", ["-c"], input: .init($0.utf8)).standardOutput)
    }
    let whole = try Conversions.read(
      [ConversionInput(path: "a", contents: members.flatMap(\.self))], ConversionOptions())
    #expect(whole.sums == ["3 30.00 7.50"])
    let cut = try Conversions.read(
      [ConversionInput(path: "a", contents: Array(members[0].dropLast(9)))], ConversionOptions())
    #expect(cut.sources.first?.problem?.contains("damaged or cut off") == true)
  }

  // MARK: What is refused

  struct Refused: Sendable, CustomTestStringConvertible {
    let text: String
    let problem: String
    var testDescription: String { problem }

    init(_ text: String, _ problem: String) { (self.text, self.problem) = (text, problem) }
  }

  static let refusedFiles = [
    Refused("", "is empty"), Refused(" \r\n\r\n", "is empty"),
    Refused("hello\nworld\n", "begins with “hello”"),
    Refused("a,b,c\n1,2,3\n", "begins with “a,b,c”"),
    Refused("https://x/reports?token=SECRET&a=b\n", "begins with “https://x/reports?token=…&a=b”"),
    Refused("<?xml version=\"1.0\"?><XROOT/>", "is XML or HTML"),
    Refused("\u{0}\u{0}PK", "is no text in UTF-8"),
    Refused(
      "Order ID,Sales,Total Commission,Sales\n1,2,3,4\n",
      "the header in line 1 has more than one column Sales: export the report with it once"),
    Refused(
      "x\nOrder ID,SALES,Total Commission,sales,total commission,order id\n1,2,3,4,5,6\n",
      "the header in line 2 has more than one column Order ID, and more than one SALES"),
    Refused(
      "Member ID (U1),# of Clicks,Sales,Total Commission,# of Clicks\na,1,2,3,4\n",
      "more than one column # of Clicks"),
    Refused(
      "Member ID (U1),MID,Advertiser Name,Order ID,Sales\n",
      "the header in line 1 has no column Total Commission"),
    Refused(
      "x\nMID,Advertiser Name,SKU,Sales,Total Commission\n1,2,3,4,5\n",
      "the header in line 2 has no column Order ID or Transaction ID"),
    Refused(
      "MID,Advertiser Name,SKU,Sales\n",
      "has no column Total Commission, and no Order ID or Transaction ID"),
  ]

  @Test("what is no report is refused with a reason", arguments: refusedFiles)
  func refused(test: Refused) throws {
    let conversions = try Conversions.read(test.text)
    let problem = try #require(conversions.sources.first?.problem)
    #expect(problem.contains(test.problem))
    #expect(!problem.contains("SECRET"))
    #expect(conversions.totals.isEmpty)
  }

  @Test("a file that cannot be opened does not stop the others")
  func unreadable() throws {
    let inputs = [
      ConversionInput(path: "/nowhere/a.csv"), ConversionInput(path: "/tmp"),
      ConversionInput(path: "b", contents: Array(Report.text([Report.line()]).utf8)),
    ]
    let conversions = try Conversions.read(inputs, ConversionOptions())
    #expect(conversions.sources.map { $0.problem == nil } == [false, false, true])
    #expect(conversions.sums == ["1 10.00 2.50"])
  }

  // MARK: Lines that are not understood

  struct Odd: Sendable, CustomTestStringConvertible {
    let line: [String]
    let finding: String
    /// The amounts of it that are understood.
    let unread: String
    var testDescription: String { finding }

    init(_ line: [String], _ finding: String, _ unread: String) {
      (self.line, self.finding, self.unread) = (line, finding, unread)
    }
  }

  static let oddLines = [
    Odd(Report.line(sales: "1.234,56"), "amount-unreadable 2:53", "0.00 2.50"),
    Odd(Report.line(commission: "12,5"), "amount-unreadable 2:61", "10.00 0.00"),
    Odd(Report.line(commission: ""), "amount-unreadable 2:60", "10.00 0.00"),
    Odd(Report.line(items: "1.5"), "amount-unreadable 2:58", "10.00 2.50"),
    Odd(Report.line(date: "21/5/23"), "date-ambiguous 2:32", "10.00 2.50"),
    Odd(Report.line(date: "May 21"), "date-unreadable 2:32", "10.00 2.50"),
    Odd(Report.line(processDate: "31/12/23"), "date-ambiguous 2:65", "10.00 2.50"),
    Odd(Report.line() + ["more"], "line-broken 2", "0.00 0.00"),
    Odd(Array(Report.line().dropLast()), "line-broken 2", "0.00 0.00"),
    Odd(Report.line(order: String(repeating: "9", count: 5000)), "line-broken 2", "10.00 2.50"),
  ]

  @Test(
    "a line that is not understood is named with its place, and the others are counted", arguments: oddLines)
  func odd(test: Odd) throws {
    let conversions = try Conversions.read(Report.text([test.line, Report.line(order: "1002")]))
    let found = conversions.all.filter { $0.code.severity == .error }.map { finding in
      "\(finding.code.rawValue) \(finding.location.dropFirst("file:".count))"
    }
    #expect(found == [test.finding])
    #expect(conversions.sums == ["1 10.00 2.50"])
    let unread = try #require(conversions.totals.first).sums[.unread]
    #expect(unread.lines == 1)
    #expect("\(unread.sales.text(decimals: 2)) \(unread.commission.text(decimals: 2))" == test.unread)
  }

  @Test("several reports in one file are told of")
  func repeatedHeader() throws {
    let report = Report.text([Report.line()])
    let conversions = try Conversions.read(report + report)
    #expect(conversions.all.filter { $0.code == .headerRepeated }.map(\.line) == [3])
    #expect(conversions.sums == ["2 20.00 5.00"])
  }

  // MARK: Currencies

  struct CurrencyCase: Sendable, CustomTestStringConvertible {
    var option: String?
    var preamble = ""
    var cells: [String] = []
    var networks: [String] = []
    let sums: [String]
    var testDescription: String { "\(option ?? "-") \(preamble) \(cells) \(networks)" }
  }

  static let currencies = [
    CurrencyCase(sums: ["2 20.00 5.00"]),
    CurrencyCase(option: "eur", sums: ["EUR 2 20.00 5.00"]),
    CurrencyCase(preamble: "…/filters?network=3&tz=GMT", sums: ["GBP 2 20.00 5.00"]),
    CurrencyCase(preamble: "Network ID,41", sums: ["AUD 2 20.00 5.00"]),
    CurrencyCase(preamble: "Network: 12", sums: ["2 20.00 5.00"]),
    CurrencyCase(option: "USD", preamble: "network=3", sums: ["USD 2 20.00 5.00"]),
    CurrencyCase(cells: ["EUR", "JPY"], sums: ["EUR 1 10.00 2.50", "JPY 1 10 2.5"]),
    CurrencyCase(option: "USD", cells: ["EUR", ""], sums: ["EUR 1 10.00 2.50", "USD 1 10.00 2.50"]),
    CurrencyCase(cells: ["EUR", ""], sums: ["EUR 1 10.00 2.50", "1 10.00 2.50"]),
    CurrencyCase(networks: ["1", "5"], sums: ["CAD 1 10.00 2.50", "USD 1 10.00 2.50"]),
    CurrencyCase(networks: ["1", "99"], sums: ["USD 1 10.00 2.50", "1 10.00 2.50"]),
  ]

  @Test(
    "a currency comes from the column, the option or the network, and is never guessed", arguments: currencies
  )
  func currency(test: CurrencyCase) throws {
    var lines = [Report.line(), Report.line(order: "1002")]
    var header = Report.header
    for (name, values) in [("Currency", test.cells), ("Network ID", test.networks)] where !values.isEmpty {
      header.append(name)
      for index in lines.indices { lines[index].append(values[index]) }
    }
    var options = ConversionOptions()
    options.currency = test.option.flatMap { Currency($0) }
    let text = (test.preamble.isEmpty ? "" : test.preamble + "\n") + Report.text(lines, header: header)
    let conversions = try Conversions.read(text, options)
    #expect(conversions.sums == test.sums)
    let unknown = test.sums.contains { $0.first?.isNumber ?? false }
    #expect((conversions.findings[.currencyMissing] != nil) == unknown)
  }

  @Test("a currency that is no code is told of at its place")
  func noCurrency() throws {
    let text = Report.text([Report.line() + ["EURO"]], header: Report.header + ["Currency"])
    let conversions = try Conversions.read(text)
    #expect(conversions.all.map(\.code) == [.currencyUnreadable])
  }

  @Test(
    "a report in a time zone",
    arguments: [("UTC", "06:58"), ("+02:00", "04:58"), ("America/New_York", "10:58")])
  func zone(zone: String, time: String) throws {
    var options = ConversionOptions()
    options.zone = try #require(ReportTimeZone(zone))
    let conversions = try Conversions.read(Report.text([Report.line()]), options)
    #expect(conversions.ledger.map { DateText.text($0.transaction) } == ["2023-05-21T\(time):45Z"])
  }

  @Test("columns that are not there are named")
  func missingColumns() throws {
    let conversions = try Conversions.read("Order ID,Total Commission\n1,2.50\n1,2.50\n")
    #expect(conversions.sums == ["2 0.00 5.00"])
    let finding = try #require(conversions.all.first { $0.code == .columnMissing })
    #expect(
      finding.message
        == "the report has no columns Member ID (U1), MID, Transaction Date, SKU, Sales, # of Items")
    #expect(conversions.findings[.subidMissing] == nil)
    let other = try Conversions.read("Order ID,Gross Commissions,Sales\n1,2.50,3\n")
    #expect(other.all.contains { $0.message.contains("Gross Commissions is taken for it") })
  }

  @Test("clicks by u1 are a report of their own, and the same file again adds nothing")
  func activity() throws {
    let text =
      "Member ID (U1),MID,Advertiser Name,# of Clicks,Gross Sales,Sales,Total Commission\n"
      + "abc,1,A,\"1,200\",20.00,18.00,1.80\nxyz,1,A,3,0,0,0.00\n"
    var options = ConversionOptions()
    options.currency = Currency("USD")
    let conversions = try Conversions.read([("a", text), ("b", text)], options)
    #expect(conversions.totals.isEmpty)
    let activity = try #require(conversions.activity.first)
    #expect(activity.clicks == 1203)
    #expect(activity.sums.lines == 2)
    #expect(activity.sums.commission.text(decimals: 2) == "1.80")
    #expect(activity.repeated.lines == 2)
    #expect(conversions.sources.map(\.isRepeated) == [false, true])
  }

  @Test("a sum beyond what can be counted is an error with its place")
  func overflow() {
    let lines = (0..<20).map { Report.line(order: "\($0)", sales: "999999999999") }
    #expect(throws: ConversionsError.self) { try Conversions.read(Report.text(lines)) }
  }
}
