import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("The sample sites whose links are behind redirects become what was written by hand, byte for byte")
struct RedirectSampleTests {
  /// A sample site as its `autotag.yml` describes it.
  struct Sample: Sendable, CustomTestStringConvertible {
    let site: String
    let baseURL: String?
    var mode = RedirectMode.tag
    var sources: [RedirectOptions.Source] = []
    /// The problems of the page's five links, in their order.
    let reports: [String]
    /// The problems of a second run, where they are others.
    var later: [String]?

    var testDescription: String { "\(site), \(mode)" }
    /// Its folder under Tests/Expected/redirects.
    var expected: String { mode == .tag ? site : "\(site)-\(mode)" }
  }

  static let samples = [
    Sample(
      site: "netlify", baseURL: "https://copper-kettle.example/",
      reports: ["11 redirect-drops-query", "12 redirect-drops-query"]),
    Sample(
      site: "apache", baseURL: "https://trailhead-shoes.example/",
      reports: ["11 redirect-drops-query", "12 double-redirect"]),
    Sample(
      site: "apache", baseURL: "https://trailhead-shoes.example/", mode: .inline,
      reports: ["12 double-redirect"], later: []),
    Sample(
      site: "apache", baseURL: "https://trailhead-shoes.example/", mode: .auto,
      reports: ["12 double-redirect"]),
    Sample(
      site: "apache", baseURL: "https://trailhead-shoes.example/", mode: .mend,
      reports: ["12 double-redirect"]),
    Sample(
      site: "netlify", baseURL: "https://copper-kettle.example/", mode: .mend,
      reports: ["go/lid/index.html 4 redirect-not-mended"], later: []),
    Sample(
      site: "nginx", baseURL: "http://garden-gate.example/", mode: .mend,
      sources: [.init(path: "nginx.conf", format: .nginx)], reports: ["10 double-redirect"]),
    Sample(
      site: "nginx", baseURL: "http://garden-gate.example/",
      sources: [.init(path: "nginx.conf", format: .nginx)],
      reports: ["10 redirect-drops-query", "10 double-redirect"]),
    Sample(
      site: "caddy", baseURL: "https://harbour-yarns.example/",
      reports: ["10 redirect-drops-query", "11 double-redirect"]),
    Sample(
      site: "wordpress", baseURL: "https://paper-crane.example/",
      sources: [
        .init(path: "exports/pretty-links.csv", format: .prettyLinks),
        .init(path: "exports/thirstyaffiliates.csv", format: .thirstyAffiliates, prefix: "/recommends/"),
        .init(path: "exports/redirection.json", format: .redirectionJSON),
      ],
      reports: ["10 redirect-drops-query", "11 redirect-query-unknown", "11 redirect-drops-query"]),
    Sample(
      site: "stubs", baseURL: nil,
      reports: ["11 redirect-drops-query", "12 redirect-drops-query", "13 redirect-drops-query"]),
  ]

  @Test("into an output folder, and a second run over the result changes nothing", arguments: samples)
  func output(sample: Sample) throws {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "out")
    let source = Oracle.root.appending(path: "SampleSites/redirects/\(sample.site)")
    let before = try Tree.of(source)
    let first = try run(sample, at: source, to: .output(path: output.path, prune: false))
    #expect(reports(first) == sample.reports)
    try expectTree(output, sample)
    Tree.expectEqual(try Tree.of(source), before)

    let again = folder.url.appending(path: "again")
    let second = try run(sample, at: output, to: .output(path: again.path, prune: false))
    #expect(second.pages.changed == 0)
    #expect(reports(second) == sample.later ?? sample.reports)
    try expectTree(again, sample)
  }

  @Test("where they are", arguments: samples)
  func inPlace(sample: Sample) throws {
    let folder = try TemporaryFolder()
    let copy = folder.url.appending(path: "site")
    try FileManager.default.copyItem(
      at: Oracle.root.appending(path: "SampleSites/redirects/\(sample.site)"), to: copy)
    let first = try run(sample, at: copy, to: .inPlace)
    let second = try run(sample, at: copy, to: .inPlace)
    #expect(second.pages.changed == 0)
    #expect(second.groups["rakuten"]?.alreadyTagged == first.groups["rakuten"]?.tagged)
    try? FileManager.default.removeItem(at: copy.appending(path: "autotag.yml"))
    try expectTree(copy, sample)
  }

  @Test("a report of a lost query names the rule's file and line, and a fix", arguments: samples)
  func reportsNameTheRule(sample: Sample) throws {
    let lines = [
      "netlify": "go/lid/index.html:4", "apache": ".htaccess:9", "nginx": "nginx.conf:19",
      "caddy": "Caddyfile:13",
      "wordpress": "exports/pretty-links.csv:3", "stubs": "go/lamp/index.html:7",
    ]
    let site = Oracle.root.appending(path: "SampleSites/redirects/\(sample.site)")
    let loss = try run(sample, at: site, to: nil).problems.first { $0.severity == .loss }
    guard sample.mode == .tag else {
      #expect(loss == nil)
      return
    }
    let message = try #require(loss?.message)
    #expect(message.contains(" \(try #require(lines[sample.site])): "), "\(message)")
    #expect(message.contains(". To mend it: "), "\(message)")
  }

  private func run(
    _ sample: Sample, at site: URL, to destination: RewriteOptions.Destination?
  ) throws -> RunSummary {
    try SiteRewriter(
      RewriteOptions(
        site: site.path, destination: destination, rules: TaggingOptions(baseURL: sample.baseURL),
        redirects: RedirectOptions(mode: sample.mode, sources: sample.sources))
    ).run()
  }

  private func reports(_ summary: RunSummary) -> [String] {
    summary.problems.map { ($0.file == "index.html" ? "" : $0.file + " ") + "\($0.line ?? 0) \($0.code)" }
  }

  private func expectTree(
    _ folder: URL, _ sample: Sample, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    Tree.expectEqual(
      try Tree.of(folder),
      try Tree.of(Oracle.root.appending(path: "Tests/Expected/redirects/\(sample.expected)")),
      sourceLocation: sourceLocation)
  }
}
