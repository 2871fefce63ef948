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
    // Of a quote that nothing closes it says nothing, where enough is left.
    .init(rules: on + "RewriteRule \"^a$ \(network) [R,L]", line: 2, leads: false),
    .init(rules: on + "RewriteRule ^a$ \"\(network) [R,L]", line: nil),
    .init(rules: on + "RewriteRule ^a$ \"\(network)", line: nil),
    .init(rules: "Redirect {F}a \"\(network)", line: nil),
    .init(rules: on + "RewriteRule ^a$ \(network) [R,L\n", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [R,Q]\n", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [R=999,L]\n", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [R,,L]\n", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [R,L,]\n", line: 2),
    .init(rules: on + "RewriteRule ^a$ \(network) [,R,L]\n", line: 2),
    .init(rules: on + "RewriteRule b c []\n" + rule, line: 2),
    .init(rules: on + "RewriteRule b c \"[L, ]\"\n" + rule, line: 2),
    .init(rules: on + "RewriteCond %{REQUEST_URI} b [NC,]\nRewriteRule b c\n" + rule, line: 2),
    .init(rules: on + "RewriteCond %{REQUEST_URI} b [NC,,OR]\nRewriteRule b c\n" + rule, line: 2),
    .init(rules: on + "RewriteCond %{REQUEST_URI} b []\nRewriteRule b c\n" + rule, line: 2),
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
    .init(rules: "Options All -Indexes\n" + alias, line: nil),
    .init(rules: "Options All +Indexes\n" + alias, line: nil),
    .init(rules: "Options None +FollowSymLinks\n" + alias, line: nil),
    .init(rules: "Options all -Indexes -MultiViews\n" + alias, line: nil),
    .init(rules: "Options All Indexes -MultiViews\n" + alias, line: nil),
    .init(rules: "Options -Indexes All\n" + alias, line: 1),
    .init(rules: "Options -Indexes None\n" + alias, line: 1),
    .init(rules: "Options FollowSymLinks -Indexes\n" + alias, line: 1),
    .init(rules: "Options -Indexes FollowSymLinks\n" + alias, line: 1),
    .init(rules: "Options FollowSymLinks All -Indexes\n" + alias, line: 1),
    .init(rules: "Options +FollowSymLinks All -Indexes\n" + alias, line: 1),
    .init(rules: "Options +All\n" + alias, line: 1),
    .init(rules: "Options Indexes None\n" + alias, line: 1),
    .init(rules: "Options All -Indexes MultiViews\n" + alias, line: 1),
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
    // Arguments, whatever is around them
    .init(rules: alias + "<FilesMatch \"(x\">\n</FilesMatch>\n", line: 2),
    .init(rules: alias + "<Files ~ \"(x\">\n</Files>\n", line: 2),
    .init(rules: alias + "<Files x y>\n</Files>\n", line: 2),
    .init(rules: alias + "<Files x.php>\nRequire ip xxx.xxx\n</Files>\n", line: 3),
    .init(rules: alias + "Require ip 1.2.3.4/33\n", line: 2),
    .init(rules: alias + "Require ip 1.2.3.4, 1.2.3.5\n", line: 2),
    .init(rules: alias + "Require ip\n", line: 2),
    .init(rules: alias + "Require ip 1.2/16\n", line: 2),
    .init(rules: alias + "Require ip ::g\n", line: 2),
    .init(rules: alias + "Require all\n", line: 2),
    .init(rules: alias + "Require all granted denied\n", line: 2),
    .init(rules: alias + "Require granted\n", line: 2),
    .init(rules: alias + "Require ALL granted\n", line: 2),
    .init(rules: alias + "Require method FOO\n", line: 2),
    .init(rules: alias + "Allow from foo/99\n", line: 2),
    .init(rules: alias + "Deny from 1.2.3.400\n", line: 2),
    .init(rules: alias + "Satisfy foo\n", line: 2),
    .init(rules: alias + "Require not ip 1.2.3.4\n", line: 2),
    .init(rules: alias + "Require all granted\nRequire not ip 1.2.3.4\n", line: 3),
    .init(
      rules: alias + "<RequireAny>\nRequire not ip 1.2.3.4\nRequire all granted\n</RequireAny>\n", line: 3),
    .init(rules: alias + "<RequireNone>\nRequire ip 1.2.3.4\n</RequireNone>\n", line: 4),
    .init(rules: alias + "<RequireAll>\n</RequireAll>\n", line: 3),
    .init(
      rules: alias
        + "<IfModule mod_expires.c>\nExpiresActive On\nExpiresDefault \"access plus 1 foo\"\n</IfModule>\n",
      line: 4),
    .init(rules: alias + "ExpiresDefault \"plus 1 year\"\n", line: 2),
    .init(rules: alias + "ExpiresDefault \"access plus 1month\"\n", line: 2),
    .init(rules: alias + "ExpiresByType text/css foo\n", line: 2),
    .init(rules: alias + "ExpiresByType css A300\n", line: 2),
    .init(rules: alias + "<IfModule mod_headers.c>\nHeader set X\n</IfModule>\n", line: 3),
    .init(rules: alias + "Header always set\n", line: 2),
    .init(rules: alias + "Header set X-Y a value\n", line: 2),
    .init(rules: alias + "Header edit X ( b\n", line: 2),
    .init(rules: alias + "Header edit X a\n", line: 2),
    .init(rules: alias + "Header foo X a\n", line: 2),
    .init(rules: alias + "RequestHeader echo X\n", line: 2),
    .init(rules: alias + "SetEnvIf Host\n", line: 2),
    .init(rules: alias + "SetEnvIf Host ( x\n", line: 2),
    .init(rules: alias + "BrowserMatch Foo\n", line: 2),
    .init(rules: alias + "AddType text/css\n", line: 2),
    .init(rules: alias + "AddCharset utf-8\n", line: 2),
    .init(rules: alias + "AddHandler x\n", line: 2),
    .init(rules: alias + "ForceType\n", line: 2),
    .init(rules: alias + "AddOutputFilterByType DEFLATE\n", line: 2),
    .init(rules: alias + "SetEnv\n", line: 2),
    .init(rules: alias + "SetEnv a b c\n", line: 2),
    .init(rules: alias + "DirectorySlash x\n", line: 2),
    .init(rules: alias + "ServerSignature Foo\n", line: 2),
    .init(rules: alias + "LimitRequestBody foo\n", line: 2),
    .init(rules: alias + "FileETag foo\n", line: 2),
    .init(rules: alias + "<Limit FOO>\n</Limit>\n", line: 2),
    .init(rules: alias + "<Limit get>\n</Limit>\n", line: 2),
    .init(
      rules: alias + "<IfModule mod_rewrite.c>\nRewriteLog /x\nRewriteLogLevel 0\n</IfModule>\n", line: 3),
    .init(
      rules: alias
        + "<FilesMatch \"\\.(css|js)$\">\nHeader set Cache-Control \"max-age=1, public\"\n</FilesMatch>\n",
      line: nil),
    .init(rules: alias + "<Files \".*\">\nRequire all denied\n</Files>\n", line: nil),
    .init(
      rules: alias
        + "<IfModule mod_expires.c>\nExpiresActive On\nExpiresDefault \"access plus 1 month\"\nExpiresByType text/css \"now 1 y 2 days\"\nExpiresByType text/html A0\nExpiresByType text/js \"Access plus 1 foo\"\nExpiresDefault \"modification plus 1 hours\"\n</IfModule>\n",
      line: nil),
    .init(
      rules: alias
        + "<IfModule mod_headers.c>\nHeader unset\nHeader unset ETag\nHeader unset X env=Y\nHeader set X Y env=!Z\nHeader always set X \"\"\nHeader edit X a b env=Z\nHeader set X Y early\nHeader echo ^X\nHeader onsuccess unset X-Powered-By\nRequestHeader unset Proxy early\n</IfModule>\n",
      line: nil),
    .init(rules: alias + "<Limit PUT POST PATCH>\nRequire all denied\n</Limit>\n", line: nil),
    .init(
      rules: alias
        + "Order allow,deny\nAllow from all\nDeny from 1.2.3.4/24 foo example.com 10. 1.2.3.* env=x 1.2.3.4,\n",
      line: nil),
    .init(
      rules: alias
        + "FileETag None\nFileETag MTime Size\nServerSignature EMail\nLimitRequestBody 0\nAcceptPathInfo Default\n",
      line: nil),
    .init(
      rules: alias
        + "SetEnvIf Host x y !z\nBrowserMatch ^a b=c\nSetEnv x\nAddType text/css .css .scss\nAddDefaultCharset utf-8\nDirectoryIndex a b c\nDirectoryIndex\nIndexIgnore *\n",
      line: nil),
    .init(
      rules: alias
        + "<RequireAll>\nRequire all granted\nRequire not ip 192.0.2.0/24 192.0.2.0/255.255.255.0 10 ::1 fe80::/10\n</RequireAll>\n",
      line: nil),
    .init(
      rules: alias
        + "<RequireAll>\n<RequireNone>\nRequire ip 192.0.2.1\n</RequireNone>\nRequire all granted\n</RequireAll>\n",
      line: nil),
    .init(rules: alias + "<IfModule mod_ssl.c>\nSSLProtocol all\n</IfModule>\n", line: 3, isCertain: false),
    .init(rules: alias + "<Files x.php>\nSparkle On\n</Files>\n", line: 3, isCertain: false),
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
    case .broken(let chain, _):
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
      guard case .broken(let chain, _) = scan.lookup(url) else { return nil }
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
      sources: sources, site: try #require(SiteAddress("https://shop.example/")), files: SiteFiles(files),
      isWanted: { end in
        if case .external(let url) = end { classifier.group(hosting: url.origin) != nil } else { true }
      })
    return RedirectScan(map: map, classifier: classifier, mode: .tag, annotates: false)
  }

  @Test("httpd itself answers 500", Oracle.needs("apache2", "python3"))
  func asApacheDoes() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    for (number, test) in Self.cases.enumerated() {
      try folder.write(Self.written(test, "c\(number)"), to: "site/c\(number)/.htaccess")
    }
    let modules = ["autoindex", "env", "expires", "filter", "headers", "mime", "setenvif"]
    let file = try ApacheServerTests.configuration(folder, port: port, modules: modules)
    let server = try LoopbackServer("apache2", ["-X", "-f", file], in: folder, port: port)
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
