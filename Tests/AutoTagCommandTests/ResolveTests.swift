import Foundation
import TestSupport
import Testing

@Suite("autotag resolve: where a link leads, and what rewrite does with it")
struct ResolveTests {
  private func resolve(
    _ arguments: String..., configuration: String = "", colour: String = "never"
  ) throws -> Oracle.Output {
    let folder = try RedirectSite.make()
    try folder.write(configuration, to: "site/autotag.yml")
    return try Oracle.run(
      Product.autotag, ["resolve", "--site", "site", "--color", colour] + arguments, in: folder.url)
  }

  static let dyson = """
      302  site/.htaccess:2  RewriteRule ^go/dyson$ https://click.linksynergy.com/deeplink?id=A&mid=1 [R=302,QSA,L]
        →  https://click.linksynergy.com/deeplink?id=A&mid=1
    """
  static let bose = """
      302  site/.htaccess:3  RewriteRule ^go/bose$ https://click.linksynergy.com/deeplink?id=B&mid=1 [R=302,L]
        →  https://click.linksynergy.com/deeplink?id=B&mid=1
      query dropped at site/.htaccess:3: the rule leads to https://click.linksynergy.com/deeplink?id=B&mid=1, \
    without the query string of the request
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let status: Int32
    let text: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: String..., status: Int32, _ text: String) {
      self.arguments = arguments
      self.status = status
      self.text = text
    }
  }

  static let cases: [Case] = [
    // Where a browser goes: the URL standard, by node's URL.
    Case(
      "http://https://click.linksynergy.com/x", status: 1,
      """
        leads to the host https and not to the network; rewrite leaves the link
        note: the address of rakuten has a scheme too many, or one that is misspelt, so that a browser does not get \
      there: write https:// once
      """),
    Case(
      "click.linksynergy.com/x", status: 1,
      """
        leads to a file of the site and not to the network; rewrite leaves the link
        note: the link names rakuten's host without a scheme, so that a browser looks for a file of that name on this \
      site: write https:// in front of the host
      """),
    Case(
      "https://out.example/?u=https%3A%2F%2Fclick.linksynergy.com%2Fx", status: 0,
      """
        out.example is no affiliate network's host; rewrite leaves the link
        if the address is the site's own, give it with --base-url
        note: the link leads elsewhere first, with an address of rakuten in it that gets no click id: link to the network \
      itself if what is in between is not needed
      """),
    Case(
      "/go/dyson", status: 0,
      """
      \(dyson)
        query forwarded; rewrite tags the link:
             /go/dyson?u1=--CLICK-ID--
      """),
    Case(
      "/go/dyson", "--redirects", "inline", status: 0,
      """
      \(dyson)
        query forwarded; rewrite puts the affiliate link in its place:
             https://click.linksynergy.com/deeplink?id=A&mid=1&u1=--CLICK-ID--
      """),
    Case(
      "/go/dyson?to={{ to }}", "--redirects", "inline", status: 0,
      """
        302  site/.htaccess:2  RewriteRule ^go/dyson$ https://click.linksynergy.com/deeplink?id=A&mid=1 [R=302,QSA,L]
          →  https://click.linksynergy.com/deeplink?id=A&mid=1&to=%7b%7b%2520to%2520%7d%7d
        query forwarded; rewrite tags the link:
             /go/dyson?to={{ to }}&u1=--CLICK-ID--
      """),
    Case(
      "/go/dyson", "--redirects", "off", status: 1,
      """
      \(dyson)
        query forwarded; rewrite leaves the link, because redirects are off
      """),
    Case(
      "/go/bose", status: 1,
      """
      \(bose)
        rewrite leaves the link
        to mend it: write it as: RewriteRule ^go/bose$ https://click.linksynergy.com/deeplink?id=B&mid=1 [R=302,L,QSA], set redirects to mend, which does that, set redirects to inline, or link to the affiliate address itself
      """),
    Case(
      "/go/bose", "--redirects", "auto", status: 0,
      """
      \(bose)
        rewrite puts the affiliate link in its place:
             https://click.linksynergy.com/deeplink?id=B&mid=1&u1=--CLICK-ID--
      """),
    Case(
      "/go/old", status: 0,
      """
        301  site/.htaccess:6  Redirect 301 /go/old /go/dyson
          →  /go/dyson
      \(dyson)
        query forwarded; rewrite tags the link:
             /go/old?u1=--CLICK-ID--
        note: 2 redirects lead to rakuten, and AnyTrack follows one: link to /go/dyson
      """),
    Case(
      "/go/loop", status: 1,
      """
        301  site/.htaccess:4  Redirect 301 /go/loop /go/pool
          →  /go/pool
        301  site/.htaccess:5  Redirect 301 /go/pool /go/loop
          →  /go/loop
        a loop: it was at /go/loop already
      """),
    Case(
      "/go/void", status: 1,
      """
        301  site/.htaccess:7  Redirect 301 /go/void /nowhere
          →  /nowhere
        dead end: no rule and no page of the site answers /nowhere
        looked at site/_redirects, site/.htaccess and the site's pages
      """),
    Case("/go/gone", status: 1, "  refused by site/.htaccess:8: Redirect 410 /go/gone"),
    Case(
      "/nope", status: 1,
      """
        dead end: no rule and no page of the site answers /nope
        looked at site/_redirects, site/.htaccess and the site's pages
      """),
    Case(
      "/go/shop", status: 0,
      """
        301  site/.htaccess:9  Redirect 301 /go/shop https://shop.example/
          →  https://shop.example/
        shop.example is no affiliate network's host; rewrite leaves the link
      """),
    Case(
      "/odd", status: 0,
      """
        where it leads cannot be told, site/.htaccess:10 is not understood: %{LA-U:REMOTE_USER} decides, which is \
      not known before the request
        RewriteRule ^odd$ /%{LA-U:REMOTE_USER} [R,L]
      """),
    Case(
      "/go/odd", status: 1,
      """
        302  site/.htaccess:11  RewriteRule ^go/odd$ /odd [R,L]
          →  /odd
        where it leads cannot be told, site/.htaccess:10 is not understood: %{LA-U:REMOTE_USER} decides, which is \
      not known before the request
        RewriteRule ^odd$ /%{LA-U:REMOTE_USER} [R,L]
      """),
    Case("/about.html", status: 0, "  a page of the site, no affiliate link; rewrite leaves it"),
    Case(
      "https://click.linksynergy.com/deeplink?id=Z&x=\"", status: 0,
      """
        an affiliate link of rakuten; rewrite tags the link:
             https://click.linksynergy.com/deeplink?id=Z&x="&u1=--CLICK-ID--
      """),
    Case(
      "https://shop.example/", status: 0,
      """
        shop.example is no affiliate network's host; rewrite leaves the link
        if the address is the site's own, give it with --base-url
      """),
    Case("mailto:a@shop.example", status: 0, "  no web link; rewrite never edits it"),
    Case(
      "/go/dyson?u1=mine", status: 1,
      """
      \(dyson)&u1=mine
        query forwarded; rewrite keeps its subid
        note: u1 is mine already and was kept: remove it, or set existing-subid to replace
      """),
    Case(
      "/go/dyson?u1=--CLICK-ID--", status: 0,
      """
      \(dyson)&u1=--CLICK-ID--
        query forwarded; tagged already, rewrite changes nothing
      """),
    Case(
      "/stub/", status: 1,
      """
        200  site/stub/index.html:1  <meta http-equiv=refresh \
      content="0; url=https://click.linksynergy.com/deeplink?id=S">
          →  https://click.linksynergy.com/deeplink?id=S
        query dropped at site/stub/index.html:1: the page leads to a fixed address, without the query string it \
      was asked with
        rewrite leaves the link
        to mend it: set redirects to inline, or link to the affiliate address itself
      """),
    Case(
      "/net/a", status: 0,
      """
        307  site/_redirects:1  /net/a https://click.linksynergy.com/deeplink?id=N 307
          →  https://click.linksynergy.com/deeplink?id=N
        not certain that the query gets through site/_redirects:1: Netlify documents that a query is passed on \
      with the statuses 200, 301 and 302 only
        rewrite tags the link:
             /net/a?u1=--CLICK-ID--
        to mend it: try it, or set redirects to inline
      """),
  ]

  @Test("text and exit status", arguments: cases)
  func text(expected: Case) throws {
    let folder = try RedirectSite.make()
    let output = try Oracle.run(
      Product.autotag, ["resolve", "--site", "site"] + expected.arguments, in: folder.url)
    #expect(
      String(decoding: output.standardOutput, as: UTF8.self)
        == "\(expected.arguments[0])\n\(expected.text)\n")
    #expect(output.status == expected.status)
  }

  @Test("several links are parted and counted, and one that is not trackable decides the status")
  func several() throws {
    let output = try resolve("/go/dyson", "/go/bose", "/net/a")
    #expect(output.status == 1)
    #expect(output.lines.last == "3 links: 1 trackable, 1 not, 1 other")
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.split(separator: "\n\n").count == 4)
  }

  @Test("the site's own address, with and without www, belongs to it")
  func baseURL() throws {
    let output = try resolve(
      "https://example.com/go/dyson", "--base-url", "https://www.example.com/")
    #expect(output.status == 0)
    #expect(output.lines.last == "       https://example.com/go/dyson?u1=--CLICK-ID--")
    let configured = try resolve(
      "https://www.example.com/go/bose",
      configuration: "base-url: https://example.com/\nredirects: auto")
    #expect(configured.status == 0)
  }

  @Test("JSON: every key, for a link that drops the query and for one that is none")
  func json() throws {
    let output = try resolve("/go/bose", "/nope", "--format", "json")
    #expect(output.status == 1)
    #expect(
      String(decoding: output.standardOutput, as: UTF8.self) == """
        {
          "version": "0.1.0",
          "links": [
            {
              "url": "/go/bose",
              "hops": [
                {
                  "from": "/go/bose",
                  "to": "https://click.linksynergy.com/deeplink?id=B&mid=1",
                  "status": 302,
                  "file": ".htaccess",
                  "line": 3,
                  "server": null,
                  "rule": "RewriteRule ^go/bose$ https://click.linksynergy.com/deeplink?id=B&mid=1 [R=302,L]"
                }
              ],
              "end": "external",
              "destination": "https://click.linksynergy.com/deeplink?id=B&mid=1",
              "group": "rakuten",
              "query": "drops",
              "decided_by": {
                "file": ".htaccess",
                "line": 3,
                "server": null,
                "reason": "the rule leads to https://click.linksynergy.com/deeplink?id=B&mid=1, without the \
        query string of the request",
                "fix": "write it as: RewriteRule ^go/bose$ https://click.linksynergy.com/deeplink?id=B&mid=1 [R=302,L,QSA], set redirects to mend, which does that, set redirects to inline, or link to the affiliate address itself"
              },
              "action": "leave",
              "result": null,
              "tagged_hops": [],
              "trackable": false,
              "notes": [],
              "alternatives": [],
              "assumes_browser": false
            },
            {
              "url": "/nope",
              "hops": [],
              "end": "dead-end",
              "destination": "/nope",
              "group": null,
              "query": null,
              "decided_by": null,
              "action": "none",
              "result": null,
              "tagged_hops": [],
              "trackable": false,
              "notes": [],
              "alternatives": [],
              "assumes_browser": false
            }
          ]
        }

