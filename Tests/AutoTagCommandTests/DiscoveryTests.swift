import Foundation
import TestSupport
import Testing

@Suite("The configuration that counts")
struct DiscoveryTests {
  /// - Parameters:
  ///   - files: with what they hold; an arrow makes a link.
  ///   - folder: the current one.
  ///   - line: what -v says first.
  struct Case: Sendable {
    let name: String
    let files: [String]
    let folder: String
    let arguments: [String]
    var environment: [String: String] = [:]
    let line: String
    var notes: [String] = []
  }

  static let above = "found in the current folder or above it"
  static func unread(_ path: String) -> String {
    "note: \(path) is there and is not read, since the command runs outside of its project: --config \(path)\n"
  }
  static let cases: [Case] = [
    Case(name: "none", files: [], folder: "", arguments: ["public"], line: "none"),
    Case(
      name: "in the site, as before", files: ["public/autotag.yml"], folder: "", arguments: ["public"],
      line: "public/autotag.yml (found in the site)"),
    Case(
      name: "in the current folder, which is no repository", files: ["autotag.yml"], folder: "",
      arguments: ["public"],
      line: "autotag.yml (\(above))"),
    Case(
      name: "above the current folder, which is no repository", files: ["autotag.yml"], folder: "public",
      arguments: ["."], line: "none", notes: [unread("../autotag.yml")]),
    Case(
      name: "beside the site, from elsewhere", files: ["autotag.yml"], folder: "a/b",
      arguments: ["../../public"], line: "none", notes: [unread("../../autotag.yml")]),
    Case(
      name: "above the site, in its repository", files: ["autotag.yml", ".git/", "home/x"], folder: "home",
      arguments: ["../public"], environment: ["HOME": "home"], line: "none", notes: [unread("../autotag.yml")]
    ),
    Case(
      name: "the site is a repository of its own", files: ["autotag.yml", "public/.git/"], folder: "a",
      arguments: ["../public"], line: "none"),
    Case(
      name: "a folder of the site's repository",
      files: ["public/.git/", "public/autotag.yml", "public/c/d/x"],
      folder: "a", arguments: ["../public/c/d", "--allow-empty"], line: "none",
      notes: [unread("../public/autotag.yml")]),
    Case(
      name: "at the repository's root", files: [".git/", "autotag.yml"], folder: "public", arguments: ["."],
      line: "../autotag.yml (\(above))"),
    Case(
      name: "a worktree has a file .git", files: [".git", "autotag.yml"], folder: "a/b",
      arguments: ["../../public"],
      line: "../../autotag.yml (\(above))"),
    Case(
      name: "no further than the repository", files: ["autotag.yml", "a/.git/", "a/b/x"], folder: "a/b",
      arguments: ["../../public"], line: "none", notes: [unread("../../autotag.yml")]),
    Case(
      name: "the nearest one", files: [".git/", "autotag.yml", "a/autotag.yml"], folder: "a/b",
      arguments: ["../../public"], line: "../../public/autotag.yml (found in the site)",
      notes: ["../../public/autotag.yml counts: the site is not in the folder of ../autotag.yml"]),
    Case(
      name: "no further than the home", files: [".git/", "autotag.yml", "home/x"], folder: "home/a",
      arguments: ["../../public"], environment: ["HOME": "home"], line: "none",
      notes: [unread("../../autotag.yml")]),
    Case(
      name: "the home itself may be a repository", files: ["home/.git/", "home/autotag.yml"],
      folder: "home/a",
      arguments: ["../../public"], environment: ["HOME": "home"], line: "../autotag.yml (\(above))"),
    Case(
      name: "project and site", files: ["autotag.yml", "public/autotag.yml"], folder: "",
      arguments: ["public"],
      line: "autotag.yml (\(above))", notes: ["autotag.yml counts, and public/autotag.yml is not read"]),
    Case(
      name: "a lock file left in the site", files: ["autotag.yml", "public/autotag.lock"], folder: "",
      arguments: ["public"], line: "autotag.yml (\(above))", notes: ["mv public/autotag.lock autotag.lock"]),
    Case(
      name: "the current folder is the site", files: ["public/autotag.yml"], folder: "public",
      arguments: ["."],
      line: "autotag.yml (\(above))"),
    Case(
      name: "the environment", files: ["autotag.yml", "other.yml"], folder: "", arguments: ["public"],
      environment: ["AUTOTAG_CONFIG": "other.yml"], line: "other.yml (named by AUTOTAG_CONFIG)"),
    Case(
      name: "an empty variable is none", files: ["autotag.yml"], folder: "", arguments: ["public"],
      environment: ["AUTOTAG_CONFIG": ""], line: "autotag.yml (\(above))"),
    Case(
      name: "the option wins", files: ["autotag.yml", "other.yml", "third.yml"], folder: "",
      arguments: ["public", "--config", "third.yml"], environment: ["AUTOTAG_CONFIG": "other.yml"],
      line: "third.yml (named by --config)"),
    Case(
      name: "one between the project's and the site", files: ["autotag.yml", "a/autotag.yml", "a/b/x.html"],
      folder: "",
      arguments: ["a/b"], line: "autotag.yml (\(above))",
      notes: [
        "note: autotag.yml counts, and a/autotag.yml, which is nearer to the site, is not read: to go by it, add "
          + "--config a/autotag.yml\n"
      ]),
    Case(
      name: "one above the project's is no nearer one",
      files: [".git/", "autotag.yml", "a/autotag.yml", "a/b/x.html"],
      folder: "a", arguments: ["b"], line: "autotag.yml (\(above))"),
    Case(
      name: "another project's, of a site without its own",
      files: ["a/autotag.yml", "other/autotag.yml", "other/p/x.html"],
      folder: "a", arguments: ["../other/p"], line: "autotag.yml (\(above))",
      notes: ["autotag.yml counts, and ../other/autotag.yml, which is nearer to the site, is not read"]),
    Case(
      name: "a wrong name beside the site, from elsewhere", files: ["autotag.yaml"], folder: "a",
      arguments: ["../public"], line: "none",
      notes: [
        "note: ../autotag.yaml is there and is not read: a configuration is called autotag.yml, so rename it\n"
      ]),
    Case(
      name: "the current folder behind a link", files: [".git/", "autotag.yml", "link->public"],
      folder: "link",
      arguments: ["."], line: "../autotag.yml (\(above))"),
  ]

