import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("Pages whose scripts add to an address of a group")
struct PartialTargetsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let script: String
    /// The fate of the query, as `forwards`, `drops` or `unknown`.
    let query: String

    init(_ script: String, _ query: String) { (self.script, self.query) = (script, query) }

    var testDescription: String { script }
  }

  static let network = "https://click.linksynergy.com/fs-bin/click"

  static let cases = [
    Case("location = '\(network)?id=' + window.x", "unknown"),
    Case("location.href = '\(network)?id=' + new URLSearchParams(location.search).get('id')", "unknown"),
    Case("location.replace(`\(network)?id=${Date.now()}&offerid=1`)", "unknown"),
    Case("location = '\(network)?id=' + window.x + '&' + location.search.slice(1)", "forwards"),
    Case("location = '\(network)/' + window.x + location.search", "forwards"),
    Case("location = '\(network)?id=' + window.x + location.search", "drops"),
    Case("location = '\(network)?id=1#' + window.x", "drops"),
    Case("location = '\(network)?id=1' + location.hash + window.x", "drops"),
    Case("var u = new URL('\(network)?id=1'); u.searchParams.set('u', 1); location = u", "unknown"),
    Case(
      "var u = new URL('\(network)'); u.search = location.search; u.hash = window.x; location = u", "forwards"
    ),
  ]

  @Test(arguments: cases, [RedirectMode.tag, .inline, .auto, .mend])
  func link(_ test: Case, _ mode: RedirectMode) throws {
    let folder = try TemporaryFolder()
    try folder.write("<!doctype html>\n<script>\(test.script)</script>", to: "go.html")
    let options = RewriteOptions(
      site: folder.url.path, destination: nil,
      rules: TaggingOptions(baseURL: "https://shop.example/"), redirects: RedirectOptions(mode: mode))
    let link = try #require(try SiteRewriter.resolve(["/go.html"], options).links.first)
    #expect(link.group?.name == "rakuten")
    // Whatever the mode, what a script adds is written nowhere.
    let isTagged = test.query != "drops"
    #expect(link.result == (isTagged ? "/go.html?u1=--CLICK-ID--" : nil))
    #expect(link.decision == (isTagged ? .tagged : .skipped(.redirectDropsQuery)))
    let query =
      switch link.forwarding {
      case .forwards: "forwards"
      case .drops: "drops"
      case .unknown: "unknown"
      case nil: "none"
      }
    #expect(query == test.query)
    #expect(link.isTrackable == ["forwards": true, "drops": false][test.query])
    #expect(link.advice?.contains("inline") != true)
  }
}
