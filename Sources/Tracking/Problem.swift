package import AutoTagBytes

/// Something that a person should know about a file of the site, or about a line of it.
package struct Problem: Sendable, Hashable {
  /// The problem's meaning for the run.
  package enum Severity: Sendable, Hashable {
    /// Worth knowing; the run did all it should.
    case note
    /// A click id would be lost, and only a person can mend it; the run did all it should.
    case loss
    /// The file was not handled as asked; the exit status says so.
    case failure
  }

  package let severity: Severity

  /// The file's path as `PathText` has it, relative to the site's root or absolute; `-` for standard input.
  package let path: String

  /// The path for people and programs.
  package let file: String

  /// Line and column, both from 1, the column in bytes; `nil` where the problem is the whole file's.
  package let line: Int?
  package let column: Int?

  package let kind: ProblemCode

  /// The fault and its remedy, in one sentence or two.
  package let words: MessageText
  package var message: String { words.text }

  /// The stable name for scripts, in kebab-case.
  package var code: String { kind.rawValue }

  /// - Parameters:
  ///   - file: as `PathText` has it.
  ///   - message: with paths as `MessageText` has them.
  package init(
    _ severity: Severity, file: String, line: Int? = nil, column: Int? = nil, code: ProblemCode,
    message: String
  ) {
    self.severity = severity
    path = file
    self.file = PathText.shown(file)
    self.line = line
    self.column = column
    kind = code
    words = MessageText(message)
  }

  /// Returns the same problem with its file, and those in its message, named as a function gives their paths.
  package func naming(_ name: (String) -> String) -> Problem {
    Problem(
      severity, file: name(path), line: line, column: column, code: kind, message: words.naming(name).source)
  }

  /// A fault of the catalogue, found in a file.
  package init(_ fault: Fault, file: String, line: Int? = nil, column: Int? = nil) {
    self.init(
      fault.severity, file: file, line: line, column: column, code: fault.code, message: fault.message)
  }
}

