import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("The sample sites become what was written by hand, byte for byte")
struct SampleSitesTests {
  static let sites = ["seed", "legacy", "modern"]

  @Test("into an output folder, and a second run over the result changes nothing", arguments: sites)
  func output(site: String) throws {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "out")
    let source = Oracle.root.appending(path: "SampleSites/\(site)")
    let before = try Tree.of(source)
    let summary = try rewrite(source, to: .output(path: output.path, prune: false))
    #expect(summary.problems.filter { $0.severity == .failure } == [])
    try expectTree(output, isExpectedOf: site)
    Tree.expectEqual(try Tree.of(source), before)

    let again = folder.url.appending(path: "again")
    let second = try rewrite(output, to: .output(path: again.path, prune: false), site: site)
    #expect(second.pages.changed == 0)
    try expectTree(again, isExpectedOf: site)
  }

  @Test("where they are", arguments: sites)
  func inPlace(site: String) throws {
    let folder = try TemporaryFolder()
    let copy = folder.url.appending(path: "site")
    try FileManager.default.copyItem(at: Oracle.root.appending(path: "SampleSites/\(site)"), to: copy)
    let first = try rewrite(copy, to: .inPlace)
    try? FileManager.default.removeItem(at: copy.appending(path: "autotag.yml"))
    try expectTree(copy, isExpectedOf: site)
    let second = try rewrite(copy, to: .inPlace, site: site)
    #expect(second.pages.changed == 0)
    #expect(
      second.groups["rakuten"]?.alreadyTagged
        == (first.groups["rakuten"].map { $0.alreadyTagged + $0.tagged }))
    try expectTree(copy, isExpectedOf: site)
  }

  @Test("untagged again they are what they were, but for tokens that their authors wrote", arguments: sites)
  func untagged(site: String) throws {
    let folder = try TemporaryFolder()
    let source = Oracle.root.appending(path: "SampleSites/\(site)")
    let (tagged, without) = (folder.url.appending(path: "tagged"), folder.url.appending(path: "without"))
    for copy in [tagged, without] { try FileManager.default.copyItem(at: source, to: copy) }
    let first = try rewrite(tagged, to: .inPlace)
    let second = try rewrite(tagged, to: .inPlace, site: site, task: .untag)
    let authors = try rewrite(without, to: .inPlace, task: .untag)
    let tags = try #require(first.groups["rakuten"])
    #expect(second.groups["rakuten"]?.untagged == tags.tagged + tags.alreadyTagged)
    #expect(authors.groups["rakuten"]?.untagged == tags.alreadyTagged)
    // Its links end in "?" or "&", or have a parameter without a value, which nobody can tell afterwards.
    let odd = "notes/link-checklist.html"
    let trees = [try Tree.of(tagged), try Tree.of(without)].map { $0.filter { $0.key != odd } }
    Tree.expectEqual(trees[0], trees[1])
    #expect(try rewrite(tagged, to: .inPlace, site: site, task: .untag).pages.changed == 0)
  }

  private func rewrite(
    _ source: URL, to destination: RewriteOptions.Destination, site: String? = nil,
    task: TaggingOptions.Task = .tag
  ) throws -> RunSummary {
    let address =
      (site ?? source.lastPathComponent) == "modern" || destination == .inPlace
      ? "https://paper-lantern.example/" : nil
    var rules = TaggingOptions(baseURL: address)
    rules.task = task
    return try SiteRewriter(
      RewriteOptions(site: source.path, destination: destination, rules: rules)
    ).run()
  }

  /// Compressed files are compared by what they hold: another zlib may make other bytes of it.
  private func expectTree(
    _ folder: URL, isExpectedOf site: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var trees = [
      try Tree.of(folder), try Tree.of(Oracle.root.appending(path: "Tests/Expected/\(site)")),
    ]
    for index in trees.indices {
      for (path, node) in trees[index] where path.hasSuffix(".gz") {
        guard case .file(let data) = node else { continue }
        trees[index][path] = .file(try Oracle.run("gzip", ["-dc"], input: data).standardOutput)
      }
    }
    Tree.expectEqual(trees[0], trees[1], sourceLocation: sourceLocation)
  }
}
