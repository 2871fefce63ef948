import AutoTagConversions
import TestSupport
import Testing

/// A history of sales as a shop knows it, and the messages and reports that a publisher gets of it.
private struct GeneratedHistory {
  /// What is true.
  private(set) var sales = 0
  private(set) var reversed = 0
  private(set) var lines = 0
  private(set) var commission: Int64 = 0
  private(set) var twins = 0
  private(set) var rows = 0
  /// The messages, and the lines of reports, of each file.
  private(set) var messages: [[Message]] = [[], [], []]
  private(set) var reports: [[[String]]] = [[], []]

  private var random: Randomness
  private var number = 0

  init(seed: UInt64) {
    random = Randomness(seed: seed)
    for _ in 0..<Int.random(in: 1...6, using: &random) { addOrder() }
    for _ in 0..<Int.random(in: 0...2, using: &random) { addReportedOrder() }
    for index in messages.indices { messages[index].shuffle(using: &random) }
    for index in reports.indices { reports[index].shuffle(using: &random) }
  }

  private mutating func id() -> String {
    number += 1
    return "T\(number)"
  }

  /// Cents with a point.
  private func text(_ cents: Int64) -> String {
    let digits = String(cents.magnitude % 100)
    return "\(cents < 0 ? "-" : "")\(cents.magnitude / 100).\(digits.count < 2 ? "0" : "")\(digits)"
  }

  /// Sends a message to one file, or to several, once or more often.
  private mutating func send(_ message: Message) {
    for _ in 0..<random.pick([1, 1, 1, 2, 3]) {
      rows += 1
      messages[random.pick([0, 1, 2])].append(message)
    }
  }

  private mutating func addOrder() {
    number += 1
    let order = "order \(number)"
    let u1 = random.pick(["click\(number)", "click\(number)", "shared"])
    let isRealtime = !random.once(in: 4)
    let hour = Int.random(in: 0..<300, using: &random)
    var total: Int64 = 0
    let items = Int.random(in: 1...3, using: &random)
    for item in 0..<items {
      // Of one amount each, so that no two sales are twins by chance.
      let sales = Int64(number * 1000 + item * 100 + 100)
      let commission = random.once(in: 8) ? 0 : sales / 10
      let line = Message(
        id: id(), order: order, sku: "sku \(item)", type: isRealtime ? "realtime" : "batch",
        commission: text(commission), sales: text(sales), u1: u1, hour: hour, processHour: hour)
      add(line, sales: sales, commission: commission, isRealtime: isRealtime)
      total += sales
    }
    sales += 1
    if random.once(in: 3) { total -= addDiscount(order, u1, hour, total, isRealtime) }
    if random.once(in: 3) { addReturn(order, u1, hour, total, isRealtime) }
  }

  private mutating func add(_ line: Message, sales: Int64, commission: Int64, isRealtime: Bool) {
    lines += 1
    self.commission += commission
    // An event comes first, with the same id or one of its own, or nothing but it.
    let hasEvent = isRealtime && random.once(in: 2)
    if hasEvent {
      let isSameID = random.once(in: 2)
      let eventID = isSameID ? line.id : id()
      send(
        line.with {
          $0.isEvent = true
          $0.id = eventID
        })
      if random.once(in: 4) { return }
    }
    send(line)
    if isRealtime, random.once(in: 3) {
      twins += 1
      let (twinID, apart) = (id(), Int.random(in: 0...48, using: &random))
      send(
        line.with {
          $0.id = twinID
          $0.order = "batch " + twinID
          $0.type = "batch"
          $0.hour += apart
        })
    }
    // What only looks like a twin: too late, or of another click.
    if isRealtime, random.once(in: 4) {
      let (otherID, isLate) = (id(), random.once(in: 2))
      lines += 1
      self.commission += commission
      self.sales += 1
      send(
        line.with {
          $0.id = otherID
          $0.order = "other " + otherID
          $0.type = "batch"
          if isLate { $0.hour += 97 } else { $0.u1 = "another-\(otherID)" }
        })
    }
  }

  /// - Returns: the cents that the order is less by.
  private mutating func addDiscount(
    _ order: String, _ u1: String, _ hour: Int, _ total: Int64, _ isRealtime: Bool
  ) -> Int64 {
    let cents = total / 10
    lines += 1
    commission -= cents / 10
    send(
      Message(
        id: id(), order: order, sku: "DISCOUNT", type: isRealtime ? "realtime" : "batch",
        commission: text(-(cents / 10)), sales: text(-cents), u1: u1, hour: hour, processHour: hour))
    return cents
  }

