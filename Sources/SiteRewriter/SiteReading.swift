internal import AutoTagFiles
internal import Synchronization

/// Looks at one page after the other and changes none. Each thread has one of its own.
package protocol PageReading: AnyObject, SendableMetatype {
  associatedtype Results: Sendable

  /// - Parameters:
  ///   - page: the file's name and its siblings.
  ///   - bytes: all of the page. It may be changed, to be used again, but not be kept.
  func read(_ page: SitePage, _ bytes: inout [UInt8])

  /// Whether there may be anything to tell of a page but that it was read, if no redirects are looked behind.
  func mayTell(of page: Span<UInt8>) -> Bool

  /// The results of so many pages of which there is nothing else to tell.
  static func results(ofPages count: Int) -> Results

  /// A file that could not be read.
  func fail(_ problem: Problem)

  /// Gives what came of the pages since the last call, and starts anew.
  func takeResults() -> Results
}

/// A page of a site, as it is told to who reads it.
package struct SitePage: Sendable {
  /// The file, relative to the site's root with `/`.
  package let file: String
  let status: FileSystem.Status
  let folder: SiteFolder
  let compressed: [FileName]

  /// The page's precompressed siblings.
  package var siblings: [CompressedSibling] {
    compressed.map { CompressedSibling(name: $0, folder: folder, pageModified: status.modified) }
  }
}

extension SiteRewriter {
  /// Takes every page of the site to a reader; writes nothing. One bad file does not stop the others.
  ///
  /// Of nearly every page there is nothing to tell, wherever redirects lead: those are done with where the redirects are
  /// looked for, so that they are read once.
  /// - Parameters:
  ///   - makeReader: called with the rules for pages, for each worker once or twice.
  ///   - deliver: given the results of one batch of files after the other, in the order of the tree, by one
  ///     thread at a time. It is called for batches without pages too.
  /// - Returns: the redirects, and what is wrong with their files.
  package func readPages<Reader: PageReading>(
    makeReader: @escaping @Sendable (PageRules) -> Reader,
    deliver: @escaping @Sendable (Reader.Results) -> Void, fail: @escaping @Sendable (Problem) -> Void
  ) throws(SiteError) -> (redirects: RedirectScan?, problems: [Problem]) {
    FileSystem.raiseOpenFileLimit()
    let jobs = options.jobs > 0 ? options.jobs : FileSystem.availableCores
    let tree = tree(output: nil, cleansUp: false)
    let pagesAhead = PageCount()
    let ahead = AheadOfRedirects(tree: tree) { () throws(SiteError) in
      SiteFolder(path: [], source: try openSite(), output: nil)
    } makeWorker: { [options] _ in
      PageSettler(makeReader(options.rules))
    } deliver: { count in
      pagesAhead.add(count)
    }
    let (files, fileProblems, done) = try loader(jobs: jobs, keepsBroken: true).load(
      root: ahead.openRoot, baseURL: options.rules.baseURL,
      ahead: options.rules.redirects == nil ? ahead : nil)
    let (redirects, problems) = try withAnswers(files, fileProblems, links: nil, nil)
    var rules = options.rules
    rules.redirects = redirects ?? rules.redirects
    for problem in done?.problems ?? [] { fail(problem) }
    let remaining = done?.pages
    if remaining != nil { deliver(Reader.results(ofPages: pagesAhead.value)) }

    let root = try ahead.openRoot()
    let inOrder = InOrder(window: Crew<Reader>.queuedBatches, deliver: deliver)
    let crew = Crew(jobs: jobs) { [rules] _ in
      (reader: makeReader(rules), buffer: [UInt8]())
    } handle: { batch, worker in
      for file in batch.files { Self.read(file, in: batch.folder, worker.reader, &worker.buffer) }
      inOrder.add(worker.reader.takeResults(), at: batch.number)
    } dismiss: { _ in
    }
    try crew.run { emit in
      func report(_ file: String, _ error: FileError) {
        fail(Problem(.failure, file: file, code: error.code, message: error.message))
      }
      func hand(_ batch: FileBatch) { emit(batch) }
      if let remaining {
        remaining.visit(tree, root: root, report: report, emit: hand)
      } else {
        tree.walk(root: root, report: report, emit: hand)
      }
    }
    return (rules.redirects, problems)
  }

  /// A buffer that one huge page made is not kept for the small ones after it.
  fileprivate static let largestKeptBuffer = 1 << 24

  private static func read(
    _ file: SiteFile, in folder: SiteFolder, _ reader: some PageReading, _ buffer: inout [UInt8]
  ) {
    guard case .page(let compressed) = file.role else { return }
    let name = folder.displayPath(file.name)
    do throws(FileError) {
      let (status, size) = try PageFile.read(file.name, in: folder, into: &buffer)
      guard size <= PageFile.largest else { throw PageFile.tooLarge(size) }
      buffer.removeLast(buffer.count - size)
      reader.read(
        SitePage(file: name, status: status, folder: folder, compressed: compressed), &buffer)
    } catch {
      reader.fail(Problem(.failure, file: name, code: error.code, message: error.message))
    }
    if buffer.capacity > largestKeptBuffer { buffer = [] }
  }
}

/// Lets pages go of which there is nothing to tell, whatever the redirects are.
private final class PageSettler<Reader: PageReading>: WorkingAhead {
  private let reader: Reader
  private var page: [UInt8] = []
  private var count = 0

  init(_ reader: Reader) { self.reader = reader }

  func settle(
    _ name: FileName, in folder: SiteFolder, mayWrite: Bool, _ look: (Span<UInt8>) -> Void
  ) -> Bool {
    defer { if page.capacity > SiteRewriter.largestKeptBuffer { page = [] } }
    // What cannot be read is left, to be told of when it is read again.
    guard let (_, size) = try? PageFile.read(name, in: folder, into: &page), size <= PageFile.largest else {
      return false
    }
    let bytes = page.span.extracting(0..<size)
    look(bytes)
    guard !reader.mayTell(of: bytes) else { return false }
    count += 1
    return true
  }

  func handle(_ file: SiteFile, in folder: SiteFolder) {}

  func takeResults() -> Int {
    defer { count = 0 }
    return count
  }
}

/// Pages that several threads count.
private final class PageCount: Sendable {
  private let count = Mutex(0)

  func add(_ pages: Int) { count.withLock { $0 += pages } }

  var value: Int { count.withLock { $0 } }
}
