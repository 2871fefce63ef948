import AutoTagHTML
import AutoTagTracking
import AutoTagWebURL
import TestSupport
import Testing

@Suite("A page is let go by its bytes alone only where none of its links can matter")
struct PagePrefilterTests {
  static let classifier = LinkClassifier(groups: [.rakuten])
  static let prefilter = PagePrefilter(classifier: classifier)

  @Test(
    "a page that may hold a link",
    arguments: [
      "<a href=\"https://click.linksynergy.com/deeplink?id=A\">x</a>",
      "<a href='//click.linksynergy.com'>",
      "<a href=https://click.linksynergy.com>",
      "<a href=https://click.linksynergy.com/>",
      "<a href=https://click.linksynergy.com\n>",
      "<A HREF=HTTPS://CLICK.LINKSYNERGY.COM>",
      "<a HreF\n=\t\"https://click.linksynergy.com\">",
      "<a href\u{0C}=\u{0C}'https://click.linksynergy.com'>",
      "<a/href=https://click.linksynergy.com/x>",
      "<a class='x'href='https://click.linksynergy.com/x'>",
      "<a href=\" \n https://click.linksynergy.com \">",
      "<a href=\"\u{1}https://click.linksynergy.com\u{1F}\">",
      "<a href=\"https://click.linksynergy.com.\">",
      "<a href=\"https://click.linksynergy.com:443?x\">",
      "<a href=\"https://u:p@click.linksynergy.com#x\">",
      "<a href=\"https:\\\\click.linksynergy.com\\x\">",
      "<a href=\"http:click.linksynergy.com\">",
      "<a href=\"HTTPS://Click.LinkSynergy.com\">",
      "<a href=\"https:///click.linksynergy.com\">",
      "<a href=\"https://h@click.linksynergy.com\">",
      "<a href=\"https://cl%69ck.linksynergy.com\">",
      "<a href=\"https://cl\tick.linksynergy.com\">",
      "<a href=\"https://ｃlick.linksynergy.com\">",
      "<a href=\"https://cl&#105;ck.linksynergy.com\">",
      "<a href=\"&#104;ttps://click.linksynergy.com\">",
      "<a href=\"ht&Tab;tps://click.linksynergy.com\">",
      "<a href=\"/&sol;click.linksynergy.com\">",
      "<a href=\"/\t/click.linksynergy.com\">",
      "<a href=\"https://click.linksynergy.com{{ path }}\">",
      "<a href=//click.linksynergy.com{{path}}>",
      "<a href=\"https://click.linksynergy.com<?= $path ?>\">",
      "<a href='https://click.linksynergy.com<!--#echo var=\"P\" -->'>",
      "<base href=\"//click.linksynergy.com/\"><a href=deeplink>",
      "<a href=x rel=rakuten>",
      "<a href=x rel=\"nofollow Rakuten\">",
      "<a href=x REL = 'rakuten'>",
      "<a href=x rel=\"rak&#117;ten\">",
      "<a href=x data-tracking-group=rakuten>",
      "<a href=x Data-Tracking-Group=\" RAKUTEN \">",
      "<a href=x data-tracking-group=\"&#114;akuten\">",
      // A tag's attributes in any order, on any side of a block of 64 bytes.
      String(repeating: "x", count: 52) + "<a href=https://click.linksynergy.com/>",
      String(repeating: "x", count: 53) + "<a href=https://click.linksynergy.com/>",
      String(repeating: "x", count: 54) + "<a href=https://click.linksynergy.com/>",
      String(repeating: "x", count: 55) + "<a href=https://click.linksynergy.com/>",
      String(repeating: "x", count: 56) + "<a href=https://click.linksynergy.com/>",
      String(repeating: "x", count: 57) + "<a href=https://click.linksynergy.com/>",
      String(repeating: "x", count: 58) + "<a href=https://click.linksynergy.com/>",
      "<a href=https://click.linksynergy.com/>" + String(repeating: "x", count: 200),
      "\u{FEFF}<a href=https://click.linksynergy.com/>",
    ])
  func yes(page: String) throws {
    #expect(Self.prefilter.mayHoldLink(page))
    #expect(try Self.holdsLink(Array(page.utf8)), "a case that is none")
  }

