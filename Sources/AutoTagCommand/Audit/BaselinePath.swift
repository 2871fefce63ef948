internal import AutoTagAudit

/// The path of a site's baseline.
enum BaselinePath {
  /// The file that the configuration names, relative to this process's folder.
  static func configured(_ configuration: ConfigurationFile, configurationPath: String?) -> String? {
    guard let path = configuration.audit.baseline, !path.hasPrefix("/"), let configurationPath,
      let slash = configurationPath.lastIndex(of: "/")
    else { return configuration.audit.baseline }
    return configurationPath[...slash] + path
  }

  /// The file that is read where none is named.
  static func atRoot(of site: String) -> String {
    (site.hasSuffix("/") ? site : site + "/") + Baseline.fileName
  }
}
