internal import AutoTagAudit
internal import AutoTagBaseline
internal import AutoTagFiles
internal import AutoTagRedirects

/// The search for the configuration of a run: the one that an option names, else the environment's, else the project's, from
/// the current folder up to the repository's root, else the one in the site's root.
package struct ConfigurationSearch: Sendable {
  /// The variable of the environment that names a configuration.
  package static let variable = "AUTOTAG_CONFIG"

  /// The reason why a configuration counts.
  package enum Origin: Sendable, Equatable {
    case option, environment, project, site

    /// In words, to be put behind the file's name.
    package var text: String {
      switch self {
      case .option: "named by --config"
      case .environment: "named by \(ConfigurationSearch.variable)"
      case .project: "found in the current folder or above it"
      case .site: "found in the site"
      }
    }
  }

  /// A configuration file, relative to the current folder, and why it counts.
  package struct Found: Sendable, Equatable {
    package let path: String
    package let origin: Origin
  }

  package let folders: ProjectFolders
  private let home: String?
  /// The configuration of every site of the run; `nil` where each has its own, or none.
  package let common: Found?

  /// - Parameters:
  ///   - path: the file that an option names.
  ///   - environment: gives the value of a variable.
  /// - Throws: for a file in the project that is a configuration by mistake only, or belongs to somebody else.
  package init(option path: String?, environment: (String) -> String?) throws(ConfigurationError) {
    home = environment("HOME")
    folders = ProjectFolders(home: home)
    if let path {
      common = Found(path: path, origin: .option)
    } else if let path = environment(Self.variable), !path.isEmpty {
      do throws(ConfigurationError) {
        _ = try ConfigurationReader.read(path: path)
      } catch {
        throw error.line == nil ? error.named(by: Self.variable) : error
      }
      common = Found(path: path, origin: .environment)
    } else {
      common = try Self.project(folders).map { Found(path: $0, origin: .project) }
    }
  }

  private static func project(_ folders: ProjectFolders) throws(ConfigurationError) -> String? {
    for prefix in folders.prefixes {
      guard let path = try ConfigurationFile.path(atRootOf: prefix.isEmpty ? "." : prefix) else { continue }
      let shown = prefix.isEmpty ? ConfigurationFile.name : path
      guard prefix.isEmpty || isTrusted(path) else {
        throw ConfigurationError(
          file: shown,
          "the file belongs to another user and is not read: name it with --config if it is meant")
      }
      return shown
    }
    return nil
  }

  /// Returns true if a file above the current folder is the user's, the superuser's, or of whoever has the current folder:
  /// settings name files to read and servers to ask.
  private static func isTrusted(_ path: String) -> Bool {
    guard let owner = owner(of: path) else { return true }
    return [0, FileSystem.user, Self.owner(of: ".")].contains(owner)
  }

  private static func owner(of path: String) -> UInt32? {
    (try? FileSystem.status(of: FileName(path), in: FileSystem.currentFolder))?.owner
  }

  // MARK: A site's

  /// The configuration of one site, and what is to be said about files that do not count.
  package struct ForSite: Sendable, Equatable {
    package var found: Found?
    package var notes: [String] = []
    /// Sentences about files that do not count, as somebody said which one does: for -v.
    package var quietNotes: [String] = []
  }

  /// Finds the configuration of a site.
  /// - Parameter site: its root.
  package func of(site: String) throws(ConfigurationError) -> ForSite {
    switch common?.origin {
    case .option, .environment:
      return ForSite(found: common, quietNotes: common.map { passedOver(by: $0.path, site) } ?? [])
    case .project, .site, nil: break
    }
    let own = try ConfigurationFile.path(atRootOf: site).map { Found(path: $0, origin: .site) }
    guard let common else { return ForSite(found: own, notes: own == nil ? unread(above: site) : []) }
    guard let own, !Self.isSame(common.path, own.path) else {
      return ForSite(
        found: common, notes: nearer(to: site, than: common.path) + Self.leftBehind(in: site, by: common.path)
      )
    }
    // Another project's site goes by its own file.
    guard Self.isSite(site, below: common.path) else {
      return ForSite(
        found: own,
        notes: ["\(own.path) counts: the site is not in the folder of \(common.path), which is not read"])
    }
    let advice =
      Self.isCopy(own.path, of: common.path)
      ? Project.exclusion(inSite: site) ?? "it is a copy: remove it"
      : "put what it says there, and remove it"
    return ForSite(
      found: common,
      notes: ["\(common.path) counts, and \(own.path) is not read: \(advice)"]
        + Self.leftBehind(in: site, by: common.path))
  }

  /// Returns the note about a configuration beside a site, or beside a page, that is not read, since the command runs elsewhere;
  /// none where there is no such file, or where a configuration counts.
  package func unread(above path: String) -> [String] {
    guard common == nil else { return [] }
    return unreadFile(above: path).map { shown in
      [
        Self.isRightlyNamed(shown)
          ? "\(shown) is there and is not read, since the command runs outside of its project: --config \(shown)"
          : "\(shown) is there and is not read: \(Self.renamed)"
      ]
    } ?? []
  }

  private static let renamed = "a configuration is called \(ConfigurationFile.name), so rename it"

  private static func isRightlyNamed(_ path: String) -> Bool {
    path.split(separator: "/").last.map(String.init) == ConfigurationFile.name
  }

  /// The note about a configuration between the one that counts and a site.
  private func nearer(to site: String, than counting: String) -> [String] {
    guard let path = unreadFile(above: site, below: counting) else { return [] }
    let advice = Self.isRightlyNamed(path) ? "to go by it, add --config \(path)" : Self.renamed
    return ["\(counting) counts, and \(path), which is nearer to the site, is not read: \(advice)"]
  }

  /// The note about the project's or the site's configuration where another one was named.
  private func passedOver(by named: String, _ site: String) -> [String] {
    let own = try? ConfigurationFile.path(atRootOf: site)
    let project = folders.first(ConfigurationFile.name)
    guard
      let path = own ?? unreadFile(above: site) ?? project, !Self.isSame(path, named)
    else { return [] }
    return ["\(path) is there and is not read, since another configuration is named"]
  }

  /// Returns the nearest configuration above a site, or beside a page, or a file that was meant to be one, as a path from the current
  /// folder; `nil` where there is none.
  /// - Parameter counting: the configuration that counts: one that is in the folders above it is no nearer one.
  private func unreadFile(above path: String, below counting: String? = nil) -> String? {
    guard let real = try? FileSystem.realPath(path), let here = try? FileSystem.realPath(".") else {
      return nil
    }
    let end = counting.flatMap { try? FileSystem.realPath(PathNames.folder(of: $0)) }
    if let end, end == real || end.hasPrefix(real == "/" ? "/" : real + "/") { return nil }
    for folder in ProjectFolders.above(real, home: home) {
      if folder == end { return nil }
      let file = PathNames.joined(folder, ConfigurationFile.name)
      guard let found = FileSystem.exists(file) ? file : ConfigurationFile.misnamed(in: folder + "/"),
        Self.isTrusted(found)
      else { continue }
      return PathNames.way(from: here, to: found)
    }
    return nil
  }

  /// The notes about a lock file or a baseline in the site that lies beside the configuration too.
  private static func leftBehind(in site: String, by configuration: String) -> [String] {
    let beside = PathNames.folder(of: configuration)
    guard !isSame(beside, site) else { return [] }
    return [LockFile.name, Baseline.Kind.audit.fileName].compactMap { name in
      let (left, right) = (PathNames.joined(site, name), PathNames.joined(beside, name))
      guard FileSystem.exists(left), name == LockFile.name || FileSystem.exists(right) else { return nil }
      return FileSystem.exists(right)
        ? "\(right) counts, and \(left) is not read: remove it"
        : "\(left) is not read, since \(configuration) counts: mv \(left) \(right)"
    }
  }

  private static func isCopy(_ one: String, of other: String) -> Bool {
    guard let one = try? WholeFile.read(one, limit: WholeFile.settingsLimit) else { return false }
    return one == (try? WholeFile.read(other, limit: WholeFile.settingsLimit))
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    guard let one = try? FileSystem.realPath(one) else { return false }
    return one == (try? FileSystem.realPath(other))
  }

  private static func isSite(_ site: String, below configuration: String) -> Bool {
    guard let site = try? FileSystem.realPath(site),
      let folder = try? FileSystem.realPath(PathNames.folder(of: configuration))
    else { return true }
    return site == folder || folder == "/" || site.hasPrefix(folder + "/")
  }

  /// The baseline file that a run over a site goes by where none is named: beside the configuration, or in the project where
  /// there is none, else in the site's root; `nil` where there is none.
  package func baseline(of site: String, beside configuration: String?) -> String? {
    let name = Baseline.Kind.audit.fileName
    if let project = file(name, beside: configuration) { return project }
    let own = PathNames.joined(site, name)
    return FileSystem.exists(own) ? own : nil
  }

  /// The baseline file that reports about conversions go by where none is named: beside the configuration, or in the project
  /// where there is none; `nil` where there is none.
  package func conversionsBaseline(beside configuration: String?) -> String? {
    file(Baseline.Kind.conversions.fileName, beside: configuration)
  }

  private func file(_ name: String, beside configuration: String?) -> String? {
    guard let configuration else { return folders.first(name) }
    let beside = PathNames.joined(PathNames.folder(of: configuration), name)
    return FileSystem.exists(beside) ? beside : nil
  }
}
