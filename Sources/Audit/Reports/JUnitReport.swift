import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking

/// The audit as JUnit XML, which CI servers show as test results: a page is a suite, and each link and each
/// finding a test.
///
/// The format knows no warnings. A finding fails its test when it is bad enough to fail the run; below that the
/// test passes and the finding is its output.
package struct JUnitReport: AuditReport {
  private let failOn: Severity?
  private var paths = ShownPaths(site: "")

  /// - Parameter failOn: the least severity of a failure, as the exit status has it; `nil`: no finding is one.
  package init(failOn: Severity? = .error) {
    self.failOn = failOn
  }

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    paths = context.paths
    // The totals are known at the end only; suites have their own, and readers add them up.
    return Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"autotag audit\">\n".utf8)
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    suite(paths.shown(page.path), page.findings, links: page.links)
  }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    var bytes: [UInt8] = []
    if !summary.siteFindings.isEmpty { bytes += suite("(site)", summary.siteFindings, links: []) }
    for problem in summary.problems {
      let file = paths.shown(problem.path)
      let text =
        testcase(
          file: file, line: problem.line, name: problem.code,
          content:
            "<error type=\"\(XMLText.escaped(problem.code))\" message=\"\(XMLText.escaped(paths.message(of: problem)))\"/>"
        )
      bytes += suite(file, tests: 1, failures: 0, errors: 1, content: text).utf8
    }
    bytes += "</testsuites>\n".utf8
    return bytes
  }

  private func suite(_ name: String, _ findings: [Finding], links: [AuditedLink]) -> [UInt8] {
    let faulty = Set(findings.compactMap(\.link))
    let sound = links.indices.filter { !faulty.contains($0) }
    var text = findings.map(testcase).joined()
    var failures = findings.count { isFailure($0) }
    // Without AnyTrack's tag a page's links need a hand, though nothing is wrong with them.
    let missingTag = findings.first { $0.code == AnyTrackTagChecks.missing.code }
    for link in sound.map({ links[$0] }) {
      let fails = link.state == .needsHand && missingTag.map(isFailure) ?? false
      if fails { failures += 1 }
      text += testcase(
        file: name, line: link.line, name: "link at \(link.line):\(link.column): \(link.text)",
        content: link.state == .needsHand ? needsHand(missingTag, fails: fails) : nil)
    }
    return Array(
      suite(name, tests: findings.count + sound.count, failures: failures, errors: 0, content: text).utf8)
  }

  private func needsHand(_ reason: Finding?, fails: Bool) -> String {
    let message = XMLText.escaped(reason.map(paths.message) ?? "the link needs a hand")
    return fails
      ? "<failure type=\"\(reason?.severity.rawValue ?? "")\" message=\"\(message)\"/>"
      : "<system-out>\(message)</system-out>"
  }

  private func isFailure(_ finding: Finding) -> Bool { failOn.map { finding.severity >= $0 } ?? false }

  private func suite(_ name: String, tests: Int, failures: Int, errors: Int, content: String) -> String {
    "  <testsuite name=\"\(XMLText.escaped(name))\" tests=\"\(tests)\" failures=\"\(failures)\""
      + " errors=\"\(errors)\" skipped=\"0\">\n\(content)  </testsuite>\n"
  }

  private func testcase(_ finding: Finding) -> String {
    var lines = [paths.location(of: finding), paths.message(of: finding)]
    if let excerpt = finding.excerpt {
      lines += SourceSnippet(line: finding.line, excerpt: excerpt, width: 100)
        .lines(style: Style(isColored: false), carets: .bold)
    }
    if !finding.fix.isEmpty { lines.append("fix: " + PastedText.withLineEnds(paths.fix(of: finding))) }
    if let source = paths.source(of: finding) { lines.append("from " + source) }
    if finding.isRepairedByRewrite { lines.append("autotag rewrite repairs this") }
    let text = XMLText.escaped(lines.joined(separator: "\n"))
    return testcase(
      file: paths.shown(finding.path), line: finding.line,
      name: finding.isOfWholeFile ? finding.code : "\(finding.code) at \(finding.line):\(finding.column)",
      content: isFailure(finding)
        ? "<failure type=\"\(finding.severity.rawValue)\" message=\"\(XMLText.escaped(paths.message(of: finding)))\">"
          + "\(text)</failure>"
        : "<system-out>\(finding.severity.rawValue): \(text)</system-out>")
  }

  private func testcase(file: String, line: Int?, name: String, content: String? = nil) -> String {
    let file = XMLText.escaped(file)
    let position = line.map { " line=\"\($0)\"" } ?? ""
    let start =
      "    <testcase classname=\"\(file)\" name=\"\(XMLText.escaped(name))\" file=\"\(file)\"\(position)"
    return content.map { "\(start)>\n      \($0)\n    </testcase>\n" } ?? "\(start)/>\n"
  }
}
