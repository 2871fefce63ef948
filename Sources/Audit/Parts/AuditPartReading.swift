internal import AutoTagBytes
internal import AutoTagSite

/// The report of a part of a site, page by page in the order of the tree: its pages are never held together.
protocol AuditPartReading {
  var path: String { get }
  /// The lines before the pages, without that of the site's name.
  var head: [[UInt8]] { get }
  /// The same with it.
  var start: [UInt8] { get }
  /// The page that comes next; `nil` behind the last.
  var page: AuditPartPage? { get }

  /// Goes on to the next page.
  mutating func next() throws(SiteError)

  /// Reads what is behind the pages.
  mutating func end() throws(SiteError) -> AuditPartEnd

  func close()
}

/// A page as it stands in a report.
struct AuditPartPage {
  let file: String
  /// Its lines, without the comma behind them.
  let text: [UInt8]
}

/// A report behind its pages.
struct AuditPartEnd {
  let part: AuditPart
  /// Findings about the site as a whole, each with its line.
  let siteFindings: [(node: JSONNode, line: [UInt8])]
  /// Files that could not be read, likewise.
  let problems: [(node: JSONNode, line: [UInt8])]
  let sites: [JSONNode]
  let summary: AuditSummary
}
