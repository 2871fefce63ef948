import AutoTagBytes
import AutoTagCommand
import AutoTagFiles
import Foundation
import TestSupport
import Testing

@Suite("Pages that are named")
struct NamedFilesTests {
  /// A repository with a site, a template beside it, and a redirect of the site.
  static func project() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("ref: x\n", to: ".git/HEAD")
    try folder.write("site: public\nexclude: [drafts]\n", to: "autotag.yml")
    for page in ["public/index.html", "public/a/b.html", "public/drafts/d.html", "layouts/t.html"] {
      try folder.write(CommandLineTests.page, to: page)
    }
    try folder.write("<a href=/go/x>x</a>", to: "public/go.html")
    try folder.write(
      "RewriteEngine on\nRewriteRule ^go/x$ \(CommandLineTests.link) [R,QSA]\n", to: "public/.htaccess")
    try folder.write("<a href=\"\(CommandLineTests.link)\">", to: "public/old.php")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.path + "/public/link.html", withDestinationPath: "index.html")
    return folder
  }

  /// The counts of `named_files` in the JSON, without zeros.
  static let cases: [(name: String, files: [String], list: String?, counts: [String: Int], tagged: Int)] = [
    ("a page", ["public/index.html"], nil, ["pages": 1], 1),
    ("an absolute name and dots", ["/public/index.html", "public/a/../a/b.html"], nil, ["pages": 2], 2),
    ("a page behind a redirect of the site", ["public/go.html"], nil, ["pages": 1], 1),
    ("named twice", ["public/index.html", "./public/index.html"], nil, ["pages": 1, "repeated": 1], 1),
    ("no page", ["public/index.html", "public/old.php"], nil, ["pages": 1, "no_pages": 1], 1),
    ("excluded", ["public/index.html", "public/drafts/d.html"], nil, ["pages": 1, "excluded": 1], 1),
    ("a link", ["public/index.html", "public/link.html"], nil, ["pages": 1, "links": 1], 1),
    ("a list by lines", [], "public/index.html\npublic/a/b.html\n", ["pages": 2], 2),
    ("a list by NULs", [], "public/index.html\0public/a/b.html\0", ["pages": 2], 2),
    ("a list without an end", [], "public/index.html", ["pages": 1], 1),
    ("both", ["public/go.html"], "public/index.html\n", ["pages": 2], 2),
    ("gone", [], "public/index.html\npublic/gone.html\n", ["pages": 1, "missing": 1], 1),
    ("gone before what is there", [], "gone.html\npublic/index.html\n", ["pages": 1, "missing": 1], 1),
    ("a folder in a list", [], "public\npublic/index.html\n", ["pages": 1, "folders": 1], 1),
    ("a folder names the site", ["public"], "public/index.html\n", ["pages": 1], 1),
  ]

  @Test(arguments: cases.indices)
  func counts(index: Int) throws {
    let test = Self.cases[index]
    let folder = try Self.project()
    let files = test.files.map { $0.hasPrefix("/") ? folder.url.path + $0 : $0 }
    let list = test.list == nil ? [] : ["--files-from", "-"]
    let output = try Oracle.run(
      Product.autotag, ["rewrite", "--dry-run", "--format", "json"] + files + list,
      input: test.list.map { Data($0.utf8) }, in: folder.url)
    #expect(output.status == 0, "\(test.name): \(output.standardError)")
    let object = try #require(JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any])
    let sites = try #require(object["sites"] as? [[String: Any]])
    #expect(sites.count == 1 && sites.first?["site"] as? String == "public", "\(test.name)")
    let counts = try #require(sites.first?["named_files"] as? [String: Int])
    #expect(counts.filter { $0.value > 0 } == test.counts, "\(test.name)")
    #expect((object["links"] as? [String: Int])?["tagged"] == test.tagged, "\(test.name)")
    #expect((object["pages"] as? [String: Int])?["read"] == test.counts["pages"], "\(test.name)")
    // Nothing is passed over in silence.
    let others = test.counts.filter { $0.key != "pages" }.reduce(0) { $0 + $1.value }
    #expect(
      output.standardError.split(separator: "\n").count == (others == 0 ? 0 : others + 1), "\(test.name)")
  }

  @Test("A file beside the site is one of the same run, and is changed alone")
  func template() throws {
    let folder = try Self.project()
    let output = try Product.run(
      "rewrite", "--in-place", "layouts/t.html", "public/index.html", in: folder.url)
    #expect(output.status == 0, "\(output.standardError)")
    #expect(output.lines.contains("  2 pages changed") && !output.lines.contains { $0.contains("together") })
    for page in ["public/index.html", "layouts/t.html"] {
      #expect(try folder.text(page) == CommandLineTests.taggedPage)
    }
    for page in ["public/a/b.html", "public/drafts/d.html"] {
      #expect(try folder.text(page) == CommandLineTests.page)
    }
  }

  /// Files with `/go/x` as a link, and which of them are tagged: where the redirects are found.
  static let redirected: [(name: String, files: [String: String], pages: [String], tagged: [String])] = [
    (
      "a template by the configuration's site", ["autotag.yml": "site: public", "public/.htaccess": ""],
      ["layouts/t.html"], ["layouts/t.html"]
    ),
    (
      "a page and a template", ["autotag.yml": "site: public", "public/.htaccess": ""],
      ["layouts/t.html", "public/a.html"], ["layouts/t.html", "public/a.html"]
    ),
    (
      "no configuration, a redirect file in the site", ["public/.htaccess": ""], ["public/a.html"],
      ["public/a.html"]
    ),
    ("deep in such a site", ["public/_redirects": ""], ["public/a/b/c.html"], ["public/a/b/c.html"]),
    (
      "two such sites", ["en/_redirects": "", "de/.htaccess": ""], ["en/a.html", "de/a.html"],
      ["en/a.html", "de/a.html"]
    ),
    ("the repository is the site", [".htaccess": ""], ["posts/a.html"], ["posts/a.html"]),
    (
      "a folder's own file below a start page", ["public/index.html": "x", "public/sub/.htaccess": ""],
      ["public/sub/a.html"], []
    ),
    ("none above the file", ["public/.htaccess": ""], ["layouts/t.html"], []),
    (
      "netlify.toml beside the site", ["netlify.toml": ""], ["public/a.html"],
      ["public/a.html"]
    ),
  ]

  @Test(
    "Links of named pages go by the redirects of their site, which is found without a configuration too",
    arguments: redirected.indices)
  func redirects(index: Int) throws {
    let test = Self.redirected[index]
    let folder = try TemporaryFolder()
    try folder.write("ref: x\n", to: ".git/HEAD")
    let rules = [
      ".htaccess": "RewriteEngine on\nRewriteRule ^go/x$ \(CommandLineTests.link) [R,QSA]\n",
      "_redirects": "/go/x u1=:u1 \(CommandLineTests.link)&u1=:u1\n/go/x \(CommandLineTests.link)\n",
      "netlify.toml":
        "[[redirects]]\nfrom = \"/go/x\"\nquery = {u1 = \":u1\"}\nto = \"\(CommandLineTests.link)&u1=:u1\"\n"
        + "[[redirects]]\nfrom = \"/go/x\"\nto = \"\(CommandLineTests.link)\"\n",
    ]
    for (path, text) in test.files {
      let name = path.split(separator: "/").last.map(String.init) ?? ""
      try folder.write(text.isEmpty ? rules[name] ?? "" : text, to: path)
    }
    for page in test.pages { try folder.write("<a href=/go/x>x</a>\n", to: page) }
    let output = try Oracle.run(Product.autotag, ["rewrite", "--in-place"] + test.pages, in: folder.url)
    #expect(output.status == 0, "\(test.name): \(output.standardError)")
    let tagged = try test.pages.filter { try folder.text($0).contains("u1=--CLICK-ID--") }
    #expect(tagged == test.tagged, "\(test.name): \(output.standardError)")
  }

  @Test(
    "A diff of pages in and beside the site is one that git applies at the project's root",
    Oracle.needs("git"))
  func diff() throws {
    let folder = try Self.project()
    try folder.write("x", to: "README.md")
    let output = try Product.run(
      "rewrite", "--diff", "README.md", "layouts/t.html", "public/go.html", "public/index.html",
      in: folder.url)
    #expect(output.status == 0, "\(output.standardError)")
    #expect(output.standardError.contains("note: 1 of the 4 named files is no page of this run\n"))
    #expect(!output.standardError.contains("No page was found"))
    try FileManager.default.removeItem(at: folder.url.appending(path: ".git"))
    let applied = try Oracle.run("git", ["apply"], input: output.standardOutput, in: folder.url)
    #expect(applied.status == 0, "\(applied.standardError)")
    for page in ["public/index.html", "layouts/t.html"] {
      #expect(try folder.text(page) == CommandLineTests.taggedPage)
    }
    #expect(try folder.text("public/go.html").contains("/go/x?u1=--CLICK-ID--"))
  }

  @Test("A baseline of the site is no hindrance, and is not asked about files beside it")
  func baselineBeside() throws {
    let folder = try Self.project()
    #expect(try Product.run("audit", "--write-baseline", "autotag-baseline.json", in: folder.url).status == 0)
    let output = try Product.run("audit", "public/index.html", "layouts/t.html", in: folder.url)
    #expect(output.status == 1, "\(output.standardError)")
    #expect(output.lines.contains { $0.contains("layouts/t.html:1:10") })
    #expect(!output.lines.contains { $0.contains("public/index.html:1:10") })
  }

  @Test("Where the configuration's site is not there, its redirects are said to be unknown")
  func siteNotBuilt() throws {
    let folder = try Self.project()
    try folder.write("site: nowhere\n", to: "autotag.yml")
    let output = try Product.run("rewrite", "-n", "layouts/t.html", in: folder.url)
    #expect(output.status == 0)
    #expect(
      output.standardError
        == "note: nowhere, which the configuration names, is not there, so that its redirects are not known\n"
    )
  }

  static let faults: [(arguments: [String], list: String?, says: String)] = [
    (["rewrite", "public/index.html"], nil, "Where does the result go? Give --in-place, or --dry-run"),
    (["rewrite", "public/index.html", "--output", "x"], nil, "--output makes a complete copy of a site"),
    (
      ["rewrite", "public/index.html", "--in-place", "--compare", "x.json"], nil,
      "--compare is for whole sites"
    ),
    (
      ["audit", "public/index.html", "--write-baseline", "x.json"], nil, "--write-baseline needs a whole site"
    ),
    (["audit", "public/index.html", "nowhere.html"], nil, "nowhere.html is not there"),
    (["audit", "nowhere.html"], nil, "nowhere.html is not there"),
    (["audit", "public", "public/index.html"], nil, "public is a folder and public/index.html a file"),
    (["audit", "public", "layouts", "--files-from", "-"], "x", "--files-from has the pages of one site"),
    (["audit", "/etc/passwd"], nil, "/etc/passwd is no page and no site: name the folder of a site"),
    (["rewrite", "/etc/passwd", "-n"], nil, "/etc/passwd is no page and no site"),
    (
      ["audit", "layouts", "--files-from", "-"], "public/index.html",
      "public/index.html is outside of layouts"
    ),
    (
      ["audit", "public/old.php"], nil,
      "none of the named files is a page: public/old.php: no page by the globs"
    ),
    (["audit", "--files-from", "-"], "", "no file was named"),
    (
      ["audit", "--files-from", "-"], "\"caf\\303\\251.html\"\n",
      "git writes such names in quotes unless it is asked with -z"
    ),
    (["audit", "--files-from", "none.txt"], nil, "the list of files none.txt cannot be read"),
    (["rewrite", "-", "--files-from", "x"], "", "--files-from has no meaning with -"),
    (["rewrite", "-", "public", "--in-place"], "", "it stands alone"),
  ]

  @Test("What cannot be done ends with 2 and is told", arguments: faults.indices)
  func fault(index: Int) throws {
    let test = Self.faults[index]
    let folder = try Self.project()
    let output = try Oracle.run(
      Product.autotag, test.arguments, input: test.list.map { Data($0.utf8) }, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError.contains(test.says), "\(output.standardError)")
    #expect(try folder.text("public/index.html") == CommandLineTests.page)
  }

  @Test("Names without a page are accepted by name", arguments: ["", "public/old.php\n", "gone.html\0"])
  func allowEmpty(list: String) throws {
    let folder = try Self.project()
    let output = try Product.run(
      "audit", "--files-from", "-", "--allow-empty", input: Data(list.utf8), in: folder.url)
    #expect(output.status == 0, "\(output.standardError)")
    #expect(output.lines.contains { $0.hasPrefix("0 pages read") })
  }

  static let lists: [(bytes: [UInt8], names: [String])] = [
    ([], []), (Array("a\nb".utf8), ["a", "b"]), (Array("a\n\n\nb\n".utf8), ["a", "b"]),
    (Array("a\0b\nc\0".utf8), ["a", "b\nc"]), (Array("\0\0a".utf8), ["a"]),
    (Array(" a \r\n\r\nb\r\n".utf8), [" a ", "b"]), (Array("\u{FEFF}a\nb".utf8), ["a", "b"]),
    (Array("a\r\0\u{FEFF}b\0".utf8), ["a\r", "\u{FEFF}b"]),
    ([0x61, 0xFF, 0x0A], ["a%FF"]),
  ]

  @Test("A list is split at NULs, else at line ends", arguments: lists.indices)
  func list(index: Int) {
    #expect(
      FileList.names(in: Self.lists[index].bytes).map { PathText.shown($0.text) } == Self.lists[index].names)
  }

  @Test("Names with a line end or that are no UTF-8 are pages as any other")
  func oddNames() throws {
    let folder = try Self.project()
    try folder.write(CommandLineTests.page, to: "public/two\nlines.html")
    let script = """
      import os, sys
      name = b"public/\\xff.html"
      open(name, "wb").write(open("public/index.html", "rb").read())
      sys.stdout.buffer.write(b"public/two\\nlines.html\\0" + name + b"\\0")
      """
    let list = try Oracle.run("python3", ["-c", script], in: folder.url)
    try #require(list.status == 0, "\(list.standardError)")
    let output = try Product.run(
      "rewrite", "--in-place", "--files-from", "-", input: list.standardOutput, in: folder.url)
    #expect(output.status == 0, "\(output.standardError)")
    #expect(output.lines.contains("  2 links tagged"))
    #expect(try folder.text("public/two\nlines.html") == CommandLineTests.taggedPage)
  }

  @Test("Of a baseline only what is in the named pages counts as fixed")
  func baseline() throws {
    let folder = try Self.project()
    #expect(try Product.run("audit", "--write-baseline", "autotag-baseline.json", in: folder.url).status == 0)
    try folder.write("<p>", to: "public/index.html")
    let output = try Product.run("audit", "public/index.html", "public/a/b.html", in: folder.url)
    #expect(output.status == 0, "\(output.standardError)")
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    let fixed = try #require(text.firstMatch(of: /(\d+) fixed since the baseline/)).1
    let all = String(decoding: try Product.run("audit", in: folder.url).standardOutput, as: UTF8.self)
    #expect(try #require(all.firstMatch(of: /(\d+) fixed since the baseline/)).1 == fixed)
  }
}
