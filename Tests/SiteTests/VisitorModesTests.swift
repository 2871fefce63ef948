import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

/// The treatment of a link to `/go/a` whose visitors are led by what files do not tell.
@Suite("Links whose way depends on the visitor or the address, by mode")
struct VisitorModesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let file: String
    let rules: String
    var baseURL: String?
    var format: RedirectFormat?
    let mode: RedirectMode
    let tagged: Int
    /// The problems at the link, sorted.
    let codes: [String]
    var testDescription: String { "\(name), \(mode)" }
  }

  private static let link = "https://click.linksynergy.com/deeplink?id=A1&mid=1"
  private static let go = "RewriteRule ^go/a$ \(link) [R=302,L,QSA,NE]\n"
  private static let on = "RewriteEngine On\n"
  private static func cookie(_ target: String) -> String {
    on + "RewriteCond %{HTTP_COOKIE} ab=b\nRewriteRule ^go/a$ \(target) [R=302,L,QSA,NE]\n" + go
  }
  private static let otherNetwork = cookie("https://www.awin1.com/x")
  private static let otherAdvertiser = cookie("https://click.linksynergy.com/deeplink?id=A1&mid=99")
  private static let otherPage = cookie(link + "&murl=https\\%3A\\%2F\\%2Fx.example")

  static let cases: [Case] = [
    .init(
      name: "another network", file: ".htaccess", rules: otherNetwork, mode: .tag, tagged: 1,
      codes: ["redirect-query-unknown"]),
    .init(
      name: "another network", file: ".htaccess", rules: otherNetwork, mode: .auto, tagged: 0,
      codes: ["redirect-depends-on-visitor"]),
    .init(
      name: "another network", file: ".htaccess", rules: otherNetwork, mode: .inline, tagged: 0,
      codes: ["redirect-depends-on-visitor"]),
    .init(
      name: "another advertiser", file: ".htaccess", rules: otherAdvertiser, mode: .auto, tagged: 0,
      codes: ["redirect-depends-on-visitor"]),
    .init(
      name: "another page of the shop", file: ".htaccess", rules: otherPage, mode: .auto, tagged: 1, codes: []
    ),
    .init(
      name: "rules for another host, at the same path", file: ".htaccess",
      rules: on
        + "RewriteCond %{HTTP_HOST} !=www.shop.test\nRewriteRule ^(.*)$ https://www.shop.test/$1 [R=301,L]\n"
        + go,
      baseURL: "https://other.test/", mode: .tag, tagged: 1, codes: ["double-redirect"]),
    .init(
      name: "the address at Netlify, with another base-url", file: "_redirects",
      rules:
        "https://a.netlify.app/* https://www.example.com/:splat 301!\n/go/a https://click.linksynergy.com/deeplink 302\n",
      baseURL: "https://a.netlify.app/", mode: .tag, tagged: 1, codes: ["double-redirect"]),
    .init(
      name: "another site with the same paths", file: "_redirects",
      rules: "/go/* https://docs.example.com/go/:splat 302\n/x https://click.linksynergy.com/deeplink 302\n",
      baseURL: "https://s.test/", mode: .tag, tagged: 0, codes: []),
    .init(
      name: "a guard that asks for the referrer, without an address", file: ".htaccess",
      rules: on
        + "RewriteCond %{HTTP_REFERER} !^https?://(www\\.)?example\\.com [NC]\nRewriteRule ^go/ - [F]\n" + go,
      mode: .tag, tagged: 1, codes: ["redirect-query-unknown"]),
    .init(
      name: "a target that a map holds", file: "nginx.conf",
      rules: "map $http_accept_language $t { default \"\(link)\"; ~^de \"\(link)&de\"; }\n"
        + "server { server_name s.test; location = /go/a { return 302 $t; } }\n",
      baseURL: "https://s.test/", format: .nginx, mode: .tag, tagged: 0, codes: ["redirect-not-understood"]),
  ]

  @Test(arguments: cases)
  func mode(test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=\"/go/a\">x</a>\n", to: "site/p.html")
    try folder.write(test.rules, to: "site/\(test.file)")
    let sources = test.format.map { [RedirectOptions.Source(path: test.file, format: $0)] } ?? []
    let options = RewriteOptions(
      site: folder.url.appending(path: "site").path, destination: .inPlace, jobs: 1,
      rules: TaggingOptions(groups: [.rakuten], baseURL: test.baseURL),
      redirects: RedirectOptions(mode: test.mode, sources: sources))
    let summary = try SiteRewriter(options).run()
    #expect(summary.groups["rakuten"]?.tagged == test.tagged)
    #expect(summary.problems.filter { $0.file == "p.html" }.map(\.code).sorted() == test.codes)
  }
}
