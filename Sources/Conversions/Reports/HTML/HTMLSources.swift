internal import AutoTagReportPage
internal import AutoTagText

/// The part of the page about the files that were read: of each that what is counted and what is not are all of it.
struct HTMLSources {
  private let conversions: Conversions

  init(_ conversions: Conversions) {
    self.conversions = conversions
  }

  var section: PageSection {
    PageSection(id: "files", title: "The files", body: body)
  }

  private var body: String {
    guard !conversions.sources.isEmpty else { return "<p>No file was read.</p>\n" }
    var table = PageTable(
      "The files with their commissions",
      [.text("File"), .text("Currency"), .number("Counted"), .number("Not counted"), .number("All")])
    for (index, source) in conversions.sources.enumerated() {
      let totals = conversions.sourceTotals.filter { $0.source == index }
      for (number, one) in totals.enumerated() {
        table.add([number == 0 ? name(source) : path(source)] + cells(one))
      }
      if totals.isEmpty { table.add([name(source), "–", "–", "–", "–"]) }
    }
    return
      "<p class=\"lead\">The commissions of all lines: what is counted and what is not are together all that was read.</p>\n"
      + table.html
  }

  private func path(_ source: ConversionSource) -> String {
    "<span class=\"mono\">\(HTMLText.escaped(source.path))</span>"
  }

  private func name(_ source: ConversionSource) -> String {
    var parts = [source.format?.title ?? "not recognised"]
    if source.problem != nil { parts.append("not read, or not to its end") }
    if source.isRepeated { parts.append("the same as another file, not counted") }
    let skipped: [(Skipped, String, String)] = [
      (.preamble, "line above the header", "lines above the header"),
      (.summary, "line of totals", "lines of totals"),
      (.request, "other request", "other requests"),
    ]
    for (kind, one, several) in skipped {
      guard let count = source.skipped[kind], count > 0 else { continue }
      parts.append("\(PageNumber.of(count)) \(count == 1 ? one : several)")
    }
    return path(source) + HTMLText.second(parts.joined(separator: ", "))
  }

  private func lines(_ sums: Sums) -> String {
    HTMLText.second(PageNumber.of(sums.lines, "line"), isShort: true)
  }

  private func cells(_ totals: SourceTotals) -> [String] {
    let (sums, currency) = (totals.sums, totals.currency)
    let excluded = [
      (sums[.deduplicated].lines, "deduplicated"), (sums[.discarded].lines, "discarded"),
      (sums[.unread].lines, "error: not understood"),
    ].filter { $0.0 > 0 }.map { HTMLText.second("\(PageNumber.of($0.0)) \($0.1)", isShort: true) }
    let all = sums.counted.commission.adding(sums.excluded.commission)
    return [
      HTMLText.escaped(currency.name),
      currency.grouped(sums.counted.commission) + lines(sums.counted),
      currency.grouped(sums.excluded.commission) + excluded.joined(),
      (all.map(currency.grouped) ?? "too large to be told") + lines(sums.all),
    ]
  }
}
