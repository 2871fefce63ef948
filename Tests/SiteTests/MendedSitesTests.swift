import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("redirects: mend writes the redirect files, and treats the rest as auto")
struct MendedSitesTests {
  private let folder: TemporaryFolder
  private static let target = "https://click.linksynergy.com/deeplink?id=A&mid=1"
  private static let rule = "RewriteEngine On\nRewriteRule ^go/x$ \(target) [R]\n"
  private static let mended = "RewriteEngine On\nRewriteRule ^go/x$ \(target) [R,QSA]\n"
  private static let page = "<a href=/go/x>x</a>\n"
  private static let tagged = "<a href=/go/x?u1=--CLICK-ID-->x</a>\n"
  private static let inlined =
    "<a href=https://click.linksynergy.com/deeplink?id=A&amp;mid=1&amp;u1=--CLICK-ID-->x</a>\n"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.page, to: "site/index.html")
  }

  private func run(
    _ destination: RewriteOptions.Destination?, dryRun: Bool = false,
    sources: [RedirectOptions.Source] = [], diff: (@Sendable ([UInt8]) -> Void)? = nil
  ) throws -> RunSummary {
    try SiteRewriter(
      RewriteOptions(
        site: folder.url.appending(path: "site").path, destination: destination, dryRun: dryRun,
        rules: TaggingOptions(baseURL: "https://shop.example/"),
        redirects: RedirectOptions(mode: .mend, sources: sources))
    ).run(diff: diff)
  }

  private var output: RewriteOptions.Destination {
    .output(path: folder.url.appending(path: "out").path, prune: false)
  }

  private func codes(_ summary: RunSummary) -> [String] { summary.problems.map { "\($0.file) \($0.code)" } }

  @Test("into an output folder the site's own file stays, and a second run changes nothing")
  func intoOutput() throws {
    try folder.write(Self.rule, to: "site/.htaccess")
    let path = folder.url.appending(path: "site/.htaccess").path
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    for _ in 0..<2 {
      let summary = try run(output)
      #expect(
        summary.mendedRules.map { "\($0.file):\($0.line) \($0.new)" } == [
          ".htaccess:2 RewriteRule ^go/x$ \(Self.target) [R,QSA]"
        ])
      #expect(codes(summary) == [])
      #expect(try folder.text("site/.htaccess") == Self.rule)
      #expect(try folder.text("site/index.html") == Self.page)
      #expect(try folder.text("out/.htaccess") == Self.mended)
      #expect(try folder.text("out/index.html") == Self.tagged)
    }
    let written = folder.url.appending(path: "out/.htaccess").path
    let mode = try FileManager.default.attributesOfItem(atPath: written)[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test(
    "a link that no redirect answers, or of which nobody can tell the end, has to keep it",
    arguments: [
      // In front of mod_alias httpd would make a redirect of the folder's path on its disk.
      "RewriteEngine On\nRedirectMatch 301 ^/go/x(.*)$ \(target)\nRewriteRule ^go/x-1$ go/b [R=301]\n",
      // A rule in the place of `RedirectMatch` would stand in front of it.
      "RewriteEngine On\nRedirectMatch 301 ^/go/x(.*)$ \(target)\nRewriteRule ^go/x-1$ ${map:x} [R=301]\n",
      "RewriteEngine On\nRedirectMatch 301 ^/go/x(.*)$ \(target)\nRewriteRule ^go/x-1$ - [F]\n",
    ])
  func keepsOtherLinks(rules: String) throws {
    try folder.write(rules, to: "site/.htaccess")
    try folder.write(Self.page + "<a href=/go/x-1>y</a>\n", to: "site/index.html")
    let summary = try run(output)
    #expect(summary.mendedRules == [])
    #expect(codes(summary).contains(".htaccess redirect-not-mended"))
    #expect(try folder.text("out/.htaccess") == rules)
  }

  @Test("in place, once")
  func inPlace() throws {
    try folder.write(Self.rule, to: "site/.htaccess")
    let path = folder.url.appending(path: "site/.htaccess").path
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try run(.inPlace).mendedRules.count == 1)
    let second = try run(.inPlace)
    #expect(second.mendedRules == [] && second.pages.changed == 0)
    #expect(try folder.text("site/.htaccess") == Self.mended)
    #expect(try folder.text("site/index.html") == Self.tagged)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "site").path)
    #expect(names.sorted() == [".htaccess", "index.html"])
  }

  @Test("a dry run tells of it, shows the difference and writes nothing")
  func dryRun() throws {
    try folder.write(Self.rule, to: "site/.htaccess")
    let diff = Collected()
    let summary = try run(.inPlace, dryRun: true) { diff.add($0) }
    #expect(summary.mendedRules.count == 1)
    #expect(diff.text.contains("--- a/.htaccess\n+++ b/.htaccess\n"))
    #expect(
      diff.text.contains(
        "-RewriteRule ^go/x$ \(Self.target) [R]\n+RewriteRule ^go/x$ \(Self.target) [R,QSA]\n"))
    #expect(diff.text.contains("+\(Self.tagged)"))
    #expect(try folder.text("site/.htaccess") == Self.rule)
    #expect(try folder.text("site/index.html") == Self.page)
  }

  /// The reasons for which a file stays, and what makes it so.
  enum Obstacle: String, CaseIterable {
    case link, compressed, unnamed, outsideOutput, included
  }

  @Test("what cannot be written is said, and its links are treated as by auto", arguments: Obstacle.allCases)
  func obstacles(obstacle: Obstacle) throws {
    let location = "location = /go/x { return 302 \(Self.target); }\n"
    var sources: [RedirectOptions.Source] = []
    var destination = RewriteOptions.Destination.inPlace
    var file = ""
    switch obstacle {
    case .link:
      file = "_redirects"
      try folder.write("/go/x \(Self.target)\n", to: "real")
      try FileManager.default.createSymbolicLink(
        at: folder.url.appending(path: "site/_redirects"),
        withDestinationURL: folder.url.appending(path: "real"))
    case .compressed:
      file = ".htaccess"
      try folder.write(Self.rule, to: "site/.htaccess")
      try folder.write("", to: "site/.htaccess.br")
    case .unnamed:
      file = "../_redirects"
      try folder.write("/go/x \(Self.target)\n", to: "_redirects")
    case .outsideOutput:
      file = folder.url.appending(path: "server.conf").path
      try folder.write(location, to: "server.conf")
      sources = [.init(path: file, format: .nginx)]
      destination = output
    case .included:
      file = "parts/go.conf"
      try folder.write("server { include parts/*.conf; }\n", to: "site/server.conf")
      try folder.write(location, to: "site/parts/go.conf")
      sources = [.init(path: "server.conf", format: .nginx)]
    }
    let before = try Tree.of(folder.url)
    let summary = try run(destination, sources: sources)
    #expect(summary.mendedRules == [])
    #expect(codes(summary).contains("\(file) redirect-not-mended"), "\(codes(summary))")
    let page = destination == .inPlace ? "site/index.html" : "out/index.html"
    #expect(try folder.text(page) == Self.inlined)
    try FileManager.default.removeItem(at: folder.url.appending(path: page))
    for (path, content) in try Tree.of(folder.url) where !path.hasPrefix("out") && before[path] != nil {
      #expect(content == before[path], "\(path)")
    }
  }

  @Test("a named file outside of the site is written in place")
  func namedFileOutside() throws {
    let file = folder.url.appending(path: "server.conf").path
    try folder.write("location = /go/x { return 302 \(Self.target); } # ours\n", to: "server.conf")
    let summary = try run(.inPlace, sources: [.init(path: file, format: .nginx)])
    #expect(summary.mendedRules.map(\.file) == [file])
    #expect(
      try folder.text("server.conf") == "location = /go/x { return 302 \(Self.target)&$args; } # ours\n")
    #expect(try folder.text("site/index.html") == Self.tagged)
  }

  @Test("a file in a folder that cannot be written fails, and its links do not count on it")
  func writeFails() throws {
    // The superuser may write everywhere.
    guard getuid() != 0 else { return }
    try folder.write("RewriteEngine On\nRewriteRule ^x$ \(Self.target) [R]\n", to: "site/go/.htaccess")
    let path = folder.url.appending(path: "site/go").path
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path) }
    let summary = try run(.inPlace)
    #expect(codes(summary) == ["go/.htaccess write-failed"])
    #expect(summary.mendedRules == [])
    #expect(try folder.text("site/index.html") == Self.inlined)
  }

  @Test("resolve tells the same as rewrite, whether the link is on a page or not")
  func resolves() throws {
    try folder.write(Self.rule, to: "site/.htaccess")
    let options = RewriteOptions(
      site: folder.url.appending(path: "site").path, rules: TaggingOptions(baseURL: "https://shop.example/"),
      redirects: RedirectOptions(mode: .mend))
    let link = try #require(try SiteRewriter.resolve(["/go/x"], options).links.first)
    #expect(link.decision == .tagged && link.result == "/go/x?u1=--CLICK-ID--")
    #expect(link.isTrackable == true)
    #expect(link.notes.map(\.code) == ["redirect-mended"])
    #expect(try folder.text("site/.htaccess") == Self.rule)
  }
}

/// Diffs, collected from several threads.
private final class Collected: @unchecked Sendable {
  private let lock = NSLock()
  private var bytes: [UInt8] = []

  func add(_ more: [UInt8]) { lock.withLock { bytes += more } }

  var text: String { lock.withLock { String(decoding: bytes, as: UTF8.self) } }
}
