internal import AutoTagText

/// The end of the report for terminals: the counts.
///
/// ```text
/// 120 pages read, 34 of them with links
///
///    61  trackable                70 %  ██████████████······
///    20  trackable after rewrite  22 %  ████················
///     6  needs a hand              6 %  █···················
///
/// 12 errors, 3 warnings, 1 info
///     8  error    u1-twice     u1 is there twice
///     …
///
/// autotag rewrite repairs 10 of these 16 findings.
/// ```
struct TextAuditSummary {
  let summary: AuditSummary
  let context: AuditContext
  let style: Style

  var text: String {
    [sites, pages, links, findings, rest].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A line for each site, where there are several.
  private var sites: String {
    guard summary.sites.count > 1, !summary.isOfOneProject else { return "" }
    let names = summary.sites.map { PrintableText.of($0.name) }
    let width = names.map(\.count).max() ?? 0
    let lines = zip(summary.sites, names).map { site, name in
      let found = Severity.fromWorst.map { $0.count(site.summary.count($0)) }.joined(separator: ", ")
      let links =
        site.summary.percentTrackable.map {
          ", \(site.summary.count(.trackable)) of \(Count.of(site.summary.linkCount, "link")) trackable (\($0) %)"
        } ?? ""
      let name = name + String(repeating: " ", count: width - name.count)
      return
        "\(style.paint(name, .bold))  \(Count.of(site.summary.pagesRead, "page")) read\(links); \(found)\n"
    }
    return lines.joined() + "\n" + style.paint("\(summary.sites.count) sites together", .bold) + "\n"
  }

  private var pages: String {
    let links =
      summary.pagesRead == 0
      ? ""
      : ", \(summary.pagesWithLinks == 0 ? "none" : "\(summary.pagesWithLinks)")"
        + " of them with affiliate links"
    return style.paint("\(Count.of(summary.pagesRead, "page")) read\(links)", .bold) + "\n"
  }

  private var links: String {
    guard summary.linkCount > 0 else { return "" }
    let states = AuditedLink.State.fromBest
    let titles = states.map(\.title.count).max() ?? 0
    let width = String(summary.linkCount).count + 2
    let shares = Shares.of(states.map { summary.count($0) })
    return zip(states, shares).map { state, percent in
      let count = summary.count(state)
      let bar = count == 0 ? 0 : max(1, count * 20 / summary.linkCount)
      let line =
        padded(count, to: width) + "  " + state.title
        + String(repeating: " ", count: titles - state.title.count) + padded(percent, to: 5) + " %  "
      return line + style.paint(String(repeating: "█", count: bar), count == 0 ? nil : ink(of: state))
        + style.paint(String(repeating: "·", count: 20 - bar), .dim) + "\n"
    }.joined()
  }

  private var findings: String {
    let total = summary.findings.values.reduce(0, +)
    guard total > 0 else {
      return summary.pagesRead == 0 ? "" : style.paint(summary.nothing, .green) + "\n"
    }
    let severities = Severity.fromWorst.filter { summary.count($0) > 0 }
    var text =
      severities.map { style.paint($0.count(summary.count($0)), $0.ink) }
      .joined(separator: ", ") + "\n"
    // The worst first, and of those the most frequent.
    let rows = summary.findingsByCode.filter { $0.value > 0 }.map { code, count in
      (code: code, count: count, check: context.check(code))
    }.sorted { one, other in
      let (worse, lesser) = (one.check?.severity ?? .info, other.check?.severity ?? .info)
      if worse != lesser { return worse > lesser }
      return one.count == other.count ? one.code < other.code : one.count > other.count
    }
    let codes = rows.map(\.code.count).max() ?? 0
    let width = String(rows.map(\.count).max() ?? 0).count + 2
    for row in rows {
      let severity = row.check?.severity ?? .info
      let name = severity.rawValue + String(repeating: " ", count: "warning".count - severity.rawValue.count)
      text +=
        padded(row.count, to: width) + "  " + style.paint(name, severity.ink) + "  "
        + PrintableText.of(row.code)
      if let title = row.check?.title {
        text += String(repeating: " ", count: codes - row.code.count + 2)
        text += style.paint(PrintableText.of(title), .dim)
      }
      text += "\n"
    }
    return text
  }

  private var rest: String {
    var lines: [String] = []
    let total = summary.findings.values.reduce(0, +)
    if summary.repairedByRewrite > 0 {
      let findings = "\(summary.repairedByRewrite) of these \(Count.of(total, "finding"))"
      let these =
        summary.repairedByRewrite < total ? findings : total == 1 ? "this finding" : "all of these findings"
      lines.append(style.paint("autotag rewrite repairs \(these)\(summary.caveat).", .green))
    }
    var left: [String] = []
    // Without a finding it was said in its stead.
    if summary.ignored > 0, total > 0 { left.append("\(Count.of(summary.ignored, "finding")) ignored") }
    if summary.inBaseline > 0, total > 0 { left.append("\(summary.inBaseline) in the baseline") }
    if summary.fixedSinceBaseline > 0 {
      left.append("\(summary.fixedSinceBaseline) fixed since the baseline")
    }
    if !left.isEmpty { lines.append(style.paint(left.joined(separator: ", "), .dim)) }
    if !summary.problems.isEmpty {
      lines.append(style.paint("\(Count.of(summary.problems.count, "file")) could not be read.", .red))
    }
    if let percent = summary.percentTrackable {
      let ink: Style.Ink = percent == 100 ? .green : .bold
      lines.append(
        style.paint(
          "\(summary.count(.trackable)) of \(Count.of(summary.linkCount, "link")) trackable (\(percent) %).",
          ink))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func ink(of state: AuditedLink.State) -> Style.Ink {
    switch state {
    case .trackable: .green
    case .repairable: .yellow
    case .needsHand: .red
    }
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }
}
