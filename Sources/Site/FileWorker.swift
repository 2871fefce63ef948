internal import AutoTagFiles
internal import AutoTagHTML
internal import AutoTagTracking
internal import SystemPackage

/// Takes one file after the other from the site to where it goes. Each thread has one of its own, and its
/// buffers serve all its files.
final class FileWorker: SiteWorker {
  private let writesInPlace: Bool
  private let output: OutputTree?
  private let makesDiff: Bool
  private let rewriter: PageRewriter
  private var writer: AtomicFile
  private var otherPage: [UInt8] = []
  private lazy var chunk = [UInt8](repeating: 0, count: 1 << 17)
  private lazy var otherChunk = [UInt8](repeating: 0, count: 1 << 17)

  /// What was done since the last time the run asked.
  private(set) var done = RunSummary()
  private(set) var bytesRead = 0
  private(set) var diff: [UInt8] = []

  /// A buffer that one huge page made is not kept for the small ones after it.
  private static let largestKeptBuffer = 1 << 24

  /// - Parameters:
  ///   - number: no other worker of this process has it at the same time.
  ///   - output: the output tree; `nil` where nothing is written to one.
  init(
    number: Int, rewriter: PageRewriter, writesInPlace: Bool = false, output: OutputTree? = nil,
    makesDiff: Bool = false
  ) {
    self.writesInPlace = writesInPlace
    self.output = output
    self.makesDiff = makesDiff
    self.rewriter = rewriter
    writer = AtomicFile(worker: number, isDurable: writesInPlace)
  }

  /// What was done with some files.
  typealias Results = (summary: RunSummary, bytesRead: Int, diff: [UInt8])

  /// Gives what was done and starts anew.
  func takeResults() -> Results {
    defer {
      done = RunSummary()
      bytesRead = 0
      diff = []
    }
    return (done, bytesRead, diff)
  }

  func process(_ file: SiteFile, in folder: SiteFolder) {
    do throws(FileError) {
      switch file.role {
      case .page: return
      case .asset:
        done.assets += 1
        try copyAsset(file.name, in: folder)
      case .link: try copyLink(file.name, in: folder)
      case .special:
        guard folder.output != nil else { return }
        throw .special
      }
    } catch {
      report(error, file.name, in: folder)
    }
  }

  // MARK: Triage

  /// Does what is to be done with a page that holds no link of a group: nothing, or a copy of it where the output has
  /// none. What the output has under the name, if it is another, stays until it is certain what comes in its place.
  func triage(_ page: SitePage, in buffer: PageBuffer) -> PageTriage {
    defer { dropLargeBuffer() }
    // With siblings the page is not all there is to copy.
    guard page.compressed.isEmpty, !buffer.withPage({ rewriter.mayChange($0) }),
      putUntouched(page, buffer)
    else { return .deferred }
    done.pages.read += 1
    bytesRead += buffer.size
    return .untouched
  }

