internal import AutoTagBytes

/// The columns of a report, found by the names in its header, in any order and any letter case.
struct ReportColumns {
  enum Column: Int, CaseIterable {
    case subid, advertiser, advertiserName, order, id, day, time, sku, sales, items, commission, processDay,
      processTime,
      currency, network, clicks

    /// The names of the column, the first of which a report has is taken. Custom reports offer several amounts: that which
    /// is paid comes first.
    var names: [String] {
      switch self {
      case .subid: ["member id (u1)", "member id", "u1"]
      case .advertiser: ["mid", "advertiser id"]
      case .advertiserName: ["advertiser name"]
      case .order: ["order id"]
      case .id: ["transaction id", "etransaction id", "etransaction_id"]
      case .day: ["transaction date", "transaction created on date"]
      case .time: ["transaction time", "transaction created on time"]
      case .sku: ["sku", "sku number"]
      case .sales: ["sales", "gross sales"]
      case .items: ["# of items", "quantity"]
      case .commission:
        ["total commission", "adjusted commission", "gross commissions", "baseline commission"]
      case .processDay: ["process date"]
      case .processTime: ["process time"]
      case .currency: ["currency"]
      case .network: ["network id", "network"]
      case .clicks: ["# of clicks"]
      }
    }

    /// The name as Rakuten writes it, for messages.
    var title: String {
      switch self {
      case .subid: "Member ID (U1)"
      case .advertiser: "MID"
      case .advertiserName: "Advertiser Name"
      case .order: "Order ID"
      case .id: "Transaction ID"
      case .day: "Transaction Date"
      case .time: "Transaction Time"
      case .sku: "SKU"
      case .sales: "Sales"
      case .items: "# of Items"
      case .commission: "Total Commission"
      case .processDay: "Process Date"
      case .processTime: "Process Time"
      case .currency: "Currency"
      case .network: "Network ID"
      case .clicks: "# of Clicks"
      }
    }
  }

  enum Kind: Equatable {
    /// The twelve columns of the Signature Orders report, in its order.
    case signatureOrders
    /// Any other report whose lines are items of orders.
    case items
    /// Clicks, sales and commission by u1.
    case activity
  }

  let kind: Kind
  /// The number of the header's cells.
  let count: Int
  /// The header's cells, in lower case, to recognise it when it comes again.
  let header: [String]
  /// The commission's name in the header.
  let commissionName: String
  private let indices: [Int]

  /// The index of a column's cell; `nil` where the report does not have it.
  @inline(__always)
  func index(_ column: Column) -> Int? {
    let index = indices[column.rawValue]
    return index < 0 ? nil : index
  }

  private static let signatureOrders = [
    "member id (u1)", "mid", "advertiser name", "order id", "transaction date", "transaction time", "sku",
    "sales", "# of items", "total commission", "process date", "process time",
  ]

  /// The outcome of a look at a line that may be a header.
  enum Look {
    case header(ReportColumns)
    /// It is a header of a report that cannot be read, for want of these columns.
    case missing([String])
    /// It is a header that has these columns, which are read, more than once: which of them counts cannot be told.
    case repeated([String])
    case none
  }

  /// Looks at the cells of a line.
  static func look(at cells: [String]) -> Look {
    let names = cells.map { ByteText.trimmed(Array($0.utf8)).text.lowercased() }
    var indices = Column.allCases.map { column in
      column.names.lazy.compactMap { names.firstIndex(of: $0) }.first ?? -1
    }
    if names.contains("transaction date"), !names.contains("transaction time") {
      // The time of another date is none of this one.
      indices[Column.time.rawValue] = -1
    }
    func has(_ column: Column) -> Bool { indices[column.rawValue] >= 0 }
    let known = indices.count { $0 >= 0 }
    // A preamble's line may hold one of the names by chance.
    guard known >= 2, names.count > 1 else { return .none }
    var missing: [String] = []
    if !has(.commission) { missing.append(Column.commission.title) }
    let isActivity = has(.clicks) && has(.subid) && !has(.order) && !has(.id)
    if !isActivity, !has(.order), !has(.id) { missing.append("\(Column.order.title) or \(Column.id.title)") }
    guard missing.isEmpty else { return .missing(missing) }
    let repeated = indices.filter { index in index >= 0 && names.count { $0 == names[index] } > 1 }
    guard repeated.isEmpty else { return .repeated(repeated.sorted().map { cells[$0] }) }
    let commission = indices[Column.commission.rawValue]
    return .header(
      ReportColumns(
        kind: isActivity ? .activity : names == signatureOrders ? .signatureOrders : .items,
        count: names.count,
        header: names, commissionName: cells[commission], indices: indices))
  }

  /// The columns that a report of this kind should have and this one has not.
  var missing: [Column] {
    // Clicks by u1 are summed over all advertisers.
    let wanted: [Column] =
      kind == .activity ? [.sales] : [.subid, .advertiser, .order, .day, .sku, .sales, .items]
    return wanted.filter { index($0) == nil }
  }

  /// The columns that a line's content is made of: lines of reports that differ in them cannot be compared.
  var shape: String {
    let content: [Column] = [.id, .subid, .day, .sku, .sales, .items, .processDay]
    return content.map { index($0) == nil ? "-" : "x" }.joined()
  }
}