  @Test(
    "a page that holds none",
    arguments: [
      "",
      "=",
      "href=",
      "<a href",
      "<a href=\"",
      "<p>https://click.linksynergy.com/</p>",
      "<p title=\"https://click.linksynergy.com/\">",
      "<img src=\"https://click.linksynergy.com/\">",
      "<a href=\"#\"><a href=\"\"><a href=page.html><a href=/x/><a href=../x><a href=?x><a href=.>",
      "<a href=\"https://site.example/?to=https://click.linksynergy.com/\">",
      "<a href=\"https://site.example/caf\u{E9}?a=1&amp;b=%20\">",
      "<a href=page%20two.html><a href=\"caf\u{E9}.html\"><a href=\"x?a&amp;b\">",
      "<a href=\"//site.example/\"><a href=//site.example><a href='//site.example:80'>",
      "<a href=\"https://click.linksynergy.com.evil.example/\">",
      "<a href=\"https://click.linksynergy.com@evil.example/\">",
      "<a href=\"https://notclick.linksynergy.com/\">",
      "<a href=\"https://ad.linksynergy.com/\">",
      "<a href=\"ftp://site.example/\"><a href=tel:1><a href=a//b><a href=/click.html>",
      "<a href=\"mailto:x@click.linksynergy.com\"><a href=\"javascript:x('&amp;')\">",
      "<a href=\"data:text/html," + String(repeating: "x", count: 2000) + "\">",
      "<a href=x rel=\"nofollow noopener\"><a href=x rel=nofollow>",
      "<a href=x rel><a href=x rel=\"\"><a href=x rel=rakutenx>",
      "<a href=x data-tracking-group=amazon><a href=x data-tracking-group=''>",
      "<link rel=\"stylesheet\" href=\"style.css\"><base href=\"/x/\">",
      "<p x = \"y\" rakuten=1 class=\"reference internal\">" + String(repeating: "a = b ", count: 50),
    ])
  func no(page: String) throws {
    #expect(!Self.prefilter.mayHoldLink(page))
    #expect(try !Self.holdsLink(Array(page.utf8)), "a case that is none")
  }

  @Test("relative links matter where the page itself may be on a group's host")
  func relativeLinks() {
    let relative = PagePrefilter(classifier: Self.classifier, also: .relativeLinks)
    for page in ["<a href=x>", "<a href=/x>", "<a href='?x'>", "<a href='https:x'>"] {
      #expect(relative.mayHoldLink(page), "\(page)")
      #expect(!Self.prefilter.mayHoldLink(page), "\(page)")
    }
    #expect(!relative.mayHoldLink("<a href='//site.example/x'><a rel=x><p class=y>"))
  }

  @Test("no page with a link that matters is let go", arguments: [UInt64(1), 2, 3])
  func generatedPages(seed: UInt64) throws {
    var generator = PageGenerator(seed: seed)
    let reader = LinkReader()
    let onGroupHost = try #require(URLOrigin("https://click.linksynergy.com/dir/"))
    let anyRelative = PagePrefilter(classifier: Self.classifier, also: .relativeLinks)
    var counts = (held: 0, letGo: 0)
    for number in 0..<20_000 {
      let page = generator.page()
      let links = try reader.links(of: page.span) { _, _, _ in true }
      let answer = Self.prefilter.mayHoldLink(page)
      if Self.matters(links, pageAddress: nil) {
        counts.held += 1
        #expect(answer, "page \(number): \(String(decoding: page, as: UTF8.self).debugDescription)")
      }
      if !answer { counts.letGo += 1 }
      if Self.matters(links, pageAddress: onGroupHost) {
        #expect(anyRelative.mayHoldLink(page), "page \(number) on a group's host")
      }
    }
    // Else the pages would prove little.
    #expect(counts.held > 5000)
    #expect(counts.letGo > 3000)
  }

  @Test(
    "values that overlap take no more work than others",
    arguments: [
      "href=https:", "href=https:@", "rel=", "href=\"https:\"", "href='https:a\" ", "=", " =", "rel='a ",
    ])
  func overlappingValues(part: String) {
    let work = LinearWork(from: 250_000) { count in
      let page = Array(repeating: Array(part.utf8), count: count).flatMap(\.self)
      _ = Self.prefilter.mayHoldLink(page)
    }
    #expect(work.isLinear, "\(work)")
  }

  private static func holdsLink(_ page: [UInt8]) throws -> Bool {
    matters(try LinkReader().links(of: page.span) { _, _, _ in true }, pageAddress: nil)
  }

  private static func matters(_ links: PageLinks, pageAddress: URLOrigin?) -> Bool {
    let base = URLOrigin.linkBase(pageAddress: pageAddress, baseHref: links.baseHref)
    return links.links.contains { classifier.classify($0, relativeTo: base) != .unrelated }
  }
}

// A span cannot pass through `#expect`.
extension PagePrefilter {
  fileprivate func mayHoldLink(_ page: String) -> Bool { mayHoldLink(page.utf8Span.span) }
  fileprivate func mayHoldLink(_ page: [UInt8]) -> Bool { mayHoldLink(page.span) }
}
