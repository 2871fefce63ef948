import AutoTagHTML
import AutoTagTracking
import Testing

@testable import AutoTagSite

@Suite("A page's bytes in, its bytes with tagged links out")
struct PageRewriterTests {
  static let link = "https://click.linksynergy.com/deeplink?id=A"
  static let tagged = "https://click.linksynergy.com/deeplink?id=A&u1=--CLICK-ID--"

  @Test(
    "live links are tagged",
    arguments: [
      "<a href=\"LINK\">x</a>",
      "<A HREF=LINK>x</A>",
      "<a title='a>b' href='LINK'>",
      "<template><a href=\"LINK\"></template>",
      "<![if !IE]><a href=\"LINK\"><![endif]>",
      "<table><a href=\"LINK\"><td></table>",
      "<select><a href=\"LINK\"></select>",
      "<!--><a href=\"LINK\">-->",
      "<base href='https://example.org/'><a href=\"LINK\">",
      "<p @click=\"a>b\"><a href=\"LINK\">",
      "<a href=\"LINK\" href=\"https://example.org/\">",
      "<svg><path/></svg><a href=\"LINK\">",
      "<a><svg><g></a><a href=\"LINK\">",
      "<svg><g></p><a href=\"LINK\">",
      "<svg><div><a href=\"LINK\">",
      "<svg><font color=red><a href=\"LINK\">",
      "<svg><foreignObject><a href=\"LINK\"></foreignObject></svg>",
      "<svg><desc><b></b><a href=\"LINK\">",
      "<svg><style></svg><a href=\"LINK\"></style>",
      "<svg/><a href=\"LINK\">",
      "<math><mi><a href=\"LINK\"></math>",
      "<title></title><a href=\"LINK\">\0\u{FEFF}é</html> <a href=\"LINK\">\r\n\r",
    ])
  func live(page: String) {
    #expect(rewrite(page.replacing("LINK", with: Self.link)) == page.replacing("LINK", with: Self.tagged))
  }

  @Test(
    "what a browser makes no link of stays",
    arguments: [
      "<!-- <a href=\"LINK\"> -->",
      "<!--[if IE]><a href=\"LINK\"><![endif]-->",
      "<script>'<a href=\"LINK\">'</script>",
      "<script><!-- <script> </script> <a href=\"LINK\"> --></script>",
      "<style><a href=\"LINK\"></style>",
      "<textarea><a href=\"LINK\"></textarea>",
      "<title><a href=\"LINK\"></title>",
      "<xmp><a href=\"LINK\"></xmp>",
      "<iframe><a href=\"LINK\"></iframe>",
      "<noembed><a href=\"LINK\"></noembed>",
      "<noframes><a href=\"LINK\"></noframes>",
      "<noscript><a href=\"LINK\"></noscript>",
      "<plaintext><a href=\"LINK\">",
      "<!-- <a href=\"LINK\">",
      "<a href=\"LINK\"",
      "<svg><a href=\"LINK\"></a></svg>",
      "<svg><title></title><a href=\"LINK\"></a></svg>",
      "<svg><font><a href=\"LINK\"></a></font></svg>",
      "<svg><![CDATA[ > <a href=\"LINK\"> ]]></svg>",
      "<math><a href=\"LINK\"></a></math>",
      "<area href=\"LINK\">",
      "<form action=\"LINK\">",
      "<p onclick=\"LINK\" data-href=\"LINK\">",
      "<a href=\"https://example.org/\" href=\"LINK\">",
      "<a href=\"LINK\" data-tracking-group=\"clickbank\">",
    ])
  func dead(page: String) {
    #expect(rewrite(page.replacing("LINK", with: Self.link)) == nil)
  }

  @Test("a second run changes nothing")
  func idempotence() throws {
    let once = try #require(rewrite("<a href='\(Self.link)'>"))
    #expect(rewrite(once) == nil)
  }

  @Test("a relative link follows <base href>, wherever that stands")
  func base() {
    let page = "<a href=\"/deeplink?id=A\"><base href=\"//click.linksynergy.com/\"><base href=\"/x/\">"
    #expect(rewrite(page) == page.replacing("id=A", with: "id=A&u1=--CLICK-ID--"))
    #expect(rewrite("<template><base href=\"//click.linksynergy.com/\"></template><a href=\"/x\">") == nil)
  }

  @Test("every link is in one count, and what was not done is reported with line and column")
  func counts() {
    let page = """
      <a href="\(Self.link)"><a href="\(Self.tagged)">
      <a href="\(Self.link)&u1=summer"><a href="\(Self.link)&u1=a&u1=b">
      <a href="mailto:a@b.example" rel="rakuten">
      """
    let outcome = PageRewriter(rules: TaggingOptions()).rewrite(Array(page.utf8), file: "index.html")
    let counts = outcome.links["rakuten"]
    #expect(counts?.affiliate == 5)
    #expect(counts?.tagged == 1)
    #expect(counts?.alreadyTagged == 1)
    #expect(counts?.keptSubid == 1)
    #expect(counts?.skippedByReason == [.repeatedSubid: 1, .notAWebLink: 1])
    #expect(outcome.problems.map(\.code) == ["kept-subid", "repeated-subid", "not-a-web-link"])
    #expect(outcome.problems.map(\.line) == [2, 2, 3])
    let line = page.split(separator: "\n")[1].utf8
    let places = ["u1=summer", "u1=b"].map { text in
      line.count - (line.firstRange(of: Array(text.utf8)).map { line[$0.lowerBound...].count } ?? 0) + 1
    }
    #expect(outcome.problems.map(\.column) == places + [10])
  }

