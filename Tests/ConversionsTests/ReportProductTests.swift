import AutoTagConversions
import TestSupport
import Testing

/// Every shape of report with each byte-order mark, line end, preamble, order of columns, number of columns and time zone.
@Suite("all that was read is counted or told of")
struct ReportProductTests {
  /// A kind of report by its columns, and some of what may differ in it.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let columns: [String]
    let zone: String
    var testDescription: String { "\(name) in \(zone)" }
  }

  static let kinds: [Kind] = {
    let columns = [
      ("signature orders", Report.header), ("items", Report.header + ["Transaction ID", "Currency"]),
      ("by network", Report.header + ["Network ID"]),
      ("no process date", Report.header.filter { !$0.hasPrefix("Process") } + ["Currency"]),
      ("created on", Report.header.map { $0.replacing("Transaction ", with: "Transaction Created On ") }),
      ("no sales", Report.header.filter { $0 != "Sales" && $0 != "# of Items" } + ["Currency"]),
      ("ids for orders", Report.header.filter { $0 != "Order ID" } + ["Transaction ID", "Currency"]),
    ]
    return columns.flatMap { name, columns in
      ["UTC", "-08:00", "America/New_York", "Australia/Lord_Howe"].map { zone in
        Kind(name: name, columns: columns, zone: zone)
      }
    }
  }()

  /// A row of the report, and the state that its lines are in.
  private struct Row {
    let cells: [String: String]
    let tally: Tally
    let currency: String
    let sales: Int64
    let commission: Int64
  }

  /// Rows of all states, amounts in cents.
  private static func rows(_ kind: Kind, _ number: Int) -> [Row] {
    var rows: [Row] = []
    func add(
      _ order: String, _ tally: Tally = .ok, _ changes: [String: String] = [:], currency: String = "USD",
      sales: Int64 = 1000, commission: Int64 = 250
    ) {
      func text(_ cents: Int64) -> String {
        var whole = String(cents.magnitude / 100)
        let part = cents.magnitude % 100
        for place in [3, 7] where whole.count > place {
          whole.insert(",", at: whole.index(whole.endIndex, offsetBy: -place))
        }
        return "\(cents < 0 ? "-" : "")\(whole).\(part < 10 ? "0" : "")\(part)"
      }
      var cells = Dictionary(uniqueKeysWithValues: zip(Report.header, Report.line(order: order)))
      cells["Sales"] = text(sales)
      cells["Total Commission"] = text(commission)
      cells["Currency"] = currency
      cells["Network ID"] = currency == "USD" ? "1" : "41"
      cells["Transaction ID"] = "T\(number)\(order)\(rows.count)"
      cells["Transaction Created On Date"] = cells["Transaction Date"]
      cells["Transaction Created On Time"] = cells["Transaction Time"]
      for (name, cell) in changes {
        cells[name] = cell
        if name.hasPrefix("Transaction ") {
          cells[name.replacing("Transaction", with: "Transaction Created On")] = cell
        }
      }
      let known = kind.columns.contains("Currency") || kind.columns.contains("Network ID")
      rows.append(
        Row(
          cells: cells, tally: tally, currency: known ? currency : "",
          sales: kind.columns.contains("Sales") ? sales : 0, commission: commission))
    }
    add("1", sales: 123_456_789, commission: 2501)
    add("2", .ok, ["SKU": "DISCOUNT"], sales: -450, commission: -45)
    add("3", currency: "AUD", sales: 1, commission: 0)
    add("4", .withoutClickID, ["Member ID (U1)": ""])
    add("5", .withoutClickID, ["Member ID (U1)": "--CLICK-ID--"], currency: "AUD")
    add("6", .discarded, ["SKU": "TEST"], sales: 777, commission: 77)
    let hasSales = kind.columns.contains("Sales")
    add("7", .unread, hasSales ? ["Sales": "1;2"] : ["Transaction Date": "x"], sales: 0, commission: 99)
    add("8", .unread, ["Total Commission": "12,5"], sales: 4321, commission: 0)
    add("9", .unread, ["Transaction Date": "0/0/00"], currency: "AUD")
    if kind.columns.contains("Currency") { add("11", .unread, ["Currency": "US$"], currency: "") }
    // Of summer and winter, and of the hours between.
    for (index, day) in ["7/1/25", "11/2/25", "3/9/25", "12/31/25"].enumerated() {
      add("10\(index)", .ok, ["Transaction Date": day, "Transaction Time": "01:30:00"])
    }
    return rows
  }

  private static func text(
    _ rows: [Row], _ columns: [String], mark: String, end: String, preamble: [String], isQuoted: Bool
  ) -> String {
    func line(_ cells: [String]) -> String {
      cells.map { isQuoted || $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",")
    }
    let lines = [line(columns)] + rows.map { row in line(columns.map { row.cells[$0] ?? "x" }) }
    return mark + (preamble + lines).map { $0 + end }.joined()
  }

  @Test("to the cent, by state, file and currency", arguments: kinds)
  func sums(kind: Kind) throws {
    var random = Randomness(seed: 3)
    var options = ConversionOptions()
    options.zone = try #require(ReportTimeZone(kind.zone))
    options.events.skus = ["TEST": "ignore"]
    for mark in ["", "\u{FEFF}"] {
      for end in ["\n", "\r\n", "\r"] {
        for preamble in ReportShapeTests.preambles {
          for width in [kind.columns.count, 60] {
            var columns = kind.columns + (kind.columns.count..<width).map { "Column \($0)" }
            for order in 0..<2 {
              if order > 0 { columns.shuffle(using: &random) }
              let rows = Self.rows(kind, 1)
              // The second report has two lines of the first one again, and one of its own.
              let second = Array(rows[..<2]) + [Self.rows(kind, 2)[2]]
              let files = [rows, second].enumerated().map { number, rows in
                (
                  name: "\(number)",
                  text: Self.text(
                    rows, columns, mark: mark, end: end, preamble: preamble, isQuoted: order > 0)
                )
              }
              let conversions = try Conversions.read(files, options)
              #expect(conversions.sources.map(\.problem) == [nil, nil])
              Self.check(conversions, [rows, second], hasIDs: kind.columns.contains("Transaction ID"))
            }
          }
        }
      }
    }
  }

  private static func check(_ conversions: Conversions, _ files: [[Row]], hasIDs: Bool) {
    var wanted: [String: [Int64]] = [:]
    var all: [String: [Int64]] = [:]
    for (number, rows) in files.enumerated() {
      for (index, row) in rows.enumerated() {
        // What is there again.
        let isOwn = index == 2 && hasIDs
        let isRepeat = number == 1 && !isOwn
        let tally = isRepeat && row.tally == .ok ? .deduplicated : row.tally
        func add(_ sums: inout [String: [Int64]], _ key: String) {
          let old = sums[key] ?? [0, 0, 0]
          sums[key] = [old[0] + 1, old[1] + row.sales * 10_000, old[2] + row.commission * 10_000]
        }
        add(&wanted, "\(number) \(row.currency) \(tally)")
        add(&all, "\(number) \(row.currency)")
      }
    }
    var found: [String: [Int64]] = [:]
    for totals in conversions.sourceTotals {
      let place = "\(totals.source) \(totals.currency.code)"
      for tally in Tally.allCases where totals.sums[tally].lines > 0 {
        found["\(place) \(tally)"] = numbers(totals.sums[tally])
      }
      var both = totals.sums.counted
      let isAdded = both.add(totals.sums.excluded)
      #expect(isAdded)
      #expect(numbers(both) == all[place])
    }
    #expect(found == wanted)
  }

  private static func numbers(_ sums: Sums) -> [Int64] {
    [Int64(sums.lines), sums.sales.millionths, sums.commission.millionths]
  }
}
