import AutoTagRedirects
import AutoTagSite
import AutoTagWebURL
import RedirectAgreement
import Testing

/// Chains across sources: where they end, and which hop decides about the query.
struct ChainTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let sources: [(RedirectFormat, String)]
    let start: String
    /// The end, the hops, the fate of the query with the file and line that decide.
    let summary: String

    init(_ name: String, _ sources: [(RedirectFormat, String)], _ start: String, _ summary: String) {
      (self.name, self.sources, self.start, self.summary) = (name, sources, start, summary)
    }

    var testDescription: String { name }
  }

  static let rakuten = "https://click.linksynergy.com/deeplink?id=A&mid=1"

  static func redirection(_ source: String, _ query: String) -> String {
    #"{"redirects": [{"url": "\#(source)", "action_data": {"url": "\#(rakuten)"}, "match_data": {"source": {"flag_query": "\#(query)"}}}]}"#
  }

  static let cases: [Case] = [
    Case("no rule", [(.htaccess, "Redirect /other /x")], "/page.html", "page /page.html, 0 hops, forwards"),
    Case("external", [], "https://e.com/x", "external https://e.com/x, 0 hops, forwards"),
    Case(
      "Redirect with a query drops", [(.htaccess, "Redirect /go/x \(rakuten)")], "/go/x",
      "external \(rakuten), 1 hops, drops at 0.htaccess:1"),
    Case(
      "RewriteRule drops", [(.htaccess, "RewriteEngine On\n\nRewriteRule ^go/x$ \(rakuten) [R,L]")], "/go/x",
      "external \(rakuten), 1 hops, drops at 0.htaccess:3"),
    Case(
      "QSA forwards", [(.htaccess, "RewriteEngine On\nRewriteRule ^go/x$ \(rakuten) [R,L,QSA]")], "/go/x",
      "external \(rakuten), 1 hops, forwards"),
    Case(
      "nginx rewrite forwards", [(.nginx, "location = /go/x { rewrite ^ \(rakuten) redirect; }")], "/go/x",
      "external \(rakuten), 1 hops, forwards"),
    Case(
      "nginx return drops", [(.nginx, "location = /go/x {\n return 302 \(rakuten); }")], "/go/x",
      "external \(rakuten), 1 hops, drops at 0.nginx:2"),
    Case(
      "Netlify drops where the target has a query", [(.netlify, "/go/x \(rakuten)")], "/go/x",
      "external \(rakuten), 1 hops, drops at 0.netlify:1"),
    Case(
      "Netlify hands on what a rule asks for",
      [(.netlify, "/go/x u1=:u1 \(rakuten)&u1=:u1 302\n/go/x \(rakuten) 302")], "/go/x",
      "external \(rakuten), 1 hops, forwards"),
    Case(
      "Netlify's rule for http is no loop by https",
      [(.netlify, "http://shop.example/* https://shop.example/:splat 301!\n/go/x \(rakuten)")], "/go/x",
      "external \(rakuten), 1 hops, drops at 0.netlify:2"),
    Case(
      "nor by http",
      [(.netlify, "http://shop.example/* https://shop.example/:splat 301!\n/go/x https://e.com/")],
      "http://shop.example/go/x", "external https://e.com/, 2 hops, forwards"),
    Case(
      "the second hop decides",
      [
        (.netlify, "/out/* /go/:splat"),
        (.prettyLinks, "slug,url,redirect_type,param_forwarding\ngo/x,\(rakuten),307,0"),
      ],
      "/out/x", "external \(rakuten), 2 hops, drops at 1.pretty-links:2"),
    Case(
      "both forward",
      [
        (.netlify, "/out/* /go/:splat"),
        (.prettyLinks, "slug,url,redirect_type,param_forwarding\ngo/x,\(rakuten),307,1"),
      ],
      "/out/x", "external \(rakuten), 2 hops, forwards"),
    Case(
      "exact matching answers no query",
      [(.redirectionJSON, #"{"redirects": [{"url": "/go/x", "action_data": {"url": "https://e.com/"}}]}"#)],
      "/go/x",
      "external https://e.com/, 1 hops, drops at 0.redirection-json:1"),
    Case(
      "the home link is not the redirect's", [(.redirectionJSON, redirection("/?go=x", "pass"))], "/",
      "dead end /, 0 hops, forwards"),
    Case(
      "a source with a query forwards", [(.redirectionJSON, redirection("/?go=x", "pass"))], "/?go=x",
      "external \(rakuten)&go=x, 1 hops, forwards"),
    Case(
      "a source with a query drops", [(.redirectionJSON, redirection("/?go=x", "ignore"))], "/?go=x",
      "external \(rakuten), 1 hops, drops at 0.redirection-json:1"),
    Case(
      "exact matching answers no other parameter", [(.redirectionJSON, redirection("/?go=x", "exact"))],
      "/?go=x", "external \(rakuten), 1 hops, drops at 0.redirection-json:1"),
    Case(
      "a pattern that ends the query drops",
      [(.redirectionJSON, ExportsTests.pattern(#"^/\?go=x$"#, rakuten))],
      "/?go=x", "external \(rakuten), 1 hops, drops at 0.redirection-json:1"),
    Case(
      "a pattern that leaves the rest forwards",
      [(.redirectionJSON, ExportsTests.pattern(#"^/\?go=x"#, rakuten))],
      "/?go=x", "external \(rakuten), 1 hops, forwards"),
    Case(
      "a query leads elsewhere",
      [
        (
          .htaccess,
          "RewriteEngine On\nRewriteCond %{QUERY_STRING} .\nRewriteRule ^go/x$ https://e.com/with [R,L]\nRewriteRule ^go/x$ https://e.com/without [R,L]"
        )
      ],
      "/go/x", "external https://e.com/without, 1 hops, drops at 0.htaccess:3"),
    Case(
      "a query leads to another address at the same path",
      [
        (
          .htaccess,
          "RewriteEngine On\nRewriteCond %{QUERY_STRING} ^$\nRewriteRule ^go/x$ \(rakuten) [R,L,QSA]\nRewriteRule ^go/x$ \(rakuten)2 [R,L,QSA]"
        )
      ],
      "/go/x", "external \(rakuten), 1 hops, drops at 0.htaccess:4"),
    Case(
      "the request's own address leads to another at the same path",
      [
        (
          .nginx,
          "if ($request_uri = /go/x) { return 302 \(rakuten)&$args; }\nlocation = /go/x { return 302 \(rakuten)2&$args; }"
        )
      ],
      "/go/x", "external \(rakuten)&, 1 hops, drops at 0.nginx:2"),
    Case(
      "a hop on the site with another parameter",
      [
        (
          .htaccess,
          "RewriteEngine On\nRewriteCond %{THE_REQUEST} !\\?\nRewriteRule ^out$ /go/x?n=1 [R,L,QSA]\nRewriteRule ^out$ /go/x?n=2 [R,L,QSA]\nRewriteRule ^go/x$ \(rakuten) [R,L,QSA]"
        )
      ],
      "/out", "external \(rakuten)&n=1, 2 hops, drops at 0.htaccess:4"),
    Case(
      "the whole query in another parameter, too, is the same address",
      [
        (
          .htaccess,
          "RewriteEngine On\nRewriteRule ^go/x$ \(rakuten)&q=%{QUERY_STRING} [R,L,QSA]"
        )
      ],
      "/go/x", "external \(rakuten)&q=, 1 hops, forwards"),
    Case(
      "the parameter by its name, empty without one",
      [(.nginx, "location = /go/x { return 302 \(rakuten)&u1=$arg_u1; }")],
      "/go/x", "external \(rakuten)&u1=, 1 hops, forwards"),
    Case(
      "the query twice",
      [(.htaccess, "RewriteEngine On\nRewriteRule ^go/x$ \(rakuten)&%{QUERY_STRING} [R,QSA,L]")],
      "/go/x", "external \(rakuten)&, 1 hops, drops at 0.htaccess:2"),
    Case(
      "and in front of the target's own",
      [(.nginx, "location = /go/x { return 302 https://click.linksynergy.com/deeplink?$args&id=A&mid=1; }")],
      "/go/x?a=1", "external https://click.linksynergy.com/deeplink?a=1&id=A&mid=1, 1 hops, forwards"),
    Case("loop", [(.netlify, "/a /b\n/b /a")], "/a", "loop /a, 2 hops, forwards"),
    Case("endless", [(.netlify, "/a/:n /a/:n/:n\n/a/* /a/x/:splat")], "/a/1", "too long, 10 hops, forwards"),
    Case("dead end", [(.netlify, "/a /b")], "/a", "dead end /b, 1 hops, forwards"),
    Case("dead end by a rule", [(.htaccess, "Redirect gone /a")], "/a", "dead end /a, 0 hops, forwards"),
    Case("page in the end", [(.netlify, "/a /page")], "/a", "page /page, 1 hops, forwards"),
    Case(
      "no clean URLs with httpd", [(.htaccess, "Redirect /a /page")], "/a",
      "dead end /page, 1 hops, forwards"),
    Case("folder", [(.htaccess, "Redirect /a /folder")], "/a", "page /folder, 1 hops, forwards"),
    Case(
      "not the web", [(.htaccess, "Redirect /a mailto:a@example.com")], "/a",
      "not web mailto:a@example.com, 1 hops, forwards"),
    Case(
      "unknown rule", [(.htaccess, "RewriteEngine On\nRewriteRule ^a$ ${map:b} [R]")], "/a",
      "unknown at 0.htaccess:2, 0 hops, unknown at 0.htaccess:2"),
    Case(
      "with www", [(.netlify, "/a https://e.com/")], "http://www.shop.example/a",
      "external https://e.com/, 1 hops, forwards"),
    Case("served in its place", [(.netlify, "/a /page.html 200")], "/a", "page /a, 0 hops, forwards"),
    Case("served, and not there", [(.netlify, "/a /none.html 200")], "/a", "dead end /a, 0 hops, forwards"),
    Case(
      "fragment and query stay", [(.nginx, "location /a { return 302 /page.html?x=1#y; }")], "/a?b=c",
      "page /page.html?x=1#y, 1 hops, drops at 0.nginx:1"),
  ]

  @Test(arguments: cases)
  func ends(_ test: Case) throws {
    let sources = test.sources.enumerated().map { index, source in
      source.0.source.read(Array(source.1.utf8), named: "\(index).\(source.0.rawValue)", prefix: "/")
    }
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: sources, site: site, files: SiteFiles(["page.html", "folder/index.html"]))
    let chain = map.chain(from: try #require(WebURL(test.start, relativeTo: site.root)))
    #expect(Self.summary(chain) == test.summary)
    try AgreementSite(
      files: Dictionary(
        uniqueKeysWithValues: test.sources.enumerated().map { ("\($0).\($1.0.rawValue)", $1.1) } + [
          ("page.html", ""), ("folder/index.html", ""),
        ]),
      sources: test.sources.enumerated().map { .init(path: "\($0).\($1.0.rawValue)", format: $1.0) },
      baseURL: "https://shop.example/", link: test.start
    ).expectAgreement()
  }

  static func summary(_ chain: RedirectChain) -> String {
    func location(_ rule: RedirectRule) -> String { rule.location }
    func path(_ url: WebURL) -> String {
      url.path + (url.query.map { "?\($0)" } ?? "") + (url.fragment.map { "#\($0)" } ?? "")
    }
    let end =
      switch chain.end {
      case .external(let url): "external \(url)"
      case .page(let url): "page \(path(url))"
      case .deadEnd(let url, _): "dead end \(path(url))"
      case .loop(let url): "loop \(path(url))"
      case .tooLong: "too long"
      case .notWeb(let text): "not web \(text)"
      case .unknown(let rule, _): "unknown at \(location(rule))"
      }
    let query =
      switch chain.forwarding {
      case .forwards: "forwards"
      case .drops(let decision): "drops at \(location(decision.rule))"
      case .unknown(let decision): "unknown at \(location(decision.rule))"
      }
    return "\(end), \(chain.hops.count) hops, \(query)"
  }

  @Test
  func anUnknownSiteAnswersRelativeLinks() throws {
    let source = NetlifyRedirectsSource()
      .read(Array("/go/* https://e.com/:splat".utf8), named: "_redirects", prefix: "/")
    let map = RedirectMap(sources: [source], site: .unknown, files: SiteFiles(["a/page.html"]))
    let page = try #require(WebURL("/a/page.html", relativeTo: .unknownSite))
    let link = try #require(WebURL("../go/x", relativeTo: page))
    #expect(map.chain(from: link).destination?.description == "https://e.com/x")
    let rewriting = ApacheSource().read(
      Array("RewriteEngine On\nRewriteRule ^go/(.*)$ /a/$1.html [R,L]".utf8), named: ".htaccess", prefix: "/")
    let second = RedirectMap(sources: [rewriting], site: .unknown, files: SiteFiles(["a/page.html"]))
    let start = try #require(WebURL("/go/page", relativeTo: .unknownSite))
    #expect(second.chain(from: start).end == .page(page))
    let other = try #require(WebURL("https://shop.example/go/x"))
    #expect(map.chain(from: other).hops.isEmpty)
  }

  @Test
  func aSiteBelowAFolder() throws {
    let site = try #require(SiteAddress("https://me.example/shop/"))
    let source = RedirectPageSource().read(
      Array("<meta http-equiv=refresh content='0; url=https://e.com/'>".utf8), named: "go/index.html",
      prefix: "/")
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["go/index.html"]))
    let link = try #require(WebURL("go/", relativeTo: site.root))
    #expect(map.chain(from: link).destination?.description == "https://e.com/")
    let outside = try #require(WebURL("/go/", relativeTo: site.root))
    #expect(map.chain(from: outside).end == .deadEnd(outside, refusedBy: nil))
  }
}
