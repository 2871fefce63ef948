import AutoTagConversions
import TestSupport
import Testing

/// A message of a short history, in words: `Y o1 A 10` is an event of order o1 for SKU A with commission 10.
struct Message: Sendable {
  var id = ""
  var order = "o1"
  var sku = "A"
  var isEvent = false
  var type = "realtime"
  var commission = "10.00"
  var sales = "100.00"
  var quantity = 1
  var u1 = "click1"
  var currency = "EUR"
  var advertiser = "1"
  /// Hours since the history began.
  var hour = 0
  var processHour = 0

  var json: String {
    func date(_ hour: Int) -> String {
      "2026-03-\(10 + hour / 24 < 32 ? String(10 + hour / 24) : "31")T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00.000+0000"
    }
    return
      "{\"etransaction_id\":\"\(id)\",\"order_id\":\"\(order)\",\"sku_number\":\"\(sku)\",\"is_event\":\"\(isEvent ? "Y" : "N")\","
      + "\"transaction_type\":\"\(type)\",\"commissions\":\"\(commission)\",\"sale_amount\":\"\(sales)\",\"quantity\":\"\(quantity)\","
      + "\"u1\":\"\(u1)\",\"currency\":\"\(currency)\",\"advertiser_id\":\"\(advertiser)\",\"transaction_date\":\"\(date(hour))\","
      + "\"process_date\":\"\(date(processHour))\"}"
  }

  func with(_ change: (inout Message) -> Void) -> Message {
    var message = self
    change(&message)
    return message
  }
}

@Suite("lines, orders and sales")
struct RulesTests {
  struct History: Sendable, CustomTestStringConvertible {
    let name: String
    /// The messages of each file.
    let files: [[Message]]
    /// The counted lines and commissions.
    let sums: [String]
    /// All codes that are told, each with its number.
    let codes: [String]
    var orders = 1
    var reversed = 0
    var testDescription: String { name }

    init(
      _ name: String, _ files: [Message]..., sums: [String], codes: [String] = [], orders: Int = 1,
      reversed: Int = 0
    ) {
      (self.name, self.files, self.sums, self.codes, self.orders, self.reversed) =
        (name, files, sums, codes, orders, reversed)
    }
  }

  static let sale = Message(id: "1")
  static let event = Message(id: "1", isEvent: true)
  static let twin = Message(id: "2", order: "o2", type: "batch", hour: 20)
  static let one = ["EUR 1 100.00 10.00"]
  static let two = ["EUR 2 200.00 20.00"]

