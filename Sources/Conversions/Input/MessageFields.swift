internal import AutoTagBytes

/// The fields of a postback or of an event of the Events API, by the names that Rakuten gives them.
struct MessageFields {
  enum Field: String, CaseIterable {
    case id = "etransaction_id"
    case order = "order_id"
    case advertiser = "advertiser_id"
    case sku = "sku_number"
    case quantity
    case sales = "sale_amount"
    case commission = "commissions"
    case transaction = "transaction_date"
    case process = "process_date"
    case type = "transaction_type"
    case event = "is_event"
    case subid = "u1"
    case currency
    case productName = "product_name"
    case offer = "offer_id"
    case site = "sid"
  }

  struct Value {
    let bytes: [UInt8]
    /// Line and column, both from 1, the column in bytes.
    let line: Int
    let column: Int?
  }

  /// The line and the column that the message begins on.
  let line: Int
  let column: Int
  private(set) var values: [Field: Value] = [:]
  /// The fields that are there without a value.
  private var empty: Set<Field> = []
  /// A field that is there twice with different values.
  private(set) var contradiction: Field?
  /// A field whose value is neither a text nor a number.
  private var refused: Field?

  init(line: Int, column: Int) {
    (self.line, self.column) = (line, column)
  }

  mutating func set(_ name: String, _ value: Value) {
    guard let field = Field(rawValue: name.lowercased()) else { return }
    if values[field].map({ $0.bytes != value.bytes }) ?? empty.contains(field) { contradiction = field }
    values[field] = value
  }

  /// Notes a field that is there without a value.
  mutating func leaveOut(_ name: String) {
    guard let field = Field(rawValue: name.lowercased()) else { return }
    if values[field] != nil { contradiction = field }
    empty.insert(field)
  }

  /// Notes a field whose value is neither a text nor a number.
  mutating func refuse(_ name: String, _ value: Value) {
    guard let field = Field(rawValue: name.lowercased()) else { return }
    refused = field
    values[field] = value
  }

  /// True if it can be told what was sold: it has an id or an order, and a commission.
  var isConversion: Bool {
    (values[.id] != nil || values[.order] != nil) && (values[.commission] != nil || values[.event] != nil)
  }

  func add(to reading: inout SourceReading) throws(Ledger.Full) {
    var raw = RawLine()
    raw.number = line
    var bytes: [UInt8] = []
    func text(_ field: Field) -> Range<Int> {
      let value = ByteText.trimmed(values[field]?.bytes ?? [])
      let start = bytes.count
      bytes += value
      return start..<bytes.count
    }
    do throws(BrokenLine) {
      raw.currency = try currency(&reading)
      if let contradiction {
        throw broken(
          .lineBroken, contradiction, "“\(contradiction.rawValue)” is there twice, with two values",
          fix: "look at what wrote the message: each field stands once")
      }
      if let refused {
        throw broken(
          .lineBroken, refused,
          "“\(refused.rawValue)” is a list or an object, where a text or a number is expected",
          fix: "give the answer of the Events API as it came, or one postback on each line")
      }
      try readAmounts(&raw)
      raw.traits = try traits()
      raw.transaction = try date(.transaction, &reading)
      raw.process = try date(.process, &reading)
    } catch {
      return refuse(error, currency: raw.currency, &reading)
    }
    raw.id = text(.id)
    raw.order = text(.order)
    raw.advertiser = text(.advertiser)
    raw.sku = text(.sku)
    // White space around a u1 is part of its fault.
    let subid = values[.subid]?.bytes ?? []
    raw.subid = bytes.count..<bytes.count + subid.count
    bytes += subid
    raw.hasSubid = true
    raw.subidColumn = values[.subid]?.column ?? column
    for range in [raw.id, raw.order, raw.advertiser, raw.sku, raw.subid] where range.count > TextArena.longest
    {
      let fault = BrokenLine(
        code: .lineBroken, line: line, column: column,
        message: "a value has \(range.count) bytes, where an id or a name is expected",
        fix: "look at what wrote the message")
      return refuse(fault, currency: raw.currency, &reading)
    }
    try reading.add(raw, bytes.span)
  }

