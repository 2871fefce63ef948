import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

/// The options that select pages and links, common to `rewrite`, `audit` and `scan`.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      """
      Read the configuration from FILE. (default: $\(ConfigurationSearch.variable), else \(ConfigurationFile.name) in the \
      current folder or above it in the repository, else in the site's root)
      """,
      valueName: "file"),
    completion: .file(extensions: ["yml", "yaml"]))
  var config: String?

  @Option(
    help: ArgumentHelp(
      """
      Treat files that match as pages, instead of the configuration's globs; repeatable. (default: \
      \(RewriteOptions.defaultInclude.joined(separator: ", ")))
      """,
      valueName: "glob"))
  var include: [String] = []

  @Option(
    help: ArgumentHelp(
      "Leave alone files and folders that match, in addition to the configuration's; repeatable.",
      valueName: "glob"))
  var exclude: [String] = []

  @Option(
    help: ArgumentHelp(
      "What to do with a link whose subid parameter has another value. (default: keep)",
      valueName: "policy"))
  var existingSubid: ExistingSubidPolicy?

  @Option(
    help: ArgumentHelp(
      "The site's address, which relative links are read against.", valueName: "url"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      """
      What to do with a link that a redirect of the site leads to an affiliate network. \
      (default: tag)
      """,
      valueName: "mode"))
  var redirects: RedirectMode?

  @Flag(
    help: """
      Ask the servers that redirects.online names where links lead; rewrite and scan keep their answers in \
      \(LockFile.name). Not with -. Without it that file answers, and nothing is contacted.
      """)
  var online = false

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp(
      "Work on N pages at a time. (default: one for each core, within the container's quota)", valueName: "n")
  )
  var jobs: Int?

  /// The options as settings that win over the configuration's.
  var overrides: SiteSettings.Overrides {
    var overrides = SiteSettings.Overrides()
    overrides.include = include
    overrides.exclude = exclude
    overrides.existingSubid = existingSubid
    overrides.baseURL = baseURL
    overrides.redirects = redirects
    overrides.asksServers = online
    overrides.jobs = jobs
    return overrides
  }

  /// The fault in the options that have a meaning of their own, to be followed by a full stop; `nil` for none.
  var fault: String? {
    if let jobs, jobs < 1 { return "--jobs must be 1 or more, not \(jobs)" }
    for (name, globs) in [("--include", include), ("--exclude", exclude)] {
      for glob in globs {
        if let fault = RewriteOptions.fault(inGlob: glob) { return "\(name): the glob '\(glob)' \(fault)" }
      }
    }
    return baseURL.flatMap(BaseURL.problem).map { "--base-url \($0)" }
  }
}