  static let histories = [
    History("a sale", [sale], sums: one),
    History("an event alone counts", [event], sums: one, codes: ["event-unconfirmed 1"]),
    History(
      "a return has the click of its sale",
      [
        sale,
        sale.with {
          ($0.sales, $0.commission, $0.u1, $0.processHour) = ("-40.00", "-4.00", "", 30)
        },
      ], sums: ["EUR 2 60.00 6.00"], codes: ["negative-line 1"]),
    History(
      "a return whose sale has none",
      [
        sale.with { $0.u1 = "" },
        sale.with {
          ($0.sales, $0.commission, $0.u1, $0.processHour) = ("-40.00", "-4.00", "", 30)
        },
      ], sums: ["EUR 2 60.00 6.00"], codes: ["negative-line 1", "u1-missing 2"]),
    History(
      "a return of another order",
      [
        sale,
        sale.with {
          ($0.order, $0.sales, $0.commission, $0.u1) = ("o9", "-40.00", "-4.00", "")
        },
      ], sums: ["EUR 2 60.00 6.00"], codes: ["negative-line 1", "order-reversed 1", "u1-missing 1"],
      orders: 2,
      reversed: 1),
    History(
      "a further line without one",
      [sale, sale.with { ($0.id, $0.sku, $0.u1) = ("7", "B7", "") }], sums: two, codes: ["u1-missing 1"]),
    History("Y then N with one id", [event, sale], sums: one, codes: ["event-superseded 1"]),
    History(
      "Y then N with ids of their own", [event, sale.with { $0.id = "9" }], sums: one,
      codes: ["event-superseded 1"]),
    History(
      "Y then N of other amounts",
      [
        event,
        sale.with {
          $0.id = "9"
          $0.commission = "0"
        },
      ], sums: ["EUR 1 100.00 0.00"],
      codes: ["event-superseded 1"]),
    History(
      "Y of two SKUs, N of one",
      [
        event,
        event.with {
          $0.id = "2"
          $0.sku = "B"
        }, sale,
      ], sums: two,
      codes: ["event-superseded 1", "event-unconfirmed 1"]),
    History(
      "the same order number of two advertisers", [event, sale.with { $0.advertiser = "2" }], sums: two,
      codes: ["event-unconfirmed 1"], orders: 2),
    History(
      "a return supersedes no event",
      [
        event,
        sale.with {
          $0.id = "9"
          $0.commission = "-10.00"
          $0.sales = "-100.00"
        },
      ],
      sums: ["EUR 2 0.00 0.00"], codes: ["event-unconfirmed 1", "negative-line 1", "order-reversed 1"],
      reversed: 1),
    History("a message again", [sale, sale], sums: one, codes: ["line-repeated 1"]),
    History("a message again in another file", [sale], [sale], sums: one, codes: ["line-repeated 1"]),
    History(
      "a message again, processed later", [sale], [sale.with { $0.processHour = 9 }], sums: one,
      codes: ["line-repeated 1"]),
    History(
      "a message again with another amount: the later counts",
      [
        sale.with {
          $0.processHour = 9
          $0.commission = "12.00"
        }
      ], [sale], sums: ["EUR 1 100.00 12.00"],
      codes: ["line-changed 1", "line-repeated 1"]),
    History(
      "a return with the id of its sale is a correction",
      [
        sale,
        sale.with {
          $0.commission = "-10.00"
          $0.sales = "-100.00"
          $0.processHour = 30
        },
      ],
      sums: ["EUR 2 0.00 0.00"], codes: ["negative-line 1", "order-reversed 1"], reversed: 1),
    History("equal items of one order", [sale, sale.with { $0.id = "2" }], sums: two),
    History("one id of two advertisers", [sale, sale.with { $0.advertiser = "2" }], sums: two, orders: 2),
    History(
      "a part is returned",
      [
        sale,
        sale.with {
          $0.id = "2"
          $0.commission = "-4.00"
          $0.sales = "-40.00"
        },
      ],
      sums: ["EUR 2 60.00 6.00"], codes: ["negative-line 1"]),
    History(
      "a discount in a good order",
      [
        sale,
        sale.with {
          $0.id = "2"
          $0.sku = "DISCOUNT"
          $0.commission = "-1.00"
          $0.sales = "-10.00"
        },
      ],
      sums: ["EUR 2 90.00 9.00"], codes: ["negative-line 1"]),
    History(
      "a return by quantity",
      [
        sale,
        sale.with {
          $0.id = "2"
          $0.quantity = -1
          $0.commission = "-10.00"
          $0.sales = "-100.00"
        },
      ],
      sums: ["EUR 2 0.00 0.00"], codes: ["negative-line 1", "order-reversed 1"], reversed: 1),
    History("no commission is a lead", [sale.with { $0.commission = "0" }], sums: ["EUR 1 100.00 0.00"]),
    History(
      "a lead whose commission is taken back in part is a sale",
      [
        sale.with { $0.sales = "0" },
        sale.with {
          $0.id = "2"
          $0.sales = "0"
          $0.commission = "-4.00"
        },
      ], sums: ["EUR 2 0.00 6.00"], codes: ["negative-line 1"]),
    History(
      "a lead whose commission is taken back",
      [
        sale.with { $0.sales = "0" },
        sale.with {
          $0.id = "2"
          $0.sales = "0"
          $0.commission = "-10.00"
        },
      ], sums: ["EUR 2 0.00 0.00"], codes: ["negative-line 1", "order-reversed 1"], reversed: 1),
    History(
      "a return that is an event, and its line, with a batch line under other ids",
      [
        event.with {
          $0.commission = "-10.00"
          $0.sales = "-100.00"
        },
        sale.with {
          $0.commission = "-10.00"
          $0.sales = "-100.00"
        },
        twin.with {
          $0.commission = "-10.00"
          $0.sales = "-100.00"
        },
      ], sums: ["EUR 2 -200.00 -20.00"],
      codes: ["batch-twin 1", "event-unconfirmed 1", "negative-line 2", "order-reversed 1"], reversed: 1),
    History("realtime, and batch under other ids", [sale, twin], sums: one, codes: ["batch-twin 1"]),
    History("the same the other way round", [twin, sale], sums: one, codes: ["batch-twin 1"]),
    History(
      "an event and batch under other ids: the event gives way, and its line is there", [event, twin],
      sums: one, codes: ["batch-twin 1"]),
    History(
      "an event as realtime, and an event as batch", [event, twin.with { $0.isEvent = true }], sums: one,
      codes: ["batch-twin 1", "event-unconfirmed 1"]),
    History(
      "an event, its line, and batch under other ids", [event, sale, twin], sums: one,
      codes: ["batch-twin 1", "event-superseded 1"]),
    History(
      "two sales of one click, and one twin",
      [
        sale,
        sale.with {
          $0.id = "5"
          $0.order = "o5"
        }, twin,
      ], sums: two,
      codes: ["batch-twin 1"], orders: 2),
    History("48 hours apart", [sale, twin.with { $0.hour = 48 }], sums: one, codes: ["batch-twin 1"]),
    History("49 hours apart", [sale, twin.with { $0.hour = 49 }], sums: two, orders: 2),
    History("another click", [sale, twin.with { $0.u1 = "click2" }], sums: two, orders: 2),
    History(
      "no click id", [sale.with { $0.u1 = "" }, twin.with { $0.u1 = "" }], sums: two,
      codes: ["batch-twin-possible 1", "u1-missing 2"],
      orders: 2),
    History("another SKU", [sale, twin.with { $0.sku = "B" }], sums: two, orders: 2),
    History(
      "another amount", [sale, twin.with { $0.sales = "100.01" }], sums: ["EUR 2 200.01 20.00"], orders: 2),
    History(
      "another currency", [sale, twin.with { $0.currency = "USD" }], sums: one + ["USD 1 100.00 10.00"],
      orders: 2),
    History("another advertiser", [sale, twin.with { $0.advertiser = "2" }], sums: two, orders: 2),
    History("two batch lines", [sale.with { $0.type = "batch" }, twin], sums: two, orders: 2),
    History("two realtime lines", [sale, twin.with { $0.type = "realtime" }], sums: two, orders: 2),
    History("the same order", [sale, twin.with { $0.order = "o1" }], sums: two),
    History(
      "no order ids",
      [
        sale.with { $0.order = "" },
        sale.with {
          $0.order = ""
          $0.id = "2"
        },
      ], sums: two, orders: 2),
  ]

