internal import AutoTagBytes
internal import AutoTagFiles
internal import SystemPackage

/// The sources of a project by the addresses that they have by their own settings: Hugo's `slug` and `url`, Jekyll's posts and
/// `permalink`, and Pelican's titles. All of them have to be looked at, which is done once, and only where a page has no
/// source of its name.
struct ListedSources {
  /// Paths relative to the folder of the content.
  private var byStem: [String: [String]] = [:]
  private var bySlug: [String: [String]] = [:]
  private var byDate: [String: [String]] = [:]

  /// The most files that are looked at.
  private static let most = 20_000
  private static let endings: Set<String> = [
    "md", "markdown", "mkd", "mkdn", "mkdown", "html", "rst", "adoc", "asciidoc", "org",
  ]

  init(_ project: SourceProject, besides site: String) {
    var count = 0
    var folders = [""]
    while let folder = folders.popLast() {
      let path = project.content + (folder.isEmpty ? "" : "/" + folder)
      guard path != site,
        let open = try? FileSystem.openFolder(
          FileName(path), in: FileSystem.currentFolder, followsLinks: true)
      else { continue }
      defer { try? open.close() }
      for entry in (try? FileSystem.entries(of: open)) ?? [] where !entry.name.isHidden {
        let name = entry.name.text
        let place = folder.isEmpty ? name : folder + "/" + name
        if entry.kind == .folder {
          if !["node_modules", "vendor", "_site"].contains(name) { folders.append(place) }
        } else if entry.kind == .file, let dot = name.lastIndex(of: "."),
          Self.endings.contains(name[name.index(after: dot)...].lowercased())
        {
          count += 1
          guard count <= Self.most else { return }
          add(place, Self.head(of: entry.name, in: open), project.generator)
        }
      }
    }
  }

  /// Reads the beginning of a file.
  static func head(of name: FileName, in folder: FileDescriptor) -> SourceHead? {
    guard let file = try? FileSystem.open(name, in: folder) else { return nil }
    defer { try? file.close() }
    var buffer = [UInt8](repeating: 0, count: SourceHead.length)
    guard let length = try? FileSystem.readSome(file, into: &buffer, from: 0) else { return nil }
    return SourceHead(buffer[..<length])
  }

  private mutating func add(_ path: String, _ head: SourceHead?, _ generator: SourceProject.Generator?) {
    let whole = path.prefix(upTo: path.lastIndex(of: ".") ?? path.endIndex)
    var names = whole.split(separator: "/").map(String.init)
    if let address = head?.address, !address.contains(":") { byStem[address, default: []].append(path) }
    switch generator {
    case .hugo:
      guard head?.address == nil else { return }
      if let last = names.last, ["index", "_index"].contains(last) { names.removeLast() }
      if let slug = head?.slug, !names.isEmpty { names[names.count - 1] = slug }
      names = names.map { $0.lowercased().replacing(" ", with: "-") }
      byStem[names.joined(separator: "/"), default: []].append(path)
      if let last = names.last { bySlug[last, default: []].append(path) }
    case .jekyll:
      guard names.contains("_posts"), let name = names.last else { return }
      byDate[name, default: []].append(path)
      let parts = name.split(separator: "-", maxSplits: 3)
      if parts.count == 4 { bySlug[head?.slug ?? String(parts[3]), default: []].append(path) }
    case .pelican:
      guard let slug = head?.slug ?? head?.title.flatMap(SourceHead.pelicanSlug) else { return }
      byStem[names.first == "pages" ? "pages/" + slug : slug, default: []].append(path)
      bySlug[slug, default: []].append(path)
    case .mkDocs, .sphinx, nil: break
    }
  }

  /// Returns the one source that has a page's address; `nil` for none and for several.
  func source(of page: SourceNames) -> String? {
    for paths in [byStem[page.stem], page.datedName.flatMap { byDate[$0] }] {
      if let paths, paths.count == 1 { return paths[0] }
    }
    return nil
  }

  /// Returns the one source whose page has that name in some folder, which may also be a list that a theme makes.
  func likelySource(of page: SourceNames) -> String? {
    guard let slug = page.slug, let paths = bySlug[String(slug)], paths.count == 1 else { return nil }
    return paths[0]
  }
}
