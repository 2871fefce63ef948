import AutoTagRedirects
import Foundation
import TestSupport
import Testing

/// Entries that are written as they should be and say what no server can have answered.
struct LockContradictionTests {
  static let site = "https://www.example.com"
  static let external = "\"end\": \"external\", \"destination\": \"\(offer)\""

  /// A lock file with one link; its end is in line 5, its first hop in line 7.
  static func lock(_ link: String, _ end: String, _ hops: [String]) -> String {
    """
    {
      "version": 1,
      "links": {
        "\(site)\(link)": {
          \(end),
          "query": "forwards", "resolved": "2026-11-24", "hops": [
    \(hops.joined(separator: ",\n"))
          ]
        }
      }
    }
    """
  }

  static func hop(_ url: String, _ location: String, _ status: Int = 302, _ by: String = "location") -> String
  {
    let url = url.hasPrefix("/") ? site + url : url
    return "{\"status\": \(status), \"by\": \"\(by)\", \"url\": \"\(url)\", \"location\": \"\(location)\"}"
  }

  static func end(_ end: String, _ path: String, _ more: String = "") -> String {
    "\"end\": \"\(end)\", \"destination\": \"\(path.hasPrefix("/") ? site + path : path)\"\(more)"
  }

  static func hops(_ count: Int, to last: String? = nil) -> [String] {
    (0..<count).map { hop("/\($0)", $0 == count - 1 ? last ?? "/\(count)" : "/\($0 + 1)") }
  }

  /// Entries that are right, beside which the contradictions are.
  @Test(
    arguments: [
      (lock("/a", external, [hop("/a", offer)])),
      (lock("/a", external, [hop("/a", "b"), hop("/b", "?c#d"), hop("/b?c", offer)])),
      (lock("/a", end("external", offer + "#top"), [hop("/a", offer + "#top")])),
      (lock("/a", end("external", "https://a.example/%C3%A9"), [hop("/a", "//a.example/é")])),
      (lock("/a", end("external", "http://www.example.com/a"), [hop("/a", "http://www.example.com/a")])),
      (lock("/0", external, hops(10, to: offer))),
      (lock("/a", end("page", "/b"), [hop("/a", "/b#c", 200, "stub")])),
      (lock("/9", end("page", "/9"), [])),
      (lock("/a", end("missing", "/b", ", \"status\": 410"), [hop("/a", "/b", 299, "refresh")])),
      (lock("/a", end("loop", "/a"), [hop("/a", "/b"), hop("/b", "/a#x")])),
      (lock("/a", end("loop", "/a"), [hop("/a", "")])),
      (lock("/0", "\"end\": \"too-long\"", hops(10))),
      (lock("/a", end("not-web", "tel:1"), [hop("/a", "tel:1")])),
      (lock("/a", end("not-web", "http://["), [hop("/a", "/b"), hop("/b", "http://[")])),
      // The key of another group's click link, which nobody asks.
      (lock("/a", end("external", "/a"), [])),
    ])
  func whatFitsIsRead(text: String) throws {
    let lock = try ResolutionLock(Array(text.utf8), file: "x")
    #expect(try ResolutionLock(Array(lock.text.utf8), file: "x") == lock)
  }

