import AutoTagTracking
import Testing

@testable import AutoTagSite

@Suite("What codes the links of a site get")
struct LinkCodesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Codes that the map has: page, destination, code.
    let known: [(String, String, String)]
    /// Links of the site: page, destination, and the code that they carry.
    let links: [(String, String, String?)]
    /// The code of each link; `nil` for that of its page and destination.
    let codes: [String?]
    let counts: LinkCodeCounts

    init(
      _ name: String, known: [(String, String, String)] = [], _ links: [(String, String, String?)],
      _ codes: [String?], new: Int, moved: Int = 0
    ) {
      (self.name, self.known, self.links, self.codes) = (name, known, links, codes)
      counts = LinkCodeCounts(new: new, moved: moved)
    }

    var testDescription: String { name }
  }

  private static let (k, m) = ("kkkkkkkkkk", "mmmmmmmmmm")

  static let cases = [
    Case("no map", [("a", "x", nil), ("a", "y", nil), ("b", "x", nil)], [nil, nil, nil], new: 3),
    Case("the map's", known: [("a", "x", k)], [("a", "x", nil), ("b", "x", nil)], [k, nil], new: 1),
    Case(
      "a page that was moved", known: [("old", "x", k), ("old", "y", m)],
      [("new", "x", nil), ("new", "y", nil)],
      [k, m], new: 0, moved: 2),
    Case(
      "a page that is there still", known: [("a", "x", k)], [("a", "x", nil), ("new", "x", nil)], [k, nil],
      new: 1),
    Case(
      "two pages that may be the one that is gone", known: [("old", "x", k)],
      [("new", "x", nil), ("newer", "x", nil)], [nil, nil], new: 2),
    Case(
      "a folder that was moved, with pages of one link", known: [("a/p.html", "x", k), ("a/q.html", "x", m)],
      [("b/q.html", "x", nil), ("b/p.html", "x", nil)], [m, k], new: 0, moved: 2),
    Case(
      "and with an index in each", known: [("a/p/index.html", "x", k), ("a/q/index.html", "x", m)],
      [("p/index.html", "x", nil), ("b/q/index.html", "x", nil)], [k, m], new: 0, moved: 2),
    Case(
      "names that are there twice", known: [("a/p.html", "x", k), ("c/p.html", "x", m)],
      [("b/p.html", "x", nil), ("d/p.html", "x", nil)], [nil, nil], new: 2),
    Case(
      "two pages that are gone", known: [("old", "x", k), ("older", "x", m)], [("new", "x", nil)], [nil],
      new: 1),
    Case(
      "moved and changed", known: [("old", "x", k), ("old", "y", m)], [("new", "x", nil), ("new", "z", nil)],
      [nil, nil], new: 2),
    Case(
      "moved and changed, with the code in the link", known: [("old", "x", k), ("old", "y", m)],
      [("new", "x", k), ("new", "z", nil)], [k, nil], new: 1, moved: 1),
    Case(
      "copied with the code", known: [("a", "x", k)], [("a", "x", k), ("b", "x", k)], [k, nil], new: 1),
    Case("a code of another destination", known: [("old", "x", k)], [("new", "y", k)], [nil], new: 1),
    Case(
      "an old page came back", known: [("a", "x", k), ("b", "x", m)], [("a", "x", nil)], [k], new: 0),
    Case(
      "two links that carry one code of a page that is gone", known: [("old", "x", k)],
      [("b", "x", k), ("c", "x", k)], [k, nil], new: 1, moved: 1),
  ]

  @Test(arguments: cases)
  func assigns(test: Case) {
    var map = LinkCodeMap()
    for (page, destination, code) in test.known {
      map.set(code, for: LinkPlace(page: page, destination: destination))
    }
    let pages = Set(test.links.map(\.0))
    var results: [LinkCodeMap] = []
    for links in [test.links, test.links.reversed()] {
      let noting = LinkCodes(map).noting()
      for (page, destination, carried) in links {
        noting.note(LinkPlace(page: page, destination: destination), carried: carried)
      }
      let assignment = noting.assigned { pages.contains($0) }
      #expect(assignment.counts == test.counts)
      for (link, code) in zip(test.links, test.codes) {
        let place = LinkPlace(page: link.0, destination: link.1)
        #expect(assignment.codes.code(of: place) == code ?? LinkCode.of(place), "\(place)")
      }
      results.append(assignment.codes.map)
    }
    #expect(results[0] == results[1])
    // Nothing is forgotten: reports speak of old codes.
    #expect(Set(map.places.keys).isSubset(of: results[0].places.keys))
  }

  @Test("a code that another place has already gives way to the next")
  func collides() {
    let place = LinkPlace(page: "a", destination: "x")
    var map = LinkCodeMap()
    map.set(LinkCode.of(place), for: LinkPlace(page: "other", destination: "y"))
    let noting = LinkCodes(map).noting()
    noting.note(place, carried: nil)
    let codes = noting.assigned { _ in true }.codes
    #expect(codes.code(of: place) == LinkCode.of(place, attempt: 1))
    #expect(codes.code(of: LinkPlace(page: "other", destination: "y")) == LinkCode.of(place))
  }
}
