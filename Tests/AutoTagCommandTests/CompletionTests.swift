import Foundation
import TestSupport
import Testing

@Suite("Completions")
struct CompletionTests {
  private static func script(_ shell: String) throws -> String {
    String(decoding: try Product.run("--generate-completion-script", shell).standardOutput, as: UTF8.self)
  }

  /// - Parameters:
  ///   - words: the words of the command line as bash divides them, the last one to be completed.
  ///   - offers: some of what is offered, behind `!` what is not.
  static let lines: [(words: [String], offers: [String])] = [
    (["audit", "--format", ""], ["text", "sarif", "html", "!csv"]),
    (["audit", "--format", "="], ["text", "sarif", "html", "!csv"]),
    (["audit", "--format", "=", "sa"], ["sarif", "!text"]),
    (["audit", "--color", "=", "a"], ["auto", "always", "!never"]),
    (["rewrite", "--fail-on", "=", ""], ["loss", "warning", "!error"]),
    (["audit", "--format", "=", "sarif", "--"], ["--report", "!--inventory"]),
    (["audit", "-q", "--"], ["--format", "--quiet", "!--verbose"]),
    (["audit", "--verbose", "-"], ["--format", "!--quiet", "!-q"]),
    (["rewrite", "--in-place", "--"], ["--dry-run", "!--output", "!--prune", "!--hard-links"]),
    (["rewrite", "-o", "x", "--"], ["--prune", "--hard-links", "!--in-place"]),
    (["rewrite", "--output", "=", "x", "--"], ["--prune", "!--in-place"]),
    (["rewrite", "-", "--stream", "tar", "--"], ["--facts", "!--diff", "!--online"]),
    (["rewrite", "--"], ["--output", "--in-place", "--quiet", "--verbose"]),
    (["conversions", "--site", "x", "--"], ["--orders", "!--audit"]),
    (["--generate-completion-script", ""], ["bash", "zsh", "fish", "!rewrite"]),
    (["--generate-completion-script", "z"], ["zsh", "!bash"]),
    (["--"], ["--generate-completion-script", "--version"]),
    (["help", ""], ["rewrite", "merge"]),
    ([""], ["rewrite", "audit", "help"]),
  ]

  @Test(
    "bash offers what is accepted, and nothing that is refused", Oracle.needs("bash"),
    arguments: lines.indices)
  func bash(index: Int) throws {
    let test = Self.lines[index]
    let folder = try TemporaryFolder()
    try folder.write(Self.script("bash"), to: "autotag.bash")
    let program = """
      . ./autotag.bash
      compopt() { :; }
      COMP_WORDS=(autotag "$@") COMP_CWORD=$#
      COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
      _autotag autotag "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let output = try Oracle.run("bash", ["-c", program, "bash"] + test.words, in: folder.url)
    #expect(output.standardError.isEmpty, "\(output.standardError)")
    for word in test.offers {
      let isOffered = output.lines.contains { $0 == word.drop { $0 == "!" } }
      #expect(isOffered == !word.hasPrefix("!"), "\(test.words) \(word): \(output.lines)")
    }
  }

  static let pieces: [(shell: String, text: String)] = [
    ("zsh", "'(-q --quiet --verbose -v)'{-q,--quiet}'["),
    ("zsh", "'(--output -o --prune --hard-links --stream)--in-place["),
    ("zsh", "'--fail-on=["), ("zsh", "'(-c --config)'{-c,--config=}'["), ("zsh", "'*--include=["),
    ("zsh", "'--generate-completion-script=[Print the completions of a shell.]:shell:(bash zsh fish)'"),
    ("zsh", "'(--stream)*--report=["), ("zsh", "        '--list-rules["),
    ("fish", "\"autotag rewrite\" q quiet verbose v' -s 'q' -l 'quiet'"),
    ("fish", "\"autotag audit\" stream' -l 'report'"), ("fish", "\"autotag audit\" list-rules' -l"),
    ("fish", "-l 'generate-completion-script' -d 'Print the completions of a shell.' -rfka 'bash zsh fish'"),
    ("fish", "__autotag_parse_subcommand 0 'generate-completion-script=' 'version'"),
  ]

  @Test("zsh and fish are told the same in their own words", arguments: pieces.indices)
  func others(index: Int) throws {
    let (shell, text) = Self.pieces[index]
    #expect(try Self.script(shell).contains(text), "\(text)")
  }

  @Test("the shells themselves take the scripts", Oracle.needs("bash"), arguments: ["bash", "zsh", "fish"])
  func syntax(shell: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.script(shell), to: "script")
    // Those that are not installed read it in Tests/release.sh.
    guard try Oracle.run("bash", ["-c", "command -v \(shell)"]).status == 0 else { return }
    #expect(try Oracle.run(shell, ["-n", "script"], in: folder.url).status == 0)
  }

  /// Pairs that a command refuses, as the table of exclusive options has them.
  static let refused: [[String]] = [
    ["rewrite", "site", "-n", "--quiet", "--verbose"], ["rewrite", "site", "--in-place", "--output", "x"],
    ["rewrite", "site", "--in-place", "--prune"], ["rewrite", "site", "--in-place", "--hard-links"],
    ["rewrite", "-", "--stream", "tar", "--diff"], ["rewrite", "--files-from", "-", "--output", "x"],
    ["rewrite", "site", "--files-from", "l", "--in-place", "--compare", "x"],
    ["audit", "site", "--inventory", "csv", "--format", "json"], ["audit", "site", "-q", "-v"],
    ["audit", "-", "--stream", "tar", "--report", "x.html"],
    ["audit", "site", "--files-from", "l", "--write-baseline", "x"],
    ["conversions", "x.csv", "--site", "site", "--audit", "x.json"], ["scan", "site", "-o", "f", "-q", "-v"],
  ]

  @Test("what is not offered is refused", arguments: refused)
  func isRefused(arguments: [String]) throws {
    let folder = try CommandLineTests.site()
    try folder.write("site/index.html\n", to: "l")
    try folder.write("{}", to: "x")
    #expect(try Oracle.run(Product.autotag, arguments, in: folder.url).status == 2)
  }
}
