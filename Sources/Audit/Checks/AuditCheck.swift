/// One thing that the audit looks for: the words for people and how it is found. A new check goes into the list of its
/// topic; `README.md` beside this file is made by `autotag audit --list-rules --format markdown`.
package struct AuditCheck: Sendable {
  /// The part of a site that a check looks at.
  package enum Subject: Sendable {
    /// Each page; the function returns the violations on one page, in any order.
    case page(@Sendable (PageUnderAudit) -> [Violation])
    /// The redirect files and the lock file: each of their problems with this code is a finding.
    case problems(code: String)
    /// The site as a whole, once all pages are read.
    case site
  }

  /// A stable name in kebab-case, for scripts and for the configuration.
  package let code: String

  /// The fault in a few words: “u1 is there twice”.
  package let title: String

  /// The severity of its findings unless the configuration says otherwise.
  package var severity: Severity

  /// The reason why it matters, in a sentence or two, with its source where there is one.
  package let why: String

  /// The way to fix it in general; a finding says how in its case.
  package let fix: String

  /// True if `autotag rewrite` with the same settings repairs it, always or in some cases; a finding says
  /// whether in its case.
  package let rewriteRepairs: Bool

  package let subject: Subject

  package init(
    _ code: String, _ title: String, _ severity: Severity, why: String, fix: String,
    rewriteRepairs: Bool = false, _ subject: Subject
  ) {
    self.code = code
    self.title = title
    self.severity = severity
    self.why = why
    self.fix = fix
    self.rewriteRepairs = rewriteRepairs
    self.subject = subject
  }

  /// A check of each link by itself, with at most one violation for each.
  init(
    _ code: String, _ title: String, _ severity: Severity, why: String, fix: String,
    rewriteRepairs: Bool = false,
    links violation: @escaping @Sendable (WrittenLink, PageUnderAudit) -> Violation?
  ) {
    self.init(
      code, title, severity, why: why, fix: fix, rewriteRepairs: rewriteRepairs,
      .page { page in page.links.compactMap { violation($0, page) } })
  }

  /// The violations on one page; none for a check that does not look at pages.
  package func violations(on page: PageUnderAudit) -> [Violation] {
    if case .page(let find) = subject { find(page) } else { [] }
  }
}

/// A fault that a check found: a finding before its line, excerpt and fingerprint are made.
package struct Violation: Sendable, Hashable {
  /// The marked bytes of the page: as little as shows the fault, such as one parameter.
  package var range: Range<Int>
  package var message: String
  package var fix: String
  package var isRepairedByRewrite: Bool
  /// The index of the link it is about, in the page's records.
  package var link: Int?

  package init(
    _ range: Range<Int>, _ message: String, fix: String, isRepairedByRewrite: Bool = false, link: Int? = nil
  ) {
    self.range = range
    self.message = message
    self.fix = fix
    self.isRepairedByRewrite = isRepairedByRewrite
    self.link = link
  }

  /// A fault of a link.
  init(
    _ range: Range<Int>, of link: WrittenLink, _ message: String, fix: String,
    isRepairedByRewrite: Bool = false
  ) {
    self.init(range, message, fix: fix, isRepairedByRewrite: isRepairedByRewrite, link: link.index)
  }
}

/// The sources of the checks, as their reasons name them.
enum Guidelines {
  static let signature = "Rakuten's publisher help, “Signature Implementation Guidelines” 2.44"
  static let deepLinks = "Rakuten's publisher help, “Create Deep Links Outside the Dashboard”"
  static let anyTrack = "AnyTrack's page on the Rakuten integration"
}
