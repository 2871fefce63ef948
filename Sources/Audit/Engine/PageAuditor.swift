internal import AutoTagBaseline
internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking

/// Audits one page after the other. Each thread has one of its own, and its buffers serve all its pages.
final class PageAuditor: PageReading {
  /// The results of some pages.
  struct Results: Sendable {
    /// Those that have links or findings.
    var pages: [AuditedPage] = []
    var summary = AuditSummary()
    /// Findings that the baseline knows.
    var known: [String] = []
    /// All findings that are not ignored, where a new baseline is wanted.
    var all: [Baseline.Entry] = []
    /// The properties of AnyTrack's tags, each where it is first on its page.
    var properties: [SiteSightings.PropertySighting] = []
    /// Pages with links to track, and those of them that have AnyTrack's tag or may get it by Google Tag Manager.
    var pagesWithTokens = 0
    var pagesWithTag = 0
    var firstWithoutTag: String?
  }

  private let groups: [TrackingGroup]
  private let tagging: TaggingOptions
  private let rewriter: PageRewriter
  private let checks: [AuditCheck]
  private let filter: FindingFilter
  private let baseline: Set<String>
  private let makesBaseline: Bool
  private let needsTag: Bool
  private let sources: SourceFinder?
  private var surveyor: PageSurveyor
  private var results = Results()

  /// - Parameters:
  ///   - tagging: as `rewrite` has it, with the redirects of the site.
  ///   - baseline: the fingerprints of what is known.
  ///   - sources: finds what pages were made from; `nil` where nobody asks.
  init(
    tagging: TaggingOptions, filter: FindingFilter, baseline: Set<String>, makesBaseline: Bool,
    sources: SourceFinder? = nil
  ) {
    groups = tagging.groups
    self.tagging = tagging
    rewriter = PageRewriter(rules: tagging, wanted: .decisions)
    surveyor = PageSurveyor(groups: tagging.groups, baseURL: tagging.baseURL)
    checks = filter.checks.filter { if case .page = $0.subject { true } else { false } }
    needsTag = filter.check(AnyTrackTagChecks.missing.code) != nil
    self.filter = filter
    self.baseline = baseline
    self.makesBaseline = makesBaseline
    self.sources = sources
  }

  func mayTell(of page: Span<UInt8>) -> Bool {
    rewriter.mayChange(page) || surveyor.mayHoldAddress(page)
  }

  func count() { results.summary.pagesRead += 1 }

  func takeResults() -> Results {
    defer { results = Results() }
    return results
  }

  func fail(_ problem: Problem) { results.summary.problems.append(problem) }

  func read(_ file: String, siblings found: [CompressedSibling], _ bytes: [UInt8]) {
    results.summary.pagesRead += 1
    let outcome = rewriter.rewrite(bytes.span, file: file)
    let failures = outcome.problems.filter { $0.severity == .failure }
    guard failures.isEmpty else {
      results.summary.problems += failures
      return
    }
    // Ranges in a page in UTF-16 are those of its text in UTF-8; its lines are the same.
    var text = bytes
    if let first = bytes.first, first >= 0xFE, case .utf16(let isBigEndian) = TextEncoding.of(bytes.span) {
      text = UTF16Page(bytes.span, bigEndian: isBigEndian).utf8
    }
    guard !outcome.records.isEmpty || surveyor.mayHoldAddress(text.span) else { return }
    let feed = rewriter.isFeed(file) ? FeedPage(text.span) : nil
    var siblings: [PageUnderAudit.Sibling] = []
    if !outcome.records.isEmpty {
      siblings = found.map { .init(name: $0.fileName, state: $0.state(comparedTo: bytes.span)) }
    }
    if let feed {
      let survey = surveyor.survey(feed, records: outcome.records)
      audit(file, feed.text, outcome.records, siblings, survey, isFeed: true)
    } else if let survey = surveyor.survey(
      text.span, records: outcome.records, isOther: tagging.isOther(file))
    {
      audit(file, text, outcome.records, siblings, survey, isFeed: false)
    } else {
      fail(Problem(.pageNotRead(because: PageError.tooTangled.description), file: file))
    }
  }

  private func audit(
    _ file: String, _ bytes: [UInt8], _ records: [LinkRecord],
    _ siblings: [PageUnderAudit.Sibling], _ survey: PageSurvey, isFeed: Bool
  ) {
    let page = PageUnderAudit(
      file: file, bytes: bytes, records: records, groups: groups, survey: survey, siblings: siblings,
      isFeed: isFeed)
    let links = LinkInventory.links(of: page, needsTag: needsTag)
    var findings = findings(on: page)
    if !findings.isEmpty, let sources { findings = sources.hinted(findings, on: page, links) }
    if page.hasTokens {
      note(survey.anyTrackTags, of: page)
      results.pagesWithTokens += 1
      if page.hasTagOrManager {
        results.pagesWithTag += 1
      } else if results.firstWithoutTag == nil {
        results.firstWithoutTag = file
      }
    }
    guard !links.isEmpty || !findings.isEmpty else { return }
    if !links.isEmpty { results.summary.pagesWithLinks += 1 }
    for link in links { results.summary.links[link.state, default: 0] += 1 }
    results.pages.append(
      AuditedPage(file: file, links: links, findings: findings))
  }

  private func findings(on page: PageUnderAudit) -> [Finding] {
    var found: [FindingMaker.Violations] = []
    let ignored = filter.ignored(in: page.file)
    for check in checks {
      let violations = check.violations(on: page)
      guard !violations.isEmpty else { continue }
      if ignored.ignore(check.code) {
        results.summary.ignored += violations.count
      } else {
        found.append(.init(check: check, violations: violations))
      }
    }
    guard !found.isEmpty else { return [] }
    let findings = FindingMaker.findings(found, on: page)
    if makesBaseline { results.all += findings.map(\.baselineEntry) }
    guard !baseline.isEmpty else {
      for found in found { results.summary.add(found) }
      return findings
    }
    return findings.filter { finding in
      guard !baseline.contains(finding.fingerprint) else {
        results.known.append(finding.fingerprint)
        return false
      }
      results.summary.add(finding)
      return true
    }
  }

  private func note(_ tags: [PageSurvey.AnyTrackTag], of page: PageUnderAudit) {
    var position = LineColumnCounter()
    var seen: Set<String> = []
    for tag in tags where seen.insert(tag.property).inserted {
      position.advance(to: tag.range.lowerBound, in: page.bytes.span)
      results.properties.append(
        SiteSightings.PropertySighting(
          property: tag.property, file: page.file, range: tag.range, line: position.line,
          column: position.column,
          excerpt: ExcerptMaker.excerpt(of: tag.range, in: page.bytes.span)))
    }
  }
}

extension AuditSummary {
  /// Counts the violations of a check on a page.
  fileprivate mutating func add(_ found: FindingMaker.Violations) {
    findings[found.check.severity, default: 0] += found.violations.count
    findingsByCode[found.check.code, default: 0] += found.violations.count
    repairedByRewrite += found.violations.count(where: \.isRepairedByRewrite)
  }
}
