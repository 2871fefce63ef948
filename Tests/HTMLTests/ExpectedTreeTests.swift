import AutoTagHTML
import Foundation
import TestSupport
import Testing

/// The expected trees of html5lib's tree-construction files, which browsers are tested with.
@Suite("Links are the anchors of the trees that html5lib's test files expect")
struct ExpectedTreeTests {
  private struct Document: Decodable {
    let file: String
    let number: Int
    let data: String
    let anchors: [OracleAnchor]
  }

  static let folder = "/usr/share/gocode/src/golang.org/x/net/html/testdata/webkit"

  @Test("all documents but those for fragments and scripting off", Oracle.needs(Oracle.python, folder))
  func documents() throws {
    let output = try Oracle.script("html5lib_anchors.py", ["trees"])
    let reader = LinkReader()
    let decoder = JSONDecoder()
    var count = 0
    var links = 0
    for line in output.lines {
      let document = try decoder.decode(Document.self, from: Data(line.utf8))
      let page = bytes(ofHexadecimal: document.data)
      let name = "\(document.file) \(document.number): \(String(decoding: page, as: UTF8.self))"
      let found = try Set(OracleAnchor.all(in: page, by: reader))
      #expect(found == Set(document.anchors.filter { $0.href != nil }), "\(name)")
      // Few of the anchors have an href. With one in each, there are links where the tree has anchors, and no
      // more of them: misnested markup makes two anchors of one tag, never the other way.
      let all = try OracleAnchor.all(in: withHref(page), by: reader)
      #expect(all.isEmpty == document.anchors.isEmpty, "\(name)")
      #expect(all.count <= document.anchors.count, "\(name)")
      count += 1
      links += all.count
    }
    #expect(count > 1400)
    #expect(links > 60)
  }

  /// The page with an href in each of its `<a>` tags.
  private func withHref(_ page: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for (index, byte) in page.enumerated() {
      let isAfterName =
        index >= 2 && page[index - 2] == UInt8(ascii: "<") && page[index - 1] | 0x20 == UInt8(ascii: "a")
      if isAfterName, [0x20, 0x0A, 0x09, 0x2F, 0x3E].contains(byte) {
        result.append(contentsOf: " href=\(index)".utf8)
      }
      result.append(byte)
    }
    return result
  }
}
