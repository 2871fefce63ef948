internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking

/// A site that comes file after file: its redirects by its facts, the selection of its pages, and what is seen beside them.
final class StreamedSite {
  let site: Site
  /// The rules for its pages.
  let rules: TaggingOptions
  /// The problems of its redirects.
  let problems: [Problem]
  let rootPath: String
  private(set) var unread = UnreadFiles()
  private let selection: PageSelection
  private let addresses: AddressSearch
  private let files: RedirectFiles
  /// The real paths of files that redirect files include.
  private let included: Set<String>
  /// The files that the configuration names.
  private let named: Set<String>
  private let scan: RedirectScan?
  private let isUnreadIgnored: (String) -> Bool
  /// The folder at the root that all files so far are in, and false where there is none.
  private var folder: (name: FileName?, isOne: Bool) = (nil, true)

  /// - Parameters:
  ///   - options: with facts, unless redirects are off. Nothing of the site is read.
  ///   - isUnreadIgnored: true for files that are no pages, by their paths, whose unread links nobody wants to hear of.
  init(
    _ options: RewriteOptions, for interest: RedirectInterest,
    ignoringUnread isUnreadIgnored: @escaping (String) -> Bool = { _ in false }
  ) throws(SiteError) {
    site = Site(streamed: options)
    files = RedirectFiles(of: site)
    rootPath = files.rootPath
    var found = FoundRedirects()
    if options.redirects.mode != .off, let facts = options.facts { found = files.read(facts.facts) }
    let redirects = site.scan(&found, for: interest)
    let answered = try site.withAnswers(redirects, ProgressMeter(nil)) { _ in }
    var rules = options.rules
    rules.redirects = answered.scan ?? rules.redirects
    if rules.redirects == nil { rules.markedRedirects = site.redirectsOfMarkedLinks(found) }
    if site.usesCodes, let facts = options.facts { rules.codes = try facts.linkCodes }
    self.rules = rules
    included = found.included
    named = Set(options.redirects.sources.map(\.path))
    scan = answered.scan
    selection = PageSelection(include: options.readGlobs, exclude: options.exclude)
    addresses = AddressSearch(groups: options.rules.groups)
    problems = found.problems + answered.problems
    self.isUnreadIgnored = isUnreadIgnored
  }

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

  // MARK: Other files

  /// A file that goes through as it is, and is looked into meanwhile.
  struct Passing {
    fileprivate let path: StreamedPath?
    /// The file and the page that it holds in compressed form; `nil` for other files.
    let sibling: (file: StreamedPath, page: StreamedPath)?
    fileprivate var pieces: AddressPieces?

    mutating func see(_ piece: Span<UInt8>) { pieces?.add(piece) }
  }

  /// - Parameter path: `nil` for a file of no use to the site.
  func pass(_ path: StreamedPath?) -> Passing {
    path.map(noteFolder)
    if let path, let page = path.compressedPage, isPage(page) {
      return Passing(path: path, sibling: (path, page), pieces: nil)
    }
    let isLookedInto =
      path.map { path in
        !path.isOwn && !isExcluded(path) && !named.contains(path.file)
          && !files.isNamed(path.file, or: included)
          && path.names.last.map(UnreadFileSearch.isLookedInto) == true && !isUnreadIgnored(path.file)
      } ?? false
    return Passing(path: path, sibling: nil, pieces: isLookedInto ? AddressPieces(addresses) : nil)
  }

  func passed(_ file: Passing) {
    guard var pieces = file.pieces, let path = file.path, let name = path.names.last else { return }
    pieces.finish()
    if pieces.isFound { unread.note(name, file: path.file) }
  }

  // MARK: All files

  func noteFolder(of path: StreamedPath) {
    guard folder.isOne else { return }
    let first = path.names.count > 1 ? path.names.first : nil
    folder = (first, first != nil && (folder.name ?? first) == first)
  }

  /// The folder at the root that all files are in; `nil` where there is none.
  var onlyFolder: String? { folder.isOne ? folder.name?.text : nil }

  /// The problems that are known when the last file has come.
  var lateProblems: [Problem] {
    site.unansweredLinks(scan) + (scan?.problemsOfRules ?? [])
      + unread.problems(include: site.options.include)
  }
}
