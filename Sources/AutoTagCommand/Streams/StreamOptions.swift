import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagSite

/// The option of a site that comes through standard input.
struct StreamOptions: ParsableArguments {
  enum Format: String, WordChoice {
    case records, tar

    /// The order of the files.
    var files: StreamScan.Format { self == .records ? .records : .tar }
  }

  @Option(
    help: ArgumentHelp(
      """
      With -: take a site's files from standard input, one after the other. records: a line of JSON, the bytes, a line \
      end.
      """, valueName: "format"))
  var stream: Format?

  /// The settings for a site that comes in a stream, by the configuration that every site of the run has.
  /// - Parameter allowsEmpty: true if no page at all is right.
  static func settings(_ selection: SelectionOptions, allowsEmpty: Bool = false) throws -> SiteSettings {
    var overrides = selection.overrides
    overrides.allowsEmpty = allowsEmpty
    let search = try ConfigurationSearch(option: selection.config, environment: Terminal.environment)
    let site = try RunInputs.configuredSite(search).flatMap { FileSystem.isFolder($0) ? $0 : nil }
    return try SiteSettings(pageWith: search, of: site ?? ".", overrides)
  }
}
