package import AutoTagBytes
internal import AutoTagText

/// Rakuten's transaction inquiries about orders that no report has: its template of the bulk upload, filled.
///
/// The network takes orders that are 7 to 180 days old (Rakuten's help, “Bulk Import Transaction Inquiries”).
package struct Inquiries: Sendable {
  /// The outcome for an order of the list.
  package enum Outcome: String, Sendable, CaseIterable {
    case filled
    /// A commissionable line has it, counted or not.
    case found
    case tooYoung = "too_young"
    case tooOld = "too_old"
    /// The list has it twice, in the same words.
    case repeated
    /// A spreadsheet would take its order id or MID for a formula: it would have to be written otherwise than it is, and the
    /// network would look for another order.
    case formula
    /// Its order id or MID holds the token of a report's address, which is written nowhere.
    case token
    /// Its order id or MID holds a control character, which a terminal would obey.
    case unprintable
    /// Its MID is no number: advertisers have numbers.
    case noNumber = "mid_no_number"
    /// Its amount is 0 or less: no commission is to be had for it.
    case noAmount = "amount_not_positive"

    /// The reason, for an order that is left out and for a u1; `nil` for what has other reasons.
    fileprivate var reason: String? {
      switch self {
      case .formula: "a spreadsheet would take for a formula"
      case .token: "holds the token of a report's address"
      case .unprintable: "holds a control character"
      case .filled, .found, .tooYoung, .tooOld, .repeated, .noNumber, .noAmount: nil
      }
    }
  }

  /// The days that an order is old at least and at most.
  static let ages = 7...180

  /// The day that ages are counted to, `2026-10-31`.
  package let today: String
  package private(set) var counts: [Outcome: Int] = [:]
  /// Those of the filled ones that are announced: an event (`is_event` is Y) has them, and no commissionable line.
  package private(set) var announced = 0
  /// Those of the filled ones whose day is before the first or after the last line that was read.
  package private(set) var outside = 0
  /// Those of the filled ones whose u1 is left out, by the reason.
  package private(set) var withoutSubid: [Outcome: Int] = [:]
  private var rows: [[String]] = []

  private static let columns = ["MID", "Order ID", "Order Date", "Order Amount", "Member ID", "Comments"]

  private struct Key: Hashable {
    let advertiser: String
    let order: String
  }

  /// - Parameters:
  ///   - list: a CSV file with the columns order id, date, amount, mid and u1.
  ///   - today: a day of the owner's calendar, `2026-10-31`.
  package init(
    about list: ConversionInput, _ conversions: Conversions, _ options: ConversionOptions, today: Day
  ) throws(ConversionsError) {
    self.today = today.text
    let orders = try OrderList.read(list, options)
    let (paid, events, days) = Self.known(conversions)
    var seen: Set<ListedOrder> = []
    for order in orders {
      let key = Key(advertiser: order.advertiser, order: order.id)
      let day = Int(order.date / 86_400)
      let outcome: Outcome =
        if !seen.insert(order).inserted {
          .repeated
        } else if paid.contains(key) {
          .found
        } else if today.number - day < Self.ages.lowerBound {
          .tooYoung
        } else if today.number - day > Self.ages.upperBound {
          .tooOld
        } else {
          Self.obstacle(order.advertiser) ?? Self.obstacle(order.id) ?? Self.fault(order) ?? .filled
        }
      counts[outcome, default: 0] += 1
      guard outcome == .filled else { continue }
      let isAnnounced = events.contains(key)
      if isAnnounced { announced += 1 }
      if !(days?.contains(day) ?? false) { outside += 1 }
      let obstacle = Self.obstacle(order.subid)
      if let obstacle { withoutSubid[obstacle, default: 0] += 1 }
      rows.append([
        order.advertiser, order.id, DateText.day(order.date), order.amount.text(decimals: 2),
        obstacle == nil ? order.subid : "",
        isAnnounced
          ? "announced as an event (is_event Y), and no commission was reported"
          : "no commission was reported",
      ])
    }
  }

  /// Returns the reason why a cell of the file cannot be a value as it stands; `nil` where it can.
  private static func obstacle(_ cell: String) -> Outcome? {
    if HiddenTokens.masked(cell) != cell { return .token }
    if PrintableText.of(cell) != cell { return .unprintable }
    return CSVText.keeps(cell) ? nil : .formula
  }

  private static func fault(_ order: ListedOrder) -> Outcome? {
    if !order.advertiser.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) { return .noNumber }
    return order.amount > .zero ? nil : .noAmount
  }

  /// The orders with commissionable lines, those with events, and the days from the first to the last line.
  private static func known(
    _ conversions: Conversions
  ) -> (paid: Set<Key>, events: Set<Key>, days: ClosedRange<Int>?) {
    let ledger = conversions.reading.ledger
    var (paid, events): (Set<UInt32>, Set<UInt32>) = ([], [])
    var days: ClosedRange<Int>?
    for line in ledger.lines {
      if line.traits.contains(.event) { events.insert(line.order) } else { paid.insert(line.order) }
      guard line.transaction > 0 else { continue }
      let day = Int(line.transaction / 86_400)
      days = min(days?.lowerBound ?? day, day)...max(days?.upperBound ?? day, day)
    }
    func keys(_ orders: Set<UInt32>) -> Set<Key> {
      Set(
        orders.map { index in
          let order = ledger.orders[Int(index)]
          return Key(advertiser: ledger.arena.exact(order.advertiser), order: ledger.arena.exact(order.id))
        })
    }
    return (keys(paid), keys(events), days)
  }

  // MARK: Output

  /// The filled template. No cell is a formula, and none is written otherwise than it is.
  package var csv: [UInt8] { rows.reduce(into: CSVText.row(Self.columns)) { $0 += CSVText.row($1) } }

  private static let reasons = Outcome.allCases.compactMap { outcome in
    outcome.reason.map { (outcome, $0) }
  }

  /// The outcome of all orders of the list, in a sentence or more.
  package var words: String {
    func count(_ outcome: Outcome) -> Int { counts[outcome, default: 0] }
    var parts = ["\(count(.filled)) filled in"]
    if count(.found) > 0 { parts.append("\(count(.found)) found in the reports") }
    if count(.tooYoung) > 0 { parts.append("\(count(.tooYoung)) younger than \(Self.ages.lowerBound) days") }
    if count(.tooOld) > 0 { parts.append("\(count(.tooOld)) older than \(Self.ages.upperBound) days") }
    if count(.repeated) > 0 { parts.append("\(count(.repeated)) named before in the same words") }
    for (outcome, reason) in Self.reasons where count(outcome) > 0 {
      parts.append("\(count(outcome)) left out, whose mid or order id \(reason)")
    }
    if count(.noNumber) > 0 { parts.append("\(count(.noNumber)) left out, whose mid is no number") }
    if count(.noAmount) > 0 { parts.append("\(count(.noAmount)) left out, whose amount is 0 or less") }
    let all = counts.values.reduce(0, +)
    var text = "Inquiries about \(Count.of(all, "order")), as of \(today): \(parts.joined(separator: ", "))"
    if announced > 0 { text += "; \(announced) of the filled ones announced by events" }
    for (outcome, reason) in Self.reasons {
      guard let count = withoutSubid[outcome] else { continue }
      text += "; \(count) of the filled ones without u1, which \(reason)"
    }
    if outside > 0 {
      text +=
        "; \(outside) of the filled ones not between the first and the last line that was read: look whether a report is missing"
    }
    return text
  }

  /// The counts for programs.
  package var json: JSONValue {
    .object(
      [("today", .string(today)), ("orders", .integer(counts.values.reduce(0, +)))]
        + Outcome.allCases.map { ($0.rawValue, .integer(counts[$0, default: 0])) }
        + [
          ("announced", .integer(announced)), ("u1_left_out", .integer(withoutSubid.values.reduce(0, +))),
          ("outside_of_reports", .integer(outside)),
        ])
  }
}
