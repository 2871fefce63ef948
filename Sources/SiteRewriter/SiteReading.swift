/// Looks at one page after the other and changes none. Each thread has one of its own.
package protocol PageReading: AnyObject, SendableMetatype {
  associatedtype Results: Sendable

  /// - Parameters:
  ///   - page: the file's name and its siblings.
  ///   - bytes: all of the page. It may be changed, to be used again, but not be kept.
  func read(_ page: SitePage, _ bytes: inout [UInt8])

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
  /// - Parameters:
  ///   - makeReader: called once for each worker.
  ///   - deliver: given the results of one batch of files after the other, in the order of the tree, by one
  ///     thread at a time. It is called for batches without pages too.
  package func readPages<Reader: PageReading>(
    makeReader: @escaping @Sendable () -> Reader, deliver: @escaping @Sendable (Reader.Results) -> Void,
    fail: @escaping @Sendable (Problem) -> Void
  ) throws(SiteError) {
    FileSystem.raiseOpenFileLimit()
    let jobs = options.jobs > 0 ? options.jobs : FileSystem.availableCores
    let tree = SiteTree(
      selection: PageSelection(include: options.include, exclude: options.exclude),
      hidden: Set(options.ownFiles.compactMap { Self.names(of: $0, below: site) }),
      output: nil, cleansUp: false)
    let root = SiteFolder(path: [], source: try openSite(), output: nil)
    let inOrder = InOrder(window: Crew<Reader>.queuedBatches, deliver: deliver)
    let crew = Crew(jobs: jobs) { _ in
      (reader: makeReader(), buffer: [UInt8]())
    } handle: { batch, worker in
      for file in batch.files { Self.read(file, in: batch.folder, worker.reader, &worker.buffer) }
      inOrder.add(worker.reader.takeResults(), at: batch.number)
    } dismiss: { _ in
    }
    try crew.run { emit in
      tree.walk(root: root) { file, error in
        fail(Problem(.failure, file: file, code: error.code, message: error.message))
      } emit: { batch in
        emit(batch)
      }
    }
  }

  /// A buffer that one huge page made is not kept for the small ones after it.
  private static let largestKeptBuffer = 1 << 24

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
