import ArgumentParser

/// The options that say what is written, and to which folder.
struct DestinationOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write a complete copy of the site to DIR, its pages tagged.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Flag(help: "Replace the pages that change where they are.")
  var inPlace = false

  @Flag(
    help: """
      With --output: remove files from DIR that the site does not have, except .git and the like. Refused where DIR is \
      no copy of the site by what it holds; --dry-run lists what would go.
      """)
  var prune = false

  @Flag(
    help: """
      With --output: what does not change is not copied; it gets a second name in DIR, where the file system can. \
      Whoever writes into such a file then writes into the site's.
      """)
  var hardLinks = false

  @Flag(name: [.customShort("n"), .long], help: "Write nothing, say what would be done.")
  var dryRun = false

  @Flag(
    help: """
      Print the changes as a unified diff, for git apply or patch, and the summary on standard error. Writes \
      nothing unless --output or --in-place is given too.
      """)
  var diff = false
}
