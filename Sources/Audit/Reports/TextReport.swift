import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking

/// The audit for people at a terminal: what concerns the site as a whole, then page by page, each finding with its line and a
/// mark, and a summary at the end.
///
/// Findings of one cause are shown once, with the other places: those on a page that say the same, those of one redirect rule,
/// and what a template has on every page. Of one check only so many are shown in all. The summary counts them all. Where all
/// are shown, pages are written as they come, and the site as a whole and its redirects follow.
package struct TextReport: AuditReport {
  private let style: Style
  private let width: Int
  private let limit: Int?
  private var context = AuditContext(site: "", version: "", checks: [])
  /// The number of findings of each check that were shown.
  private var shown: [String: Int] = [:]
  private var folded: [String: Int] = [:]
  private var causes: CauseGroups
  /// The indices of the groups of which nothing is shown.
  private var foldedCauses: Set<Int> = []
  /// The pages, of which there are only so many findings, until the site as a whole is known.
  private var pieces: [Piece] = []

  private enum Piece {
    case text(String)
    /// Findings of one cause, at the first of their places, by the group's index.
    case cause(Int)
  }

  /// - Parameters:
  ///   - isColored: true for text in a terminal's colours.
  ///   - width: maximum columns of a line of a page; longer ones are cut around the mark.
  ///   - limit: maximum findings of one check that are shown; `nil` shows all.
  package init(isColored: Bool = false, width: Int = 100, limit: Int? = 20) {
    self.style = Style(isColored: isColored)
    self.width = width
    self.limit = limit
    causes = CauseGroups(mostPlaces: limit == nil ? 1000 : 8, groupsRulesAlone: limit == nil)
  }

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    self.context = context
    return []
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    let section = section(heading(of: page), page.findings)
    guard limit == nil else {
      pieces += section
      return []
    }
    let texts = section.filter { if case .cause = $0 { false } else { true } }
    // The heading alone says nothing.
    return texts.count > 1 ? written(texts) : []
  }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    let site = section(style.paint("the site as a whole", .bold), summary.siteFindings)
    var bytes = written(site + pieces)
    if limit == nil, !causes.groups.isEmpty {
      bytes += written(
        [.text("\(style.paint("the site's redirects", .bold))\n\n")]
          + causes.groups.indices.map { .cause($0) })
    }
    let hidden = folded.sorted { $0.key < $1.key }
    for (code, count) in hidden {
      let more = count == 1 ? "1 more is" : "\(count) more are"
      bytes += style.paint("… and \(more) not shown [\(PrintableText.of(code))]\n", .dim).utf8
    }
    if !hidden.isEmpty { bytes.append(UInt8(ascii: "\n")) }
    for problem in summary.problems {
      let position = [problem.line, problem.column].compactMap { $0.map { ":\($0)" } }.joined()
      bytes += style.paint("failed:", .red).utf8
      bytes +=
        " \(PrintableText.of(paths.shown(problem.path)))\(position): \(PrintableText.of(paths.message(of: problem)))"
        .utf8
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
    return style.paint(PrintableText.of(paths.shown(page.path)), .bold) + style.paint(" · \(links)", .dim)
  }

  private func written(_ pieces: [Piece]) -> [UInt8] {
    pieces.flatMap { piece in
      switch piece {
      case .text(let text): Array(text.utf8)
      case .cause(let index):
        Array(block(of: causes.groups[index].first, others: causes.groups[index].otherPlaces).utf8)
      }
    }
  }

  private mutating func section(_ heading: String, _ findings: [Finding]) -> [Piece] {
    var shownHere: [Piece] = []
    for group in FindingGroup.groups(of: findings) {
      let code = group.first.code
      let cause = causes.add(group, paths)
      if let cause, !cause.isNew {
        if foldedCauses.contains(cause.index) { folded[code, default: 0] += group.count }
        continue
      }
      if let limit, shown[code, default: 0] >= limit {
        folded[code, default: 0] += group.count
        if let cause { foldedCauses.insert(cause.index) }
        continue
      }
      // The lines of the others in a group are named, so they count as shown; but as one, or a page with many
      // would hide what is on the next.
      shown[code, default: 0] += 1
      shownHere.append(
        cause.map { .cause($0.index) } ?? .text(block(of: group.first, others: group.otherLines)))
    }
    return shownHere.isEmpty ? [] : [.text("\(heading)\n\n")] + shownHere
  }

  private var paths: ShownPaths { context.paths }

  /// - Parameter others: the words for other places of the same.
  private func block(of finding: Finding, others: String?) -> String {
    let ink = finding.severity.ink
    let snippet = finding.excerpt.map {
      SourceSnippet(line: finding.line, excerpt: $0, width: width - String(finding.line).utf8.count - 3)
    }
    let margin = String(repeating: " ", count: snippet?.margin ?? 2)
    var lines = [
      style.paint(finding.severity.rawValue, ink)
        + style.paint(": \(PrintableText.onLines(paths.message(of: finding), indentation: margin))", .bold)
        + style.paint(" [\(PrintableText.of(finding.code))]", .dim),
      margin.dropLast() + style.paint("--> ", .blue) + PrintableText.of(paths.location(of: finding)),
    ]
    lines += snippet?.lines(style: style, carets: ink) ?? []
    func note(_ text: String) -> String { margin + style.paint("= ", .blue) + text }
    if !finding.fix.isEmpty {
      lines.append(note("fix: " + PrintableText.onLines(paths.fix(of: finding), indentation: margin + "  ")))
    }
    if let source = paths.source(of: finding) { lines.append(note("from " + PrintableText.of(source))) }
    if finding.isRepairedByRewrite {
      lines.append(note(style.paint("autotag rewrite repairs this", .green)))
    }
    if let others { lines.append(note(PrintableText.of(others))) }
    return lines.joined(separator: "\n") + "\n\n"
  }
}
