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
  case redirectQueryUnknown = "redirect-query-unknown"
  case repeatedSubid = "repeated-subid"
  case templateCode = "template-code"
  case unknownCode = "unknown-code"

  // Redirect files and the lock file
  case addressInferred = "address-inferred"
  case notInLock = "not-in-lock"
  case redirectMalformed = "redirect-malformed"
  case redirectMended = "redirect-mended"
  case redirectNotMended = "redirect-not-mended"
  case redirectNotResolved = "redirect-not-resolved"
  case redirectNotUnderstood = "redirect-not-understood"
  case redirectSuspicious = "redirect-suspicious"
  case redirectsNotRead = "redirects-not-read"
  case staleLockEntry = "stale-lock-entry"

  // The run as a whole
  case fewerLinks = "fewer-links"
  case globMatchesNothing = "glob-matches-nothing"
  case moreLosses = "more-losses"

  // Pages and other files
  case folderInTheWay = "folder-in-the-way"
  case pageChanged = "page-changed"
  case pageNotRead = "page-not-read"
  case pageTooLarge = "page-too-large"
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
    case .redirectDependsOnVisitor, .redirectDropsQuery, .redirectHasSubid, .templateCode, .fewerLinks,
      .moreLosses:
      .loss
    case .addressSchemeBroken, .addressWithoutScheme, .addressWrapped, .ambiguousReference, .doubleRedirect,
      .emptyLink, .encodedToken, .reusedCode, .unknownCode, .fragmentLink, .groupContradictsHost, .invalidURL,
      .keptSubid, .notAWebLink, .otherCaseSubid, .redirectDeadEnd, .redirectQueryUnknown, .repeatedSubid,
      .addressInferred, .notInLock,
      .redirectMalformed, .redirectMended, .redirectNotMended, .redirectNotUnderstood, .redirectSuspicious,
      .staleLockEntry, .stalePrecompressed,
      .unreadLinks, .globMatchesNothing:
      .note
    case .redirectNotResolved, .redirectsNotRead, .folderInTheWay, .pageChanged, .pageNotRead, .pageTooLarge,
      .pruneFailed, .specialFile, .unreadableFile, .unreadableFolder, .unreadablePage, .unsupportedEncoding,
      .writeFailed:
      .failure
    }
  }
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

  private init(_ code: ProblemCode, _ problem: consuming String, joint: String = ": ", fix: String) {
    self.code = code
    severity = code.severity
    problemLength = problem.utf8.count
    fixLength = fix.utf8.count
    problem += joint
    problem += fix
    message = problem
  }

  private init(_ code: ProblemCode, _ problem: String, severity: Problem.Severity? = nil) {
    self.code = code
    self.severity = severity ?? code.severity
    problemLength = problem.utf8.count
    fixLength = 0
    message = problem
  }
}

// MARK: - Links

extension Fault {
  package static func addressWithoutScheme(of group: TrackingGroup) -> Fault {
    Fault(
      .addressWithoutScheme,
      "the link names \(group.name)'s host without a scheme, so that a browser looks for a file of that name on this site",
      fix: "write https:// in front of the host")
  }

  package static func addressSchemeBroken(of group: TrackingGroup) -> Fault {
    Fault(
      .addressSchemeBroken,
      "the address of \(group.name) has a scheme too many, or one that is misspelt, so that a browser does not get there",
      fix: "write https:// once")
  }

  package static func addressWrapped(of group: TrackingGroup) -> Fault {
    Fault(
      .addressWrapped,
      "the link leads elsewhere first, with an address of \(group.name) in it that gets no click id",
      fix: "link to the network itself if what is in between is not needed")
  }

  package static func keptSubid(_ group: TrackingGroup, _ value: String) -> Fault {
    Fault(
      .keptSubid, "\(group.subid) is \(value) already and was kept",
      fix: "remove it, or set existing-subid to replace")
  }

  package static func redirectsKeptSubid(_ group: TrackingGroup, _ value: String) -> Fault {
    Fault(
      .keptSubid, "the redirect's \(group.subid) is \(value) already and was kept",
      fix: "remove it there, or set existing-subid to replace")
  }

  /// - Parameter name: what the link's `data-tracking-group` says.
  package static func groupContradictsHost(_ group: TrackingGroup, named name: String) -> Fault {
    Fault(
      .groupContradictsHost, "the link leads to \(group.name) and its data-tracking-group says \(name)",
      fix: "correct the attribute or remove it")
  }

