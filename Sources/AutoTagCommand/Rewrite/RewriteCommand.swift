import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagSite

/// `autotag rewrite`: tags the links of a site, or of one page.
struct RewriteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rewrite",
    abstract: "Tag the affiliate links of a site.",
    usage: """
      autotag rewrite [<site> ...] (--output <dir> | --in-place) [<options>]
      autotag rewrite <site or page> ... (--dry-run | --diff) [<options>]
      autotag rewrite <page> ... --in-place [<options>]
      autotag rewrite - [<options>] < page.html > tagged.html
      autotag rewrite <archive> --output <archive> [<options>]
      autotag rewrite - --stream <format> --facts <file> [<options>] < in > out
      """,
    discussion: """
      Nothing but the links changes. A setting is taken from the command line,
      else from the configuration, else it is the default. Without a site the
      configuration's is taken, and without a place for the result its output.

      Pages that are named belong to the configuration's site where they lie in it;
      others, such as its templates, go by its redirects too. Without a site in the
      configuration it is the folder above them that holds a redirect file, else
      the repository or the current folder. The site's other files are read for
      redirects alone; a named file that is no page is reported.

      A link that a redirect of the site leads to an affiliate network is such a
      link too: --redirects says what is done with it. tag: it is tagged; where the
      redirect drops the query string, it is left and reported. inline: the
      affiliate link takes its place. auto: tagged, or where the query string is
      dropped, inlined. mend: the rule that drops it is changed, where a change is
      proven, and the link tagged; else as auto. off: it is left. A page from
      standard input belongs to no site, so that no redirect is known there.

      A site without a folder comes through standard input with --stream, and goes
      by the facts that autotag scan wrote of it: as tar, or as records, each a line
      of JSON ({"path": "a.html", "id": 1, "length": 31}), the bytes and a line end.
      Records come out likewise, and a line with "end" behind the last one, without
      which none counts. A tar archive that is named goes by its own facts.

      Examples:
        autotag rewrite public --output dist
        autotag rewrite public --in-place --exclude 'drafts/**'
        autotag rewrite --in-place public/a.html public/b.html
        git diff -z --name-only --relative | \\
          autotag rewrite --in-place --allow-empty --files-from -
        autotag rewrite public-en public-de --in-place
        autotag rewrite public --output dist --redirects auto
        autotag rewrite public --output dist --online
        autotag rewrite public --in-place --fail-on loss --compare last.json
        autotag rewrite public --diff | git apply --directory=public
        autotag rewrite public --in-place --untag
        autotag rewrite - < page.html > tagged.html
        autotag rewrite - --stream tar --facts facts < site.tar > tagged.tar
        autotag rewrite site.tar --output tagged.tar

      Exit status: 0 done; 1 problems at or above --fail-on, all files written;
      2 wrong usage or configuration, or standard input that is no HTML or no
      stream; 3 some files failed; 4 a stream or an archive was cut off.
      """)

  @Argument(
    help: ArgumentHelp(
      """
      Root folders of sites, or pages of a site; - for one page from standard input to standard output; a tar archive. \
      (default: the configuration's site)
      """, valueName: "site"),
    completion: .file())
  var paths: [String] = []

  @Flag(
    help: ArgumentHelp(
      """
      Take the click-id token out of the links instead, with the parameter and its separator. Affiliate links that \
      took a redirect's place, and rules that were changed, stay.
      """))
  var untag = false

  @OptionGroup(title: "Result") var destination: DestinationOptions
  @OptionGroup(title: "As a gate of a build") var gate: GateOptions
  @OptionGroup(title: "Pages and links") var selection: SelectionOptions
  @OptionGroup(title: "Pages and links") var pages: PageListOptions
  @OptionGroup(title: "Parts of a site") var part: PartOptions
  @OptionGroup(title: "Parts of a site") var streams: StreamOptions
  @OptionGroup(title: "Printing") var printing: PrintingOptions

  var isStandardInput: Bool { paths == ["-"] }

  private func checkOptions() throws(UsageError) {
    if destination.output != nil, destination.inPlace {
      throw usageError("--output and --in-place exclude each other: choose where the result goes.")
    }
    if let format = streams.stream {
      try checkOptions(for: format)
    } else if isStandardInput {
      try checkOptionsForStandardInput()
    } else if paths.contains("-") {
      throw usageError("- is one page from standard input: it stands alone.")
    }
    if destination.prune, destination.inPlace {
      throw usageError("--prune removes files from an output folder: it needs --output DIR.")
    }
    if destination.hardLinks, destination.inPlace {
      throw usageError("--hard-links fills an output folder: it needs --output DIR.")
    }
    if destination.output?.isEmpty == true {
      throw usageError("--output needs the name of a folder, and it is empty.")
    }
    if destination.diff, printing.format == .json {
      throw usageError("--diff and --format json both want standard output: choose one.")
    }
    if printing.quiet, printing.verbose {
      throw usageError("--quiet and --verbose exclude each other.")
    }
    if let fault = selection.fault { throw usageError("\(fault).") }
  }

  private func checkOptions(for format: StreamOptions.Format) throws(UsageError) {
    guard isStandardInput else {
      throw usageError(
        "--stream is about files from standard input: autotag rewrite - --stream \(format.rawValue) --facts FILE."
      )
    }
    let meaningless: [(isGiven: Bool, name: String)] = [
      (destination.output != nil, "--output"),
      (destination.inPlace, "--in-place"),
      (destination.prune, "--prune"),
      (destination.hardLinks, "--hard-links"),
      (destination.dryRun, "--dry-run"),
      (destination.diff, "--diff"),
      (gate.compare != nil, "--compare"),
      (pages.filesFrom != nil, "--files-from"),
      (pages.allowEmpty, "--allow-empty"),
      (selection.online, "--online"),
      (part.shard != nil, "--shard"),
    ]
    if let option = meaningless.first(where: \.isGiven) {
      throw usageError(
        "\(option.name) has no meaning with --stream, where files go from standard input to standard output.")
    }
  }

  private func checkOptionsForArchive() throws(UsageError) {
    let meaningless: [(isGiven: Bool, name: String)] = [
      (destination.inPlace, "--in-place"),
      (destination.prune, "--prune"),
      (destination.hardLinks, "--hard-links"),
      (destination.diff, "--diff"),
      (gate.compare != nil, "--compare"),
      (pages.filesFrom != nil, "--files-from"),
      (selection.online, "--online"),
      (part.shard != nil, "--shard"),
    ]
    if let option = meaningless.first(where: \.isGiven) {
      throw usageError(
        "\(option.name) has no meaning for an archive, which goes into another one: --output FILE.")
    }
    guard (destination.output != nil) != destination.dryRun else {
      throw usageError(
        destination.dryRun
          ? "--dry-run writes no archive: leave out --output."
          : "Where does the new archive go? Give --output FILE, or --dry-run to write nothing.")
    }
  }

  private func checkOptionsForStandardInput() throws(UsageError) {
    let meaningless: [(isGiven: Bool, name: String)] = [
      (destination.output != nil, "--output"),
      (destination.inPlace, "--in-place"),
      (destination.prune, "--prune"),
      (destination.hardLinks, "--hard-links"),
      (printing.format == .json, "--format json"),
      (gate.compare != nil, "--compare"),
      (pages.filesFrom != nil, "--files-from"),
      (!selection.include.isEmpty, "--include"),
      (!selection.exclude.isEmpty, "--exclude"),
      (pages.allowEmpty, "--allow-empty"),
      (selection.redirects != nil, "--redirects"),
      (selection.online, "--online"),
      (part.facts != nil, "--facts"),
      (part.shard != nil, "--shard"),
    ]
    if let option = meaningless.first(where: \.isGiven) {
      throw usageError(
        "\(option.name) has no meaning with -, where one page goes from standard input to standard output.")
    }
  }

  private func usageError(_ message: String) -> UsageError {
    UsageError(command: Self.self, message: message)
  }

  func run() throws {
    try checkOptions()
    if let format = streams.stream {
      try StreamRun(
        format: format, settings: try StreamOptions.settings(selection), part: part, printing: printing,
        failOn: gate.failOn, untags: untag
      ).run()
    } else if isStandardInput {
      let search = try ConfigurationSearch(option: selection.config, environment: Terminal.environment)
      let settings = try SiteSettings(pageWith: search, selection.overrides)
      try StandardInputRun(
        settings: settings, destination: destination, printing: printing, failOn: gate.failOn,
        isOnlyAsking: destination.dryRun || destination.diff, untags: untag
      ).run()
    } else if paths.count == 1, let archive = try ArchiveInput(paths[0]) {
      try checkOptionsForArchive()
      try ArchiveRun(
        archive: archive, settings: try StreamOptions.settings(selection, allowsEmpty: pages.allowEmpty),
        output: destination.output, part: part,
        printing: printing, failOn: gate.failOn, untags: untag
      ).run()
    } else {
      let inputs = try RunInputs(paths, pages.list, selection, for: Self.self)
      try SitesRun(
        inputs: inputs, result: try result(of: inputs), destination: destination, part: part,
        printing: printing, gate: gate, untags: untag
      ).run()
    }
  }

  /// The command that two names may be meant for: a site, and the place for its copy.
  private func copyMeant(by inputs: RunInputs) -> String {
    guard inputs.sites.count == 2, !inputs.isLimited else { return "" }
    let (site, copy) = (inputs.sites[0].site, inputs.sites[1].site)
    return "; a copy of \(site) in \(copy) is autotag rewrite \(site) --output \(copy)"
  }

  /// The destination of the result; `nil` where nothing is written.
  private func result(of inputs: RunInputs) throws -> RewriteOptions.Destination? {
    let isOnlyAsked = destination.dryRun || destination.diff
    // Of the configuration's output a dry run can tell what pruning would remove.
    let isOutputMeant = !isOnlyAsked || destination.dryRun && destination.prune
    // The output is the place of the tagged copy, and not of one without the token.
    let configured = inputs.isLimited || untag || !isOutputMeant ? nil : inputs.sites.first?.output
    let output = destination.inPlace ? nil : destination.output ?? configured
    if inputs.isLimited {
      guard destination.output == nil else {
        throw usageError(
          "--output makes a complete copy of a site: with pages that are named use --in-place.")
      }
      guard gate.compare == nil else {
        throw usageError("--compare is for whole sites: the pages that are named differ from run to run.")
      }
    }
    if part.facts != nil || part.shard != nil {
      guard inputs.sites.count == 1, !inputs.isLimited else {
        throw usageError("--facts and --shard are about one site: name its root folder.")
      }
    }
    if destination.dryRun, !destination.inPlace, !inputs.isLimited, !untag, output == nil,
      let site = inputs.sites.first, let meant = site.output
    {
      // What the run itself would refuse.
      var options = site.settings.rewrite
      options.destination = .output(path: meant, prune: false)
      _ = try SiteRewriter(options)
    }
    guard output == nil || inputs.sites.count == 1 else {
      throw usageError(
        "An output folder takes one site: run each with --output DIR of its own\(copyMeant(by: inputs)).")
    }
    guard !destination.diff || inputs.sites.count == 1 || inputs.isLimited else {
      throw usageError("--diff shows paths from the site's root: run it for one site at a time.")
    }
    if let output { return .output(path: output, prune: destination.prune, hardLinks: destination.hardLinks) }
    if destination.inPlace { return .inPlace }
    for (isGiven, name) in [(destination.prune, "--prune"), (destination.hardLinks, "--hard-links")]
    where isGiven {
      throw usageError("\(name) is about an output folder: it needs --output DIR.")
    }
    guard isOnlyAsked else {
      let others = inputs.isLimited ? "" : "--output DIR or "
      throw usageError(
        "Where does the result go? Give \(others)--in-place, or --dry-run or --diff to write nothing"
          + "\(copyMeant(by: inputs)).")
    }
    return nil
  }
}