/// A code for everything that a run can have to say about a site. The raw values are stable names for scripts.
package enum ProblemCode: String, Sendable, CaseIterable {
  // Links
  case addressSchemeBroken = "address-scheme-broken"
  case addressWithoutScheme = "address-without-scheme"
  case addressWrapped = "address-wrapped"
  case ambiguousReference = "ambiguous-reference"
  case doubleRedirect = "double-redirect"
  case emptyLink = "empty-link"
  case encodedToken = "encoded-token"
  case fragmentLink = "fragment-link"
  case groupContradictsHost = "group-contradicts-host"
  case invalidURL = "invalid-url"
  case keptSubid = "kept-subid"
  case reusedCode = "reused-code"
  case notAWebLink = "not-a-web-link"
  case otherCaseSubid = "other-case-subid"
  case redirectDeadEnd = "redirect-dead-end"
  case redirectDependsOnVisitor = "redirect-depends-on-visitor"
  case redirectDropsQuery = "redirect-drops-query"
  case redirectHasSubid = "redirect-has-subid"
  case redirectLoop = "redirect-loop"
  case redirectNeedsSubid = "redirect-needs-subid"
  case redirectNotWeb = "redirect-not-web"
  case redirectQueryUnknown = "redirect-query-unknown"
  case redirectTooLong = "redirect-too-long"
  case repeatedSubid = "repeated-subid"
  case templateCode = "template-code"
  case unknownCode = "unknown-code"
  case unknownGroup = "unknown-group"

  // Redirect files and the lock file
  case addressInferred = "address-inferred"
  case addressUnknown = "address-unknown"
  case notInLock = "not-in-lock"
  case redirectFileRefused = "redirect-file-refused"
  case redirectMalformed = "redirect-malformed"
  case redirectMended = "redirect-mended"
  case redirectNotMended = "redirect-not-mended"
  case redirectNotResolved = "redirect-not-resolved"
  case redirectNotUnderstood = "redirect-not-understood"
  case redirectSuspicious = "redirect-suspicious"
  case redirectsNotRead = "redirects-not-read"
  case staleLockEntry = "stale-lock-entry"
  case tokenRefused = "token-refused"
  case visitorAssumed = "visitor-assumed"

  // The run as a whole
  case fewerLinks = "fewer-links"
  case globMatchesNothing = "glob-matches-nothing"
  case moreLosses = "more-losses"

  // Pages and other files
  case folderInTheWay = "folder-in-the-way"
  case memberLeft = "member-left"
  case pageChanged = "page-changed"
  case pageNotRead = "page-not-read"
  case pageTooLarge = "page-too-large"
  case pathRefused = "path-refused"
  case pruneFailed = "prune-failed"
  case specialFile = "special-file"
  case stalePrecompressed = "stale-precompressed"
  case unreadLinks = "unread-links"
  case unreadableFile = "unreadable-file"
  case unreadableFolder = "unreadable-folder"
  case unreadablePage = "unreadable-page"
  case unsupportedEncoding = "unsupported-encoding"
  case writeFailed = "write-failed"

  package var severity: Problem.Severity {
    switch self {
    case .redirectDeadEnd, .redirectDependsOnVisitor, .redirectDropsQuery, .redirectFileRefused,
      .redirectHasSubid, .redirectLoop, .redirectNotWeb, .redirectTooLong, .templateCode,
      .fewerLinks, .moreLosses:
      .loss
    case .addressSchemeBroken, .addressWithoutScheme, .addressWrapped, .ambiguousReference, .doubleRedirect,
      .emptyLink, .encodedToken, .reusedCode, .unknownCode, .fragmentLink, .groupContradictsHost, .invalidURL,
      .keptSubid, .notAWebLink, .otherCaseSubid, .redirectNeedsSubid, .redirectQueryUnknown, .repeatedSubid,
      .unknownGroup,
      .addressInferred, .addressUnknown, .notInLock,
      .redirectMalformed, .redirectMended, .redirectNotMended, .redirectNotUnderstood, .redirectSuspicious,
      .staleLockEntry, .stalePrecompressed, .tokenRefused, .visitorAssumed,
      .unreadLinks, .globMatchesNothing:
      .note
    case .redirectNotResolved, .redirectsNotRead, .folderInTheWay, .memberLeft, .pageChanged, .pageNotRead,
      .pageTooLarge, .pathRefused,
      .pruneFailed, .specialFile, .unreadableFile, .unreadableFolder, .unreadablePage, .unsupportedEncoding,
      .writeFailed:
      .failure
    }
  }
}

extension ProblemCode {
  /// True for what is worth knowing to those who ask, and is no fault of the site.
  package var isRemark: Bool { self == .visitorAssumed }
}

extension Problem {
  /// The text between a loss and its remedy, which is long.
  package static let joint = ". To mend it: "
}

/// A problem's code and words, wherever it is found. Each fault of a run is worded here, once; redirect files are
/// judged by the readers of their formats, which word what they find.
package struct Fault: Error, Sendable, Hashable {
  package let code: ProblemCode
  package let severity: Problem.Severity
  /// The fault and what to do about it.
  package let message: String
  private let problemLength: Int
  private let fixLength: Int

  /// The remedy alone, in a clause; empty where there is none.
  package var fix: String { String(decoding: message.utf8.suffix(fixLength), as: UTF8.self) }

  /// The fault alone, in a clause.
  package var problem: String { String(decoding: message.utf8.prefix(problemLength), as: UTF8.self) }

  init(
    _ code: ProblemCode, _ problem: consuming String, joint: String = ": ", fix: String,
    severity: Problem.Severity? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    problemLength = problem.utf8.count
    fixLength = fix.utf8.count
    problem += joint
    problem += fix
    message = problem
  }

  init(_ code: ProblemCode, _ problem: String, severity: Problem.Severity? = nil) {
    self.code = code
    self.severity = severity ?? code.severity
    problemLength = problem.utf8.count
    fixLength = 0
    message = problem
  }
}
