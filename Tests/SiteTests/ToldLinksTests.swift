import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

/// Links that rewrite leaves alone, and what it says of them.
@Suite("Links that are told of at their place")
struct ToldLinksTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let page: String
    /// Code and words of the message, or `nil` for nothing.
    let told: (code: String, words: String)?
    var testDescription: String { page }

    init(_ page: String, _ told: (code: String, words: String)? = nil) {
      (self.page, self.told) = (page, told)
    }
  }

  private static let address = "https://click.linksynergy.com/deeplink?id=A"
  private static func misspelt(_ name: String, _ href: String = "https://x.example/") -> String {
    "<a href=\"\(href)\" data-tracking-group=\"\(name)\">x</a>"
  }

  static let cases = [
    Case(misspelt("rakutn"), ("unknown-group", "did you mean rakuten?")),
    Case(misspelt(" Rakutten "), ("unknown-group", "called Rakutten")),
    Case(misspelt("rak&#117;tn"), ("unknown-group", "called rakutn")),
    Case("<a data-tracking-group=rakuten_ href=/x>x</a>", ("unknown-group", "called rakuten_")),
    Case(misspelt("awin")), Case(misspelt("")), Case(misspelt("amazon")),
    Case(misspelt(String(repeating: "rakutn", count: 20))),
    Case(misspelt("rakutn", address), ("group-contradicts-host", "says rakutn")),
    Case(misspelt("awin", address), ("group-contradicts-host", "says awin")),
    // A program's own scheme in front.
    Case("<a href=\"intent://click.linksynergy.com/x#Intent;end\">x</a>", ("address-wrapped", "no click id")),
    Case("<a href=\"market://click.linksynergy.com/x\">x</a>", ("address-wrapped", "no click id")),
    Case("<a href=\"googlechrome://click.linksynergy.com/x\">x</a>", ("address-wrapped", "no click id")),
    Case("<a href=\"microsoft-edge:\(address)\">x</a>", ("address-wrapped", "no click id")),
    Case("<a href=\"intent://x.example/?u=\(address)\">x</a>"),
    Case("<a href=\"whatsapp://send?text=\(address)\">x</a>"),
    Case("<a href=\"mailto:?body=\(address)\">x</a>"),
    Case("<a href=\"https://t.example/?u=\(address)\">x</a>"),
    // What to do is the same thing wherever it is said.
    Case(
      "<a href=\"javascript:go()\" data-tracking-group=rakuten>x</a>",
      ("not-a-web-link", "write the affiliate link into href")),
    Case("<a href=\"tel:1\" data-tracking-group=rakuten>x</a>", ("not-a-web-link", "remove the mark")),
    Case(
      "<a href=\"#x\" data-tracking-group=rakuten>x</a>",
      ("fragment-link", "write the affiliate link into it or remove the mark")),
  ]

  @Test(arguments: cases)
  func told(_ test: Case) throws {
    let outcome = PageRewriter(rules: TaggingOptions()).rewrite(Array(test.page.utf8), file: "index.html")
    #expect(outcome.problems.map(\.code) == [test.told?.code].compactMap(\.self))
    #expect(outcome.edits.isEmpty)
    if let told = test.told { #expect(outcome.problems.first?.message.contains(told.words) == true) }
  }

  /// What leads nowhere costs a click id, in all reports.
  static let broken = [
    ("RewriteRule ^go/a$ - [G]\n", "redirect-dead-end"), ("RewriteRule ^go/a$ - [F]\n", "redirect-dead-end"),
    ("RewriteRule ^go/a$ /nothing [R,L]\n", "redirect-dead-end"),
    ("RewriteRule ^go/a$ /go/b [R,L]\nRewriteRule ^go/b$ /go/a [R,L]\n", "redirect-loop"),
    ("RewriteRule ^go/a$ mailto:x@y.example [R,L]\n", "redirect-not-web"),
  ]

  @Test("a link that redirects lead nowhere is a loss", arguments: broken)
  func losses(rules: String, code: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=/go/a>x</a>", to: "index.html")
    try folder.write("RewriteEngine On\n\(rules)RewriteRule ^to$ \(Self.address) [R,L]\n", to: ".htaccess")
    var options = RewriteOptions(site: folder.url.path)
    options.rules.baseURL = "https://s.test/"
    let problems = try SiteRewriter(options).run().problems
    #expect(problems.map(\.code) == [code])
    #expect(problems.allSatisfy { $0.severity == .loss })
  }

  struct Program: Sendable {
    let files: [String: String]
    var sources: [RedirectOptions.Source] = []
    let told: [String]
  }

  private static let program =
    "module.exports = { async redirects() { return [{ source: '/go/a', destination: '\(address)' }] } }"
  static let programs = [
    Program(files: ["site/next.config.js": program], told: ["next.config.js"]),
    Program(files: ["next.config.mjs": program], told: ["../next.config.mjs"]),
    Program(
      files: ["next.config.ts": program.replacing("click.linksynergy.com", with: "x.example")], told: []),
    Program(files: ["next.config.js": program.replacing("redirects", with: "rewrites")], told: []),
    Program(
      files: ["next.config.js": program, "routes-manifest.json": #"{"redirects": []}"#],
      sources: [.init(path: "../routes-manifest.json", format: .nextRoutes)], told: []),
  ]

  @Test("a program that makes redirects is named, and what is read in its stead", arguments: programs)
  func unread(test: Program) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=/go/a>x</a>", to: "site/index.html")
    for (name, text) in test.files { try folder.write(text, to: name) }
    var options = RewriteOptions(site: folder.url.appending(path: "site").path)
    options.redirects.sources = test.sources
    let problems = try SiteRewriter(options).run().problems.filter { $0.kind == .redirectNotUnderstood }
    #expect(problems.map(\.file) == test.told)
    #expect(problems.allSatisfy { $0.message.contains("routes-manifest.json") })
  }

  @Test(
    "a quote that nothing closes",
    arguments: [
      ("RewriteRule ^go/a$ \"\(address) [R,L]\n", true), ("RewriteRule ^go/a$ '\(address) [R,L]\n", true),
      ("RewriteCond %{HTTP_USER_AGENT} \"bot [NC]\nRewriteRule ^ - [F]\n", true),
      ("RewriteRule ^go/a$ \"\(address)\" [R,L]\n", false), ("RewriteRule ^go/a$ \"\(address)\n", false),
      ("ErrorDocument 404 \"Nothing here\n", false), ("RewriteRule ^it's$ \(address) [R,L]\n", false),
      ("Header set X \"a b\n", true), ("AddDescription 'a b' x\n", false),
      ("# \"a b\nRedirect /x \(address)\n", false),
    ])
  func quotes(rules: String, isTold: Bool) throws {
    let source = RedirectFormat.htaccess.source.read(
      Array("RewriteEngine On\n\(rules)".utf8), named: ".htaccess", prefix: "/")
    let told = source.diagnostics.filter { $0.kind == .suspicious && $0.message.contains("no quote closes") }
    #expect(told.map(\.line) == (isTold ? [2] : []))
  }
}
