import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import RedirectAgreement
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
    /// Words of a message at the link.
    var words = ""
    /// A word that no message at the link has.
    var unsaid = "nothing of the kind"
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

  private static let consent =
    on + "RewriteCond %{HTTP_COOKIE} !consent\nRewriteRule ^go/ /consent.html [R=302,L]\n" + go
  private static let mappedAway =
    "map $cookie_ab $new { default ''; b $http_x_target; }\nserver { server_name s.test;\n"
    + "location = /go/a { if ($new) { return 301 $new; } return 302 \(link); } }\n"
  private static let schemeAndCookie =
    on + "RewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]\n"
    + "RewriteCond %{HTTP_COOKIE} ab=b\nRewriteRule ^go/ https://www.awin1.com/x [R=302,L]\n" + go
  private static let otherHost =
    on + "RewriteCond %{HTTP_HOST} ^old\\.test$\nRewriteRule ^ https://b.test/ [R=301,L]\n" + go
  private static let country =
    "/go/a https://www.awin1.com/x 302! Country=us\n/go/a https://click.linksynergy.com/x 302\n"
  private static let wordPress =
    "RewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\nRewriteRule . /index.php [L]\n"

  private static func redirection(_ type: String, _ data: String) -> String {
    #"{"redirects": [{"url": "/go/a", "match_type": "\#(type)", "action_code": 301, "action_data": {\#(data)}, "#
      + #""match_data": {"source": {"flag_query": "pass"}}}]}"#
  }

  static let cases: [Case] = [
    .init(
      name: "a consent page", file: ".htaccess", rules: consent, baseURL: "https://s.test/", mode: .inline,
      tagged: 0, codes: ["redirect-depends-on-visitor"], words: "/consent.html"),
    .init(
      name: "a consent page", file: ".htaccess", rules: consent, baseURL: "https://s.test/", mode: .tag,
      tagged: 1, codes: ["redirect-query-unknown"], words: "/consent.html", unsaid: "inline"),
    .init(
      name: "a target that nobody knows", file: "nginx.conf", rules: mappedAway, baseURL: "https://s.test/",
      format: .nginx, mode: .inline, tagged: 0, codes: ["redirect-depends-on-visitor"],
      words: "$new decides"),
    .init(
      name: "a target that nobody knows, and a loss", file: "nginx.conf", rules: mappedAway,
      baseURL: "https://s.test/", format: .nginx, mode: .auto, tagged: 0,
      codes: ["redirect-depends-on-visitor"], words: "$new decides"),
    .init(
      name: "a module that nobody has", file: ".htaccess",
      rules: "<IfModule mod_nope.c>\n\(on)\(go)</IfModule>\n",
      baseURL: "https://s.test/", mode: .tag, tagged: 1, codes: ["redirect-query-unknown"],
      words: "<IfModule mod_nope.c>"),
    .init(
      name: "a module that nobody has", file: ".htaccess",
      rules: "<IfModule mod_nope.c>\n\(on)\(go)</IfModule>\n",
      baseURL: "https://s.test/", mode: .inline, tagged: 0, codes: ["redirect-depends-on-visitor"]),
    .init(
      name: "a host that a header names", file: ".htaccess",
      rules: on + "RewriteRule ^go/(.*)$ https://%{HTTP:X-Net}/$1 [R=302,L]\n", mode: .tag, tagged: 0,
      codes: ["redirect-not-understood"], words: "%{HTTP:X-Net} decides"),
    .init(
      name: "a host that a cookie names", file: "nginx.conf",
      rules: "server { location /go/ { return 302 https://$cookie_net/x; } }\n", format: .nginx,
      mode: .inline,
      tagged: 0, codes: ["redirect-not-understood"], words: "$cookie_net decides"),
    .init(
      name: "the site's own host", file: ".htaccess",
      rules: on + "RewriteRule ^go/(.*)$ https://%{HTTP_HOST}/$1 [R=302,L]\n", mode: .tag, tagged: 0,
      codes: []),
    .init(
      name: "another name of the site, without an address", file: ".htaccess", rules: otherHost, mode: .tag,
      tagged: 1, codes: ["redirect-query-unknown"], words: "%{HTTP_HOST} ^old\\.test$ holds"),
    .init(
      name: "another name of the site", file: ".htaccess", rules: otherHost, baseURL: "https://s.test/",
      mode: .tag, tagged: 1, codes: []),
    .init(
      name: "a cookie beside the scheme, without an address", file: ".htaccess", rules: schemeAndCookie,
      mode: .tag, tagged: 1, codes: ["redirect-query-unknown"], words: "%{HTTP_COOKIE} ab=b holds",
      unsaid: "asked for as"),
    .init(
      name: "a cookie beside the scheme, without an address", file: ".htaccess", rules: schemeAndCookie,
      mode: .inline, tagged: 0, codes: ["redirect-depends-on-visitor"], words: "%{HTTP_COOKIE} ab=b holds",
      unsaid: "asked for as"),
    .init(
      name: "a cookie before the scheme, without an address", file: ".htaccess",
      rules: on + "RewriteCond %{HTTP_COOKIE} ab=b\n" + go
        + "RewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]\n",
      mode: .tag, tagged: 1, codes: ["redirect-query-unknown"], words: "%{HTTP_COOKIE} ab=b does not hold",
      unsaid: "asked for as"),
    .init(
      name: "a country", file: "_redirects", rules: country, mode: .inline, tagged: 0,
      codes: ["redirect-depends-on-visitor"], words: "Country=us"),
    .init(
      name: "a country", file: "netlify.toml",
      rules: "[[redirects]]\nfrom = \"/go/a\"\nto = \"https://www.awin1.com/x\"\nstatus = 302\nforce = true\n"
        + "conditions = {Country = [\"us\", \"ca\"]}\n[[redirects]]\nfrom = \"/go/a\"\n"
        + "to = \"https://click.linksynergy.com/x\"\nstatus = 302\n", mode: .tag, tagged: 1,
      codes: ["redirect-query-unknown"], words: "Country=us,ca"),
    .init(
      name: "a redirect without L before WordPress", file: ".htaccess",
      rules: on + "RewriteRule ^go/a$ \(link) [R=302,QSA,NE]\n" + wordPress, baseURL: "https://s.test/",
      mode: .auto,
      tagged: 0, codes: ["redirect-dead-end"], words: ".htaccess:2 refuses"),
    .init(
      name: "a login", file: "r.json",
      rules: redirection("login", #""logged_in": "/account", "logged_out": "\#(link)""#),
      baseURL: "https://s.test/",
      format: .redirectionJSON, mode: .tag, tagged: 1, codes: ["redirect-query-unknown"],
      words: "“logged in” holds"),
    .init(
      name: "a server, without an address", file: "r.json",
      rules: redirection(
        "server", #""server": "https://s.test", "url_from": "\#(link)", "url_notfrom": "https://e.test/""#),
      format: .redirectionJSON, mode: .tag, tagged: 1, codes: ["redirect-query-unknown"], words: "s.test"),
    .init(
      name: "an agent", file: "r.json",
      rules: redirection(
        "agent", #""regex": true, "agent": "x", "url_from": "https://e.test/", "url_notfrom": "\#(link)""#),
      baseURL: "https://s.test/", format: .redirectionJSON, mode: .tag, tagged: 0,
      codes: ["redirect-not-understood"], words: "User-Agent"),
    .init(
      name: "a target that the export leaves out", file: "r.csv",
      rules: "source,target,regex,code\n/go/a,/unknown,0,301\n/b,\(link),0,301\n", baseURL: "https://s.test/",
      format: .redirectionCSV, mode: .tag, tagged: 0, codes: ["redirect-not-understood"], words: "export JSON"
    ),
    .init(
      name: "an order that the export leaves out", file: "r.csv",
      rules: "source,target,regex,code\n/go/a,https://e.test/,0,301\n^/go/a$,\(link),1,301\n",
      baseURL: "https://s.test/", format: .redirectionCSV, mode: .tag, tagged: 1,
      codes: ["redirect-query-unknown"], words: "export JSON"),
    .init(
      name: "an order that the export leaves out", file: "r.csv",
      rules: "source,target,regex,code\n/go/a,https://e.test/,0,301\n^/go/a$,\(link),1,301\n",
      baseURL: "https://s.test/", format: .redirectionCSV, mode: .inline, tagged: 0,
      codes: ["redirect-depends-on-visitor"], words: "comes first"),
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
      name: "targets that a map holds", file: "nginx.conf",
      rules: "map $http_accept_language $t { default \"\(link)\"; ~^de \"\(link)&de\"; }\n"
        + "server { server_name s.test; location = /go/a { return 302 $t; } }\n",
      baseURL: "https://s.test/", format: .nginx, mode: .tag, tagged: 0, codes: ["redirect-drops-query"]),
  ]

  // MARK: Redirects that lead nowhere

  private static let mention = "Redirect /b \(link)\n"
  private static let onlyTagged = on + "RewriteCond %{QUERY_STRING} u1\n"
  private static let own = "http://127.0.0.1:8391"
  private static let hop = on + "RewriteRule ^r/pass$ \(link) [R=302,L,QSA,NE]\n"

  static let nowhere: [Case] = [
    .init(
      name: "a dead end", file: ".htaccess", rules: "Redirect /go/a /gone\n" + mention,
      baseURL: "https://s.test/", mode: .tag, tagged: 0, codes: ["redirect-dead-end"],
      words: ".htaccess:1 leads to https://s.test/gone, where nothing is"),
    .init(
      name: "a page that is refused", file: ".htaccess",
      rules: "Redirect 410 /gone\nRedirect /go/a /gone\n" + mention, baseURL: "https://s.test/",
      mode: .inline,
      tagged: 0, codes: ["redirect-dead-end"], words: "which .htaccess:1 refuses"),
    .init(
      name: "a circle", file: "_redirects",
      rules: "/go/a /go/b 302!\n/go/b /go/a 302!\n/b \(link)\n", mode: .tag, tagged: 0,
      codes: ["redirect-loop"], words: "_redirects:2 leads back to /go/a"),
    .init(
      name: "too many", file: "_redirects",
      rules: "/go/a /1\n" + (1...11).map { "/\($0) /\($0 + 1)\n" }.joined() + "/b \(link)\n", mode: .auto,
      tagged: 0, codes: ["redirect-too-long"], words: "beginning at _redirects:1"),
    .init(
      name: "an address of another kind", file: ".htaccess", rules: "Redirect /go/a tel:123\n" + mention,
      mode: .tag, tagged: 0, codes: ["redirect-not-web"], words: "tel:123"),
    .init(
      name: "a file that httpd refuses", file: ".htaccess",
      rules: on + "RewriteRule ^go/a$ \(link) [R=302, L]\n", baseURL: "https://s.test/", mode: .tag,
      tagged: 0,
      codes: ["redirect-dead-end"], words: "httpd answers https://s.test/go/a with 500"),
    .init(
      name: "a circle for some", file: "_redirects",
      rules: "/go/a /go/a 302! Country=us\n/go/a \(link) 302\n",
      mode: .inline, tagged: 1, codes: []),
    .init(
      name: "a circle for some", file: "_redirects",
      rules: "/go/a /go/a 302! Country=us\n/go/a \(link) 302\n",
      mode: .auto, tagged: 1, codes: []),
    // MARK: The parameter decides
    .init(
      name: "a rule that asks for u1", file: ".htaccess", rules: onlyTagged + go, baseURL: "https://s.test/",
      mode: .tag, tagged: 0, codes: ["redirect-needs-subid"], words: "only where its query has u1"),
    .init(
      name: "a rule that asks for u1 and loses it", file: ".htaccess",
      rules: onlyTagged + "RewriteRule ^go/a$ \(link) [R=302,L,NE]\n", baseURL: "https://s.test/",
      mode: .auto,
      tagged: 0, codes: ["redirect-needs-subid"]),
    .init(
      name: "a rule that asks for u1, and another one", file: ".htaccess",
      rules: onlyTagged
        + "RewriteRule ^go/a$ \(link) [R=302,L]\nRewriteRule ^go/a$ https://e.test/ [R=302,L]\n",
      baseURL: "https://s.test/", mode: .inline, tagged: 0, codes: ["redirect-needs-subid"]),
    // MARK: The site's own host
    .init(
      name: "a target at what may be the site's own host", file: ".htaccess",
      rules: "Redirect /go/a \(own)/r/pass\n" + hop, mode: .tag, tagged: 1,
      codes: ["double-redirect", "redirect-query-unknown"],
      words: "where the site is not at 127.0.0.1:8391, which base-url"),
    .init(
      name: "a target at what may be the site's own host", file: ".htaccess",
      rules: "Redirect /go/a https://shop.test/r/pass\n" + hop, mode: .inline, tagged: 0,
      codes: ["double-redirect", "redirect-depends-on-visitor"], words: "base-url"),
    .init(
      name: "a target at the site's own host", file: ".htaccess",
      rules: "Redirect /go/a \(own)/r/pass\n" + hop, baseURL: own + "/", mode: .tag, tagged: 1,
      codes: ["double-redirect"]),
    .init(
      name: "a target at another host", file: ".htaccess",
      rules: "Redirect /go/a \(own)/r/pass\n" + hop, baseURL: "https://s.test/", mode: .tag, tagged: 0,
      codes: []),
    .init(
      name: "a target at a host with no such path", file: ".htaccess",
      rules: "Redirect /go/a \(own)/r/other\n" + hop, mode: .tag, tagged: 0, codes: []),
    .init(
      name: "a server in numbers, without an address", file: "r.json",
      rules: redirection(
        "server", #""server": "http://127.0.0.1", "url_from": "\#(link)", "url_notfrom": "https://e.test/""#),
      format: .redirectionJSON, mode: .tag, tagged: 1, codes: ["redirect-query-unknown"], words: "127.0.0.1"),
    .init(
      name: "an address with its own u1, of a setting that nobody knows", file: "r.csv",
      rules: "source,target,regex,code\n/go/a,\(link)&u1=spring,0,301\n", baseURL: "https://s.test/",
      format: .redirectionCSV, mode: .tag, tagged: 0, codes: ["redirect-drops-query"],
      words: "has the parameter itself", unsaid: "twice"),
    .init(
      name: "an address without u1, of a setting that nobody knows", file: "r.csv",
      rules: "source,target,regex,code\n/go/a,\(link),0,301\n", baseURL: "https://s.test/",
      format: .redirectionCSV, mode: .tag, tagged: 1, codes: ["redirect-query-unknown"], words: "export JSON"),
  ]

  @Test(arguments: cases + nowhere)
  func mode(test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=\"/go/a\">x</a>\n", to: "site/p.html")
    try folder.write("we ask\n", to: "site/consent.html")
    try folder.write(test.rules, to: "site/\(test.file)")
    let sources = test.format.map { [RedirectOptions.Source(path: test.file, format: $0)] } ?? []
    let options = RewriteOptions(
      site: folder.url.appending(path: "site").path, destination: .inPlace, jobs: 1,
      rules: TaggingOptions(groups: [.rakuten], baseURL: test.baseURL),
      redirects: RedirectOptions(mode: test.mode, sources: sources))
    let summary = try SiteRewriter(options).run()
    #expect(summary.groups["rakuten"]?.tagged == test.tagged)
    let problems = summary.problems.filter { $0.file == "p.html" }
    #expect(problems.map(\.code).sorted() == test.codes)
    let messages = problems.map(\.message).joined(separator: "\n")
    #expect(messages.contains(test.words) || test.words.isEmpty, "\(messages)")
    #expect(!messages.contains(test.unsaid), "\(messages)")
    try AgreementSite(
      files: [test.file: test.rules, "consent.html": "we ask\n"], sources: sources, baseURL: test.baseURL,
      link: "/go/a"
    ).expectAgreement()
  }
}
