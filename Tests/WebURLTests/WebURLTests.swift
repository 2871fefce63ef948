import AutoTagWebURL
import Foundation
import TestSupport
import Testing

/// Addresses against ada, the URL parser of Node.js and of others (PyPI `ada-url`).
struct WebURLTests {
  private struct Pair: Codable {
    let url: String
    let base: String
  }

  private static let urls = [
    "", ".", "..", "/", "x", "./x", "../x", "../../../x", "/a/./b/../c", "/a/..", "/a/.", "/a/%2e/b",
    "/a/%2E%2e/b",
    "/a/.%2e", "//e.com", "//e.com/x", "//e.com:8080/x/", "\\x", "/\\e.com/x", "\\\\e.com\\x\\y", "https:x",
    "https:/x",
    "https://x", "https:///x/y", "http:x", "http://e.com:80/x", "https://e.com:443", "https://e.com:0444/x",
    "?",
    "?q", "?q#f", "#", "#f", "x?y#z", "/x?y=z'&a=\"b\"<c>", "/x y", "/x\ty\n", "  /x  ", "/é/ü?ä#ö",
    "/%c3%a9", "/a|b^c`d{e}",
    "/a[b]'c(d)*~!$&+,;=:@", "?|^`{}[]'", "#|^`{}\"<>", "/a%", "/a%zz", "/a//b", "/a///", "x/", "x//y", ".x",
    "..x", "x.",
    "https://user:pass@e.com/x", "https://e.com/x@y", "https://e.com?x", "https://e.com#x",
    "https://e.com\\x", "HTTPS://E.COM/X",
    "https://[::1]/x", "https://[2001:db8::1:0:0:1]:8443/", "https://127.1/x", "https://0x7f.1/",
    "https://é.com/x", "https://e.com./x",
    "https://e.com/..", "https://e.com/../x", "mailto:a@b.c", "javascript:x", "ftp://e.com/x", "https://",
    "https://a b/", "https://e.com:99999/",
    "https://e.com/\u{0}x", "/x\u{7f}y", "a:b", "1:b", ":x", "/:x", "x:/y", "/C:/x", "https://e.com:/x",
    "https://e.com/%2e%2e/x",
  ]

  private static let bases = [
    "https://shop.example/", "https://shop.example/a/b/c.html?q=1#f", "http://shop.example:8080/a//b/",
    "https://127.0.0.1/x",
  ]

  @Test(Oracle.needs(Oracle.python))
  func agreesWithAda() throws {
    let pairs = Self.urls.flatMap { url in Self.bases.map { Pair(url: url, base: $0) } }
    let input = try JSONEncoder().encode(pairs)
    let answers = try JSONDecoder().decode(
      [String?].self, from: try Oracle.script("ada_urls.py", input: input).standardOutput)
    #expect(answers.count == pairs.count)
    for (pair, answer) in zip(pairs, answers) {
      let base = try #require(WebURL(pair.base))
      let own = WebURL(pair.url, relativeTo: base)?.description
      #expect(own == answer, "\(pair.url) relative to \(pair.base)")
    }
  }
}
