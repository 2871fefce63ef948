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
    var sightings: SiteSightings
    var unread = UnreadFiles()
    var ignoredOfSite = 0
    var knownOfSite: [String] = []
  }

  private let state: Mutex<State>
  private let filter: FindingFilter
  private let baseline: Set<String>
  private let makesBaseline: Bool
  private let sources: SourceFinder
  private let part: AuditPart.Head?
  private let tellPage: @Sendable (AuditedPage) -> Void

  /// - Parameters:
  ///   - expected: those of the baseline that are fixed where nothing is found for them.
  ///   - part: the part of the site that is read; `nil` for all of it.
  ///   - page: given each page that has links or findings, one after the other, in the order of the tree.
  init(
    filter: FindingFilter, baseline: Set<String>, expected: Set<String>, makesBaseline: Bool,
    sources: SourceFinder, part: AuditPart.Head?, page: @escaping @Sendable (AuditedPage) -> Void
  ) {
    tellPage = page
    self.sources = sources
    self.filter = filter
    self.baseline = baseline
    self.makesBaseline = makesBaseline
    self.part = part
    let most = part == nil ? SiteSightings.mostToldProperties : AuditPart.mostProperties
    state = Mutex(State(unseen: expected, sightings: SiteSightings(mostProperties: most)))
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

  func add(_ unread: UnreadFiles) { state.withLock { $0.unread = unread } }

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
      state.sightings.add(results)
    }
    for audited in results.pages { tellPage(audited) }
  }

  func finished() -> (summary: AuditSummary, baseline: Baseline) {
    state.withLock { state in
      var maker = SiteFindingMaker(filter.checks)
      add(siteFindings(state, &maker), to: &state)
      state.summary.problems.sort { ($0.path, $0.line ?? 0, $0.code) < ($1.path, $1.line ?? 0, $1.code) }
      state.summary.fixedSinceBaseline = state.unseen.count
      if let part {
        // What only the whole site tells is told when its parts are merged.
        state.summary.fixedSinceBaseline = 0
        state.summary.part = AuditPart(
          head: part, sightings: state.sightings,
          unread: AuditPart.unread(state.unread) { [sources] in sources.original(of: $0) },
          ignored: Set(
            ([state.sightings.firstWithoutTag] + state.sightings.properties.map(\.first.file))
              .compactMap(\.self).flatMap { file in
                SiteSightings.codes.filter { filter.ignored(in: file).ignore($0) }
                  .map { AuditPart.Ignored(code: $0, file: PathText.shown(file)) }
              }),
          unseen: state.unseen, ignoredOfSite: state.ignoredOfSite, knownOfSite: state.knownOfSite)
      }
      return (state.summary, Baseline(.audit, state.all))
    }
  }

  private func add(_ findings: [Finding], to state: inout State) {
    for finding in findings {
      guard !filter.ignored(in: finding.path).ignore(finding.code) else {
        state.summary.ignored += 1
        state.ignoredOfSite += 1
        continue
      }
      if makesBaseline { state.all.append(finding.baselineEntry) }
      guard !baseline.contains(finding.fingerprint) else {
        state.summary.inBaseline += 1
        state.knownOfSite.append(finding.fingerprint)
        state.unseen.remove(finding.fingerprint)
        continue
      }
      state.summary.add(finding)
      state.summary.siteFindings.append(finding)
    }
  }

  private func siteFindings(_ state: State, _ maker: inout SiteFindingMaker) -> [Finding] {
    var findings: [Finding] = []
    // First of all: nothing else matters before that is mended.
    if part == nil, let nowhere = state.sightings.tagNowhere(&maker) { findings.append(nowhere) }
    // Files that are no pages are counted by each part for itself.
    let files = part == nil ? state.notes.filter { $0.kind == .unreadLinks } : []
    for problem in state.notes.filter({ $0.kind != .unreadLinks }) + files {
      guard let check = filter.check(for: problem) else { continue }
      let source = sources.original(of: problem.path).map { PageSource(path: $0, line: problem.line) }
      findings.append(maker.finding(of: problem, check, source: source))
    }
    if part == nil { findings += state.sightings.otherProperties(&maker) }
    return findings
  }
}

extension SiteSightings {
  fileprivate mutating func add(_ results: PageAuditor.Results) {
    pagesWithTokens += results.pagesWithTokens
    pagesWithTag += results.pagesWithTag
    if let file = results.firstWithoutTag { add(pageWithoutTag: file) }
    for sighting in results.properties { add(Property(first: sighting, pages: 1)) }
  }
}
