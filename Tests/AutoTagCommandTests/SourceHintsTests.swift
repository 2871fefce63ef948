import Foundation
import TestSupport
import Testing

@Suite("The audit names what a page was made from, and nothing that is not there")
struct SourceHintsTests {
  static let link = "https://click.linksynergy.com/deeplink?id=A&mid=1&murl=https%3A%2F%2Fa.example%2F"
  static let page = "<p><a rel=sponsored href='\(link.replacing("&", with: "&amp;"))'>a</a>"
  static let edit = "<a href='https://github.com/u/r/edit/main/docs/guide/x.mdx'>Edit</a>"

  struct Case: Sendable, CustomTestStringConvertible {
    /// The generator's configuration, and sources.
    let files: [String: String]
    /// The page below the project.
    let page: String
    var text = SourceHintsTests.page
    /// The source as it is named; `nil` for none.
    let source: String?
    var testDescription: String { "\(page) from \(source ?? "nothing")" }

    init(_ files: [String: String], _ page: String, text: String = SourceHintsTests.page, _ source: String?) {
      (self.files, self.page, self.text, self.source) = (files, page, text, source)
    }
  }

  static let md = "---\ntitle: x\n---\n[a](\(link))\n"
  static func hugo(_ files: [String: String]) -> [String: String] { files.merging(["hugo.toml": ""]) { $1 } }
  static func jekyll(_ files: [String: String]) -> [String: String] {
    files.merging(["_config.yml": "title: x\n"]) { $1 }
  }
  static func other(_ name: String, _ text: String, _ files: [String: String]) -> [String: String] {
    files.merging([name: text]) { $1 }
  }

