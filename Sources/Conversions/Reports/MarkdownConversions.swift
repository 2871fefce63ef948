internal import AutoTagText

/// The conversions as GitHub Flavored Markdown: the sums, and the findings that are worth a look.
package struct MarkdownConversions {
  private let conversions: Conversions

  /// The most findings of one code; few read further down.
  private static let mostFindings = 20

  private let earnings: Earnings?

  package init(_ conversions: Conversions, earnings: Earnings? = nil) {
    self.conversions = conversions
    self.earnings = earnings
  }

  package var text: String {
    var parts = ["### autotag conversions\n"]
    for (index, source) in conversions.sources.enumerated() {
      guard let problem = source.problem else { continue }
      let lines = conversions.lines(of: index)
      parts.append(
        "**failed:** \(MarkdownText.code(source.path)) \(MarkdownText.escaped(problem))"
          + (lines > 0 ? "; the sums have the \(Count.of(lines, "line")) before the fault" : "") + "\n")
    }
    for source in conversions.sources {
      guard let original = source.original else { continue }
      parts.append(
        original == source.path
          ? "\(MarkdownText.code(source.path)) was given twice and is counted once.\n"
          : "\(MarkdownText.code(source.path)) is the same as \(MarkdownText.code(original)) and is not counted.\n"
      )
    }
    for totals in conversions.totals { parts.append(sums(totals)) }
    parts.append(earnings.map { MarkdownEarnings($0).text } ?? advertisers)
    for one in conversions.activity {
      parts.append(
        "Clicks by u1, a report of its own: \(one.clicks) clicks, sales \(one.currency.text(one.sums.sales)), commission "
          + "\(one.currency.text(one.sums.commission)) \(one.currency.name)\n")
    }
    parts.append(findings)
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func sums(_ totals: CurrencyTotals) -> String {
    var text = "| \(totals.currency.name) | lines | sales | commission |\n| --- | ---: | ---: | ---: |\n"
    for row in totals.rows {
      let title = row.kind == .counted ? "**\(row.title)**" : row.title
      text +=
        "| \(title) | \(row.sums.lines) | \(totals.currency.text(row.sums.sales)) "
        + "| \(totals.currency.text(row.sums.commission)) |\n"
    }
    guard totals.orders > 0 else { return text }
    let parts = totals.orderParts { MarkdownText.escaped($0) }
    return text + "\n\(Count.of(totals.orders, "order")): \(parts.joined(separator: ", "))\n"
  }

  private var advertisers: String {
    guard !conversions.advertisers.isEmpty else { return "" }
    let rows = conversions.advertisers.prefix(50).map { one in
      let name = one.name.isEmpty ? one.id : "\(one.name) (\(one.id))"
      return
        "| \(MarkdownText.escaped(MarkdownText.cut(name, to: 120))) | \(one.figures.orders) | \(one.figures.reversedOrders) "
        + "| \(one.currency.text(one.figures.sums.sales)) | \(one.currency.text(one.figures.sums.commission)) | \(one.currency.name) |\n"
    }
    let more = conversions.advertisers.count - rows.count
    return
      "| advertiser | orders | taken back | sales | commission | currency |\n| --- | ---: | ---: | ---: | ---: | --- |\n"
      + rows.joined() + (more > 0 ? "\n… and \(more) more.\n" : "")
  }

  private var findings: String {
    var rows = ""
    var shown = 0
    conversions.forEachFinding(most: Self.mostFindings) { finding in
      guard finding.code.severity > .info else { return }
      shown += 1
      rows +=
        "| \(finding.code.severity.rawValue) | \(MarkdownText.code(MarkdownText.cutAtStart(finding.location, to: 120))) "
        + "| \(MarkdownText.escaped(MarkdownText.cut(finding.message, to: 300))) \(MarkdownText.code(finding.code.rawValue)) "
        + "| \(MarkdownText.escaped(finding.fix)) |\n"
    }
    let known = conversions.inBaseline > 0 ? "\n\(conversions.inBaseline) in the baseline.\n" : ""
    guard !rows.isEmpty else { return known }
    let all = conversions.count(.error) + conversions.count(.warning)
    return "| | place | finding | how to fix it |\n| --- | --- | --- | --- |\n" + rows
      + (all > shown ? "\n… and \(all - shown) more.\n" : "") + known
  }
}
