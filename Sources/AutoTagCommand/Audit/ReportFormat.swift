import ArgumentParser
import AutoTag

/// The formats of an audit's reports.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json

  /// The format that a file's name tells by its ending.
  static func of(fileName: String) -> ReportFormat? {
    let name = fileName.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return endings.first { name.hasSuffix($0.ending) }?.format
  }

  private static let endings: [(ending: String, format: ReportFormat)] = [
    (".json", .json), (".txt", .text),
  ]

  /// For messages.
  static let knownEndings = endings.map(\.ending).joined(separator: ", ")

  /// - Parameters:
  ///   - isColored: whether text is for a terminal that shows colours.
  ///   - width: the terminal's, where there is one.
  ///   - showsAll: whether text shows every finding.
  func report(isColored: Bool = false, width: Int? = nil, showsAll: Bool = true) -> any AuditReport {
    switch self {
    case .text:
      TextReport(isColored: isColored, width: width ?? 100, limit: showsAll ? nil : Self.shownFindings)
    case .json: JSONReport()
    }
  }

  /// How many findings of one rule are shown on a terminal.
  private static let shownFindings = 20
}
