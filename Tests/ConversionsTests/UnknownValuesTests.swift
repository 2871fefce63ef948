import AutoTagConversions
import Testing

/// A value that a source does not have is unknown, and not another one.
@Suite("values that a source does not have")
struct UnknownValuesTests {
  struct Files: Sendable, CustomTestStringConvertible {
    let name: String
    let texts: [String]
    var currency: String? = "USD"
    let counted: [String]
    let codes: [String]
    var testDescription: String { name }
  }

  static let signature = Report.text([
    Report.line(
      u1: "abc", order: "A-1", date: "10/2/26", time: "09:00:00", sku: "X", sales: "100.00",
      commission: "8.00",
      processDate: "10/3/26")
  ])

  /// A postback in a log, with the fields that its address has.
  static func log(_ more: String = "", event: String = "N", without left: [String] = []) -> String {
    let fields = [
      "is_event=\(event)", "etransaction_id=T1", "order_id=A-1", "advertiser_id=45904", "commissions=8",
      "sale_amount=100",
      "currency=USD", "u1=abc", "transaction_date=2026-10-02T09%3A00%3A00.000%2B0000",
    ].filter { field in !left.contains { field.hasPrefix($0 + "=") } }
    return
      "203.0.113.7 - - [02/Oct/2026:09:00:01 +0000] \"GET /pb?\(fields.joined(separator: "&"))\(more) HTTP/1.1\" 204 0 \"-\" \"-\"\n"
  }

  static let item = [
    "Transaction ID": "T1", "Member ID (U1)": "abc", "MID": "45904", "Order ID": "A-1",
    "Transaction Date": "10/2/26",
    "Transaction Time": "09:00:00", "SKU": "X", "Sales": "100.00", "# of Items": "1",
    "Total Commission": "8.00",
    "Currency": "USD", "Process Date": "10/3/26", "Process Time": "04:00:00",
  ]

  /// A report of items, without some of its columns and with other values.
  static func items(without left: Set<String> = [], _ values: [String: String] = [:]) -> String {
    let columns = item.keys.sorted().filter { !left.contains($0) }
    return Report.text([columns.map { values[$0] ?? item[$0] ?? "" }], header: columns)
  }

  static let event = log("&sku_number=X", without: [])
    .replacing("etransaction_id=T1", with: "etransaction_id=T1&transaction_type=realtime")

  static let files = [
    Files(
      name: "a postback without a SKU", texts: [log(), signature], counted: ["USD 2 200.00 16.00"],
      codes: ["order-in-two-reports 1"]),
    Files(
      name: "an event without a SKU", texts: [log(event: "Y"), signature], counted: ["USD 1 100.00 8.00"],
      codes: ["event-superseded 1"]),
    Files(
      name: "an event of one of two items",
      texts: [
        log(event: "Y"),
        Report.text([
          Report.line(
            u1: "abc", order: "A-1", date: "10/2/26", sku: "X", sales: "100.00", commission: "8.00"),
          Report.line(u1: "abc", order: "A-1", date: "10/2/26", sku: "Z", sales: "50.00", commission: "4.00"),
        ]),
      ], counted: ["USD 3 250.00 20.00"], codes: ["event-unconfirmed 1", "order-in-two-reports 1"]),
    Files(
      name: "a report without a SKU", texts: [items(without: ["SKU"]), signature],
      counted: ["USD 2 200.00 16.00"],
      codes: ["column-missing 1", "order-in-two-reports 1"]),
    Files(
      name: "a report without MID", texts: [items(without: ["MID"]), signature],
      counted: ["USD 2 200.00 16.00"],
      codes: ["column-missing 1", "order-in-two-reports 2"]),
    Files(
      name: "a postback without an advertiser",
      texts: [log("&sku_number=X", without: ["advertiser_id"]), signature],
      counted: ["USD 2 200.00 16.00"], codes: ["order-in-two-reports 2"]),
    Files(
      name: "no currency", texts: [items(), signature], currency: nil,
      counted: ["USD 1 100.00 8.00", "1 100.00 8.00"],
      codes: ["currency-missing 1", "order-in-two-reports 2"]),
    Files(
      name: "a postback without an id, and one with it and a SKU",
      texts: [log(without: ["etransaction_id"]), log("&sku_number=X")], counted: ["USD 2 200.00 16.00"],
      codes: ["order-in-two-reports 1"]),
    Files(
      name: "another order", texts: [items(without: ["SKU"], ["Order ID": "A-2"]), signature],
      counted: ["USD 2 200.00 16.00"], codes: ["column-missing 1"]),
    Files(
      name: "another advertiser that is known", texts: [items(without: ["SKU"], ["MID": "7"]), signature],
      counted: ["USD 2 200.00 16.00"], codes: ["column-missing 1"]),
    Files(
      name: "another currency that is known",
      texts: [items(without: ["SKU"], ["Currency": "EUR"]), signature],
      counted: ["EUR 1 100.00 8.00", "USD 1 100.00 8.00"], codes: ["column-missing 1"]),
    Files(
      name: "the same line, of a report and a postback", texts: [items(), event],
      counted: ["USD 1 100.00 8.00"],
      codes: ["line-repeated 1"]),
    Files(
      name: "the same line with another commission",
      texts: [items([:]), event.replacing("commissions=8", with: "commissions=7")],
      counted: ["USD 1 100.00 8.00"], codes: ["line-changed 1", "line-repeated 1"]),
    Files(
      name: "the same line without a currency", texts: [items(), event.replacing("currency=USD&", with: "")],
      currency: nil, counted: ["USD 1 100.00 8.00"], codes: ["currency-missing 1", "line-repeated 1"]),
  ]

