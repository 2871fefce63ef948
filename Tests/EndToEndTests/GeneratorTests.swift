import Foundation
import TestSupport
import Testing

@Suite("What real site generators make of a Rakuten link is tagged, and nothing else of it changes")
struct GeneratorTests {
  static let link =
    "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=36310&murl=https%3A%2F%2Fwww.dyson.com%2F"
  static let post = """
    ---
    title: Three kettles
    ---
    See [the kettle](\(link)), [its stand](\(link)#stand "On \\"sale\\"") and
    <a href='\(link)' data-tracking-group=rakuten>the lid</a>, but not [the shop](https://www.dyson.com/?u1=x).

    ```html
    <a href="\(link)">code</a>
    ```
    """

  @Test("Hugo, plain and minified", .needs("hugo"), arguments: [[], ["--minify"]])
  func hugo(options: [String]) throws {
    let project = try TemporaryFolder()
    try project.write("baseURL = 'https://blog.example/'\ntitle = 'Blog'\n", to: "config.toml")
    try project.write("[goldmark.renderer]\nunsafe = true\n", to: "config/_default/markup.toml")
    try project.write(
      "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>",
      to: "layouts/_default/single.html")
    try project.write(
      "<!doctype html><html><body>{{ range .Pages }}{{ .Content }}{{ end }}</body></html>",
      to: "layouts/_default/list.html")
    try project.write(Self.post, to: "content/posts/kettles.md")
    let build = try Oracle.run("hugo", options, in: project.url)
    try #require(build.status == 0, "\(build.standardError)")
    let audit = try Product.run("audit", "public", "--fail-on", "never", "-v", in: project.url)
    #expect(Self.sources(audit, of: "public/posts/kettles/index.html") == ["content/posts/kettles.md"])
    // The post itself, and the two lists that show the post or its section.
    try expectTagged(project, site: "public", page: "posts/kettles/index.html")
  }

  @Test("Jekyll", .needs("jekyll"))
  func jekyll() throws {
    let project = try TemporaryFolder()
    try project.write("title: Blog\n", to: "_config.yml")
    try project.write("<!doctype html><body>{{ content }}</body>", to: "_layouts/default.html")
    try project.write(
      Self.post.replacing("title: Three", with: "layout: default\ntitle: Three"), to: "kettles.md")
    let build = try Oracle.run(
      "jekyll", ["build", "--disable-disk-cache"], environment: ["LANG": "C.UTF-8"], in: project.url)
    try #require(build.status == 0, "\(build.standardError)")
    try expectTagged(project, site: "_site", page: "kettles.html")
  }

  static let projects:
    [(program: String, files: [String: String], build: [String], site: String, cleans: [String]?)] = [
      (
        "hugo",
        ["hugo.toml": "baseURL = 'https://blog.example/'\n", "layouts/index.html": page, "static/x": ""], [],
        "public",
        ["--cleanDestinationDir"]
      ),
      (
        "jekyll",
        [
          "_config.yml":
            "url: https://blog.example\nexclude: [autotag.yml, autotag.lock, autotag-baseline.json, "
            + "autotag-conversions-baseline.json, autotag-codes.tsv]\n",
          "index.html": page,
        ], ["build", "--disable-disk-cache"], "_site", []
      ),
      (
        oracle("mkdocs"),
        ["mkdocs.yml": "site_name: x\nsite_url: https://blog.example/\n", "docs/index.md": page],
        ["build", "--quiet"], "site", []
      ),
      (
        oracle("sphinx-build"),
        [
          "conf.py": "html_baseurl = 'https://blog.example/'\n", "index.rst": ".. raw:: html\n\n   \(page)\n",
        ],
        ["-M", "html", ".", "_build", "-q"], "_build/html", nil
      ),
      (
        oracle("pelican"),
        [
          "pelicanconf.py": "SITEURL = 'https://blog.example'\nPATH = 'content'\nTIMEZONE = 'UTC'\n",
          "content/a.md": "Title: x\nDate: 2020-01-01\n\n\(page)\n",
        ], ["--quiet"], "output", ["--delete-output-directory"]
      ),
    ]
  static let page = "<p><a href=\"\(link)\">kettle</a></p>"

  /// A program of the oracles' Python, or the system's where that is not there.
  private static func oracle(_ name: String) -> String {
    let path = Oracle.root.appending(path: ".build/oracles/bin/\(name)").path
    return Oracle.find(path) ?? name
  }

