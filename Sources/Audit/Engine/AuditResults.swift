internal import AutoTagBaseline
internal import AutoTagBytes
internal import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking
internal import Synchronization

/// The results of all workers, added up, and the findings of the site as a whole.
final class AuditResults: ReadingResults {
  private struct State {
    var summary = AuditSummary()
    /// Fingerprints of the baseline that nothing was found for so far.
    var unseen: Set<String>
    var all: [Baseline.Entry] = []
    /// Problems of the redirect files and the lock file that are findings.
    var notes: [Problem] = []
    var properties: [String: (first: PageAuditor.PropertySighting, pages: Int)] = [:]
    var order: [String] = []
    var pagesWithTokens = 0
    var pagesWithTag = 0
    var firstWithoutTag: String?
  }

  private let state: Mutex<State>
  private let filter: FindingFilter
  private let baseline: Set<String>
  private let makesBaseline: Bool
  private let sources: SourceFinder

  /// More properties than a site can mean; a site that makes one up for each page does not fill the memory.
  private static let mostProperties = 64

  private let tellPage: @Sendable (AuditedPage) -> Void

  /// - Parameters:
  ///   - expected: those of the baseline that are fixed where nothing is found for them.
  ///   - page: given each page that has links or findings, one after the other, in the order of the tree.
  init(
    filter: FindingFilter, baseline: Set<String>, expected: Set<String>, makesBaseline: Bool,
    sources: SourceFinder, page: @escaping @Sendable (AuditedPage) -> Void
  ) {
    tellPage = page
    self.sources = sources
    self.filter = filter
    self.baseline = baseline
    self.makesBaseline = makesBaseline
    state = Mutex(State(unseen: expected))
  }

  func add(_ problem: Problem) {
    state.withLock { state in
      if problem.severity == .failure {
        state.summary.problems.append(problem)
      } else {
        state.notes.append(problem)
      }
    }
  }

  func count(_ results: PageAuditor.Results) {
    state.withLock { $0.summary.add(results.summary) }
  }

  func forgetPages() { state.withLock { $0.summary.pagesRead = 0 } }

  func add(_ results: PageAuditor.Results) {
    state.withLock { state in
      state.summary.add(results.summary)
      state.summary.inBaseline += results.known.count
      for fingerprint in results.known { state.unseen.remove(fingerprint) }
      state.all += results.all
      state.pagesWithTokens += results.pagesWithTokens
      state.pagesWithTag += results.pagesWithTag
      state.firstWithoutTag = state.firstWithoutTag ?? results.firstWithoutTag
      for sighting in results.properties {
        if let known = state.properties[sighting.property] {
          state.properties[sighting.property] = (known.first, known.pages + 1)
        } else if state.order.count < Self.mostProperties {
          state.properties[sighting.property] = (sighting, 1)
          state.order.append(sighting.property)
        }
      }
    }
    for audited in results.pages { tellPage(audited) }
  }

  func finished() -> (summary: AuditSummary, baseline: Baseline) {
    state.withLock { state in
      add(siteFindings(state), to: &state)
      state.summary.problems.sort { ($0.path, $0.line ?? 0, $0.code) < ($1.path, $1.line ?? 0, $1.code) }
      state.summary.fixedSinceBaseline = state.unseen.count
      return (state.summary, Baseline(.audit, state.all))
    }
  }

  private func add(_ findings: [Finding], to state: inout State) {
    for finding in findings {
      guard !filter.ignored(in: finding.path).ignore(finding.code) else {
        state.summary.ignored += 1
        continue
      }
      if makesBaseline { state.all.append(finding.baselineEntry) }
      guard !baseline.contains(finding.fingerprint) else {
        state.summary.inBaseline += 1
        state.unseen.remove(finding.fingerprint)
        continue
      }
      state.summary.add(finding)
      state.summary.siteFindings.append(finding)
    }
  }

  // MARK: Findings of the site as a whole

  private func siteFindings(_ state: State) -> [Finding] {
    var ordinals: [UInt64: Int] = [:]
    func fingerprint(_ code: String, _ file: String, _ text: String) -> String {
      var fingerprint = Fingerprint(code: code, subject: file, text: text)
      let ordinal = ordinals[fingerprint.value, default: 0]
      ordinals[fingerprint.value] = ordinal + 1
      fingerprint.add(ordinal: ordinal)
      return fingerprint.text
    }
    var findings: [Finding] = []
    // First of all: nothing else matters before that is mended. Of a single page its own finding says it.
    if let file = state.firstWithoutTag, state.pagesWithTag == 0, state.pagesWithTokens > 1,
      let check = filter.check(AnyTrackTagChecks.nowhere.code)
    {
      findings.append(
        Finding(
          code: check.code, severity: check.severity, file: file, line: 1, column: 1, range: 0..<0,
          excerpt: nil,
          message:
            "none of the \(state.pagesWithTokens) pages with links to track has AnyTrack's tag: every click takes the token "
            + "to the network as it stands",
          fix: "put AnyTrack's tag into the head of the site's template", isRepairedByRewrite: false,
          link: nil,
          fingerprint: fingerprint(check.code, "", check.title)))
    }
    for problem in state.notes {
      guard let check = filter.check(for: problem) else { continue }
      findings.append(
        Finding(
          code: check.code, severity: check.severity, file: problem.path, line: problem.line ?? 1,
          column: problem.column ?? 1, range: 0..<0, excerpt: nil, message: problem.words.source,
          fix: check.fix,
          isRepairedByRewrite: false, link: nil,
          fingerprint: fingerprint(check.code, problem.file, problem.message)
        ).made(from: sources.original(of: problem.path).map { PageSource(path: $0, line: problem.line) }))
    }
    guard state.order.count > 1, let check = filter.check(AnyTrackTagChecks.propertiesDiffer.code) else {
      return findings
    }
    let properties = state.order.compactMap { state.properties[$0] }
    // The one that most pages have; of equal ones the first.
    guard let usual = properties.max(by: { $0.pages < $1.pages }) else { return findings }
    let main = properties.first { $0.pages == usual.pages } ?? usual
    for other in properties where other.first.property != main.first.property {
      let first = other.first
      let others = main.pages == 1 ? "\(MessageText.path(main.first.file)) has" : "\(main.pages) pages have"
      findings.append(
        Finding(
          code: check.code, severity: check.severity, file: first.file, line: first.line,
          column: first.column,
          range: first.range, excerpt: first.excerpt,
          message: "AnyTrack's tag is that of property \(first.property) here"
            + (other.pages > 1 ? " and on \(Count.of(other.pages - 1, "other page"))" : "")
            + ", while \(others) \(main.first.property)",
          fix: "use the tag of one property on all pages", isRepairedByRewrite: false, link: nil,
          fingerprint: fingerprint(check.code, first.file, first.property)))
    }
    return findings
  }
}
