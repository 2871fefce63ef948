internal import AutoTagFiles
internal import AutoTagRedirects
package import AutoTagTracking

/// Looks at one page after the other and changes none. Each thread has one of its own.
package protocol PageReading: AnyObject, SendableMetatype {
  associatedtype Results: Sendable

  /// - Parameters:
  ///   - file: the path relative to the site's root with `/`, as `PathText` has it.
  ///   - siblings: the page in compressed form, beside it.
  ///   - bytes: all of the page.
  func read(_ file: String, siblings: [CompressedSibling], _ bytes: [UInt8])

  /// Returns false for a page of which there is nothing to say but that it was read, if no redirects are looked behind.
  func mayTell(of page: Span<UInt8>) -> Bool

  /// A page that was read, with nothing to say of it.
  func count()

  /// A file that could not be read.
  func fail(_ problem: Problem)

  /// Gives the results of the pages since the last call, and starts anew.
  func takeResults() -> Results
}

/// A collector of the results of all readers.
package protocol ReadingResults<Results>: Sendable {
  associatedtype Results: Sendable

  /// Takes results of pages of which there is nothing to say, in any order, from several threads.
  func count(_ results: Results)

  /// Takes the results of one batch after the other, in the order of the tree, from one thread at a time. There are
  /// batches without pages too.
  func add(_ results: Results)

  func add(_ problem: Problem)

  /// Takes the files that are no pages and hold addresses of groups, once; their problems come apart from them.
  func add(_ unread: UnreadFiles)

  /// Forgets the pages that were counted: they are read again.
  func forgetPages()
}

extension SiteRewriter {
  /// Takes every page of the site to a reader; writes nothing. One bad file does not stop the others.
  /// - Parameters:
  ///   - isIgnored: true for files that are no pages, by their paths, whose unread links nobody wants to hear of.
  ///   - progress: given the state of the run; called from the workers, at most about ten times a second.
  ///   - makeReader: called with the rules for pages, once on each thread of each pass.
  package func readPages<Reader: PageReading>(
    to results: some ReadingResults<Reader.Results>,
    ignoringUnread isIgnored: @escaping @Sendable (String) -> Bool,
    progress: ProgressListener?,
    makeReader: @escaping @Sendable (TaggingOptions) -> Reader
  ) throws(SiteError) {
    try SiteWalk<PageReaderWorker<Reader>>(
      site: site, tree: site.tree(output: nil, cleansUp: false), interest: .auditing,
      results: OrderedResults(results), isUnreadIgnored: isIgnored
    ) { rules, _ in
      PageReaderWorker(makeReader(rules))
    }.run(progress: progress)
  }
}

/// A reader as a worker of a walk.
private final class PageReaderWorker<Reader: PageReading>: SiteWorker {
  private let reader: Reader

  init(_ reader: Reader) { self.reader = reader }

  func triage(_ page: SitePage, in buffer: PageBuffer) -> PageTriage {
    if buffer.withPage({ reader.mayTell(of: $0) }) { return .deferred }
    reader.count()
    return .untouched
  }

  func process(_ page: SitePage, in buffer: PageBuffer) {
    reader.read(page.file, siblings: page.siblings, buffer.page())
  }

  func fail(_ file: SiteFile, in folder: SiteFolder, because error: Fault) {
    reader.fail(Problem(error, file: folder.displayPath(file.name)))
  }

  func process(_ file: SiteFile, in folder: SiteFolder) {}

  func takeResults() -> Reader.Results { reader.takeResults() }
}

/// Brings the results of readers into the order of the tree.
private struct OrderedResults<Results: Sendable>: SiteResults {
  private let results: any ReadingResults<Results>
  private let inOrder: OrderedOutput<Results>

  init(_ results: any ReadingResults<Results>) {
    self.results = results
    inOrder = OrderedOutput(window: FileBatch.mostQueued) { results.add($0) }
  }

  func add(_ results: Results) { self.results.count(results) }

  func add(_ results: Results, batch: Int) { inOrder.add(results, at: batch) }

  func add(_ problem: Problem) { results.add(problem) }

  func add(_ unread: UnreadFiles) { results.add(unread) }

  func add(_ codes: LinkCodeCounts) {}

  func add(_ mends: SiteMends) {
    for change in mends.files.flatMap(\.changes) { results.add(Problem(change)) }
  }

  func forgetPages() { results.forgetPages() }
}
