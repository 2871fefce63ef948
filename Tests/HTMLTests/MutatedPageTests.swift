import Foundation
import TestSupport
import Testing

@testable import AutoTagHTML

/// Pages broken at random, read by html5lib, by lexbor and by `LinkReader`. `Tests/Oracles/html5lib_anchors.py` explains the
/// flags.
@Suite("Links of mutated pages are those that html5lib and lexbor find")
struct MutatedPageTests {
  private struct Page: Decodable {
    let number: Int
    let data: String
    let anchors: [OracleAnchor]
    let lexbor: [OracleAnchor]
    let flags: [String]
    let dropped: [OracleAnchor]?
  }

  @Test("no link missed, none too many, no value different", Oracle.needs(Oracle.python), arguments: 1...2)
  func pages(seed: Int) throws {
    let count = 20_000
    let output = try Oracle.script(
      "html5lib_anchors.py", ["fuzz", "--seed", "\(seed)", "--count", "\(count)", "--engine", "both"])
    let reader = LinkReader()
    let treeReader = LinkReader()
    let decoder = JSONDecoder()
    var pages = 0
    var links = 0
    for line in output.lines {
      let page = try decoder.decode(Page.self, from: Data(line.utf8))
      pages += 1
      let bytes = bytes(ofHexadecimal: page.data)
      let found = try OracleAnchor.all(in: bytes, by: reader)
      links += found.count
      // Plain pages are read without the tree construction, which must make no difference.
      let byTree = try treeReader.linksByTree(of: bytes.span) { _, _, _ in true }.links
      #expect(found == byTree.map(OracleAnchor.init), "page \(seed) \(page.number)")
      let name = "\(seed) \(page.number)"
      // lexbor is at the standard of 2025: the same links on every page.
      let difference = Set(found).symmetricDifference(page.lexbor).subtracting(page.dropped ?? [])
      #expect(difference.isEmpty, "page \(name): \(String(decoding: bytes, as: UTF8.self))")
      // html5lib gives the order and repeated tags too, on pages where it is not out of date.
      if page.flags.isEmpty {
        #expect(found == page.anchors, "page \(name): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    #expect(pages == count)
    #expect(links > count / 2)
  }
}
