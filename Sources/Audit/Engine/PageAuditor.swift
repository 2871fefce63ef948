internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking

/// Audits one page after the other. Each thread has one of its own, and its buffers serve all its pages.
final class PageAuditor: PageReading {
  /// What came of some pages.
  struct Results: Sendable {
    /// Those that have links or findings.
    var pages: [AuditedPage] = []
    var summary = AuditSummary()
    /// Findings that the baseline knows.
    var known: [String] = []
    /// All findings that are not ignored, where a new baseline is wanted.
    var all: [Baseline.Entry] = []
    /// The properties of AnyTrack's tags, each with where it is first on its page.
    var properties: [PropertyPlace] = []
  }

  /// A page that loads AnyTrack's tag for a property.
  struct PropertyPlace: Sendable {
    let property: String
    let file: String
    let range: Range<Int>
    let line: Int
    let column: Int
    let excerpt: Finding.Excerpt
  }

  private let groups: [TrackingGroup]
  private let rewriter: PageRewriter
  private let rules: [(rule: AuditRule, check: any PageRule)]
  private let filter: FindingFilter
  private let baseline: Set<String>
  private let makesBaseline: Bool
  private let needsTag: Bool
  private var surveyor: PageSurveyor
  private var results = Results()

  /// - Parameters:
  ///   - pageRules: as `rewrite` has them, with the redirects of the site.
  ///   - baseline: the fingerprints of what is known.
  init(
    pageRules: TaggingOptions, filter: FindingFilter, baseline: Set<String>, makesBaseline: Bool
  ) {
    groups = pageRules.groups
    rewriter = PageRewriter(rules: pageRules, wanted: .decisions)
    surveyor = PageSurveyor(groups: pageRules.groups, baseURL: pageRules.baseURL)
    rules = RuleSet.pageRules.compactMap { check in
      filter.rule(type(of: check).rule.code).map { ($0, check) }
    }
    needsTag = filter.rule(AnyTrackTagMissing.rule.code) != nil
    self.filter = filter
    self.baseline = baseline
    self.makesBaseline = makesBaseline
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

  func read(_ page: SitePage, _ bytes: [UInt8]) {
    results.summary.pagesRead += 1
    let outcome = rewriter.rewrite(bytes.span, file: page.file)
    let failures = outcome.problems.filter { $0.severity == .failure }
    guard failures.isEmpty else {
      results.summary.problems += failures
      return
    }
    // The places of a page in UTF-16 are those of its text in UTF-8; its lines are the same.
    var text = bytes
    if let first = bytes.first, first >= 0xFE, case .utf16(let isBigEndian) = TextEncoding.of(bytes.span) {
      text = UTF16Page(bytes.span, bigEndian: isBigEndian).utf8
    }
    guard !outcome.records.isEmpty || surveyor.mayHoldAddress(text.span) else { return }
    var siblings: [PageUnderAudit.Sibling] = []
    if !outcome.records.isEmpty {
      siblings = page.siblings.map { .init(name: $0.fileName, state: $0.state(comparedTo: bytes.span)) }
    }
    audit(page.file, text, outcome.records, siblings)
  }

  private func audit(
    _ file: String, _ bytes: [UInt8], _ records: [LinkRecord],
    _ siblings: [PageUnderAudit.Sibling]
  ) {
    guard let survey = surveyor.survey(bytes.span, records: records) else {
      fail(Problem(.pageNotRead(because: PageError.tooTangled.description), file: file))
      return
    }
    let page = PageUnderAudit(
      file: file, bytes: bytes, records: records, groups: groups, survey: survey, siblings: siblings)
    let links = LinkInventory.links(of: page, needsTag: needsTag)
    let findings = findings(on: page)
    if page.hasTokens { note(survey.anyTrackTags, of: page) }
    guard !links.isEmpty || !findings.isEmpty else { return }
    if !links.isEmpty { results.summary.pagesWithLinks += 1 }
    for link in links { results.summary.links[link.state, default: 0] += 1 }
    results.pages.append(AuditedPage(file: file, links: links, findings: findings))
  }

  private func findings(on page: PageUnderAudit) -> [Finding] {
    var hits: [FindingMaker.RuleHits] = []
    let ignored = filter.ignored(in: page.file)
    for (rule, check) in rules {
      let found = check.hits(on: page)
      guard !found.isEmpty else { continue }
      if ignored.ignore(rule.code) {
        results.summary.ignored += found.count
      } else {
        hits.append(.init(rule: rule, hits: found))
      }
    }
    guard !hits.isEmpty else { return [] }
    let findings = FindingMaker.findings(hits, on: page)
    if makesBaseline { results.all += findings.map { .init($0) } }
    guard !baseline.isEmpty else {
      for found in hits { results.summary.add(found) }
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
    var place = LineColumnCounter()
    var seen: Set<String> = []
    for tag in tags where seen.insert(tag.property).inserted {
      place.advance(to: tag.range.lowerBound, in: page.bytes.span)
      results.properties.append(
        PropertyPlace(
          property: tag.property, file: page.file, range: tag.range, line: place.line, column: place.column,
          excerpt: ExcerptMaker.excerpt(of: tag.range, in: page.bytes.span)))
    }
  }
}

extension AuditSummary {
  /// Counts what a rule found on a page.
  fileprivate mutating func add(_ found: FindingMaker.RuleHits) {
    findings[found.rule.severity, default: 0] += found.hits.count
    findingsByRule[found.rule.code, default: 0] += found.hits.count
    repairedByRewrite += found.hits.count(where: \.isRepairedByRewrite)
  }

  /// Counts a finding.
  mutating func add(_ finding: Finding) {
    findings[finding.severity, default: 0] += 1
    findingsByRule[finding.code, default: 0] += 1
    if finding.isRepairedByRewrite { repairedByRewrite += 1 }
  }

  /// Counts what was found on other pages.
  mutating func add(_ other: AuditSummary) {
    pagesRead += other.pagesRead
    pagesWithLinks += other.pagesWithLinks
    links.merge(other.links, uniquingKeysWith: +)
    findings.merge(other.findings, uniquingKeysWith: +)
    findingsByRule.merge(other.findingsByRule, uniquingKeysWith: +)
    repairedByRewrite += other.repairedByRewrite
    ignored += other.ignored
    inBaseline += other.inBaseline
    problems += other.problems
  }
}
