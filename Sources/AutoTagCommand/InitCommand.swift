import ArgumentParser
internal import AutoTagAudit
internal import AutoTagConfiguration
import AutoTagFiles
import SystemPackage

/// `autotag init`: starts a configuration file.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented \(ConfigurationFile.name) to start from.",
    discussion: """
      Every setting in the file is commented out, so that nothing changes yet.
      A file that is there already is never overwritten.

      Examples:
        autotag init           in this folder
        autotag init public    where autotag rewrite public finds it
      """)

  @Argument(
    help: ArgumentHelp("The folder to write it to.", valueName: "dir"), completion: .directory)
  var folder = "."

  func run() throws {
    let path = (folder.hasSuffix("/") ? folder : folder + "/") + ConfigurationFile.name
    let shown = folder == "." ? ConfigurationFile.name : path
    do throws(Errno) {
      try FileSystem.create(path, holding: Array(ConfigurationTemplate.text.utf8))
    } catch {
      let reason =
        error == .fileExists ? "it is there already and was left as it is" : error.description
      throw CommandFailure(exitStatus: ExitStatus.usage, message: "cannot create \(shown): \(reason)")
    }
    let output = StandardOutput()
    output.write(
      "Wrote \(PrintableText.of(shown)). Every setting in it is commented out: choose yours.\n")
    try output.finish()
  }
}
