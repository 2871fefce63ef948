import AutoTagAudit
import AutoTagSite
import AutoTagTracking
import Testing

@Suite("What is seen on a page besides its links")
struct PageSurveyorTests {
  private static let starts = [
    "", "<head>", "<!doctype html><html><head>", "<!-- c -->\n<html lang=en>\n<head id=x></head><body>",
    "x<head>",
    "<p><head>", "</p><head>", "\u{FEFF}<html><head>", "\0<head>",
  ]

  private static let pieces = [
    "<script src='https://assets.anytrack.io/AbCdEf123456.js'></script>",
    "<script>load('https://assets.anytrack.io/AbCdEf123456.js')</script>",
    "<script>w.push({'gtm.start':1})</script>", "<script>var a='//click.linksynergy.com/s'</script>",
    "<!-- https://click.linksynergy.com/c -->", "<form action=//click.linksynergy.com/f>", "<p>text</p>",
    "<a href='javascript:go(\"//click.linksynergy.com/j\")' rel=rakuten>x</a>",
    "<a href=https://example.com/>x</a>",
  ]

  @Test("is the same whether a page is read from end to end or only its head")
  func headAlone() {
    var random = Random(seed: 11)
    let rewriter = PageRewriter(rules: TaggingOptions(), wanted: .decisions)
    var quick = PageSurveyor(groups: [.rakuten], baseURL: nil)
    var whole = PageSurveyor(groups: [.rakuten], baseURL: nil)
    var found = 0
    var unread = 0
    for round in 0..<6000 {
      var text = Self.starts.randomElement(using: &random) ?? ""
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        text += Self.pieces.randomElement(using: &random) ?? ""
        if Bool.random(using: &random) {
          text += "<a href='https://click.linksynergy.com/deeplink?id=A'>x</a>"
        }
      }
      let page = Array(text.utf8) + (round.isMultiple(of: 3) ? FuzzedPage.make(&random) : [])
      let outcome = rewriter.rewrite(page, file: "index.html")
      let one = quick.survey(page.span, records: outcome.records)
      // The word is no address, and has the page read to its end.
      let longer = page + " linksynergy".utf8
      let other = whole.survey(longer.span, records: outcome.records)
      let isSame =
        one?.hiddenLinks == other?.hiddenLinks && one?.anyTrackTags == other?.anyTrackTags
        && one?.tagManager == other?.tagManager && one?.head == other?.head
      #expect(isSame, "\(String(decoding: page, as: UTF8.self))")
      if !(one?.hiddenLinks.isEmpty ?? true), one?.head != nil { found += 1 }
      if one?.hiddenLinks.isEmpty == true, one?.anyTrackTags.isEmpty == true, one?.head != nil { unread += 1 }
    }
    #expect(found > 1000 && unread > 200, "\(found) \(unread)")
  }

  @Test("a link's text is the same for whoever writes it with or without accents")
  func labels() throws {
    var random = Random(seed: 3)
    var page = ""
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        text +=
          ["a", "a b", " ", "  ", "\n", "\r\n", "\t", "<br>", "&lt;", String(repeating: "a", count: 33)]
          .randomElement(using: &random) ?? ""
      }
      for letter in ["a", "ä"] {
        page += "<a href='//click.linksynergy.com/'>\(text.replacing("a", with: letter))</a>\n"
      }
    }
    let links = try #require(Audited(page: page).pages.first).links
    #expect(links.count == 1000)
    for pair in stride(from: 0, to: links.count - 1, by: 2) {
      #expect(links[pair].text == links[pair + 1].text.replacing("ä", with: "a"))
    }
    #expect(links.contains { $0.text.count > 99 })
  }
}
