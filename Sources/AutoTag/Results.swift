internal import AutoTagAudit
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking
internal import AutoTagWebURL

/// One page with its affiliate links tagged.
public struct TaggedPage: Sendable, Hashable {
  /// The page's bytes. They are those that were given where no link changed.
  public let bytes: [UInt8]

  /// True if a link changed.
  public let isChanged: Bool

  /// The counts of the page's affiliate links, by the name of their tracking group.
  public let links: [String: LinkCounts]

  /// Notes, and clicks that would be lost, in the order of the page.
  public let problems: [Problem]

  /// The page as text. Bytes that are no UTF-8 come out as U+FFFD; ``bytes`` has them as they are.
  public var html: String { String(decoding: bytes, as: UTF8.self) }

  init(_ page: [UInt8], _ outcome: PageOutcome) {
    let rewritten = outcome.rewritten(page)
    bytes = rewritten ?? page
    isChanged = rewritten != nil
    links = outcome.links.mapValues(LinkCounts.init)
    problems = outcome.problems.map(Problem.init)
  }
}

/// The counts of live affiliate links. Each link is in `affiliate` and in exactly one of the other counts.
public struct LinkCounts: Sendable, Hashable {
  public let affiliate: Int

  /// Links that got the click-id token.
  public let tagged: Int

  /// Links that had it.
  public let alreadyTagged: Int

  /// Links whose subid parameter has another value, which is kept.
  public let keptSubid: Int

  /// Links that were left alone, by the code of the problem that tells why.
  public let skipped: [String: Int]

  init(_ counts: AutoTagSite.LinkCounts) {
    affiliate = counts.affiliate
    tagged = counts.tagged
    alreadyTagged = counts.alreadyTagged
    keptSubid = counts.keptSubid
    skipped = counts.skippedByReason.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
  }
}

/// A fact about one location of a site that a person should know.
public struct Problem: Sendable, Hashable, CustomStringConvertible {
  /// The meaning of a problem for the run.
  public enum Severity: Sendable, Hashable, CaseIterable {
    /// Worth knowing; all was done.
    case note
    /// A click id would be lost, and only a person can mend it.
    case loss
    /// The file could not be handled and is as it was.
    case failure
  }

  public let severity: Severity

  /// The file, relative to the site's root.
  public let file: String

  /// Line and column, both from 1, the column in bytes; `nil` where the whole file is meant.
  public let line: Int?
  public let column: Int?

  /// A stable name in kebab-case, for programs.
  public let code: String

  /// One or two sentences: the fault, and its cure.
  public let message: String

  /// The problem as `file:line:column: message [code]`.
  public var description: String {
    let location = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
    return "\(file)\(location): \(message) [\(code)]"
  }

  init(_ problem: AutoTagTracking.Problem) {
    severity =
      switch problem.severity {
      case .note: .note
      case .loss: .loss
      case .failure: .failure
      }
    file = problem.file
    line = problem.line
    column = problem.column
    code = problem.code
    message = PastedText.withLineEnds(problem.message)
  }
}

/// A rule of a redirect file that was changed, or would be where nothing is written: see ``AutoTagger/Redirects/mend``.
public struct MendedRule: Sendable, Hashable {
  /// The file, relative to the site's root.
  public let file: String

  /// The line from 1, in the file as it was.
  public let line: Int

  /// The rule before, and as it is written, on one line each.
  public let old: String
  public let new: String

  init(_ rule: AutoTagSite.MendedRule) {
    (file, line, old, new) = (rule.file, rule.line, rule.old, rule.new)
  }
}

/// The result of rewriting a site.
public struct SiteSummary: Sendable, Hashable {
  /// Pages that were read to their end.
  public let pagesRead: Int

  /// Pages whose bytes changed, or would change where nothing is written.
  public let pagesChanged: Int

  /// The counts of the site's affiliate links, by the name of their tracking group. Every group is here.
  public let links: [String: LinkCounts]

  /// The rules of redirect files that were changed.
  public let mendedRules: [MendedRule]

  /// The number of files that were removed from the copy, as the site does not have them.
  public let prunedFiles: Int

  /// Sorted by file, then line, then column.
  public let problems: [Problem]

  /// The files that could not be handled. The run did what it should where there are none.
  public var failures: [Problem] { problems.filter { $0.severity == .failure } }