  /// Notes that the message is not understood, with those of its amounts that are.
  private func refuse(_ fault: BrokenLine, currency: UInt16, _ reading: inout SourceReading) {
    func known(_ field: Field) -> Amount? { field == contradiction ? nil : try? amount(field) }
    var fault = fault
    fault.message += QuotedInput.bracketed(
      QuotedInput.subject(
        order: values[.order]?.bytes ?? [], advertiser: values[.advertiser]?.bytes ?? []))
    reading.addBroken(
      fault, currency: currency, sales: known(.sales), commission: known(.commission))
  }

  // MARK: Values

  private func broken(_ code: ConversionCode, _ field: Field, _ message: String, fix: String) -> BrokenLine {
    BrokenLine(
      code: code, line: values[field]?.line ?? line, column: values[field].map(\.column) ?? column,
      message: message, fix: fix)
  }

  private func currency(_ reading: inout SourceReading) throws(BrokenLine) -> UInt16 {
    if let value = values[.currency], !value.bytes.isEmpty {
      guard let currency = Currency(value.bytes.text) else {
        throw broken(
          .currencyUnreadable, .currency,
          "the currency \(QuotedInput.of(value.bytes)) is no code of three letters",
          fix: ConversionCode.currencyUnreadable.fix)
      }
      return reading.ledger.index(of: currency)
    }
    return reading.options.currency.map { reading.ledger.index(of: $0) } ?? 0
  }

  private func readAmounts(_ raw: inout RawLine) throws(BrokenLine) {
    if values[.sales] != nil { raw.sales = try amount(.sales) }
    guard values[.commission] != nil else {
      throw broken(
        .amountUnreadable, .commission, "there is no “commissions”",
        fix: "add commissions=<commissions> to the postback's address")
    }
    raw.commission = try amount(.commission)
    if let value = values[.quantity], !value.bytes.isEmpty {
      guard let quantity = try amount(.quantity).wholeNumber else {
        throw broken(
          .amountUnreadable, .quantity, "the quantity \(QuotedInput.of(value.bytes)) is no whole number",
          fix: "")
      }
      raw.quantity = quantity
    }
  }

  private func amount(_ field: Field) throws(BrokenLine) -> Amount {
    let bytes = ByteText.trimmed(values[field]?.bytes ?? [])
    do throws(Amount.Fault) {
      return try Amount.read(json: bytes.text)
    } catch {
      let text =
        error == .empty
        ? "“\(field.rawValue)” is empty" : "the amount \(QuotedInput.of(bytes)) \(error.message)"
      throw broken(.amountUnreadable, field, text, fix: Self.fix(error))
    }
  }

  /// The advice about an amount: a message has no columns, and no spreadsheet was between.
  private static func fix(_ fault: Amount.Fault) -> String {
    switch fault {
    case .empty: "look at what wrote the message; nothing is taken to be 0"
    case .decimalComma, .noNumber: "look at what wrote the message: an amount is such as 1234.56"
    case .tooManyDecimals:
      "have what wrote the message round it: such a number comes of a calculation in binary fractions"
    case .tooLarge: "look at what wrote the message"
    }
  }

  private func traits() throws(BrokenLine) -> LineTraits {
    var traits: LineTraits = []
    let event = ByteText.trimmed(values[.event]?.bytes ?? []).text.uppercased()
    switch event {
    case "Y", "YES", "TRUE", "1": traits.insert(.event)
    case "N", "NO", "FALSE", "0", "": break
    default:
      throw broken(
        .lineBroken, .event, "“is_event” is \(QuotedInput.of(event.utf8)), and neither Y nor N",
        fix: "look at the postback's address: is_event=<is_event>")
    }
    switch ByteText.trimmed(values[.type]?.bytes ?? []).text.lowercased() {
    case "realtime": traits.insert(.realtime)
    case "batch": traits.insert(.batch)
    default: break
    }
    return traits
  }

  private func date(_ field: Field, _ reading: inout SourceReading) throws(BrokenLine) -> UInt32 {
    let bytes = ByteText.trimmed(values[field]?.bytes ?? [])
    do throws(DateText.Fault) {
      return try reading.dates.read(bytes)
    } catch {
      let text = "the date \(QuotedInput.of(bytes))"
      throw error == .otherOrder
        ? broken(
          .dateAmbiguous, field, "\(text) is no \(reading.dates.order.words)",
          fix: "if the day comes first, say --date-order dmy")
        : broken(
          .dateUnreadable, field, "\(text) is not read",
          fix: "look at what wrote the message: a date is such as 2026-10-31T06:58:45Z")
    }
  }
}
