import Testing

@testable import AutoTagHTML

@Suite("Which anchors are links of the HTML page")
struct LinkReaderTests {
  /// The links of a page as it is read, and as the tree construction alone reads it.
  private static func readByBoth(_ page: String) throws -> [PageLinks] {
    let page = Array(page.utf8)
    return [
      try LinkReader().links(of: page.span) { _, _, _ in true },
      try LinkReader().linksByTree(of: page.span) { _, _, _ in true },
    ]
  }

  @Test(
    "where SVG, MathML, templates and framesets decide",
    arguments: [
      ("<svg><a href=1></a></svg><a href=2>", "2"),
      ("<svg><a href=1>", ""),
      ("<svg/><a href=1>", "1"),
      ("<svg></a><a href=1>", ""),
      ("<a href=1><svg></a><a href=2>", "1 2"),
      ("<svg></p><a href=1>", "1"),
      ("<svg></br><a href=1>", "1"),
      ("<svg></div><a href=1>", ""),
      ("<div><svg></div><a href=1>", "1"),
      ("<svg></body><a href=1>", ""),
      ("<p><b></p><svg></b><a href=1>", "1"),
      ("<svg><font><a href=1>", ""),
      ("<svg><font color=x><a href=1>", "1"),
      ("<svg><title>x</title><a href=1>", ""),
      ("<svg><title><a href=1></title><a href=2>", "1 2"),
      ("<svg><textarea><a href=1></textarea></svg><a href=2>", "2"),
      ("<svg><desc><textarea><a href=1></textarea><a href=2>", "2"),
      ("<svg><script><a href=1></script></svg><a href=2>", "2"),
      ("<svg><![CDATA[<a href=1>]]></svg><a href=2>", "2"),
      ("<svg><foreignObject><div></svg><a href=1>", "1"),
      ("<svg><foreignObject></svg><a href=1>", "1"),
      ("<math><mi><a href=1><mglyph><a href=2>", "1 2"),
      ("<math><mi><mglyph><a href=1>", ""),
      ("<math><annotation-xml><a href=1>", ""),
      ("<math><annotation-xml encoding='TEXT/html'><a href=1>", "1"),
      ("<math><annotation-xml encoding=text&#47;html><a href=1>", "1"),
      ("<svg><annotation-xml encoding=text/html><a href=1>", ""),
      ("<math><annotation-xml><svg><desc><a href=1>", "1"),
      ("<noscript><a href=1></noscript><a href=2>", "2"),
      ("<select><a href=1><option><a href=2>", "1 2"),
      ("<select><svg><select><a href=1>", ""),
      ("<template><a href=1></template><a href=2>", "1 2"),
      ("<template><col><a href=1></template><a href=2>", "2"),
      ("<template><col><title></template><a href=1></title>", "1"),
      ("<frameset><a href=1></frameset><a href=2>", ""),
      ("<a href=1><frameset><a href=2>", ""),
      ("x<a href=1><frameset><a href=2>", "1 2"),
      ("\u{FEFF}<frameset><a href=1>", ""),
      ("<p><span><table></table><svg></span><a href=1>", "1"),
      ("<!doctype html><p><span><table></table><svg></span><a href=1>", ""),
    ])
  func links(page: String, expected: String) throws {
    for found in try Self.readByBoth(page) {
      #expect(found.links.map(\.href).joined(separator: " ") == expected)
    }
  }

  @Test(
    "the first <base href> outside templates",
    arguments: [
      ("<base><base href=1><base href=2>", "1"),
      ("<template><base href=1></template><base href=2>", "2"),
      ("<svg><base href=1></svg><base href=2>", "2"),
      ("<template></svg></template></template><base href=1>", "1"),
      ("<base href=1><frameset>", "1"),
      ("<!-- <base href=1> -->", nil),
    ] as [(String, String?)])
  func base(page: String, expected: String?) throws {
    for found in try Self.readByBoth(page) {
      #expect(found.baseHref == expected)
    }
  }

  @Test("a page does not see what the page before it left")
  func pagesApart() throws {
    let reader = LinkReader()
    for page in ["<svg><a href=1>", "<template><svg><p><b>", "<svg><g>", "<frameset>", "<a href=2><svg><p>"] {
      _ = try reader.links(of: Array(page.utf8).span) { _, _, _ in true }
      let found = try reader.links(of: Array("<a href=x></svg>".utf8).span) { _, _, _ in true }
      #expect(found == (try LinkReader().links(of: Array("<a href=x></svg>".utf8).span) { _, _, _ in true }))
      #expect(found.links.count == 1)
    }
  }
}