  static func make(_ files: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(CommandLineTests.page, to: "public/index.html")
    for name in ["a/b", "home/a"] {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: name), withIntermediateDirectories: true)
    }
    for file in files {
      let parts = file.components(separatedBy: "->")
      if parts.count == 2 {
        try FileManager.default.createSymbolicLink(
          atPath: folder.url.appending(path: parts[0]).path, withDestinationPath: parts[1])
      } else if file.hasSuffix("/") {
        try FileManager.default.createDirectory(
          at: folder.url.appending(path: file), withIntermediateDirectories: true)
      } else {
        try folder.write("existing-subid: keep\n", to: file)
      }
    }
    return folder
  }

  @Test(arguments: cases.indices)
  func found(index: Int) throws {
    let test = Self.cases[index]
    let nearest = test.name == "the nearest one"
    let folder = try Self.make(test.files + (nearest ? ["public/autotag.yml"] : []))
    var environment = test.environment
    if let home = environment["HOME"] { environment["HOME"] = folder.url.appending(path: home).path }
    let current = folder.url.appending(path: test.folder)
    let output = try Oracle.run(
      Product.autotag, ["rewrite", "--dry-run", "-v"] + test.arguments, environment: environment, in: current)
    #expect(output.status == 0, "\(test.name): \(output.standardError)")
    #expect(output.lines.first == "Configuration: \(test.line)", "\(test.name)")
    for note in test.notes { #expect(output.standardError.contains(note), "\(test.name)") }
    if test.notes.isEmpty { #expect(output.standardError.isEmpty, "\(test.name)") }
    // The same for programs.
    let json = try Oracle.run(
      Product.autotag, ["rewrite", "--dry-run", "--format", "json"] + test.arguments,
      environment: environment,
      in: current)
    let object = try #require(JSONSerialization.jsonObject(with: json.standardOutput) as? [String: Any])
    let site = try #require((object["sites"] as? [[String: Any]])?.first)
    let path = test.line.split(separator: " (").first.map(String.init)
    #expect(site["configuration"] as? String == (test.line == "none" ? nil : path), "\(test.name)")
    #expect((site["notes"] as? [String])?.count == test.notes.count, "\(test.name)")
  }

  @Test(
    "A configuration beside a site that is not read is told of once by every command",
    arguments: [
      ["rewrite", "blog/public", "-n"], ["audit", "blog/public"], ["resolve", "/x", "--site", "blog/public"],
      ["conversions", "month.csv", "--site", "blog/public"], ["audit", "blog/public", "blog/drafts"],
      ["rewrite", "blog/public/index.html", "-n"], ["audit", "blog/public", "--config", "blog/autotag.yml"],
    ])
  func unread(command: [String]) throws {
    let folder = try TemporaryFolder()
    for site in ["public", "drafts"] { try folder.write("<p>", to: "blog/\(site)/index.html") }
    try folder.write("site: public\n", to: "blog/autotag.yml")
    try folder.write("Member ID (U1),Transaction Date,Total Commission\n", to: "month.csv")
    let output = try Oracle.run(Product.autotag, command, in: folder.url)
    let isNamed = command.contains("--config")
    #expect(
      output.standardError.components(separatedBy: Self.unread("blog/autotag.yml")).count
        == (isNamed ? 1 : 2),
      "\(output.standardError)")
  }

  static let faults: [(name: String, files: [String], says: String)] = [
    ("the wrong name", ["autotag.yaml"], "autotag.yaml: a site's configuration is called autotag.yml"),
    ("a hidden name", [".autotag.yml"], "Error: .autotag.yml: a site's configuration is called autotag.yml"),
    (
      "a wrong name in the site", ["public/autotag.yaml"],
      "Error: public/autotag.yaml: a site's configuration"
    ),
    ("a folder", ["autotag.yml/"], "autotag.yml: the configuration cannot be read"),
    ("a dangling link", ["autotag.yml->nowhere"], "autotag.yml: the configuration cannot be read"),
  ]

  @Test("What cannot be meant ends the run", arguments: faults.indices)
  func fault(index: Int) throws {
    let folder = try Self.make(Self.faults[index].files)
    let output = try Product.run("audit", "public", in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains(Self.faults[index].says))
  }

  @Test("A file that the variable names wrongly is told of with the variable")
  func variable() throws {
    let folder = try Self.make([])
    let output = try Oracle.run(
      Product.autotag, ["audit", "public"], environment: ["AUTOTAG_CONFIG": "no.yml"], in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.hasPrefix("Error: no.yml: the configuration cannot be read: "))
    #expect(output.standardError.hasSuffix("; AUTOTAG_CONFIG names this file\n"))
  }

  @Test("Another user's file above the current folder is not taken", Oracle.needs("setpriv"))
  func owner() throws {
    let folder = try Self.make([".git/", "autotag.yml"])
    let path = folder.url.path
    try #require(getuid() == 0, "only the superuser can give a file away")
    #expect(chown(path + "/autotag.yml", 12345, 12345) == 0)
    let output = try Product.run("audit", ".", in: folder.url.appending(path: "public"))
    #expect(output.status == 2)
    #expect(output.standardError.contains("../autotag.yml: the file belongs to another user"))
    // Whoever has the current folder may have the file: a container's root works on a user's checkout.
    #expect(chown(path + "/public", 12345, 12345) == 0)
    #expect(try Product.run("audit", ".", in: folder.url.appending(path: "public")).status == 1)
  }

  @Test("site and output are relative to the configuration, and rewrite and audit need no argument")
  func configuredSite() throws {
    let folder = try Self.make([".git/"])
    try folder.write("site: public\noutput: copy\n", to: "autotag.yml")
    let inner = folder.url.appending(path: "a/b")
    let rewrite = try Product.run("rewrite", in: inner)
    #expect(rewrite.status == 0, "\(rewrite.standardError)")
    #expect(rewrite.lines.first == "../../public → ../../copy, as ../../autotag.yml says")
    #expect(try folder.text("copy/index.html") == CommandLineTests.taggedPage)
    #expect(try folder.text("public/index.html") == CommandLineTests.page)
    #expect(try Product.run("audit", in: inner).status == 1)
    #expect(try Product.run("resolve", "/index.html", in: inner).status == 0)
    // What is said on the command line wins, and nothing more is written.
    #expect(try Product.run("rewrite", "--dry-run", "--output", "other", in: inner).status == 0)
    #expect(!FileManager.default.fileExists(atPath: inner.path + "/other"))
    #expect(try Product.run("rewrite", "--in-place", in: inner).status == 0)
    #expect(try folder.text("public/index.html") == CommandLineTests.taggedPage)
  }

  @Test("Without output nothing is edited unless it is asked for; a site that is not built is told of")
  func nothingUnasked() throws {
    let folder = try Self.make([])
    try folder.write("site: public\n", to: "autotag.yml")
    let output = try Product.run("rewrite", in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains("Where does the result go? Give --output DIR or --in-place"))
    #expect(try folder.text("public/index.html") == CommandLineTests.page)
    try folder.write("site: built\n", to: "autotag.yml")
    let missing = try Product.run("audit", in: folder.url)
    #expect(missing.status == 2)
    #expect(
      missing.standardError
        == "Error: autotag.yml:1: the site built is not there: build it first, or correct “site”\n")
    try folder.write("# x\nsite: pubic\n", to: "autotag.yml")
    #expect(
      try Product.run("audit", in: folder.url).standardError
        == "Error: autotag.yml:2: the site pubic is not there: build it first, or correct “site”; public is there\n"
    )
    try folder.write("{}\n", to: "autotag.yml")
    #expect(
      try Product.run("audit", in: folder.url).standardError.contains("put “site: public” into autotag.yml"))
  }

  @Test("In place it is said that a configuration in the site is deployed, and how to move it")
  func deployed() throws {
    let folder = try Self.make(["public/autotag.yml", "public/autotag-baseline.json"])
    let output = try Product.run("rewrite", "public", "--in-place", in: folder.url)
    #expect(output.status == 0)
    #expect(
      output.standardError
        == "note: public/autotag.yml lies in the site and is deployed with it. To move it beside the "
        + "site's source: put “site: public” into autotag.yml, whose paths are relative to its folder, and run: "
        + "mv public/autotag.yml public/autotag-baseline.json .\n")
    #expect(try Product.run("rewrite", "public", "--output", "out", in: folder.url).standardError.isEmpty)
    let copied = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/out")
    #expect(copied == ["index.html"])
  }

  @Test("A site that is the repository's root is not told to move its configuration out of it")
  func repositoryRoot() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: ".git/HEAD")
    try folder.write("<p>", to: "index.html")
    try folder.write("existing-subid: keep\n", to: "autotag.yml")
    let note = try Product.run("rewrite", ".", "--in-place", in: folder.url).standardError
    #expect(
      note.contains("autotag.yml lies in the site and is deployed with it. The site is the repository's root")
    )
    #expect(!note.contains("mv "))
  }

  @Test("A configuration that Jekyll copied into the site is told of with the line that leaves it out")
  func copied() throws {
    let folder = try Self.make([])
    try folder.write("title: x\n", to: "_config.yml")
    try folder.write("<p>", to: "_site/index.html")
    for path in ["autotag.yml", "_site/autotag.yml"] { try folder.write("site: _site\n", to: path) }
    #expect(
      try Product.run("rewrite", "-n", in: folder.url).standardError
        == "note: autotag.yml counts, and _site/autotag.yml is not read: Jekyll copies what lies in its source into the "
        + "site: put “exclude: [autotag.yml, autotag.lock, autotag-baseline.json, autotag-conversions-baseline.json, "
        + "autotag-codes.tsv]” into _config.yml\n"
    )
  }

  @Test("An audit of the configured site names the tagged copy that is there, unless it is quiet")
  func copyIsNamed() throws {
    let folder = try Self.make(["public/index.html"])
    try folder.write("site: public\noutput: out\n", to: "autotag.yml")
    #expect(try Product.run("audit", in: folder.url).standardError.isEmpty)
    #expect(try Product.run("rewrite", in: folder.url).status == 0)
    #expect(
      try Product.run("audit", in: folder.url).standardError
        == "note: public is audited, the site as it was built; its tagged copy is out: autotag audit out\n")
    for arguments in [["audit", "-q"], ["audit", "out"], ["audit", "public"]] {
      #expect(!(try Oracle.run(Product.autotag, arguments, in: folder.url).standardError.contains("note:")))
    }
    #expect(try Product.run("rewrite", "--untag", in: folder.url).status == 2)
  }

  @Test("The baseline is looked for beside the configuration, then in the site", arguments: ["", "public/"])
  func baseline(place: String) throws {
    let folder = try Self.make([])
    try folder.write("site: public\n", to: "autotag.yml")
    let written = try Product.run(
      "audit", "--write-baseline", "\(place)autotag-baseline.json", in: folder.url)
    #expect(written.status == 0)
    #expect(written.standardError.contains("runs leave them out from now on, also without --baseline.\n"))
    let other = try Product.run("audit", "--write-baseline", "other.json", in: folder.url)
    #expect(other.standardError.contains("runs with --baseline other.json leave them out.\n"))
    let output = try Product.run("audit", "-v", in: folder.url)
    #expect(output.status == 0)
    #expect(output.lines.contains("Baseline: \(place)autotag-baseline.json"))
    // It is neither copied nor read as a page.
    #expect(try Product.run("rewrite", "--output", "out", in: folder.url).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/out") == ["index.html"])
  }

  @Test(
    "A configuration in a folder that a generator empties is told of by every command",
    arguments: [
      ("_config.yml", "_site", ["rewrite", "_site", "-n"], true),
      ("_config.yml", "_site", ["audit", "_site"], true),
      ("_config.yml", "_site", ["rewrite", "_site", "--output", "x"], true),
      ("docs/conf.py", "docs/_build/html", ["audit", "docs/_build/html"], false),
      ("docs/conf.py", "docs/_build/html", ["rewrite", "docs/_build/html", "--in-place"], true),
      ("hugo.toml", "public", ["rewrite", "public", "-n"], false),
      ("none", "public", ["rewrite", "public", "-n"], false),
      ("none", "public", ["rewrite", "public", "--in-place"], true),
    ])
  func generated(file: String, site: String, command: [String], isTold: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: file)
    try folder.write("<p>", to: "\(site)/index.html")
    try folder.write("existing-subid: keep\n", to: "\(site)/autotag.yml")
    let output = try Oracle.run(Product.autotag, command, in: folder.url)
    #expect(output.status == 0)
    let fate =
      file == "none"
      ? "is deployed with it"
      : file == "_config.yml"
        ? "is deleted by Jekyll at each build, or else deployed"
        : "is deployed with the site, and deleted by Sphinx with make clean"
    #expect(
      output.standardError.hasPrefix("note: \(site)/autotag.yml lies in the site and \(fate). To move it")
        == isTold,
      "\(output.standardError)")
  }
}