  /// What a reading says, but for places.
  static func outcome(_ conversions: Conversions) -> [String] {
    let codes = conversions.findings.map { "\($0.key.rawValue) \($0.value)" }.sorted()
    let totals = conversions.totals.map {
      "\($0.orders) orders, \($0.reversedOrders) back, \($0.events.sorted { $0.key < $1.key }), \($0.announced.lines) announced"
    }
    let ledger = conversions.ledger.map { entry in
      "\(entry.state.name) \(entry.codes.map(\.rawValue)) \(entry.id) \(entry.order) \(entry.sku) \(entry.commission.millionths) "
        + "\(entry.process)"
    }
    return conversions.sums + codes + totals + ledger
  }

  @Test("a history is counted as it was", arguments: histories)
  func history(test: History) throws {
    let files = Self.texts(test.files)
    let conversions = try Conversions.read(files)
    #expect(conversions.sums == test.sums)
    #expect(conversions.findings.map { "\($0.key.rawValue) \($0.value)" }.sorted() == test.codes)
    #expect(conversions.totals.reduce(0) { $0 + $1.orders } == test.orders)
    #expect(conversions.totals.reduce(0) { $0 + $1.reversedOrders } == test.reversed)
    // In any order of lines and of files.
    let outcome = Self.outcome(conversions)
    let turned = Self.texts(test.files.reversed().map { $0.reversed() })
    #expect(Self.outcome(try Conversions.read(turned)) == outcome)
  }

  /// Files of messages, no two of the same bytes, which would be one source.
  private static func texts(_ files: [[Message]]) -> [(name: String, text: String)] {
    files.enumerated().map { number, messages in
      (
        name: "\(number)",
        text: messages.map(\.json).joined(separator: "\n") + String(repeating: "\n", count: number)
      )
    }
  }

  @Test("the lead of a line without commission, and other names")
  func events() throws {
    let lines = [
      message(id: "1", order: "a"), message(id: "2", order: "b", commission: "0"),
      message(id: "3", order: "c", sku: "NEWS", commission: "0"), message(id: "4", order: "d", sku: "TEST"),
      message(id: "5", order: "e", type: "batch", u1: "x"),
    ]
    let text = lines.map(\.json).joined(separator: "\n")
    let plain = try Conversions.read(text)
    #expect(plain.totals.first?.events == ["Purchase": 3, "Lead": 2])
    var options = ConversionOptions()
    options.events.lead = "FormSubmit"
    options.events.skus = ["NEWS": "CompleteRegistration", "TEST": "ignore"]
    options.events.ignoredTypes = [.batch]
    let mapped = try Conversions.read(text, options)
    #expect(mapped.totals.first?.events == ["Purchase": 1, "FormSubmit": 1, "CompleteRegistration": 1])
    #expect(mapped.totals.first?.sums[.discarded].lines == 2)
    #expect(mapped.findings[.eventIgnored] == 2)
  }

