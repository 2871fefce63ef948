import Foundation
import TestSupport
import Testing

@Suite("The command on a terminal")
struct PseudoTerminalTests {
  /// Runs the command with some of its streams on a terminal, the others on nothing, and gives what the
  /// terminal got.
  /// - Parameter streams: `o` for standard output, `e` for standard error.
  private func run(
    _ arguments: [String], streams: String, environment: [String: String] = [:], in folder: URL
  ) throws -> String {
    let script = """
      import os, pty, subprocess, sys
      mine, theirs = pty.openpty()
      on = lambda letter: theirs if letter in sys.argv[1] else subprocess.DEVNULL
      child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=on("o"), stderr=on("e"))
      os.close(theirs)
      while True:
          try: data = os.read(mine, 65536)
          except OSError: break
          if not data: break
          sys.stdout.buffer.write(data)
      sys.exit(child.wait())
      """
    let output = try Oracle.run(
      "python3", ["-c", script, streams, Product.autotag] + arguments,
      environment: ["TERM": "xterm", "NO_COLOR": "", "CI": ""].merging(environment) { $1 }, in: folder)
    #expect(output.status == 0)
    return String(decoding: output.standardOutput, as: UTF8.self)
  }

  @Test(
    "is coloured, unless the user or the terminal says no", .enabled(if: Oracle.find("python3") != nil),
    arguments: [
      ([], [:], true), (["--color", "never"], [:], false), ([], ["NO_COLOR": "1"], false),
      ([], ["TERM": "dumb"], false), (["--color", "always"], ["NO_COLOR": "1"], true),
    ] as [([String], [String: String], Bool)])
  func color(arguments: [String], environment: [String: String], isColored: Bool) throws {
    let folder = try CommandLineTests.site()
    let text = try run(
      ["rewrite", "site", "--dry-run"] + arguments, streams: "o", environment: environment, in: folder.url)
    #expect(text.contains("\u{1B}[32m  1 link would be tagged\u{1B}[0m") == isColored)
    #expect(text.contains("\u{1B}") == isColored)
  }

  @Test("a diff is coloured there", .enabled(if: Oracle.find("python3") != nil))
  func diff() throws {
    let folder = try CommandLineTests.site()
    let text = try run(["rewrite", "site", "--diff"], streams: "oe", in: folder.url)
    #expect(text.contains("\u{1B}[32m+" + CommandLineTests.taggedPage.dropLast() + "\u{1B}[0m"))
  }

  @Test("short work shows no progress", .enabled(if: Oracle.find("python3") != nil))
  func noProgress() throws {
    let folder = try CommandLineTests.site()
    #expect(try run(["rewrite", "site", "--dry-run"], streams: "e", in: folder.url).isEmpty)
  }
}
