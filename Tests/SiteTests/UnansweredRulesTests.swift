import AutoTagBytes
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import AutoTagWebURL
import Foundation
import RedirectAgreement
import TestSupport
import Testing

@Suite("A rule that names the network and never answers a link is told of at the link and at the rule")
struct UnansweredRulesTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let format: RedirectFormat
    let rules: String
    let link: String
    /// A part of the reason; `nil` where nothing is said.
    let reason: String?
    let files: [String]

    init(
      _ format: RedirectFormat, _ rules: String, _ link: String, _ reason: String?, files: [String] = []
    ) {
      (self.format, self.link, self.reason, self.files) = (format, link, reason, files)
      self.rules = rules.replacing("NET", with: UnansweredRulesTests.network)
    }

    var testDescription: String { "\(link) by \(rules)" }
  }

  static let host = "click.linksynergy.com"
  static let network = "https://click.linksynergy.com/deeplink?id=a&mid=1&murl=x"
  static let on = "RewriteEngine On\n"

  static let apache: [Case] = [
    Case(.htaccess, on + "RewriteRule ^/go/x$ NET [R=302,L]", "/go/x", "begins with the slash"),
    Case(.htaccess, on + "RewriteRule ^/go/x/?$ NET [R=302,L]", "/go/x/", "begins with the slash"),
    Case(.htaccess, on + "RewriteRule ^/?go/x$ NET [R=302,L]", "/go/x/", "without the slash at the end"),
    Case(.htaccess, "RewriteEngine Off\nRewriteRule ^go/x$ NET [R=302,L]", "/go/x", "RewriteEngine is off"),
    Case(.htaccess, "RewriteRule ^go/x$ NET [R=302,L]", "/go/x", "RewriteEngine is not on"),
    Case(.htaccess, on + "RewriteRule ^go/ - [L]\nRewriteRule ^go/x$ NET [R=302,L]", "/go/x", "in front"),
    Case(.htaccess, on + "RewriteRule ^go/ - [END]\nRewriteRule ^go/x$ NET [R=302,L]", "/go/x", "in front"),
    Case(.htaccess, on + "RewriteRule ^go/x$ NET [R=302,L]", "/go/x/", "without the slash at the end"),
    Case(.htaccess, on + "RewriteRule ^go/x/$ NET [R=302,L]", "/go/x", "with a slash at the end"),
    Case(.htaccess, on + "RewriteRule ^GO/Dyson$ NET [R=302,L]", "/go/dyson", "letter case"),
    Case(.htaccess, on + "RewriteRule ^go/dyson$ NET [R=302,L]", "/GO/Dyson", "letter case"),
    Case(.htaccess, on + "RewriteRule ^go/x$ NET [R=302,L]", "/go/x.html", "another spelling"),
    Case(
      .htaccess, on + "RewriteRule ^go/x$ /a.html [R=302,L]\nRewriteRule ^go/x$ NET [R=302,L]", "/go/x",
      ":2 answers first", files: ["a.html"]),
    Case(
      .htaccess, on + "RewriteCond %{REQUEST_URI} ^/nope\nRewriteRule ^go/x$ NET [R=302,L]", "/go/x",
      "conditions"),
    Case(.htaccess, "RedirectMatch 302 ^go/x$ NET", "/go/x", "begins with no slash"),
    Case(.htaccess, "RedirectMatch 302 ^/go/x$ NET", "/go/x/", "without the slash at the end"),
    Case(.htaccess, "Redirect 302 /go/x/ NET", "/go/x", "with a slash at the end"),
    Case(.htaccess, "Redirect 302 /Go/x NET", "/go/x", "letter case"),
    Case(.htaccess, on + "RewriteRule ^/go/(.+)$ NET [R=302,L]", "/go/x", "begins with the slash"),
    // The link is for another rule, or for nothing.
    Case(.htaccess, on + "RewriteRule ^go/x$ NET [R=302,L]", "/go/y", nil),
    Case(.htaccess, on + "RewriteRule ^/go/x$ NET [R=302,L]", "/x", nil),
    Case(
      .htaccess, on + "RewriteCond %{QUERY_STRING} id=5\nRewriteRule ^go/x$ NET [R=302,L]", "/go/x", nil),
    Case(
      .htaccess, on + "RewriteRule ^go/a$ /a.html [R=302,L]\nRewriteRule ^go/(.*)$ NET [R=302,L]", "/go/a",
      nil, files: ["a.html"]),
    Case(.htaccess, on + "RewriteRule ^(.*)x$ NET [R=302,L]", "/go/y", nil),
  ]

  static let nginx: [Case] = [
    Case(.nginx, "location = /go/x { return 302 NET; }", "/go/x/", "without the slash at the end"),
    Case(.nginx, "location = /go/x/ { return 302 NET; }", "/go/x", "with a slash at the end"),
    Case(.nginx, "location = /Go/x { return 302 NET; }", "/go/x", "letter case"),
    Case(.nginx, "location ~ ^/go/x$ { return 302 NET; }", "/go/x/", "without the slash at the end"),
    Case(.nginx, "location ~ ^/go/x$ { return 302 NET; }", "/GO/x", "letter case"),
    Case(.nginx, "rewrite ^/go/x$ NET redirect;", "/go/x/", "without the slash at the end"),
    Case(.nginx, "rewrite ^/go/x/$ NET redirect;", "/go/x", "with a slash at the end"),
    Case(.nginx, "rewrite ^go/x$ NET redirect;", "/go/x", "begins with no slash"),
    Case(.nginx, "location ~ ^go/x$ { return 302 NET; }", "/go/x", "begins with no slash"),
    Case(
      .nginx, "location /go/x { return 302 NET; }\nlocation ~ ^/go/ { return 302 /a.html; }", "/go/x",
      "answers first", files: ["a.html"]),
    Case(
      .nginx, "location = /go/x { return 302 NET; }\nrewrite ^/go/ /a.html;", "/go/x", "answers first",
      files: ["a.html"]),
    Case(.nginx, "location = /go/x { return 302 NET; }", "/go/x.html", "another spelling"),
    Case(.nginx, "location = /go/x { return 302 NET; }", "/go/y", nil),
    Case(.nginx, "location = / { return 302 NET; }", "/go", nil),
  ]

  static let caddy: [Case] = [
    Case(.caddy, "redir /go/x NET", "/go/x/", "without the slash at the end"),
    Case(.caddy, "redir /go/x/ NET", "/go/x", "with a slash at the end"),
    Case(.caddy, "@x path /go/x\nhandle @x {\nredir NET\n}", "/go/x/", "without the slash at the end"),
    Case(.caddy, "@x path /go/x\nredir @x NET", "/go/x/", "without the slash at the end"),
    Case(.caddy, "redir /go/x NET", "/go/x.html", "another spelling"),
    Case(.caddy, "redir /go/x /a.html\nredir /go/x NET", "/go/x", "answers first", files: ["a.html"]),
    Case(.caddy, "redir /go/x NET", "/go/y", nil),
    Case(.caddy, "redir /go/* NET", "/go", nil),
  ]

  static let lists: [Case] = [
    Case(
      .netlify, "/* /index.html 200\n/go/x NET", "/go/x", ":1 answers first", files: ["index.html"]),
    Case(.netlify, "/go/* /a.html\n/go/x NET", "/go/x", ":1 answers first", files: ["a.html"]),
    Case(.netlify, "/go/x NET", "/go/x", "the file go/x.html", files: ["go/x.html"]),
    Case(.netlify, "/go/x NET", "/go/x/", "the file go/x/index.html", files: ["go/x/index.html"]),
    Case(.netlify, "/Go/x NET", "/go/x", "letter case"),
    Case(.netlify, "/go/x NET", "/go/x.html", "another spelling"),
    Case(.netlify, "/go/* NET", "/go/x", nil, files: ["go/x.html"]),
    Case(.netlify, "/* NET", "/a", nil, files: ["a.html"]),
    Case(.netlify, "/go/x id=:id NET", "/go/x", nil),
    Case(.netlify, "/go/x NET\n", "/go", nil),
  ]

  @Test("at the link, by all commands", arguments: apache + nginx + caddy + lists)
  func link(_ test: Case) throws {
    let site = AgreementSite(rules: test.rules, test.format, empty: test.files, link: test.link)
    if test.reason != nil { try site.expectAgreement(about: Self.host) }
    let folder = try TemporaryFolder()
    let found = try #require(
      try SiteRewriter.resolve([test.link], try options(test, in: folder)).links.first)
    let reason = found.chain?.unanswered.map { MessageText($0.reason).text }
    #expect(test.reason.map { reason?.contains($0) == true } ?? (reason == nil), "\(reason ?? "nothing")")
    #expect((test.reason == nil) == (found.group == nil))
    #expect(found.isTrackable == false || test.reason == nil)
  }

  /// Rules, and the lines of those that do not answer the address that they are written for.
  static let rules: [(test: Case, lines: [Int])] = [
    (Case(.htaccess, on + "RewriteRule ^/go/x$ NET [R=302,L]", "", nil), [2]),
    (Case(.htaccess, "RewriteEngine Off\nRewriteRule ^go/x$ NET [R=302,L]", "", nil), [2]),
    (Case(.htaccess, on + "RewriteRule ^go/x$ NET [R=302,L]", "", nil), []),
    (Case(.htaccess, on + "RewriteRule ^go/x/?$ NET [R=302,L]", "", nil), []),
    (Case(.htaccess, on + "RewriteRule ^go/(.+)$ NET [R=302,L]", "", nil), []),
    (Case(.htaccess, on + "RewriteRule ^go/x$ NET [R,L]\nRewriteRule ^go/x$ NET [R,L]", "", nil), []),
    (Case(.netlify, "/* /index.html 200\n/go/x NET", "", nil, files: ["index.html"]), [2]),
    (Case(.netlify, "/go/x NET\n/go/x NET", "", nil), []),
    (Case(.netlify, "/go/x NET", "", nil, files: ["go/x.html"]), [1]),
    (
      Case(
        .nginx, "location /go/x { return 302 NET; }\nlocation ~ ^/go/ { return 302 /; }", "", nil,
        files: ["index.html"]), [1]
    ),
    (Case(.nginx, "location = /go/x { return 302 NET; }", "", nil), []),
    (Case(.caddy, "redir /go/x NET", "", nil), []),
  ]

  @Test("at the rule, though no page links to it", arguments: rules.indices)
  func rule(index: Int) throws {
    let (test, lines) = Self.rules[index]
    let folder = try TemporaryFolder()
    let summary = try SiteRewriter(try options(test, in: folder)).run()
    let told = summary.problems.filter { $0.message.contains("never answers it") }
    #expect(told.map(\.line) == lines, "\(test): \(summary.problems)")
    #expect(told.allSatisfy { $0.code == "redirect-suspicious" })
  }

  private func options(_ test: Case, in folder: TemporaryFolder) throws -> RewriteOptions {
    let name = test.format == .htaccess ? ".htaccess" : "rules"
    try folder.write(test.rules, to: name)
    try folder.write("<title>x</title>", to: "about.html")
    for file in test.files { try folder.write("", to: file) }
    return RewriteOptions(
      site: folder.url.path, destination: nil, jobs: 1,
      rules: TaggingOptions(baseURL: "https://shop.example/"),
      redirects: RedirectOptions(
        sources: name == "rules" ? [RedirectOptions.Source(path: name, format: test.format)] : []))
  }

  // MARK: Truth

  @Test("httpd does not answer them", Oracle.needs("apache2", "python3"))
  func asksHTTPD() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let root = folder.url.path
    var hosts = ""
    for (number, test) in Self.apache.enumerated() {
      try folder.write(test.rules, to: "s\(number)/.htaccess")
      for file in test.files { try folder.write("", to: "s\(number)/\(file)") }
      hosts +=
        "<VirtualHost *:\(port)>\nServerName s\(number).example\nDocumentRoot \(root)/s\(number)\n</VirtualHost>\n"
    }
    let modules = ["mpm_event", "authz_core", "dir", "alias", "rewrite"].map {
      "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n"
    }.joined()
    let text =
      "ServerRoot \(root)\nListen 127.0.0.1:\(port)\nServerName 127.0.0.1\nPidFile \(root)/pid\n"
      + "ErrorLog \(root)/error.log\n\(modules)User www-data\nGroup www-data\n"
      + "<Directory \(root)>\nAllowOverride All\nOptions FollowSymLinks\n</Directory>\n\(hosts)"
    let file = try folder.write(text, to: "httpd.conf").path
    let server = try LoopbackServer("apache2", ["-X", "-f", file], in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    try expectNoAnswer(Self.apache, port: port)
  }

  @Test("nginx does not answer them", Oracle.needs("nginx", "python3"))
  func asksNginx() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let path = folder.url.path
    let blocks = Self.nginx.enumerated().map { number, test in
      "server { listen 127.0.0.1:\(port); server_name s\(number).example; root \(path);\n\(test.rules)\n}\n"
    }.joined()
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(path)/\($0);\n"
    }.joined()
    let text =
      "daemon off;\nerror_log stderr crit;\npid \(path)/pid;\nevents {}\nhttp {\naccess_log off;\n\(temporary)"
      + "server_names_hash_bucket_size 128;\n\(blocks)}\n"
    let file = try folder.write(text, to: "nginx.conf")
    let server = try LoopbackServer("nginx", ["-p", path, "-c", file.path], in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    try expectNoAnswer(Self.nginx, port: port)
  }

  @Test("Caddy does not answer them", Oracle.needs("caddy", "python3"))
  func asksCaddy() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let sites = Self.caddy.enumerated().map { number, test in
      "http://s\(number).example:\(port) {\n\(test.rules)\n}\n"
    }.joined()
    let file = try folder.write("{\nauto_https off\nadmin off\n}\n" + sites, to: "Caddyfile")
    let server = try LoopbackServer.caddy(file.path, in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    try expectNoAnswer(Self.caddy, port: port)
  }

  private func expectNoAnswer(_ cases: [Case], port: Int) throws {
    let answers = try LoopbackServer.answers(
      to: cases.enumerated().map { number, test in
        LoopbackServer.Request(port: port, target: test.link, host: "s\(number).example:\(port)")
      })
    for (test, answer) in zip(cases, answers) {
      #expect(answer.location?.contains(Self.host) != true, "\(test): \(answer)")
    }
  }
}
