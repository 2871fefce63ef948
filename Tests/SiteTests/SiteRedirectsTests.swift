import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import AutoTagWebURL
import Foundation
import TestSupport
import Testing

@Suite("A site's redirects are found where hosts, servers and browsers find them")
struct SiteRedirectsTests {
  static let rakuten = "https://click.linksynergy.com/deeplink?id=A"
  static let list = "/go/x \(rakuten) 302"
  static let toml = "[[redirects]]\nfrom = \"/go/x\"\nto = \"\(rakuten)\"\n"
  static let json = #"{"redirects": [{"source": "/go/x", "destination": "\#(rakuten)"}]}"#
  static let webConfig =
    "<configuration><system.webServer><rewrite><rules><rule name='x'><match url='^go/x$'/>"
    + "<action type='Redirect' url='\(rakuten)'/></rule></rules></rewrite></system.webServer></configuration>"
  static let stub = "<meta http-equiv=refresh content='0; url=\(rakuten)'>"

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "a file that is found by itself",
    arguments: [
      ("site/_redirects", list, "/go/x", "_redirects"),
      ("site/netlify.toml", toml, "/go/x", "netlify.toml"),
      ("site/vercel.json", json, "/go/x", "vercel.json"),
      ("_redirects", list, "/go/x", "../_redirects"),
      ("netlify.toml", toml, "/go/x", "../netlify.toml"),
      ("vercel.json", json, "/go/x", "../vercel.json"),
      ("site/firebase.json", #"{"hosting": \#(json)}"#, "/go/x", "firebase.json"),
      ("firebase.json", #"{"hosting": \#(json)}"#, "/go/x", "../firebase.json"),
      (
        "staticwebapp.config.json", #"{"routes": [{"route": "/go/x", "redirect": "\#(rakuten)"}]}"#, "/go/x",
        "../staticwebapp.config.json"
      ),
      ("site/.htaccess", "Redirect /go/x \(rakuten)", "/go/x", ".htaccess"),
      ("site/go/.htaccess", "RewriteEngine On\nRewriteRule ^x$ \(rakuten) [R]", "/go/x", "go/.htaccess"),
      ("site/Caddyfile", "shop.example {\n redir /go/x \(rakuten)\n}", "/go/x", "Caddyfile"),
      ("site/web.config", webConfig, "/go/x", "web.config"),
      ("site/go/web.config", webConfig.replacing("^go/", with: "^"), "/go/x", "go/web.config"),
      ("site/go/x/index.html", stub, "/go/x/", "go/x/index.html"),
      ("site/go/x.html", stub, "/go/x.html", "go/x.html"),
      ("site/go to/x.html", stub, "/go%20to/x.html", "go to/x.html"),
    ])
  func found(file: String, text: String, link: String, shown: String) throws {
    try folder.write(text, to: file)
    #expect(try decisive(link) == shown)
  }

  @Test(
    "a file that nobody would read",
    arguments: [
      ("site/go/_redirects", list), ("site/go/netlify.toml", toml), ("site/go/vercel.json", json),
      ("Caddyfile", "redir /go/x \(rakuten)"), ("web.config", webConfig),
      (".htaccess", "Redirect /go/x \(rakuten)"), ("site/htaccess", "Redirect /go/x \(rakuten)"),
      ("site/nginx.conf", "server { location /go/x { return 302 \(rakuten); } }"),
      ("site/links.csv", "from,to\n/go/x,\(rakuten)"), ("go/x/index.html", stub),
    ])
  func notFound(file: String, text: String) throws {
    try folder.write(text, to: file)
    try folder.write("", to: "site/index.html")
    #expect(try decisive("/go/x") == nil)
  }

  @Test("the file in the site goes before the one beside it")
  func rootFirst() throws {
    try folder.write(Self.list, to: "site/_redirects")
    try folder.write("/go/x https://example.org/ 302\n/go/y \(Self.rakuten) 302", to: "_redirects")
    #expect(try decisive("/go/x") == "_redirects")
    #expect(try decisive("/go/y") == nil)
  }

  @Test(
    "beside a wrangler file, _redirects is Cloudflare's",
    arguments: [nil, "wrangler.toml", "site/wrangler.jsonc"], [false, true])
  func cloudflare(other: String?, hasNetlify: Bool) throws {
    try folder.write("/go/x \(Self.rakuten) 302", to: "site/_redirects")
    if let other { try folder.write("", to: other) }
    if hasNetlify { try folder.write("", to: "netlify.toml") }
    let scan = try #require(try load().scan)
    let link = try #require(WebURL("https://shop.example/go/x"))
    let expected: RedirectFormat = other == nil || hasNetlify ? .netlify : .cloudflare
    #expect(scan.redirectedLink(link)?.chain.hops.first?.rule.format == expected)
  }

  @Test("pages that are excluded or not included still redirect; large ones are not asked")
  func pages() throws {
    try folder.write(Self.stub, to: "site/go/x.html")
    try folder.write(Self.stub + String(repeating: " ", count: 1 << 16), to: "site/go/y.html")
    #expect(try decisive("/go/x.html", exclude: ["go/**"]) == "go/x.html")
    #expect(try decisive("/go/x.html", include: ["blog/**"]) == "go/x.html")
    #expect(try decisive("/go/x.html", include: ["go/**/*.php"]) == "go/x.html")
    #expect(try decisive("/go/y.html") == nil)
  }

  @Test("links in the site are not followed out of it")
  func symbolicLinks() throws {
    let rules = try folder.write("Redirect /go/x \(Self.rakuten)", to: "elsewhere/rules")
    let page = try folder.write(Self.stub, to: "elsewhere/page")
    let outside = try folder.write("Redirect /go/z \(Self.rakuten)", to: "elsewhere/.htaccess")
    try folder.write(Self.list.replacing("/go/x", with: "/go/here"), to: "site/_redirects")
    let manager = FileManager.default
    let site = folder.url.appending(path: "site")
    try manager.createSymbolicLink(at: site.appending(path: ".htaccess"), withDestinationURL: rules)
    try manager.createSymbolicLink(at: site.appending(path: "page.html"), withDestinationURL: page)
    try manager.createSymbolicLink(
      at: site.appending(path: "go"), withDestinationURL: outside.deletingLastPathComponent())
    #expect(try decisive("/go/here") == "_redirects")
    for link in ["/go/x", "/go/z", "/page.html"] { #expect(try decisive(link) == nil) }
  }

  @Test("named files: relative to the site, beside it, by an absolute path, each with its prefix")
  func named() throws {
    try folder.write("from,to\na,\(Self.rakuten)", to: "site/lists/a.csv")
    try folder.write("from,to\n/b,\(Self.rakuten)", to: "b.csv")
    let absolute = try folder.write("from,to\n/c,\(Self.rakuten)", to: "c.csv")
    let sources: [RedirectOptions.Source] = [
      .init(path: "lists/a.csv", format: .csv, prefix: "/go/"), .init(path: "../b.csv", format: .csv),
      .init(path: absolute.path, format: .csv, prefix: "/out"),
    ]
    #expect(try decisive("/go/a", sources: sources) == "lists/a.csv")
    #expect(try decisive("/a", sources: sources) == nil)
    #expect(try decisive("/b", sources: sources) == "../b.csv")
    #expect(try decisive("/out/c", sources: sources) == absolute.path)
  }

  /// nginx: files of a mask in the order of their names, names relative to the main file's folder
  /// (nginx.org/en/docs/ngx_core_module.html#include). Caddy: relative to the file that imports
  /// (caddyserver.com/docs/caddyfile/directives/import).
  @Test(
    "files that a named file includes, beside it or in the site",
    arguments: [
      (
        RedirectFormat.nginx, "include conf.d/*.conf;",
        [
          "conf.d/b.conf": "location ~ x$ { return 302 /no; }",
          "conf.d/a.conf": nginx.replacing("= /go/x", with: "~ ^/go/x"),
        ], "conf.d/a.conf"
      ),
      (
        .nginx, "include a/one.conf;", ["a/one.conf": "include a/two.conf;", "a/two.conf": nginx],
        "a/two.conf"
      ),
      (.nginx, "include ./site/go.conf;", ["site/go.conf": nginx], "site/go.conf"),
      (
        .nginx, "map $uri $to { include go.map; }\nif ($to) { return 302 $to; }",
        ["go.map": "/go/x \(rakuten);"], "nginx.conf"
      ),
      (
        .caddy, "import rules/*.caddy", ["rules/a.caddy": caddy, "rules/b.caddy": "redir /go/x /no"],
        "rules/a.caddy"
      ),
      (.caddy, "import a/one", ["a/one": "import two", "a/two": caddy], "a/two"),
      (
        .webConfig, webConfig.replacing(rules, with: "<rules configSource='go.config'/>"),
        ["go.config": rules], "nginx.conf"
      ),
    ] as [(RedirectFormat, String, [String: String], String)])
  func included(format: RedirectFormat, text: String, others: [String: String], decisive: String) throws {
    try folder.write(text, to: "conf/nginx.conf")
    for (name, other) in others { try folder.write(other, to: "conf/\(name)") }
    let source = RedirectOptions.Source(path: "../conf/nginx.conf", format: format)
    #expect(try self.decisive("/go/x", sources: [source]) == "../conf/\(decisive)")
  }

  static let nginx = "location = /go/x { return 302 \(rakuten); }"
  static let caddy = "redir /go/x \(rakuten)"
  static let rules =
    "<rules>" + webConfig.split(separator: "<rules>")[1].split(separator: "</rules>")[0] + "</rules>"

  @Test(
    "a file that is included and not there, or elsewhere, is reported at its line",
    arguments: [
      (RedirectFormat.nginx, "include none.conf;", 3), (.nginx, "include none/*.conf;", 3),
      (.nginx, "include ../outside.conf;", 3), (.nginx, "include ../o*.conf;", 3),
      (.nginx, "include nginx.conf;", 3), (.nginx, "include mime.types;", nil),
      (.caddy, "import none", 3), (.caddy, "import none/*", 3), (.caddy, "import /etc/hostname", 3),
      (.caddy, "import nginx.conf", 3),
    ] as [(RedirectFormat, String, Int?)])
  func notIncluded(format: RedirectFormat, text: String, line: Int?) throws {
    try folder.write(Self.nginx, to: "outside.conf")
    try folder.write("", to: "site/index.html")
    let rule = format == .nginx ? Self.nginx : Self.caddy
    try folder.write("\(rule)\n\n\(text)\n", to: "conf/nginx.conf")
    let source = RedirectOptions.Source(path: "../conf/nginx.conf", format: format)
    let problems = try load(sources: [source]).problems
    #expect(problems.isEmpty == (line == nil), "\(problems)")
    #expect(problems.allSatisfy { $0.line == line && $0.file == "../conf/nginx.conf" }, "\(problems)")
  }

  @Test(
    "a file that is found by itself and named is read once, as it is named",
    arguments: [
      ("site/_redirects", "./_redirects", list, RedirectFormat.netlify),
      ("netlify.toml", "../netlify.toml", toml, .netlifyTOML),
      ("site/.htaccess", ".htaccess", "Redirect /go/x \(rakuten)", .htaccess),
    ])
  func once(file: String, path: String, text: String, format: RedirectFormat) throws {
    try folder.write(text, to: file)
    try folder.write("", to: "site/index.html")
    let source = RedirectOptions.Source(path: path, format: format, prefix: "/shop/")
    #expect(try decisive("/go/x", sources: [source]) == nil)
    #expect(try decisive("/go/x") != nil)
  }

  @Test("a named file that is missing ends the run and says which")
  func missing() throws {
    try folder.write("", to: "site/index.html")
    let error = #expect(throws: SiteError.self) {
      try self.load(sources: [.init(path: "exports/links.csv", format: .csv)])
    }
    let message = error?.description ?? ""
    #expect(message.contains("exports/links.csv") && message.contains("redirects.sources"), "\(message)")
    // Nobody asks for it when redirects are off.
    let none = try load(mode: .off, sources: [.init(path: "exports/links.csv", format: .csv)])
    #expect(none.scan == nil && none.problems == [])
  }

  @Test(
    "a broken file is reported with its line, and the rest is done",
    arguments: [
      ("vercel.json", "{\"redirects\": [\n  {\"source\": \"/x\"]}", 2),
      ("netlify.toml", "[build]\n\n[[redirects]\nfrom = 1\n", 3),
      (".htaccess", "RewriteEngine On\nRewriteRule ^( /y\n", 2),
      ("_redirects", "/a /b\nx\n", 2),
    ])
  func broken(file: String, text: String, line: Int) throws {
    try folder.write(text, to: "site/\(file)")
    try folder.write(Self.stub, to: "site/go/x/index.html")
    try folder.write("<a rel=rakuten href=/go/x/>", to: "site/index.html")
    let summary = try SiteRewriter(
      RewriteOptions(site: folder.url.appending(path: "site").path, destination: .inPlace)
    ).run()
    #expect(summary.problems.contains { $0.file == file && $0.line == line }, "\(summary.problems)")
    #expect(try folder.text("site/index.html") == "<a rel=rakuten href=/go/x/?u1=--CLICK-ID-->")
    #expect(summary.problems.contains { $0.code == "redirect-drops-query" })
  }

  @Test(
    "a file that cannot be read is reported",
    arguments: ["site/_redirects", "netlify.toml", "site/.htaccess"])
  func unreadable(file: String) throws {
    // Larger than is read; nothing of it is on the disk.
    let handle = try FileHandle(forWritingTo: try folder.write("", to: file))
    try handle.truncate(atOffset: (1 << 28) + 1)
    try handle.close()
    try folder.write(Self.stub, to: "site/go/x.html")
    let found = try load()
    #expect(found.problems.map(\.code) == ["redirects-not-read"])
    #expect(found.problems.map(\.severity) == [.failure])
    let link = try #require(WebURL("https://shop.example/go/x.html"))
    #expect(found.scan?.redirectedLink(link) != nil)
  }

  @Test("where no file mentions a group's host nothing is said about any of them")
  func silence() throws {
    try folder.write("{", to: "site/vercel.json")
    try folder.write("RewriteEngine On\nRewriteRule ^( /y\n", to: "site/.htaccess")
    try folder.write("<a href=\(Self.rakuten)>", to: "site/index.html")
    let none = try load()
    #expect(none.scan == nil && none.problems == [])
    // The host in any letter case is a mention.
    try folder.write("/go/x https://CLICK.LinkSynergy.com/deeplink 302", to: "_redirects")
    #expect(try load().problems.count == 2)
  }

  @Test("off reads nothing")
  func off() throws {
    try folder.write(Self.list + "\nx", to: "site/_redirects")
    let none = try load(mode: .off)
    #expect(none.scan == nil && none.problems == [])
    #expect(try load().scan != nil)
  }

  @Test(
    "a site below a path of its host",
    arguments: [
      ("site/.htaccess", "RewriteEngine On\nRewriteRule ^go/x$ \(rakuten) [R]", "/shop/go/x"),
      ("site/.htaccess", "Redirect /shop/go/x \(rakuten)", "/shop/go/x"),
      ("site/go/.htaccess", "RewriteEngine On\nRewriteRule ^x$ \(rakuten) [R]", "/shop/go/x"),
      ("site/go/x/index.html", stub, "/shop/go/x/"),
      ("site/_redirects", list.replacing("/go", with: "/shop/go"), "/shop/go/x"),
    ])
  func path(file: String, text: String, link: String) throws {
    try folder.write(text, to: file)
    try folder.write("<a href=\(link.dropFirst("/shop/".count)) rel=rakuten>", to: "site/index.html")
    for base in ["https://example.com/shop/", "https://example.com/shop"] {
      #expect(try decisive(link, base: base) != nil, "\(base)")
      #expect(try decisive(String(link.dropFirst("/shop".count)), base: base) == nil, "\(base)")
    }
  }

  @Test("an .htaccess behind a symbolic link is not followed, and reported where it would matter")
  func linkedServerFile() throws {
    try folder.write("Redirect 302 /go/x \(Self.rakuten)", to: "rules")
    try folder.write("x", to: "site/index.html")
    symlink("../rules", folder.url.appending(path: "site/.htaccess").path)
    #expect(try load().problems.map(\.code) == ["redirects-not-read"])
    #expect(try decisive("/go/x") == nil)
    try folder.write("Redirect 302 /go/x https://example.com/", to: "rules")
    #expect(try load().problems.isEmpty)
  }

  @Test(
    "a redirect file that is a pipe or a device is reported",
    arguments: [".htaccess", "_redirects", "vercel.json"])
  func oddFile(name: String) throws {
    try folder.write("x", to: "site/index.html")
    mkfifo(folder.url.appending(path: "site/\(name)").path, 0o600)
    #expect(try load().problems.map(\.code) == ["redirects-not-read"])
    #expect(try load().problems.map(\.file) == [name])
  }

  // MARK: -

  private func load(
    mode: RedirectMode = .tag, sources: [RedirectOptions.Source] = [], base: String = "https://shop.example/",
    include: [String] = RewriteOptions.defaultInclude, exclude: [String] = []
  ) throws -> (scan: RedirectScan?, problems: [Problem]) {
    let loaded = try SiteRewriter(
      RewriteOptions(
        site: folder.url.appending(path: "site").path, include: include, exclude: exclude,
        rules: TaggingOptions(baseURL: base),
        redirects: RedirectOptions(mode: mode, sources: sources))
    ).loadRedirects(for: .tagging)
    return (loaded.scan, loaded.problems)
  }

  /// The file whose rule leads the link to Rakuten.
  private func decisive(
    _ link: String, sources: [RedirectOptions.Source] = [], base: String = "https://shop.example/",
    include: [String] = RewriteOptions.defaultInclude, exclude: [String] = []
  ) throws -> String? {
    let address = try #require(SiteAddress(base))
    let url = try #require(WebURL(link, relativeTo: address.root))
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "site"), withIntermediateDirectories: true)
    return try load(sources: sources, base: base, include: include, exclude: exclude).scan?.redirectedLink(
      url)?.chain.hops
      .last?
      .rule.file
  }
}