        """)
  }

  @Test("JSON: ends, queries, actions and what is trackable")
  func jsonValues() throws {
    let links = [
      "/go/dyson external forwards tag true", "/go/old external forwards tag true",
      "/net/a external unknown tag null", "/go/loop loop null none false",
      "/go/void dead-end null none false", "/go/shop external forwards none null",
      "/odd unknown null none null", "/about.html page null none null",
      "https://click.linksynergy.com/x external null tag true", "mailto:x not-web null never null",
      "/go/dyson?u1=mine external forwards keep false",
      "/go/dyson?u1=--CLICK-ID-- external forwards already-tagged true",
    ]
    let urls = links.compactMap { $0.split(separator: " ").first.map(String.init) }
    let folder = try RedirectSite.make()
    let output = try Oracle.run(
      Product.autotag, ["resolve", "--site", "site", "--format", "json"] + urls, in: folder.url)
    let object = try JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any]
    let found = try #require(object?["links"] as? [[String: Any]])
    let lines = found.map { link in
      ["url", "end", "query", "action", "trackable"].map { key in
        if key == "trackable", let truth = link[key] as? Bool { return String(truth) }
        return link[key] as? String ?? "null"
      }.joined(separator: " ")
    }
    #expect(lines == links)
    let notes = found.compactMap { ($0["notes"] as? [[String: Any]])?.first?["code"] as? String }
    #expect(notes == ["double-redirect", "kept-subid"])
  }

  @Test("a site without any affiliate redirect is explained too")
  func unrelatedSite() throws {
    let folder = try TemporaryFolder()
    try folder.write("/a /b 301\n", to: "_redirects")
    let output = try Product.run("resolve", "/a", in: folder.url)
    #expect(output.status == 1)
    #expect(
      output.lines == [
        "/a", "  301  _redirects:1  /a /b 301", "    →  /b",
        "  dead end: no rule and no page of the site answers /b",
        "  looked at _redirects and the site's pages",
      ])
  }

  @Test("what is wrong with the redirect files goes to standard error")
  func diagnostics() throws {
    let folder = try TemporaryFolder()
    try folder.write("/a /b\n/alone\n", to: "_redirects")
    let output = try Product.run("resolve", "/a", "--format", "json", in: folder.url)
    #expect(output.standardError.hasPrefix("_redirects:2:1: "))
    #expect(output.standardError.hasSuffix(" [redirect-malformed]\n"))
    #expect(output.lines.first == "{")
  }

  @Test("a file that is named and would be found by itself is read once, as it is named")
  func namedTwice() throws {
    let folder = try TemporaryFolder()
    try folder.write("/a /b\n/alone\n", to: "_redirects")
    try folder.write(
      "redirects: {sources: [{path: ../_redirects, format: netlify, prefix: /shop}]}", to: "site/autotag.yml")
    let output = try Product.run("resolve", "--site", "site", "/shop/a", "/a", in: folder.url)
    #expect(output.standardError.split(separator: "\n").count == 1)
    #expect(output.lines.count { $0.hasPrefix("  301  _redirects:1  ") } == 1)
    #expect(output.lines.contains("  looked at _redirects and the site's pages"))
  }

  @Test("colour tells good from bad, and only where it is wanted; links reach no terminal raw")
  func colour() throws {
    let coloured = try resolve("/go/dyson", "/go/bose", colour: "always")
    let text = String(decoding: coloured.standardOutput, as: UTF8.self)
    #expect(text.contains("\u{1B}[32mquery forwarded; rewrite tags the link:\u{1B}[0m"))
    #expect(text.contains("\u{1B}[1;31mrewrite leaves the link\u{1B}[0m"))
    #expect(text.replacing(/\u{1B}\[[0-9;]+m/, with: "").hasPrefix("/go/dyson\n\(Self.dyson)\n"))
    let hostile = try resolve("/a\u{1B}[2J\nb", colour: "never")
    #expect(hostile.lines.first == "/a\\u{1b}[2J\\u{a}b")
    #expect(!hostile.standardOutput.contains(0x1B))
  }
}