  /// - Returns: whether the output, if there is one, has the page now.
  private func putUntouched(_ page: SitePage, _ buffer: PageBuffer) -> Bool {
    guard output != nil else { return true }
    let (name, folder, size) = (page.name, page.folder, buffer.size)
    guard let target = folder.output else { return false }
    if !folder.isOutputNew {
      do throws(Errno) {
        let there = try FileSystem.open(name, in: target)
        defer { try? there.close() }
        let status = try FileSystem.status(of: there)
        guard status.kind == .file, status.size == size,
          try FileSystem.readAll(there, expectedSize: size, limit: size, into: &otherPage) == size
        else { return false }
        return Splice.isEqual(buffer.bytes, size, [], to: otherPage, size)
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

  private func report(_ error: FileError, _ name: FileName, in folder: SiteFolder) {
    done.problems.append(Problem(folder.displayPath(name), error))
  }

  // MARK: Pages

  func fail(_ file: SiteFile, in folder: SiteFolder, because error: FileError) {
    done.pages.skipped += 1
    report(error, file.name, in: folder)
    guard case .page(let compressed) = file.role else { return }
    // A complete copy has it all the same, if it can be read at all.
    for name in (error.isTooLargePage ? [file.name] : []) + compressed {
      process(SiteFile(name: name, role: .asset), in: folder)
    }
  }

  func process(_ page: SitePage, in buffer: PageBuffer) {
    defer { dropLargeBuffer() }
    bytesRead += buffer.size
    done.pages.read += 1
    var outcome = buffer.withPage { rewriter.rewrite($0) { page.file } }
    var isSkipped = outcome.problems.contains { $0.severity == .failure }
    do throws(FileError) {
      try write(&outcome, page, buffer)
      if !outcome.edits.isEmpty {
        done.pages.changed += 1
        if makesDiff {
          diff += buffer.withPage { [edits = outcome.edits] in
            UnifiedDiff.of(path: page.folder.pathBytes(page.name), page: $0, edits: edits)
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
    _ outcome: inout PageRewriter.Outcome, _ page: SitePage, _ buffer: PageBuffer
  ) throws(FileError) {
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
      for sibling in page.compressed { process(SiteFile(name: sibling, role: .asset), in: folder) }
    }
    let edits = outcome.edits
    if let target = folder.output, let output {
      if !folder.isOutputNew, try outputHas(name, in: target, of: output, buffer, edits) { return }
      if !isEdited, linksUnchanged, writer.linkHard(name, in: folder.source, to: target, status) { return }
      try wrap("write-failed", "writing the page to the output") { () throws(Errno) in
        try writer.write(name, in: target, .copy(of: status)) { (file) throws(Errno) in
          try writePage(buffer, edits, to: file)
        }
      }
    } else if isEdited {
      try expectUnchanged(page)
      try wrap("write-failed", "writing the page") { () throws(Errno) in
        try writer.write(name, in: folder.source, .keeping(status)) { (file) throws(Errno) in
          try writePage(buffer, edits, to: file)
        }
      }
    }
  }

  /// Whether what was read still stands there; what another program has put in its place is not overwritten.
  private func expectUnchanged(_ page: SitePage) throws(FileError) {
    guard (try? FileSystem.status(of: page.name, in: page.folder.source)) == page.status else {
      throw FileError("page-changed", "the page was changed by another program meanwhile: run again")
    }
  }

  private func writePage(
    _ buffer: PageBuffer, _ edits: [PageRewriter.Edit], to file: FileDescriptor
  ) throws(Errno) {
    try Splice.forEachPiece(buffer.size, edits) { (piece) throws(Errno) in
      switch piece {
      case .page(let range): try FileSystem.write(buffer.bytes, range, to: file)
      case .replacement(let bytes): try FileSystem.write(bytes, bytes.indices, to: file)
      }
    }
  }

  /// Whether the output has exactly these bytes under the name already.
  private func outputHas(
    _ name: FileName, in target: FileDescriptor, of output: OutputTree, _ buffer: PageBuffer,
    _ edits: [PageRewriter.Edit]
  ) throws(FileError) -> Bool {
    guard let (file, status) = try output.existingFile(name, in: target) else { return false }
    defer { try? file.close() }
    guard status.size == Splice.count(buffer.size, edits),
      let length = try? FileSystem.readAll(
        file, expectedSize: status.size, limit: status.size, into: &otherPage)
    else { return false }
    return Splice.isEqual(buffer.bytes, buffer.size, edits, to: otherPage, length)
  }

  // MARK: Precompressed siblings

  private func writeSibling(
    _ sibling: FileName, of buffer: PageBuffer, _ outcome: inout PageRewriter.Outcome, in folder: SiteFolder
  ) throws(FileError) {
    guard sibling.bytes.suffix(3).elementsEqual(".gz".utf8) else {
      // It serves the old links; that is said, and a complete copy has it all the same.
      if let problem = staleSibling(sibling, in: folder) { outcome.problems.append(problem) }
      process(SiteFile(name: sibling, role: .asset), in: folder)
      return
    }
    let edited = buffer.withPage { [edits = outcome.edits] in Splice.joined($0, edits) }
    guard let bytes = Gzip.compress(edited) else {
      throw FileError("write-failed", "compressing \(sibling.text) failed: there is not enough memory")
    }
    let target = folder.output ?? folder.source
    if folder.output != nil, let there = try output?.existingFile(sibling, in: target) {
      defer { try? there.file.close() }
      if there.status.size == bytes.count,
        let length = try? FileSystem.readAll(
          there.file, expectedSize: bytes.count, limit: bytes.count, into: &otherPage),
        otherPage[..<length] == bytes[...]
      {
        return
      }
    }
    try wrap("write-failed", "writing \(sibling.text)") { () throws(Errno) in
      let status = try FileSystem.status(of: sibling, in: folder.source)
      try writer.write(
        sibling, in: target, folder.output == nil ? .keeping(status) : .copy(of: status)
      ) { (file) throws(Errno) in try FileSystem.write(bytes, bytes.indices, to: file) }
    }
  }

  private func staleSibling(_ sibling: FileName, in folder: SiteFolder) -> Problem? {
    if sibling.bytes.suffix(3).elementsEqual(".gz".utf8) { return nil }
    return Problem(
      .note, file: folder.displayPath(sibling), code: "stale-precompressed",
      message: "the page it was made of changes, and this still has the old links: compress the page again, "
        + "or remove this file")
  }

  // MARK: Everything else

  private func copyAsset(_ name: FileName, in folder: SiteFolder) throws(FileError) {
    guard let target = folder.output, let output else { return }
    let source: FileDescriptor
    let status: FileSystem.Status
    do throws(Errno) {
      source = try FileSystem.open(name, in: folder.source)
    } catch {
      throw FileError("unreadable-file", "reading the file", error)
    }
    defer { try? source.close() }
    do throws(Errno) {
      status = try FileSystem.status(of: source)
    } catch {
      throw FileError("unreadable-file", "reading the file", error)
    }
    guard status.kind != .other else { throw .special }
    if !folder.isOutputNew, let there = try output.existingFile(name, in: target) {
      defer { try? there.file.close() }
      if there.status.size == status.size, isSame(source, there.file) { return }
    }
    if linksUnchanged, writer.linkHard(name, in: folder.source, to: target, status) { return }
    try wrap("write-failed", "copying the file to the output") { () throws(Errno) in
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

  private func copyLink(_ name: FileName, in folder: SiteFolder) throws(FileError) {
    guard let target = folder.output, let output else { return }
    let destination: FileName
    do throws(Errno) {
      destination = try FileSystem.linkTarget(of: name, in: folder.source)
    } catch {
      throw FileError("unreadable-file", "reading the symbolic link", error)
    }
    if let there = try? FileSystem.linkTarget(of: name, in: target), there == destination { return }
    if let there = try output.existingFile(name, in: target) { try? there.file.close() }
    try wrap("write-failed", "copying the symbolic link to the output") { () throws(Errno) in
      try writer.makeLink(name, to: destination, in: target)
    }
  }

  private func wrap(
    _ code: String, _ what: String, _ body: () throws(Errno) -> Void
  ) throws(FileError) {
    do throws(Errno) {
      try body()
    } catch {
      throw FileError(code, what, error)
    }
  }
}