  private func message(
    id: String, order: String, sku: String = "A", type: String = "realtime", commission: String = "10.00",
    u1: String = "click1"
  ) -> Message {
    Message(id: id, order: order, sku: sku, type: type, commission: commission, u1: u1)
  }

  @Test("twins are counted where that is asked for, and flagged all the same")
  func countedTwins() throws {
    var options = ConversionOptions()
    options.countsTwins = true
    let conversions = try Conversions.read("\(Self.sale.json)\n\(Self.twin.json)", options)
    #expect(conversions.sums == Self.two)
    #expect(conversions.findings == [.batchTwin: 1])
    let twin = try #require(conversions.ledger.first { $0.codes.contains(.batchTwin) }?.twin)
    #expect(conversions.entry(twin).id == "1")
  }

  // MARK: Reports without ids

  struct Overlap: Sendable, CustomTestStringConvertible {
    /// The number of equal lines in each file.
    let counts: [Int]
    let counted: Int
    var testDescription: String { "\(counts)" }
  }

  static let overlaps = [
    Overlap(counts: [1], counted: 1), Overlap(counts: [2], counted: 2), Overlap(counts: [1, 1], counted: 1),
    Overlap(counts: [2, 1], counted: 2), Overlap(counts: [1, 2], counted: 2),
    Overlap(counts: [1, 3, 2], counted: 3),
    Overlap(counts: [0, 2, 2], counted: 2),
  ]

  @Test("of equal lines in overlapping reports the highest number in one file counts", arguments: overlaps)
  func overlap(test: Overlap) throws {
    let files = test.counts.enumerated().map { number, count in
      (
        name: "report\(number)",
        text: Report.text(
          [Report.line(order: "own \(number)")] + Array(repeating: Report.line(sales: "7.00"), count: count))
      )
    }
    let conversions = try Conversions.read(files)
    #expect(conversions.totals.first?.sums.counted.lines == test.counted + files.count)
    #expect(conversions.totals.first?.sums.all.lines == test.counts.reduce(0, +) + files.count)
  }

  @Test("lines that differ in anything are lines of their own")
  func different() throws {
    let changes = [
      Report.line(u1: "click2"), Report.line(mid: "2"), Report.line(order: "2"), Report.line(date: "5/22/23"),
      Report.line(time: "06:58:46"), Report.line(sku: "B"), Report.line(sales: "10.01"),
      Report.line(items: "2"),
      Report.line(commission: "2.51"), Report.line(processDate: "5/23/23"),
    ]
    let files = ([Report.line()] + changes).enumerated().map { (name: "\($0)", text: Report.text([$1])) }
    let conversions = try Conversions.read(files)
    #expect(conversions.totals.first?.sums.counted.lines == changes.count + 1)
  }

