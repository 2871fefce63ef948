import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("Links that their authors marked, and that redirects lead to another host")
struct MarkedLinkLossTests {
  /// The rules of `_redirects`, the link's tag, and the codes of what is told.
  static let cases: [(rules: String, tag: String, codes: [String])] = [
    (
      "/go/a https://t.example/x?id=1\n", "href=\"/go/a\" data-tracking-group=\"rakuten\"",
      ["redirect-drops-query"]
    ),
    ("/go/a https://t.example/x?id=1\n", "href=\"/go/a\" rel=\"rakuten\"", ["redirect-drops-query"]),
    ("/go/a https://t.example/x?id=1\n", "href=\"go/a#x\" rel=\"rakuten\"", ["redirect-drops-query"]),
    ("/go/a /b\n/b https://t.example/x?id=1\n", "href=\"/go/a\" rel=\"rakuten\"", ["redirect-drops-query"]),
    (
      "/go/a https://t.example/x?id=1\n", "href=\"/go/a?u1=--CLICK-ID--\" rel=\"rakuten\"",
      ["redirect-drops-query"]
    ),
    // Beside a rule that leads to the network
    (
      "/go/a https://t.example/x?id=1\n/go/b https://click.linksynergy.com/x\n",
      "href=\"/go/a\" rel=\"rakuten\"",
      ["redirect-drops-query"]
    ),
    (
      "/go/a https://t.example/x?id=1 302 Country=de\n/go/a https://t.example/x\n",
      "href=\"/go/a\" rel=\"rakuten\"",
      ["redirect-query-unknown"]
    ),
    // What hands the query on, leads to no other host, or is not marked
    ("/go/a https://t.example/x\n", "href=\"/go/a\" rel=\"rakuten\"", []),
    (
      "/go/a u1=:u1 https://t.example/x?id=1&u1=:u1\n/go/a https://t.example/x?id=1\n",
      "href=\"/go/a\" rel=\"rakuten\"", []
    ),
    ("/go/a https://t.example/x?id=1\n", "href=\"/go/a\"", []),
    ("/go/a https://t.example/x?id=1\n", "href=\"/go/b\" rel=\"rakuten\"", []),
    ("/go/a https://t.example/x?id=1\n", "href=\"/go/a\" data-tracking-group=\"other\"", []),
    ("/go/a /page.html\n", "href=\"/go/a\" rel=\"rakuten\"", []),
  ]

  @Test(arguments: cases, [nil, "https://shop.example/"])
  func told(_ test: (rules: String, tag: String, codes: [String]), baseURL: String?) throws {
    let folder = try TemporaryFolder()
    try folder.write(test.rules, to: "_redirects")
    try folder.write("", to: "page.html")
    try folder.write("<!doctype html>\n<a \(test.tag)>x</a>\n", to: "index.html")
    for base in ["", "<base href=\"/\">"] {
      try folder.write("<!doctype html>\(base)\n<a \(test.tag)>x</a>\n", to: "index.html")
      var options = RewriteOptions(
        site: folder.url.path, destination: .inPlace, jobs: 1,
        rules: TaggingOptions(groups: TrackingGroup.builtIn, baseURL: baseURL),
        redirects: RedirectOptions(mode: .tag))
      options.dryRun = true
      let told = try SiteRewriter(options).run().problems.filter { $0.line == 2 && $0.file == "index.html" }
      #expect(told.map(\.code) == test.codes)
    }
  }
}
