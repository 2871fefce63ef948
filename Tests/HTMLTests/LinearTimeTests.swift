import AutoTagHTML
import TestSupport
import Testing

/// Pages on which a careless algorithm takes quadratic time.
@Suite("Work grows with the page and not faster", .serialized)
struct LinearTimeTests {
  /// A page: `prefix`, then `unit` over and over, the whole as many times as asked.
  struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let count: Int
    let page: @Sendable (Int) -> String

    init(_ name: String, _ count: Int, _ page: @escaping @Sendable (Int) -> String) {
      self.name = name
      self.count = count
      self.page = page
    }

    var testDescription: String { name }
  }

  private static func times(_ count: Int, _ text: String) -> String {
    String(repeating: text, count: count)
  }

  static let shapes: [Shape] = [
    Shape("anchors", 250_000) { times($0, "<a href=/x>") },
    Shape("attributes on one tag", 25_000) { "<a " + times($0, "x=1 ") + "href=/x>" },
    Shape("other attributes on one anchor of many", 25_000) { "<a href=/x " + times($0, "href=y ") + ">" },
    Shape("nested elements", 25_000) { times($0, "<div>") + "<svg><p>" + times($0, "</div>") },
    Shape("nested formatting elements", 25_000) { "<svg><p>" + times($0, "<b>") + times($0, "</b>") },
    Shape("nested unknown elements", 25_000) { "<svg><p>" + times($0, "<x-y>") + times($0, "</x-z>") },
    Shape("unmatched end tags in deep HTML", 25_000) {
      "<svg><p>" + times($0, "<div>") + times($0, "</section></li></span></h1></form>")
    },
    Shape("unmatched end tags in deep HTML in foreignObject", 25_000) {
      "<section><svg><foreignObject>" + times($0, "<b><div>") + times($0, "</section></g></svg></x>")
    },
    Shape("list items in deep HTML", 25_000) { "<svg><p>" + times($0, "<div>") + times($0, "<li><dd>") },
    Shape("tables in deep HTML", 25_000) { "<svg><p>" + times($0, "<div>") + times($0, "<table></table>") },
    Shape("nested <svg>", 25_000) { times($0, "<svg>") + times($0, "</x>") },
    Shape("nested <svg> and HTML in turn", 25_000) { times($0, "<svg><desc><div>") + times($0, "</p></x>") },
    Shape("nested MathML", 25_000) { times($0, "<math><mi>") + times($0, "</g>") },
    Shape("nested templates", 25_000) { "<svg><p>" + times($0, "<template>") + times($0, "</template>") },
    Shape("misnested formatting", 25_000) { "<svg><p>" + times($0, "<a href=/x><b><p></a>") },
    Shape("forms in deep HTML", 25_000) { "<svg><p>" + times($0, "<form><div></form>") },
    Shape("a large attribute", 1_000_000) {
      "<a x='" + times($0, "abc") + "' href='/" + times($0, "x") + "'>"
    },
    Shape("a value of character references", 250_000) {
      "<a href='" + times($0, "&amp;&copy;&notit;&#38;") + "'>"
    },
    Shape("comments without an end", 250_000) { times($0, "<!--") },
    Shape("comments that nearly end", 250_000) { "<!--" + times($0, "-- >--!->") },
    Shape("scripts without an end", 250_000) { times($0, "<script>") },
    Shape("escaped scripts without an end", 250_000) { "<script>" + times($0, "<!--<script></script") },
    Shape("titles without an end", 250_000) { times($0, "<title>") },
    Shape("CDATA without an end", 250_000) { "<svg>" + times($0, "<![CDATA[]]") },
    Shape("bogus comments", 250_000) { times($0, "<!x></ ><?y>") },
    Shape("bogus comments without an end", 250_000) { times($0, "<!x</ <?y") },
    Shape("quotes without an end", 250_000) { times($0, "<a href=\"'") },
    Shape("tags without an end", 250_000) { times($0, "<a ") },
    Shape("less-than signs", 1_000_000) { times($0, "<") },
    Shape("ampersands", 1_000_000) { times($0, "&") },
    Shape("an attribute of ampersands", 1_000_000) { "<a href='" + times($0, "&") + "'>" },
  ]

  @Test("whatever the page is made of", arguments: shapes)
  func time(shape: Shape) throws {
    let reader = LinkReader()
    let work = try LinearWork(from: shape.count) { count in
      let page = Array(shape.page(count).utf8)
      _ = try reader.links(of: page.span) { _, _, _ in true }
    }
    #expect(work.isLinear, "\(work)")
  }

  @Test("a page that is tangled on purpose is refused after a number of steps that grows with the page")
  func tangled() throws {
    let work = LinearWork(from: 25_000) { count in
      // Each </b> opens the element again eight blocks deeper, and everything above it moves.
      let page = Array(("<svg></p><b>" + Self.times(count, "<div>") + Self.times(count, "</b>")).utf8)
      #expect(throws: PageError.tooTangled) { try LinkReader().links(of: page.span) { _, _, _ in true } }
    }
    #expect(work.isLinear, "\(work)")
  }
}
