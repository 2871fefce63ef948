internal import AutoTagConfiguration
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
      let command = arguments.first.flatMap { subcommands.contains($0) ? $0 : nil } ?? ""
      if error.hasPrefix("Error: Missing expected argument '--"), let told = wrongOption(command, arguments) {
        return "Error: \(told)" + message[end...]
      }
      if let option = quoted(in: error, behind: "Unknown option '") {
        guard let advice = advice(about: option, for: command, arguments) else { return message }
        return "Error: Unknown option '\(option)'. \(advice)." + message[end...]
      }
      return refusedValue(message, of: command) ?? message
    }
    return "Error: \(unknownCommand(word, arguments, subcommands: subcommands, isFolder: isFolder))"
      + message[end...]
  }

  /// Returns the advice about an option that a command does not have; `nil` for none.
  private static func advice(
    about option: String, for command: String, _ arguments: [String]
  ) -> String? {
    let name = option.drop { $0 == "-" }.lowercased()
    if ["rewrite", "audit", "scan"].contains(command), siteOptions.contains(name) {
      let value = arguments.firstIndex(of: option).map { arguments[($0 + 1)...].first ?? "-" }
      let given = arguments.first { $0.hasPrefix(option + "=") }.map {
        String($0.dropFirst(option.count + 1))
      }
      let site = given ?? value.flatMap { $0.hasPrefix("-") ? nil : $0 } ?? "public"
      return "The site is an argument: autotag \(command) \(ShellText.quoted(site))"
    }
    if ["watch", "w"].contains(name) {
      return "There is none: run autotag again behind each build, as in 'hugo && autotag rewrite'"
    }
    if command == "init", siteOptions.contains(name) {
      return
        "init finds the site by the generator's settings; another is put into \(ConfigurationFile.name), as “site: public”"
    }
    if ["audit", "conversions"].contains(command), ["output", "out", "o"].contains(name) {
      return "For that there is '--report FILE'"
    }
    if option == "-V" { return "For that there is 'autotag --version'" }
    return meaning(of: option, for: command, arguments).map { "For that there is \($0)" }
  }

  /// Returns the sentence about an option that a command does not have, where the parser tells of another one that is missing,
  /// which may be the same; `nil` where there is none.
  private static func wrongOption(_ command: String, _ arguments: [String]) -> String? {
    for argument in arguments.dropFirst() where argument.hasPrefix("-") && argument != "-" {
      let option = String(argument.prefix { $0 != "=" })
      if let advice = advice(about: option, for: command, arguments) {
        return "Unknown option '\(option)'. \(advice)."
      }
    }
    return nil
  }

  /// The names under which the site is looked for.
  private static let siteOptions = ["site", "dir", "directory", "folder", "root", "source", "src", "path"]

  /// Returns the message about a value that is none of a few words, with the one that was meant and without the usage;
  /// `nil` for other messages.
  private static func refusedValue(_ message: String, of command: String) -> String? {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    guard let error = lines.first, let value = quoted(in: error, behind: "The value '"),
      let option = quoted(in: error, behind: "is invalid for '")?.prefix(while: { $0 != " " }),
      let choice = error.firstRange(of: " Please provide one of ")
    else { return nil }
    // A long list has a line for each value.
    let listed = lines.dropFirst().prefix { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
    let quotes = error[choice.upperBound...].split(separator: "'", omittingEmptySubsequences: false)
    let words = listed.isEmpty ? quotes.indices.filter { $0 % 2 == 1 }.map { String(quotes[$0]) } : listed
    let known = values.first {
      ($0.command == command || $0.command == nil) && $0.option == option
        && $0.names.contains(value.lowercased())
    }
    let advice =
      known.map { " For that there is \($0.meant)." }
      ?? NearestName.of(value, among: words).map { " Did you mean '\($0)'?" } ?? ""
    let help = lines.last { $0.hasPrefix("  See ") }.map { "\n\($0)" } ?? ""
    return "\(error[..<choice.lowerBound])\(advice) It is one of \(words.joined(separator: ", ")).\(help)\n"
  }

  /// Returns the sentences about a word that is no command, with the guess; `nil` where all is well.
  /// - Parameter arguments: those of `autotag help`, that word with them.
  static func help(_ arguments: [String], subcommands: [String]) -> String? {
    guard arguments.first == "help", let topic = arguments.dropFirst().first(where: { !$0.hasPrefix("-") }),
      !(subcommands + ["help"]).contains(topic)
    else { return nil }
    guard
      let command = commandNames[topic.lowercased()] ?? NearestName.of(topic, among: subcommands + ["help"])
    else { return unknownCommand(topic, [topic], subcommands: subcommands) { _ in false } }
    let name = command.prefix { $0 != " " }
    return "'\(topic)' is no command of autotag. Did you mean 'autotag help \(name)'?"
  }

  /// Returns the option that is meant by a word without its hyphens, as it is to be written; `nil` for any other word.
  /// - Parameters:
  ///   - command: the name of the command before it.
  ///   - help: the command's help, which has all of its options.
  static func option(_ word: String, for command: String, help: String) -> String? {
    let isOption = help.split(whereSeparator: \.isWhitespace).contains {
      $0.drop { $0 == "[" || $0 == "(" }.prefix { $0.isLetter || $0 == "-" } == "--\(word)"
    }
    return isOption ? "'--\(word)'" : meaning(of: "--\(word)", for: command, [])
  }

  private static func unknownCommand(
    _ word: String, _ arguments: [String], subcommands: [String], isFolder: (String) -> Bool
  ) -> String {
    let rest = arguments.dropFirst().map(ShellText.quoted).joined(separator: " ")
    let guess: String
    if ["watch", "serve"].contains(word.lowercased()) {
      guess = "autotag waits for nothing: run it behind each build, as in 'hugo && autotag rewrite'."
    } else if let meant = meaning(of: "--\(word)", for: "", arguments) {
      guess = "For that there is \(meant)."
    } else if let command = commandNames[word.lowercased()]
      ?? NearestName.of(word, among: subcommands + ["help"])
    {
      guess = "Did you mean 'autotag \(command)\(rest.isEmpty ? "" : " " + rest)'?"
    } else if isFolder(word) {
      let site = ShellText.quoted(word)
      guess =
        "Say what is to be done with it: 'autotag audit \(site)' or 'autotag rewrite \(site) --output DIR'."
    } else {
      guess = "The commands are \(subcommands.joined(separator: ", "))."
    }
    return "'\(word)' is no command of autotag. \(guess)"
  }

  /// Commands by the names that they have in other tools.
  private static let commandNames = [
    "check": "audit", "lint": "audit", "verify": "audit", "report": "audit", "validate": "audit",
    "test": "audit", "tag": "rewrite", "run": "rewrite", "build": "rewrite",
    "fix": "rewrite", "apply": "rewrite", "write": "rewrite", "explain": "resolve", "trace": "resolve",
    "untag": "rewrite --untag", "diff": "rewrite --diff", "preview": "rewrite --dry-run",
    "dry-run": "rewrite --dry-run", "mend": "rewrite --redirects mend", "rules": "audit --list-rules",
    "follow": "resolve", "facts": "scan", "join": "merge", "earnings": "conversions", "sales": "conversions",
    "new": "init", "setup": "init",
    "config": "init",
  ]

  /// Options by the names that they have in other tools, with the commands that have them.
  private static let options: [(names: [String], meant: String, commands: [String])] = [
    (["json"], "--format json", ["rewrite", "audit", "resolve", "conversions", "scan"]),
    (["dir", "directory", "folder", "root"], "--site DIR", ["resolve", "conversions"]),
    (["time-zone", "tz", "zone"], "--timezone ZONE", ["conversions"]),
    (["report"], "autotag audit --report FILE", ["rewrite"]),
    (["sarif", "junit", "github", "markdown", "html", "text"], "--format NAME", ["audit"]),
    (["csv", "csv-summary", "markdown", "html", "text"], "--format NAME", ["conversions"]),
    (["level", "severity", "min-severity"], "--fail-on SEVERITY", ["audit", "rewrite", "conversions"]),
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
    (
      ["out", "out-file", "dest", "destination", "target", "file"], "--output FILE", ["scan", "merge"]
    ),
    (
      ["dry", "dryrun", "what-if", "check", "simulate", "preview", "noop", "no-write"], "--dry-run",
      ["rewrite"]
    ),
    (["patch"], "--diff", ["rewrite"]),
    (["delete", "clean", "mirror"], "--prune", ["rewrite"]),
    (["ignore", "skip", "exclude-path"], "--exclude GLOB", ["rewrite", "audit"]),
    (["only", "glob", "pattern"], "--include GLOB", ["rewrite", "audit"]),
    (
      ["files", "file-list", "files0-from", "stdin-files", "paths-from", "input"], "--files-from LIST",
      ["rewrite", "audit"]
    ),
    (["threads", "workers", "parallel", "concurrency", "cores"], "--jobs N", ["rewrite", "audit", "scan"]),
    (
      ["url", "baseurl", "site-url", "host", "domain", "root-url"], "--base-url URL",
      ["rewrite", "audit", "resolve"]
    ),
    (["network", "live", "remote", "http"], "--online", ["rewrite", "audit", "resolve"]),
    (["no-color", "no-colour", "nocolor"], "--color never", ["rewrite", "audit", "resolve", "conversions"]),
    (["debug", "show-all", "all"], "--verbose", ["rewrite", "audit", "conversions"]),
    (["silent", "no-output"], "--quiet", ["rewrite", "audit", "conversions"]),
    (
      ["settings", "conf", "cfg", "configuration"], "--config FILE",
      ["rewrite", "audit", "resolve", "conversions"]
    ),
    (["stdin"], "-, in place of the site", ["rewrite"]),
    (["schema"], "--json-schema", ["audit", "conversions"]),
    (["fix", "apply", "autofix", "write", "in-place"], "autotag rewrite", ["audit"]),
    (["version"], "--version", [""]),
    (
      ["completions", "completion", "shell-completion", "shell-completions", "generate-completion"],
      "--generate-completion-script SHELL", ["", "rewrite", "audit", "resolve", "init"]
    ),
  ]

  /// Options of one letter that other tools have.
  private static let letters: [(letter: String, meant: String, commands: [String])] = [
    ("-i", "--in-place", ["rewrite"]), ("-d", "--dry-run", ["rewrite"]),
    ("-f", "--format NAME", ["rewrite", "audit", "resolve", "conversions", "scan"]),
    ("-s", "--site DIR", ["resolve", "conversions"]),
    ("-r", "--report FILE", ["audit", "conversions"]),
  ]

  /// Values of options by the names that another command, or another tool, has for them. An option without a command is meant for
  /// all that have it.
  private static let values: [(option: String, names: [String], meant: String, command: String?)] = [
    ("--fail-on", ["error", "errors", "losses"], "'--fail-on loss'", "rewrite"),
    (
      "--fail-on", ["warnings", "note", "notes", "info", "any", "all"], "'--fail-on warning'", "rewrite"
    ),
    (
      "--fail-on", ["never", "none", "off"], "no need of the option: it is how rewrite ends without",
      "rewrite"
    ),
    ("--fail-on", ["loss", "errors", "failure"], "'--fail-on error'", "audit"),
    ("--fail-on", ["warnings", "warn"], "'--fail-on warning'", "audit"),
    ("--fail-on", ["note", "notes", "any", "all"], "'--fail-on info'", "audit"),
    ("--fail-on", ["none", "off"], "'--fail-on never'", "audit"),
    ("--format", ["md"], "'--format markdown'", "audit"),
    ("--format", ["xml"], "'--format junit'", "audit"),
    ("--format", ["txt", "plain"], "'--format text'", "audit"),
    ("--color", ["on", "yes", "true", "1", "force"], "'--color always'", nil),
    ("--color", ["off", "no", "false", "0", "none"], "'--color never'", nil),
  ]

  /// - Parameters:
  ///   - command: the name of the command that the option stands behind; empty for none.
  ///   - arguments: all words of the command line.
  private static func meaning(of option: String, for command: String, _ arguments: [String]) -> String? {
    guard option.hasPrefix("--") else {
      return letters.first { $0.letter == option && $0.commands.contains(command) }.map { "'\($0.meant)'" }
    }
    var name = option.dropFirst(2).lowercased()
    // The only one that stands without a command.
    if command.isEmpty, NearestName.of(name, among: ["version"]) != nil { name = "version" }
    if NearestName.of(name, among: ["help"]) != nil {
      return "'autotag \(command.isEmpty ? "" : command + " ")--help'"
    }
    guard let found = options.first(where: { $0.names.contains(name) && $0.commands.contains(command) })
    else {
      return nil
    }
    let shell = ["bash", "zsh", "fish"].first { arguments.contains($0) } ?? "SHELL"
    let meant = found.meant.replacing("--format NAME", with: "--format \(name)")
      .replacing("SHELL", with: shell)
    return "'\(command.isEmpty ? "autotag " : "")\(meant)'"
  }

  private static func quoted(in text: Substring, behind label: String) -> String? {
    text.split(separator: label, maxSplits: 1).dropFirst().first?.split(separator: "'").first.map(String.init)
  }
}
