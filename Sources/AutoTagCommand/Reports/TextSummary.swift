internal import AutoTagAudit
package import AutoTagSite
package import AutoTagText
package import AutoTagTracking

/// A run's summary for people.
package struct TextSummary {
  private let summary: RunSummary
  private let duration: Duration
  /// The settings of the run: the groups that were looked for, and the globs.
  private let options: RewriteOptions
  /// True if nothing was written.
  private let isOnlyAsking: Bool
  package var style = Style(isColored: false)
  package var isVerbose = false
  /// The lines about what was found, for a verbose summary.
  package var found = ["Configuration: none"]
  /// The site, where it is one of several; `nil` for a summary that stands alone.
  package var title: String?
  /// The problems that are shown; `nil` for all of the summary.
  package var shownProblems: [Problem]?

  package init(summary: RunSummary, duration: Duration, options: RewriteOptions, isOnlyAsking: Bool) {
    self.summary = summary
    self.duration = duration
    self.options = options
    self.isOnlyAsking = isOnlyAsking
  }

  /// The most notes of one code that are shown unless all are asked for.
  package static let shownNotes = 10

  private var links: LinkCounts { summary.allLinks }

  package var text: String {
    var parts: [String] = []
    if let title { parts.append(style.paint(PrintableText.of(title), .bold) + "\n") }
    if isVerbose { parts.append(settings) }
    let problems = ProblemLines(style: style, limit: isVerbose ? nil : Self.shownNotes)
      .text((shownProblems ?? summary.problems).filter { isVerbose || !$0.kind.isRemark })
    if !problems.isEmpty { parts.append(problems) }
    if let pruned { parts.append(pruned) }
    parts.append(counts)
    if summary.groups.count > 1, links.affiliate > 0 { parts.append(groupTable) }
    if let advice { parts.append(advice) }
    parts.append(conclusion)
    return parts.joined(separator: "\n")
  }

  /// The names of what pruning removes, where nothing is removed yet or all is to be told; `nil` where there is none.
  private var pruned: String? {
    guard let pruned = summary.pruned, !pruned.names.isEmpty, isOnlyAsking || isVerbose else { return nil }
    let names = isVerbose ? pruned.names[...] : pruned.names.prefix(Self.shownNotes)
    var text = names.map { "\(isOnlyAsking ? "would remove" : "removed") \(PrintableText.of($0))\n" }.joined()
    if names.count < pruned.names.count {
      text += style.paint("… and more\(isVerbose ? "" : " (use --verbose)")", .dim) + "\n"
    }
    return text
  }

  private var settings: String {
    var lines = found + ["Pages: \(options.pagesText)"]
    for group in options.rules.groups {
      let hosts = group.hosts.joined(separator: ", ")
      lines.append(
        "Group \(group.name): \(hosts), \(group.subid)=\(group.usesCodes ? "a code" : group.token)")
    }
    return lines.map { style.paint(PrintableText.of($0), .dim) + "\n" }.joined()
  }

  /// The counts, right-aligned, so that each line reads as a sentence.
  private var counts: String {
    let pages = summary.pages
    var rows: [Row] = [
      Row(pages.read, "\(Count.plural(pages.read, "page")) read"),
      Row(
        pages.changed,
        "\(Count.plural(pages.changed, "page")) \(isOnlyAsking ? "would be changed" : "changed")"),
    ]
    if pages.skipped > 0 {
      rows.append(
        Row(pages.skipped, "\(Count.plural(pages.skipped, "page")) skipped", ink: .red))
    }
    if isVerbose { rows.append(Row(summary.assets, "other \(Count.plural(summary.assets, "file"))")) }
    let rules = summary.mendedRules
    if !rules.isEmpty {
      rows.append(
        Row(
          rules.count,
          "redirect \(Count.plural(rules.count, "rule")) \(isOnlyAsking ? "would be changed" : "changed"): "
            + places(of: rules), ink: .green))
    }
    if options.rules.task == .untag {
      rows.append(
        Row(
          links.untagged,
          "\(Count.plural(links.untagged, "link")) \(isOnlyAsking ? "would lose" : "lost") the \(subidWord)",
          ink: links.untagged > 0 ? .green : nil))
      rows.append(Row(links.withoutToken, "without the \(subidWord)"))
    } else {
      rows.append(
        Row(
          links.tagged,
          "\(Count.plural(links.tagged, "link")) \(isOnlyAsking ? "would be tagged" : "tagged")",
          ink: links.tagged > 0 ? .green : nil))
      rows.append(Row(links.alreadyTagged, "already tagged"))
      rows.append(Row(links.keptSubid, "kept (other subid)", ink: links.keptSubid > 0 ? .yellow : nil))
    }
    rows.append(Row(links.skipped, "skipped", ink: links.skipped > 0 ? .yellow : nil))
    rows += links.skippedByReason.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { Row($0.value, $0.key.rawValue, isPart: true) }
    if let codes = summary.codes {
      rows.append(Row(codes.new, "\(Count.plural(codes.new, "code")) of links that had none"))
      if codes.moved > 0 {
        rows.append(Row(codes.moved, "\(Count.plural(codes.moved, "code")) kept for pages that were moved"))
      }
    }
    if let pruned = summary.pruned {
      rows.append(
        Row(
          pruned.count,
          "\(Count.plural(pruned.count, "file")) \(isOnlyAsking ? "would be removed" : "removed") from the output",
          ink: pruned.count > 0 ? .yellow : nil))
    }
    let unread = summary.unread.count
    if unread > 0 {
      rows.append(
        Row(
          unread,
          "\(Count.plural(unread, "file")) not read that \(unread == 1 ? "holds" : "hold") affiliate addresses "
            + "(\(summary.unread.endings))", ink: .yellow))
    }
    let width = rows.map { String($0.number).count }.max() ?? 1
    var text = ""
    for row in rows {
      let line = padded(String(row.number), to: width + (row.isPart ? 4 : 2)) + " " + row.label
      text += style.paint(line, row.ink) + "\n"
    }
    return text
  }

  /// The word for what is put into links.
  private var subidWord: String {
    let codes = Set(options.rules.groups.map(\.usesCodes))
    return codes == [true] ? "code" : codes == [false] ? "token" : "token or code"
  }

  /// The files and lines of changed rules: `.htaccess:3, :7`.
  private func places(of rules: [MendedRule]) -> String {
    let shown = isVerbose ? rules[...] : rules.prefix(Self.shownNotes)
    var text = ""
    var file: String?
    for rule in shown {
      text += text.isEmpty ? "" : ", "
      text += rule.file == file ? ":\(rule.line)" : "\(PrintableText.of(rule.file)):\(rule.line)"
      file = rule.file
    }
    return text + (shown.count < rules.count ? " and \(rules.count - shown.count) more" : "")
  }

  private struct Row {
    let number: Int
    let label: String
    let ink: Style.Ink?
    /// True if the number is a part of the one above.
    let isPart: Bool

    init(_ number: Int, _ label: String, ink: Style.Ink? = nil, isPart: Bool = false) {
      self.number = number
      self.label = label
      self.ink = ink
      self.isPart = isPart
    }
  }

  private var groupTable: String {
    let header = ["group", "tagged", "already tagged", "kept", "skipped"]
    let rows = summary.groups.sorted { $0.key < $1.key }.map { name, links in
      [PrintableText.of(name)]
        + [links.tagged, links.alreadyTagged, links.keptSubid, links.skipped].map(String.init)
    }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let name = cells[0] + String(repeating: " ", count: widths[0] - cells[0].count)
      return zip(cells, widths).dropFirst().reduce("  " + name) { $0 + "  " + padded($1.0, to: $1.1) } + "\n"
    }
    return style.paint(line(header), .bold) + rows.map(line).joined()
  }

  /// Advice for a run that found nothing; `nil` where it found something.
  private var advice: String? {
    if summary.pages.read + summary.pages.skipped == 0 {
      return PrintableText.of("No page was found. Looked for \(options.pagesText).") + "\n"
    }
    // Such a problem is about a link that is, or may be, a group's.
    let isDoubtful = summary.problems.contains { $0.severity == .loss || $0.kind == .redirectNotUnderstood }
    guard links.affiliate == 0, !isDoubtful else { return nil }
    let groups = options.rules.groups.map { group in
      "  \(group.name): links to \(group.hosts.joined(separator: ", ")), "
        + "or marked data-tracking-group=\"\(group.name)\" or rel=\"\(group.name)\"\n"
    }
    return "No affiliate link was found. Looked for\n" + groups.joined()
  }

  private var conclusion: String {
    let failures = summary.failures
    let time = Elapsed.text(duration)
    guard failures.isEmpty else {
      let files = Set(failures.map(\.file)).count
      return style.paint("\(Count.of(files, "file")) failed; done in \(time).", .red) + "\n"
    }
    let written = isOnlyAsking ? ", nothing was written" : ""
    return style.paint("Done in \(time)\(written).", .bold) + "\n"
  }

  private func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