  @Test("with the parser's answer falsified the page is left alone and reported", arguments: 0..<4)
  func falsified(kind: Int) {
    let reader = LinkReader(walker: FalseWalker(kind: kind))
    let page = "<a href=\"\(Self.link)\"><a href=\"\(Self.link)\">"
    let outcome = PageRewriter(rules: TaggingOptions(), reader: reader).rewrite(Array(page.utf8), file: "x")
    #expect(outcome.edits.isEmpty)
    #expect(outcome.problems.map(\.severity) == [.failure])
  }

  @Test("a page in UTF-16 is edited in UTF-16", arguments: [false, true])
  func wide(bigEndian: Bool) {
    func encode(_ text: String) -> [UInt8] {
      ("\u{FEFF}" + text).utf16.flatMap { unit in
        let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        return bigEndian ? bytes.reversed() : bytes
      }
    }
    let page = "<p title='é😀'><a href='LINK'>😀</a><a href=\"LINK#\u{3042}\">"
    let bytes = encode(page.replacing("LINK", with: Self.link)) + [0x0A]
    let outcome = PageRewriter(rules: TaggingOptions()).rewrite(bytes, file: "x")
    #expect(outcome.rewritten(bytes) == encode(page.replacing("LINK", with: Self.tagged)) + [0x0A])
  }

  /// A page of template code, before and after: bytes outside of what is inserted stay.
  static let template = (
    before: """
    <a href='LINK&mid=<!--#echo var="MID" -->'>é</a>\r
    <a href="LINK&mid=<!--#echo var="MID" -->&murl=x">1</a>
    <a href="LINK<? if ($a) { ?>#top<? } ?>">2</a> <a <? if ($x) { ?>href="LINK"<? } ?>>
    <a href=LINK&mid={{mid}}>3</a> <a href="{{ url }}">4</a> <a href=LINK&mid=<%=mid%>>5</a>
    <a title="{{ t("x") }}" href="LINK">6</a>
    """,
    tagged: [("-->'", "-->TAG'"), ("{{mid}}", "{{mid}}TAG"), ("}}\" href=\"LINK\"", "}}\" href=\"LINKTAG\"")]
  )

  private static func templatePages() -> (before: String, after: String) {
    var after = template.before
    for (old, new) in template.tagged { after = after.replacing(old, with: new) }
    return (
      template.before.replacing("LINK", with: link),
      after.replacing("TAG", with: "&u1=--CLICK-ID--").replacing("LINK", with: link)
    )
  }

  @Test("template code is never edited inside, and what is left is reported with line and column")
  func templateCode() {
    let (before, after) = Self.templatePages()
    #expect(rewrite(before) == after)
    #expect(rewrite(after) == nil)
    let outcome = PageRewriter(rules: TaggingOptions()).rewrite(Array(before.utf8), file: "x.shtml")
    #expect(outcome.links["rakuten"]?.affiliate == 6)
    #expect(outcome.links["rakuten"]?.tagged == 3)
    #expect(outcome.links["rakuten"]?.skippedByReason == [.templateCode: 3])
    #expect(outcome.problems.map(\.code) == ["template-code", "template-code", "template-code"])
    #expect(outcome.problems.allSatisfy { $0.severity == .loss })
    #expect(outcome.problems.map(\.line) == [2, 3, 4])
    #expect(outcome.problems.map(\.message).map { $0.contains("cut off") } == [true, false, true])
  }

  @Test("template code in a page in UTF-16", arguments: [false, true])
  func wideTemplateCode(bigEndian: Bool) {
    func encode(_ text: String) -> [UInt8] {
      ("\u{FEFF}" + text).utf16.flatMap { unit in
        let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        return bigEndian ? bytes.reversed() : bytes
      }
    }
    let (before, after) = Self.templatePages()
    let outcome = PageRewriter(rules: TaggingOptions()).rewrite(encode(before), file: "x")
    #expect(outcome.rewritten(encode(before)) == encode(after))
    #expect(outcome.problems.map(\.line) == [2, 3, 4])
  }

  @Test(
    "a page in another encoding is left alone and reported",
    arguments: [
      [0xFF, 0xFE, 0, 0, 0x3C, 0, 0, 0], [0x3C, 0, 0x61, 0], [0, 0x3C, 0, 0x61],
      Array("<meta charset=iso-2022-jp><a href='\(link)'>\u{1B}$B<a\u{1B}(B".utf8),
    ] as [[UInt8]])
  func unsupported(page: [UInt8]) {
    let outcome = PageRewriter(rules: TaggingOptions()).rewrite(page, file: "x")
    #expect(outcome.edits.isEmpty)
    #expect(outcome.problems.map(\.code) == ["unsupported-encoding"])
  }

  @Test("a page with thousands of links")
  func many() {
    let page = String(repeating: "<a href=\"\(Self.link)\">x</a>\n", count: 5_001)
    #expect(rewrite(page) == page.replacing(Self.link, with: Self.tagged))
  }

  private func rewrite(_ page: String) -> String? {
    let bytes = Array(page.utf8)
    return PageRewriter(rules: TaggingOptions()).rewrite(bytes, file: "index.html").rewritten(bytes)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Answers as libxml2 would if it had lost, reordered or changed something.
private final class FalseWalker: ViewWalker {
  private let kind: Int
  private let walker = LibXML2Walker()

  init(kind: Int) {
    self.kind = kind
  }

  func walk(_ view: [UInt8], into report: inout ViewReport) -> Bool {
    guard walker.walk(view, into: &report) else { return false }
    switch kind {
    case 0: report.elements.removeLast()
    case 1: report.elements.reverse()
    case 2: report.bytes[report.attributes[1].value.lowerBound] ^= 1
    default: return false
    }
    return true
  }
}
