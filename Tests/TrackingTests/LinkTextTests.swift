import AutoTagTracking
import AutoTagWebURL
import Testing

@Suite("The parts of an address and where they are written")
struct LinkTextTests {
  /// Scheme, authority, path and parameters as they are written.
  @Test(
    "parts",
    arguments: [
      ("https://a.example/b?c=d&e", ["https", "a.example", "/b", "c=d", "e"]),
      ("//a.example?c", ["-", "a.example", "", "c"]),
      ("HT\tTP:\\\\a/b#c?d", ["HT\tTP", "a", "/b"]),
      ("https:/a/b", ["https", "-", "/a/b"]),
      ("/a:b?c=d=e", ["-", "-", "/a:b", "c=d=e"]),
      ("a&sol;b&quest;c&equals;d&AMP;e&num;f=1", ["-", "-", "a&sol;b", "c&equals;d", "e"]),
      ("?a&amp;b&#38;c&#x26;d&copy=1", ["-", "-", "", "a", "b", "c", "d", "copy=1"]),
      ("?&a&&=b&", ["-", "-", "", "a", "=b"]),
      ("https://a&#0;b/?é=%&bne;c", ["https", "a&#0;b", "/", "é=%&bne;c"]),
      (" \n", ["-", "-", ""]), ("", ["-", "-", ""]), ("http:", ["http", "-", ""]),
      ("mailto:a@b", ["mailto", "-", "a@b"]), ("1:/x", ["-", "-", "1:/x"]), ("https", ["-", "-", "https"]),
      ("https:////a//b", ["https", "a", "//b"]), ("//", ["-", "", ""]),
    ] as [(String, [String])])
  func parts(value: String, parts: [String]) {
    let page = Array("<a href='\(value)'>".utf8)
    let address = LinkText(page.span.extracting(9..<9 + value.utf8.count), at: 9)
    func written(_ part: Range<Int>?) -> String {
      part.map { String(decoding: page[address.location(of: $0)], as: UTF8.self) } ?? "-"
    }
    #expect(
      [written(address.scheme), written(address.authority), written(address.path)]
        + address.parameters.map { written($0.whole) } == parts)
  }
}