  private mutating func addReturn(
    _ order: String, _ u1: String, _ hour: Int, _ total: Int64, _ isRealtime: Bool
  ) {
    let isWhole = random.once(in: 2)
    let cents = isWhole ? total : total / 3
    lines += 1
    commission -= cents / 10
    if isWhole {
      reversed += 1
      sales -= 1
    }
    send(
      Message(
        id: id(), order: order, sku: "sku 0", type: isRealtime ? "realtime" : "batch",
        commission: text(-(cents / 10)), sales: text(-cents), quantity: random.pick([1, -1]), u1: u1,
        hour: hour,
        processHour: hour + 20))
  }

  /// An order that is only in reports, which overlap and give no ids.
  private mutating func addReportedOrder() {
    number += 1
    let sales = Int64(number * 1000)
    let line = Report.line(order: "report \(number)", sales: text(sales), commission: text(sales / 10))
    let equal = Int.random(in: 1...2, using: &random)
    lines += equal
    commission += Int64(equal) * (sales / 10)
    self.sales += 1
    let first = random.pick([0, 1])
    let others = Int.random(in: 0...equal, using: &random)
    reports[first] += Array(repeating: line, count: equal)
    reports[1 - first] += Array(repeating: line, count: others)
    rows += equal + others
  }

  func files(_ order: [Int]) -> [(name: String, text: String)] {
    let texts =
      messages.enumerated().map { number, messages in
        number == 1
          ? "[" + messages.map(\.json).joined(separator: ",") + "]"
          : messages.map(\.json).joined(separator: "\n")
      } + reports.map { Report.text($0) }
    return order.enumerated().compactMap { place, index in
      // No two of the same bytes, which would be one source.
      texts[index].count < 3
        ? nil : (name: "file\(place)", text: texts[index] + String(repeating: "\n", count: index))
    }
  }
}

@Suite("generated histories")
struct HistoryTests {
  /// Each argument stands for so many histories: 10,000 in all where the program is optimised.
  #if DEBUG
    static let each = 10
  #else
    static let each = 100
  #endif

  @Test(
    "nothing is counted twice, nothing is lost, and the twins are those that there are", arguments: 0..<100)
  func histories(part: Int) throws {
    var options = ConversionOptions()
    options.currency = Currency("EUR")
    for seed in part * Self.each..<(part + 1) * Self.each {
      let history = GeneratedHistory(seed: UInt64(seed))
      let conversions = try Conversions.read(history.files([0, 1, 2, 3, 4]), options)
      let totals = try #require(conversions.totals.first)
      let counted = totals.sums.counted
      let isRight =
        counted.lines == history.lines && counted.commission.millionths == history.commission * 10_000
        && conversions.ledger.filter { $0.codes.contains(.batchTwin) }.map(\.id).count >= history.twins
        && Set(conversions.ledger.filter { $0.codes.contains(.batchTwin) }.map(\.id)).count == history.twins
        && totals.orders - totals.reversedOrders == history.sales && totals.reversedOrders == history.reversed
        && totals.sums.all.lines == history.rows && conversions.totals.count == 1
      #expect(
        isRight,
        """
        history \(seed): \(counted.lines) lines for \(history.lines), \(counted.commission.text(decimals: 2)) for \
        \(history.commission), \(totals.orders - totals.reversedOrders) sales for \(history.sales), \
        \(totals.reversedOrders) reversed for \(history.reversed), \(conversions.findings[.batchTwin] ?? 0) twins for \
        \(history.twins), \(totals.sums.all.lines) rows for \(history.rows)
        """)
      guard seed % 10 == 0 else { continue }
      let turned = try Conversions.read(history.files([3, 0, 4, 2, 1]), options)
      #expect(RulesTests.outcome(turned) == RulesTests.outcome(conversions), "history \(seed)")
      // The same files once more change no sum.
      let again =
        history.files([0, 1, 2, 3, 4])
        + history.files([0, 1, 2, 3, 4]).map { (name: $0.name + " again", text: $0.text) }
      #expect(try Conversions.read(again, options).sums == conversions.sums, "history \(seed)")
    }
  }
}