  static let cases: [Case] = [
    Case(hugo(["content/posts/a.md": md]), "public/posts/a/index.html", "content/posts/a.md:4"),
    Case(hugo(["content/posts/a.md": md]), "public/posts/a.html", "content/posts/a.md:4"),
    Case(hugo(["content/posts/a/index.md": md]), "public/posts/a/index.html", "content/posts/a/index.md:4"),
    Case(hugo(["content/_index.md": md]), "public/index.html", "content/_index.md:4"),
    Case(
      hugo(["content/posts/My Post.md": md]), "public/posts/my-post/index.html", "content/posts/My Post.md:4"),
    Case(hugo(["content/a.md": "no link\n"]), "public/a/index.html", "content/a.md"),
    Case(hugo(["content/a.md": "\(link) \(link)\n"]), "public/a/index.html", "content/a.md"),
    Case(hugo(["content/a.md": "\(link)x\n\(link)\n"]), "public/a/index.html", "content/a.md:2"),
    Case(hugo(["content/a.md": "---\nslug: b\n---\n"]), "public/a/index.html", nil),
    Case(hugo(["content/a.md": "+++\nslug = \"b\"\n+++\n"]), "public/b/index.html", "content/a.md"),
    Case(hugo(["content/a.md": "---\nurl: /x/y/\n---\n"]), "public/x/y/index.html", "content/a.md"),
    // A page of that name may be a list that the theme makes: only where the link is in the source.
    Case(hugo(["content/posts/a.md": md]), "public/2024/a/index.html", "content/posts/a.md:4"),
    Case(hugo(["content/posts/a.md": "no link\n"]), "public/tags/a/index.html", nil),
    Case(hugo(["content/x/a.md": md, "content/y/a.md": md]), "public/a/index.html", nil),
    Case(hugo(["static/old.html": "\n\(page)"]), "public/old.html", "static/old.html:2"),
    Case(hugo(["content/b.md": md]), "public/a/index.html", nil),
    Case(
      other("hugo.toml", "contentDir = 'pages'\n", ["pages/a.md": md]), "public/a/index.html", "pages/a.md:4"),
    Case(jekyll(["_posts/2024-01-02-a-b.md": md]), "_site/2024/01/02/a-b.html", "_posts/2024-01-02-a-b.md:4"),
    Case(
      jekyll(["_posts/2024-01-02-a.md": md]), "_site/c/2024/01/02/a/index.html", "_posts/2024-01-02-a.md:4"),
    Case(jekyll(["_posts/2024-01-02-a.md": md]), "_site/a.html", "_posts/2024-01-02-a.md:4"),
    Case(jekyll(["_posts/2024-01-02-a.md": "x"]), "_site/2024/01/03/a.html", nil),
    Case(jekyll(["about.md": md]), "_site/about/index.html", "about.md:4"),
    Case(jekyll(["_docs/a.md": md]), "_site/docs/a.html", "_docs/a.md:4"),
    Case(jekyll(["a.md": "---\npermalink: /x/\n---\n"]), "_site/x/index.html", "a.md"),
    Case(jekyll(["a.md": "---\npermalink: /x/\n---\n"]), "_site/a.html", nil),
    Case(other("mkdocs.yml", "site_name: x\n", ["docs/a.md": link]), "site/a/index.html", "docs/a.md:1"),
    Case(
      other("mkdocs.yml", "site_name: x\n", ["docs/a/README.md": link]), "site/a/index.html",
      "docs/a/README.md:1"),
    Case(other("mkdocs.yml", "docs_dir: d\n", ["d/a.md": link]), "site/a.html", "d/a.md:1"),
    Case(
      other("conf.py", "", ["guide/a.rst": "\n`k <\(link)>`_\n"]), "_build/html/guide/a.html", "guide/a.rst:2"
    ),
    Case(
      other("docs/source/conf.py", "", ["docs/source/a.md": link]), "docs/build/html/a.html",
      "docs/source/a.md:1"),
    Case(
      other("conf.py", "", ["guide/b.rst": link]), "_build/html/x.html",
      text: page + "<a href='_sources/guide/b.rst.txt'>Source</a>", "guide/b.rst:1"),
    Case(
      other("conf.py", "", [:]), "_build/html/x.html", text: page + "<a href='_sources/b.rst.txt'>Source</a>",
      nil),
    Case(
      other("pelicanconf.py", "PATH = 'content'\n", ["content/a.md": "Title: My Post!\n\n\(link)\n"]),
      "output/my-post.html", "content/a.md:3"),
    Case(
      other("pelicanconf.py", "PATH = 'content'\n", ["content/a.rst": "My Post\n#######\n\n:slug: p\n"]),
      "output/p.html", "content/a.rst"),
    // The link “edit this page”.
    Case(
      other("docusaurus.config.js", "", ["docs/guide/x.mdx": link]), "build/x/index.html", text: page + edit,
      "docs/guide/x.mdx:1"),
    Case(other("docusaurus.config.js", "", [:]), "build/x/index.html", text: page + edit, nil),
    Case(other("docusaurus.config.js", "", ["x.mdx": ""]), "build/x/index.html", text: page + edit, nil),
    Case(
      other("docusaurus.config.js", "", ["docs/guide/x.mdx": ""]), "build/x/index.html",
      text: page + edit + edit.replacing("x.mdx", with: "y.mdx"), nil),
    Case(["content/a.md": md], "public/a/index.html", nil),
    // A page that is tagged: the address is compared without what was added.
    Case(
      hugo(["content/a.md": md]), "public-tagged/a/index.html",
      text: page.replacing("'>", with: "&amp;u1='>"),
      "content/a.md"),
  ]

  static func write(_ test: Case) throws -> (folder: TemporaryFolder, site: String) {
    let folder = try TemporaryFolder()
    for (file, text) in test.files { try folder.write(text, to: file) }
    try folder.write(test.text, to: test.page)
    let site = ["docs/build/html", "_build/html"].first { test.page.hasPrefix($0) }
    return (folder, site ?? String(test.page.prefix { $0 != "/" }))
  }

  @Test(arguments: cases)
  func source(test: Case) throws {
    let (folder, site) = try Self.write(test)
    let output = try Product.run("audit", site, "--fail-on", "never", "-v", in: folder.url)
    let lines = output.lines.map(String.init)
    let start = try #require(lines.firstIndex { $0.contains("[not-tagged]") }, "\(lines)")
    let block = lines[start...].prefix { !$0.hasSuffix("repairs this") }
    let sources = block.compactMap { line in
      line.firstRange(of: "= from ").map { String(line[$0.upperBound...]) }
    }
    #expect(sources == (test.source.map { [$0] } ?? []), "\(block)")
  }

