import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// The address of a site whose configuration does not give it.
@Suite("A site's files tell its address, and that is said once")
struct InferredAddressTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let files: [String: String]
    /// What the note says it is, or `nil` for no note.
    let address: String?
    let file: String
  }

  static let rule = "/go/a https://click.linksynergy.com/x\n"
  static let cases = [
    Case(
      testDescription: "CNAME", files: ["CNAME": "www.shop.example\n"], address: "https://www.shop.example/",
      file: "CNAME"),
    Case(
      testDescription: "canonical link",
      files: [
        "index.html":
          "<!doctype html>\n<link rel=canonical href=\"https://shop.example/\"><a href=/go/a>x</a>"
      ],
      address: "https://shop.example/", file: "index.html"),
    Case(
      testDescription: "sitemap",
      files: ["sitemap.xml": "<urlset>\n<url><loc> https://shop.example/a </loc>"],
      address: "https://shop.example/", file: "sitemap.xml"),
    Case(
      testDescription: "robots.txt",
      files: ["robots.txt": "User-agent: *\nSitemap: http://shop.example/s.xml\n"],
      address: "http://shop.example/", file: "robots.txt"),
    Case(
      testDescription: "Netlify's own name",
      files: ["_redirects": "https://x.netlify.app/* https://www.shop.example/:splat 301!\n" + rule],
      address: "https://www.shop.example/", file: "_redirects"),
    Case(
      testDescription: "httpd",
      files: [
        ".htaccess": """
        RewriteEngine On
        RewriteCond %{HTTP_HOST} !^www\\.
        RewriteRule ^(.*)$ https://www.shop.example/$1 [R=301,L]
        """
      ], address: "https://www.shop.example/", file: ".htaccess"),
    Case(testDescription: "a host of this machine", files: ["CNAME": "localhost\n"], address: nil, file: ""),
    Case(testDescription: "nothing", files: [:], address: nil, file: ""),
    Case(
      testDescription: "several",
      files: [
        "_redirects": "https://x.netlify.app/* https://a.example/:splat 301!\n"
          + "https://y.netlify.app/* https://b.example/:splat 301!\n" + rule
      ], address: "a.example (_redirects), b.example (_redirects)", file: "_redirects"),
  ]

  @Test(arguments: cases)
  func address(_ test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("<!doctype html><a href=/go/a>x</a>", to: "index.html")
    try folder.write(Self.rule, to: "_redirects")
    for (name, text) in test.files { try folder.write(text, to: name) }
    let summary = try SiteRewriter(
      RewriteOptions(site: folder.url.path, destination: nil, rules: TaggingOptions())
    ).run()
    let notes = summary.problems.filter { $0.code == "address-inferred" }
    #expect(notes.count == (test.address == nil ? 0 : 1))
    #expect(notes.allSatisfy { $0.file == test.file && $0.message.contains(test.address ?? "") })
    #expect(summary.groups["rakuten"]?.affiliate == 1)
    try AgreementSite(
      files: ["_redirects": Self.rule].merging(test.files) { $1 }, baseURL: nil, link: "/go/a"
    ).expectAgreement()
  }

  /// A server's configuration, and the links of the start page that are led to the network.
  struct Server: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let files: [String: String]
    var sources: [RedirectOptions.Source] = []
    let links: [String]
    /// Links that are not.
    var others: [String] = []
    /// The hosts that the note names; `nil` where there is none.
    let address: String?
  }

  static let target = "https://click.linksynergy.com/x"
  static let nginx = [RedirectOptions.Source(path: "nginx.conf", format: .nginx)]
  static let servers = [
    Server(
      testDescription: "two sites of Caddy",
      files: ["Caddyfile": "a.example {\n redir /go/a \(target)\n}\nb.example {\n redir /b /c\n}"],
      links: ["/go/a", "https://a.example/go/a"],
      others: ["https://b.example/go/a", "https://c.example/go/a"],
      address: "a.example (Caddyfile), b.example"),
    Server(
      testDescription: "the second site of Caddy, over http at a port",
      files: [
        "Caddyfile": "b.example {\n redir /b /c\n}\nhttp://a.example:8080 {\n redir /go/a \(target)\n}"
      ],
      links: ["/go/a", "http://a.example:8080/go/a"], others: ["http://b.example:8080/go/a"],
      address: "a.example (Caddyfile)"),
    Server(
      testDescription: "a site of Caddy and the names that lead to it",
      files: [
        "Caddyfile": "www.a.example, old.example {\n redir https://a.example{uri}\n}\n"
          + "a.example, c.example {\n redir /go/a \(target)\n}"
      ], links: ["/go/a", "https://www.a.example/go/a", "https://c.example/go/a"],
      address: "taken to be at https://a.example/"),
    Server(
      testDescription: "sites of Caddy by port alone",
      files: ["Caddyfile": ":80 {\n redir /b /c\n}\n:8080 {\n redir /go/a \(target)\n}"], links: ["/go/a"],
      address: nil),
    Server(
      testDescription: "sites of Caddy that the environment names",
      files: ["Caddyfile": "*.example {\n redir /b /c\n}\n{$SITE} {\n redir /go/a \(target)\n}"],
      links: ["/go/a"], address: nil),
    Server(
      testDescription: "the start page says which site of Caddy it is",
      files: [
        "Caddyfile": "a.example {\n redir /go/a \(target)\n}\nb.example {\n redir /b /c\n}",
        "CNAME": "a.example\n",
      ], links: ["/go/a"], others: ["https://b.example/go/a"], address: "taken to be at https://a.example/"),
    Server(
      testDescription: "nginx over http and https in two blocks",
      files: [
        "nginx.conf":
          "server { listen 80; server_name a.example; location /go/h { return 302 \(target); } }\n"
          + "server { listen 443 ssl; server_name a.example b.example; location /go/a { return 302 \(target); } }"
      ], sources: nginx, links: ["/go/a", "/go/h", "https://b.example/go/a", "http://a.example/go/h"],
      others: ["http://a.example/go/a"], address: "taken to be at https://a.example/"),
    Server(
      testDescription: "nginx with a comma between names",
      files: [
        "nginx.conf": "server { listen 443 ssl; server_name a.example, b.example;"
          + " location /go/a { return 302 \(target); } }"
      ], sources: nginx, links: ["/go/a", "https://b.example/go/a"],
      address: "taken to be at https://b.example/"
    ),
    Server(
      testDescription: "httpd puts www. before any name",
      files: [
        ".htaccess": "RewriteEngine On\nRewriteCond %{HTTP_HOST} !^www\\.\n"
          + "RewriteRule ^ https://www.%{HTTP_HOST}%{REQUEST_URI} [R=301,L]\nRewriteRule ^go/a$ \(target) [R,L]",
        "robots.txt": "Sitemap: https://shop.example/s.xml\n",
      ], links: ["/go/a", "https://shop.example/go/a"], others: ["https://www./go/a"],
      address: "taken to be at https://shop.example/"),
    Server(
      testDescription: "another name than the files have leads to another host",
      files: [
        ".htaccess": "RewriteEngine On\nRewriteCond %{HTTP_HOST} ^old\\.\n"
          + "RewriteRule ^(.*)$ https://b.example/$1 [R=301,L]\nRewriteRule ^go/a$ \(target) [R,L]",
        "CNAME": "shop.example\n",
      ], links: ["/go/a", "https://shop.example/go/a", "https://b.example/go/a"],
      address: "b.example (.htaccess), shop.example (CNAME)"),
    Server(
      testDescription: "a host that goes on with a group of the condition",
      files: [
        ".htaccess": "RewriteEngine On\nRewriteCond %{HTTP_HOST} ^(.+)\\.old\n"
          + "RewriteRule ^(.*)$ https://x.new%1.example/$1 [R=301,L]\nRewriteRule ^go/a$ \(target) [R,L]"
      ], links: ["/go/a"], address: nil),
  ]

  @Test(arguments: servers)
  func server(_ test: Server) throws {
    let folder = try TemporaryFolder()
    for (name, text) in test.files { try folder.write(text, to: name) }
    for (links, isLed) in [(test.links, true), (test.others, false)] {
      for link in links {
        try folder.write("<!doctype html><a href=\(link)>x</a>", to: "index.html")
        let summary = try SiteRewriter(
          RewriteOptions(
            site: folder.url.path, destination: nil, rules: TaggingOptions(),
            redirects: RedirectOptions(sources: test.sources))
        ).run()
        // One that another block would answer is lost.
        let found = summary.groups["rakuten"]
        let lost = found?.skippedByReason[.redirectDeadEnd] ?? 0
        #expect((found?.affiliate ?? 0) - lost == (isLed ? 1 : 0), "\(link)")
        let notes = summary.problems.filter { $0.code == "address-inferred" }
        #expect(notes.count == (test.address == nil ? 0 : 1))
        #expect(notes.allSatisfy { $0.message.contains(test.address ?? "") }, "\(notes.map(\.message))")
      }
    }
  }
}
