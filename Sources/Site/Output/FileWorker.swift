internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagTracking
internal import SystemPackage

/// Rewrites or copies one file of the site after the other. Each thread has one of its own, and its buffers serve all its
/// files.
final class FileWorker: SiteWorker {
  private let writesInPlace: Bool
  private let output: OutputTree?
  private let makesDiff: Bool
  private let diffPrefix: [UInt8]
  private let rewriter: PageRewriter
  /// The redirect files that go to the output with changes, by their paths.
  private var mended: [String: RuleMends.MendedSource] = [:]
  private var writer: AtomicFile
  private var pieces = PieceWriter()
  private var otherPage: [UInt8] = []
  private lazy var chunk = [UInt8](repeating: 0, count: 1 << 17)
  private lazy var otherChunk = [UInt8](repeating: 0, count: 1 << 17)

  /// The results since the run took them last.
  private(set) var done = RunSummary()
  private(set) var diff: [UInt8] = []

  /// The most bytes of a buffer that is kept for the next page, 16 MiB: one huge page is not followed by many.
  private static let largestKeptBuffer = 1 << 24

  /// - Parameters:
  ///   - number: a number that no other worker of this process has at the same time.
  ///   - output: the output tree; `nil` where nothing is written to one.
  init(
    number: Int, rewriter: PageRewriter, writesInPlace: Bool = false, output: OutputTree? = nil,
    makesDiff: Bool = false, diffPrefix: String = ""
  ) {
    self.diffPrefix = Array(diffPrefix.utf8)
    self.writesInPlace = writesInPlace
    self.output = output
    self.makesDiff = makesDiff
    self.rewriter = rewriter
    writer = AtomicFile(worker: number, isDurable: writesInPlace)
  }

  /// The results of some files.
  typealias Results = (summary: RunSummary, diff: [UInt8])

  /// Gives the results and starts anew.
  func takeResults() -> Results {
    defer {
      done = RunSummary()
      diff = []
    }
    return (done, diff)
  }

  func take(_ mends: SiteMends) { if output != nil { mended = mends.inSite } }

  func process(_ file: SiteFile, in folder: SiteFolder) {
    do throws(Fault) {
      switch file.role {
      case .page: return
      case .asset:
        done.assets += 1
        if !mended.isEmpty, let source = mended[folder.displayPath(file.name)] {
          try writeMended(source, file.name, in: folder)
        } else {
          try copyAsset(file.name, in: folder)
        }
      case .link: try copyLink(file.name, in: folder)
      case .special:
        guard folder.output != nil else { return }
        throw .specialFile
      }
    } catch {
      report(error, file.name, in: folder)
    }
  }

  // MARK: Triage

  /// Does what is to be done with a page that holds no link of a group: nothing, or a copy of it where the output has
  /// none. Another file that the output has under the name stays until it is certain what replaces it.
  func triage(_ page: SitePage, in buffer: PageBuffer) -> PageTriage {
    defer { dropLargeBuffer() }
    // With siblings the page is not all there is to copy.
    guard page.compressed.isEmpty, !buffer.withPage({ rewriter.mayChange($0) }),
      putUntouched(page, buffer)
    else { return .deferred }
    done.pages.read += 1
    return .untouched
  }

  /// - Returns: true if the output, if there is one, has the page now.
  private func putUntouched(_ page: SitePage, _ buffer: PageBuffer) -> Bool {
    guard output != nil else { return true }
    let (name, folder, size) = (page.name, page.folder, buffer.size)
    guard let target = folder.output else { return false }
    if !folder.isOutputNew {
      do throws(Errno) {
        let there = try FileSystem.open(name, in: target)
        defer { try? there.close() }
        let status = try FileSystem.status(of: there)
        return status.kind == .file && isEqual(buffer.bytes, size, [], to: there, status)
      } catch {
        guard error == .noSuchFileOrDirectory else { return false }
      }
    }
    if linksUnchanged, writer.linkHard(name, in: folder.source, to: target, page.status) { return true }
    let wrote: Void? = try? writer.write(name, in: target, .copy(of: page.status)) { (file) throws(Errno) in
      try FileSystem.write(buffer.bytes, 0..<size, to: file)
    }
    return wrote != nil
  }

  private var linksUnchanged: Bool { output?.linksUnchanged == true }

  private func report(_ error: Fault, _ name: FileName, in folder: SiteFolder) {
    done.problems.append(Problem(error, file: folder.displayPath(name)))
  }

  // MARK: Pages

  func fail(_ file: SiteFile, in folder: SiteFolder, because error: Fault) {
    done.pages.skipped += 1
    report(error, file.name, in: folder)
    guard case .page(let compressed) = file.role else { return }
    // A complete copy has it all the same, if it can be read at all.
    for name in (error.code == .pageTooLarge ? [file.name] : []) + compressed {
      process(SiteFile(name: name, role: .asset()), in: folder)
    }
  }