  @Test("A copy that is tagged has the lines of what its site was made from", arguments: ["", "code"])
  func taggedCopy(subid: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "hugo.toml")
    try folder.write(Self.md + Self.md, to: "content/a.md")
    try folder.write(Self.page.replacing("rel=sponsored", with: "") + Self.page, to: "public/a/index.html")
    let groups =
      subid.isEmpty ? "" : "groups:\n  - {name: rakuten, hosts: [click.linksynergy.com], subid: code}\n"
    try folder.write("site: public\noutput: public-tagged\n" + groups, to: "autotag.yml")
    #expect(try Product.run("rewrite", in: folder.url).status == 0)
    let output = try Product.run("audit", "public-tagged", "--fail-on", "never", "-v", in: folder.url)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.contains("[unqualified-link]"), "\(text)")
    #expect(text.contains("= from content/a.md:4\n"), "\(text)")
    // The head is the template's.
    #expect(text.contains("[anytrack-tag-missing]") == subid.isEmpty)
    let head = text.components(separatedBy: "\n\n").first { $0.contains("[anytrack-tag-missing]") }
    #expect(head?.contains("= from") != true, "\(text)")
  }

  @Test(
    "A rule is named in the file that the generator copied",
    arguments: [
      ("hugo.toml", "static/_redirects", "public"), ("mkdocs.yml", "docs/_redirects", "site"),
      ("_config.yml", "_redirects", "_site"), ("astro.config.mjs", "public/_redirects", "dist"),
      ("none", "static/_redirects", "public"),
    ])
  func copiedRules(settings: String, source: String, site: String) throws {
    let folder = try TemporaryFolder()
    let rule = "/b /c\n/go \(Self.link) 302\n"
    try folder.write("", to: settings)
    try folder.write(rule, to: source)
    try folder.write(rule, to: "\(site)/_redirects")
    try folder.write("<a rel=sponsored href=/go>x</a>", to: "\(site)/index.html")
    try folder.write("[x](/go)\n", to: settings == "hugo.toml" ? "content/_index.md" : "docs/index.md")
    let isKnown = settings != "none"
    let place = "\(site)/_redirects:2" + (isKnown ? " (made from \(source):2)" : "")
    for command in [["rewrite", site, "-n"], ["audit", site], ["resolve", "/go", "--site", site]] {
      let output = try Oracle.run(Product.autotag, command, in: folder.url)
      let text = String(decoding: output.standardOutput, as: UTF8.self)
      #expect(text.contains("\(place): "), "\(text)")
      #expect(text.contains("= from \(source):2\n") == (isKnown && command[0] == "audit"), "\(text)")
    }
    // Another file is none that it was made from.
    try folder.write(rule + "/d /e\n", to: source)
    let other = try Product.run("rewrite", site, "-n", in: folder.url)
    #expect(!String(decoding: other.standardOutput, as: UTF8.self).contains("made from"))
  }

  static let formats: [(format: String, holds: String)] = [
    ("json", #""source": {"file": "../content/posts/a.md", "line": 4}"#),
    (
      "sarif",
      #""locations": [{"physicalLocation": {"artifactLocation": {"uri": "content/posts/a.md", "uriBaseId": "%SRCROOT%"}, "#
        + #""region": {"startLine": 4}}}]"#
    ),
    (
      "sarif",
      #""relatedLocations": [{"physicalLocation": {"artifactLocation": {"uri": "public/posts/a/index.html""#
    ),
    ("markdown", "`, from `content/posts/a.md:4`"),
    ("github", "::error file=content/posts/a.md,line=4,title="),
    ("github", "%0Aon the page public/posts/a/index.html:1:"),
    ("junit", "from content/posts/a.md:4"), ("html", "\"../content/posts/a.md:4\""),
  ]

  @Test("each format has it", arguments: formats)
  func format(format: String, holds: String) throws {
    let (folder, site) = try Self.write(Self.cases[0])
    let output = try Product.run("audit", site, "--fail-on", "never", "--format", format, in: folder.url)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.contains(holds), "\(text)")
    let absolute = try Product.run(
      "audit", folder.url.path + "/" + site, "--fail-on", "never", in: folder.url.appending(path: "content"))
    #expect(absolute.lines.contains { $0.hasSuffix("= from posts/a.md:4") })
  }

  @Test("of several sites each has its own project")
  func severalSites() throws {
    let folder = try TemporaryFolder()
    for project in ["x", "y"] {
      try folder.write("", to: "\(project)/hugo.toml")
      try folder.write(Self.md, to: "\(project)/content/\(project).md")
      try folder.write(Self.page, to: "\(project)/public/\(project)/index.html")
    }
    let output = try Product.run("audit", "x/public", "y/public", "--fail-on", "never", "-v", in: folder.url)
    for project in ["x", "y"] {
      #expect(output.lines.contains { $0.hasSuffix("= from \(project)/content/\(project).md:4") })
    }
  }
}
