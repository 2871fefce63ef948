import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("Links with a whole address that may be the site's own are told of at the rule that would answer them")
struct UnknownAddressTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let links: [String]
    var rules = "RewriteEngine On\nRewriteRule ^go/x$ \(network) [R=302,L,QSA]\n"
    var files: [String: String] = [:]
    var baseURL: String?
    /// The hosts that are named.
    let hosts: [String]

    var testDescription: String { "\(links) with \(files)" }
  }

  static let network = "https://click.linksynergy.com/deeplink?id=A&mid=1"
  static let cases: [Case] = [
    Case(links: ["https://www.shop.example/go/x"], hosts: ["www.shop.example"]),
    Case(links: ["//shop.example/go/x", "http://SHOP.example/go/x?a=1#b"], hosts: ["shop.example"]),
    Case(
      links: ["https://a.example/go/x", "https://b.example/go/x"], hosts: ["a.example", "b.example"]),
    Case(links: ["https://shop.example/", "https://shop.example", "//shop.example"], hosts: []),
    Case(links: ["https://shop.example/go/y", "https://shop.example/a.html"], hosts: []),
    Case(links: ["https://click.linksynergy.com/go/x"], hosts: []),
    Case(links: ["https://shop.example/go/x"], files: ["CNAME": "other.example"], hosts: []),
    Case(links: ["https://shop.example/go/x"], baseURL: "https://other.example/", hosts: []),
    Case(links: ["mailto:a@shop.example/go/x", "/go/x"], hosts: []),
    Case(
      links: ["https://shop.example/go/x"], rules: "Redirect /go/x https://example.org/\n# \(network)\n",
      hosts: []),
  ]

  @Test(arguments: cases)
  func tells(_ test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write(test.rules, to: ".htaccess")
    for (name, text) in test.files { try folder.write(text, to: name) }
    try folder.write(test.links.map { "<a href=\"\($0)\">x</a>" }.joined(separator: "\n"), to: "index.html")
    let rules = TaggingOptions(baseURL: test.baseURL)
    let summary = try SiteRewriter(
      RewriteOptions(site: folder.url.path, destination: nil, rules: rules)
    ).run()
    let told = summary.problems.filter { $0.kind == .addressUnknown }
    #expect(told.count == test.hosts.count, "\(summary.problems)")
    for host in test.hosts { #expect(told.contains { $0.message.contains("if \(host) is the site") }) }
    #expect(told.allSatisfy { $0.file == ".htaccess" && $0.line == 2 })
  }

  @Test(
    "and no message names the host that stands for the unknown one",
    arguments: [
      "RewriteCond %{QUERY_STRING} .\nRewriteRule ^ %{REQUEST_URI}? [R]\nRewriteRule ^go/x$ \(network) [R,L]",
      "RewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R]\nRewriteRule ^go/x$ \(network)",
      "RewriteCond %{QUERY_STRING} u1\nRewriteRule ^go/x$ https://%{HTTP_HOST}/a [R,L]\nRewriteRule ^go/x$ \(network) [R]",
    ])
  func standIn(rules: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("RewriteEngine On\n\(rules)\n", to: ".htaccess")
    try folder.write(
      "<a href=/go/x>x</a><a href=/go/x?a=1>x</a><a href=/GO/x rel=rakuten>x</a>", to: "index.html")
    for mode in [RedirectMode.tag, .inline, .auto, .mend] {
      var options = RewriteOptions(site: folder.url.path, destination: nil, rules: TaggingOptions())
      options.redirects.mode = mode
      let messages = try SiteRewriter(options).run().problems.map(\.message)
      #expect(!messages.isEmpty)
      #expect(messages.filter { $0.contains(".invalid") } == [])
    }
  }
}