  /// - Parameters:
  ///   - hops: the number of redirects.
  ///   - last: the address of the last one.
  package static func doubleRedirect(to group: TrackingGroup, hops: Int, last: String) -> Fault {
    Fault(
      .doubleRedirect, "\(hops) redirects lead to \(group.name), and AnyTrack follows one",
      fix: "link to \(last)")
  }

  /// - Parameter location: of the redirect, as in `.htaccess:9`.
  package static func redirectHasSubid(_ group: TrackingGroup, at location: String) -> Fault {
    Fault(
      .redirectHasSubid,
      "\(group.name) would get \(group.subid) twice, since the redirect's own address has it",
      fix: "remove it at \(location)")
  }

  /// - Parameter canInline: true if one affiliate link can stand in the link's place.
  package static func redirectQueryUnknown(
    at location: String, because reason: String, canInline: Bool
  ) -> Fault {
    Fault(
      .redirectQueryUnknown, "whether the click id gets through \(location) is not certain: \(reason)",
      joint: ". ", fix: canInline ? "Try it, or set redirects to inline" : "Try it on the published site")
  }

  /// - Parameter address: what the rule answers with no redirect.
  package static func redirectDeadEnd(at location: String, _ address: String) -> Fault {
    Fault(.redirectDeadEnd, "\(location) refuses \(address)", fix: "correct \(location)")
  }

  package static func redirectNotUnderstood(at location: String, because reason: String) -> Fault {
    Fault(
      .redirectNotUnderstood,
      "where the link leads cannot be told, since \(location) is not understood: \(reason)", joint: ". ",
      fix: "Write \(location) without it, or mark the link with data-tracking-group")
  }

  package static func redirectDropsQuery(at location: String, because reason: String, fix: String) -> Fault {
    Fault(
      .redirectDropsQuery, "the click id would be lost at \(location): \(reason)",
      joint: ". To mend it: ", fix: fix)
  }

  package static func note(_ note: SubidNote, _ group: TrackingGroup) -> Fault {
    switch note {
    case .otherCase(let name):
      Fault(
        .otherCaseSubid, "\(name) is not \(group.subid), and the network ignores it", fix: "remove it")
    case .encodedToken:
      Fault(
        .encodedToken, "the click-id token is percent-encoded, so that nothing replaces it",
        fix: "write \(group.token)")
    case .codeOfOther(let owner):
      Fault(
        .reusedCode,
        "\(group.subid) holds the code of \(owner), so that the network's report would name that link",
        fix: "let autotag rewrite give the link its own")
    case .unknownCode(let code):
      Fault(
        .unknownCode, "\(group.subid) is \(code), a code that the map of link codes does not know",
        fix: "take the map from version control, or remove the code, and rewrite gives the link its own")
    }
  }
}

extension SubidSkip: CustomStringConvertible {
  package var fault: Fault {
    switch self {
    case .uneditable(let reason): reason.fault
    case .repeatedSubid: .repeatedSubid
    case .ambiguousReference: .ambiguousReference
    case .templateCode(let obstacle): .templateCode(obstacle)
    }
  }

  /// A stable name for scripts, in kebab-case.
  package var code: String { fault.code.rawValue }

  /// The fault and its remedy.
  package var description: String { fault.message }
}

extension UneditableReason: CustomStringConvertible {
  package var fault: Fault {
    switch self {
    case .empty: .emptyLink
    case .fragmentOnly: .fragmentLink
    case .scheme(let scheme): .notAWebLink(scheme)
    case .invalidURL: .invalidURL
    }
  }

  /// A stable name for scripts, in kebab-case.
  package var code: String { fault.code.rawValue }

  /// The fault and its remedy.
  package var description: String { fault.message }
}

extension Fault {
  fileprivate static let repeatedSubid = Fault(
    .repeatedSubid, "the link has the subid parameter more than once", fix: "remove all but one")

  fileprivate static let ambiguousReference = Fault(
    .ambiguousReference,
    "the link ends in an unfinished character reference that would change the parameter's meaning",
    fix: "write its ampersands as &amp;")

  fileprivate static func templateCode(_ obstacle: TemplateObstacle) -> Fault {
    Fault(
      .templateCode, "\(obstacle.problem), so that the click id would be lost", fix: obstacle.fix)
  }

  fileprivate static let emptyLink = Fault(
    .emptyLink, "the link is marked for tracking and is empty",
    fix: "write the affiliate link into it or remove the mark")

