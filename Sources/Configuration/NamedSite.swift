internal import AutoTagFiles
internal import AutoTagSite

extension SiteSettings {
  /// The way in which a command takes a site: as an argument, or by `--site`, which it may need.
  package enum SiteNaming {
    case argument, option, neededOption
  }

  /// Checks that a folder which was named for a site does not hold the one that the configuration names, or its tagged copy:
  /// its redirects would not be found, and its paths would begin elsewhere.
  /// - Parameter command: the command's name, for the advice.
  package func expectSiteItself(
    for command: String, by naming: SiteNaming = .argument
  ) throws(ConfigurationError) {
    guard let path = configurationPath, let root = try? FileSystem.realPath(rewrite.site),
      let base = try? FileSystem.realPath(PathNames.folder(of: path))
    else { return }
    func folder(_ written: String) -> (shown: String, real: String) {
      let shown = PathNames.joined(PathNames.folder(of: path), written)
      return (shown, (try? FileSystem.realPath(shown)) ?? PathNames.joined(base, written))
    }
    let (site, copy) = (configuration.site.map(folder), configuration.output.map(folder))
    guard site?.real != root, copy?.real != root else { return }
    func isInside(_ folder: (shown: String, real: String)?) -> Bool {
      folder.map { $0.real.hasPrefix(root == "/" ? "/" : root + "/") } ?? false
    }
    let isSite = isInside(site)
    guard let inner = isSite ? site : copy, isSite || isInside(copy) else { return }
    // What is found in the current folder or above it needs no option.
    let option = origin == .project || origin == .environment ? "" : " --config \(path)"
    let name = naming == .argument ? "name \(inner.shown)" : "name it by --site \(inner.shown)"
    let advice =
      isSite && naming != .neededOption ? "run autotag \(command)\(option), or \(name)" : name
    throw ConfigurationError(
      file: path, line: isSite ? configuration.siteLine : configuration.outputLine,
      "\(isSite ? "the site" : "the site's tagged copy") is \(inner.shown), and not \(rewrite.site), which holds it: "
        + advice)
  }
}
