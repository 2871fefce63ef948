package import AutoTagText

/// The conversions for people at a terminal: the findings, each with its place, and below them what was earned.
package struct TextConversions {
  private let conversions: Conversions
  private let style: Style
  /// The most findings of one code that are shown; `nil` shows all, those that are only worth knowing too.
  private let limit: Int?
  private let earnings: Earnings?

  package init(
    _ conversions: Conversions, style: Style, limit: Int? = 5, earnings: Earnings? = nil
  ) {
    (self.conversions, self.style, self.limit) = (conversions, style, limit)
    self.earnings = earnings
  }

  package var text: String {
    [findings, problems, sources, sums, earned, activity, counts, failed].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  // MARK: Findings

  private var findings: String {
    var blocks: [String] = []
    var shown: [ConversionCode: Int] = [:]
    conversions.forEachFinding(most: limit ?? .max) { finding in
      // What is only worth knowing is counted below.
      guard limit == nil || finding.code.severity > .info else { return }
      shown[finding.code, default: 0] += 1
      blocks.append(block(finding))
    }
    var text = blocks.joined(separator: "\n")
    let folded = ConversionCode.allCases.compactMap { code -> String? in
      guard let shown = shown[code], let all = conversions.findings[code], all > shown else { return nil }
      return style.paint("… and \(all - shown) more [\(code.rawValue)]", .dim) + "\n"
    }
    if !folded.isEmpty { text += (text.isEmpty ? "" : "\n") + folded.joined() }
    return text
  }

  private func block(_ finding: ConversionFinding) -> String {
    let severity = finding.code.severity
    var lines = [
      style.paint(severity.rawValue, severity.ink)
        + style.paint(": \(PrintableText.of(finding.message))", .bold)
        + style.paint(" [\(finding.code.rawValue)]", .dim),
      style.paint(" --> ", .blue) + PrintableText.of(finding.location),
    ]
    if !finding.fix.isEmpty { lines.append(style.paint("  = ", .blue) + "fix: " + finding.fix) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var problems: String {
    conversions.sources.compactMap { source in
      source.problem.map {
        style.paint("failed:", .red) + " \(PrintableText.of(source.path)) \(PrintableText.of($0))\n"
      }
    }.joined()
  }

  /// The last words, since what failed is in none of the sums above, or not the whole of it.
  private var failed: String {
    let all = conversions.sources.count
    let failed = conversions.sources.indices.filter { conversions.sources[$0].problem != nil }
    let partly = failed.count { conversions.lines(of: $0) > 0 }
    guard !failed.isEmpty, all > 1 || partly > 0 else { return "" }
    let words =
      if partly == 0 {
        "which the sums are without"
      } else if partly == failed.count {
        "of which the sums have the lines before the fault alone"
      } else {
        "which the sums are without, but for the lines before the fault in \(partly) of them"
      }
    return style.paint("failed:", .red) + " \(failed.count) of \(Count.of(all, "file")), \(words)\n"
  }

  // MARK: Sources and sums

  private var sources: String {
    let all = conversions.sources.enumerated()
    guard conversions.sources.contains(where: { $0.format != nil }) else { return "" }
    let width = all.map { DisplayWidth.of(PrintableText.of($0.element.path)) }.max() ?? 0
    return all.map { index, source in
      let path = PrintableText.of(source.path)
      let padding = String(repeating: " ", count: width - DisplayWidth.of(path) + 2)
      return "  " + style.paint(path, .bold) + padding + (source.format?.title ?? "")
        + (source.problem == nil
          ? style.paint(tail(index), .dim)
          : style.paint((source.format == nil ? "failed" : ", failed") + before(index), .red))
        + "\n"
    }.joined()
  }

  /// The lines that were read before a source failed.
  private func before(_ index: Int) -> String {
    let lines = conversions.lines(of: index)
    return lines > 0 ? " after \(Count.of(lines, "line"))" : ""
  }

  private func tail(_ index: Int) -> String {
    let source = conversions.sources[index]
    let lines = conversions.lines(of: index)
    if let original = source.original {
      return " · "
        + (original == source.path
          ? "given twice, counted once" : "the same as \(PrintableText.of(original)), not counted")
    }
    var parts = [
      Count.of(lines, source.format == .activity ? "row" : "line")
    ]
    if source.unread > 0 { parts.append("\(source.unread) not understood") }
    for (kind, noun) in [
      (Skipped.preamble, "line"), (.summary, "line of totals"), (.request, "other request"),
    ] {
      guard let count = source.skipped[kind], count > 0 else { continue }
      parts.append(
        kind == .preamble
          ? "\(Count.of(count, noun)) above the header"
          : kind == .summary ? "\(count) \(count == 1 ? noun : "lines of totals")" : Count.of(count, noun))
    }
    return parts.isEmpty ? "" : " · " + parts.joined(separator: ", ")
  }

  private var sums: String {
    conversions.totals.map { totals in
      let currency = totals.currency
      let rows = totals.rows.map { sumsRow($0.title, $0.sums, currency, $0.kind.ink) }
      return style.paint(currency.name, .bold) + style.paint("  lines, sales, commission", .dim) + "\n"
        + TextTable(style).text(rows) + orders(totals)
    }.joined(separator: "\n")
  }

  private func sumsRow(_ title: String, _ sums: Sums, _ currency: Currency, _ ink: Style.Ink?)
    -> TextTable.Row
  {
    TextTable.Row(
      title, [String(sums.lines), currency.text(sums.sales), currency.text(sums.commission)], ink)
  }

  private func orders(_ totals: CurrencyTotals) -> String {
    guard totals.orders > 0 else { return "" }
    let parts = totals.orderParts { PrintableText.of($0) }
    return "  \(Count.of(totals.orders, "order")): \(parts.joined(separator: ", "))\n"
  }

  /// The knowledge of who earned; a site's links tell more than the advertisers.
  private var earned: String {
    earnings.map { TextEarnings($0, style: style, showsAll: limit == nil).text } ?? advertisers
  }

  /// The most advertisers that are shown.
  private static let mostAdvertisers = 10

  private var advertisers: String {
    let shown =
      limit == nil ? conversions.advertisers[...] : conversions.advertisers.prefix(Self.mostAdvertisers)
    guard conversions.advertisers.count > 1 else { return "" }
    let rows = shown.map { one in
      let id = one.id.isEmpty ? "no advertiser" : one.id
      return TextTable.Row(
        PrintableText.of(one.name.isEmpty ? id : "\(one.name.prefix(40)) (\(id))"),
        [
          Count.of(one.figures.orders, "order"),
          // As wide as a code.
          one.currency.text(one.figures.sums.commission) + " "
            + (one.currency.isKnown ? one.currency.code : "  ?"),
        ])
    }
    let more = conversions.advertisers.count - shown.count
    return style.paint("by advertiser", .bold) + style.paint("  orders, commission", .dim) + "\n"
      + TextTable(style).text(rows)
      + (more > 0 ? style.paint("  … and \(more) more\n", .dim) : "")
  }

  private var activity: String {
    conversions.activity.map { one in
      style.paint("clicks by u1", .bold)
        + style.paint(
          "  a report of its own" + (conversions.totals.isEmpty ? "" : ", not added to the sums above"), .dim)
        + "\n"
        + "  \(Count.of(one.clicks, "click")), sales \(one.currency.text(one.sums.sales)), commission "
        + "\(one.currency.text(one.sums.commission)) \(one.currency.name)\n"
        + (one.repeated.lines > 0
          ? style.paint(
            "  \(Count.of(one.repeated.lines, "line")) of a file that was given twice left out\n", .dim) : "")
    }.joined(separator: "\n")
  }

  private var counts: String {
    let known =
      conversions.inBaseline > 0 ? style.paint("  \(conversions.inBaseline) in the baseline\n", .dim) : ""
    guard !conversions.findings.isEmpty else {
      let isWhole = conversions.sources.allSatisfy { $0.problem == nil }
      let words =
        (conversions.inBaseline > 0 ? "Nothing new was found" : "Nothing was found")
        + (isWhole ? "." : " in what could be read.")
      return (conversions.totals.isEmpty ? "" : style.paint(words, .green) + "\n") + known
    }
    let rows = conversions.findings.sorted { one, other in
      if one.key.severity != other.key.severity { return one.key.severity > other.key.severity }
      return one.value == other.value ? one.key.rawValue < other.key.rawValue : one.value > other.value
    }
    let width = rows.map { String($0.value).utf8.count }.max() ?? 0
    let codes = rows.map { $0.key.rawValue.utf8.count }.max() ?? 0
    return rows.map { code, count in
      let number = String(count)
      let severity = code.severity.rawValue
      return "  " + String(repeating: " ", count: width - number.utf8.count) + number + "  "
        + style.paint(
          severity + String(repeating: " ", count: "warning".utf8.count - severity.utf8.count),
          code.severity.ink)
        + "  " + code.rawValue + String(repeating: " ", count: codes - code.rawValue.utf8.count + 2)
        + style.paint(code.title, .dim) + "\n"
    }.joined() + known
  }
}

extension Tally {
  /// The heading of a row in reports for people.
  var title: String {
    switch self {
    case .ok: "ok"
    case .withoutClickID: "error: no click id (counted)"
    case .deduplicated: "deduplicated"
    case .discarded: "discarded"
    case .unread: "error: not understood"
    }
  }

  fileprivate var ink: Style.Ink? {
    switch self {
    case .ok: .green
    case .withoutClickID: .yellow
    case .deduplicated, .discarded: .dim
    case .unread: .red
    }
  }
}

extension CurrencyTotals.Row.Kind {
  fileprivate var ink: Style.Ink? {
    switch self {
    case .tally(let tally): tally.ink
    case .counted: .bold
    case .announced: .dim
    }
  }
}
