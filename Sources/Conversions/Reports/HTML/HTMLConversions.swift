package import AutoTagReportPage
internal import AutoTagText

/// The conversions as a page to look at, in one file that needs no network and no script: what was earned, by day and by
/// advertiser, what was found, and the files.
///
/// All that is seen is made here; the page has no script, and its policy lets none run.
package struct HTMLConversions {
  /// The SHA-256 of the styles in base 64, by which the page's policy knows them.
  private static let styleHash = "udRLOgvAZ6Wq8A2MnG90ySsarOhgB2sFmpqXE6HuotM="

  private let conversions: Conversions
  private let version: String
  private let pages: [PageSection]
  private let periods: [CurrencyPeriods]

  /// - Parameter pages: sections about pages and links, which those who know the site make; they stand behind the advertisers.
  /// - Throws: where the sum of a day is beyond what 64 bits hold.
  package init(
    _ conversions: Conversions, version: String, pages: [PageSection] = []
  ) throws(ConversionsError) {
    (self.conversions, self.version, self.pages) = (conversions, version, pages)
    periods = try CurrencyPeriods.all(conversions)
  }

  package var html: [UInt8] {
    let head = PageHead(
      title: "Conversions" + (span.map { ", \($0)" } ?? ""),
      style: ColumnChart.style + PackageResources.conversions_css, styleHash: Self.styleHash)
    let body =
      "<body>\n" + masthead + "<main>\n" + (problems + sections.map(\.html)).joined() + "</main>\n"
      + "<footer>\n<p class=\"quiet\">Written by autotag \(HTMLText.escaped(version)). This file needs no network and no script. "
      + "Days are those of UTC.</p>\n</footer>\n</body>\n</html>\n"
    return head.html + Array(body.utf8)
  }

  private var sections: [PageSection] {
    let earned = HTMLEarned(conversions)
    return earned.sums + periods.compactMap { $0.section(isOnly: conversions.totals.count == 1) }
      + earned.advertisers + pages
      + earned.activity + [HTMLFindings(conversions).section] + [HTMLSources(conversions).section]
  }

  /// “2026-10-01 to 2026-10-31”; `nil` without a dated line that counts.
  private var span: String? {
    let days = periods.compactMap(\.span)
    guard let first = days.map(\.first).min(), let last = days.map(\.last).max() else { return nil }
    let (start, end) = (CurrencyPeriods.text(first), CurrencyPeriods.text(last))
    return start == end ? start : "\(start) to \(end)"
  }

  private var masthead: String {
    let lines = conversions.sourceTotals.reduce(0) { $0 + $1.sums.all.lines }
    let parts = [
      span, PageNumber.of(conversions.sources.count, "file"),
      "\(PageNumber.of(lines, "line")) of orders",
    ]
    return "<header class=\"masthead\">\n<p class=\"label\">Conversions</p>\n<h1>What the links earned</h1>\n"
      + "<p class=\"quiet\">\(parts.compactMap(\.self).joined(separator: " · "))</p>\n</header>\n"
  }

  private var problems: [String] {
    let failed = conversions.sources.filter { $0.problem != nil }
    guard !failed.isEmpty else { return [] }
    let items = failed.map { source in
      "<li><span class=\"mono\">\(HTMLText.escaped(source.path))</span> \(HTMLText.prose(source.problem ?? ""))</li>\n"
    }
    return [
      "<div class=\"notice\">\n<p>\(PageNumber.of(failed.count, "file")) could not be read, or not to the end; what was not read is "
        + "in no sum below.</p>\n<ul>\n\(items.joined())</ul>\n</div>\n"
    ]
  }
}
