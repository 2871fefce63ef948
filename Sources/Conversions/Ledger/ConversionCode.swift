package import AutoTagText

/// A code for everything that can be said about a line of a report or about a report as a whole. The raw values are stable
/// names for scripts.
package enum ConversionCode: String, Sendable, CaseIterable {
  // The click id
  case subidMissing = "u1-missing"
  case subidPlaceholder = "u1-placeholder"
  case subidMalformed = "u1-malformed"
  case subidPersonal = "u1-looks-personal"
  case subidUnknown = "u1-unknown"
  // What is no sale of its own
  case eventSuperseded = "event-superseded"
  case eventUnconfirmed = "event-unconfirmed"
  case eventIgnored = "event-ignored"
  case batchTwin = "batch-twin"
  case batchTwinPossible = "batch-twin-possible"
  case lineRepeated = "line-repeated"
  case lineChanged = "line-changed"
  // Orders
  case negativeLine = "negative-line"
  case orderReversed = "order-reversed"
  case orderInTwoReports = "order-in-two-reports"
  case orderRounded = "order-id-rounded"
  // Values
  case amountFine = "amount-finer-than-currency"
  case currencyMissing = "currency-missing"
  case dateMissing = "date-missing"
  case dateInFuture = "date-in-future"
  // Lines that are not counted because they are not understood
  case amountUnreadable = "amount-unreadable"
  case dateAmbiguous = "date-ambiguous"
  case dateUnreadable = "date-unreadable"
  case currencyUnreadable = "currency-unreadable"
  case lineBroken = "line-broken"
  // Files
  case columnMissing = "column-missing"
  case headerRepeated = "header-repeated"
  case endMissing = "end-missing"
  case dateOrderDoubtful = "date-order-doubtful"
  case textNotUTF8 = "text-not-utf8"

  /// The bit of the code in a line's set of codes.
  var bit: UInt32 { 1 << UInt32(Self.allCases.firstIndex(of: self) ?? 31) }

  package enum Severity: String, Sendable, CaseIterable, Comparable {
    case info, warning, error

    package static func < (one: Severity, other: Severity) -> Bool {
      allCases.firstIndex(of: one) ?? 0 < allCases.firstIndex(of: other) ?? 0
    }

    package var ink: Style.Ink {
      switch self {
      case .error: .red
      case .warning: .yellow
      case .info: .blue
      }
    }
  }

  package var severity: Severity {
    switch self {
    case .subidPlaceholder, .subidPersonal, .orderInTwoReports, .amountUnreadable, .dateAmbiguous,
      .dateUnreadable,
      .currencyUnreadable, .lineBroken:
      .error
    case .subidMissing, .subidMalformed, .subidUnknown, .batchTwin, .batchTwinPossible, .lineChanged,
      .orderRounded, .currencyMissing, .dateInFuture, .columnMissing, .headerRepeated, .endMissing,
      .dateOrderDoubtful,
      .textNotUTF8:
      .warning
    case .eventSuperseded, .eventUnconfirmed, .eventIgnored, .lineRepeated, .negativeLine, .orderReversed,
      .amountFine, .dateMissing:
      .info
    }
  }

  /// The finding in a few words.
  package var title: String {
    switch self {
    case .subidMissing: "the line has no click id"
    case .subidPlaceholder: "u1 is a placeholder that nothing replaced"
    case .subidMalformed: "u1 is nothing that Rakuten takes"
    case .subidPersonal: "u1 looks like an e-mail address or a phone number"
    case .subidUnknown: "u1 is no code of the map, and no link of the site has it"
    case .eventSuperseded: "an event (is_event Y) whose commissionable line is there"
    case .eventUnconfirmed: "an event (is_event Y) without its commissionable line"
    case .eventIgnored: "of a type that conversions.events ignores"
    case .batchTwin: "the same sale as a realtime line, under other ids"
    case .batchTwinPossible: "perhaps the same sale as a realtime line, under other ids"
    case .lineRepeated: "a line that another file, or a later message, has again"
    case .lineChanged: "a line that came again with other values"
    case .negativeLine: "a correction"
    case .orderReversed: "an order that was taken back"
    case .orderInTwoReports:
      "an order that two kinds of report have with different lines, which may be one sale"
    case .orderRounded: "an order id that a spreadsheet has rounded"
    case .amountFine: "an amount with more decimals than its currency"
    case .currencyMissing: "a report that tells no currency"
    case .dateMissing: "a line without a date"
    case .dateInFuture: "a date in the future"
    case .amountUnreadable: "an amount that is not read"
    case .dateAmbiguous: "a date in another order than the report's"
    case .dateUnreadable: "a date that is not read"
    case .currencyUnreadable: "a currency that is no code of three letters"
    case .lineBroken: "a line that does not fit its header"
    case .columnMissing: "a column that is not there"
    case .headerRepeated: "several reports in one file"
    case .endMissing: "a report that ends within a line"
    case .dateOrderDoubtful: "a report whose dates may have day and month in another order"
    case .textNotUTF8: "text that is not in UTF-8"
    }
  }

  package var fix: String {
    switch self {
    case .subidMissing:
      "look whether the links to this advertiser carry a click id in u1 (autotag audit), and whether redirects keep it"
    case .subidPlaceholder:
      "nothing replaced the token: look for pages without AnyTrack's tag, and for links in noscript, feeds and mails "
        + "(autotag audit)"
    case .subidMalformed: "write at most 72 letters and digits into u1"
    case .subidPersonal: "take it out of the links: u1 is handed on to the network and stands in its reports"
    case .subidUnknown:
      "look for links that are not on the site (mails, feeds, other sites), and for an older autotag-codes.tsv in version "
        + "control"
    case .eventSuperseded, .lineRepeated, .negativeLine, .orderReversed: ""
    case .eventUnconfirmed:
      "it is counted until its commissionable line comes; pull the order's day from the Events API, or export a report"
    case .eventIgnored: ""
    case .batchTwin: "it is not counted; if both are sales, say --count-twins"
    case .batchTwinPossible:
      "both are counted, since their u1 names no click of one visitor: look in Rakuten's reports whether both are paid"
    case .lineChanged: "the line of the latest process date is counted"
    case .orderInTwoReports:
      "both are counted, so that the sums may have the sale twice: give one kind of report for each period, or reports with "
        + "the same columns"
    case .orderRounded:
      "export the report again, without a spreadsheet between: several orders may have become one"
    case .amountFine:
      "it is kept exactly; if the point stands between thousands, export the report in English"
    case .currencyMissing: "say --currency CODE, or export the report with the column Currency"
    case .dateMissing: "export the report with the column Transaction Date"
    case .dateInFuture: "it is counted: look whether the year is right, and --date-order"
    case .amountUnreadable, .dateUnreadable: ""
    case .dateAmbiguous: "if the report was exported with the day first, say --date-order dmy"
    case .currencyUnreadable: "write it as a code of ISO 4217, such as EUR"
    case .lineBroken:
      "look for a thousands separator or a quote that a program wrote without quoting the cell; export the report again"
    case .columnMissing: "export the report with it"
    case .headerRepeated:
      "give each report as a file of its own: equal lines of one file count as different ones"
    case .endMissing: "fetch the report again; if it is whole, end its last line"
    case .dateOrderDoubtful: "if the report was exported with the day first, say --date-order dmy, else mdy"
    case .textNotUTF8: "if names are wrong, export the report as CSV in UTF-8"
    }
  }

  /// True if all lines of an order have the code, which is one finding.
  var isAboutOrder: Bool { self == .orderReversed || self == .orderInTwoReports }

  /// True if the code is about the u1 of a line.
  var isAboutSubid: Bool { isFaultOfSubid || self == .subidUnknown }

  /// True if a sale with this code lacks a click id that anybody could find.
  var isFaultOfSubid: Bool {
    switch self {
    case .subidMissing, .subidPlaceholder, .subidMalformed, .subidPersonal: true
    default: false
    }
  }
}

/// A set of codes in 32 bits.
package struct ConversionCodes: Sendable, Hashable {
  private(set) var bits: UInt32 = 0

  init() {}

  init(bits: UInt32) {
    self.bits = bits
  }

  mutating func insert(_ code: ConversionCode) { bits |= code.bit }

  package func contains(_ code: ConversionCode) -> Bool { bits & code.bit != 0 }

  package var isEmpty: Bool { bits == 0 }

  /// The codes in the order of the catalogue.
  package var all: [ConversionCode] {
    var codes: [ConversionCode] = []
    var rest = bits
    while rest != 0 {
      codes.append(Self.catalogue[rest.trailingZeroBitCount])
      rest &= rest - 1
    }
    return codes
  }

  private static let catalogue = ConversionCode.allCases
}
