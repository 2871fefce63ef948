internal import AutoTagSite

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
    options = try Self.options(command, configuration, configurationPath)
  }

  private static func options(
    _ command: RewriteCommand, _ configuration: ConfigurationFile, _ configurationPath: String?
  ) throws(ConfigurationError) -> RewriteOptions {
    let destination = command.destination
    var options = try RewriteOptions(
      site: command.site, command.selection, configuration, configurationPath: configurationPath)
    if let output = destination.output {
      options.destination = .output(
        path: output, prune: destination.prune, hardLinks: destination.hardLinks)
    } else if destination.inPlace {
      options.destination = .inPlace
    }
    options.dryRun = destination.dryRun
    return options
  }
}
