import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagSite
import SystemPackage

extension RunInputs {
  /// The files that a folder which is no site holds besides its pages, and that nobody means by it.
  private static let neverPages = [".git", ".hg", ".svn", "node_modules"]

  /// Files that a server or a host reads at a site's root, and nobody puts elsewhere above one.
  private static let rootFiles = [
    "_redirects", ".htaccess", "web.config", "Web.config", "Caddyfile", "staticwebapp.config.json",
  ]

  /// A folder that files are named in, as the user writes it and as it is on the disk.
  private struct Place {
    let root: String
    let path: String
    /// The reason why it stands for a site; `nil` where it was named.
    var reason: String?

    init?(_ root: String, reason: String? = nil) {
      guard let path = try? FileSystem.realPath(root) else { return nil }
      (self.root, self.path, self.reason) = (root, path, reason)
    }
  }

  private struct Group {
    let place: Place
    var files: [NamedFile]
  }

  /// Finds the sites of named files: the one that is named beside them, else the configuration's where they lie in it; else
  /// the folder above them that is a site by what it holds; else the repository, or the current folder.
  /// - Parameter site: the folder that was named beside the list of files.
  static func limitedSites(
    _ files: [NamedFile], site: String?, _ search: ConfigurationSearch,
    _ overrides: SiteSettings.Overrides
  ) throws -> [SiteInput] {
    let configured = site == nil ? try configuredSite(search) : nil
    let inner = [site, configured].compactMap(\.self).compactMap { Place($0) }
    let repository = search.folders.repository.map { $0.isEmpty ? "." : String($0.dropLast()) }
    let outer = site == nil ? [repository, "."].compactMap(\.self).compactMap { Place($0) } : []
    var groups: [Group] = []
    // What is not there, or is no file, belongs to no site; it is told of with the others.
    let strays = files.filter { isMissing($0) || $0.kind == .folder }
    for file in files where !isMissing(file) && file.kind != .folder {
      var place = (inner + outer).first { file.names(below: $0.path) != nil }
      if configured == nil, site == nil, let top = place { place = servedRoot(of: file, within: top) ?? top }
      guard let place else {
        guard isPage(file.name.text) else {
          throw CommandFailure(
            exitStatus: ExitStatus.usage,
            message:
              "\(file.name.text) is no page and no site: name the folder of a site, or its pages, which end in .html or "
              + "as “include” says")
        }
        let sites = (inner + outer).reduce(into: [String]()) {
          if !$0.contains($1.root) { $0.append($1.root) }
        }
        throw CommandFailure(
          exitStatus: ExitStatus.usage,
          message:
            "\(file.name.text) is outside of \(sites.isEmpty ? "every site" : sites.joined(separator: " and ")): run "
            + "autotag in its project, or name its site's folder and give the file by --files-from")
      }
      if let index = groups.firstIndex(where: { $0.place.path == place.path }) {
        groups[index].files.append(file)
      } else {
        groups.append(Group(place: place, files: [file]))
      }
    }
    if groups.isEmpty, let place = (inner + outer).first { groups = [Group(place: place, files: [])] }
    if !groups.isEmpty { groups[0].files += strays }
    // The configuration's site first: what is changed in its redirect files counts for the others.
    let main = groups.filter { $0.place.root == configured }
    groups = main + groups.filter { $0.place.root != configured }
    let redirects = try configured.map { root in
      try SiteSettings(site: root, search, isOneOfSeveral: true, overrides).rewrite
    }
    var inputs = try groups.map { group in
      try input(group, site: site, configured: redirects, search, overrides, isAlone: groups.count == 1)
    }
    inputs = withoutEmptyParts(inputs)
    // What is wrong with the redirects of a site of which no page was named is nobody's concern here.
    for index in inputs.indices where inputs[index].files?.pages == 0 {
      inputs[index].settings.ignoreRedirects()
    }
    if inputs.count > 1, let top = outer.first { inputs = inputs.map { $0.withDiffPaths(from: top.path) } }
    guard overrides.allowsEmpty || inputs.contains(where: { ($0.files?.pages ?? 0) > 0 }) else {
      let lines = inputs.flatMap { $0.notes(showsAll: false) }
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message: files.isEmpty
          ? "no file was named: accept it with --allow-empty"
          : "none of the named files is a page: \(lines.joined(separator: "; ")); accept it with --allow-empty"
      )
    }
    return inputs
  }

  /// - Parameter configured: the settings of the configuration's site; `nil` where it names none.
  private static func input(
    _ group: Group, site: String?, configured: RewriteOptions?, _ search: ConfigurationSearch,
    _ overrides: SiteSettings.Overrides, isAlone: Bool
  ) throws -> SiteInput {
    var settings = try SiteSettings(
      site: group.place.root, search, isOneOfSeveral: !isAlone, overrides)
    let named = NamedFiles(group.files, below: group.place.path, settings.rewrite)
    settings.limit(to: named)
    let isConfigured = configured?.site == group.place.root
    if group.place.root != site, !isConfigured { settings.hide(neverPages) }
    var notes =
      settings.configurationPath == nil && settings.notes.isEmpty
      ? unreadConfiguration(above: group.files, search) : []
    if let configured, !isConfigured {
      if FileSystem.isFolder(configured.site) {
        settings.follow(redirectsOf: configured)
      } else if settings.rewrite.redirects.mode != .off {
        notes = [
          "\(configured.site), which the configuration names, is not there, so that its redirects are not known"
        ]
      }
    }
    var input = SiteInput(settings: settings, files: named, isConfigured: isConfigured)
    input.reason = group.place.reason
    input.isBeside = configured != nil && !isConfigured
    input.redirectNotes = notes
    return input
  }

  /// Returns the note about a configuration that is in none of the folders that are looked at, and beside one of the files.
  private static func unreadConfiguration(above files: [NamedFile], _ search: ConfigurationSearch) -> [String]
  {
    var seen: Set<String> = []
    for file in files where seen.insert(PathNames.folder(of: file.name.text)).inserted {
      let notes = search.unread(above: file.name.text)
      if !notes.isEmpty { return notes }
    }
    return []
  }

  /// Joins parts that have no page, so that what is said of their files is said with the others.
  private static func withoutEmptyParts(_ inputs: [SiteInput]) -> [SiteInput] {
    guard let index = inputs.firstIndex(where: { ($0.files?.pages ?? 0) > 0 }) ?? inputs.indices.first else {
      return inputs
    }
    var first = inputs[index]
    var others: [SiteInput] = []
    for (number, input) in inputs.enumerated() where number != index {
      if let files = input.files, files.pages == 0 {
        first.files?.adopt(files)
      } else {
        others.append(input)
      }
    }
    var parts = [first] + others
    let count = parts.reduce(0) { $0 + ($1.files?.count ?? 0) }
    for index in parts.indices {
      let own = parts[index].files?.count ?? 0
      parts[index].files?.elsewhere = count - own
    }
    return parts
  }

  /// Returns the highest folder above a file that is a site's root by what it holds; `nil` where there is none. An
  /// `.htaccess` may be one of a folder of the site; an `index.html` above it tells so.
  private static func servedRoot(of file: NamedFile, within top: Place) -> Place? {
    guard let names = file.names(below: top.path)?.dropLast() else { return nil }
    let folders = (0...names.count).map { names.prefix($0).map(\.text).joined(separator: "/") }
    func path(_ folder: String) -> String { folder.isEmpty ? top.root : PathNames.joined(top.root, folder) }
    func holds(_ folder: String, _ name: String) -> Bool {
      FileSystem.exists(PathNames.joined(path(folder), name))
    }
    for (index, folder) in folders.enumerated() {
      guard let found = rootFiles.first(where: { holds(folder, $0) }) else { continue }
      let widest = folders[..<index].first { holds($0, "index.html") } ?? folder
      return Place(
        path(widest), reason: "no configuration names it; \(PathNames.joined(path(folder), found)) is there")
    }
    return nil
  }
}

extension SiteInput {
  /// The same part of a project, the paths in its diffs relative to the project's root.
  fileprivate func withDiffPaths(from top: String) -> SiteInput {
    guard let root = try? FileSystem.realPath(site) else { return self }
    let way = PathNames.way(from: top, to: root)
    var input = self
    input.settings.nameFilesInDiffs(behind: way == "." ? "" : way + "/")
    return input
  }
}
