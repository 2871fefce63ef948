internal import AutoTagFiles
internal import HTMLLinks
internal import SystemPackage
internal import TrackingLinks

/// Takes one file after the other from the site to where it goes. Each thread has one of its own, and its
/// buffers serve all its files.
final class FileWorker {
  private let rules: PageRules
  private let writesInPlace: Bool
  private let output: OutputTree?
  private let makesDiff: Bool
  private let rewriter: PageRewriter
  private var writer: AtomicFile
  private var page: [UInt8] = []
  private var otherPage: [UInt8] = []
  private lazy var chunk = [UInt8](repeating: 0, count: 1 << 17)
  private lazy var otherChunk = [UInt8](repeating: 0, count: 1 << 17)

  /// What was done since the last time the run asked.
  private(set) var done = RunSummary()
  private(set) var bytesRead = 0
  private(set) var diff: [UInt8] = []

  /// A buffer that one huge page made is not kept for the small ones after it.
  private static let largestKeptBuffer = 1 << 24

  init(
    number: Int, rules: PageRules, writesInPlace: Bool, output: OutputTree?, makesDiff: Bool,
    rewriter: PageRewriter
  ) {
    self.rules = rules
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

  func handle(_ file: SiteFile, in folder: SiteFolder) {
    do throws(FileError) {
      switch file.role {
      case .page(let compressed): try handlePage(file.name, in: folder, compressed: compressed)
      case .asset:
        done.assets += 1
        try copyAsset(file.name, in: folder)
      case .link: try copyLink(file.name, in: folder)
      case .special:
        guard folder.output != nil else { return }
        throw PageFile.special
      }
    } catch {
      report(error, file.name, in: folder)
    }
  }

  // MARK: Ahead of the redirects

  /// Does what is to be done with a page that holds no link of a group: nothing, or a copy of it where the output has
  /// none. What the output has under the name, if it is another, stays until it is certain what comes in its place.
  /// - Parameters:
  ///   - mayWrite: whether the page is all there is to copy.
  ///   - look: given the page's bytes before anything else is done with them.
  /// - Returns: whether the page is done with.
  func settle(
    _ name: FileName, in folder: SiteFolder, mayWrite: Bool, _ look: (Span<UInt8>) -> Void
  ) -> Bool {
    defer { dropLargeBuffers() }
    guard let (status, size) = try? PageFile.read(name, in: folder, into: &page), size <= PageFile.largest
    else { return false }
    let bytes = page.span.extracting(0..<size)
    look(bytes)
    guard mayWrite, !rewriter.mayChange(bytes), putSettled(name, status, size, in: folder) else {
      return false
    }
    done.pages.read += 1
    bytesRead += size
    return true
  }

  /// - Returns: whether the output, if there is one, has the page now.
  private func putSettled(
    _ name: FileName, _ status: FileSystem.Status, _ size: Int, in folder: SiteFolder
  ) -> Bool {
    guard output != nil else { return true }
    guard let target = folder.output else { return false }
    if !folder.isOutputNew {
      do throws(Errno) {
        let there = try FileSystem.open(name, in: target)
        defer { try? there.close() }
        let status = try FileSystem.status(of: there)
        guard status.kind == .file, status.size == size,
          try FileSystem.readAll(there, expectedSize: size, limit: size, into: &otherPage) == size
        else { return false }
        return Splice.isEqual(page, size, [], to: otherPage, size)
      } catch {
        guard error == .noSuchFileOrDirectory else { return false }
      }
    }
    if linksUnchanged, writer.linkHard(name, in: folder.source, to: target, status) { return true }
    let wrote: Void? = try? writer.write(name, in: target, .copy(of: status)) { (file) throws(Errno) in
      try FileSystem.write(page, 0..<size, to: file)
    }
    return wrote != nil
  }

  private var linksUnchanged: Bool { output?.linksUnchanged == true }

  private func report(_ error: FileError, _ name: FileName, in folder: SiteFolder) {
    done.problems.append(
      Problem(.failure, file: folder.displayPath(name), code: error.code, message: error.message))
  }

  // MARK: Pages

  private func handlePage(
    _ name: FileName, in folder: SiteFolder, compressed: [FileName]
  ) throws(FileError) {
    let status: FileSystem.Status
    let size: Int
    do throws(FileError) {
      (status, size) = try PageFile.read(name, in: folder, into: &page)
    } catch {
      done.pages.skipped += 1
      for sibling in compressed { handle(SiteFile(name: sibling, role: .asset), in: folder) }
      throw error
    }
    defer { dropLargeBuffers() }
    bytesRead += size
    if size > PageFile.largest {
      done.pages.skipped += 1
      report(PageFile.tooLarge(size), name, in: folder)
      for sibling in compressed { handle(SiteFile(name: sibling, role: .asset), in: folder) }
      return try copyAsset(name, in: folder)
    }

    done.pages.read += 1
    var outcome = rewriter.rewrite(page.span.extracting(0..<size)) { folder.displayPath(name) }
    var isSkipped = outcome.problems.contains { $0.severity == .failure }
    defer {
      done.add(outcome)
      if isSkipped { done.pages.skipped += 1 }
    }
    do throws(FileError) {
      try write(&outcome, of: size, name, status, compressed, in: folder)
    } catch {
      outcome.withdraw(because: error.code)
      isSkipped = true
      throw error
    }
    if !outcome.edits.isEmpty {
      done.pages.changed += 1
      if makesDiff {
        diff += UnifiedDiff.of(
          path: folder.pathBytes(name), page: page.span.extracting(0..<size), edits: outcome.edits)
      }
    }
  }

  private func dropLargeBuffers() {
    if page.count > Self.largestKeptBuffer { page = [] }
    if otherPage.count > Self.largestKeptBuffer { otherPage = [] }
  }

  private func write(
    _ outcome: inout PageRewriter.Outcome, of size: Int, _ name: FileName, _ status: FileSystem.Status,
    _ compressed: [FileName], in folder: SiteFolder
  ) throws(FileError) {
    let isEdited = !outcome.edits.isEmpty
    guard writesInPlace || folder.output != nil else {
      if isEdited { outcome.problems += compressed.compactMap { staleSibling($0, in: folder) } }
      return
    }
    if isEdited {
      if folder.output == nil, !compressed.isEmpty { try expectUnchanged(name, status, in: folder) }
      // Before the page: a run killed in between finds the page still to be edited.
      for sibling in compressed { try writeSibling(sibling, of: size, &outcome, status, in: folder) }
    } else {
      for sibling in compressed { handle(SiteFile(name: sibling, role: .asset), in: folder) }
    }
    let edits = outcome.edits
    if let target = folder.output, let output {
      if !folder.isOutputNew, try outputHas(name, in: target, of: output, size, edits) { return }
      if !isEdited, linksUnchanged, writer.linkHard(name, in: folder.source, to: target, status) { return }
      try wrap("write-failed", "writing the page to the output") { () throws(Errno) in
        try writer.write(name, in: target, .copy(of: status)) { (file) throws(Errno) in
          try writePage(size, edits, to: file)
        }
      }
    } else if isEdited {
      try expectUnchanged(name, status, in: folder)
      try wrap("write-failed", "writing the page") { () throws(Errno) in
        try writer.write(name, in: folder.source, .keeping(status)) { (file) throws(Errno) in
          try writePage(size, edits, to: file)
        }
      }
    }
  }

  /// Whether what was read still stands there; what another program has put in its place is not overwritten.
  private func expectUnchanged(
    _ name: FileName, _ status: FileSystem.Status, in folder: SiteFolder
  ) throws(FileError) {
    guard (try? FileSystem.status(of: name, in: folder.source)) == status else {
      throw FileError("page-changed", "the page was changed by another program meanwhile: run again")
    }
  }

  private func writePage(
    _ size: Int, _ edits: [PageRewriter.Edit], to file: FileDescriptor
  ) throws(Errno) {
    try Splice.forEachPiece(size, edits) { (piece) throws(Errno) in
      switch piece {
      case .page(let range): try FileSystem.write(page, range, to: file)
      case .replacement(let bytes): try FileSystem.write(bytes, bytes.indices, to: file)
      }
    }
  }

  /// Whether the output has exactly these bytes under the name already.
  private func outputHas(
    _ name: FileName, in target: FileDescriptor, of output: OutputTree, _ size: Int,
    _ edits: [PageRewriter.Edit]
  ) throws(FileError) -> Bool {
    guard let (file, status) = try output.existingFile(name, in: target) else { return false }
    defer { try? file.close() }
    guard status.size == Splice.count(size, edits),
      let length = try? FileSystem.readAll(
        file, expectedSize: status.size, limit: status.size, into: &otherPage)
    else { return false }
    return Splice.isEqual(page, size, edits, to: otherPage, length)
  }

  // MARK: Precompressed siblings

  private func writeSibling(
    _ sibling: FileName, of size: Int, _ outcome: inout PageRewriter.Outcome, _ pageStatus: FileSystem.Status,
    in folder: SiteFolder
  ) throws(FileError) {
    guard sibling.bytes.suffix(3).elementsEqual(".gz".utf8) else {
      // It serves the old links; that is said, and a complete copy has it all the same.
      if let problem = staleSibling(sibling, in: folder) { outcome.problems.append(problem) }
      handle(SiteFile(name: sibling, role: .asset), in: folder)
      return
    }
    let edited = Splice.joined(page.span.extracting(0..<size), outcome.edits)
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
    guard status.kind != .other else { throw PageFile.special }
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
