internal import AutoTagFiles
internal import AutoTagRedirects
internal import SystemPackage

/// The files that a redirect file may include: those in its folder, in folders below, and in the site. A server's
/// configuration may name any file of its machine; no other is opened here.
struct FilesBeside {
  /// The folder of the file that includes them, an absolute path without symbolic links.
  private let folder: String
  /// The folder as messages show it, with a slash at its end, or empty.
  private let shownFolder: String
  /// The site's root.
  private let root: String

  /// Files that one pattern may stand for.
  private static let most = 1_000

  /// - Parameters:
  ///   - file: the real path of the file that includes others.
  ///   - shown: its path as messages show it.
  init(of file: String, shown: String, root: String) {
    folder = Self.folder(of: file)
    shownFolder = shown.lastIndex(of: "/").map { String(shown[...$0]) } ?? ""
    self.root = root
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// Returns the files of a name or a pattern; see `IncludedFiles.find`.
  func find(_ name: String, from file: String?) -> IncludedFiles.Found {
    var base = folder
    if let file, file.hasPrefix(shownFolder) {
      base = Self.folder(of: folder + "/" + file.dropFirst(shownFolder.count))
    }
    let path = name.hasPrefix("/") ? name : base + "/" + name
    guard !name.contains("\0"), let names = Self.normalized(path) else { return .missing("is not found") }
    guard IncludedFiles.isPattern(name) else {
      guard let file = read("/" + names.joined(separator: "/")) else {
        return .missing("is not found in the folder of this file, nor in the site")
      }
      return .files([file])
    }
    var paths = [""]
    for (index, segment) in names.enumerated() {
      let isLast = index == names.count - 1
      guard IncludedFiles.isPattern(segment) else {
        paths = paths.map { $0 + "/" + segment }
        continue
      }
      // Nothing is listed but what may be opened.
      paths = paths.filter(isAllowed).flatMap { folder in
        Self.entries(of: folder, like: segment, files: isLast).map { folder + "/" + $0 }
      }
      if paths.count > Self.most { return .missing("stands for more than \(Self.most) files") }
    }
    if paths.isEmpty, !names.dropLast().isEmpty,
      !isAllowed("/" + names.prefix { !IncludedFiles.isPattern($0) }.joined(separator: "/"))
    {
      return .missing("is not in the folder of this file, nor in the site")
    }
    // A folder without such files has none; one that is not there is on the server.
    let start = "/" + names.prefix { !IncludedFiles.isPattern($0) }.joined(separator: "/")
    if paths.isEmpty, (try? FileSystem.realPath(start)) == nil { return .missing("is not found") }
    return .files(paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap(read))
  }

  /// Returns the path of a file that was found, by its name in messages.
  func path(of file: IncludedFiles.File) -> String {
    if file.name.hasPrefix("/") { return file.name }
    let isBeside = file.name.hasPrefix(shownFolder)
    return isBeside ? folder + "/" + file.name.dropFirst(shownFolder.count) : root + "/" + file.name
  }

  private static func normalized(_ path: String) -> [String]? {
    var names: [String] = []
    for name in path.split(separator: "/") where name != "." {
      if name == ".." {
        guard names.popLast() != nil else { return nil }
      } else {
        names.append(String(name))
      }
    }
    return names.isEmpty ? nil : names
  }

  private static func entries(of folder: String, like pattern: String, files: Bool) -> [String] {
    guard let open = try? FileSystem.openFolder(FileName(folder), in: FileSystem.currentFolder) else {
      return []
    }
    defer { try? open.close() }
    let segment = FileName(pattern)
    return ((try? FileSystem.entries(of: open)) ?? []).compactMap { entry in
      let isRight = entry.kind == .link || (files ? entry.kind == .file : entry.kind == .folder)
      // Names that begin with a dot are hidden from patterns that do not.
      let isHidden = entry.name.text.hasPrefix(".") && !pattern.hasPrefix(".")
      return isRight && !isHidden && FileSystem.matches(entry.name, segment: segment) ? entry.name.text : nil
    }
  }

  private func isAllowed(_ path: String) -> Bool {
    [folder, root].contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  private func read(_ path: String) -> IncludedFiles.File? {
    guard let real = try? FileSystem.realPath(path), isAllowed(real),
      let bytes = try? WholeFile.read(real, limit: WholeFile.settingsLimit)
    else { return nil }
    let shown =
      path.hasPrefix(folder + "/")
      ? shownFolder + path.dropFirst(folder.count + 1)
      : path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
    return IncludedFiles.File(name: shown, bytes: bytes)
  }
}
