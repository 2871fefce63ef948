internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking

/// Rewrites the pages of a site that comes file after file, by its facts, so that a page comes out as in a run over the
/// site's folder.
final class StreamRewriter {
  private let site: Site
  private let rewriter: PageRewriter
  private let selection: PageSelection
  private let addresses: AddressSearch
  private let files: RedirectFiles
  /// The real paths of files that redirect files include.
  private let included: Set<String>
  private let scan: RedirectScan?
  private(set) var summary: StreamSummary
  private var unread = UnreadFiles()
  private var siblings = StaleSiblings()
  /// The folder at the root that all files so far are in, and false where there is none.
  private var onlyFolder: (name: FileName?, isOne: Bool) = (nil, true)
  let rootPath: String

  /// - Parameter options: with facts, unless redirects are off. Nothing of the site is read.
  init(_ options: RewriteOptions) throws(SiteError) {
    site = Site(streamed: options)
    files = RedirectFiles(of: site)
    rootPath = files.rootPath
    var found = FoundRedirects()
    if options.redirects.mode != .off, let facts = options.facts { found = files.read(facts.facts) }
    let redirects = site.scan(&found, for: .tagging)
    let answered = try site.withAnswers(redirects, ProgressMeter(nil)) { _ in }
    var rules = options.rules
    rules.redirects = answered.scan ?? rules.redirects
    if site.usesCodes, let facts = options.facts { rules.codes = try facts.linkCodes }
    included = found.included
    scan = answered.scan
    rewriter = PageRewriter(rules: rules)
    selection = PageSelection(include: options.readGlobs, exclude: options.exclude)
    addresses = AddressSearch(groups: options.rules.groups)
    summary = StreamSummary(groups: options.rules.groups.map(\.name))
    for problem in found.problems + answered.problems { summary.add(problem) }
  }

  var address: SiteAddress { site.address }
  var isUntagging: Bool { site.options.rules.task == .untag }

  // MARK: Pages

  func isPage(_ path: StreamedPath) -> Bool {
    guard let name = path.names.last else { return false }
    return !isInExcludedFolder(path) && selection.isPage(name, in: path.folder)
  }

  /// Returns true for a file that the configuration says to leave alone.
  func isExcluded(_ path: StreamedPath) -> Bool {
    guard let name = path.names.last else { return false }
    return isInExcludedFolder(path) || selection.excludes(name, in: path.folder)
  }

  private func isInExcludedFolder(_ path: StreamedPath) -> Bool {
    let folder = path.folder
    return folder.indices.contains { selection.excludesFolder(Array(folder[...$0])) }
  }

  func rewrite(_ page: [UInt8], _ path: StreamedPath) -> PageOutcome {
    noteFolder(of: path)
    let outcome = rewriter.rewrite(page.span) { path.file }
    summary.add(outcome)
    if !outcome.edits.isEmpty { siblings.noteChanged(path) }
    return outcome
  }

  /// Takes note of a page that is left as it is, for a reason.
  func skip(_ problem: Problem) { summary.addSkipped(problem) }

  func note(_ problem: Problem) { summary.add(problem) }

  // MARK: Other files

  /// A file that goes through as it is, and is looked into meanwhile.
  struct Passing {
    fileprivate let path: StreamedPath?
    fileprivate var pieces: AddressPieces?

    mutating func see(_ piece: Span<UInt8>) { pieces?.add(piece) }
  }

  /// - Parameter path: `nil` for a file of no use to the site.
  func pass(_ path: StreamedPath?) -> Passing {
    path.map(noteFolder)
    if let path, let page = path.compressedPage, isPage(page) {
      siblings.note(path, of: page)
      return Passing(path: nil, pieces: nil)
    }
    let isLookedInto =
      path.map { path in
        !path.isOwn && !isExcluded(path) && !files.isNamed(path.file, or: included)
          && path.names.last.map(UnreadFileSearch.isLookedInto) == true
      } ?? false
    return Passing(path: path, pieces: isLookedInto ? AddressPieces(addresses) : nil)
  }

  func passed(_ file: Passing) {
    summary.addAsset()
    guard var pieces = file.pieces, let path = file.path, let name = path.names.last else { return }
    pieces.finish()
    if pieces.isFound { unread.note(name, file: path.file) }
  }

  private func noteFolder(of path: StreamedPath) {
    guard onlyFolder.isOne else { return }
    let folder = path.names.count > 1 ? path.names.first : nil
    onlyFolder = (folder, folder != nil && (onlyFolder.name ?? folder) == folder)
  }

  /// Returns the summary when the last file has come.
  func finish() -> StreamSummary {
    for problem in site.unansweredLinks(scan) + (scan?.boundlessRules ?? []) { summary.add(problem) }
    for problem in unread.problems(include: site.options.include) { summary.add(problem) }
    for problem in siblings.problems { summary.add(problem) }
    summary.finish(unread)
    if onlyFolder.isOne { summary.onlyFolder = onlyFolder.name?.text }
    return summary
  }
}
