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

  static let formats: [(format: String, holds: String)] = [
    ("json", #""source": {"file": "../content/posts/a.md", "line": 4}"#),
    (
      "sarif", #""relatedLocations": [{"physicalLocation": {"artifactLocation": {"uri": "content/posts/a.md""#
    ),
    ("markdown", "`, from `content/posts/a.md:4`"), ("github", "%0Afrom content/posts/a.md:4"),
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
