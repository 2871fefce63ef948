import AutoTagTracking
import Testing

@testable import AutoTagSite

/// Links where no script runs: those in `noscript`, and those of feeds.
@Suite("codes in noscript and in feeds")
struct CodePlacesTests {
  static let link: String = "https://click.linksynergy.com/deeplink?id=A&mid=1"

  private static func group(noscript: Bool = true, feeds: [String] = ["*.xml"]) throws -> TrackingGroup {
    var group = try TrackingGroup(
      name: "rakuten", hosts: ["click.linksynergy.com"], subid: "u1", token: "--CLICK-ID--", usesCodes: true)
    group.codePlaces.noscript = noscript
    group.codePlaces.feeds = feeds
    return group
  }

  private static func code(_ file: String, _ destination: String = link) -> String {
    LinkCode.of(LinkPlace(page: file, destination: destination))
  }

  private static func rules(_ groups: [TrackingGroup], _ task: TaggingOptions.Task = .tag) -> TaggingOptions {
    var rules = TaggingOptions(groups: groups)
    rules.task = task
    var map = LinkCodeMap()
    for file in ["a.html", "feed.xml"] {
      map.set(code(file), for: LinkPlace(page: file, destination: link))
    }
    rules.codes = LinkCodes(map)
    return rules
  }

  private static func rewritten(_ page: String, _ file: String, _ rules: TaggingOptions) -> String {
    let outcome = PageRewriter(rules: rules).rewrite(Array(page.utf8), file: file)
    return String(decoding: outcome.rewritten(Array(page.utf8)) ?? Array(page.utf8), as: UTF8.self)
  }

  /// Checks that a text gets its codes, once, and loses them again.
  private func expect(_ text: String, _ file: String, _ expected: String) throws {
    let groups = [try Self.group()]
    let result = Self.rewritten(text, file, Self.rules(groups))
    #expect(result == expected)
    #expect(Self.rewritten(result, file, Self.rules(groups)) == result)
    #expect(Self.rewritten(result, file, Self.rules(groups, .untag)) == text)
  }

  /// `L` stands for the link with raw ampersands, `M` with escaped ones, `+` for the code behind either.
  private static func expanded(_ text: String, _ file: String, isTagged: Bool) -> String {
    let escaped = link.replacing("&", with: "&amp;")
    let twice = escaped.replacing("&", with: "&amp;")
    let code = isTagged ? "u1=" + code(file) : ""
    return text.replacing("LL", with: link + (isTagged ? "&" + code : ""))
      .replacing("MM", with: escaped + (isTagged ? "&amp;" + code : ""))
      .replacing("NN", with: twice + (isTagged ? "&amp;amp;" + code : ""))
      .replacing("OO", with: link).replacing("PP", with: escaped).replacing("QQ", with: twice)
  }

  /// `LL`, `MM` and `NN` are links that get a code, their ampersands raw, escaped or escaped twice; `OO`, `PP` and `QQ` such that
  /// do not.
  static let pages: [String] = [
    "<noscript><a href=\"LL\">x</a></noscript>",
    "<a href='MM'>x</a><noscript><p><a href=MM>x</a></noscript><a href=LL>",
    "<NOSCRIPT>\n<img src=\"OO\"><A HREF='MM'>x</A></NOSCRIPT>",
    "<noscript><!-- <a href=\"OO\">x</a> --><a href=\"LL\">y</a></noscript><p>é\r\n",
    "<script>'<noscript><a href=\"OO\">'</script><noscript>none</noscript>",
    "<noscript><a href=\"LL\"", "<noscript><a href=\"LL\">x</a>",
    "<!-- <noscript><a href=\"OO\"></noscript> -->",
    "<noscript><textarea><a href=\"OO\"></textarea></noscript><svg><noscript><a href=\"OO\"></a></noscript></svg>",
    "<table><noscript><tr><td><a href=\"LL\">x</a></noscript></table>",
    "<noscript><a rel=x href=\"LL\">x</a></noscript><noscript><a data-tracking-group=other href=\"OO\">y</a></noscript>",
  ]

  @Test("a link in noscript gets the page's code", arguments: pages)
  func noscript(page: String) throws {
    // What is cut off is no link.
    let page = page.hasSuffix("\"") ? page.replacing("LL", with: "OO") : page
    try expect(
      Self.expanded(page, "a.html", isTagged: false), "a.html", Self.expanded(page, "a.html", isTagged: true))
  }

  static func rss(_ item: String) -> String {
    "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>OO</title><item>\n  \(item)\n</item></channel></rss>\n"
  }

  static func atom(_ entry: String) -> String {
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>\(entry)</entry></feed>"
  }

