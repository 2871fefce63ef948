import Foundation
import TestSupport
import Testing

@Suite("What goes wrong stops nothing else, is said, and loses nothing")
struct FailureTests {
  static let page = "<p><a href=\"https://click.linksynergy.com/deeplink?id=A&mid=1\">offer</a>\n"
  static let tagged = page.replacing("mid=1", with: "mid=1&u1=--CLICK-ID--")

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var site: String { folder.url.appending(path: "site").path }
  var output: String { folder.url.appending(path: "out").path }

  /// The option by which the result is written.
  enum Mode: CaseIterable {
    case output, inPlace
  }

  private func arguments(_ mode: Mode) -> [String] {
    ["rewrite", site] + (mode == .output ? ["--output", output] : ["--in-place"])
  }

  /// The folder in which the result of a mode is, below the test's own.
  private func result(_ mode: Mode) -> String { mode == .output ? "out" : "site" }

  /// Runs the command as somebody who may not read and write everything, as root may.
  private func runRestricted(_ arguments: [String]) throws -> Oracle.Output {
    getuid() == 0
      ? try Oracle.run("setpriv", ["--bounding-set=-all", Product.autotag] + arguments)
      : try Oracle.run(Product.autotag, arguments)
  }

  private func setMode(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: folder.url.appending(path: path).path)
  }

  private func temporaries() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).filter { $0.contains(".autotag-") }
  }

  // MARK: Permissions

  @Test("a folder and a page that cannot be read", Oracle.needs("setpriv"), arguments: Mode.allCases)
  func unreadable(mode: Mode) throws {
    for path in ["a.html", "closed/b.html", "secret.html", "z/c.html"] {
      try folder.write(Self.page, to: "site/\(path)")
    }
    try folder.write("x", to: "site/secret.txt")
    for path in ["site/closed", "site/secret.html", "site/secret.txt"] { try setMode(0, path) }
    let run = try runRestricted(arguments(mode))
    try setMode(0o755, "site/closed")
    #expect(run.status == 3)
    let text = String(decoding: run.standardOutput, as: UTF8.self) + run.standardError
    let denied = "failed: Permission denied; run as a user who may, or change its permissions"
    #expect(text.contains("closed: error: opening the folder \(denied) [unreadable-folder]"))
    #expect(text.contains("secret.html: error: reading the page \(denied) [unreadable-page]"))
    #expect(
      text.contains("secret.txt: error: reading the file \(denied) [unreadable-file]") == (mode == .output))
    #expect(text.contains("\(mode == .output ? 3 : 2) files failed"))
    #expect(try folder.text("\(result(mode))/a.html") == Self.tagged)
    #expect(try folder.text("\(result(mode))/z/c.html") == Self.tagged)
    #expect(try folder.text("site/closed/b.html") == Self.page)
    #expect(try folder.text("site/secret.html") == Self.page)

    // Repaired, the next run does the rest.
    for path in ["site/secret.html", "site/secret.txt"] { try setMode(0o644, path) }
    #expect(try runRestricted(arguments(mode)).status == 0)
    #expect(try folder.text("\(result(mode))/closed/b.html") == Self.tagged)
    #expect(try folder.text("\(result(mode))/secret.html") == Self.tagged)
  }

  @Test("a folder that cannot be written to", Oracle.needs("setpriv"), arguments: Mode.allCases)
  func readOnly(mode: Mode) throws {
    for path in ["a/a.html", "b/b.html"] { try folder.write(Self.page, to: "site/\(path)") }
    try folder.write(mode == .output ? "old" : Self.page, to: "\(result(mode))/a/a.html")
    try setMode(0o555, "\(result(mode))/a")
    let run = try runRestricted(arguments(mode))
    try setMode(0o755, "\(result(mode))/a")
    #expect(run.status == 3)
    let text = String(decoding: run.standardOutput, as: UTF8.self) + run.standardError
    #expect(text.contains("a/a.html: error: writing the page"))
    #expect(text.contains("Permission denied"))
    #expect(try folder.text("\(result(mode))/a/a.html") == (mode == .output ? "old" : Self.page))
    #expect(try folder.text("\(result(mode))/b/b.html") == Self.tagged)
    #expect(try temporaries() == [])
  }

  @Test("an output folder that cannot be made, and a site that cannot be read", Oracle.needs("setpriv"))
  func unusableRoots() throws {
    try folder.write(Self.page, to: "site/a.html")
    try folder.write("x", to: "locked/x")
    try setMode(0o555, "locked")
    var run = try runRestricted(["rewrite", site, "--output", "\(folder.url.path)/locked/out"])
    #expect(run.status == 2)
    #expect(run.standardError.contains("cannot be made: Permission denied"))
    try setMode(0, "site")
    run = try runRestricted(["rewrite", site, "--output", output])
    try setMode(0o755, "site")
    try setMode(0o755, "locked")
    #expect(run.status == 2)
    #expect(run.standardError.contains("Permission denied"))
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  // MARK: A full disk

  private static func mount(_ folder: String, _ options: String) throws -> Bool {
    try Oracle.run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).status == 0
  }

  /// True if this process may mount a small file system.
  static let mayMount: Bool = {
    guard getuid() == 0, let folder = try? TemporaryFolder(),
      (try? mount(folder.url.path, "size=64k")) == true
    else { return false }
    _ = try? Oracle.run("umount", [folder.url.path])
    return true
  }()

  @Test(
    "a full disk", .enabled(if: mayMount, "only root may mount a small file system"), arguments: Mode.allCases
  )
  func fullDisk(mode: Mode) throws {
    let disk = folder.url.appending(path: result(mode))
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    try #require(try Self.mount(disk.path, "size=256k"))
    defer { _ = try? Oracle.run("umount", [disk.path]) }
    let filling = String(repeating: "<p>text that fills pages</p>\n", count: 400)
    let names = (0..<40).map { "page-\($0).html" }
    // In place: as many as there is room for, and then all room taken but a few pages.
    let written = mode == .output ? names : Array(names.prefix(10))
    for name in written { try folder.write(Self.page + filling, to: "site/\(name)") }
    if mode == .inPlace {
      let ballast = disk.appending(path: "ballast.bin")
      _ = try Oracle.run("dd", ["if=/dev/zero", "of=\(ballast.path)", "bs=4096"])
    }
    let run = try Oracle.run(Product.autotag, arguments(mode))
    #expect(run.status == 3)
    let text = String(decoding: run.standardOutput, as: UTF8.self) + run.standardError
    let lines = text.split(separator: "\n").filter { $0.contains("No space left on device") }
    #expect(lines.count == 1, "\(text)")
    #expect(
      lines.first?.contains("failed: No space left on device; make room and run again [write-failed]") == true
    )
    var done = 0
    for name in written {
      guard let found = try? folder.text("\(result(mode))/\(name)") else {
        #expect(mode == .output)
        continue
      }
      let isNew = found == Self.tagged + filling
      let isOld = mode == .inPlace && found == Self.page + filling
      #expect(isNew || isOld, "\(name) is not whole")
      done += isNew ? 1 : 0
    }
    #expect(done < written.count)
    let others = written.count - done - 1
    #expect(
      others == 0 || text.contains("  and at \(others) more place\(others == 1 ? "" : "s"): "), "\(text)")
    #expect(text.contains("\(done) page\(done == 1 ? "" : "s") changed"))
    #expect(try temporaries() == [])

    _ = try Oracle.run("mount", ["-o", "remount,size=4m", disk.path])
    #expect(try Oracle.run(Product.autotag, arguments(mode)).status == 0)
    for name in written {
      let isNew = try folder.text("\(result(mode))/\(name)") == Self.tagged + filling
      #expect(isNew)
    }
  }

  @Test("standard output on a full disk", Oracle.needs("sh"))
  func fullStandardOutput() throws {
    try folder.write(Self.page, to: "site/a.html")
    for rest in ["--diff", "--dry-run --format json"] {
      let run = try Oracle.run(
        "sh", ["-c", "\"$0\" rewrite \"$1\" \(rest) >/dev/full", Product.autotag, site])
      #expect(run.status == 3)
      #expect(run.standardError.contains("No space left on device"))
    }
  }

  // MARK: Where nothing may be written

  @Test(
    "an output in the site, or the site in the output, is refused and nothing is written",
    arguments: [
      ("site", "site"), ("site", "site/out"), ("site", "site/deep/er/out"), ("site", "."),
      ("site", "site/../site"),
      ("site", "link/out"), ("site", "link"), ("link", "site/out"), ("site", "link/../site/out"),
      ("site/inner", "site"), ("link/inner", "site"), ("site", "/"),
    ])
  func nested(site: String, output: String) throws {
    try folder.write(Self.page, to: "site/inner/a.html")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "link").path, withDestinationPath: "site")
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    let run = try Product.run("rewrite", site, "--output", output, in: folder.url)
    #expect(run.status == 2)
    #expect(run.standardError.contains("is inside the") || run.standardError.contains("is the site itself"))
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted() == before)
    #expect(try folder.text("site/inner/a.html") == Self.page)
  }

  @Test("a folder whose name begins like the site's is beside it")
  func beside() throws {
    try folder.write(Self.page, to: "site/a.html")
    #expect(try Product.run("rewrite", "site", "--output", "site-out", in: folder.url).status == 0)
    #expect(try folder.text("site-out/a.html") == Self.tagged)
  }

  @Test("in place, links are not followed", arguments: [false, true])
  func linksInPlace(linksFolder: Bool) throws {
    try folder.write("<p>", to: "site/a.html")
    try folder.write(Self.page, to: "outside/page.html")
    try FileManager.default.createSymbolicLink(
      atPath: "\(site)/\(linksFolder ? "folder" : "page.html")",
      withDestinationPath: linksFolder ? "../outside" : "../outside/page.html")
    #expect(try Oracle.run(Product.autotag, arguments(.inPlace)).status == 0)
    #expect(try folder.text("outside/page.html") == Self.page)
  }

  // MARK: Odd files

  /// Ends the command when it waits for ever.
  private func runForSeconds(_ arguments: [String]) throws -> Oracle.Output {
    try Oracle.run("timeout", ["20", Product.autotag] + arguments)
  }

  @Test("pipes, sockets and devices are not waited for", arguments: Mode.allCases)
  func special(mode: Mode) throws {
    try folder.write(Self.page, to: "site/a.html")
    try #require(mkfifo("\(site)/pipe.html", 0o644) == 0)
    try #require(mkfifo("\(site)/pipe.css", 0o644) == 0)
    let run = try runForSeconds(arguments(mode))
    #expect(run.status == (mode == .output ? 3 : 0))
    let text = String(decoding: run.standardOutput, as: UTF8.self)
    for name in ["pipe.html", "pipe.css"] {
      #expect(text.contains("\(name): error: this is a device, a pipe or a socket") == (mode == .output))
    }
    #expect(try folder.text("\(result(mode))/a.html") == Self.tagged)
  }

  @Test("a pipe in the output's place is replaced, not written into")
  func pipeInOutput() throws {
    try folder.write(Self.page, to: "site/a.html")
    try folder.write("x", to: "site/b.css")
    try folder.write("x", to: "out/other")
    for name in ["a.html", "b.css"] { try #require(mkfifo("\(output)/\(name)", 0o644) == 0) }
    #expect(try runForSeconds(arguments(.output)).status == 0)
    #expect(try folder.text("out/a.html") == Self.tagged)
    #expect(try folder.text("out/b.css") == "x")
  }

  @Test("names that are no UTF-8, or have line ends, quotes and escapes", arguments: Mode.allCases)
  func names(mode: Mode) throws {
    // Foundation has no such names: a shell makes the site and what is expected of it.
    let make = #"""
      make() {
        mkdir -p "$1" && cd "$1" && mkdir "$(printf 'ordner-\344')" "$(printf 'line\nend')" ' '
        for name in "$(printf 'ordner-\344/seite-\374.html')" "$(printf 'line\nend/a\nb.html')" \
          "$(printf '\033[31mred.html')" ' / .html' '-n.html' '.html' '"q"'"'"'.html' '$(id).html' '日本語ソ.html' \
          "$(printf 'half-\343\202.html')" '*.html' 'a\b.html'; do
          printf '%s' "$2" >"$name"
        done
      }
      make "$0" "$1"
      """#
    for (name, text) in [("site", Self.page), ("expected", Self.tagged)] {
      let made = try Oracle.run("bash", ["-c", make, folder.url.appending(path: name).path, text])
      try #require(made.status == 0, "\(made.standardError)")
    }
    let run = try Oracle.run(Product.autotag, arguments(mode) + ["--format", "json"])
    #expect(run.status == 0)
    let summary = try JSONSerialization.jsonObject(with: run.standardOutput) as? [String: Any]
    #expect((summary?["pages"] as? [String: Any])?["changed"] as? Int == 12)
    let difference = try Oracle.run("diff", ["-r", result(mode), "expected"], in: folder.url)
    #expect(difference.status == 0, "\(String(decoding: difference.standardOutput, as: UTF8.self))")
  }

  @Test("a problem's file name cannot break lines or obey terminals")
  func namesInMessages() throws {
    try folder.write(Self.page.replacing("mid=1", with: "u1=mine"), to: "site/a\nb\u{1B}[31m.html")
    let run = try Oracle.run(Product.autotag, arguments(.output))
    #expect(run.status == 0)
    let text = String(decoding: run.standardOutput, as: UTF8.self)
    #expect(text.contains(#"a\u{a}b\u{1b}[31m.html:1:"#))
    #expect(!text.contains("\u{1B}"))
  }

  @Test("folders deeper than files may be open are reported", Oracle.needs("sh"))
  func deep() throws {
    let way = Array(repeating: "d", count: 100).joined(separator: "/")
    try folder.write(Self.page, to: "site/a.html")
    try folder.write(Self.page, to: "site/\(way)/deep.html")
    try folder.write(Self.page, to: "site/e/z.html")
    let few = try Oracle.run(
      "sh", ["-c", "ulimit -n 40 && exec \"$0\" \"$@\"", Product.autotag] + arguments(.output))
    #expect(few.status == 3)
    let text = String(decoding: few.standardOutput, as: UTF8.self)
    #expect(text.contains("Too many open files; raise the limit on open files (ulimit -n)"))
    for page in ["a.html", "e/z.html"] {
      // A worker that is late finds the limit reached too; then the page is reported.
      let isTagged = (try? folder.text("out/\(page)")) == Self.tagged
      #expect(isTagged || text.contains("\(page): error: "), "\(page)")
    }
    #expect(try Oracle.run(Product.autotag, arguments(.output)).status == 0)
    for page in ["a.html", "e/z.html", "\(way)/deep.html"] {
      #expect(try folder.text("out/\(page)") == Self.tagged)
    }
  }
}