  static func items(_ values: [String: String]) -> String { items(without: [], values) }

  @Test("are unknown, and not different", arguments: files)
  func unknown(test: Files) throws {
    var options = ConversionOptions()
    options.currency = test.currency.flatMap { Currency($0) }
    let named = test.texts.enumerated().map { (name: "file\($0)", text: $1) }
    let turned = test.texts.reversed().enumerated().map { (name: "file\($0)", text: $1) }
    for files in [named, turned] {
      let conversions = try Conversions.read(files, options)
      #expect(conversions.sums == test.counted)
      #expect(
        conversions.findings.filter { $0.value > 0 }.map { "\($0.key.rawValue) \($0.value)" }.sorted()
          == test.codes)
    }
  }

  @Test("a changed line names what changed, with the value before it")
  func changes() throws {
    let message = Message(id: "1")
    let conversions = try Conversions.read([
      ("a", message.json),
      ("b", message.with { ($0.commission, $0.sku, $0.type, $0.processHour) = ("12.00", "B", "", 5) }.json),
    ])
    let changed = conversions.all.first { $0.code == .lineChanged }
    #expect(
      changed?.message
        == "a line that came again with other values: commission 12.00, before 10.00; SKU “B”, before “A” in a:1 "
        + "(order o1, 1, commission 12.00 EUR)")
  }

  struct Twins: Sendable, CustomTestStringConvertible {
    let name: String
    var u1 = "abc"
    var tokens: [String] = []
    var usesCodes = false
    var known: Set<String>?
    let codes: [String]
    var counted = ["EUR 2 200.00 20.00"]
    var testDescription: String { name }
  }

  static let one = ["EUR 1 100.00 10.00"]
  static let possible = ["batch-twin-possible 1"]
  static let twins = [
    Twins(name: "a click id", tokens: ["--CLICK-ID--"], codes: ["batch-twin 1"], counted: one),
    Twins(name: "none", u1: "", tokens: ["--CLICK-ID--"], codes: possible + ["u1-missing 2"]),
    Twins(
      name: "the token", u1: "--CLICK-ID--", tokens: ["--CLICK-ID--"], codes: possible + ["u1-placeholder 2"]),
    Twins(name: "codes alone", usesCodes: true, codes: possible),
    Twins(name: "codes and a token, and no site", tokens: ["--CLICK-ID--"], usesCodes: true, codes: possible),
    Twins(
      name: "codes and a token, a code of the site", tokens: ["--CLICK-ID--"], usesCodes: true,
      known: ["abc"],
      codes: possible),
    Twins(
      name: "codes and a token, none of the site's codes", tokens: ["--CLICK-ID--"], usesCodes: true,
      known: ["x"],
      codes: ["batch-twin 1", "u1-unknown 1"], counted: one),
  ]

  @Test("twins are one sale where u1 names a click, else they may be", arguments: twins)
  func possibleTwins(test: Twins) throws {
    var options = ConversionOptions()
    options.filling = LinkFilling(tokens: test.tokens, usesCodes: test.usesCodes)
    if let known = test.known {
      var facts = LinkFacts()
      facts.known = KnownSubids(known)
      options.links = facts
    }
    let sale = Message(id: "1", u1: test.u1)
    let batch = Message(id: "2", order: "o2", type: "batch", u1: test.u1, hour: 20)
    let conversions = try Conversions.read([("a", sale.json), ("b", batch.json)], options)
    #expect(conversions.sums == test.counted)
    #expect(
      conversions.findings.filter { $0.value > 0 }.map { "\($0.key.rawValue) \($0.value)" }.sorted()
        == test.codes)
    let twin = conversions.all.first { $0.code == .batchTwinPossible }
    #expect(twin?.message.contains("in a:1 (order o2") ?? !test.codes.contains("batch-twin-possible 1"))
  }
}
