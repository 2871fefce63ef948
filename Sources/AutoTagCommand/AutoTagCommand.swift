import ArgumentParser
internal import AutoTagConfiguration

/// `autotag`, the root of the subcommands.
struct AutoTagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "autotag",
    abstract: "Makes the Rakuten affiliate links of a static site trackable.",
    discussion: """
      Finds every Rakuten link in the site's HTML, appends u1=--CLICK-ID-- to it,
      and changes no other byte.

      Examples:
        autotag rewrite public --output dist    write a tagged copy to dist
        autotag rewrite public --in-place       tag the pages where they are
        autotag rewrite public --dry-run        only say what would be done
        autotag rewrite public --diff           show each change, write nothing
        autotag rewrite - < in.html > out.html  tag one page
        autotag audit public                    report what would lose a commission
        autotag resolve --site public /go/x     show where a link leads, and how
        autotag conversions report.csv          show what the links earned
        autotag init                            start a configuration file; then
        autotag rewrite                         needs no site, and no more does audit
        autotag scan public --output facts      for runs over parts of a large site

      Settings are read from the file that --config names, else AUTOTAG_CONFIG in
      the environment, else autotag.yml in the current folder or above it, up to the
      repository's root, else autotag.yml in the site.

      Exit status: 0 done; 1 a link is not trackable (resolve) or findings count
      (audit, conversions, rewrite with --fail-on); 2 wrong usage or configuration;
      3 some files failed; 4 a stream was cut off.

      Completions for a shell: autotag --generate-completion-script bash, zsh or fish.
      """,
    version: "autotag \(Version.current)\n\(LibraryVersions.text)",
    subcommands: [
      RewriteCommand.self, AuditCommand.self, ResolveCommand.self, ConversionsCommand.self, InitCommand.self,
      ScanCommand.self, MergeCommand.self,
    ])

  /// Shows the help to who names no command; nothing was done, and the exit status says so.
  func run() throws {
    StandardError.write(Self.helpMessage() + "\n")
    throw ExitStatus.usage
  }
}
