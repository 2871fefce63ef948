import ArgumentParser
internal import AutoTagAudit
internal import AutoTagConfiguration

/// The formats of an audit's reports.
enum ReportFormat: String, WordChoice, NamedFormat {
  case text, json, sarif, junit, github, markdown, html
  /// The inventory of links, which holds no findings.
  case csv

  /// The format that a file's name tells by its ending.
  static func of(fileName: String) -> ReportFormat? {
    let name = fileName.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return endings.first { name.hasSuffix($0.ending) }?.format
  }

  private static let endings: [(ending: String, format: ReportFormat)] = [
    (".sarif", .sarif), (".sarif.json", .sarif), (".html", .html), (".htm", .html), (".md", .markdown),
    (".json", .json), (".xml", .junit), (".csv", .csv), (".txt", .text),
  ]

  /// The endings as a shell completes files by them.
  static var fileExtensions: [String] { endings.map { String($0.ending.dropFirst()) } }

  /// The names of the formats that --format prints. The inventory has an option of its own, which is said to who asks for
  /// `csv` all the same.
  static var allValueStrings: [String] { allCases.filter { $0 != .csv }.map(\.rawValue) }

  /// For messages.
  static let knownEndings = ".sarif, .html, .md, .json, .xml for junit, .csv for the inventory, .txt"

  /// The names of all formats, for messages.
  static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// - Parameters:
  ///   - isColored: whether text is for a terminal that shows colours.
  ///   - width: the terminal's, where there is one.
  ///   - showsAll: whether text shows every finding.
  ///   - failOn: from which findings on a test of JUnit's fails.
  func report(
    isColored: Bool = false, width: Int? = nil, showsAll: Bool = true, failOn: FailOn
  ) -> any AuditReport {
    switch self {
    case .text:
      TextReport(isColored: isColored, width: width ?? 100, limit: showsAll ? nil : Self.shownFindings)
    case .json: JSONReport()
    case .sarif: SARIFReport()
    case .junit: JUnitReport(failOn: Severity(rawValue: failOn.rawValue))
    case .github: GitHubReport()
    case .markdown: MarkdownReport()
    case .html: HTMLReport()
    case .csv: CSVInventory()
    }
  }

  /// The most findings of one check that are shown on a terminal.
  private static let shownFindings = 20
}
