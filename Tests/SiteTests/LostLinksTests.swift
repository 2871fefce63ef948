import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("Links that were meant for the network and lead nowhere are told of at the link")
struct LostLinksTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let link: String
    let code: String?
    var files: [String: String] = [:]

    var testDescription: String { "\(link) with \(files)" }
  }

  static let group = "click.linksynergy.com/x?id=1"
  static let marks = ["data-tracking-group=rakuten", "rel=\"nofollow Rakuten\""]
  static let loop = "Redirect /go/a /go/b\nRedirect /go/b /go/a\nRedirect /go/c /none\nRedirect 410 /go/d\n"
  static let network = "https://click.linksynergy.com/x"

  static let cases: [Case] =
    // Addresses that are written wrong.
    [
      "https;//\(group)", "https: //\(group)", "“https://\(group)”", "”https://\(group)", "https:// \(group)",
      "httos://\(group)", "htttps://\(group)", "https.//\(group)", "&quot;https://\(group)&quot;",
      "https://https://\(group)", "&lt;https://\(group)>", "&nbsp;https://\(group)", "https//\(group)",
      "%20https://\(group)", "hxxps://\(group)", "https：//\(group)", "(https://\(group))",
      "h ttps://\(group)",
      "«https://\(group)»", "https://http//\(group)", "ttps://\(group)", "tps://\(group)", "ttp://\(group)",
      "p://\(group)", "url:https://\(group)", "Link: https://\(group)", "shttps://\(group)",
      "TTPS://\(group)", "t&#116;ps://\(group)", "ttps//\(group)", "s://\(group)", ".https://\(group)",
      ",https://\(group)", "\\https://\(group)", "mailto:https://\(group)", "go:\(group)",
    ].map { Case(link: "href=\"\($0)\"", code: "address-scheme-broken") }
    + ["\(group)", "/\(group)", "“\(group)”", "Click.Linksynergy.com/x", "linksynergy.jrs5.com/x"].map {
      Case(link: "href=\"\($0)\"", code: "address-without-scheme")
    }
    + [
      "https://\(group)", "https://t.example/?u=https://\(group)", "/https://\(group)", "help.html",
      "https://a.example/",
      "click.html", "/click.html", "ttps://a.example/", "url:https://a.example/", "a//b.html",
      "mailto:a@b.example",
      "tel:1", "./click.html", "../x", "https:///\(group)", "(x)",
      "%41.html", "“x”", "http.html", "https:page.html",
    ].map { Case(link: "href=\"\($0)\"", code: nil) }
    + ["intent://\(group)", "ftp://\(group)"].map { Case(link: "href=\"\($0)\"", code: "address-wrapped") }
    // Marked links of a site of which no rule names the network.
    + marks.flatMap { mark in
      [
        ("/go/a", "redirect-loop"), ("go/a", "redirect-loop"), ("/go/c", "redirect-dead-end"),
        ("/go/d", "redirect-dead-end"), ("/go/e", nil), ("https://a.example/go/a", nil),
      ].map { Case(link: "href=\"\($0)\" \(mark)", code: $1, files: [".htaccess": loop]) }
    }
    + [
      Case(link: "href=/go/a", code: nil, files: [".htaccess": loop]),
      Case(
        link: "href=https://a.example/go/a rel=rakuten", code: "redirect-loop",
        files: [".htaccess": loop, "CNAME": "a.example"]),
      Case(
        link: "href=/go/x rel=rakuten", code: "redirect-loop",
        files: ["_redirects": "/go/* /go/:splat/\n/go/x/ /go/x\n"]),
    ]
    // Lines that a host skips.
    + [
      ("/go/a \(network) 418", "/go/a"), ("/go/a \(network) 200", "/go/a"),
      ("/go/*/x/* \(network)", "/go/q/x/y"),
      ("https://a.example/go/a \(network)", "/go/a"), ("/go/a \(network) 301 Country=us", "/go/a"),
      ("/go/a \(group)", "/go/a"), ("/go/a/ http://\(group)", "/go/a/"), ("/go/a \(network) 301!", "/go/a"),
      ("/go/a id=:id \(network)", "/go/a"),
      ((1...101).map { "/a/\($0)/* /x" }.joined(separator: "\n") + "\n/go/a \(network)", "/go/a"),
    ].map {
      Case(link: "href=\($1)", code: "redirect-dead-end", files: ["_redirects": $0, "wrangler.toml": ""])
    }
    + [
      Case(link: "href=/go/a", code: "redirect-dead-end", files: ["_redirects": "/go/a \(group)"]),
      Case(link: "href=go/a", code: "redirect-dead-end", files: ["_redirects": "go/a \(network)"]),
      Case(
        link: "href=/go/b", code: nil,
        files: ["_redirects": "/go/b /c 418\n/go/a \(network)", "wrangler.toml": ""]),
    ]

  /// Pages that lead on in ways that nobody follows, and what is said at a link to them.
  static let pages: [Case] =
    [
      "<title>Redirecting</title><script src=/js/r.js></script>",
      "<script src=r.js data-to='\(network)'></script>",
      "<a id=x href='\(network)'>go on</a><script>document.getElementById('x').click()</script>",
      "<form action='\(network)'></form><script>document.forms[0].submit()</script>",
      "<body onload='document.forms[0].submit()'><form action='\(network)'></form>",
      "<form id=f action='\(network)'></form><script>setTimeout(() => f.requestSubmit(), 9)</script>",
      "<script>eval(atob('bG9jYXRpb24='))</script>", "<script>new Function(atob('bG9j'))()</script>",
      "<script>document.write('<meta http-equiv=refresh content=\"0; url=\(network)\">')</script>",
      "<script>var a = document.createElement('a'); a.href = '\(network)'; a.click()</script>",
    ].map { Case(link: "href=/go.html", code: "redirect-not-understood", files: ["go.html": $0]) }
    + [
      "<script>eval(\"location.href='\(network)?a=1'\")</script>",
      "<script>window.eval('location=\"\(network)?a\"')</script>",
    ].map { Case(link: "href=/go.html", code: "redirect-drops-query", files: ["go.html": $0]) }
    + [
      "<p>A page</p><script src=app.js></script>", "<div id=root></div><script src=app.js></script>",
      "<script src='https://assets.anytrack.io/AbCdEf123456.js'></script><a href='\(network)'>x</a>",
      "<title>Redirecting</title><script src=//cdn.example/count.js></script>",
      "<a href='\(network)'>x</a><script src=app.js></script>",
      "<script>document.write('<p>x</p>')</script>", "<script>function f() { a.click() }</script>",
      "<script>b.onclick = () => a.click()</script>",
      "<script>document.body.click()</script><p>\(String(repeating: "word ", count: 300))</p>",
      "<a href=1>1</a><a href=2>2</a><a href='\(network)'>3</a><script src=app.js></script>",
      "<title>Redirecting</title><script type=application/json src=r.js></script>",
    ].map {
      Case(link: "href=/go.html", code: nil, files: ["go.html": $0, ".htaccess": "Redirect /x \(network)"])
    }
    // The page of a missing page.
    + [
      Case(
        link: "href=/none", code: "redirect-drops-query",
        files: ["404.html": "<script>location='\(network)?a'</script>"]),
      Case(
        link: "href=none/at/all", code: "redirect-drops-query",
        files: ["404.html": "<meta http-equiv=refresh content='0; url=\(network)?a'>"]),
      Case(
        link: "href=/a/b", code: "redirect-drops-query",
        files: ["a/404.html": "<script>location.replace('\(network)?a')</script>", "404.html": "x"]),
      Case(
        link: "href=/there.html", code: nil,
        files: ["404.html": "<script>location='\(network)?a'</script>", "there.html": "x"]),
      Case(
        link: "href=/none", code: nil,
        files: ["404.html": "<script>location='\(network)?a'</script>", ".htaccess": "Redirect /x /y"]),
    ]

  @Test(arguments: cases + pages)
  func link(_ test: Case) throws {
    let folder = try TemporaryFolder()
    for (name, text) in test.files { try folder.write(text, to: name) }
    try folder.write("<!doctype html><meta charset=utf-8>\n<a \(test.link)>x</a>", to: "index.html")
    let summary = try SiteRewriter(
      RewriteOptions(site: folder.url.path, destination: nil, rules: TaggingOptions())
    ).run()
    let codes = summary.problems.filter { $0.file == "index.html" && $0.line == 2 }.map(\.code)
    #expect(codes == [test.code].compactMap(\.self))
  }
}
