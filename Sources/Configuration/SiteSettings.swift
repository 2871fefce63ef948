package import AutoTagAudit
package import AutoTagBaseline
internal import AutoTagFiles
package import AutoTagRedirects
package import AutoTagSite
package import AutoTagTracking

/// The settings of a run over a site: the caller's, else the configuration's, else the defaults.
package struct SiteSettings {
  /// Settings that win over the configuration's: those of the command line, or of a program that uses the library.
  package struct Overrides: Sendable {
    /// Globs of pages instead of the configuration's; empty for those.
    package var include: [String] = []
    /// Globs of files and folders that are left alone, in addition to the configuration's.
    package var exclude: [String] = []
    package var allowsEmpty = false
    package var existingSubid: ExistingSubidPolicy?
    /// The site's address, an absolute http or https URL.
    package var baseURL: String?
    package var redirects: RedirectMode?
    /// True if the servers that the configuration names are asked where links lead.
    package var asksServers = false
    /// Pages that are worked on at a time; `nil` for one for each core.
    package var jobs: Int?

    package init() {}
  }

  package let configuration: ConfigurationFile

  /// The configuration file that was read, relative to this process's folder; `nil` where there was none.
  package let configurationPath: String?

  /// The reason why that file counts; `nil` where there was none, or its caller had read it.
  package private(set) var origin: ConfigurationSearch.Origin?

  /// The sentences that are to be said about files that do not count.
  package private(set) var notes: [String] = []

  /// Sentences of that kind for -v.
  package private(set) var quietNotes: [String] = []

  /// The baseline that is there for whoever names none, relative to this process's folder.
  private var baselineThere: String?

  /// The site, its pages and its links. No destination is set.
  package private(set) var rewrite: RewriteOptions

  /// - Parameters:
  ///   - search: gives the configuration, if there is one.
  ///   - isOneOfSeveral: true if other sites are worked on too, so that what the lock file says about links that this one
  ///     does not have is kept.
  /// - Throws: `ConfigurationError` when the file cannot be read, or says something that it cannot mean.
  package init(
    site: String, _ search: ConfigurationSearch, isOneOfSeveral: Bool = false, _ overrides: Overrides
  ) throws(ConfigurationError) {
    let place = try search.of(site: site)
    try self.init(
      site: site, try Self.configuration(at: place.found?.path), path: place.found?.path, overrides)
    (origin, notes, quietNotes) = (place.found?.origin, place.notes, place.quietNotes)
    baselineThere = search.baseline(of: site, beside: place.found?.path)
    rewrite.ownFiles += [baselineThere].compactMap { $0.flatMap { try? FileSystem.realPath($0) } }
    if isOneOfSeveral { rewrite.redirects.live?.forgetsOthers = false }
  }

  /// The line for -v about the configuration that was read.
  package var found: String {
    "Configuration: \(configurationPath ?? "none")" + (origin.map { " (\($0.text))" } ?? "")
  }

  /// Limits a run to pages that were named.
  package mutating func limit(to files: NamedFiles) {
    rewrite.named = files.names
    // Answers about links of other pages stay in the lock file.
    rewrite.redirects.live?.forgetsOthers = false
  }

  /// Takes the redirects of another site for those of the pages' links. None of its rules is changed.
  package mutating func follow(redirectsOf other: RewriteOptions) {
    rewrite.redirectSite = RewriteOptions.RedirectSite(root: other.site, options: other.redirects)
    if rewrite.redirects.mode == .mend { rewrite.redirects.mode = .tag }
    rewrite.redirectSite?.options.mode = rewrite.redirects.mode
  }

  /// Looks behind no redirect.
  package mutating func ignoreRedirects() { rewrite.redirects.mode = .off }

  /// Sets the text in front of the paths that diffs have.
  package mutating func nameFilesInDiffs(behind prefix: String) { rewrite.diffPrefix = prefix }

  /// Takes files and folders at the site's root out of it, as if they were not there.
  package mutating func hide(_ names: [String]) { rewrite.ownFiles += names }

  /// The settings for one page that belongs to no site, or for pages that come in a stream, by the configuration that every
  /// site of the run has.
  /// - Parameter site: the folder that redirect files are named from.
  package init(
    pageWith search: ConfigurationSearch, of site: String = "-", _ overrides: Overrides
  ) throws(ConfigurationError) {
    let path = search.common?.path
    try self.init(site: site, try Self.configuration(at: path), path: path, overrides)
    origin = search.common?.origin
  }

  private static func configuration(at path: String?) throws(ConfigurationError) -> ConfigurationFile {
    if let path { try ConfigurationReader.read(path: path) } else { ConfigurationFile() }
  }

  /// The settings of a configuration that was read before.
  /// - Parameter path: the file that it was read from, which paths in it are relative to; `nil` for none.
  package init(
    site: String, _ configuration: ConfigurationFile, path: String?, _ overrides: Overrides
  ) throws(ConfigurationError) {
    self.configuration = configuration
    configurationPath = path
    var options = RewriteOptions(site: site)
    if !overrides.include.isEmpty {
      options.include = overrides.include
    } else if let include = configuration.include {
      options.include = include
    }
    options.exclude = (configuration.exclude ?? []) + overrides.exclude
    options.allowsEmpty = overrides.allowsEmpty
    options.jobs = overrides.jobs ?? 0
    options.rules = TaggingOptions(
      groups: configuration.groups,
      existingSubid: overrides.existingSubid ?? configuration.existingSubid ?? .keep,
      baseURL: overrides.baseURL ?? configuration.baseURL)
    options.redirects = try RedirectOptions(
      overrides, isWholeSite: overrides.include.isEmpty && overrides.exclude.isEmpty, configuration.redirects,
      configurationPath: path, site: site)
    // A configuration that lies in the site by another name is no part of the site either, nor are its baseline and its lock
    // file.
    if let path {
      options.codesFile = RedirectOptions.path(
        LinkCodeMap.fileName, in: PathNames.folder(of: path), from: site)
    }
    let conversions = path.map { path in
      PathNames.joined(
        PathNames.folder(of: path),
        configuration.conversions.baseline ?? Baseline.Kind.conversions.fileName)
    }
    let own = [path, Self.baseline(configuration, configurationPath: path), conversions].compactMap {
      $0.flatMap { try? FileSystem.realPath($0) }
    }
    options.ownFiles += own + [options.codesFile, options.redirects.live?.lockFile].compactMap(\.self)
    rewrite = options
  }

  /// The baseline file that the configuration names, relative to this process's folder.
  private static func baseline(
    _ configuration: ConfigurationFile, configurationPath: String?
  ) -> String? {
    guard let path = configuration.audit.baseline, let configurationPath else {
      return configuration.audit.baseline
    }
    return PathNames.joined(PathNames.folder(of: configurationPath), path)
  }

  /// The lock file that answers for servers, relative to this process's folder; `nil` where no server may be asked.
  package var lockFile: String? {
    guard rewrite.redirects.live != nil else { return nil }
    return PathNames.joined(configurationPath.map(PathNames.folder) ?? rewrite.site, LockFile.name)
  }

  /// The baseline file of an audit, relative to this process's folder; `nil` where there is none.
  package func baselineFile(named: String?, makesBaseline: Bool) -> String? {
    if let named { return named }
    // Whoever writes a new one starts from all there is; an old one may even be broken.
    guard !makesBaseline else { return nil }
    if let path = Self.baseline(configuration, configurationPath: configurationPath) { return path }
    if let baselineThere { return baselineThere }
    let own = PathNames.joined(rewrite.site, Baseline.Kind.audit.fileName)
    return FileSystem.exists(own) ? own : nil
  }

  /// Returns true if audits go by a baseline that is there, also where none is named.
  package func finds(baseline path: String) -> Bool {
    guard let real = try? FileSystem.realPath(path) else { return false }
    let counts = Self.baseline(configuration, configurationPath: configurationPath) ?? baselineThere
    let folders = [configurationPath.map(PathNames.folder) ?? ".", rewrite.site]
    let places = counts.map { [$0] } ?? folders.map { PathNames.joined($0, Baseline.Kind.audit.fileName) }
    return places.contains { (try? FileSystem.realPath($0)) == real }
  }

  /// Options for an audit.
  /// - Parameter baselinePath: the file of findings that are known; `nil` for the one that the configuration names, else
  ///   the one beside the configuration or in the site's root, if there is one.
  /// - Throws: `BaselineError` when the file cannot be read.
  package func auditOptions(
    baseline baselinePath: String?, makesBaseline: Bool
  ) throws(BaselineError) -> AuditOptions {
    var rewrite = rewrite
    // An audit that asks servers leaves the lock file as it is.
    rewrite.dryRun = true
    var options = AuditOptions(
      rewrite: rewrite, levels: configuration.audit.levels, ignored: configuration.audit.ignored,
      baseline: try baselineFile(named: baselinePath, makesBaseline: makesBaseline).map {
        path throws(BaselineError) in
        try Baseline.read(path, of: .audit)
      },
      makesBaseline: makesBaseline, version: Version.current)
    options.findProject = { [site = rewrite.site] in SourceProject.find(madeFrom: site) }
    return options
  }
}