  init(_ summary: RunSummary) {
    pagesRead = summary.pages.read
    pagesChanged = summary.pages.changed
    links = summary.groups.mapValues(LinkCounts.init)
    mendedRules = summary.mendedRules.map(MendedRule.init)
    prunedFiles = summary.pruned?.count ?? 0
    problems = summary.problems.map(Problem.init)
  }
}

/// The result of an audit.
public struct AuditSummary: Sendable, Hashable {
  /// A fault at one location of the site that loses a commission, or may.
  public struct Finding: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable, CaseIterable {
      /// Worth knowing.
      case info
      /// A click id may be lost, or a guideline of the network is not kept.
      case warning
      /// A click id is lost.
      case error
    }

    /// The name of the check that found it. `autotag audit --list-rules` lists all.
    public let code: String
    public let severity: Severity

    /// The file, relative to the site's root.
    public let file: String

    /// Line and column, both from 1, the column in bytes.
    public let line: Int
    public let column: Int

    /// The fault, in one sentence.
    public let message: String

    /// Its cure.
    public let fix: String

    /// True if ``AutoTagger/rewriteSite(at:to:)`` with the same options repairs it.
    public let isRepairedByRewriting: Bool

    init(_ finding: AutoTagAudit.Finding) {
      code = finding.code
      severity =
        switch finding.severity {
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
      file = finding.file
      line = finding.line
      column = finding.column
      message = PastedText.withLineEnds(finding.message)
      fix = PastedText.withLineEnds(finding.fix)
      isRepairedByRewriting = finding.isRepairedByRewrite
    }
  }

  public let pagesRead: Int

  /// Affiliate links, and those of them that are trackable as they are.
  public let links: Int
  public let trackableLinks: Int

  /// In the order of the site's pages, then those about the site as a whole. Findings that the configuration ignores,
  /// and known ones, are not among them.
  public let findings: [Finding]

  /// Files that could not be read. What is in them was not audited.
  public let failures: [Problem]

  init(_ summary: AutoTagAudit.AuditSummary, findings: [Finding]) {
    pagesRead = summary.pagesRead
    links = summary.linkCount
    trackableLinks = summary.count(.trackable)
    self.findings = findings + summary.siteFindings.map(Finding.init)
    failures = summary.problems.map(Problem.init)
  }
}

/// The way of one link, and what becomes of it.
public struct ResolvedLink: Sendable, Hashable {
  /// One redirect on the way.
  public struct Hop: Sendable, Hashable {
    /// The address that is asked for.
    public let address: String

    /// The address that it leads to, as the rule writes it.
    public let location: String

    /// The HTTP status, such as 302.
    public let status: Int

    /// The rule's file and line, as in `.htaccess:9`, or the server that answered.
    public let source: String
  }

  /// The outcome of rewriting the link.
  public enum Action: Sendable, Hashable, CaseIterable {
    /// It gets the click-id token.
    case tagged
    /// The affiliate link that it leads to takes its place, with the token.
    case inlined
    /// It has the token.
    case alreadyTagged
    /// Its subid parameter has another value, which is kept.
    case kept
    /// It is an affiliate link and stays as it is. ``ResolvedLink/problems`` or the hops tell why.
    case left
    /// It is no affiliate link, or redirects are not looked behind.
    case none
  }

  /// The link as it was asked about.
  public let link: String

  /// The redirects on the way, in order; none for a link that leads there by itself.
  public let hops: [Hop]

  /// The name of the tracking group that the link leads to; `nil` for no affiliate link.
  public let group: String?

  public let action: Action

  /// The link after it was rewritten; `nil` where it stays.
  public let result: String?

  /// True if the click id gets through once the link is rewritten; `nil` where that is not certain, or it is no affiliate
  /// link.
  public let isTrackable: Bool?

  /// Problems of the link and of the site's redirects.
  public let problems: [Problem]

  init(_ link: String, _ resolved: ResolvedLinks) {
    self.link = link
    let found = resolved.links.first
    hops = (found?.chain?.hops ?? []).map {
      Hop(
        address: $0.from.description, location: $0.location, status: $0.status,
        source: "\($0.rule.location)")
    }
    group = found?.group?.name
    action =
      switch found?.decision {
      case .tagged: .tagged
      case .inlined: .inlined
      case .alreadyTagged: .alreadyTagged
      case .kept: .kept
      case .skipped, .contradiction, .brokenRedirect, .unknownGroup: .left
      case nil: .none
      }
    result = found?.result
    isTrackable = found?.isTrackable
    problems = ((found?.notes ?? []) + resolved.problems + resolved.unanswered).map(Problem.init)
  }
}
