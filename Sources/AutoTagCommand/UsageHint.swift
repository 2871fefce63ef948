internal import AutoTagTracking

/// A guess at the words that were meant in place of those that the argument parser refused.
enum UsageHint {
  /// Returns the parser's message with the guess in it, or as it is where there is none.
  /// - Parameters:
  ///   - message: the parser's message: `Error: …` in the first line, then the usage.
  ///   - arguments: those of the command line, without the program's name.
  ///   - subcommands: the names of all subcommands.
  ///   - isFolder: true for the path of a folder that is there.
  static func added(
    to message: String, arguments: [String], subcommands: [String], isFolder: (String) -> Bool
  ) -> String {
    let end = message.firstIndex(of: "\n") ?? message.endIndex
    let error = message[..<end]
    guard let word = arguments.first, !word.hasPrefix("-"), !(subcommands + ["help"]).contains(word) else {
      guard let option = quoted(in: error, behind: "Unknown option '"),
        let meant = meaning(of: option, for: arguments.first ?? "")
      else { return message }
      return "Error: Unknown option '\(option)'. For that there is \(meant)." + message[end...]
    }
    let rest = arguments.dropFirst().map(ShellText.quoted).joined(separator: " ")
    let guess: String
    if let command = commandNames[word.lowercased()] ?? NearestName.of(word, among: subcommands + ["help"]) {
      guess = "Did you mean 'autotag \(command)\(rest.isEmpty ? "" : " " + rest)'?"
    } else if isFolder(word) {
      let site = ShellText.quoted(word)
      guess =
        "Say what is to be done with it: 'autotag audit \(site)' or 'autotag rewrite \(site) --output DIR'."
    } else {
      guess = "It begins with one of: \(subcommands.joined(separator: ", "))."
    }
    return "Error: '\(word)' is no command of autotag. \(guess)" + message[end...]
  }

  /// Commands by the names that they have in other tools.
  private static let commandNames = [
    "check": "audit", "lint": "audit", "verify": "audit", "report": "audit", "validate": "audit",
    "test": "audit", "scan": "audit", "tag": "rewrite", "run": "rewrite", "build": "rewrite",
    "fix": "rewrite", "apply": "rewrite", "write": "rewrite", "explain": "resolve", "trace": "resolve",
    "follow": "resolve", "new": "init", "setup": "init", "config": "init",
  ]

  /// Options by the names that they have in other tools, with the commands that have them.
  private static let options: [(names: [String], meant: String, commands: [String])] = [
    (["json"], "--format json", ["rewrite", "audit", "resolve"]),
    (["sarif", "junit", "github", "markdown", "html", "text"], "--format NAME", ["audit"]),
    (["csv", "links", "list"], "--inventory csv", ["audit"]),
    (["rules", "list-checks", "checks"], "--list-rules", ["audit"]),
    (
      ["strict", "error-on-warning", "fail-on-warning", "max-warnings"], "--fail-on warning",
      ["audit", "rewrite"]
    ),
    (["exit-zero", "no-fail"], "--fail-on never", ["audit"]),
    (["force", "overwrite", "replace", "write", "fix", "apply"], "--in-place", ["rewrite"]),
    (
      ["out", "out-dir", "output-dir", "outdir", "dest", "destination", "target"], "--output DIR", ["rewrite"]
    ),
    (["check", "simulate", "preview", "noop", "no-write"], "--dry-run", ["rewrite"]),
    (["patch"], "--diff", ["rewrite"]),
    (["delete", "clean", "mirror"], "--prune", ["rewrite"]),
    (["ignore", "skip", "exclude-path"], "--exclude GLOB", ["rewrite", "audit"]),
    (["only", "glob", "pattern"], "--include GLOB", ["rewrite", "audit"]),
    (
      ["files", "file-list", "files0-from", "stdin-files", "paths-from", "input"], "--files-from LIST",
      ["rewrite", "audit"]
    ),
    (["threads", "workers", "parallel", "concurrency", "cores"], "--jobs N", ["rewrite", "audit"]),
    (
      ["url", "baseurl", "site-url", "host", "domain", "root-url"], "--base-url URL",
      ["rewrite", "audit", "resolve"]
    ),
    (["network", "live", "remote", "http"], "--online", ["rewrite", "audit", "resolve"]),
    (["no-color", "no-colour", "nocolor"], "--color never", ["rewrite", "audit", "resolve"]),
    (["debug", "show-all", "all"], "--verbose", ["rewrite", "audit"]),
    (["silent", "no-output"], "--quiet", ["rewrite", "audit"]),
    (["settings", "conf", "cfg", "configuration"], "--config FILE", ["rewrite", "audit", "resolve"]),
    (["stdin"], "-, in place of the site", ["rewrite"]),
  ]

  private static func meaning(of option: String, for command: String) -> String? {
    guard option.hasPrefix("--") else { return nil }
    let name = option.dropFirst(2).lowercased()
    guard let found = options.first(where: { $0.names.contains(name) && $0.commands.contains(command) })
    else {
      return nil
    }
    return "'\(found.meant == "--format NAME" ? "--format \(name)" : found.meant)'"
  }

  private static func quoted(in text: Substring, behind label: String) -> String? {
    text.split(separator: label, maxSplits: 1).dropFirst().first?.split(separator: "'").first.map(String.init)
  }
}
