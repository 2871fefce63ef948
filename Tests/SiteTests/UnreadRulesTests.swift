import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("Redirect rules that are not read: broken files, and files that are included and not there")
struct UnreadRulesTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let files: [String: String]
    /// The codes at the link, and at the file.
    let link: [String]
    let file: [String]
    var format: RedirectFormat?

    init(
      _ name: String, _ text: String, link: [String] = [], file: [String] = [], format: RedirectFormat? = nil,
      _ others: [String: String] = [:]
    ) {
      (self.name, self.link, self.file, self.format) = (name, link, file, format)
      files = others.merging([name: text]) { $1 }
    }

    var testDescription: String { files.map { "\($0): \($1)" }.sorted().joined(separator: "; ") }
  }

  static let network = "https://click.linksynergy.com/x?id=1"
  static let notUnderstood = ["redirect-not-understood"]
  static let refused = ["redirect-file-refused"]

  /// Files that no host reads, as they are broken somewhere.
  static let broken: [(String, String)] = [
    ("vercel.json", #"{"redirects": [{"source": "/go/a", "destination": "\#(network)"},]}"#),
    (
      "vercel.json",
      #"{"redirects": [{"source": "/go/a", "destination": "https:\/\/click.linksynergy.com\/x"},]}"#
    ),
    ("vercel.json", #"{"redirects": [{"source": "/go/a" "destination": "\#(network)"}]}"#),
    ("firebase.json", #"{"hosting": {"redirects": [{"source": "/go/a", "destination": "\#(network)"}}"#),
    ("staticwebapp.config.json", #"{"routes": [{"route": "/go/a", redirect: "\#(network)"}]}"#),
    ("netlify.toml", "[[redirects]\nfrom = \"/go/a\"\nto = \"\(network)\"\n"),
    ("netlify.toml", "[redirects]\nfrom = \"/go/a\"\nto = \"\(network)\"\n"),
    ("netlify.toml", "[[redirects]]\nfrom = \"/go/a\nto = \"\(network)\"\n"),
    ("render.yaml", "services:\n\t- \(network)\n"),
    (
      "web.config",
      "<configuration><system.webServer><a url=\"\(network)&b\"/></system.webServer></configuration>"
    ),
    ("web.config", "<system.webServer><a url=\"\(network)\"/></system.webServer>"),
  ]

  static func server(_ name: String) -> String {
    "server {\n server_name www.example.com;\n include \(name);\n location / { try_files $uri $uri/ =404; }\n}\n"
  }
  static func caddy(_ name: String) -> String { "www.example.com {\n import \(name)\n file_server\n}\n" }
  static func iis(_ text: String) -> String {
    "<configuration><system.webServer><rewrite>\(text)</rewrite></system.webServer></configuration>"
  }

  private static let part0: [Case] = broken.map { Case($0, $1, link: notUnderstood, file: refused) }
  // Other hosts are nobody's concern.
  private static let part1: [Case] = broken.map {
    Case($0, $1.replacing("click.linksynergy.com", with: "e.example"))
  }
  private static let part2: [Case] = [
    Case(
      "firebase.json",
      #"{"hosting": [{"redirects": [{"source": "/go/a", "destination": "\#(network)"}]}, {"target": "b"}]}"#,
      link: notUnderstood, file: notUnderstood),
    Case("vercel.json", #"{"bulkRedirectsPath": "r.csv"}"#, link: notUnderstood, file: notUnderstood),
  ]
  private static let part3: [Case] = [
    "/etc/nginx/redirects.conf", "/etc/nginx/redirects.d/*.conf", "nope.conf", "snippets/go.conf",
    "redirects/*.conf", "../go.conf",
  ].map { Case("nginx.conf", server($0), link: notUnderstood, file: notUnderstood, format: .nginx) }
  private static let part4: [Case] = [
    "mime.types", "/etc/nginx/fastcgi_params", "snippets/fastcgi-php.conf", "snippets/snakeoil.conf",
    "/etc/letsencrypt/options-ssl-nginx.conf", "/etc/nginx/default.d/*.conf", "h5bp/basic.conf",
    "nginxconfig.io/security.conf", "/etc/nginx/proxy_params", "snippets/ssl-params.conf",
  ].map { Case("nginx.conf", server($0), format: .nginx) }
  private static let part5: [Case] = [
    // A folder that is there and empty; a file that is there.
    Case("nginx.conf", server("parts/*.conf"), format: .nginx, ["parts/x.txt": "x"]),
    Case("nginx.conf", server("parts/*.conf"), format: .nginx, ["parts/a.conf": "return 302 /x;"]),
    // Whole configurations, as Debian and Fedora bring them along.
    Case(
      "nginx.conf",
      "include /etc/nginx/modules-enabled/*.conf;\nhttp { include mime.types; include /etc/nginx/conf.d/*.conf; include sites-enabled/*; }",
      format: .nginx),
    Case(
      "nginx.conf",
      "http { include /etc/nginx/conf.d/*.conf;\n server { listen 80; location ~ \\.php$ { include fastcgi.conf; } } }",
      format: .nginx),
    // A part of a server.
    Case(
      "nginx.conf", "location /x { return 404; }\ninclude go.conf;\n", link: notUnderstood,
      file: notUnderstood, format: .nginx),
  ]
  private static let part6: [Case] = ["/etc/caddy/redirects/*", "go.caddy", "go", "redirects/*.caddy"].map {
    Case("Caddyfile", caddy($0), link: notUnderstood, file: notUnderstood)
  }
  private static let part7: [Case] = ["security_headers", "/etc/caddy/logging.conf"].map {
    Case("Caddyfile", caddy($0))
  }
  private static let part8: [Case] = [
    Case("Caddyfile", "(go) {\n header X y\n}\n" + caddy("go")),
    // Beside a site's block it is another site's.
    Case("Caddyfile", "import sites/*\nwww.example.com {\n file_server\n}\n"),
  ]
  private static let part9: [Case] = [
    iis("<rules configSource=\"rules.config\"/>"), iis("<rewriteMaps configSource=\"maps.config\"/>"),
  ].map { Case("web.config", $0, link: notUnderstood, file: notUnderstood) }
  private static let part10: [Case] = [
    Case(
      "web.config", iis("<rules configSource=\"rules.config\"/>"), link: notUnderstood, file: refused,
      ["rules.config": "<rules><a b=\"\(network)&c\"/></rules>"]),
    Case("web.config", iis("<rules configSource=\"rules.config\"/>"), ["rules.config": "<rules/>"]),
  ]
  private static let part11: [Case] = [
    "Include /etc/go.conf", "IncludeOptional /etc/go/*.conf",
    "<IfModule mod_alias.c>\nInclude x\n</IfModule>",
  ]
  .map { Case(".htaccess", $0, link: ["redirect-dead-end"], file: refused) }
  private static let part12: [Case] = [
    Case(
      ".htaccess", "RewriteEngine On\nRewriteMap m txt:/m\nRewriteRule ^go/(.*)$ ${m:$1} [R]\n",
      link: ["redirect-dead-end"], file: refused + notUnderstood),
    Case(
      ".htaccess",
      "RewriteEngine On\nRewriteMap m txt:/m\nRewriteRule ^go/(.*)$ https://click.linksynergy.com/${m:$1} [R]\n",
      link: ["redirect-dead-end"], file: refused + notUnderstood),
  ]
  static let cases: [Case] = [
    part0, part1, part2, part3, part4, part5, part6, part7, part8, part9, part10, part11, part12,
  ].flatMap(\.self)

  @Test("are told of at the file and at the links that they may answer", arguments: cases)
  func told(test: Case) throws {
    let folder = try TemporaryFolder()
    for (name, text) in test.files { try folder.write(text, to: "site/" + name) }
    try folder.write("<a href=/go/a>x</a><a href=/there.html>y</a>", to: "site/index.html")
    try folder.write("<p>x", to: "site/there.html")
    var options = RewriteOptions(site: folder.url.appending(path: "site").path)
    options.redirects.sources = test.format.map { [.init(path: test.name, format: $0)] } ?? []
    let problems = try SiteRewriter(options).run().problems.filter { $0.code != "address-inferred" }
    #expect(problems.filter { $0.file == "index.html" }.map(\.code) == test.link)
    #expect(problems.filter { $0.file == test.name }.map(\.code).sorted() == test.file.sorted())
  }

  @Test("a file that is included is no file that nobody reads")
  func included() throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=/go/a>x</a>", to: "site/index.html")
    try folder.write("server { include redirects/*.conf; }", to: "site/nginx.conf")
    for name in ["a", "b"] {
      try folder.write(
        "location = /go/\(name) { return 302 \(Self.network)&$args; }", to: "site/redirects/\(name).conf")
    }
    try folder.write("location = /go/c { return 302 \(Self.network); }", to: "site/other/c.conf")
    var options = RewriteOptions(site: folder.url.appending(path: "site").path)
    options.redirects.sources = [.init(path: "nginx.conf", format: .nginx)]
    let problems = try SiteRewriter(options).run().problems
    #expect(problems.filter { $0.code == "unread-links" }.map(\.file) == ["other/c.conf"])
  }
}
