internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking
internal import SystemPackage

/// Collects the facts of a site that comes file after file.
///
/// The few files that facts are made of (redirect files and what they may include, small pages that redirect, files that tell
/// the site's address) are put into a folder of their own, which is then scanned like a site's. Of all others the names alone
/// are kept.
package final class StreamScan {
  /// The order of the files.
  package enum Format: Sendable {
    case records, tar
  }

  private let options: RewriteOptions
  private let scratch: ScratchFolder
  private let pages: PageSelection
  private let site: Site
  /// The files that the configuration names are read where they are.
  private let named: Set<String>
  private var kept: Set<StreamedPath> = []
  private var files: Set<String> = []
  private var folders: Set<String> = []

  private static let root = FileName("site")
  /// A page that redirects is a few lines long.
  private static let largestPage = RedirectCollector.largestPage

  /// - Parameters:
  ///   - options: those of a run over the site's folder, which need not be there; files named in them are relative to it.
  ///   - scratch: a folder for files that are needed meanwhile.
  package init(_ options: RewriteOptions, scratch: ScratchFolder) throws(SiteError) {
    guard !options.rules.groups.contains(where: \.usesCodes) else {
      throw SiteError("codes are given to the links of a whole site: with subid: code scan its folder")
    }
    guard options.redirects.live?.asks != true else {
      throw SiteError("--online asks about the links of a whole site: scan its folder")
    }
    var options = options
    let folder = (try? FileSystem.realPath(options.site)) ?? options.site
    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
    named = Set(options.redirects.sources.map(\.path))
    for index in options.redirects.sources.indices {
      options.redirects.sources[index].path = absolute(options.redirects.sources[index].path)
    }
    if let lock = options.redirects.live?.lockFile { options.redirects.live?.lockFile = absolute(lock) }
    options.site = scratch.path + "/" + Self.root.text
    (self.options, self.scratch) = (options, scratch)
    do throws(Errno) {
      // Nothing is beside the site that could be its project's.
      try scratch.open([Self.root, FileName(".autotag")]).closeQuietly()
    } catch {
      throw Self.failure(error)
    }
    scratch.remove([Self.root, FileName(".autotag")])
    site = try Site(options)
    pages = RedirectFiles(of: site).selection
  }

  private static func failure(_ error: Errno) -> SiteError {
    SiteError(
      "the folder for temporary files cannot be used: \(error.description); name another one by TMPDIR")
  }

  /// Takes all files of a stream, and writes the facts of the site.
  /// - Parameters:
  ///   - path: the facts file, which is replaced.
  ///   - keepsNames: true for the names of all files also where no rule here asks for one: those of a part of a stream.
  /// - Throws: `StreamError` or `SiteError`, and nothing is written then.
  package func write(
    _ input: StreamInput, as format: Format, to path: String, _ head: FactsHead, keepsNames: Bool = false
  ) throws -> ScanSummary {
    switch format {
    case .records: try takeRecords(input)
    case .tar: try takeArchive(input)
    }
    return try SiteRewriter(options).writeFacts(
      to: path, head, names: files.sorted() + folders.sorted(), keepsNames: keepsNames)
  }

  private func takeRecords(_ input: StreamInput) throws {
    var reader = RecordReader(input)
    let rootPath = RedirectFiles(of: site).rootPath
    while let head = try reader.next() {
      // A name that is refused is a rewrite's to report.
      let path: StreamedPath? =
        switch head.name {
        case .path(let text): try? StreamedPath(Array(text.utf8))
        case .url(let text): try? StreamedPath(url: text, of: site.address, rootPath: rootPath)
        }
      var isPage = path.map(isPage) ?? false
      if case .url = head.name { isPage = path != nil }
      let whole = try take(path, isPage: isPage, head.length, from: input)
      guard whole else { throw reader.cut(head) }
      try reader.end(head)
    }
  }

  private func takeArchive(_ input: StreamInput) throws {
    var reader = TarReader(input)
    while case .member(let member) = try reader.next() {
      let path = try? StreamedPath(member.name)
      if member.kind == .folder, let path { note(folder: path.names) }
      let isFile = member.kind == .file
      if !isFile, member.kind != .folder, let path { note(path) }
      let whole = try take(
        isFile ? path : nil, isPage: path.map(isPage) ?? false, member.size, from: input)
      let padding = try input.forEachPiece(of: member.padding) { _ in }
      guard whole, padding == member.padding else { throw reader.cut(member) }
    }
    // Who writes into a pipe is not cut off.
    _ = try input.forEachPiece(of: .max) { _ in }
  }

  // MARK: Files

  private func isPage(_ path: StreamedPath) -> Bool {
    path.names.last.map { pages.isPage($0, in: path.folder) } ?? false
  }

  private func note(_ path: StreamedPath) {
    files.insert(path.file)
    note(folder: path.folder)
  }

  private func note(folder names: [FileName]) {
    for count in stride(from: names.count, to: 0, by: -1) {
      guard folders.insert(FileName.displayPath(Array(names[..<count])) + "/").inserted else { return }
    }
  }

  /// Takes a file's bytes, and keeps them where they may tell something of the site.
  /// - Parameter path: `nil` for what is no file of the site.
  /// - Returns: false where the input ends before.
  private func take(
    _ path: StreamedPath?, isPage: Bool, _ length: Int, from input: StreamInput
  ) throws -> Bool {
    guard let path, !path.isOwn else { return try input.forEachPiece(of: length) { _ in } == length }
    note(path)
    // Of two files of a name the later one counts.
    if kept.remove(path) != nil { scratch.remove([Self.root] + path.names) }
    guard !named.contains(path.file) else { return try input.forEachPiece(of: length) { _ in } == length }
    if isPage, length <= Self.largestPage {
      var page: [UInt8] = []
      guard try input.take(length, addingTo: &page) else { return false }
      guard RedirectPageSource.mayRedirect(page.span) || tells(path) else { return true }
      let file = try open(path)
      defer { file.closeQuietly() }
      try attempt { () throws(Errno) in try FileSystem.write(page, page.indices, to: file) }
      return true
    }
    guard tells(path) || !isPage && mayBeIncluded(path, length) else {
      return try input.forEachPiece(of: length) { _ in } == length
    }
    let file = try open(path)
    defer { file.closeQuietly() }
    var failure: Errno?
    let count = try input.forEachPiece(of: length) { piece in
      let bytes = piece.withUnsafeBufferPointer { Array($0) }
      do throws(Errno) {
        if failure == nil { try FileSystem.write(bytes, bytes.indices, to: file) }
      } catch {
        failure = error
      }
    }
    if let failure { throw Self.failure(failure) }
    return count == length
  }

  private func open(_ path: StreamedPath) throws(SiteError) -> FileDescriptor {
    do throws(Errno) {
      kept.insert(path)
      return try scratch.open([Self.root] + path.names)
    } catch {
      throw Self.failure(error)
    }
  }

  private func attempt(_ body: () throws(Errno) -> Void) throws(SiteError) {
    do throws(Errno) { try body() } catch { throw Self.failure(error) }
  }

  /// Returns true for a file that servers and hosts go by, or that tells the site's address.
  private func tells(_ path: StreamedPath) -> Bool {
    guard let name = path.names.last else { return false }
    if RedirectFiles.serverFormat(name, in: path.folder) != nil { return true }
    guard path.names.count == 1 else { return false }
    return RedirectFormat.of(fileName: name.text) != nil || SiteOriginFiles.names.contains(name.text)
      || RedirectFiles.signsOfCloudflare.contains(name.text)
  }

  /// Returns true for a file that a redirect file may include.
  private func mayBeIncluded(_ path: StreamedPath, _ length: Int) -> Bool {
    guard length <= WholeFile.settingsLimit, let name = path.names.last else { return false }
    return ["", "caddy", "conf", "config", "inc", "include", "map", "rules"]
      .contains(UnreadFiles.ending(of: name))
  }
}

extension FileDescriptor {
  fileprivate func closeQuietly() { try? close() }
}
