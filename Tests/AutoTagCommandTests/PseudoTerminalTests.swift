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
    try folder.write("Order ID,MID,Total Commission\n1,2,3\n", to: "r.csv")
    #expect(try run(["conversions", "r.csv"], streams: "e", in: folder.url).isEmpty)
  }

  /// The run is sure to be under way: it waits for someone to read its diff.
  @Test(
    "a signal ends a run by that signal, with a line that says what was done",
    .enabled(if: Oracle.find("python3") != nil), arguments: ["INT", "TERM", "HUP"])
  func interruption(signal: String) throws {
    let folder = try CommandLineTests.site()
    let page = Data((String(repeating: "x", count: 100_000) + CommandLineTests.page).utf8)
    try page.write(to: folder.url.appending(path: "site/long.html"))
    let script = """
      import array, fcntl, signal, subprocess, sys, termios, time
      child = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
      held = array.array("i", [0])
      while held[0] < 4096 and child.poll() is None:
          fcntl.ioctl(child.stdout, termios.FIONREAD, held)
          time.sleep(0.01)
      ending = getattr(signal, "SIG" + sys.argv[1])
      child.send_signal(ending)
      print(child.stderr.read().decode(), child.wait() == -ending)
      """
    let output = try Oracle.run(
      "python3", ["-c", script, signal, Product.autotag, "rewrite", "site", "--diff"], in: folder.url)
    // The numbers are there if a page was finished by then.
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.hasPrefix("Stopped") && text.hasSuffix(": nothing was changed.\n True\n"), "\(text)")
  }

  /// The run is sure to be under way: more than a pipe holds was taken from standard input, whose end does not come.
  @Test(
    "a signal ends the reading of reports by that signal, with a line that says what was read",
    .enabled(if: Oracle.find("python3") != nil), arguments: [[], ["--quiet"], ["--report", "r.html"]])
  func readingInterruption(options: [String]) throws {
    let folder = try TemporaryFolder()
    let script = """
      import signal, subprocess, sys
      child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
      child.stdin.write(b"Order ID,MID,Total Commission\\n" + b"1,2,3\\n" * 100_000)
      child.stdin.flush()
      child.send_signal(signal.SIGINT)
      print(child.stderr.read().decode(), child.wait() == -signal.SIGINT)
      """
    let output = try Oracle.run(
      "python3", ["-c", script, Product.autotag, "conversions", "-"] + options, in: folder.url)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.hasPrefix("Stopped at 0 of 1 file, 0."), "\(text)")
    #expect(text.hasSuffix(" MB read: nothing was written.\n True\n"), "\(text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }
}
