import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL
import SystemPackage

/// `autotag resolve`: shows where links lead, hop by hop, and what `rewrite` does with them.
struct ResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Show where links lead, hop by hop, and what rewrite does with them.",
    usage: "autotag resolve <url> ... [--site <dir>] [<options>]",
    discussion: """
      Reads the site's redirects and changes nothing. A link is absolute, or
      relative to the site's root, such as /go/x; attributes that mark a link in its
      page are not known here. Settings are taken as by rewrite. With --online the
      servers that redirects.online names are asked, and autotag.lock keeps what
      they say; without it, it answers, and nothing is contacted.

      Examples:
        autotag resolve --site public /go/dyson
        autotag resolve --base-url https://www.example.com/ \\
          https://example.com/go/dyson /go/bose
        autotag resolve /go/dyson --online
        autotag resolve /go/dyson --format json

      JSON: {"version", "links": [{"url", "hops": [{"from", "to", "status", "file",
      "line", "server", "rule"}], "end", "destination", "group", "query",
      "decided_by": {"file", "line", "server", "reason", "fix"}, "action", "result",
      "trackable", "notes": [{"code", "message"}],
      "alternatives": [{"where": [words], "end", "destination"}], "assumes_browser"}]}
        destination   … stands for what a script adds
        group         where it leads, or is meant to
        alternatives  ways of other visitors that lead elsewhere
        end        external, page, dead-end, loop, too-long, not-web, unknown
        query      forwards, drops, unknown; null: no redirect leads out of the site
        action     tag, inline, leave, off (redirects are), already-tagged, keep
                   (another subid), none (no affiliate link), never (no web link)
        result     the link after rewrite; null: it stays
        trackable  true, false; null: not certain, or no affiliate link

      Exit status: 0 every link is trackable after rewrite, uncertain, or no
      affiliate link; 1 one is not trackable: its query is dropped, its subid is
      kept, it is left, or it ends in a loop, a dead end, after too many redirects,
      or by redirects at no web page or a rule that is not understood; 2 wrong
      usage or configuration.
      """)

  @Argument(help: ArgumentHelp("The links.", valueName: "url"))
  var links: [String]

  @Option(
    help: ArgumentHelp(
      "The site's root folder. (default: the configuration's site, else the current folder)", valueName: "dir"
    ),
    completion: .directory)
  var site: String?

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
      "The site's address, which tells what links belong to the site.", valueName: "url"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      "What rewrite is to do with a link that is redirected to an affiliate network. (default: tag)",
      valueName: "mode"))
  var redirects: RedirectMode?

  @Flag(help: "Ask the servers that redirects.online names, and keep their answers in \(LockFile.name).")
  var online = false

  @Option(help: "Print for people or for programs.")
  var format = PrintingOptions.Format.text

  @Option(
    help: ArgumentHelp(
      "Colour the output. auto: on a terminal, unless NO_COLOR is set or TERM is dumb.", valueName: "when"))
  var color = ColorChoice.auto

  func run() throws {
    if let baseURL, let problem = BaseURL.problem(with: baseURL) {
      throw UsageError(command: Self.self, message: "--base-url \(problem).")
    }
    guard !links.contains("") else {
      throw UsageError(command: Self.self, message: "A link is empty: name where it leads.")
    }
    let progress = ProgressLine<RunProgress>.ifWatched()
    let options = try options()
    let paths = ShownPaths(tracing: options.site)
    let listener = progress.map { line in ProgressListener(wantsTotal: true) { line.show($0) } }
    let resolved = try SiteRewriter.resolve(links, options, progress: listener)
    progress?.erase()
    let lines = ProblemLines(
      style: color.style(for: .standardError), limit: TextSummary.shownNotes)
    StandardError.write(lines.text(resolved.problems.map { $0.naming(paths) }))
    StandardError.write(lines.text(resolved.unanswered.map { $0.naming(paths) }))
    let output = StandardOutput()
    switch format {
    case .json: output.write(ResolveJSON(resolutions: resolved.links).text)
    case .text:
      let text = ResolveText(
        resolutions: resolved.links, files: resolved.files, paths: paths, hasAddress: resolved.hasAddress,
        style: color.style(for: .standardOutput))
      output.write(text.text)
    }
    try output.finish()
    if resolved.links.contains(where: { $0.isTrackable == false }) { throw ExitStatus.notTrackable }
  }

  private func options() throws -> RewriteOptions {
    var overrides = SiteSettings.Overrides()
    overrides.baseURL = baseURL
    overrides.redirects = redirects
    overrides.asksServers = online
    let search = try ConfigurationSearch(option: config, environment: Terminal.environment)
    let named = site
    let site = if let named { named } else { try RunInputs.configuredSite(search) ?? "." }
    try NearestPath.expectSite(site)
    let settings = try SiteSettings(site: site, search, overrides)
    if named != nil { try settings.expectSiteItself(for: "resolve", by: .option) }
    RunNotes.write(settings.notes, color)
    var options = settings.rewrite
    options.exclude = []
    // The links that are asked about are not all of the site's: answers about others stay in the lock file.
    options.redirects.live?.forgetsOthers = false
    return options
  }
}
