import AutoTagSite
import Foundation
import TestSupport
import Testing

@Suite("Pruning is refused where the folder is no copy of the site")
struct PruneTests {
  /// - Parameters:
  ///   - site: its files.
  ///   - output: those of the folder that is named for the copy.
  ///   - refusal: the words for the reason; `nil` where pruning goes on.
  struct Case: Sendable {
    let name: String
    var site = ["index.html"]
    let output: [String]
    var removes = 0
    var refusal: String?
  }

  static let cases: [Case] = [
    Case(name: "not there", output: []),
    Case(name: "the same", output: ["index.html"]),
    Case(name: "a publishing branch", output: [".git/config", ".git/HEAD"]),
    Case(name: "temporary files of a killed run", output: [".autotag-1-1-1.tmp"]),
    Case(
      name: "half", site: ["a.html", "b/c.html"], output: ["a.html", "b/c.html", "x", "y/z"], removes: 2),
    Case(
      name: "more than half", site: ["a.html", "b/c.html"],
      output: ["a.html", "b/c.html", "x", "y/z", "y/w"],
      refusal: "would remove 3 files from OUT (x, y/), more than the 2 that SITE has too"),
    Case(
      name: "another folder", output: ["letters/a.odt", "b.odt"],
      refusal: "2 files (b.odt, letters/): nothing of it"),
    Case(name: "one file", output: ["b.odt"], refusal: "would remove all that OUT holds, 1 file (b.odt)"),
    Case(
      name: "names in short", output: ["a", "b", "c", "d/e"], refusal: "4 files (a, b, c, …): nothing of it"),
    Case(
      name: "a folder in the place of the only page", output: ["index.html/mine"],
      refusal: "would remove all that OUT holds, 1 file (index.html/)"),
    Case(
      name: "a project", site: ["index.html", "a.html"], output: ["index.html", "a.html", "package.json"],
      refusal: "would remove 1 file from OUT, which holds package.json, as projects do and SITE does not"),
    Case(
      name: "a project of autotag's", site: ["index.html", "a.html"], output: ["index.html", "autotag.yml"],
      refusal: "which holds autotag.yml"),
    Case(
      name: "sources", site: ["index.html", "a.html"], output: ["index.html", "a.html", "src/x.js"],
      refusal: "which holds src"),
    Case(
      name: "a site that has such a file", site: ["index.html", "package.json"],
      output: ["index.html", "package.json", "x"], removes: 1),
    Case(
      name: "such a name further down", site: ["index.html", "a/b"],
      output: ["index.html", "a/package.json"],
      removes: 1),
  ]

  @Test("by what it holds, in a dry run too", arguments: cases.indices, [false, true])
  func refused(index: Int, dryRun: Bool) throws {
    let test = Self.cases[index]
    let folder = try TemporaryFolder()
    for file in test.site { try folder.write("<p>\(file)", to: "site/\(file)") }
    for file in test.output { try folder.write("mine", to: "out/\(file)") }
    let (site, output) = (folder.url.path + "/site", folder.url.path + "/out")
    let before = try Tree.of(folder.url)
    let rewriter = try SiteRewriter(
      RewriteOptions(site: site, destination: .output(path: output, prune: true), dryRun: dryRun))
    guard let refusal = test.refusal else {
      #expect(try rewriter.run().pruned?.count == test.removes, "\(test.name)")
      return
    }
    let words = refusal.replacing("OUT", with: output).replacing("SITE", with: site)
    do {
      _ = try rewriter.run()
      Issue.record("\(test.name): nothing was refused")
    } catch {
      #expect(error.description.contains(words), "\(test.name): \(error.description)")
      #expect(error.description.contains("remove what is in it yourself and run again"))
    }
    Tree.expectEqual(try Tree.of(folder.url), before)
  }
}
