import ArgumentParser
internal import AutoTagSite

/// `autotag merge`: puts the results of a site's parts together.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the facts of a site's parts together.",
    discussion: """
      The parts may be given in any order, and any number of times. Where two of them
      say different things of the same file, the site was changed between the scans,
      and nothing is written.

      Example:
        autotag merge facts-1 facts-2 facts-3 --output facts

      Exit status: 0 done; 2 wrong usage, or parts that do not belong together.
      """)

  @Argument(
    help: ArgumentHelp("The facts of the parts, as autotag scan --shard wrote them.", valueName: "part"),
    completion: .file())
  var parts: [String]

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write the whole to FILE.", valueName: "file"),
    completion: .file())
  var output: String

  @Flag(name: [.short, .long], help: "Print nothing but failures.")
  var quiet = false

  func run() throws {
    let hash = try FactsMerge.merge(parts, to: output)
    if quiet { return }
    let standardOutput = StandardOutput()
    standardOutput.write("\(output): hash \(hash)\n")
    try standardOutput.finish()
  }
}
