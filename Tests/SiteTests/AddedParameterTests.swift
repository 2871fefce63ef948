import AutoTagRedirects
import AutoTagSite
import AutoTagWebURL
import Testing

@Suite("A parameter that a redirect's own address has")
struct AddedParameterTests {
  @Test(
    "is one by its whole name, and counts where the link does not give it",
    arguments: [
      ("", "?u1=x", true), ("", "?u1", true), ("", "?u1=", true), ("", "?a=1&u1=x", true),
      ("", "?&&u1=x&b", true),
      ("", "?u1=x&u1=y", true), ("?u1=x", "?u1=x", false), ("?u1=x", "?u1=x&u1=y", true), ("", "", false),
      ("", "?", false), ("", "?u10=x", false), ("", "?xu1=x", false), ("", "?u=1", false),
      ("", "?a=u1", false),
      ("", "?U1=x", false), ("?a=u1", "?u1=x", true), ("", "?a&u", false), ("", "?=u1", false),
    ] as [(String, String, Bool)])
  func added(link: String, destination: String, isAdded: Bool) throws {
    let start = try #require(WebURL("/go" + link, relativeTo: .unknownSite))
    let end = try #require(WebURL("https://click.linksynergy.com/deeplink" + destination))
    let chain = RedirectChain(start: start, hops: [], end: .external(end), forwarding: .forwards)
    #expect(chain.addsParameter("u1") == isAdded)
  }
}
