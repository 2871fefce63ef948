import AutoTagAudit
import AutoTagSite
import TestSupport
import Testing

@Suite("The work of checks of single links grows with the page", .serialized)
struct LinkChecksTimeTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let page: @Sendable (Int) -> String

    init(_ name: String, _ page: @escaping @Sendable (Int) -> String) {
      (self.name, self.page) = (name, page)
    }

    var testDescription: String { name }
  }

  private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }
  private static let start = "<a href='https://click.linksynergy.com/deeplink?id=1"

  static let shapes = [
    Shape("links") { times($0 / 4, "\(start)&u1=a_b&mid=1'>\n<a rel=rakuten href=/go/twice>") },
    Shape("a link of u1") { "\(start)\(times($0, "&u1=a"))'>" },
    Shape("a link of U1") { "\(start)\(times($0, "&U1=a"))'>" },
    Shape("a link of murl") { "\(start)\(times($0, "&amp;murl=%252F"))'>" },
    Shape("a link of amp;") { "\(start)\(times($0, "&amp;amp;x"))'>" },
    Shape("a u1 of percent signs") { "\(start)&u1=\(times($0, "%25"))'>" },
    Shape("a u1 of hyphens") { "\(start)&u1=\(times($0, "-"))CLICK-ID--'>" },
    Shape("a u1 of at signs") { "\(start)&u1=\(times($0, "@a."))'>" },
    Shape("a tag of attributes") { "<a\(times($0, " a=b")) data-tracking-group=rakutn rel=x href=/x>" },
    Shape("an attribute of white space") { "<a data-tracking-group='\(times($0, " \n"))rakutn' href=/x>" },
    Shape("a group of letters") {
      "<a data-tracking-group='\(times($0, "rakuten"))' href=//click.linksynergy.com>"
    },
  ]

  @Test("whatever the links are made of", arguments: shapes)
  func time(shape: Shape) throws {
    let fixture = try AuditFixture()
    let work = LinearWork(from: 10_000) { _ = fixture.audit(Array(shape.page($0).utf8)) }
    #expect(work.isLinear, "\(work)")
  }
}
