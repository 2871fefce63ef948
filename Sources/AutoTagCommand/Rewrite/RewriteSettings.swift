import AutoTag

/// What a run goes by: the command line, else the configuration, else the defaults.
struct RewriteSettings {
  let options: RewriteOptions
  /// The configuration that was read, `nil` when there was none.
  let configurationPath: String?

  init(_ command: RewriteCommand) throws(ConfigurationError) {
    let selection = command.selection
    // A page from standard input belongs to no site, so that no file is its configuration unless named.
    configurationPath =
      if let path = selection.config {
        path
      } else if command.isStandardInput {
        nil
      } else {
        try ConfigurationFile.path(atRootOf: command.site)
      }
    let configuration =
      if let configurationPath {
        try ConfigurationReader.read(path: configurationPath)
      } else {
        ConfigurationFile()
      }
    var options = Self.options(command, configuration)
    options.redirects = try RedirectSettings.options(
      mode: selection.redirects, online: selection.online,
      isWholeSite: selection.include.isEmpty && selection.exclude.isEmpty, configuration.redirects,
      configurationPath: configurationPath, site: command.site)
    // A configuration that lies in the site by another name is no part of the site either.
    if let path = configurationPath.flatMap(SystemCalls.realPath) { options.ownFiles.append(path) }
    self.options = options
  }

  static func options(_ command: RewriteCommand, _ configuration: ConfigurationFile) -> RewriteOptions {
    let selection = command.selection
    let destination = command.destination
    var options = RewriteOptions(site: command.site)
    if let output = destination.output {
      options.destination = .output(path: output, prune: destination.prune)
    } else if destination.inPlace {
      options.destination = .inPlace
    }
    options.dryRun = destination.dryRun
    if !selection.include.isEmpty {
      options.include = selection.include
    } else if let include = configuration.include {
      options.include = include
    }
    options.exclude = (configuration.exclude ?? []) + selection.exclude
    options.jobs = selection.jobs ?? 0
    options.rules = PageRules(
      groups: configuration.groups,
      existingSubid: selection.existingSubid ?? configuration.existingSubid ?? .keep,
      baseURL: selection.baseURL ?? configuration.baseURL)
    return options
  }
}
