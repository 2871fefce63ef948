internal import AutoTagBytes

/// The conversions for programs: sources, sums, findings and, where it is wanted, each line, in one JSON object.
/// `conversions.schema.json` beside this file describes it; fields may be added to it, and none is renamed or removed while
/// `format` stays the same.
///
/// Amounts are decimal numbers as text, since many readers would make binary fractions of JSON's numbers.
package struct JSONConversions {
  /// The version of the format.
  static let format = 1

  /// The JSON Schema (draft 2020-12) of the report.
  package static var schema: String {
    String(decoding: PackageResources.conversions_schema_json, as: UTF8.self)
  }

  private let conversions: Conversions
  private let version: String
  private let earnings: Earnings?
  private let inquiries: Inquiries?

  package init(
    _ conversions: Conversions, version: String, earnings: Earnings? = nil, inquiries: Inquiries? = nil
  ) {
    (self.conversions, self.version) = (conversions, version)
    (self.earnings, self.inquiries) = (earnings, inquiries)
  }

  /// Calls a function with pieces of the report, in its order. Each finding and each line of the ledger is on a line of its own.
  package func write(_ write: ([UInt8]) -> Void) {
    var bytes = Array("{\n".utf8)
    func field(_ name: String, _ value: JSONValue) {
      bytes += "  \"\(name)\": ".utf8
      value.writeLine(to: &bytes)
      bytes += ",\n".utf8
    }
    func list(_ name: String, _ values: [JSONValue]) {
      bytes += "  \"\(name)\": [".utf8
      for (index, value) in values.enumerated() {
        bytes += (index == 0 ? "\n    " : ",\n    ").utf8
        value.writeLine(to: &bytes)
      }
      bytes += (values.isEmpty ? "],\n" : "\n  ],\n").utf8
    }
    field("format", .integer(Self.format))
    field("tool", .object([("name", .string("autotag")), ("version", .string(version))]))
    list("sources", conversions.sources.enumerated().map { source($1, $0) })
    list("totals", conversions.totals.map(totals))
    list("advertisers", conversions.advertisers.map(advertiser))
    list("activity", conversions.activity.map(activity))
    field("earnings", earnings.map { JSONEarnings($0).value } ?? .null)
    field("inquiries", inquiries.map(\.json) ?? .null)
    field(
      "codes",
      .object(
        conversions.findings.sorted { $0.key.rawValue < $1.key.rawValue }.map {
          ($0.key.rawValue, .integer($0.value))
        }
      ))
    field("in_baseline", .integer(conversions.inBaseline))
    var isFirst = true
    func item(_ value: JSONValue) {
      bytes += (isFirst ? "\n    " : ",\n    ").utf8
      isFirst = false
      value.writeLine(to: &bytes)
      if bytes.count >= 1 << 16 {
        write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    var fixes = Fixes()
    bytes += "  \"findings\": [".utf8
    conversions.forEachFinding { item(finding($0, &fixes)) }
    bytes += (isFirst ? "],\n" : "\n  ],\n").utf8
    list("fixes", fixes.texts.map(JSONValue.string))
    isFirst = true
    bytes += "  \"ledger\": [".utf8
    for index in conversions.sortedIndices { item(line(conversions.entry(index))) }
    for line in conversions.unreadLines { item(unread(line)) }
    bytes += (isFirst ? "]\n}\n" : "\n  ]\n}\n").utf8
    write(bytes)
  }

  private func source(_ source: ConversionSource, _ index: Int) -> JSONValue {
    .object([
      ("path", .string(source.path)),
      ("format", JSONValue(source.format?.rawValue)),
      ("problem", JSONValue(source.problem)),
      ("commission_column", JSONValue(source.commissionColumn)),
      ("network", JSONValue(source.network)),
      ("not_understood", .integer(source.unread)),
      ("repeats_another", .truth(source.isRepeated)),
      (
        "skipped",
        .object(
          Skipped.allCases.compactMap { kind in source.skipped[kind].map { (kind.rawValue, .integer($0)) } })
      ),
      (
        "sums",
        .array(
          conversions.sourceTotals.filter { $0.source == index }.map {
            .object([("currency", currency($0.currency)), ("states", states($0.sums, $0.currency))])
          })
      ),
    ])
  }

  private func currency(_ currency: Currency) -> JSONValue {
    currency.isKnown ? .string(currency.code) : .null
  }

  private func sums(_ sums: Sums, _ currency: Currency) -> JSONValue { .object(fields(sums, currency)) }

  private func fields(_ sums: Sums, _ currency: Currency) -> [(String, JSONValue)] {
    [
      ("lines", .integer(sums.lines)), ("sales", .string(currency.text(sums.sales))),
      ("commission", .string(currency.text(sums.commission))),
    ]
  }

  private func states(_ states: TallySums, _ currency: Currency) -> JSONValue {
    .array(
      Tally.allCases.map { tally in
        .object(
          [("state", .string(tally.state.name)), ("counted", .truth(tally.isCounted))]
            + fields(states[tally], currency))
      })
  }

  private func totals(_ totals: CurrencyTotals) -> JSONValue {
    .object([
      ("currency", currency(totals.currency)),
      ("counted", sums(totals.sums.counted, totals.currency)),
      ("announced", sums(totals.announced, totals.currency)),
      ("states", states(totals.sums, totals.currency)),
      ("orders", .integer(totals.orders)),
      ("reversed_orders", .integer(totals.reversedOrders)),
      ("events", .object(totals.sortedEvents.map { ($0.name, .integer($0.count)) })),
    ])
  }

  private func advertiser(_ one: AdvertiserTotals) -> JSONValue {
    .object([
      ("mid", .string(one.id)), ("name", .string(one.name)), ("currency", currency(one.currency)),
      ("orders", .integer(one.figures.orders)), ("reversed_orders", .integer(one.figures.reversedOrders)),
      ("counted", sums(one.figures.sums, one.currency)),
      ("without_click_id", sums(one.withoutClickID, one.currency)),
    ])
  }

  private func activity(_ one: ActivityTotals) -> JSONValue {
    .object([
      ("currency", currency(one.currency)), ("clicks", .integer(one.clicks)),
      ("counted", sums(one.sums, one.currency)), ("repeated", sums(one.repeated, one.currency)),
    ])
  }

  /// The advice of findings, each text once: there are as many findings as lines, and few ways to mend them.
  private struct Fixes {
    private(set) var texts: [String] = []
    private var numbers: [String: Int] = [:]

    /// Returns the index of an advice; `nil` for none.
    mutating func number(of text: String) -> Int? {
      guard !text.isEmpty else { return nil }
      if let number = numbers[text] { return number }
      texts.append(text)
      numbers[text] = texts.count - 1
      return texts.count - 1
    }
  }

  private func finding(_ finding: ConversionFinding, _ fixes: inout Fixes) -> JSONValue {
    Self.given([
      ("code", .string(finding.code.rawValue)), ("severity", .string(finding.code.severity.rawValue)),
      ("file", .string(finding.file)), ("line", .integer(finding.line)),
      ("column", JSONValue(finding.column)),
      ("message", .string(finding.message)), ("fix", JSONValue(fixes.number(of: finding.fix))),
    ])
  }

  /// An object without the fields that have nothing: a ledger has millions of lines, and most of them few values.
  private static func given(_ fields: [(String, JSONValue)]) -> JSONValue {
    .object(
      fields.filter { _, value in
        switch value {
        case .null: false
        case .string(let text): !text.isEmpty
        case .array(let items): !items.isEmpty
        default: true
        }
      })
  }

  private func line(_ entry: LedgerEntry) -> JSONValue {
    let twin = entry.twin.map(conversions.entry)
    return Self.given([
      ("state", .string(entry.state.name)), ("counted", .truth(entry.isCounted)),
      ("codes", .array(entry.codes.map { .string($0.rawValue) })), ("event", .string(entry.event)),
      ("transaction_date", .string(DateText.text(entry.transaction))),
      ("process_date", .string(DateText.text(entry.process))),
      ("mid", .string(entry.advertiser)), ("order_id", .string(entry.order)), ("sku", .string(entry.sku)),
      ("etransaction_id", .string(entry.id)), ("u1", .string(entry.subid)),
      ("currency", currency(entry.currency)), ("sales", JSONValue(entry.sales.map(entry.currency.text))),
      ("commission", .string(entry.currency.text(entry.commission))), ("quantity", .integer(entry.quantity)),
      ("type", .string(entry.type)), ("is_event", entry.isEvent ? .truth(true) : .null),
      ("file", .string(conversions.sources[entry.source].path)), ("line", .integer(entry.line)),
      (
        "twin",
        twin.map {
          .object([("file", .string(conversions.sources[$0.source].path)), ("line", .integer($0.line))])
        } ?? .null
      ),
    ])
  }

  /// A line that was not understood, with what of it was.
  private func unread(_ line: UnreadLine) -> JSONValue {
    let currency = conversions.reading.ledger.currencies[Int(line.currency)]
    return Self.given([
      ("state", .string(LineState.error.name)), ("counted", .truth(false)),
      ("codes", .array([.string(line.code.rawValue)])), ("currency", self.currency(currency)),
      ("sales", JSONValue(line.sales.map(currency.text))),
      ("commission", JSONValue(line.commission.map(currency.text))),
      ("file", .string(conversions.sources[Int(line.file)].path)),
      ("line", .integer(Int(line.line))),
    ])
  }
}
