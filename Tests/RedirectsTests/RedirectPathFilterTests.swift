import AutoTagRedirects
import AutoTagWebURL
import Testing

@Suite("Which links may be led anywhere")
struct ReachTests {
  @Test(
    "a page that redirects is asked for by few paths",
    arguments: [
      ("/docs/", true), ("/docs", true), ("/docs/index.html", true), ("/docs/index", true),
      ("/docs/?x=1", true),
      ("/old", true),
      ("/old.html", true), ("/old/", false), ("/old.htm", false), ("/docs/b.html", false),
      ("/docs/b/", false),
      ("/blog/", false), ("/blog/index.html", false), ("/", true), ("/index.html", false),
      ("/page.html", false),
      // What is written in another way is followed.
      ("/%64ocs/", true), ("/docs//", true), ("/go/x", true), ("/go/", true),
    ] as [(String, Bool)])
  func pages(path: String, mayLead: Bool) throws {
    let sources = [
      ("docs/index.html", "<meta http-equiv=refresh content='0; url=missing.html'>"),
      ("old.html", "<meta http-equiv=refresh content='0; url=/nowhere/'>"),
      ("page.html", "<meta http-equiv=refresh content='0; url=/blog/'>"),
    ].map { RedirectFormat.redirectPage.source.read(Array($1.utf8), named: $0, prefix: "/") }
    let rules = RedirectFormat.netlify.source.read(
      Array("/go/* https://click.linksynergy.com/ 302".utf8), named: "_redirects", prefix: "/")
    let files = ["docs/index.html", "docs/b.html", "old.html", "page.html", "blog/index.html", "index.html"]
    let map = RedirectMap(
      sources: [rules] + sources, site: .unknown, files: SiteFiles(files),
      isWanted: { end in if case .page = end { false } else { true } })
    let url = try #require(WebURL(path, relativeTo: .unknownSite))
    #expect(map.mayLead(url) == mayLead)
  }
}
