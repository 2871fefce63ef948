package import AutoTagAudit
package import AutoTagConversions
internal import AutoTagFiles
package import AutoTagRedirects
package import AutoTagSite
package import AutoTagTracking

/// The contents of a site's `autotag.yml`. A setting that it does not have is `nil`, so that defaults are written once.
package struct ConfigurationFile: Equatable, Sendable {
  /// The site's root folder, and the folder for its tagged copy, as they are written: absolute, or relative to the
  /// configuration's folder.
  package var site: String?
  package var output: String?
  /// The lines of both, from 1.
  package var siteLine: Int?
  package var outputLine: Int?
  package var baseURL: String?
  package var include: [String]?
  package var exclude: [String]?
  package var existingSubid: ExistingSubidPolicy?
  /// The tracking groups: the built-in ones, replaced by configured ones of the same name, then the others.
  package var groups: [TrackingGroup] = TrackingGroup.builtIn
  package var redirects = Redirects()
  package var audit = Audit()
  package var conversions = Conversions()

  /// A place in the file, line and column from 1, the column in characters.
  package struct Place: Equatable, Sendable {
    package let line, column: Int

    package init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
  }

  package struct Redirects: Equatable, Sendable {
    package var mode: RedirectMode?
    package var annotates: Bool?
    /// Their paths as they are written: absolute, or relative to the configuration's folder.
    package var sources: [RedirectOptions.Source] = []
    /// The places of the paths, one for each source.
    package var sourcePlaces: [Place] = []
    /// Servers that may be asked; `nil` where there are none.
    package var online: Online?

    package init() {}
  }

  package struct Online: Equatable, Sendable {
    package var hosts: [NamedHost]
    package var allowPrivate: Set<NamedHost> = []
    package var maxAge: MaxAge?
    package var perHost: Int?
    package var timeout: Duration?

    package init(hosts: [NamedHost]) {
      self.hosts = hosts
    }
  }

  package struct Audit: Equatable, Sendable {
    /// By the rules' codes.
    package var levels: [String: AuditOptions.Level] = [:]
    package var ignored: [AuditOptions.Ignored] = []
    package var failOn: FailOn?
    /// A path as it is written: absolute, or relative to the configuration's folder.
    package var baseline: String?

    package init() {}
  }

  package struct Conversions: Equatable, Sendable {
    package var events = EventMapping()
    /// A path as it is written: absolute, or relative to the configuration's folder.
    package var baseline: String?
    /// The currency of amounts whose source does not tell it.
    package var currency: Currency?
    /// The zone of dates that do not tell theirs.
    package var zone: ReportTimeZone?
    package var dateOrder: DateText.Order?

    package init() {}
  }

  package init() {}

  /// The file's name, in a project or at the root of a site.
  package static let name = "autotag.yml"

  /// The path of the configuration file in a folder, a site's or a project's; `nil` where there is none.
  /// - Throws: for a file that is one by mistake only.
  package static func path(atRootOf site: String) throws(ConfigurationError) -> String? {
    let folder = site == "." ? "" : site.hasSuffix("/") ? site : site + "/"
    if FileSystem.exists(folder + name) { return (site == "." ? "./" : folder) + name }
    guard let misnamed = misnamed(in: folder) else { return nil }
    throw ConfigurationError(
      file: misnamed, "a site's configuration is called \(name), and this file is not read: rename it")
  }

  /// Names that somebody may take for that of a configuration.
  private static let wrongNames = [
    "autotag.yaml", ".autotag.yml", ".autotag.yaml", "Autotag.yml", "AutoTag.yml", "autotag.yml.txt",
  ]

  /// The path of a file in a folder that is no configuration by its name, and was meant to be one; `nil` where there is none, or
  /// where the configuration is there too.
  /// - Parameter folder: a text to be put in front of a name.
  package static func misnamed(in folder: String) -> String? {
    guard !FileSystem.exists(folder + name) else { return nil }
    return wrongNames.lazy.map { folder + $0 }.first(where: FileSystem.exists)
  }
}
