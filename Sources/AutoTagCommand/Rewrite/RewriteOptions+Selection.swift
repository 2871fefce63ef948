import AutoTagFiles
internal import AutoTagSite
internal import AutoTagTracking

extension RewriteOptions {
  /// A site, its pages and its links: by the command line, else by the configuration.
  init(
    site: String, _ selection: SelectionOptions, _ configuration: ConfigurationFile,
    configurationPath: String?
  ) throws(ConfigurationError) {
    self.init(site: site)
    if !selection.include.isEmpty {
      include = selection.include
    } else if let include = configuration.include {
      self.include = include
    }
    exclude = (configuration.exclude ?? []) + selection.exclude
    allowsEmpty = selection.allowEmpty
    jobs = selection.jobs ?? 0
    rules = TaggingOptions(
      groups: configuration.groups,
      existingSubid: selection.existingSubid ?? configuration.existingSubid ?? .keep,
      baseURL: selection.baseURL ?? configuration.baseURL)
    redirects = try RedirectSettings.options(
      mode: selection.redirects, online: selection.online,
      isWholeSite: selection.include.isEmpty && selection.exclude.isEmpty, configuration.redirects,
      configurationPath: configurationPath, site: site)
    // A configuration that lies in the site by another name is no part of the site either, nor is its baseline.
    let own = [
      configurationPath, BaselinePath.configured(configuration, configurationPath: configurationPath),
    ]
    ownFiles += own.compactMap { $0.flatMap { try? FileSystem.realPath($0) } }
  }
}
