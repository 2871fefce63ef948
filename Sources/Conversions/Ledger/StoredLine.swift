/// A line of a report or a message, in 64 bytes: a year of a large publisher has millions. Texts are numbers in the arena.
struct StoredLine {
  /// In millionths.
  var sales: Int64
  var commission: Int64
  /// Seconds since 1970; 0 where there is none.
  var transaction: UInt32
  var process: UInt32
  /// The index of its order.
  var order: UInt32
  var subid: TextArena.Reference
  var sku: TextArena.Reference
  /// The `etransaction_id`; 0 where the source has none.
  var id: TextArena.Reference
  var quantity: Int32
  /// The line of the file, from 1.
  var number: UInt32
  var codes: UInt32
  /// The column in bytes where u1 stands, or the message that has none, from 1; 0 where that is not known.
  var subidColumn: UInt32
  var file: UInt16
  var traits: LineTraits
  var state: LineState

  var isKeyed: Bool { id != 0 }

  /// The sale in millionths; `nil` where the source does not give it.
  var givenSales: Int64? { traits.contains(.hasSales) ? sales : nil }

  /// True if its amounts are part of the sums.
  var isCounted: Bool { state == .ok || state == .error }

  /// The codes of the line. Those about its u1 and its amounts stand where it counts.
  var shownCodes: UInt32 {
    guard isCounted else { return codes & ~Self.ofCounted }
    return traits.contains(.negative) ? codes | Self.negative : codes
  }

  /// The codes that are findings at this line or its order: what a report lacks in all lines is said once for each file.
  var toldCodes: UInt32 { shownCodes & ~Self.onceForFile }

  /// The codes that are said once for an order, which all its lines have.
  static let onceForOrder = ConversionCode.allCases.reduce(0) { $0 | ($1.isAboutOrder ? $1.bit : 0) }

  /// The codes of which a file's first line tells.
  static let foldedCodes: [ConversionCode] = [.orderRounded, .currencyMissing, .dateMissing, .dateInFuture]
  private static let onceForFile = foldedCodes.reduce(0) { $0 | $1.bit }
  private static let negative = ConversionCode.negativeLine.bit
  private static let ofCounted: UInt32 = ConversionCode.allCases.reduce(0) {
    $0 | ($1.isAboutSubid || $1 == .amountFine ? $1.bit : 0)
  }
}

/// The yes and no of a line.
struct LineTraits: OptionSet {
  let rawValue: UInt8

  /// `is_event` is Y: announced, not commissionable.
  static let event = LineTraits(rawValue: 1)
  static let realtime = LineTraits(rawValue: 2)
  static let batch = LineTraits(rawValue: 4)
  /// A correction: the sale, the commission or the quantity is below 0.
  static let negative = LineTraits(rawValue: 8)
  /// The source gives the amount of the sale.
  static let hasSales = LineTraits(rawValue: 16)
}

/// An order: one advertiser's number, in one currency.
struct StoredOrder {
  var id: TextArena.Reference
  var advertiser: TextArena.Reference
  var currency: UInt16
}

/// A line as a source gives it, its texts as ranges of the bytes that it was read from.
struct RawLine {
  var number = 0
  var subid = 0..<0
  var hasSubid = false
  var subidColumn = 0
  var advertiser = 0..<0
  var advertiserName = 0..<0
  var order = 0..<0
  var sku = 0..<0
  var id = 0..<0
  var sales: Amount?
  var commission = Amount.zero
  var quantity: Int32 = 1
  var transaction: UInt32 = 0
  var process: UInt32 = 0
  var currency: UInt16 = 0
  var traits: LineTraits = []
}