  @Test(
    arguments: [
      (
        lock("/a", external, [hop("/a", "https://other.example/")]), 5,
        "but hop 0 leads to “https://other.example/”"
      ),
      (lock("/a", external, [hop("/a", offer + "&x=1")]), 5, "but hop 0 leads to “\(offer)&x=1”"),
      (lock("/a", external, [hop("/a", offer + "#top")]), 5, "but hop 0 leads to “\(offer)#top”"),
      (
        lock("/a", external, [hop("/a", "http" + offer.dropFirst(5))]), 5, "but hop 0 leads to “http://click."
      ),
      (lock("/a", external, [hop("/a", "/x")]), 5, "but hop 0 leads to “https://www.example.com/x”"),
      (lock("/a", external, []), 5, "but there is no hop, and the link is “https://www.example.com/a”"),
      (
        lock("/a", external, [hop("/a", "tel:1")]), 5,
        "is a web address, but hop 0 leads to “tel:1”, which is none"
      ),
      (lock("/a", end("external", "/b"), [hop("/a", "/b")]), 5, "not asked, but hop 0 asked it"),
      (
        lock("/a", external, [hop("/b", offer)]), 7,
        "hop 0 asks “https://www.example.com/b”, but the link is “https"
      ),
      (lock("/a", external, [hop("http://www.example.com/a", offer)]), 7, "hop 0 asks “http://www"),
      (
        lock("/a", external, [hop("/a#x", offer)]), 7,
        "hop 0 asks “https://www.example.com/a#x”, but the link"
      ),
      (lock("/a#x", external, [hop("/a", offer)]), 4, "“https://www.example.com/a#x” has a fragment"),
      (
        lock("/a", external, [hop("/a", "/b"), hop("/c", offer)]), 8,
        "hop 1 asks “https://www.example.com/c”, but hop 0"
      ),
      (
        lock("/a", external, [hop("/a", offer), hop("/a", offer)]), 8,
        "hop 1 asks “https://www.example.com/a”, but hop 0"
      ),
      (
        lock("/a", external, [hop("/a", "tel:1"), hop("/b", offer)]), 7,
        "hop 0 leads to “tel:1”, which is no web address"
      ),
      (
        lock("/a", external, [hop("/a", "/b"), hop("/b", "/a"), hop("/a", offer)]), 9,
        "hop 2 asks “https://www.example.com/a” once more, which hop 0 did"
      ),
      (lock("/a", external, [hop("/a", offer, 200)]), 7, "no answer with status 200 leads on by location"),
      (lock("/a", external, [hop("/a", offer, 300)]), 7, "no answer with status 300 leads on by location"),
      (lock("/a", external, [hop("/a", offer, 304)]), 7, "no answer with status 304 leads on by location"),
      (lock("/a", external, [hop("/a", offer, 404)]), 7, "no answer with status 404 leads on by location"),
      (lock("/a", external, [hop("/a", offer, -302)]), 7, "no answer with status -302 leads on by location"),
      (
        lock("/a", external, [hop("/a", offer, Int.max)]), 7,
        "no answer with status 9223372036854775807 leads"
      ),
      (
        lock("/a", external, [hop("/a", offer, 302, "stub")]), 7, "no answer with status 302 leads on by stub"
      ),
      (
        lock("/a", external, [hop("/a", offer, 301, "refresh")]), 7,
        "no answer with status 301 leads on by refresh"
      ),
      (lock("/0", external, hops(11, to: offer)), 17, "there are more than 10 hops"),
      (
        lock("/a", external, [hop("/a", offer + String(repeating: "x", count: 200_000))]), 7,
        "of more than 192 KB"
      ),
      (
        lock("/a", end("page", "/b"), []), 5,
        "the destination is “https://www.example.com/b”, but there is no hop"
      ),
      (lock("/a", end("page", "/c"), [hop("/a", "/b")]), 5, "but hop 0 leads to “https://www.example.com/b”"),
      (
        lock("/a", end("page", "/b#c"), [hop("/a", "/b#c")]), 5,
        "the destination is “https://www.example.com/b#c”"
      ),
      (lock("/a", end("page", "/a"), [hop("/a", "/a")]), 5, "but hop 0 asked that and was led on"),
      (lock("/0", end("page", "/10"), hops(10)), 5, "after 10 hops nothing is asked"),
      (lock("/0", end("missing", "/10", ", \"status\": 404"), hops(10)), 5, "after 10 hops nothing is asked"),
      (lock("/a", end("missing", "/c", ", \"status\": 404"), [hop("/a", "/b")]), 5, "the destination is"),
      (
        lock("/a", end("missing", "/a", ", \"status\": 200"), []), 5,
        "by the status 404 or 410, and not by 200"
      ),
      (
        lock("/a", end("missing", "/a", ", \"status\": 403"), []), 5,
        "by the status 404 or 410, and not by 403"
      ),
      (lock("/a", end("loop", "/b"), [hop("/a", "/b")]), 5, "the end is a loop, but no hop asked"),
      (lock("/a", end("loop", "/a"), []), 5, "the end is a loop, but no hop asked"),
      (lock("/a", end("loop", "/b"), [hop("/a", "/b"), hop("/b", "/a")]), 5, "the destination is"),
      (lock("/0", "\"end\": \"too-long\"", hops(9)), 5, "which is after 10 hops, but there are 9"),
      (
        lock("/0", "\"end\": \"too-long\"", hops(10, to: "tel:1")), 5,
        "but hop 9 leads to “tel:1”, which is no web"
      ),
      (lock("/0", "\"end\": \"too-long\"", hops(10, to: "/3")), 5, "which hop 3 asked"),
      (
        lock("/a", end("not-web", "tel:1"), [hop("/a", "tel:2")]), 5,
        "the destination is “tel:1”, but hop 0 leads"
      ),
      (
        lock("/a", end("not-web", offer), [hop("/a", offer)]), 5,
        "the end is no web address, but hop 0 leads to"
      ),
      (lock("/a", end("not-web", "tel:1"), []), 5, "the end is no web address, but there is no hop"),
    ] as [(String, Int, String)])
  func aContradictionIsAnErrorWithItsLine(text: String, line: Int, message: String) {
    let link = text.split(separator: "\n")[3].split(separator: "\"")[1]
    LockTests.expectError(text, line, message)
    LockTests.expectError(text, line, "; remove the entry of \(link) and run with --online")
  }

  @Test("“drops” without a hop says where nothing is")
  func aVerdictNeedsItsHop() {
    let verdict = "\"query\": \"drops\", \"hop\": 0, \"reason\": \"x\""
    let text = Self.lock("/a", Self.end("page", "/a"), []).replacing("\"query\": \"forwards\"", with: verdict)
    LockTests.expectError(text, 6, "there is no hop 0")
  }
}
