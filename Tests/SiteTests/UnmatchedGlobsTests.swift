import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("Globs that match nothing in a site")
struct UnmatchedGlobsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var include = RewriteOptions.defaultInclude
    var exclude: [String] = []
    /// The globs that are told of, with `!` where they begin outside of the site.
    let found: [String]
    var testDescription: String { "\(include) \(exclude)" }
  }

  static let cases = [
    Case(found: []), Case(exclude: ["drafts"], found: []),
    Case(exclude: ["drafts/**", "*.css", "b.*"], found: []),
    Case(exclude: ["drafts/b.html", "{drafts,x}/b.html"], found: []), Case(exclude: ["empty/"], found: []),
    Case(exclude: ["draft", "draft/**"], found: ["draft", "draft/**"]),
    Case(exclude: ["/b.html"], found: ["/b.html"]),
    Case(exclude: ["site/drafts/**"], found: ["site/drafts/**!"]),
    Case(exclude: ["./site/a.html"], found: ["./site/a.html!"]),
    Case(include: ["*.html", "*.php"], found: ["*.php"]),
    Case(include: ["site/*.html", "*.html"], found: ["site/*.html!"]),
    Case(include: ["*.html"] + RewriteOptions.defaultInclude, found: []),
  ]

  @Test("are reported, in both ways of walking", arguments: cases, [false, true])
  func unmatched(test: Case, hasRedirects: Bool) throws {
    let folder = try TemporaryFolder()
    for file in ["a.html", "x.css", "drafts/b.html"] { try folder.write("x", to: "site/" + file) }
    let root = folder.url.appending(path: "site")
    try FileManager.default.createDirectory(
      at: root.appending(path: "empty"), withIntermediateDirectories: true)
    // With a redirect that leads to a group from the start all is left to the second pass.
    if hasRedirects { try folder.write("Redirect /x https://click.linksynergy.com/", to: "site/.htaccess") }
    let summary = try SiteRewriter(
      RewriteOptions(site: root.path, include: test.include, exclude: test.exclude)
    ).run()
    let found = summary.problems.filter { $0.code == "glob-matches-nothing" }
    #expect(
      found.map { $0.message }
        == test.found.map { glob in
          let isOutside = glob.hasSuffix("!")
          return
            "the glob '\(isOutside ? String(glob.dropLast()) : glob)' matches no file and no folder of the site: "
            + (isOutside
              ? "paths in globs begin at the site's root, so leave out what leads to it"
              : "correct it or remove it")
        })
    #expect(found.allSatisfy { $0.file == "." && $0.severity == .note })
  }

  @Test("absolute paths into the site too")
  func absolute() throws {
    let folder = try TemporaryFolder()
    let site = try folder.write("x", to: "site/a.html").deletingLastPathComponent().resolvingSymlinksInPath()
    let summary = try SiteRewriter(RewriteOptions(site: site.path, exclude: [site.path + "/a.html"])).run()
    #expect(summary.problems.first?.message.hasSuffix("so leave out what leads to it") == true)
  }
}
