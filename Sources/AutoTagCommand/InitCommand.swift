import ArgumentParser
internal import AutoTagAudit
internal import AutoTagConfiguration
import AutoTagFiles
internal import AutoTagText
import SystemPackage

/// `autotag init`: starts a configuration file.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented \(ConfigurationFile.name) to start from.",
    discussion: """
      Writes it into the project's root: the nearest folder with a generator's
      configuration, else the repository's root, else the current folder. Knows
      Hugo, Jekyll, MkDocs, Sphinx, Pelican, Eleventy, Astro, Docusaurus, Gatsby,
      Next.js, VitePress, Hexo, Zola, mdBook and Nikola, and sets the site's folder
      and address by their settings; the rest is commented out. A file that is
      there already is never overwritten.

      Examples:
        autotag init           then autotag rewrite and autotag audit need no site
        autotag init blog      into that folder
      """)

  @Argument(
    help: ArgumentHelp("The folder to write it to. (default: the project's root)", valueName: "dir"),
    completion: .directory)
  var folder: String?

  func run() throws {
    let home = Terminal.environment("HOME")
    let project = Project(in: folder, home: home)
    let path = project.prefix + ConfigurationFile.name
    if let fault = ConfigurationSearch.fault(ofNew: path, isNamed: folder != nil, home: home) {
      throw CommandFailure(exitStatus: ExitStatus.usage, message: "\(path) was not written: \(fault)")
    }
    do throws(Errno) {
      try FileSystem.create(path, holding: Array(ConfigurationTemplate.text(for: project).utf8))
    } catch {
      let reason =
        error == .fileExists ? "it is there already and was left as it is" : error.description
      throw CommandFailure(exitStatus: ExitStatus.usage, message: "cannot create \(path): \(reason)")
    }
    let output = StandardOutput()
    output.write(lines(project, path).map { PrintableText.of($0) + "\n" }.joined())
    try output.finish()
    let notes = ConfigurationSearch.consequences(ofNew: path, home: home)
    StandardError.write(((project.warnings + notes).map { "warning: \(PrintableText.of($0))\n" }).joined())
  }

  private func lines(_ project: Project, _ path: String) -> [String] {
    guard let site = project.site.map({ PathNames.joined(project.prefix, $0) }) else {
      return ["Wrote \(path). Everything in it is commented out: choose yours, “site” first."]
    }
    var lines = ["Wrote \(path)."]
    let address = project.baseURL.map { ", its address \($0)" } ?? ""
    if let generator = project.generator, let file = project.generatorFile {
      lines.append(
        "\(generator) (\(project.prefix)\(file)): the site is “\(site)”\(address.isEmpty ? "." : address)")
    } else {
      lines.append(
        project.isGenerated
          ? "The folder is a built site, and no project."
          : "No generator is known here: the site is “\(site)”.")
    }
    lines += project.notes.map { "Note: \($0)." }
    let build = project.build.map { "\($0) && " } ?? ""
    let enter = project.prefix.isEmpty ? "" : "cd \(ShellText.quoted(project.prefix)) && "
    if let output = project.output {
      lines.append("Next: \(enter)\(build)autotag rewrite")
      let copy = PathNames.joined(project.prefix, output)
      lines.append("It writes a tagged copy to “\(copy)”, to be deployed in place of “\(site)”.")
      if project.copyIsTracked {
        let line = ShellText.quoted("/\(output)/")
        let list = ShellText.quoted(project.prefix + ".gitignore")
        lines.append("To keep the copy out of the repository: echo \(line) >> \(list)")
      }
    } else {
      lines.append("Next: \(enter)\(build)autotag rewrite --dry-run")
    }
    return lines
  }
}
