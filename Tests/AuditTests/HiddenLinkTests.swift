import AutoTagAudit
import Foundation
import TestSupport
import Testing

@Suite("Affiliate addresses in what is no standard link")
struct HiddenLinkTests {
  /// A page, and what is found on it: the check's code and the marked text.
  struct Case: CustomTestStringConvertible, Sendable {
    let page: String
    let found: [[String]]
    init(_ page: String, _ found: [String]...) { (self.page, self.found) = (page, found) }
    var testDescription: String { page }
  }

  static let address = "https://click.linksynergy.com/deeplink?id=A&mid=1"

  static let cases = [
    // Handlers.
    Case("<b onclick=\"open('\(address)')\">x</b>", ["link-in-handler", address]),
    Case(
      "<b ONCLICK='go(&quot;https://CLICK.linksynergy.com/x&quot;)'>",
      ["link-in-handler", "https://CLICK.linksynergy.com/x"]),
    Case("<b @click=\"open('\(address)')\" class=c>", ["link-in-handler", address]),
    Case(
      "<b onclick=\"open('\\/\\/click.linksynergy.com\\/x')\">",
      ["link-in-handler", "\\/\\/click.linksynergy.com\\/x"]),
    Case("<a href=/go onclick=\"open('\(address)')\">x</a>", ["link-in-handler", address]),
    Case(
      "<b onclick=\"a('//click.linksynergy.com/1');b('//click.linksynergy.com/2')\">",
      ["link-in-handler", "//click.linksynergy.com/1"], ["link-in-handler", "//click.linksynergy.com/2"]),
    Case("<b onclick=\"if (host == 'click.linksynergy.com') track()\">x</b>"),
    Case("<b onclick=\"open('https://click.linksynergy.com.evil.example/')\">x</b>"),
    Case("<b onclick=\"open('https://notclick.linksynergy.com/')\">x</b>"),
    Case("<b onclick=\"open('https://click.linksynergy.com@evil.example/')\">x</b>"),
    Case("<b title=\"\(address)\">x</b>"),
    Case("<p>onclick=\"open('\(address)')\"</p>"),
    // Links that are none.
    Case("<a href=\"#\" onclick=\"open('\(address)')\">x</a>", ["link-only-in-handler", address]),
    Case("<a onclick=\"open('\(address)')\">x</a>", ["link-only-in-handler", address]),
    Case("<a href=\" JavaScript:open('\(address)')\">x</a>", ["link-only-in-handler", address]),
    Case("<a href=\"mailto:x\" onclick=\"open('\(address)')\">x</a>", ["link-in-handler", address]),
    Case("<a href=\"#top\" onclick=\"scroll()\">x</a>"),
    // What stands beside a link's own address is about the link.
    Case("<a href=\"\(address)&u1=--CLICK-ID--\" onclick=\"ga('\(address)')\" data-url=\"\(address)\">x</a>"),
    // data-*.
    Case("<b data-href=\"\(address)\">x</b>", ["link-in-data-attribute", address]),
    Case(
      "<b data-x='{\"u\":\"https:\\/\\/click.linksynergy.com\\/a\"}'>",
      ["link-in-data-attribute", "https:\\/\\/click.linksynergy.com\\/a"]),
    Case(
      "<b data-go=\"/out?to=https%3A%2F%2Fclick.linksynergy.com%2Fx\">",
      ["link-in-data-attribute", "https%3A%2F%2Fclick.linksynergy.com%2Fx"]),
    Case("<b data-href=1 data-href=\"\(address)\">", ["link-in-data-attribute", address]),
    Case("<b data-host=\"click.linksynergy.com\">x</b>"),
    Case("<b datahref=\"\(address)\">x</b>", ["link-in-attribute", address]),
    // Elements with an address.
    Case("<map><area href=\"\(address)\"></map>", ["link-in-area", address]),
    Case(
      "<area href=\"//click&period;linksynergy&period;com/x\">",
      ["link-in-area", "//click&period;linksynergy&period;com/x"]),
    Case("<area href=\"https://linksynergy.com/\">"),
    Case("<area alt=\"\(address)\" href=x>"),
    Case("<form action=\"\(address)\">", ["link-in-form", address]),
    Case("<button formaction=\"\(address)\">", ["link-in-form", address]),
    Case("<form action=/x data-x=1><input value=\"\(address)\">", ["link-in-attribute", address]),
    Case("<iframe src=\"\(address)\"></iframe>", ["link-in-frame", address]),
    Case("<iframe srcdoc=\"<a href='\(address)'>x</a>\"></iframe>", ["link-in-srcdoc", address]),
    Case(
      "<iframe srcdoc=\"&lt;a href=&quot;//click.linksynergy.com/x?a&amp;amp;b&quot;&gt;\"></iframe>",
      ["link-in-srcdoc", "//click.linksynergy.com/x?a&amp;amp;b"]),
    Case("<b srcdoc=\"\(address)\">", ["link-in-attribute", address]),
    Case("<iframe>\(address)</iframe>"),
    Case("<img src=\"https://ad.linksynergy.com/fs-bin/show?id=A\" width=1 height=1>"),
    Case(
      "<base href=\"https://click.linksynergy.com/\"><area href=\"deeplink?id=linksynergy\">",
      ["link-in-area", "deeplink?id=linksynergy"]),
    // SVG.
    Case("<svg><a href=\"\(address)\"><text>x</text></a></svg>", ["link-in-svg", address]),
    Case("<svg><a xlink:href=\"\(address)\"/></svg>", ["link-in-svg", address]),
    Case("<svg><p><area href=\"\(address)\">", ["link-in-area", address]),
    Case("<svg><image href=\"\(address)\"/></svg>", ["link-in-attribute", address]),
    // Attributes of any other name.
    Case("<select><option value=\"\(address)\">x</select>", ["link-in-attribute", address]),
    Case("<button value='\(address)'>x</button>", ["link-in-attribute", address]),
    Case("<a href=/x rel=\"\(address)\">x</a>", ["link-in-attribute", address]),
    Case("<a href=/x ping=\"\(address)\">x</a>", ["link-in-attribute", address]),
    Case("<meta property=og:url content=\"\(address)\">", ["link-in-attribute", address]),
    Case("<img src=\"\(address)\">", ["link-in-attribute", address]),
    Case("<my-card link=\"\(address)\">", ["link-in-attribute", address]),
    Case("<b :href=\"'\(address)'\">", ["link-in-attribute", address]),
    Case(
      "<video poster=x src='//click.linksynergy.com?a'>", ["link-in-attribute", "//click.linksynergy.com?a"]),
    // A host alone is a hint or a policy; a redirecting page is followed as such; and text is for people.
    Case(
      "<link rel=preconnect href=\"https://click.linksynergy.com\"><link href=//click.linksynergy.com/ rel=dns-prefetch>"
    ),
    Case(
      "<meta http-equiv=Content-Security-Policy content=\"default-src https://click.linksynergy.com/fs-bin/ 'self'\">"
    ),
    Case("<meta http-equiv=refresh content=\"0; url=\(address)\">"),
    Case(
      "<img alt=\"\(address)\" title=\"\(address)\" aria-label=\"\(address)\"><input placeholder=\"\(address)\">"
    ),
    Case("<a href=\"\(address)&u1=--CLICK-ID--\" rel=\"\(address)\" name=\"\(address)\">x</a>"),
    // Links that do not get there as they are written (where a browser goes: node 20's URL, which is the standard's).
    Case(
      "<a href=\"click.linksynergy.com/fs-bin/click?id=1\">x</a>",
      ["link-without-scheme", "click.linksynergy.com/fs-bin/click?id=1"]),
    Case(
      "<a href=\" Click.Linksynergy.com?id=1\">x</a>", ["link-without-scheme", " Click.Linksynergy.com?id=1"]),
    Case("<a href=\"/click.linksynergy.com/x\">x</a>", ["link-without-scheme", "/click.linksynergy.com/x"]),
    Case("<a href=linksynergy.jrs5.com/x>x</a>", ["link-without-scheme", "linksynergy.jrs5.com/x"]),
    Case(
      "<a href=click.linksynergy.com/x data-tracking-group=rakuten>x</a>",
      ["link-without-scheme", "click.linksynergy.com/x"]),
    Case("<area href=click.linksynergy.com/x>", ["link-without-scheme", "click.linksynergy.com/x"]),
    Case("<a href=click.linksynergy.com.html>x</a><a href=click.linksynergy.community/>x</a>"),
    Case("<a href=\"http://\(address)\">x</a>", ["link-scheme-broken", "http://\(address)"]),
    Case(
      "<a href=https:click.linksynergy.com/x>x</a>",
      ["link-scheme-broken", "https:click.linksynergy.com/x"]),
    Case(
      "<a href=\"HTTPS:/click.linksynergy.com/x\">x</a>",
      ["link-scheme-broken", "HTTPS:/click.linksynergy.com/x"]),
    Case("<a href=\"https://\(address)\" rel=rakuten>x</a>", ["link-scheme-broken", "https://\(address)"]),
    Case(
      "<a href=https://http//click.linksynergy.com/x>x</a>",
      ["link-scheme-broken", "https://http//click.linksynergy.com/x"]),
    Case(
      "<a href=htps://click.linksynergy.com/x>x</a>",
      ["link-scheme-broken", "htps://click.linksynergy.com/x"]),
    Case(
      "<a href='https;//click.linksynergy.com/x'>x</a>",
      ["link-scheme-broken", "https;//click.linksynergy.com/x"]),
    Case(
      "<a href='https: //click.linksynergy.com/x'>x</a>",
      ["link-scheme-broken", "https: //click.linksynergy.com/x"]),
    Case("<a href='“\(address)”'>x</a>", ["link-scheme-broken", "“\(address)”"]),
    Case("<a href='“click.linksynergy.com/x'>x</a>", ["link-without-scheme", "“click.linksynergy.com/x"]),
    Case(
      "<a href='https%3A%2F%2Fclick.linksynergy.com%2Fx'>x</a>",
      ["link-scheme-broken", "https%3A%2F%2Fclick.linksynergy.com%2Fx"]),
    Case("<a href='url:\(address)'>x</a>", ["link-scheme-broken", "url:\(address)"]),
    Case(
      "<a href='ttps://click.linksynergy.com/x'>x</a>",
      ["link-scheme-broken", "ttps://click.linksynergy.com/x"]),
    Case(
      "<a href=https:/click.linksynergy.com/x?u1=--CLICK-ID-->x</a>",
      ["link-scheme-broken", "https:/click.linksynergy.com/x?u1=--CLICK-ID--"]),
    Case("<a href=https:///click.linksynergy.com/x?u1=--CLICK-ID-->x</a>"),
    Case(
      "<a href=\"https://out.example/?u=https%3A%2F%2Fclick.linksynergy.com%2Fx&amp;a=1\">x</a>",
      ["link-wrapped", "https%3A%2F%2Fclick.linksynergy.com%2Fx&amp;a=1"]),
    Case(
      "<a href=\"https://out.example/?u=https%253A%252F%252Fclick.linksynergy.com\">x</a>",
      ["link-wrapped", "https%253A%252F%252Fclick.linksynergy.com"]),
    Case("<a href=\"https://web.archive.org/web/2020/\(address)\">x</a>", ["link-wrapped", address]),
    Case("<a href=\"/out/\(address)\">x</a>", ["link-wrapped", address]),
    Case("<area href=\"//out.example/\(address)\">", ["link-wrapped", address]),
    Case("<a href=\"https://out.example/?u=click.linksynergy.com\">x</a>"),
    Case("<a href=\"\(address)&u1=--CLICK-ID--&murl=https%3A%2F%2Fclick.linksynergy.com%2F\">x</a>"),
    Case("<a href=\"/s?u=\(address)\" data-tracking-group=rakuten>x</a>"),
    // Scripts.
    Case("<script>var u = '\(address)';</script>", ["link-in-script", address]),
    // A page that redirects: links to it are judged by that.
    Case("<script>location.href = '\(address)' + location.search;</script>"),
    Case(
      "<script>location.href = '/x';</script><script>var u = '\(address)';</script>",
      ["link-in-script", address]),
    Case(
      "<script>u=\"https:\\/\\/click.linksynergy.com\\/x\"</script>",
      ["link-in-script", "https:\\/\\/click.linksynergy.com\\/x"]),
    Case(
      "<script>u=\"https:\\u002F\\u002fclick.linksynergy.com\\u002Fx\"</script>",
      ["link-in-script", "https:\\u002F\\u002fclick.linksynergy.com\\u002Fx"]),
    Case("<script type=\"application/json\">[\"\(address)\"]</script>", ["link-in-script", address]),
    Case("<script type=\"application/ld+json\">{\"url\":\"\(address)\"}</script>"),
    Case("<script>if (a.hostname === 'click.linksynergy.com') b()</script>"),
    Case("<p style=\"background: url('\(address)')\">", ["link-in-style", address]),
    Case("<p style='background:URL( &quot;\(address)&quot; )'>", ["link-in-style", address]),
    Case("<style>p { background: url(\(address)) }</style>", ["link-in-style", address + ")"]),
    Case("<style>@import url(\"\(address)\");</style>", ["link-in-style", address]),
    Case("<style>a[href^=\"\(address)\"] { color: red } a[href*='//click.linksynergy.com/'] {}</style>"),
    Case("<p style='content: \"\(address)\"'>"), Case("<style>/* \(address) */</style>"),
    Case("<style>/* \(address) */</style>"),
    Case("<textarea>\(address)</textarea><title>\(address)</title>"),
    // Comments.
    Case("<!-- <a href=\"\(address)\">x</a> -->", ["link-in-comment", address]),
    Case("<!--[if IE]><a href='\(address)'>x</a><![endif]-->", ["link-in-comment", address]),
    Case("<!---->\(address)<!-- linksynergy -->"),
    Case("<p title=\"<!-- \(address) -->\">"),
    // Without scripts.
    Case("<noscript><a href=\"\(address)\">x</a></noscript>", ["link-in-noscript", address]),
    Case("<noscript><img src=\"https://ad.linksynergy.com/fs-bin/show?id=A\"></noscript>"),
    // Nothing of it.
    Case("<p>\(address)</p><a href=\"https://example.com/?u=linksynergy\">x</a>"),
  ]

