import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagSite
import SystemPackage

/// The sites of a run: those that the command line names, those of the files that it names, or the configuration's.
struct RunInputs {
  let sites: [SiteInput]

  /// True if files were named.
  var isLimited: Bool { sites.contains { $0.files != nil } }

  /// - Parameters:
  ///   - paths: folders of sites, or files.
  ///   - command: the command, for messages.
  init(_ paths: [String], _ selection: SelectionOptions, for command: any ParsableCommand.Type) throws {
    let search = try ConfigurationSearch(option: selection.config, environment: Terminal.environment)
    let named = paths.map { (path: $0, file: NamedFile(FileName($0))) }
    // A link to a folder is a folder here.
    let folders = named.filter { $0.file.kind == .folder || FileSystem.isFolder($0.path) }.map(\.path)
    let files = named.filter { !folders.contains($0.path) }
    let list = try selection.filesFrom.map(FileList.read)
    if list == nil, files.isEmpty || paths.count == 1 && Self.isMissing(files[0].file) {
      sites = try Self.wholeSites(paths, search, selection, command)
      return
    }
    if let missing = files.first(where: { Self.isMissing($0.file) }) {
      let isCopyMeant =
        command.configuration.commandName == "rewrite" && paths.count == 2 && folders == [paths[0]]
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message: Self.missing(missing.path)
          + (isCopyMeant ? "; a copy of \(folders[0]) in \(missing.path) is --output \(missing.path)" : ""))
    }
    guard files.isEmpty || folders.isEmpty else {
      throw UsageError(
        command: command,
        message: "\(folders[0]) is a folder and \(files[0].path) a file: name sites, or pages of one site.")
    }
    guard folders.count < 2 else {
      throw UsageError(
        command: command, message: "--files-from has the pages of one site: name one folder, or none.")
    }
    let all = files.map(\.file) + (list ?? []).map(NamedFile.init)
    sites = try Self.limitedSites(all, site: folders.first, search, selection)
  }

  private static func isMissing(_ file: NamedFile) -> Bool {
    if case .missing = file.kind { true } else { false }
  }

  private static func missing(_ path: String) -> String {
    path.contains("\u{FFFD}")
      ? "\(path) is not there; a name that is no UTF-8 is given by --files-from"
      : "\(path) is not there: correct the name; names that may be gone are given by --files-from"
  }

  // MARK: Whole sites

  private static func wholeSites(
    _ paths: [String], _ search: ConfigurationSearch, _ selection: SelectionOptions,
    _ command: any ParsableCommand.Type
  ) throws -> [SiteInput] {
    guard !paths.isEmpty else {
      let site = try configuredSite(search, command)
      let settings = try SiteSettings(site: site, search, selection.overrides)
      return [SiteInput(settings: settings, files: nil, isConfigured: true)]
    }
    var seen: Set<String> = []
    for path in paths {
      guard let real = try? FileSystem.realPath(path), !seen.insert(real).inserted else { continue }
      throw UsageError(command: command, message: "The site \(path) is named twice.")
    }
    return try paths.map { path in
      SiteInput(
        settings: try SiteSettings(
          site: path, search, isOneOfSeveral: paths.count > 1, selection.overrides),
        files: nil, isConfigured: false)
    }
  }

  /// The site that the configuration names, relative to this process's folder; `nil` where it names none.
  static func configuredSite(_ search: ConfigurationSearch) throws(ConfigurationError) -> String? {
    guard let path = search.common?.path, let site = try ConfigurationReader.read(path: path).site else {
      return nil
    }
    return PathNames.joined(PathNames.folder(of: path), site)
  }

  private static func configuredSite(
    _ search: ConfigurationSearch, _ command: any ParsableCommand.Type
  ) throws -> String {
    guard let site = try configuredSite(search) else {
      let advice =
        search.common.map { "put “site: public” into \($0.path)" }
        ?? "let autotag init write a configuration that names it"
      throw UsageError(command: command, message: "Which site? Name its root folder, or \(advice).")
    }
    guard FileSystem.exists(site) else {
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message:
          "the site \(site), which \(search.common?.path ?? "") names, is not there: build it first, or correct "
          + "“site”")
    }
    return site
  }

  // MARK: Named files

  /// The files that a folder which is no site holds besides its pages, and that nobody means by it.
  private static let neverPages = [".git", ".hg", ".svn", "node_modules"]

  private static func limitedSites(
    _ files: [NamedFile], site: String?, _ search: ConfigurationSearch, _ selection: SelectionOptions
  ) throws -> [SiteInput] {
    let configured = site == nil ? try configuredSite(search) : nil
    // A file belongs to the site that it is in; else to the repository, or the current folder, as if that were one.
    let roots =
      [site, configured].compactMap(\.self)
      + (site == nil
        ? [search.folders.repository.map { $0.isEmpty ? "." : String($0.dropLast()) }, "."].compactMap(\.self)
        : [])
    var places: [(root: String, path: String)] = []
    for root in roots {
      guard let path = try? FileSystem.realPath(root), !places.contains(where: { $0.path == path }) else {
        continue
      }
      places.append((root, path))
    }
    // What is not there, or is no file, belongs to no site; it is told of with the others.
    let strays = files.filter { isMissing($0) || $0.kind == .folder }
    var groups: [(root: String, path: String, files: [NamedFile])] = []
    for file in files where !isMissing(file) && file.kind != .folder {
      guard let place = places.first(where: { file.names(below: $0.path) != nil }) else {
        let sites = places.map(\.root).joined(separator: " and ")
        throw CommandFailure(
          exitStatus: ExitStatus.usage,
          message:
            "\(file.name.text) is outside of \(sites.isEmpty ? "every site" : sites): run autotag in its project, or "
            + "name its site's folder and give the file by --files-from")
      }
      if let index = groups.firstIndex(where: { $0.path == place.path }) {
        groups[index].files.append(file)
      } else {
        groups.append((place.root, place.path, [file]))
      }
    }
    if groups.isEmpty, let place = places.first { groups = [(place.root, place.path, [])] }
    if !groups.isEmpty { groups[0].files += strays }
    let inputs = try groups.map { group in
      var settings = try SiteSettings(
        site: group.root, search, isOneOfSeveral: groups.count > 1, selection.overrides)
      let named = NamedFiles(group.files, below: group.path, settings.rewrite)
      settings.limit(to: named)
      if group.root != site, group.root != configured { settings.hide(neverPages) }
      return SiteInput(
        settings: settings, files: named, isConfigured: site == nil && group.root == configured)
    }
    guard selection.allowEmpty || inputs.contains(where: { ($0.files?.pages ?? 0) > 0 }) else {
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
}
