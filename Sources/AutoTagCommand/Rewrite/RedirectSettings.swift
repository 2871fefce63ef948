import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagSite

/// What a run goes by about redirects: the command line, else the configuration, else the defaults.
enum RedirectSettings {
  /// - Parameters:
  ///   - online: whether servers are asked.
  ///   - isWholeSite: whether no page of the site is left out for this run alone.
  ///   - site: the site's root as it was named, which the result's paths are relative to.
  static func options(
    mode: RedirectMode?, online: Bool, isWholeSite: Bool, _ configured: ConfigurationFile.Redirects,
    configurationPath: String?, site: String
  ) throws(ConfigurationError) -> RedirectOptions {
    var options = RedirectOptions()
    options.mode = mode ?? configured.mode ?? options.mode
    options.annotates = configured.annotates ?? options.annotates
    let folder = configurationPath.map(folder) ?? "."
    options.sources = configured.sources.map { source in
      var source = source
      source.path = path(source.path, in: folder, from: site)
      return source
    }
    if let named = configured.online {
      var live = LiveRedirectOptions(hosts: named.hosts, allowPrivate: named.allowPrivate)
      live.maxAge = named.maxAge ?? live.maxAge
      live.perHost = named.perHost ?? live.perHost
      live.timeout = named.timeout ?? live.timeout
      // Beside the configuration, since a generated site does not keep a file.
      if configurationPath != nil { live.lockFile = path(LockFile.name, in: folder, from: site) }
      live.asks = online
      live.forgetsOthers = isWholeSite
      live.userAgent = "autotag/\(Version.current)"
      options.live = live
    } else if online {
      throw ConfigurationError(
        file: configurationPath ?? ConfigurationFile.name,
        "--online asks the hosts under redirects.online.hosts, and there are none: name them, for example "
          + "redirects: {online: {hosts: [www.example.com]}}")
    }
    return options
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path relative to a folder, made relative to the site, so that messages name it in a short way.
  private static func path(_ path: String, in folder: String, from site: String) -> String {
    // A folder that is not there is reported with the file that would be in it.
    guard !path.hasPrefix("/"), let folder = try? FileSystem.realPath(folder),
      let site = try? FileSystem.realPath(site)
    else { return path }
    let target = folder.split(separator: "/")
    let start = site.split(separator: "/")
    var common = 0
    while common < min(target.count, start.count), target[common] == start[common] { common += 1 }
    let up = Array(repeating: "..", count: start.count - common)
    return (up + target[common...].map(String.init) + [path]).joined(separator: "/")
  }
}
