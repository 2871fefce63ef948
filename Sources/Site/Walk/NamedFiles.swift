package import AutoTagFiles
package import SystemPackage

/// A file that was named for a run, as it is on the disk.
package struct NamedFile: Sendable {
  package enum Presence: Sendable, Equatable {
    case file, folder, link, other
    /// It is not there, or cannot be looked at.
    case missing(Errno)
  }

  /// The path as it was named, relative to the folder that the program runs in.
  package let name: FileName
  package let kind: Presence
  /// The names from `/` to the file, without links and dots on the way; empty where its folder is not there.
  private let path: [FileName]

  package init(_ name: FileName) {
    self.name = name
    var bytes = Array(name.bytes)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { Array(bytes[...$0]) } ?? Array(".".utf8)
    let last = FileName(bytes[(slash.map { $0 + 1 } ?? 0)...])
    do throws(Errno) {
      let status = try FileSystem.status(of: FileName(bytes), in: FileSystem.currentFolder)
      let real = try FileSystem.realPath(FileName(folder))
      kind =
        switch status.kind {
        case .file: .file
        case .folder: .folder
        case .link: .link
        case .other: .other
        }
      path = real.bytes.split(separator: UInt8(ascii: "/")).map { FileName($0) } + [last]
    } catch {
      (kind, path) = (.missing(error), [])
    }
  }

  /// The names from a folder to the file; `nil` where it is not below that folder.
  /// - Parameter root: absolute and without links.
  package func names(below root: String) -> [FileName]? {
    let start = root.split(separator: "/").map { FileName(String($0)) }
    guard path.count > start.count, path.starts(with: start) else { return nil }
    return Array(path[start.count...])
  }
}

/// The files of one site that a run is limited to: the pages among them are read, and all others of the site only for
/// redirects.
package struct NamedFiles: Sendable {
  /// The reason why a named file is no page of the run.
  package enum Reason: Sendable, Hashable {
    case noPage, excluded, repeated, folder, link, special
    case missing(Errno)
  }

  /// The named files of the site, by their names from its root.
  package private(set) var names: Set<[FileName]> = []
  /// The number of pages among them.
  package private(set) var pages = 0
  /// The number of named files in other parts of the run.
  package var elsewhere = 0
  /// The others, as they were named.
  package private(set) var others: [(name: FileName, reason: Reason)] = []

  /// - Parameters:
  ///   - files: those of the site, and those that are not there.
  ///   - root: the site's root, absolute and without links.
  ///   - options: tell which files are pages.
  package init(_ files: [NamedFile], below root: String, _ options: RewriteOptions) {
    let selection = PageSelection(include: options.readGlobs, exclude: options.exclude)
    for file in files {
      guard let reason = reason(for: file, below: root, selection) else {
        pages += 1
        continue
      }
      others.append((file.name, reason))
    }
  }

  /// The number of named files here.
  package var count: Int { pages + others.count }

  /// Takes the files of another part of the run, of which none is a page.
  package mutating func adopt(_ other: NamedFiles) { others += other.others }

  private mutating func reason(
    for file: NamedFile, below root: String, _ selection: PageSelection
  ) -> Reason? {
    switch file.kind {
    case .missing(let error): return .missing(error)
    case .folder: return .folder
    case .link: return .link
    case .other: return .special
    case .file: break
    }
    guard let names = file.names(below: root), let last = names.last else {
      return .missing(.noSuchFileOrDirectory)
    }
    guard self.names.insert(names).inserted else { return .repeated }
    let folder = Array(names.dropLast())
    let isExcluded =
      folder.indices.contains { selection.excludesFolder(Array(folder[...$0])) }
      || selection.excludes(last, in: folder)
    if isExcluded { return .excluded }
    return selection.isPage(last, in: folder) ? nil : .noPage
  }
}
