internal import AutoTagFiles
internal import SystemPackage

/// The files behind a symbolic link to a folder: no walk follows it, and a rule that asks for one of them finds it there.
struct LinkedNames {
  /// Their paths relative to the site's root; those of folders with a slash at the end.
  private(set) var names: [String] = []

  /// More names than a site has behind its links; a link may lead to the root of a disk.
  private static let most = 1_000_000

  init() {}

  /// Adds the names behind a link; none for one that leads to no folder.
  mutating func add(_ link: FileName, in folder: SiteFolder) throws(SiteError) {
    try add(link, in: folder.source, at: folder.displayPath(link), within: [])
  }

  private mutating func add(
    _ name: FileName, in parent: FileDescriptor, at path: String, within outer: [FileSystem.Status]
  ) throws(SiteError) {
    guard let folder = try? FileSystem.openFolder(name, in: parent, followsLinks: true) else { return }
    defer { try? folder.close() }
    guard let status = try? FileSystem.status(of: folder),
      !outer.contains(where: { $0.inode == status.inode && $0.device == status.device }),
      let entries = try? FileSystem.entries(of: folder)
    else { return }
    guard names.count + entries.count <= Self.most else {
      throw SiteError(
        "the symbolic link \(path.split(separator: "/").first ?? "") leads to more than \(Self.most) files, which a rule may ask "
          + "for: remove it, or let it lead to what the site serves")
    }
    for entry in entries {
      let file = path + "/" + FileName.displayPath([entry.name])
      if entry.kind != .other { names.append(entry.kind == .folder ? file + "/" : file) }
      if [.folder, .link].contains(entry.kind) {
        try add(entry.name, in: folder, at: file, within: outer + [status])
      }
    }
  }
}