  @Test("what is found, and what is marked", arguments: cases)
  func found(test: Case) throws {
    let audited = try Audited(page: test.page)
    let bytes = Array(test.page.utf8)
    let hidden = audited.findings.filter { $0.code.hasPrefix("link-") }
    #expect(hidden.map { [$0.code, String(decoding: bytes[$0.range], as: UTF8.self)] } == test.found)
    for finding in hidden {
      // Line and column are those of the range.
      #expect(finding.line == 1)
      #expect(finding.column == finding.range.lowerBound + 1)
      #expect(finding.excerpt?.marked == String(decoding: bytes[finding.range], as: UTF8.self))
      #expect(!finding.isRepairedByRewrite)
    }
  }

  @Test("severities by the container")
  func severities() throws {
    // On a page with a base no address is without a scheme.
    let page = Self.cases.filter { !$0.found.isEmpty && !$0.page.contains("<base") }.map(\.page).joined(
      separator: "\n</svg></map>\n")
    let audited = try Audited(page: page)
    let severities = Dictionary(audited.findings.map { ($0.code, $0.severity) }) { one, _ in one }
    #expect(severities["link-in-comment"] == .info)
    #expect(severities["link-wrapped"] == .info)
    for code in ["link-in-noscript", "link-in-script", "link-in-data-attribute", "link-in-attribute"] {
      #expect(severities[code] == .warning)
    }
    for code in ["link-without-scheme", "link-scheme-broken"] { #expect(severities[code] == .error) }
    for code in ["handler", "area", "form", "frame", "srcdoc", "svg"] {
      #expect(severities["link-in-\(code)"] == .error, "\(code)")
    }
    #expect(severities["link-only-in-handler"] == .error)
  }

  @Test("lines and columns, with all line ends and characters of several bytes")
  func positions() throws {
    let audited = try Audited(page: "<p>é\r\n<p>\r<p>\n  <b>ü</b><area href='\(Self.address)'>")
    let finding = try #require(audited.findings("link-in-area").first)
    #expect(finding.line == 4)
    #expect(finding.column == 24)
    #expect(finding.excerpt?.before == "  <b>ü</b><area href='")
    #expect(finding.excerpt?.after == "'>")
  }

  @Test("a long line is cut around the mark, between characters")
  func longLine() throws {
    let audited = try Audited(
      page: String(repeating: "ü", count: 500) + "<area  href='\(Self.address)'>"
        + String(repeating: "ü", count: 500))
    let excerpt = try #require(audited.findings("link-in-area").first?.excerpt)
    #expect(excerpt.isCutBefore && excerpt.isCutAfter)
    #expect(excerpt.before.hasPrefix("ü") && excerpt.after.hasSuffix("ü"))
    #expect(!(excerpt.before + excerpt.after).contains("\u{FFFD}"))
    #expect(excerpt.before.utf8.count <= 80 && excerpt.after.utf8.count <= 100)
  }

  @Test("a page in UTF-16 is read as its text", arguments: [true, false])
  func utf16(isBigEndian: Bool) throws {
    let text = "\u{FEFF}<p>é\n<area href='\(Self.address)'>"
    let data = try #require(text.data(using: isBigEndian ? .utf16BigEndian : .utf16LittleEndian))
    let finding = try #require(try Audited(page: data).findings("link-in-area").first)
    #expect(finding.line == 2)
    #expect(finding.column == 13)
    #expect(finding.excerpt?.marked == Self.address)
  }

  static let hostilePieces = [
    "<!--//click.linksynergy.com/-->", "<b onclick=//click.linksynergy.com/", "linksynergy",
    "<b data-a=//click.linksynergy.com/ ", "<svg><a href=//click.linksynergy.com/>", "assets.anytrack.io/",
    "//click.linksynergy.com/", "//click.linksynergy.com@", "<a href=//click.linksynergy.com/>",
    "//linksynergy.a.example/", "<a href=h//click.linksynergy.com/>",
  ]

  static let hosts: [(page: String, found: [String])] = [
    (
      "<a href=https://linksynergy.walmart.com/deeplink?id=1>x</a>",
      ["https://linksynergy.walmart.com/deeplink?id=1"]
    ),
    ("<a href=//LinkSynergy.shop.example:443/x>x</a>", ["//LinkSynergy.shop.example:443/x"]),
    (
      "<script>open('https:\\/\\/linksynergy.walmart.com\\/x')</script>",
      ["https:\\/\\/linksynergy.walmart.com\\/x"]
    ),
    (
      "<b data-u=//linksynergy.walmart.com/x onclick='go(\"//linksynergy.walmart.com/y\")'>",
      ["//linksynergy.walmart.com/x", "//linksynergy.walmart.com/y"]
    ),
    ("<a href=https://linksynergy.jrs5.com/x?u1=--CLICK-ID-->x</a>", []),
    ("<a href=https://linksynergy.com/>x</a><a href=https://www.linksynergy.com/>x</a>", []),
    (
      "<a href='https://merchant.linksynergy.com/fs-bin/click?id=1'>x</a>",
      ["https://merchant.linksynergy.com/fs-bin/click?id=1"]
    ),
    ("<a href=//www.LinkSynergy.com/deeplink?id=1>x</a>", ["//www.LinkSynergy.com/deeplink?id=1"]),
    (
      "<script>open('https://a.b.linksynergy.com/link?id=1')</script>",
      ["https://a.b.linksynergy.com/link?id=1"]
    ),
    ("<a href=https://cli.linksynergy.com/link>x</a>", ["https://cli.linksynergy.com/link"]),
    ("<a href=https://cli.linksynergy.com/cli/publisher/home.php>x</a>", []),
    ("<a href=https://ad.linksynergy.com/fs-bin/show?id=1>x</a>", []),
    ("<a href=https://www.linksynergy.com/links>x</a><a href=https://www.linksynergy.com/link/a>x</a>", []),
    ("<a href=https://click.linksynergy.com/link?id=1>x</a>", []),
    (
      "<a href=https://x.evillinksynergy.com/deeplink>x</a><a href=https://a.linksynergy.com.evil.example/link>",
      []
    ),
    ("<a href=https://a.linksynergy.evil.example/deeplink>x</a>", []),
    ("<a href=https://notlinksynergy.walmart.com/>x</a><a href=https://x.example/linksynergy.a.b>x</a>", []),
    ("<a href=linksynergy.walmart.com>x</a><p>https://linksynergy.walmart.com/</p>", []),
  ]

  @Test("hosts that look like the network's are hinted at", arguments: hosts)
  func otherHosts(test: (page: String, found: [String])) throws {
    let found = try Audited(page: test.page).findings("other-network-host")
    #expect(found.map { String(decoding: Array(test.page.utf8)[$0.range], as: UTF8.self) } == test.found)
    #expect(found.allSatisfy { $0.severity == .info && $0.message.contains("linksynergy.") })
  }

  @Test("linear in hostile pages", arguments: hostilePieces, ["", "<b ", "<script>", "<a href=x data-x='"])
  func linearWork(piece: String, start: String) throws {
    for end in ["", "'></script>"] {
      let work = try LinearWork(from: 5_000) { count in
        _ = try Audited(onePage: start + String(repeating: piece, count: count) + end)
      }
      #expect(work.isLinear, "\(work)")
    }
  }

  @Test("linear in the attributes of one tag")
  func linearAttributes() throws {
    let work = try LinearWork(from: 5_000) { count in
      let attributes = (0..<count).map { "data-\($0)=//click.linksynergy.com/ " }.joined()
      _ = try Audited(onePage: "<a \(attributes) href='#\(String(repeating: " ", count: count))'>")
    }
    #expect(work.isLinear, "\(work)")
  }
}
