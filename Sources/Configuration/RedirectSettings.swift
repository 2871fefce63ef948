internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagSite

extension RedirectOptions {
  /// The redirect settings of a run: the caller's, else the configuration's, else the defaults.
  /// - Parameters:
  ///   - isWholeSite: true if no page of the site is left out for this run alone. Only then are answers in the lock
  ///     file forgotten that no link asks for.
  ///   - site: the site's root as it was named, which the result's paths are relative to.
  /// - Throws: `ConfigurationError` when servers are to be asked and the configuration names none.
  init(
    _ overrides: SiteSettings.Overrides, isWholeSite: Bool, _ configured: ConfigurationFile.Redirects,
    configurationPath: String?, site: String
  ) throws(ConfigurationError) {
    self.init()
    mode = overrides.redirects ?? configured.mode ?? mode
    annotates = configured.annotates ?? annotates
    let folder = configurationPath.map(PathNames.folder) ?? "."
    for (source, place) in zip(configured.sources, configured.sourcePlaces) where mode != .off {
      guard FileSystem.exists(PathNames.joined(folder, source.path)) else {
        throw ConfigurationError(
          file: configurationPath ?? ConfigurationFile.name, line: place.line, column: place.column,
          "the redirect file \(source.path) is not there: correct its path, which is relative to this file")
      }
    }
    sources = configured.sources.map { source in
      var source = source
      source.path = Self.path(source.path, in: folder, from: site)
      return source
    }
    if let named = configured.online {
      var live = LiveRedirectOptions(hosts: named.hosts, allowPrivate: named.allowPrivate)
      live.maxAge = named.maxAge ?? live.maxAge
      live.perHost = named.perHost ?? live.perHost
      live.timeout = named.timeout ?? live.timeout
      // Beside the configuration: a generator empties the folder of the generated site.
      if configurationPath != nil { live.lockFile = Self.path(LockFile.name, in: folder, from: site) }
      live.asks = overrides.asksServers
      live.forgetsOthers = isWholeSite
      live.userAgent = "autotag/\(Version.current)"
      self.live = live
    } else if overrides.asksServers {
      throw ConfigurationError(
        file: configurationPath ?? "no configuration",
        "--online asks the hosts under redirects.online.hosts, and there are none: name them, for example "
          + "redirects: {online: {hosts: [www.example.com]}}"
          + (configurationPath == nil ? ", in an \(ConfigurationFile.name)" : ""))
    }
  }

  /// A path relative to a folder, made relative to the site, so that messages name it in a short way.
  static func path(_ path: String, in folder: String, from site: String) -> String {
    // A folder that is not there is reported with the file that would be in it.
    guard !path.hasPrefix("/"), let folder = try? FileSystem.realPath(folder),
      let site = try? FileSystem.realPath(site)
    else { return path }
    return PathNames.joined(PathNames.way(from: site, to: folder), path)
  }
}