  fileprivate static let fragmentLink = Fault(
    .fragmentLink, "the link is marked for tracking and leads to a place on its own page",
    fix: "remove the mark")

  fileprivate static func notAWebLink(_ scheme: String) -> Fault {
    Fault(
      .notAWebLink,
      "the link is marked for tracking and its scheme is \(scheme), which has no click id",
      fix: "remove the mark")
  }

  fileprivate static let invalidURL = Fault(
    .invalidURL, "the link is marked for tracking and a browser finds no URL in it", fix: "correct its host")
}

extension TemplateObstacle: CustomStringConvertible {
  /// The fault and its remedy, in a sentence.
  package var description: String { Fault.templateCode(self).message }

  /// The fault, in a clause.
  package var problem: String {
    switch self {
    case .cut: "template code in the link is cut off by the end of the attribute's value"
    case .decides: "template code in the link decides where its query begins or ends, or what is in it"
    }
  }

  /// The remedy, in a clause.
  package var fix: String {
    switch self {
    case .cut:
      "put the value in quotes that the code does not hold, or write the subid parameter into the link in front "
        + "of the code"
    case .decides: "write the subid parameter into the link where it is in its query whatever the code does"
    }
  }
}

// MARK: - Redirect files and the lock file

extension Fault {
  package static func redirectNotFollowed(because reason: String) -> Fault {
    Fault(
      .redirectNotUnderstood,
      "the rule is not followed: \(reason), so that nobody can tell where the links lead that meet it")
  }

  /// - Parameter change: in a clause.
  package static func redirectMended(_ change: String) -> Fault {
    Fault(
      .redirectMended,
      "the rule drops the query, and autotag rewrite changes it so that it hands the query on",
      fix: change)
  }

  package static func redirectNotMended(because reason: String) -> Fault {
    Fault(
      .redirectNotMended,
      "the rule drops the query and stays as it is, so that its links are treated as by redirects: auto: \(reason)"
    )
  }

  package static let redirectFileChanged = Fault(
    .pageChanged, "the redirect file was changed by another program meanwhile", fix: "run again")

  package static func inferredAddress(_ address: String) -> Fault {
    Fault(
      .addressInferred, "the site is taken to be at \(address), as this says",
      fix: "set base-url if it is another")
  }

  /// - Parameter hosts: each with the file that names it.
  package static func ambiguousAddress(_ hosts: [String]) -> Fault {
    Fault(
      .addressInferred,
      "the site's address is not known, and its files name several: \(hosts.joined(separator: ", ")); the redirects are "
        + "followed for each", fix: "set base-url")
  }

  /// - Parameter other: the ways of other visitors, in words.
  package static func redirectDependsOnVisitor(at location: String, _ other: String) -> Fault {
    Fault(
      .redirectDependsOnVisitor, "\(location) does not lead all visitors to one address: \(other)",
      fix: "let it lead all to one, or set redirects to tag")
  }

  package static let linkedServerFile = Fault(
    .redirectsNotRead,
    "a symbolic link is not followed, and the file behind it leads to a tracking group: name that file under "
      + "redirects.sources", severity: .note)

  /// - Parameter links: the link, and how many others there are.
  package static func redirectNotResolved(_ links: String, because reason: String) -> Fault {
    Fault(.redirectNotResolved, "\(links): \(reason)")
  }

  /// - Parameter asked: when the server was asked, as in “more than 90 days ago”.
  package static func staleLockEntry(_ link: String, asked: String) -> Fault {
    Fault(.staleLockEntry, "where \(link) leads was asked \(asked)", fix: "run with --online")
  }

  package static func notInLock(_ link: String) -> Fault {
    Fault(.notInLock, "where \(link) leads is not known", fix: "run with --online")
  }
}

// MARK: - The run as a whole

extension Fault {
  package static func fewerLinks(of group: String, now: Int, then: Int) -> Fault {
    Fault(
      .fewerLinks,
      "the last run found \(then) affiliate \(then == 1 ? "link" : "links") of \(group), and this one \(now)",
      fix: "look for pages that are gone, links that were changed and redirects that lead elsewhere")
  }

  /// - Parameter beginsOutside: it begins with the name of the site's own folder, or is an absolute path.
  package static func globMatchesNothing(_ glob: String, beginsOutside: Bool) -> Fault {
    Fault(
      .globMatchesNothing, "the glob '\(glob)' matches no file and no folder of the site",
      fix: beginsOutside
        ? "paths in globs begin at the site's root, so leave out what leads to it" : "correct it or remove it"
    )
  }