  func process(_ page: SitePage, in buffer: PageBuffer) {
    defer { dropLargeBuffer() }
    done.pages.read += 1
    var outcome = buffer.withPage { rewriter.rewrite($0) { page.file } }
    var isSkipped = outcome.problems.contains { $0.severity == .failure }
    do throws(Fault) {
      try write(&outcome, page, buffer)
      if !outcome.edits.isEmpty {
        done.pages.changed += 1
        if makesDiff {
          diff += buffer.withPage { [edits = outcome.edits] in
            UnifiedDiff.of(path: diffPrefix + page.folder.pathBytes(page.name), page: $0, edits: edits)
          }
        }
      }
    } catch {
      outcome.withdraw(because: error.code)
      isSkipped = true
      report(error, page.name, in: page.folder)
    }
    done.add(outcome)
    if isSkipped { done.pages.skipped += 1 }
  }

  private func dropLargeBuffer() {
    if otherPage.count > Self.largestKeptBuffer { otherPage = [] }
  }

  private func write(
    _ outcome: inout PageOutcome, _ page: SitePage, _ buffer: PageBuffer
  ) throws(Fault) {
    let (name, status, folder) = (page.name, page.status, page.folder)
    let isEdited = !outcome.edits.isEmpty
    guard writesInPlace || folder.output != nil else {
      if isEdited { outcome.problems += page.compressed.compactMap { staleSibling($0, in: folder) } }
      return
    }
    if isEdited {
      if folder.output == nil, !page.compressed.isEmpty { try expectUnchanged(page) }
      // Before the page: a run killed in between finds the page still to be edited.
      for sibling in page.compressed { try writeSibling(sibling, of: buffer, &outcome, in: folder) }
    } else {
      for sibling in page.compressed { process(SiteFile(name: sibling, role: .asset()), in: folder) }
    }
    let edits = outcome.edits
    if let target = folder.output, let output {
      if !folder.isOutputNew, let there = try output.existingFile(name, in: folder) {
        defer { try? there.file.close() }
        if isEqual(buffer.bytes, buffer.size, edits, to: there.file, there.status) { return }
      }
      if !isEdited, linksUnchanged, writer.linkHard(name, in: folder.source, to: target, status) { return }
      try attempt(.writePageToOutput) { () throws(Errno) in
        try writer.write(name, in: target, .copy(of: status)) { (file) throws(Errno) in
          try writePage(buffer, edits, to: file)
        }
      }
    } else if isEdited {
      try expectUnchanged(page)
      try attempt(.writePage) { () throws(Errno) in
        try writer.write(name, in: folder.source, .keeping(status)) { (file) throws(Errno) in
          try writePage(buffer, edits, to: file)
        }
      }
    }
  }

  /// Throws where the page is no longer the file that was read: what another program wrote is not overwritten.
  private func expectUnchanged(_ page: SitePage) throws(Fault) {
    guard (try? FileSystem.status(of: page.name, in: page.folder.source)) == page.status else {
      throw .pageChanged
    }
  }

  private func writePage(
    _ buffer: PageBuffer, _ edits: [Edit], to file: FileDescriptor
  ) throws(Errno) {
    pieces.start(file)
    try Splice.forEachPiece(buffer.size, edits) { (piece) throws(Errno) in
      let (bytes, range) = piece.source(in: buffer.bytes)
      try pieces.write(bytes, range)
    }
    try pieces.finish()
  }

  /// Returns true if an open file of the output has exactly these bytes with their edits.
  /// - Parameters:
  ///   - bytes: of which the first `size` count.
  ///   - status: the file's.
  private func isEqual(
    _ bytes: [UInt8], _ size: Int, _ edits: [Edit], to file: FileDescriptor, _ status: FileSystem.Status
  ) -> Bool {
    guard status.size == Splice.count(size, edits),
      let length = try? FileSystem.readAll(
        file, expectedSize: status.size, limit: status.size, into: &otherPage)
    else { return false }
    return Splice.isEqual(bytes, size, edits, to: otherPage, length)
  }

  // MARK: Precompressed siblings

