internal import AutoTagFiles
internal import SystemPackage

/// The files and folders behind a symbolic link: no walk follows it, and a rule that asks for one of them finds it there.
struct LinkedNames {
  /// Their paths relative to the site's root; those of folders with a slash at the end.
  private(set) var names: [String] = []

  /// More names than a site has behind its links; a link may lead to the root of a disk.
  private static let most = 1_000_000

  init() {}

  /// Adds a link by what it leads to, and what is behind it.
  mutating func add(_ link: FileName, in folder: SiteFolder) throws(SiteError) {
    try add(link, in: folder.source, at: folder.displayPath(link), within: [])
  }

  /// - Parameter outer: the folders that the way has come through, which are not entered once more.
  private mutating func add(
    _ name: FileName, in parent: FileDescriptor, at path: String, within outer: [FileSystem.Status]
  ) throws(SiteError) {
    guard let status = try? FileSystem.status(of: name, in: parent, followsLinks: true) else {
      // As on the disk; see `Site.siteFiles`.
      names.append(path)
      return
    }
    guard names.count < Self.most else {
      throw SiteError(
        "the symbolic link \(path.split(separator: "/").first ?? "") leads to more than \(Self.most) files, which a rule may ask "
          + "for: remove it, or let it lead to what the site serves")
    }
    switch status.kind {
    case .file: names.append(path)
    case .folder:
      names.append(path + "/")
      guard !outer.contains(where: { $0.inode == status.inode && $0.device == status.device }),
        let folder = try? FileSystem.openFolder(name, in: parent, followsLinks: true)
      else { return }
      defer { try? folder.close() }
      for entry in (try? FileSystem.entries(of: folder)) ?? [] {
        let inner = path + "/" + FileName.displayPath([entry.name])
        try add(entry.name, in: folder, at: inner, within: outer + [status])
      }
    case .link, .other: return
    }
  }
}