  package static func moreLosses(now: Int, then: Int) -> Fault {
    Fault(
      .moreLosses,
      "in the last run \(then == 0 ? "no click id" : then == 1 ? "1 click id" : "\(then) click ids") would be "
        + "lost, and in this one \(now)",
      fix: "mend what is new among the losses")
  }
}

// MARK: - Pages and other files

extension Fault {
  /// - Parameter name: of the encoding.
  package static func unsupportedEncoding(_ name: String) -> Fault {
    Fault(.unsupportedEncoding, "the page is in \(name) and was left as it is", fix: "convert it to UTF-8")
  }

  package static func pageNotRead(because reason: String) -> Fault { Fault(.pageNotRead, reason) }

  /// - Parameter size: in bytes.
  package static func pageTooLarge(_ size: Int) -> Fault {
    Fault(
      .pageTooLarge, "the page has \(size) bytes, more than the 2 GiB a page may have", fix: "exclude it")
  }

  package static let pageChanged = Fault(
    .pageChanged, "the page was changed by another program meanwhile", fix: "run again")

  /// - Parameters:
  ///   - files: the paths of the first ones.
  ///   - count: of all.
  ///   - options: those that read them.
  ///   - isHTML: false for data and programs.
  package static func unreadLinks(_ files: [String], count: Int, options: String, isHTML: Bool) -> Fault {
    let more = count - files.count
    let list = files.map(MessageText.path).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    let subject = count == 1 ? "this file is no page" : "\(count) files (\(list)) are no pages"
    return Fault(
      .unreadLinks,
      "\(subject) by the globs of pages, so that nobody looks at the addresses of a tracking group in "
        + (count == 1 ? "it" : "them"),
      joint: ". ",
      fix: isHTML
        ? "To read such files as pages: \(options)"
        : "Links are tagged in HTML only, so write them into pages as standard links; where there is HTML in such files: "
          + options)
  }

  package static let specialFile = Fault(
    .specialFile, "this is a device, a pipe or a socket, which is not copied", fix: "move it out of the site")

  package static let folderInTheWay = Fault(
    .folderInTheWay, "the output has a folder of this name",
    fix: "remove it, or run with --prune, which does")

  package static let stalePrecompressed = Fault(
    .stalePrecompressed, "the page it was made of changes, and this still has the old links",
    fix: "compress the page again, or remove this file")

  /// - Parameter file: its name.
  package static func compressionFailed(_ file: String) -> Fault {
    Fault(.writeFailed, "compressing \(file) failed: there is not enough memory")
  }

  /// - Parameters:
  ///   - attempt: what was tried.
  ///   - reason: the system's, with what to do about it.
  package static func failed(_ attempt: Attempt, because reason: String) -> Fault {
    Fault(attempt.code, "\(attempt.words) failed: \(reason)")
  }

  /// Something that was tried with a file and that the system refused.
  package enum Attempt: Sendable, Hashable {
    case readPage, readFile, readLink, readRedirects, writeRedirects
    case readFolder, openFolder
    case writePage, writePageToOutput, copyFile, copyLink, makeFolder, removeFolder, prune
    /// The file's name.
    case writeSibling(String)

    fileprivate var code: ProblemCode {
      switch self {
      case .readPage: .unreadablePage
      case .readFile, .readLink: .unreadableFile
      case .readRedirects: .redirectsNotRead
      case .readFolder, .openFolder: .unreadableFolder
      case .writeRedirects, .writePage, .writePageToOutput, .copyFile, .copyLink, .makeFolder, .removeFolder,
        .writeSibling:
        .writeFailed
      case .prune: .pruneFailed
      }
    }

    fileprivate var words: String {
      switch self {
      case .readPage: "reading the page"
      case .readFile: "reading the file"
      case .readLink: "reading the symbolic link"
      case .readRedirects: "reading the redirects"
      case .writeRedirects: "writing the redirects"
      case .readFolder: "reading the folder"
      case .openFolder: "opening the folder"
      case .writePage: "writing the page"
      case .writePageToOutput: "writing the page to the output"
      case .copyFile: "copying the file to the output"
      case .copyLink: "copying the symbolic link to the output"
      case .makeFolder: "making the folder in the output"
      case .removeFolder: "removing the folder of this name from the output"
      case .prune: "removing it from the output"
      case .writeSibling(let name): "writing \(name)"
      }
    }
  }
}
