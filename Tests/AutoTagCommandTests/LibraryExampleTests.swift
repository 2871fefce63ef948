import AutoTag
import Foundation
import TestSupport
import Testing

/// The example in the documentation of the `AutoTag` library, word for word.
@Suite("The library, as its documentation shows it")
struct LibraryExampleTests {
  @Test("tags one page")
  func onePage() {
    let html = Array(CommandLineTests.page.utf8)

    let rewriter = PageRewriter(rules: PageRules(baseURL: "https://www.example.com/"))
    let outcome = rewriter.rewrite(html, file: "posts/index.html")
    let tagged = outcome.rewritten(html) ?? html

    #expect(tagged == Array(CommandLineTests.taggedPage.utf8))
  }

  @Test("rewrites a site")
  func site() throws {
    let folder = try CommandLineTests.site()
    let site = folder.url.appending(path: "site").path
    let dist = folder.url.appending(path: "dist").path

    let options = RewriteOptions(site: site, destination: .output(path: dist, prune: true))
    let summary = try SiteRewriter(options).run()
    for problem in summary.problems { print("\(problem.file): \(problem.message)") }

    #expect(summary.pages.changed == 1)
    #expect(try folder.text("dist/index.html") == CommandLineTests.taggedPage)
  }
}
