internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects

extension SiteRewriter {
  /// Returns what runs read a file as, in words with an article; `nil` for a file that is not there or that no run reads,
  /// and for a report of an audit, which may have the name of a page.
  package func input(at path: String) -> String? {
    guard let path = try? FileSystem.realPath(path) else { return nil }
    let root = site.root
    func isSame(_ other: String) -> Bool {
      (try? FileSystem.realPath(other.hasPrefix("/") ? other : root + "/" + other)) == path
    }
    if options.ownFiles.contains(where: isSame) { return "a file of autotag's own" }
    if options.redirects.sources.contains(where: { isSame($0.path) }) { return Self.redirectFile }
    // What cannot be read is told of by the run.
    if let found = try? RedirectFiles(of: site).read(), found.included.contains(path) {
      return "a file that a redirect file of the site includes"
    }
    let names = path.split(separator: "/").map(String.init)
    guard let name = names.last else { return nil }
    let parent = root.split(separator: "/").dropLast().map(String.init)
    if names.dropLast().elementsEqual(parent), RedirectFormat.of(fileName: name) != nil {
      return Self.redirectFile
    }
    guard let inSite = Site.names(of: path, below: root), let file = inSite.last else { return nil }
    let folder = Array(inSite.dropLast())
    if folder.isEmpty && RedirectFormat.of(fileName: name) != nil
      || RedirectFiles.serverFormat(file, in: folder) != nil
    {
      return Self.redirectFile
    }
    let selection = PageSelection(include: options.readGlobs, exclude: options.exclude)
    let isExcluded = folder.indices.contains { selection.excludesFolder(Array(folder[...$0])) }
    guard !isExcluded, selection.isPage(file, in: folder), !Self.isReport(path) else { return nil }
    return "a page of the site"
  }

  private static let redirectFile = "a redirect file of the site"

  private static func isReport(_ path: String) -> Bool {
    guard let bytes = try? WholeFile.read(path, limit: WholeFile.dataLimit) else { return false }
    let start = Array(bytes.prefix(4096))
    return ByteSearch.contains([UInt8]("<title>Link audit of "), in: start)
      || start.starts(with: "### autotag audit: ".utf8)
  }
}
