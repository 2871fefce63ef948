package import AutoTagAudit
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

  /// The site, its pages and its links. No destination is set.
  package let rewrite: RewriteOptions

  /// - Parameters:
  ///   - path: a configuration file; `nil` for the one in the site's root, if there is one.
  /// - Throws: `ConfigurationError` when the file cannot be read, or says something that it cannot mean.
  package init(
    site: String, configuration path: String?, _ overrides: Overrides
  ) throws(ConfigurationError) {
    let path = if let path { path } else { try ConfigurationFile.path(atRootOf: site) }
    try self.init(site: site, try Self.configuration(at: path), path: path, overrides)
  }

  /// The settings for one page that belongs to no site: only a configuration that is named is read.
  package init(pageWithConfiguration path: String?, _ overrides: Overrides) throws(ConfigurationError) {
    try self.init(site: "-", try Self.configuration(at: path), path: path, overrides)
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
    // A configuration that lies in the site by another name is no part of the site either, nor is its baseline.
    let own = [path, Self.baseline(configuration, configurationPath: path)].compactMap {
      $0.flatMap { try? FileSystem.realPath($0) }
    }
    options.ownFiles += own
    rewrite = options
  }

  /// The baseline file that the configuration names, relative to this process's folder.
  private static func baseline(
    _ configuration: ConfigurationFile, configurationPath: String?
  ) -> String? {
    guard let path = configuration.audit.baseline, !path.hasPrefix("/"), let configurationPath,
      let slash = configurationPath.lastIndex(of: "/")
    else { return configuration.audit.baseline }
    return configurationPath[...slash] + path
  }

  /// Options for an audit.
  /// - Parameter baselinePath: the file of findings that are known; `nil` for the one that the configuration names, else
  ///   the one in the site's root, if there is one.
  /// - Throws: `BaselineError` when the file cannot be read.
  package func auditOptions(
    baseline baselinePath: String?, makesBaseline: Bool
  ) throws(BaselineError) -> AuditOptions {
    var rewrite = rewrite
    // An audit that asks servers leaves the lock file as it is.
    rewrite.dryRun = true
    return AuditOptions(
      rewrite: rewrite, levels: configuration.audit.levels, ignored: configuration.audit.ignored,
      baseline: try baseline(at: baselinePath, makesBaseline: makesBaseline),
      makesBaseline: makesBaseline, version: Version.current)
  }

  private func baseline(at named: String?, makesBaseline: Bool) throws(BaselineError) -> Baseline? {
    if let named { return try Self.readBaseline(named) }
    // Whoever writes a new one starts from all there is; an old one may even be broken.
    guard !makesBaseline else { return nil }
    if let path = Self.baseline(configuration, configurationPath: configurationPath) {
      return try Self.readBaseline(path)
    }
    let site = rewrite.site
    let path = (site.hasSuffix("/") ? site : site + "/") + Baseline.fileName
    return FileSystem.exists(path) ? try Self.readBaseline(path) : nil
  }

  private static func readBaseline(_ path: String) throws(BaselineError) -> Baseline {
    let bytes: [UInt8]
    do throws(WholeFileError) {
      bytes = try WholeFile.read(path, limit: WholeFile.dataLimit)
    } catch {
      throw BaselineError(
        file: path, "the baseline cannot be read: \(error.description); write it with --write-baseline")
    }
    return try Baseline(bytes, file: path)
  }
}
