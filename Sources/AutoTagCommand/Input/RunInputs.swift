import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagSite
import SystemPackage

/// The sites of a run: those that the command line names, those of the files that it names, or the configuration's.
struct RunInputs {
  let sites: [SiteInput]

  /// True if files were named. Then the sites are parts of one project, and are told of as one.
  var isLimited: Bool { sites.contains { $0.files != nil } }

  /// - Parameters:
  ///   - paths: folders of sites, or files.
  ///   - pages: the list of more files, where there is one.
  ///   - command: the command, for messages.
  init(
    _ paths: [String], _ pages: PageList, _ selection: SelectionOptions,
    for command: any ParsableCommand.Type
  ) throws {
    var overrides = selection.overrides
    overrides.allowsEmpty = pages.allowsEmpty
    let search = try ConfigurationSearch(option: selection.config, environment: Terminal.environment)
    let named = paths.map { (path: $0, file: NamedFile(FileName($0))) }
    // A link to a folder is a folder here.
    let folders = named.filter { $0.file.kind == .folder || FileSystem.isFolder($0.path) }.map(\.path)
    let files = named.filter { !folders.contains($0.path) }
    for word in files where Self.isMissing(word.file) && !word.path.contains("/") {
      guard
        let option = UsageHint.option(
          word.path, for: command.configuration.commandName ?? "", help: command.helpMessage())
      else { continue }
      throw UsageError(
        command: command, message: "\(word.path) is not there. Is the option meant? It is \(option).")
    }
    if let archive = try files.lazy.compactMap({ try ArchiveInput($0.path) }).first {
      throw CommandFailure(exitStatus: ExitStatus.usage, message: archive.advice(for: command))
    }
    let list = try pages.path.map(FileList.read)
    if list == nil,
      files.isEmpty || paths.count == 1 && Self.isMissing(files[0].file) && !Self.isPage(paths[0])
    {
      sites = try Self.wholeSites(paths, search, overrides, command)
      return
    }
    if let missing = files.first(where: { Self.isMissing($0.file) }) {
      let isCopyMeant =
        command.configuration.commandName == "rewrite" && paths.count == 2 && folders == [paths[0]]
      if !isCopyMeant, let nearest = NearestPath.of(missing.path) {
        throw CommandFailure(
          exitStatus: ExitStatus.usage, message: "\(missing.path) is not there: did you mean \(nearest)?")
      }
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
    let limited = try Self.limitedSites(all, site: folders.first, search, overrides)
    if !folders.isEmpty {
      for site in limited {
        try site.settings.expectSiteItself(for: command.configuration.commandName ?? "")
      }
    }
    sites = limited
  }

  /// Returns true for a name with the ending of a page.
  static func isPage(_ path: String) -> Bool {
    [".html", ".htm", ".xhtml", ".shtml"].contains(where: path.lowercased().hasSuffix)
  }

  static func isMissing(_ file: NamedFile) -> Bool {
    if case .missing = file.kind { true } else { false }
  }

  private static func missing(_ path: String) -> String {
    path.contains("\u{FFFD}")
      ? "\(path) is not there; a name that is no UTF-8 is given by --files-from"
      : "\(path) is not there: correct the name; names that may be gone are given by --files-from"
  }

  // MARK: Whole sites

  private static func wholeSites(
    _ paths: [String], _ search: ConfigurationSearch, _ overrides: SiteSettings.Overrides,
    _ command: any ParsableCommand.Type
  ) throws -> [SiteInput] {
    guard !paths.isEmpty else {
      let site = try configuredSite(search, command)
      let settings = try SiteSettings(site: site, search, overrides)
      return [SiteInput(settings: settings, files: nil, isConfigured: true)]
    }
    if let fault = overlap(of: paths) { throw UsageError(command: command, message: fault) }
    return try paths.map { path in
      try NearestPath.expectSite(path)
      let settings = try SiteSettings(
        site: path, search, isOneOfSeveral: paths.count > 1, overrides)
      try settings.expectSiteItself(for: command.configuration.commandName ?? "")
      return SiteInput(settings: settings, files: nil, isConfigured: false)
    }
  }

  /// The fault of sites of which one is another, or is in another: what both hold would be worked on twice, and by the rules
  /// of either.
  private static func overlap(of paths: [String]) -> String? {
    var seen: [(path: String, real: String)] = []
    for path in paths {
      // What is not there is told of by who reads it.
      guard let real = try? FileSystem.realPath(path) else { continue }
      func isInside(_ one: String, _ other: String) -> Bool {
        one.hasPrefix(other == "/" ? "/" : other + "/")
      }
      for other in seen {
        if other.real == real { return "The site \(path) is named twice." }
        guard isInside(real, other.real) || isInside(other.real, real) else { continue }
        let (inner, outer) = isInside(real, other.real) ? (path, other.path) : (other.path, path)
        return
          "The site \(inner) is inside the site \(outer), which has its pages too: name one of them, or run each by "
          + "itself, the outer one with --exclude."
      }
      seen.append((path, real))
    }
    return nil
  }

  /// The site that the configuration names, relative to this process's folder; `nil` where it names none.
  static func configuredSite(_ search: ConfigurationSearch) throws(ConfigurationError) -> String? {
    guard let path = search.common?.path else { return nil }
    let configuration = try ConfigurationReader.read(path: path)
    return configuration.site.map { PathNames.joined(PathNames.folder(of: path), $0) }
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
      let path = search.common?.path ?? ConfigurationFile.name
      throw ConfigurationError(
        file: path, line: try ConfigurationReader.read(path: path).siteLine,
        "the site \(site) is not there: build it first, or correct “site”"
          + (NearestPath.of(site).map { "; \($0) is there" } ?? ""))
    }
    return site
  }
}
