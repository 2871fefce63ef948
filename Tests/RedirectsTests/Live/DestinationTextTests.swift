import AutoTagRedirects
import AutoTagWebURL
import Testing

struct DestinationTextTests {
  /// The text, written into a page of either scheme, must mean the destination and nothing else.
  @Test(arguments: [
    ("http", "https://a.example/é x", "https://a.example/é x"),
    ("https", "HTTP://A.example", "HTTP://A.example"),
    ("http", "//a.example/x", "http://a.example/x"), ("https", "//a.example/x", "https://a.example/x"),
    ("http", "https:a.example/x", "https://a.example/x"),
    ("http", "https:/a.example/x", "https://a.example/x"),
    ("https", "http:\\\\a.example/x", "http://a.example/x"),
    ("https", "http:///a.example/x", "http:///a.example/x"),
    ("http", " https://a.example/", "https://a.example/"),
    ("https", "ht\ttp://a.example/", "http://a.example/"),
    ("https", "https:x", "https://www.example.com/x"), ("https", "x", "https://www.example.com/x"),
  ])
  func destinationText(scheme: String, location: String, text: String) throws {
    let start = try #require(WebURL("\(scheme)://www.example.com/a")?.requestable)
    let hop = LiveHop(url: start, status: 302, evidence: .location, location: location)
    let end = try #require(WebURL(location, relativeTo: start)?.requestable)
    func chain(_ end: WebURL) -> LiveChain {
      LiveChain(start: start, hops: [hop], end: .external(end), forwarding: .forwards)
    }
    #expect(chain(end).destinationText == text)
    // A text that means something else than the destination is not given for it.
    let other = try #require(WebURL("https://other.example/")?.requestable)
    #expect(chain(other).destinationText == "https://other.example/")
  }
}
