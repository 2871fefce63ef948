internal import AutoTagBytes
internal import AutoTagText

/// An order that the owner knows of, such as from a reader who asked for its bonus.
struct ListedOrder: Hashable {
  let advertiser: String
  let id: String
  /// Seconds since 1970.
  let date: UInt32
  let amount: Amount
  let subid: String
}

/// Reads a list of orders: a CSV file whose columns are told by their names, in any order.
struct OrderList {
  private let path: String
  private var dates: DateText
  private var faults: [String] = []
  private var orders: [ListedOrder] = []
  private var columns: [Column: Int] = [:]
  private var cellCount = 0

  private enum Column: String, CaseIterable {
    case order = "order id"
    case date, amount, mid, u1

    /// The names that a header may have for it, without anything but letters and digits.
    var names: [String] {
      switch self {
      case .order: ["orderid", "order", "ordernumber"]
      case .date: ["date", "orderdate", "transactiondate"]
      case .amount: ["amount", "orderamount", "saleamount", "sales"]
      case .mid: ["mid", "advertiserid"]
      case .u1: ["u1", "memberid", "memberidu1", "subid"]
      }
    }
  }

  /// The most faults that are told of at once.
  private static let mostFaults = 10

  private init(path: String, _ options: ConversionOptions) {
    self.path = path
    dates = DateText(zone: .utc, order: options.dateOrder)
  }

  /// Reads all orders. Dates are days of the owner's calendar, so that no time zone matters but for those that name one.
  /// - Throws: where one is not understood, with the places of all that are not: an order that was left out would not be
  ///   asked about by anybody.
  static func read(
    _ input: ConversionInput, _ options: ConversionOptions
  ) throws(ConversionsError) -> [ListedOrder] {
    var list = OrderList(path: input.path, options)
    do throws(SourceFailure) {
      try list.read(input)
    } catch {
      throw ConversionsError("\(input.path) cannot be read: \(error.description)")
    }
    guard list.faults.isEmpty else {
      let more = list.faults.count - mostFaults
      throw ConversionsError(
        list.faults.prefix(mostFaults).joined(separator: "\n") + (more > 0 ? "\n… and \(more) more" : ""))
    }
    return list.orders
  }

  private mutating func read(_ input: ConversionInput) throws(SourceFailure) {
    var scanner = RecordScanner(try ByteSource(input))
    let beginning = try scanner.beginning()
    let header = scanner.buffer[beginning].prefix { $0 != 0x0A && $0 != 0x0D }
    func count(_ delimiter: UInt8) -> Int { header.count { $0 == delimiter } }
    scanner.delimiter =
      [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].max { count($0) < count($1) } ?? UInt8(ascii: ",")
    guard try scanner.advance() else {
      return faults.append(
        "\(path) is empty: name a list with the columns order id, date, amount and mid, and u1 where it is known"
      )
    }
    guard readHeader(scanner.texts) else { return }
    while try scanner.advance() { add(scanner) }
  }

  /// - Returns: false where a column is not there.
  private mutating func readHeader(_ cells: [String]) -> Bool {
    let names = cells.map { cell in
      ASCII.lowercased(cell.utf8.filter(ASCII.isAlphanumeric)).text
    }
    cellCount = cells.count
    for column in Column.allCases {
      columns[column] = column.names.lazy.compactMap { names.firstIndex(of: $0) }.first
    }
    let missing = Column.allCases.filter { columns[$0] == nil && $0 != .u1 }.map(\.rawValue)
    guard missing.isEmpty else {
      faults.append(
        "\(path):1: the list of orders has no \(Count.plural(missing.count, "column")) \(missing.joined(separator: ", ")): "
          + "its first line has the names order id, date, amount and mid, and u1 where it is known")
      return false
    }
    return true
  }

  private mutating func add(_ scanner: RecordScanner) {
    let cells = scanner.texts
    guard cells.contains(where: { !$0.isEmpty }) else { return }
    func fault(_ column: Column?, _ text: String) {
      let field = column.flatMap { columns[$0] }.map { scanner.fields[$0].range.lowerBound }
      let place = field.map(scanner.position) ?? (line: scanner.line, column: 1)
      faults.append("\(path):\(place.line):\(place.column): \(text)")
    }
    guard scanner.brokenQuote == nil, !scanner.isOnSeveralLines else {
      return fault(nil, "a quote is not closed in its line, or text stands behind its end")
    }
    guard cells.count == cellCount else {
      return fault(
        nil, "the line has \(cells.count) cells, and the header \(cellCount): quote cells that hold a comma")
    }
    func cell(_ column: Column) -> String { columns[column].map { cells[$0] } ?? "" }
    for column in [Column.order, .mid] where cell(column).isEmpty {
      return fault(
        column, "an inquiry needs the \(column == .mid ? "advertiser's number (mid)" : "order id")")
    }
    let amount: Amount
    let amountText = Array(cell(.amount).utf8)
    do throws(Amount.Fault) {
      amount = try Amount.read(amountText.span, amountText.indices)
    } catch {
      return fault(.amount, "the amount \(QuotedInput.of(amountText)) \(error.message): \(error.fix)")
    }
    let date: UInt32
    do throws(DateText.Fault) {
      date = try dates.read(Array(cell(.date).utf8))
    } catch {
      return fault(
        .date,
        "the date \(QuotedInput.of(cell(.date).utf8)) is not read as \(dates.order.words): write it as 2026-10-31"
          + (dates.order == .mdy ? ", or say --date-order" : ""))
    }
    guard date > 0 else { return fault(.date, "the order has no date") }
    orders.append(
      ListedOrder(
        advertiser: cell(.mid), id: cell(.order), date: date, amount: amount, subid: cell(.u1)))
  }
}
