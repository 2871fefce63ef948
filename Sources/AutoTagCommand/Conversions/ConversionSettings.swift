internal import AutoTagBaseline
internal import AutoTagConfiguration
internal import AutoTagConversions
internal import AutoTagEarnings
internal import AutoTagFiles
internal import AutoTagSite
internal import AutoTagTracking

/// The settings and files of a project that reports about conversions go by.
struct ConversionSettings {
  /// The settings of the site that sales are joined with; `nil` where none is named.
  let site: SiteSettings?
  let search: ConfigurationSearch

  /// A configuration, with its path relative to this process's folder; `nil` for a site's that has no file.
  struct Configuration {
    let contents: ConfigurationFile
    let path: String?
  }

  /// The configuration that counts: the site's where one is named.
  var configuration: Configuration? {
    get throws {
      if let site { return Configuration(contents: site.configuration, path: site.configurationPath) }
      return try search.common.map {
        Configuration(contents: try ConfigurationReader.read(path: $0.path), path: $0.path)
      }
    }
  }

  /// The findings that are known; `nil` where no baseline counts. Whoever writes a new one starts from all there is.
  func baseline(
    _ options: ConversionReportOptions, _ configuration: Configuration?
  ) throws(BaselineError) -> Baseline? {
    guard options.known.writeBaseline == nil || options.known.baseline != nil else { return nil }
    let configured = configuration.flatMap { configuration in
      configuration.contents.conversions.baseline.map { beside(configuration, $0) }
    }
    let path = options.known.baseline ?? configured ?? search.conversionsBaseline(beside: configuration?.path)
    return try path.map { path throws(BaselineError) in try Baseline.read(path, of: .conversions) }
  }

  /// Returns true if runs go by a baseline that is there, also where none is named.
  func finds(baseline path: String, _ configuration: Configuration?) -> Bool {
    guard let real = try? FileSystem.realPath(path) else { return false }
    let configured = configuration.flatMap { configuration in
      configuration.contents.conversions.baseline.map { beside(configuration, $0) }
    }
    let counts = configured ?? search.conversionsBaseline(beside: configuration?.path)
    return counts.flatMap { try? FileSystem.realPath($0) } == real
  }

  /// The links that the map of codes beside the configuration tells, without a look at the site; `nil` where Rakuten's links get no
  /// codes, or there are none yet.
  func codesAlone(_ configuration: Configuration?) throws(SiteError) -> ConversionJoinOptions.Links? {
    guard let configuration, configuration.contents.groups.contains(where: { $0.isRakuten && $0.usesCodes })
    else { return nil }
    let path = beside(configuration, LinkCodeMap.fileName)
    let codes = try LinkCodeMap.read(path, named: path)
    guard !codes.places.isEmpty else { return nil }
    let root = configuration.contents.site.map { beside(configuration, $0) } ?? ""
    return ConversionJoinOptions.Links(
      links: SiteLinks(map: path, codes, paths: ShownPaths(of: root)), isWhole: true)
  }

  /// The path of a file that the configuration names, relative to this process's folder.
  private func beside(_ configuration: Configuration, _ path: String) -> String {
    configuration.path.map { PathNames.joined(PathNames.folder(of: $0), path) } ?? path
  }
}
