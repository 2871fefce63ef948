import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

/// The options of a run over a part of a site.
struct PartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Go by the facts of the whole site, which autotag scan wrote, and read no redirect of it elsewhere.",
      valueName: "file"),
    completion: .file())
  var facts: String?

  @Option(
    help: ArgumentHelp(
      """
      Work on the K-th of N parts of the site, K from 1, and touch no file of the others; needs --facts, or redirects \
      off.
      """, valueName: "k/n"), transform: SiteShard.parse)
  var shard: SiteShard?

  /// Limits a run to the part.
  /// - Throws: `SiteError` for facts that cannot be used, and for settings of which a part makes something else than the
  ///   whole does.
  func limit(_ options: inout RewriteOptions) throws(SiteError) {
    guard facts != nil || shard != nil else { return }
    guard facts != nil || !options.needsFacts else {
      throw SiteError(
        "--shard needs --facts: a redirect of one part decides about links of another; write them with autotag scan, "
          + "or look behind none with --redirects off")
    }
    guard options.redirects.mode != .mend else {
      throw SiteError(
        "redirects: mend changes rules by the links of the whole site, which a part does not have: use it in a run "
          + "over all of it")
    }
    if case .output(_, true, _) = options.destination {
      throw SiteError("--prune removes what a part of the site does not have: use it in a run over all of it")
    }
    guard options.redirects.live?.asks != true else {
      throw SiteError("--online asks about the links of the whole site: give it to autotag scan")
    }
    options.shard = shard
    options.facts = try facts.map { (path) throws(SiteError) in
      try FactsFile(path, for: options.factsHead(version: Version.current))
    }
  }
}

extension PartOptions {
  /// Limits a run to the files of a stream.
  /// - Throws: `CommandFailure` or `SiteError` for a run without facts, and as `limit` does.
  func limit(streamed options: inout RewriteOptions) throws {
    guard facts != nil || !options.needsFacts else {
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message:
          "--stream needs the facts of the site, since a link's redirect may stand in any of its files: write them with "
          + "autotag scan and give them with --facts, or look behind no redirect with --redirects off"
          + (options.redirects.mode == .off ? "; subid: code needs them too" : ""))
    }
    try limit(&options)
  }
}

extension RewriteOptions {
  /// True if pages come out by what other files of their site hold.
  var needsFacts: Bool { redirects.mode != .off || rules.groups.contains(where: \.usesCodes) }
}