  private func writeSibling(
    _ sibling: FileName, of buffer: PageBuffer, _ outcome: inout PageOutcome, in folder: SiteFolder
  ) throws(Fault) {
    guard sibling.bytes.suffix(3).elementsEqual(".gz".utf8) else {
      // It serves the old links; that is said, and a complete copy has it all the same.
      if let problem = staleSibling(sibling, in: folder) { outcome.problems.append(problem) }
      process(SiteFile(name: sibling, role: .asset()), in: folder)
      return
    }
    let edited = buffer.withPage { [edits = outcome.edits] in Splice.joined($0, edits) }
    guard let bytes = Gzip.compress(edited) else {
      throw .compressionFailed(sibling.text)
    }
    let target = folder.output ?? folder.source
    if folder.output != nil, let there = try output?.existingFile(sibling, in: folder) {
      defer { try? there.file.close() }
      if isEqual(bytes, bytes.count, [], to: there.file, there.status) { return }
    }
    try attempt(.writeSibling(sibling.text)) { () throws(Errno) in
      let status = try FileSystem.status(of: sibling, in: folder.source)
      try writer.write(
        sibling, in: target, folder.output == nil ? .keeping(status) : .copy(of: status)
      ) { (file) throws(Errno) in try FileSystem.write(bytes, bytes.indices, to: file) }
    }
  }

  private func staleSibling(_ sibling: FileName, in folder: SiteFolder) -> Problem? {
    if sibling.bytes.suffix(3).elementsEqual(".gz".utf8) { return nil }
    return Problem(.stalePrecompressed, file: folder.displayPath(sibling))
  }

  // MARK: Everything else

  private func copyAsset(_ name: FileName, in folder: SiteFolder) throws(Fault) {
    guard let target = folder.output, let output else { return }
    let source: FileDescriptor
    let status: FileSystem.Status
    do throws(Errno) {
      source = try FileSystem.open(name, in: folder.source)
    } catch {
      throw Fault.failed(.readFile, error)
    }
    defer { try? source.close() }
    do throws(Errno) {
      status = try FileSystem.status(of: source)
    } catch {
      throw Fault.failed(.readFile, error)
    }
    guard status.kind != .other else { throw .specialFile }
    if !folder.isOutputNew, let there = try output.existingFile(name, in: folder) {
      defer { try? there.file.close() }
      if there.status.size == status.size, isSame(source, there.file) { return }
    }
    if linksUnchanged, writer.linkHard(name, in: folder.source, to: target, status) { return }
    try attempt(.copyFile) { () throws(Errno) in
      try writer.write(name, in: target, .copy(of: status)) { (file) throws(Errno) in
        _ = try? source.seek(offset: 0, from: .start)
        if try FileSystem.copyInKernel(from: source, to: file, size: status.size) { return }
        while true {
          let length = try FileSystem.readSome(source, into: &chunk)
          if length == 0 { return }
          try FileSystem.write(chunk, 0..<length, to: file)
        }
      }
    }
  }

  /// Compares two files; leaves the source at its start when they differ.
  private func isSame(_ source: FileDescriptor, _ file: FileDescriptor) -> Bool {
    while true {
      guard let length = try? FileSystem.readSome(source, into: &chunk),
        let otherLength = try? FileSystem.readSome(file, into: &otherChunk), length == otherLength,
        chunk[..<length] == otherChunk[..<length]
      else { break }
      if length == 0 { return true }
    }
    _ = try? source.seek(offset: 0, from: .start)
    return false
  }

  /// Writes a redirect file with its changes to the output.
  private func writeMended(
    _ source: RuleMends.MendedSource, _ name: FileName, in folder: SiteFolder
  ) throws(Fault) {
    guard let target = folder.output, let output else { return }
    let size = source.original.count
    guard (try? WholeFile.read(name, in: folder.source, limit: WholeFile.dataLimit)) == source.original else {
      throw .redirectFileChanged
    }
    if !folder.isOutputNew, let there = try output.existingFile(name, in: folder) {
      defer { try? there.file.close() }
      if isEqual(source.original, size, source.edits, to: there.file, there.status) { return }
    }
    try attempt(.writePageToOutput) { () throws(Errno) in
      let status = try FileSystem.status(of: name, in: folder.source)
      let bytes = Splice.joined(source.original.span, source.edits)
      try writer.write(name, in: target, .copy(of: status)) { (file) throws(Errno) in
        try FileSystem.write(bytes, bytes.indices, to: file)
      }
    }
  }

  private func copyLink(_ name: FileName, in folder: SiteFolder) throws(Fault) {
    guard let target = folder.output, let output else { return }
    let destination: FileName
    do throws(Errno) {
      destination = try FileSystem.linkTarget(of: name, in: folder.source)
    } catch {
      throw Fault.failed(.readLink, error)
    }
    if let there = try? FileSystem.linkTarget(of: name, in: target), there == destination { return }
    if let there = try output.existingFile(name, in: folder) { try? there.file.close() }
    try attempt(.copyLink) { () throws(Errno) in
      try writer.makeLink(name, to: destination, in: target)
    }
  }

  private func attempt(_ attempt: Fault.Attempt, _ body: () throws(Errno) -> Void) throws(Fault) {
    do throws(Errno) {
      try body()
    } catch {
      throw .failed(attempt, error)
    }
  }
}
