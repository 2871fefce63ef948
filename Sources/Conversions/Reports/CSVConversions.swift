internal import AutoTagText

/// The conversions as comma-separated values: the ledger, a record for each line, or the sums. Amounts are plain decimal
/// numbers. No cell is a formula.
package struct CSVConversions {
  private let conversions: Conversions
  private let earnings: Earnings?

  package init(_ conversions: Conversions, earnings: Earnings? = nil) {
    self.conversions = conversions
    self.earnings = earnings
  }

  /// Calls a function with pieces of the ledger, in its order.
  package func writeLedger(_ write: ([UInt8]) -> Void) {
    var piece = CSVText.row([
      "state", "counted", "codes", "event", "transaction_date", "process_date", "mid", "advertiser",
      "order_id",
      "sku", "etransaction_id", "u1", "currency", "sales", "commission", "quantity", "type", "is_event",
      "file",
      "line",
    ])
    for index in conversions.sortedIndices {
      let entry = conversions.entry(index)
      piece += CSVText.row([
        entry.state.name, entry.isCounted ? "yes" : "no", entry.codes.map(\.rawValue).joined(separator: " "),
        entry.event, DateText.text(entry.transaction), DateText.text(entry.process), entry.advertiser,
        entry.advertiserName, entry.order, entry.sku, entry.id, entry.subid, entry.currency.code,
        entry.sales.map(entry.currency.text) ?? "", entry.currency.text(entry.commission),
        String(entry.quantity), entry.type, entry.isEvent ? "Y" : "N", conversions.sources[entry.source].path,
        String(entry.line),
      ])
      if piece.count >= 1 << 16 {
        write(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    for line in conversions.unreadLines {
      let currency = conversions.reading.ledger.currencies[Int(line.currency)]
      piece += CSVText.row([
        LineState.error.name, "no", line.code.rawValue, "", "", "", "", "", "", "", "", "", currency.code,
        line.sales.map(currency.text) ?? "", line.commission.map(currency.text) ?? "", "", "", "",
        conversions.sources[Int(line.file)].path, String(line.line),
      ])
    }
    write(piece)
  }

  /// The sums by file and currency, and by what became of the lines; where links are known, those by page, advertiser, link
  /// and day below them, with columns of their own. Reports of clicks by u1, which are added to nothing, have rows of their own
  /// and a last column.
  package var summary: [UInt8] {
    let more = earnings.map(CSVEarnings.init)
    let activity = conversions.activityOfSources
    func row(_ cells: [String], clicks: Int? = nil) -> [UInt8] {
      CSVText.row(activity.isEmpty ? cells : cells + [clicks.map(String.init) ?? ""])
    }
    let head = ["file", "currency", "state", "counted", "lines", "sales", "commission"]
    var bytes = CSVText.row(
      head + (more == nil ? [] : CSVEarnings.columns) + (activity.isEmpty ? [] : ["clicks"]))
    for totals in conversions.sourceTotals {
      for tally in Tally.allCases {
        let sums = totals.sums[tally]
        let cells = [
          conversions.sources[totals.source].path, totals.currency.code, tally.state.name,
          tally.isCounted ? "yes" : "no", String(sums.lines), totals.currency.text(sums.sales),
          totals.currency.text(sums.commission),
        ]
        bytes += row(cells + (more == nil ? [] : CSVEarnings.ofFile))
      }
    }
    for one in activity {
      let currency = one.totals.currency
      let cells = [
        conversions.sources[one.source].path, currency.code, "clicks", "apart", String(one.totals.sums.lines),
        currency.text(one.totals.sums.sales), currency.text(one.totals.sums.commission),
      ]
      bytes += row(cells + (more == nil ? [] : CSVEarnings.ofFile), clicks: one.totals.clicks)
    }
    for cells in more?.rows ?? [] { bytes += row(cells) }
    return bytes
  }
}
