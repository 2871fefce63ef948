internal import AutoTagFiles
internal import SystemPackage

/// The files that pruning would remove from an output folder, found before anything is written, and the test that the
/// folder is a copy of the site at all: one slip in its name, and pruning would empty a folder that is somebody's.
struct PrunePlan {
  private(set) var removed = PrunedFiles()
  /// The number of files that the site has too.
  private var kept = 0
  /// A file that tells a project; `nil` where there is none.
  private var projectFile: String?

  /// Names that projects have at their root. A site may have them; what has them and is no copy of such a site is
  /// somebody's work. A repository alone is none: a publishing branch lives in such a folder, and is spared.
  private static let projectFiles = Set(
    [
      "autotag.yml", "package.json", "Package.swift", "Cargo.toml", "go.mod", "pyproject.toml",
      "composer.json",
      "Gemfile", "Makefile", "CMakeLists.txt", "_config.yml", "hugo.toml", "hugo.yaml", "hugo.json",
      "config.toml",
      "mkdocs.yml", "conf.py", "pelicanconf.py", "book.toml", ".eleventy.js", "src", ".ssh", ".bashrc",
      ".profile",
    ].map { FileName($0) })

  /// - Parameters:
  ///   - tree: tells what of the site is copied.
  ///   - root: the site's root and the output folder, open.
  init(_ tree: SiteTree, root: SiteFolder) {
    var pending: [(name: FileName, parent: SiteFolder)] = []
    look(tree, at: root, &pending)
    while let (name, parent) = pending.popLast() {
      guard let output = parent.output, let source = try? FileSystem.openFolder(name, in: parent.source)
      else {
        continue
      }
      guard let target = try? FileSystem.openFolder(name, in: output) else {
        try? source.close()
        continue
      }
      look(tree, at: SiteFolder(path: parent.path + [name], source: source, output: target), &pending)
    }
    removed = removed.sorted
  }

  private mutating func look(
    _ tree: SiteTree, at folder: SiteFolder, _ pending: inout [(name: FileName, parent: SiteFolder)]
  ) {
    guard let output = folder.output, let found = try? FileSystem.entries(of: output),
      let entries = try? FileSystem.entries(of: folder.source)
    else { return }
    let hidden = tree.hiddenNames(in: folder.path)
    var inSite: [FileName: FileSystem.Kind] = [:]
    for entry in entries where !hidden.contains(entry.name) && !AtomicFile.isTemporary(entry.name) {
      inSite[entry.name] = entry.kind
    }
    for entry in found
    where !AtomicFile.isTemporary(entry.name) && !OutputTree.isSpared(entry.name, in: folder.path) {
      let isFolder = entry.kind == .folder
      switch inSite[entry.name] {
      case .folder? where isFolder: pending.append((entry.name, folder))
      // A folder makes room for a file where that can be copied.
      case .file? where isFolder, .link? where isFolder, nil:
        let count = isFolder ? FileSystem.fileCount(in: entry.name, of: output) : 1
        removed.add(count, at: folder.path + [entry.name], isFolder: isFolder)
        if folder.path.isEmpty, Self.projectFiles.contains(entry.name) {
          projectFile = projectFile ?? entry.name.text
        }
      default: kept += 1
      }
    }
  }

  /// Refuses to prune a folder that is no copy of the site by what it holds: something of a project, nothing of the site, or
  /// more that the site has not than what it has. A copy that was made with this site once differs in less; where it does
  /// not, whoever made it removes it, and has a new one by the next run.
  func expectCopy(of site: String, at output: String) throws(SiteError) {
    guard removed.count > 0 else { return }
    let files = removed.count == 1 ? "1 file" : "\(removed.count) files"
    let shown = removed.names.prefix(3).joined(separator: ", ") + (removed.names.count > 3 ? ", …" : "")
    let advice =
      "name the folder of the tagged copy, or, if it is this one, remove what is in it yourself and run again"
    if let projectFile {
      throw SiteError(
        "--prune would remove \(files) from \(output), which holds \(projectFile), as projects do and \(site) does "
          + "not: \(advice)")
    }
    guard kept > 0 else {
      throw SiteError(
        "--prune would remove all that \(output) holds, \(files) (\(shown)): nothing of it is in \(site), so that it "
          + "is no copy of it: \(advice)")
    }
    guard removed.count <= kept else {
      throw SiteError(
        "--prune would remove \(files) from \(output) (\(shown)), more than the \(kept) that \(site) has too, so that "
          + "it may be another site, or pages are missing in this one: \(advice)")
    }
  }
}

extension Site {
  /// The files that a run with these options removes from the output; `nil` where it removes none in any case.
  /// - Throws: `SiteError` where the output is no copy of the site.
  func pruning() throws(SiteError) -> PrunedFiles? {
    guard case .output(let path, prune: true, _) = options.destination else { return nil }
    guard isOutputThere else { return PrunedFiles() }
    let tree = tree(output: nil, cleansUp: false)
    let plan = PrunePlan(tree, root: try openRoot(output: true, isOutputNew: false))
    try plan.expectCopy(of: options.site, at: path)
    return plan.removed
  }
}
