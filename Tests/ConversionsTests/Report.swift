import AutoTagConversions
import Testing

/// The twelve columns of a Signature Orders report, and lines of it.
enum Report {
  static let header = [
    "Member ID (U1)", "MID", "Advertiser Name", "Order ID", "Transaction Date", "Transaction Time", "SKU",
    "Sales",
    "# of Items", "Total Commission", "Process Date", "Process Time",
  ]

  /// A line of the report.
  static func line(
    u1: String = "click1", mid: String = "45904", name: String = "Lamps, Ltd", order: String = "1001",
    date: String = "5/21/23", time: String = "06:58:45", sku: String = "A1", sales: String = "10.00",
    items: String = "1", commission: String = "2.50", processDate: String = "5/22/23"
  ) -> [String] {
    [u1, mid, name, order, date, time, sku, sales, items, commission, processDate, time]
  }

  static func text(_ lines: [[String]], header: [String] = header, end: String = "\r\n") -> String {
    ([header] + lines).map { cells in
      cells.map { cell in
        cell.contains { ",\"\n".contains($0) } ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
      }.joined(separator: ",") + end
    }.joined()
  }
}

extension Conversions {
  /// Reads files that are given by their names and texts.
  static func read(
    _ files: [(name: String, text: String)], _ options: ConversionOptions = ConversionOptions()
  ) throws -> Conversions {
    try read(files.map { ConversionInput(path: $0.name, contents: Array($0.text.utf8)) }, options)
  }

  static func read(_ text: String, _ options: ConversionOptions = ConversionOptions()) throws -> Conversions {
    try read([("file", text)], options)
  }

  var all: [ConversionFinding] {
    var all: [ConversionFinding] = []
    forEachFinding { all.append($0) }
    return all
  }

  /// The lines in the ledger's order.
  var ledger: [LedgerEntry] { sortedIndices.map(entry) }

  /// “3 lines, 30.00, 7.50” of what is counted, for each currency.
  var sums: [String] {
    totals.filter { $0.sums.counted.lines > 0 }.map { totals in
      let sums = totals.sums.counted
      let code = totals.currency.isKnown ? totals.currency.code + " " : ""
      return
        "\(code)\(sums.lines) \(totals.currency.text(sums.sales)) \(totals.currency.text(sums.commission))"
    }
  }
}
