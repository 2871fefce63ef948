import AutoTagSite
internal import AutoTagTracking

/// The audit for people at a terminal: page by page, each finding with its line and a mark, and a
/// summary at the end.
///
/// On a page, findings that say the same are shown once, with the lines of the others; and of one check only so
/// many are shown in all, since a template with a fault has it on every page. The summary counts them all.
package struct TextReport: AuditReport {
  private let style: Style
  private let width: Int
  private let limit: Int?
  private var context = AuditContext(site: "", version: "", checks: [])
  /// The number of findings of each check that were shown.
  private var shown: [String: Int] = [:]
  private var folded: [String: Int] = [:]

  /// - Parameters:
  ///   - isColored: true for text in a terminal's colours.
  ///   - width: maximum columns of a line of a page; longer ones are cut around the mark.
  ///   - limit: maximum findings of one check that are shown; `nil` shows all.
  package init(isColored: Bool = false, width: Int = 100, limit: Int? = 20) {
    self.style = Style(isColored: isColored)
    self.width = width
    self.limit = limit
  }

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    self.context = context
    return []
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    section(heading(of: page), page.findings)
  }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    var bytes = section(style.paint("the site as a whole", .bold), summary.siteFindings)
    let hidden = folded.sorted { $0.key < $1.key }
    for (code, count) in hidden {
      let more = count == 1 ? "1 more is" : "\(count) more are"
      bytes += style.paint("… and \(more) not shown [\(PrintableText.of(code))]\n", .dim).utf8
    }
    if !hidden.isEmpty { bytes.append(UInt8(ascii: "\n")) }
    for problem in summary.problems {
      let position = [problem.line, problem.column].compactMap { $0.map { ":\($0)" } }.joined()
      bytes += style.paint("failed:", .red).utf8
      bytes += " \(PrintableText.of(problem.file))\(position): \(PrintableText.of(problem.message))".utf8
      bytes += " \(style.paint("[\(PrintableText.of(problem.code))]", .dim))\n".utf8
    }
    if !summary.problems.isEmpty { bytes.append(UInt8(ascii: "\n")) }
    bytes += TextAuditSummary(summary: summary, context: context, style: style).text.utf8
    return bytes
  }

  private func heading(of page: AuditedPage) -> String {
    let trackable = page.links.count { $0.state == .trackable }
    let links =
      page.links.isEmpty
      ? "no links" : "\(Count.of(page.links.count, "link")), \(trackable) trackable"
    return style.paint(PrintableText.of(page.file), .bold) + style.paint(" · \(links)", .dim)
  }

  private mutating func section(_ heading: String, _ findings: [Finding]) -> [UInt8] {
    var text = ""
    for group in FindingGroup.groups(of: findings) {
      let code = group.first.code
      if let limit, shown[code, default: 0] >= limit {
        folded[code, default: 0] += group.count
        continue
      }
      // The lines of the others in a group are named, so they count as shown; but as one, or a page with many
      // would hide what is on the next.
      shown[code, default: 0] += 1
      text += block(of: group)
    }
    return text.isEmpty ? [] : Array("\(heading)\n\n\(text)".utf8)
  }

  private func block(of group: FindingGroup) -> String {
    let finding = group.first
    let ink = finding.severity.ink
    let snippet = finding.excerpt.map {
      SourceSnippet(line: finding.line, excerpt: $0, width: width - String(finding.line).utf8.count - 3)
    }
    let margin = String(repeating: " ", count: snippet?.margin ?? 2)
    var lines = [
      style.paint(finding.severity.rawValue, ink)
        + style.paint(": \(PrintableText.of(finding.message))", .bold)
        + style.paint(" [\(PrintableText.of(finding.code))]", .dim),
      margin.dropLast() + style.paint("--> ", .blue) + PrintableText.of(finding.location),
    ]
    lines += snippet?.lines(style: style, carets: ink) ?? []
    func note(_ text: String) -> String { margin + style.paint("= ", .blue) + text }
    if !finding.fix.isEmpty { lines.append(note("fix: " + PrintableText.of(finding.fix))) }
    if finding.isRepairedByRewrite {
      lines.append(note(style.paint("autotag rewrite repairs this", .green)))
    }
    if let others = group.otherLines { lines.append(note(others)) }
    return lines.joined(separator: "\n") + "\n\n"
  }
}