  static let feeds: [String] = [
    rss("<link>MM</link><guid isPermaLink='true'>PP</guid>"), rss("<link>\n MM\n</link>"),
    rss("<link><![CDATA[LL]]></link>"), rss("<link>OO</link>"),
    rss("<comments>PP</comments><enclosure url=\"PP\"/>"),
    rss("<description><![CDATA[<p>x <a href=\"LL\">y</a> <a href='MM'>z</a>]]></description>"),
    rss(
      "<description>&lt;p&gt;x &lt;a href=\"NN\"&gt;y&lt;/a&gt; &lt;a href=&quot;MM&quot;&gt;z</description>"),
    rss("<content:encoded>&#60;a href=&#x22;NN&#x22;>é &#233; &nbsp;&lt;/a></content:encoded>"),
    rss("<description>PP</description><title>&lt;a href=\"QQ\"&gt;</title>"),
    rss("<description>&lt;a href=\"QQ</description><link>MM</link>"),
    rss(
      "<description>&lt;!-- &lt;a href=\"QQ\"&gt;</description><content:encoded><![CDATA[<a href='LL'>]]></content:encoded>"
    ),
    // Several pieces, of which one may end in the other.
    rss("<description>&lt;a href=\"QQ\"&gt;<![CDATA[<a href=\"OO\">]]></description>"),
    rss("<media:description>&lt;a href=\"QQ\"&gt;</media:description><!-- <link>PP</link> -->"),
    atom("<link rel=\"alternate\" href=\"MM\"/><link href='MM' /><id>PP</id>"),
    atom("<content type=\"html\">&lt;a href=\"NN\"&gt;x</content>"),
    atom("<content>&lt;a href=\"QQ\"&gt;x</content>"),
    atom("<summary type='text/html'><![CDATA[<a href=\"LL\">]]></summary>"),
    atom(
      "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"MM\">x</a></div></content>"
    ),
    "\u{FEFF}<rdf:RDF xmlns:rdf=\"x\"><item><link>MM</link></item></rdf:RDF>",
  ]

  @Test("a link of a feed gets the feed's code, and no other byte changes", arguments: feeds)
  func feed(feed: String) throws {
    try expect(
      Self.expanded(feed, "feed.xml", isTagged: false), "feed.xml",
      Self.expanded(feed, "feed.xml", isTagged: true))
  }

  static let malformed: [String] = [
    "<rss><channel><link>PP</link></rss>", "<rss><link>PP</link>", "<html><a href=\"OO\"></html>", "PP",
    "<!DOCTYPE rss [<!ENTITY a \"b\">]><rss><link>PP</link></rss>", "<rss><link>PP</link></rss><rss/>",
    "<rss><a href=OO></a></rss>", "<rss><link>PP</link><![CDATA[</rss>",
  ]

  @Test("what is no well-formed feed is left as it is, and told of", arguments: malformed)
  func broken(feed: String) throws {
    let text = Array(Self.expanded(feed, "feed.xml", isTagged: false).utf8)
    let outcome = PageRewriter(rules: Self.rules([try Self.group()])).rewrite(text, file: "feed.xml")
    #expect(outcome.edits.isEmpty)
    #expect(outcome.problems.map(\.severity) == [.failure])
  }

  static let settings: [(noscript: Bool, feeds: [String], file: String, text: String)] = [
    (false, [], "a.html", "<noscript><a href=\"OO\">x</a></noscript>"),
    (true, ["other.xml"], "feed.xml", "<rss><link>PP</link></rss>"),
    (true, [], "feed.xml", "<rss><description><![CDATA[<p>]]></description></rss>"),
  ]

  @Test("by default, and in other files, nothing changes", arguments: settings)
  func off(noscript: Bool, feeds: [String], file: String, text: String) throws {
    let text = Self.expanded(text, file, isTagged: false)
    let rules = Self.rules([try Self.group(noscript: noscript, feeds: feeds)])
    #expect(Self.rewritten(text, file, rules) == text)
  }

  @Test("another group's token is never written there")
  func token() throws {
    let other = try TrackingGroup(
      name: "awin", hosts: ["awin.example"], subid: "clickref", token: "--CLICK-ID--")
    let rules = Self.rules([try Self.group(), other])
    let text = "<noscript><a href=\"https://awin.example/x\">x</a></noscript>"
    #expect(Self.rewritten(text, "a.html", rules) == text)
    let feed =
      "<rss><link>https://awin.example/x</link><link>\(Self.link.replacing("&", with: "&amp;"))</link></rss>"
    #expect(!Self.rewritten(feed, "feed.xml", rules).contains("clickref"))
    #expect(Self.rewritten(feed, "feed.xml", rules).contains("u1="))
  }

  private static func utf16(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    return bytes
  }

  @Test("in UTF-16 too")
  func utf16() throws {
    for (file, text) in [
      ("a.html", "<noscript><a href=\"LL\">x</a></noscript>"),
      ("feed.xml", "<rss><link>MM</link><description>&lt;a href=\"NN\"></description></rss>"),
    ] {
      let page = Self.utf16(Self.expanded(text, file, isTagged: false))
      let tagged = Self.utf16(Self.expanded(text, file, isTagged: true))
      let outcome = PageRewriter(rules: Self.rules([try Self.group()])).rewrite(page, file: file)
      #expect(outcome.rewritten(page) == tagged)
    }
  }
}
