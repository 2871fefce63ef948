import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagConversions
internal import AutoTagText

/// The part of a run that is reported.
struct ConversionResults {
  let conversions: Conversions
  /// `nil` where no site was named.
  let earnings: Earnings?
  /// `nil` where no orders were named.
  let inquiries: Inquiries?
}

/// The formats of reports about conversions.
enum ConversionFormat: String, WordChoice, NamedFormat {
  case text, json
  /// The ledger, a record for each line.
  case csv
  /// The sums by file, currency and state.
  case csvSummary = "csv-summary"
  case markdown, html

  static func of(fileName: String) -> ConversionFormat? {
    let name = fileName.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return endings.first { name.hasSuffix($0.ending) }?.format
  }

  private static let endings: [(ending: String, format: ConversionFormat)] = [
    (".html", .html), (".htm", .html), (".md", .markdown), (".json", .json), (".csv", .csv), (".txt", .text),
  ]

  /// True if a report of this format shows the findings that fail a run. The ledger has the codes of lines alone.
  var showsFindings: Bool {
    switch self {
    case .text, .json, .markdown, .html: true
    case .csv, .csvSummary: false
    }
  }

  /// The endings as a shell completes files by them.
  static var fileExtensions: [String] { endings.map { String($0.ending.dropFirst()) } }

  /// For messages.
  static let knownEndings = ".html, .json, .csv for the ledger, .md, .txt"

  /// The names of all formats, for messages.
  static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// The most findings of one code that text shows unless it shows all.
  private static let shownFindings = 5

  /// Writes a report in pieces.
  func write(
    _ results: ConversionResults, style: Style, showsAll: Bool, _ write: ([UInt8]) -> Void
  ) throws(ConversionsError) {
    let (conversions, earnings) = (results.conversions, results.earnings)
    switch self {
    case .text:
      let text = TextConversions(
        conversions, style: style, limit: showsAll ? nil : Self.shownFindings, earnings: earnings)
      write(Array(text.text.utf8))
    case .json:
      JSONConversions(
        conversions, version: Version.current, earnings: earnings, inquiries: results.inquiries
      ).write(write)
    case .csv: CSVConversions(conversions).writeLedger(write)
    case .csvSummary: write(CSVConversions(conversions, earnings: earnings).summary)
    case .markdown: write(Array(MarkdownConversions(conversions, earnings: earnings).text.utf8))
    case .html:
      let pages = earnings.map { HTMLEarnings($0).sections } ?? []
      write(try HTMLConversions(conversions, version: Version.current, pages: pages).html)
    }
  }
}
