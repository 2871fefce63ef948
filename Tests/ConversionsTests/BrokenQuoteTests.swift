import AutoTagConversions
import Testing

@Suite("quotes of reports that do not match")
struct BrokenQuoteTests {
  static let good = (0..<6).map { Report.line(order: "100\($0)") }

  struct Quote: Sendable, CustomTestStringConvertible {
    let name: String
    /// Cells of the third and of the sixth line of the file, by column, as they are written.
    var third: [Int: String] = [:]
    var sixth: [Int: String] = [:]
    /// Line and column of what is told.
    let told: [String]
    let counted: Int
    var testDescription: String { name }
  }

  static let quotes = [
    Quote(name: "none", told: [], counted: 6),
    Quote(name: "never closed", third: [6: "\"A1"], told: ["3:42"], counted: 5),
    Quote(name: "in the first cell", third: [0: "\"click"], told: ["3:1"], counted: 5),
    Quote(name: "in the last cell", third: [11: "\"06:58:45"], told: ["3:66"], counted: 5),
    Quote(name: "further down", sixth: [2: "\"Lamps"], told: ["6:14"], counted: 5),
    Quote(name: "nothing but a quote", third: [2: "\""], told: ["3:14"], counted: 5),
    Quote(
      name: "closed by another line's, with text behind", third: [2: "\"Lamps"], sixth: [2: "\"Lamps, Ltd\""],
      told: ["3:14"], counted: 5),
    Quote(
      name: "closed by a cell in the same column, so that the cells are as many as should be",
      third: [2: "\"Lamps"],
      sixth: [2: "Lamps\""], told: ["3:14"], counted: 5),
    Quote(
      name: "the same with an id", third: [3: "\"1001"], sixth: [3: "1004\""], told: ["3:20"], counted: 5),
    Quote(
      name: "closed in another column", third: [2: "\"Lamps"], sixth: [6: "A1\""], told: ["3:14"], counted: 5),
    Quote(name: "text behind a quote", third: [2: "\"5\" lamp\""], told: ["3:14"], counted: 5),
    Quote(name: "a quote inside", third: [2: "5\" lamp"], told: [], counted: 6),
    Quote(name: "doubled ones", third: [2: "\"5\"\" lamp\""], sixth: [2: "\"\"\"\""], told: [], counted: 6),
    Quote(name: "two", third: [2: "\"a"], sixth: [6: "\"b"], told: ["3:14", "6:42"], counted: 4),
    Quote(name: "a text on lines", third: [2: "\"a\nb, c\nd\""], told: [], counted: 6),
    Quote(name: "a value on lines", third: [6: "\"a\nb\""], told: [], counted: 6),
    Quote(name: "an order on lines", sixth: [3: "\"a\nb\""], told: [], counted: 6),
    Quote(name: "a value with cells on lines", third: [6: "\"a,1\nb\""], told: ["3:42", "4"], counted: 5),
  ]

  @Test("are told of where they begin, and take no line with them", arguments: quotes, ["\n", "\r\n"])
  func quote(test: Quote, end: String) throws {
    let lines = [Report.header] + Self.good
    let text = lines.enumerated().map { number, cells in
      let changes = number == 2 ? test.third : number == 5 ? test.sixth : [:]
      return cells.enumerated().map { index, cell in
        changes[index]?.replacing("\n", with: end) ?? (cell.contains(",") ? "Lamps" : cell)
      }.joined(separator: ",") + end
    }.joined()
    let conversions = try Conversions.read(text)
    let told = conversions.all.filter { $0.code.severity == .error }
    #expect(told.allSatisfy { $0.code == .lineBroken })
    #expect(told.map(\.line) == test.told.map { Int($0.prefix { $0 != ":" }) })
    for (finding, place) in zip(told, test.told) {
      #expect(finding.location == "file:\(place)")
    }
    #expect(conversions.totals.first?.sums.counted.lines == test.counted)
    #expect(conversions.totals.first?.sums.all.lines == test.counted + told.count)
    // All others are as they were.
    let orders = Set(conversions.ledger.map(\.order))
    for order in ["1000", "1002", "1003", "1005"] { #expect(orders.contains(order)) }
  }

  @Test("a u1 on lines is malformed, told of at the first of them", arguments: ["\n", "\r\n", "\r"])
  func subidOnLines(end: String) throws {
    let lines = [
      Report.line(), Report.line(u1: "\"a\(end)b\"", name: "Lamps"), Report.line(order: "2", sales: "x"),
    ]
    let text = ([Report.header] + lines).map { $0.joined(separator: ",") + end }.joined()
    let conversions = try Conversions.read(text.replacing("Lamps, Ltd", with: "Lamps"))
    let told = conversions.all.filter { $0.code != .currencyMissing }.map {
      "\($0.code.rawValue) \($0.location)"
    }
    #expect(told.first == "u1-malformed file:3:2")
    #expect(told.count == 2)
    #expect(conversions.sums == ["2 20.00 5.00"])
  }

  @Test("one that is not closed in a large file takes nothing with it", arguments: [0, 9000, 17_000])
  func large(line: Int) throws {
    let count = 17_001
    let name = String(repeating: "x", count: 1000)
    let cells = Report.line(name: name).joined(separator: ",") + "\n"
    var text = Report.header.joined(separator: ",") + "\n"
    for index in 0..<count { text += index == line ? "\"" + cells : cells }
    #expect(text.utf8.count > 1 << 24)
    let conversions = try Conversions.read(text)
    #expect(conversions.sources.map(\.problem) == [nil])
    #expect(conversions.all.filter { $0.code == .lineBroken }.map(\.location) == ["file:\(line + 2):1"])
    #expect(conversions.totals.first?.sums.counted.lines == count - 1)
  }

  @Test("a list of orders is refused at the quote's line")
  func orders() throws {
    let text = InquiriesTests.header + "9,2023-06-01,1,1,a\n\"9,2023-06-01,1,1,a\n8,2023-06-01,1,1,a\n"
    for end in ["", "9\",2023-06-01,1,1,a\n"] {
      let error = try #require(throws: ConversionsError.self) { try InquiriesTests.inquiries(text + end) }
      #expect(error.description.contains("orders.csv:3:1: a quote is not closed"), "\(error.description)")
    }
  }
}
