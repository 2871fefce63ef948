import AutoTagBytes
import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// `.htaccess` files for a line of which httpd answers every request for their folder with 500.
@Suite("Files that httpd refuses")
struct ApacheRefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// `{F}` is the folder's path; the link is to `a` in it.
    let rules: String
    /// The line at fault; `nil` for a file that is taken.
    let line: Int?
    /// False where another module may know the line, or may not be there.
    var isCertain = true
    /// True if the link leads to the network, but for the fault.
    var leads = true
    var testDescription: String { rules }
  }

  private static let network = "https://click.linksynergy.com/deeplink?id=A"
  private static let on = "RewriteEngine On\n"
  private static let rule = "RewriteRule ^a$ \(network) [R,L]\n"
  private static let alias = "Redirect {F}a \(network)\n"

  static let cases: [Case] = [
    .init(rules: on + rule, line: nil),
    .init(rules: on + "RewriteRule ^a$ \(network) [R=303, L]", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [R=303 ,L , QSA]\n", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) R,L", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [R,L\n", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [R,Q]\n", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [R=999,L]\n", line: 2),
    .init(rules: on + "RewriteRule ^a( \(network) [R,L]\n", line: 2, leads: false),
    .init(rules: on + "RewriteRule ^a$\n" + rule, line: 2),
    .init(rules: on + "RewriteCond %{REQUEST_URI} a [XX]\n" + rule, line: 2, leads: false),
    .init(rules: on + rule + "RewriteMap x txt:/x\n", line: 3),
    .init(rules: on + rule + "RewriteOptions Inherits\n", line: 3),
    .init(rules: "RewriteEngine Yes\n" + rule, line: 1),
    .init(rules: "RewriteEngine\n" + rule, line: 1),
    .init(rules: "RewriteEngine On Off\n" + rule, line: nil),
    .init(rules: on + rule + "RewriteRuel ^b$ /c\n", line: 3),
    .init(rules: "RewritEngine On\nRewriteEngine On\n" + rule, line: 1),
    .init(rules: on + rule + "  # RewriteRuel\n", line: nil),
    .init(rules: on + rule + "// RewriteRule\n", line: 3),
    .init(rules: on + "<<<<<<< HEAD\n" + rule, line: 2),
    .init(rules: on + "=======\n" + rule, line: 2),
    .init(rules: on + rule + "ServerAlias x\n", line: 3),
    .init(rules: on + rule + "<Directory />\n</Directory>\n", line: 3),
    .init(rules: on + rule + "<IfModule mod_rewrite.c>\n", line: 3, isCertain: false),
    .init(rules: on + rule + "<IfModule !mod_rewrite.c>\n", line: 3),
    .init(rules: on + rule + "<Files x>\n", line: 3),
    .init(rules: on + rule + "<Limit GET>\n", line: 3),
    .init(rules: on + rule + "<IfModule mod_rewrite.c>\n</Files>\n", line: 4),
    .init(rules: on + rule + "</IfModule>\n", line: 3),
    .init(rules: on + rule + "<IfModule>\n</IfModule>\n", line: 3),
    .init(rules: on + rule + "<IfModule x\n</IfModule>\n", line: 3),
    .init(rules: "<IfModule x>\n</ifmodule>\n" + on + rule, line: nil),
    .init(rules: on + rule + "<Files x>\nRewriteRule x /y [R, L]\n</Files>\n", line: 4),
    .init(rules: on + rule + "FallbackResource\n", line: 3),
    .init(rules: "\u{FEFF}" + on + rule, line: 1),
    .init(rules: "\u{FEFF}# rules\n" + on + rule, line: 1),
    .init(rules: "\u{FEFF}\n" + on + rule, line: 1),
    .init(rules: alias, line: nil),
    .init(rules: "Options -Indexes +FollowSymLinks\n" + alias, line: nil),
    .init(rules: "Options Indexes FollowSymLinks\n" + alias, line: nil),
    .init(rules: "Options +FollowSymLinks -MultiViews\n" + alias, line: nil),
    .init(rules: alias + "Options +FollowSymLinks Indexes\n", line: 2),
    .init(rules: alias + "Options FollowSymLinks -Indexes\n", line: 2),
    .init(rules: alias + "Options +FollowSymlink\n", line: 2),
    .init(rules: alias + "ServerTokens Prod\n", line: 2),
    .init(rules: "Order deny,allow\nAllow from all\n" + alias, line: nil),
    .init(rules: "Order deny, allow\nAllow from all\n" + alias, line: 1),
    .init(rules: alias + "Allow all\n", line: 2),
    .init(rules: alias + "Deny from\n", line: 2),
    .init(rules: alias + "Require\n", line: 2),
    .init(rules: "\u{FEFF}" + alias, line: 1),
    .init(rules: "Redirect 302 {F}a b \(network)\n", line: 1),
    .init(rules: "Redirect 999 {F}a \(network)\n", line: 1),
    .init(rules: "Redirect found {F}a \(network)\n", line: 1),
    .init(rules: "Redirect {F}a click.linksynergy.com/deeplink\n", line: 1),
    .init(rules: "RedirectMatch 302 {F}a$ \(network) x\n" + alias, line: 1),
    .init(rules: "RedirectMatch {F}(a \(network)\n" + alias, line: 1),
    // What no module of httpd's has, another may: `<IfModule>` of it makes that sure.
    .init(rules: on + rule + "Sparkle On\n", line: 3, isCertain: false),
    .init(rules: on + rule + "<IfModule mod_sparkle.c>\nSparkle On\n</IfModule>\n", line: nil),
    .init(rules: on + rule + "php_value memory_limit 64M\n", line: nil),
    .init(
      rules: on + rule + "<IfModule mod_sparkle.c>\nRewriteRule x /y [R, L]\n</IfModule>\n", line: 4,
      isCertain: false),
  ]

  /// Returns a case's rules in its folder.
  private static func written(_ test: Case, _ folder: String) -> String {
    test.rules.replacing("{F}", with: "/\(folder)/")
  }

  @Test("each is told of at its line, and its link at its place", arguments: cases)
  func tells(_ test: Case) throws {
    let text = Self.written(test, "c")
    let source = ApacheSource().read(Array(text.utf8), named: "c/.htaccess", prefix: "/c/")
    let kinds: [RedirectDiagnostic.Kind] = test.line == nil ? [] : [test.isCertain ? .refused : .malformed]
    let found = source.diagnostics.filter { [.refused, .malformed].contains($0.kind) }
    #expect(found.first?.line == test.line, "\(found)")
    #expect(found.prefix(1).map(\.kind) == kinds)
    let scan = try Self.scan([source], ["c/.htaccess"])
    let url = try #require(WebURL("/c/a", relativeTo: scan.map.site.root))
    let isRefused = test.line != nil && test.isCertain
    switch scan.lookup(url) {
    case .affiliate: #expect(test.leads && !isRefused)
    case .broken(let chain):
      #expect(isRefused)
      let fault = try #require(chain.fault)
      if test.leads {
        #expect(
          fault.severity == .loss && MessageText(fault.message).text.contains("c/.htaccess:\(test.line ?? 0)")
        )
      }
    case nil: #expect(!test.leads)
    }
    try AgreementSite(rules: text, .htaccess, prefix: "/c/", link: "/c/a").expectAgreement()
  }

  @Test("a fault of a folder above, and of one that a rule leads to")
  func otherFolders() throws {
    func fault(_ files: [String: String], _ link: String) throws -> Fault? {
      let scan = try Self.scan(
        files.map { path, text in
          ApacheSource().read(
            Array(text.utf8), named: path, prefix: "/" + path.dropLast(".htaccess".count))
        }, Array(files.keys))
      let url = try #require(WebURL(link, relativeTo: scan.map.site.root))
      guard case .broken(let chain) = scan.lookup(url) else { return nil }
      return chain.fault
    }
    let good = Self.written(.init(rules: Self.alias, line: nil), "c")
    #expect(
      try fault([".htaccess": "Redirekt 301 /x /y\n", "c/.htaccess": good], "/c/a")
        .map { MessageText($0.message).text.contains(" .htaccess:1") } == true)
    #expect(
      try fault([".htaccess": "Redirect 301 /x /c/a\n", "c/.htaccess": "</If>\n" + good], "/x")?.severity
        == .loss)
    #expect(
      try fault([".htaccess": "Redirect 301 /x /y\n", "d/.htaccess": "</If>\n", "c/.htaccess": good], "/c/a")
        == nil)
    // A link of the folder that leads to no network is no affiliate link.
    #expect(
      try fault(["c/.htaccess": "</If>\n" + good + "Redirect /c/b https://e.example/\n"], "/c/b") == nil)
  }

  private static func scan(_ sources: [LoadedSource], _ files: [String]) throws -> RedirectScan {
    let classifier = LinkClassifier(groups: [.rakuten])
    let map = RedirectMap(
      sources: sources, site: try #require(SiteAddress("https://shop.example/")), files: SiteFiles(files)
    ) { end in
      if case .external(let url) = end { classifier.group(hosting: url.origin) != nil } else { true }
    }
    return RedirectScan(map: map, classifier: classifier, mode: .tag, annotates: false)
  }

  @Test("httpd itself answers 500", Oracle.needs("apache2", "python3"))
  func asApacheDoes() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    for (number, test) in Self.cases.enumerated() {
      try folder.write(Self.written(test, "c\(number)"), to: "site/c\(number)/.htaccess")
    }
    let server = try LoopbackServer(
      "apache2", ["-X", "-f", try ApacheServerTests.configuration(folder, port: port)], in: folder, port: port
    )
    defer { withExtendedLifetime(server) {} }
    let answers = try LoopbackServer.answers(
      to: Self.cases.indices.map {
        LoopbackServer.Request(port: port, target: "/c\($0)/a", host: "127.0.0.1:\(port)")
      })
    for (test, answer) in zip(Self.cases, answers) where !test.rules.contains("php_value") {
      // What no module knows is refused here; a section of a module that is not there is not read, and one of a module
      // that is may stay open.
      let isRefused = test.line != nil && (test.isCertain || test.rules.contains("\nSparkle"))
      #expect(answer.status == (isRefused ? 500 : 302), "\(test.rules)")
    }
  }
}
