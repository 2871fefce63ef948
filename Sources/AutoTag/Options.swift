internal import AutoTagConfiguration
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

extension AutoTagger {
  /// The settings of a tagger: the defaults of the command `autotag`, or a configuration file's.
  public struct Options: Sendable {
    var configuration = ConfigurationFile()
    var configurationPath: String?

    /// The pages that are worked on at a time, from 1 on; `nil` for one for each core.
    public var jobs: Int?

    /// The default options: Rakuten's links are tagged, and another value of their subid parameter is kept.
    public init() {}

    /// The options of a configuration file, as the command `autotag` reads them.
    /// - Parameter path: the file, usually `autotag.yml`. Paths in it are relative to its folder.
    /// - Throws: ``AutoTagError`` with the code ``AutoTagError/Code/configuration``, file, line and column.
    public init(configurationFile path: String) throws(AutoTagError) {
      do throws(ConfigurationError) {
        configuration = try ConfigurationReader.read(path: path)
      } catch {
        throw AutoTagError(error)
      }
      configurationPath = path
    }

    /// The affiliate networks whose links are tagged. The default is Rakuten alone.
    public var groups: [TrackingGroup] {
      get { configuration.groups.map(TrackingGroup.init) }
      set { configuration.groups = newValue.map(\.group) }
    }

    /// The treatment of a link whose subid parameter has another value already.
    public var existingSubid: ExistingSubid {
      get { configuration.existingSubid == .replace ? .replace : .keep }
      set { configuration.existingSubid = newValue == .replace ? .replace : .keep }
    }

    /// The address of the site's root as visitors see it, an absolute http or https URL, for relative links; `nil`
    /// where it is not known.
    public var baseURL: String? {
      get { configuration.baseURL }
      set { configuration.baseURL = newValue }
    }

    /// Globs of a site's pages, relative to its root. The default is all files that end with `.html`, `.htm`, `.xhtml` and
    /// `.shtml`.
    public var include: [String] {
      get { configuration.include ?? RewriteOptions.defaultInclude }
      set { configuration.include = newValue }
    }

    /// Globs of files and folders that are never pages; they are still copied to an output folder.
    public var exclude: [String] {
      get { configuration.exclude ?? [] }
      set { configuration.exclude = newValue }
    }

    /// The treatment of a link that a redirect of its site leads to an affiliate network.
    public var redirects: Redirects {
      get {
        switch configuration.redirects.mode {
        case .inline: .inline
        case .auto: .auto
        case .mend: .mend
        case .off: .off
        case .tag, nil: .tag
        }
      }
      set {
        configuration.redirects.mode =
          switch newValue {
          case .tag: .tag
          case .inline: .inline
          case .auto: .auto
          case .mend: .mend
          case .off: .off
          }
      }
    }

    /// The first fault of the options, as a sentence; `nil` for none.
    var problem: String? {
      if let jobs, jobs < 1 { return "jobs must be 1 or more, not \(jobs)" }
      if groups.isEmpty { return "groups is empty: name at least one tracking group, such as .rakuten" }
      if include.isEmpty { return "include is empty: name a glob, such as **/*.html" }
      for glob in include + exclude {
        if let fault = RewriteOptions.fault(inGlob: glob) { return "the glob '\(glob)' \(fault)" }
      }
      return baseURL.flatMap(BaseURL.problem).map { "baseURL \($0)" }
    }

    /// The settings for a page that belongs to no site.
    var tagging: TaggingOptions {
      TaggingOptions(
        groups: configuration.groups, existingSubid: configuration.existingSubid ?? .keep, baseURL: baseURL)
    }

    func settings(site: String) throws(ConfigurationError) -> SiteSettings {
      var overrides = SiteSettings.Overrides()
      overrides.jobs = jobs
      return try SiteSettings(site: site, configuration, path: configurationPath, overrides)
    }
  }

  /// The treatment of a link whose subid parameter has another value than the click-id token.
  public enum ExistingSubid: Sendable, Hashable, CaseIterable {
    /// The link is left and reported.
    case keep
    /// The token takes the value's place.
    case replace
  }

  /// The treatment of a link that a redirect of its site leads to an affiliate network.
  public enum Redirects: Sendable, Hashable, CaseIterable {
    /// The link is tagged. Where the redirect drops the query string it is left and reported.
    case tag
    /// The affiliate link takes its place, tagged.
    case inline
    /// Tagged where the redirect hands the query string on, inlined where it drops it.
    case auto
    /// The rule that drops the query string is changed in its file, where a change is proven; elsewhere as `auto`.
    case mend
    /// Redirects are not looked behind.
    case off
  }

  /// The folder that gets the result of ``AutoTagger/rewriteSite(at:to:)``.
  public enum Destination: Sendable, Hashable {
    /// A complete copy of the site. With `prune`, files are removed there that the site does not have, except `.git` and
    /// the like; a folder that is no copy of the site by what it holds is an error, and nothing is written.
    case folder(String, prune: Bool = false)
    /// Pages that change are replaced where they are, each as a whole.
    case inPlace
    /// Nothing is written.
    case nowhere
  }
}
