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
    Case("<b datahref=\"\(address)\">x</b>"),
    // Elements with an address.
    Case("<map><area href=\"\(address)\"></map>", ["link-in-area", address]),
    Case(
      "<area href=\"//click&period;linksynergy&period;com/x\">",
      ["link-in-area", "//click&period;linksynergy&period;com/x"]),
    Case("<area href=\"https://linksynergy.com/\">"),
    Case("<area alt=\"\(address)\" href=x>"),
    Case("<form action=\"\(address)\">", ["link-in-form", address]),
    Case("<button formaction=\"\(address)\">", ["link-in-form", address]),
    Case("<form action=/x data-x=1><input value=\"\(address)\">"),
    Case("<iframe src=\"\(address)\"></iframe>", ["link-in-frame", address]),
    Case("<iframe srcdoc=\"\(address)\"></iframe>"),
    Case("<iframe>\(address)</iframe>"),
    Case("<img src=\"https://ad.linksynergy.com/fs-bin/show?id=A\" width=1 height=1>"),
    Case(
      "<base href=\"https://click.linksynergy.com/\"><area href=\"deeplink?id=linksynergy\">",
      ["link-in-area", "deeplink?id=linksynergy"]),
    // SVG.
    Case("<svg><a href=\"\(address)\"><text>x</text></a></svg>", ["link-in-svg", address]),
    Case("<svg><a xlink:href=\"\(address)\"/></svg>", ["link-in-svg", address]),
    Case("<svg><p><area href=\"\(address)\">", ["link-in-area", address]),
    Case("<svg><image href=\"\(address)\"/></svg>"),
    // Scripts.
    Case("<script>var u = '\(address)';</script>", ["link-in-script", address]),
    Case(
      "<script>u=\"https:\\/\\/click.linksynergy.com\\/x\"</script>",
      ["link-in-script", "https:\\/\\/click.linksynergy.com\\/x"]),
    Case(
      "<script>u=\"https:\\u002F\\u002fclick.linksynergy.com\\u002Fx\"</script>",
      ["link-in-script", "https:\\u002F\\u002fclick.linksynergy.com\\u002Fx"]),
    Case("<script type=\"application/json\">[\"\(address)\"]</script>", ["link-in-script", address]),
    Case("<script type=\"application/ld+json\">{\"url\":\"\(address)\"}</script>"),
    Case("<script>if (a.hostname === 'click.linksynergy.com') b()</script>"),
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
    let page = Self.cases.filter { !$0.found.isEmpty }.map(\.page).joined(separator: "\n</svg></map>\n")
    let audited = try Audited(page: page)
    let severities = Dictionary(audited.findings.map { ($0.code, $0.severity) }) { one, _ in one }
    #expect(severities["link-in-comment"] == .info)
    for code in ["link-in-noscript", "link-in-script", "link-in-data-attribute"] {
      #expect(severities[code] == .warning)
    }
    for code in ["handler", "area", "form", "frame", "svg"] {
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
  ]

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