  @Test("Hugo: after init the build and autotag rewrite are all", .needs("hugo"))
  func initialisedHugo() throws { try initialised(0) }

  @Test("Jekyll: after init the build and autotag rewrite are all", .needs("jekyll"))
  func initialisedJekyll() throws { try initialised(1, source: "index.html:1") }

  @Test("MkDocs: after init the build and autotag rewrite are all", .needs(oracle("mkdocs")))
  func initialisedMkDocs() throws { try initialised(2, source: "docs/index.md:1") }

  @Test("Sphinx: after init the build and autotag rewrite are all", .needs(oracle("sphinx-build")))
  func initialisedSphinx() throws { try initialised(3, source: "index.rst:3") }

  @Test("Pelican: after init the build and autotag rewrite are all", .needs(oracle("pelican")))
  func initialisedPelican() throws { try initialised(4, page: "x.html", source: "content/a.md:4") }

  /// After init the build and autotag rewrite are all, what init wrote outlives the build, and the audit names the source.
  /// - Parameters:
  ///   - page: that has the link.
  ///   - source: its place in what the page was made from; `nil` where nothing tells.
  private func initialised(_ index: Int, page: String = "index.html", source: String? = nil) throws {
    let test = Self.projects[index]
    let project = try TemporaryFolder()
    for (file, text) in test.files { try project.write(text, to: file) }
    func build(_ more: [String] = []) throws {
      let output = try Oracle.run(
        test.program, test.build + more, environment: ["LANG": "C.UTF-8"], in: project.url)
      try #require(output.status == 0, "\(output.standardError)")
    }
    func isThere(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: project.url.path + "/" + path)
    }
    let start = try Product.run("init", in: project.url)
    #expect(start.status == 0 && start.standardError.isEmpty, "\(start.standardError)")
    try build()
    let audit = try Product.run("audit", "--fail-on", "never", "-v", in: project.url)
    #expect(Self.sources(audit, of: "\(test.site)/\(page)").last == source)
    let run = try Product.run("rewrite", "-v", in: project.url)
    #expect(run.status == 0, "\(run.standardError)")
    let lines = run.lines.map(String.init)
    #expect(lines.contains("Site: \(test.site) (named by the configuration)"))
    #expect(lines.contains("Output: \(test.site)-tagged"))
    let tagged = lines.first { $0.hasSuffix(" links tagged") || $0.hasSuffix(" link tagged") } ?? ""
    #expect(tagged.trimmingPrefix(while: { $0 == " " }).first != "0", "\(lines)")
    #expect(try project.text("autotag.yml").contains("base-url: https://blog.example/\n"))

    // What would have become of it in the site.
    #expect(!isThere("\(test.site)/autotag.yml"), "the generator takes the configuration into the site")
    try project.write("x", to: "\(test.site)/autotag.yml")
    try build()
    #expect(isThere("\(test.site)/autotag.yml") == (test.cleans != []))
    if let option = test.cleans, !option.isEmpty {
      try build(option)
      #expect(!isThere("\(test.site)/autotag.yml"))
    }
    #expect(isThere("autotag.yml") && isThere("\(test.site)-tagged"))
  }

  /// The sources that the audit names for a page, each once, in order.
  private static func sources(_ audit: Oracle.Output, of page: String) -> [String] {
    var isOfPage = false
    var sources: [String] = []
    for line in audit.lines.map({ $0.trimmingPrefix(while: { $0 == " " }) }) {
      if line.hasPrefix("--> ") { isOfPage = line.hasPrefix("--> \(page)") }
      let source = line.trimmingPrefix("= from ")
      if isOfPage, source.count < line.count, sources.last != String(source) {
        sources.append(String(source))
      }
    }
    return sources
  }

  /// The three links of the post are tagged on its page, and the tags taken out again it is the page as it was.
  private func expectTagged(_ project: TemporaryFolder, site: String, page: String) throws {
    let before = try project.text("\(site)/\(page)")
    let run = try Product.run("rewrite", site, "--in-place", in: project.url)
    #expect(run.status == 0, "\(run.standardError)")
    let after = try project.text("\(site)/\(page)")
    #expect(after.matches(of: /u1=--CLICK-ID--/).count == 3, "\(after)")
    #expect(after.replacing(/(&amp;|&)u1=--CLICK-ID--/, with: "") == before)
  }
}

extension Trait where Self == ConditionTrait {
  /// The program must be here, see `Oracle.needs`.
  static func needs(_ program: String) -> Self { Oracle.needs(program) }
}
