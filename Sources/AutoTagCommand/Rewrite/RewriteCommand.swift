import ArgumentParser
internal import AutoTagConfiguration

/// `autotag rewrite`: tags the links of a site, or of one page.
struct RewriteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rewrite",
    abstract: "Tag the affiliate links of a site.",
    usage: """
      autotag rewrite <site> (--output <dir> | --in-place | --dry-run | --diff) [<options>]
      autotag rewrite - [<options>] < page.html > tagged.html
      """,
    discussion: """
      Nothing but the links changes. A setting is taken from the command line,
      else from the configuration, else it is the default.

      A link that a redirect of the site leads to an affiliate network is such a
      link too: --redirects says what is done with it. tag: it is tagged; where the
      redirect drops the query string, it is left and reported. inline: the
      affiliate link takes its place. auto: tagged, or where the query string is
      dropped, inlined. off: it is left. A page from standard input belongs to no
      site, so that no redirect is known there.

      Examples:
        autotag rewrite public --output dist
        autotag rewrite public --in-place --exclude 'drafts/**'
        autotag rewrite public --output dist --redirects auto
        autotag rewrite public --output dist --online
        autotag rewrite public --in-place --fail-on loss --compare last.json
        autotag rewrite public --diff | git apply --directory=public
        autotag rewrite - < page.html > tagged.html

      Exit status: 0 done; 1 problems at or above --fail-on, all files written;
      2 wrong usage or configuration, or standard input that is no HTML; 3 some
      files failed.
      """)

  @Argument(
    help: "The site's root folder; - for one page from standard input to standard output.",
    completion: .directory)
  var site: String

  @OptionGroup(title: "Result") var destination: DestinationOptions
  @OptionGroup(title: "As a gate of a build") var gate: GateOptions
  @OptionGroup(title: "Pages and links") var selection: SelectionOptions
  @OptionGroup(title: "Printing") var printing: PrintingOptions

  var isStandardInput: Bool { site == "-" }

  /// True if the run only says what it would do.
  var isOnlyAsking: Bool {
    // A page from standard input goes to standard output, unless the diff does.
    destination.dryRun
      || (isStandardInput ? destination.diff : destination.output == nil && !destination.inPlace)
  }

  private func checkOptions() throws(UsageError) {
    if destination.output != nil, destination.inPlace {
      throw usageError("--output and --in-place exclude each other: choose where the result goes.")
    }
    if isStandardInput {
      try checkOptionsForStandardInput()
    } else if destination.output == nil, !destination.inPlace, !destination.dryRun, !destination.diff {
      throw usageError(
        "Where does the result go? Give --output DIR or --in-place, or --dry-run or --diff to write nothing.")
    }
    if destination.prune, destination.output == nil {
      throw usageError("--prune removes files from an output folder: it needs --output DIR.")
    }
    if destination.hardLinks, destination.output == nil {
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

  private func checkOptionsForStandardInput() throws(UsageError) {
    let meaningless: [(isGiven: Bool, name: String)] = [
      (destination.output != nil, "--output"),
      (destination.inPlace, "--in-place"),
      (destination.prune, "--prune"),
      (destination.hardLinks, "--hard-links"),
      (printing.format == .json, "--format json"),
      (gate.compare != nil, "--compare"),
      (!selection.include.isEmpty, "--include"),
      (!selection.exclude.isEmpty, "--exclude"),
      (selection.allowEmpty, "--allow-empty"),
      (selection.redirects != nil, "--redirects"),
      (selection.online, "--online"),
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
    if isStandardInput {
      let settings = try SiteSettings(pageWithConfiguration: selection.config, selection.overrides)
      try StandardInputRun(
        settings: settings, destination: destination, printing: printing, failOn: gate.failOn,
        isOnlyAsking: isOnlyAsking
      ).run()
    } else {
      let settings = try SiteSettings(site: site, configuration: selection.config, selection.overrides)
      try SiteRun(
        settings: settings, destination: destination, printing: printing, gate: gate,
        isOnlyAsking: isOnlyAsking
      ).run()
    }
  }
}
