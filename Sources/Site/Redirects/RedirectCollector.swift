internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking

/// Collects the redirects of the files that a walk hands to it: `.htaccess` and `web.config` in any folder, and pages that redirect. Each
/// thread has one of its own.
struct RedirectCollector {
  let files: RedirectFiles
  private(set) var found = FoundRedirects()

  /// A page that redirects is a few lines long; a larger one is not asked: 64 KiB.
  static let largestPage = 1 << 16

  init(files: RedirectFiles) { self.files = files }

  /// Collects from a file whose bytes nobody else needs. A page that cannot be read here is reported by who handles it.
  /// - Parameter buffer: memory to read a page into.
  mutating func collect(_ file: SiteFile, in folder: SiteFolder, _ buffer: PageBuffer) {
    if let format = RedirectFiles.serverFormat(file.name, in: folder.path), !file.isPage {
      if case .link = file.role {
        reportLinkedServerFile(file.name, in: folder)
      } else {
        collectServerFile(file.name, format, in: folder)
      }
    } else if isPage(file, in: folder) {
      defer { buffer.clear() }
      guard (try? buffer.read(file.name, in: folder, limit: Self.largestPage)) != nil else { return }
      buffer.withPage { collectPage($0, file.name, in: folder) }
    }
  }

  /// Collects from a page's bytes.
  mutating func collectPage(_ page: Span<UInt8>, _ file: FileName, in folder: SiteFolder) {
    guard page.count <= Self.largestPage, RedirectPageSource.mayRedirect(page) else { return }
    let name = folder.displayPath(file)
    guard !files.isNamed(name) else { return }
    files.add(SiteFacts.Page(name: name, bytes: page.withUnsafeBufferPointer { Array($0) }), to: &found)
  }

  /// Pages that are excluded still redirect.
  private func isPage(_ file: SiteFile, in folder: SiteFolder) -> Bool {
    switch file.role {
    case .page: true
    case .asset: files.selection.isPage(file.name, in: folder.path)
    case .link, .special: false
    }
  }

  /// Reports an `.htaccess` behind a symbolic link, which a server follows and nobody here does: it may lead anywhere.
  private mutating func reportLinkedServerFile(_ file: FileName, in folder: SiteFolder) {
    let name = folder.displayPath(file)
    guard !files.isNamed(name),
      let bytes = try? WholeFile.read(file, in: folder.source, limit: WholeFile.dataLimit),
      files.mentionsGroup(bytes)
    else { return }
    found.problems.append(Problem(.linkedServerFile, file: name))
  }

  private mutating func collectServerFile(
    _ file: FileName, _ format: RedirectFormat, in folder: SiteFolder
  ) {
    let name = folder.displayPath(file)
    guard !files.isNamed(name) else { return }
    do throws(WholeFileError) {
      let bytes = try WholeFile.read(file, in: folder.source, limit: WholeFile.dataLimit)
      let folderPath = folder.path.map { $0.text + "/" }.joined()
      files.add(bytes, format, named: name, prefix: files.rootPath + folderPath, to: &found)
    } catch {
      // A file that cannot be opened is reported by who handles it.
      if case .system = error { return }
      found.problems.append(RedirectFiles.unreadable(name, error))
    }
  }
}