  @Test("a report and the messages of the same lines count once")
  func reportAndMessages() throws {
    let message = Message(
      id: "1", order: "1001", sku: "A1", commission: "2.50", sales: "10.00", u1: "click1",
      advertiser: "45904", hour: 5)
    let lines = [
      Report.line(date: "3/10/26", time: "05:00:00", processDate: "3/10/26"),
      Report.line(date: "3/10/26", time: "05:00:00", processDate: "3/10/26"),
    ].map { Array($0.dropLast()) + ["00:00:00"] }
    var options = ConversionOptions()
    options.currency = Currency("EUR")
    let both = try Conversions.read([("a", message.json), ("b", Report.text(lines))], options)
    #expect(both.sums == ["EUR 2 20.00 5.00"])
    #expect(both.findings == [.lineRepeated: 1])
    // What differs is counted, and told of.
    let other = try Conversions.read(
      [("a", message.with { $0.commission = "2.40" }.json), ("b", Report.text(Array(lines.prefix(1))))],
      options)
    #expect(other.sums == ["EUR 2 20.00 4.90"])
    #expect(other.findings == [.orderInTwoReports: 1])
    #expect(
      other.all.map(\.message) == [
        "an order that two kinds of report have with different lines, which may be one sale (order 1001, Lamps, Ltd, commission "
          + "4.90 EUR); its other lines: b:2"
      ])
  }

  // MARK: Two kinds of report

  struct Kinds: Sendable, CustomTestStringConvertible {
    let name: String
    /// The commissions of an order's lines that Signature Orders reports, messages and reports without items have.
    let signature: [String]
    let messages: [String]
    var short: [String] = []
    /// The number of lines that are told of.
    let told: Int
    var testDescription: String { name }
  }

  static let kinds = [
    Kinds(name: "the same line", signature: ["1"], messages: ["1"], told: 0),
    Kinds(name: "another one each", signature: ["1"], messages: ["2"], told: 2),
    Kinds(name: "a report has both", signature: ["1", "2"], messages: ["2"], told: 0),
    Kinds(name: "messages have both", signature: ["1"], messages: ["1", "2"], told: 0),
    Kinds(name: "both have both", signature: ["1", "2"], messages: ["2", "1"], told: 0),
    Kinds(name: "one more each", signature: ["1", "2"], messages: ["2", "3"], told: 3),
    Kinds(
      name: "two have it, and the third another", signature: ["1"], messages: ["1"], short: ["2"], told: 2),
    Kinds(name: "two have one more each", signature: ["1", "2"], messages: ["1"], short: ["2"], told: 0),
    Kinds(name: "three have another one", signature: ["1"], messages: ["2"], short: ["3"], told: 3),
  ]

  @Test("an order in two kinds of report is told of, whatever the files' order", arguments: kinds)
  func orderInTwoReports(test: Kinds) throws {
    let lines = test.signature.map {
      Report.line(date: "3/10/26", time: "05:00:00", commission: $0, processDate: "3/10/26").dropLast()
        + ["00:00:00"]
    }
    let messages = test.messages.map {
      Message(
        id: "", order: "1001", sku: "A1", type: "", commission: $0, sales: "10.00", advertiser: "45904",
        hour: 5)
    }
    // The same columns but for the items, of which each line has one.
    let short = test.short.map {
      Report.line(date: "3/10/26", time: "05:00:00", commission: $0, processDate: "3/10/26").dropLast()
        + ["00:00:00"]
    }
    let place = try #require(Report.header.firstIndex(of: "# of Items"))
    func without(_ cells: some Collection<String>) -> [String] {
      cells.enumerated().filter { $0.offset != place }.map(\.element)
    }
    var texts = [
      Report.text(lines.map(Array.init)), messages.map(\.json).joined(separator: "\n"),
    ]
    if !short.isEmpty { texts.append(Report.text(short.map(without), header: without(Report.header))) }
    var options = ConversionOptions()
    options.currency = Currency("EUR")
    for turn in 0..<texts.count {
      for isReversed in [false, true] {
        var turned = Array(texts[turn...] + texts[..<turn])
        if isReversed { turned.reverse() }
        let files = turned.enumerated().map { (name: "\($0)", text: $1) }
        let conversions = try Conversions.read(files, options)
        #expect(conversions.ledger.count { $0.codes.contains(.orderInTwoReports) } == test.told)
        #expect(conversions.findings[.orderInTwoReports] == (test.told > 0 ? 1 : nil))
        // Twice, under names that come first or last.
        let again = try Conversions.read(
          files + files.map { (name: ($0.name == "0" ? "z" : "-") + $0.name, text: $0.text + "\n") }, options)
        #expect(again.ledger.count { $0.codes.contains(.orderInTwoReports) } == test.told)
        #expect(again.findings[.orderInTwoReports] == (test.told > 0 ? 1 : nil))
      }
    }
  }

  @Test("a message that came again is known to the kind of report that has its former version")
  func formerVersion() throws {
    let columns = Report.header + ["Transaction ID"]
    func line(_ id: String, _ commission: String) -> [String] {
      Report.line(date: "3/10/26", time: "05:00:00", commission: commission, processDate: "3/10/26") + [id]
    }
    func message(_ id: String, _ commission: String) -> Message {
      Message(
        id: id, order: "1001", sku: "A1", type: "", commission: commission, sales: "10.00",
        advertiser: "45904", hour: 5, processHour: 200)
    }
    var options = ConversionOptions()
    options.currency = Currency("EUR")
    // The report has T1 by an older version, and T2: it knows them as two items.
    let report = Report.text([line("T1", "1"), line("T2", "2")], header: columns)
    for names in [["a", "b"], ["b", "a"]] {
      let both = try Conversions.read([(names[0], report), (names[1], message("T1", "3").json)], options)
      #expect(both.findings == [.lineRepeated: 1, .lineChanged: 1])
      let other = try Conversions.read([(names[0], report), (names[1], message("T3", "3").json)], options)
      #expect(other.findings == [.orderInTwoReports: 1])
      #expect(other.ledger.count { $0.codes.contains(.orderInTwoReports) } == 3)
    }
  }
}
