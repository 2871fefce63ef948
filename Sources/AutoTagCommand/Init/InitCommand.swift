import ArgumentParser
import AutoTag

/// `autotag init`: starts a configuration file.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    _superCommandName: "autotag",
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
    do throws(SystemError) {
      try SystemCalls.createFile(path, holding: Array(ConfigurationTemplate.text.utf8))
    } catch {
      let reason =
        error.code == SystemCalls.alreadyExists ? "it is there already and was left as it is" : error.reason
      throw CommandFailure(status: ExitStatus.usage, message: "cannot create \(shown): \(reason)")
    }
    let output = StandardOutput()
    output.write(
      "Wrote \(PrintableText.of(shown)). Every setting in it is commented out: choose yours.\n")
    try output.finish()
  }
}
