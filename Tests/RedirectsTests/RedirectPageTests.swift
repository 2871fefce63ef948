import AutoTagRedirects
import AutoTagWebURL
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// Pages that lead somewhere else by their markup or script.
struct RedirectPageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let page: String
    /// The target of the page; `nil` when it stays.
    let location: String?
    let line: Int

    init(_ page: String, _ location: String?, line: Int = 1) {
      (self.page, self.location, self.line) = (page, location, line)
    }

    var testDescription: String { page }
  }

  static let cases = [
    // Hugo's alias template, jekyll-redirect-from's page
    Case(
      #"<!DOCTYPE html><html lang="en"><head><title>/x</title><link rel="canonical" href="/x"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/x"></head></html>"#,
      "/x"),
    Case(
      "<!DOCTYPE html>\n<meta charset=utf-8>\n<title>Redirecting&hellip;</title>\n<script>location=\"https://e.com/x\"</script>\n<meta http-equiv=\"refresh\" content=\"0; url=https://e.com/x\">",
      "https://e.com/x", line: 4),
    Case("<meta http-equiv=REFRESH content=\"0;URL='/a?b=1&amp;c=2'\">", "/a?b=1&c=2"),
    Case("<meta content='3 /x' http-equiv='refresh'>", "/x"),
    Case("<meta http-equiv=refresh content='0,/x'>", "/x"),
    Case("<meta http-equiv=refresh content='0; url = \"/x\" y'>", "/x"),
    Case("<meta http-equiv=refresh content=5>", nil),
    Case("<meta http-equiv=refresh content='60; url=/x'>", nil),
    Case("<meta http-equiv=refresh content='x; url=/x'>", nil),
    Case("<!-- <meta http-equiv=refresh content='0; url=/x'> -->", nil),
    Case("<noscript><meta http-equiv=refresh content='0; url=/x'></noscript>", nil),
    Case("<template><meta http-equiv=refresh content='0; url=/x'></template>", nil),
    Case("<textarea><meta http-equiv=refresh content='0; url=/x'></textarea>", nil),
    Case("<p>refresh</p>\n\n<meta http-equiv=refresh content='0; url=/x'>", "/x", line: 3),
    Case("<script>window.location.href = 'https:\\/\\/e.com\\/x\\u003fa=1';</script>", "https://e.com/x?a=1"),
    Case("<script>\nvar a = 1;\nwindow.location.replace(\"/x\")\n</script>", "/x", line: 3),
    Case("<script>document.location = `/x`</script>", "/x"),
    Case("<script>top.location.assign('/x');</script>", "/x"),
    Case("<script>setTimeout(function () { location.href = '/x'; }, 100)</script>", "/x"),
    Case("<script>window.onload = () => { location = '/x' }</script>", "/x"),
    Case("<script>(function(){ location = '/x' })()</script>", "/x"),
    Case("<body onload=\"location.href='/x?a&amp;b'\">", "/x?a&b"),
    Case("<script>location.href = '/no'; location = '/x'</script>", "/x"),
    Case("<script>setTimeout(function () { location = '/no' }, 0); location.href = '/x'</script>", "/x"),
    Case("<meta http-equiv=refresh content='0; url=/no'><script>location = '/x'</script>", "/x"),
    Case("<script>/* location = '/no' */ // location = '/no'\nlocation = '/x'</script>", "/x", line: 2),
    Case("<script>var s = \"location = '/no'\"; location = '/x'</script>", "/x"),
    Case("<script>function go() { location.href = '/x' }</script>", nil),
    Case("<script>b.onclick = function () { location.href = '/x' }</script>", nil),
    Case("<script>if (location.href == '/x') {}</script>", nil),
    Case(
      "<script>my.location = '/x'; relocation = '/y'; locations = '/z'; a.location.href = '/'</script>", nil),
    Case("<script>var u = \"https://e.com/x\"; window.location = u;</script>", "https://e.com/x"),
    Case("<script>const to='/x'\nlocation.href = to</script>", "/x", line: 2),
    Case("<script>setTimeout(\"location.href='/x'\", 500)</script>", "/x"),
    Case("<script>setTimeout(\"go()\", 500)</script>", nil),
    Case("<script src=x.js>location = '/x'</script>", nil),
    Case("<script type='application/json'>location = '/x'</script>", nil),
  ]

  @Test(arguments: cases)
  func leadsTo(_ test: Case) throws {
    let source = RedirectPageSource().read(Array(test.page.utf8), named: "go/index.html", prefix: "/")
    #expect(source.rules.isEmpty == (test.location == nil))
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["go/index.html"]))
    for path in ["/go", "/go/", "/go/index.html"] {
      let start = try #require(WebURL(path, relativeTo: site.root))
      let chain = map.chain(from: start)
      #expect(chain.hops.first?.location == test.location)
      if test.location != nil { #expect(chain.hops.first?.rule.line == test.line) }
    }
    try AgreementSite(
      files: ["go/index.html": test.page], baseURL: "https://shop.example/", link: "/go/"
    ).expectAgreement()
  }

  @Test(arguments: [
    (
      "<base href='https://other.example/f/'><meta http-equiv=refresh content='0; url=x'>",
      "https://other.example/f/x", false
    ),
    ("<base href='/sub/'><meta http-equiv=refresh content='0; url=//e.com/x'>", "https://e.com/x", false),
    ("<script>location.href = 'https://e.com/x' + location.search</script>", "https://e.com/x", true),
    // Docusaurus client-redirects; a second `?` is part of the value before it (URL standard, section 4.4).
    (
      "<script>window.location.href = 'https://e.com/x' + window.location.search + window.location.hash;</script>",
      "https://e.com/x", true
    ),
    (
      "<script>location.replace('https://e.com/x?a=1' + window.location.search + location.hash)</script>",
      "https://e.com/x?a=1", false
    ),
    (
      "<script>location.replace('https://e.com/x?a=1' + location.search.replace('?', '&'))</script>",
      "https://e.com/x?a=1", true
    ),
    ("<script>location = \"https://e.com/x?\" + location.search.slice(1)</script>", "https://e.com/x?", true),
    ("<script>location = 'https://e.com/x' + location.hash</script>", "https://e.com/x", false),
    // mkdocs-redirects
    (
      "<script>var anchor=window.location.hash.substr(1);location.href=\"https://e.com/x\"+(anchor?\"#\"+anchor:\"\")"
        + "</script>", "https://e.com/x", false
    ),
  ])
  func resolvesAndForwards(page: String, end: String, forwards: Bool) throws {
    let source = RedirectPageSource().read(Array(page.utf8), named: "go.html", prefix: "/")
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["go.html"]))
    let chain = map.chain(from: try #require(WebURL("/go.html", relativeTo: site.root)))
    #expect(chain.destination?.description == end)
    #expect((chain.forwarding == .forwards) == forwards)
    try AgreementSite(
      files: ["go.html": page], baseURL: "https://shop.example/", link: "/go.html"
    ).expectAgreement()
  }

  @Test("a query behind a second question mark is not said to be lost without a trace")
  func secondMark() throws {
    let page = "<script>location.replace('https://e.com/x?a=1' + window.location.search)</script>"
    let source = RedirectPageSource().read(Array(page.utf8), named: "go.html", prefix: "/")
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["go.html"]))
    guard
      case .drops(let decision) = map.chain(from: try #require(WebURL("/go.html", relativeTo: site.root)))
        .forwarding
    else {
      Issue.record("it is not lost")
      return
    }
    #expect(
      decision.reason
        == "the page leads to https://e.com/x?a=1?u1=--CLICK-ID--, where the query string of the request is "
        + "part of another parameter")
  }

  @Test
  func aScriptThatCannotBeFollowedIsUnknown() throws {
    let page = "<p>\n<script>location.href = 'https://' + id</script>"
    let source = RedirectPageSource().read(Array(page.utf8), named: "go.html", prefix: "/")
    #expect(source.diagnostics.map(\.line) == [2])
    let map = RedirectMap(sources: [source], site: .unknown, files: SiteFiles(["go.html"]))
    guard
      case .unknown(let rule, _) = map.chain(
        from: try #require(WebURL("/go.html", relativeTo: .unknownSite))
      ).end
    else {
      Issue.record("the end is known")
      return
    }
    #expect(rule.line == 2)
  }

  @Test("a rule's text names the target, also where the script has it in a variable")
  func namesTarget() {
    let page = "<script>var u = 'https://e.com/x'; location = u;</script>"
    let source = RedirectPageSource().read(Array(page.utf8), named: "go.html", prefix: "/")
    #expect(source.rules.map(\.text) == ["location = u (https://e.com/x)"])
  }

  @Test("a refresh beside a script that is not understood counts, and its query is not certain")
  func refreshBesideScript() throws {
    let page =
      "<script>location.href = 'https://e.com/' + id</script><meta http-equiv=refresh content='0; url=https://e.com/x'>"
    let source = RedirectPageSource().read(Array(page.utf8), named: "go.html", prefix: "/")
    let map = RedirectMap(sources: [source], site: .unknown, files: SiteFiles(["go.html"]))
    let chain = map.chain(from: try #require(WebURL("/go.html", relativeTo: .unknownSite)))
    #expect(chain.destination?.description == "https://e.com/x")
    guard case .unknown = chain.forwarding else {
      Issue.record("the query is taken to be certain: \(chain.forwarding)")
      return
    }
  }

  /// The pages that Hugo itself makes of a page's `aliases`.
  @Test(Oracle.needs("hugo"))
  func hugoAliases() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "baseURL = 'https://shop.example/'\ndisableKinds = ['RSS', 'sitemap']\n", to: "config.toml")
    try folder.write("---\naliases: ['/go/old', '/out/a b']\n---\nText", to: "content/new.md")
    try folder.write("{{ .Content }}", to: "layouts/_default/single.html")
    let run = try Oracle.run("hugo", ["--quiet"], in: folder.url)
    try #require(run.status == 0, "\(run.standardError)")
    let files = ["go/old/index.html", "out/a b/index.html", "new/index.html"]
    let sources = try files.map { file in
      RedirectPageSource().read(Array(try folder.read("public/\(file)")), named: file, prefix: "/")
    }
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: sources, site: site, files: SiteFiles(files))
    let target = try #require(WebURL("https://shop.example/new/"))
    for link in ["/go/old/", "/out/a%20b"] {
      let chain = map.chain(from: try #require(WebURL(link, relativeTo: site.root)))
      #expect(chain.end == .page(target))
      #expect(chain.hops.count == 1)
      guard case .drops = chain.forwarding else {
        Issue.record("a page forwards nothing: \(chain.forwarding)")
        continue
      }
    }
  }
}
