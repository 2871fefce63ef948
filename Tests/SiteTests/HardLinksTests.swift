import AutoTagRedirects
import AutoTagSite
import Foundation
import TestSupport
import Testing

@Suite("Hard links instead of copies")
struct HardLinksTests {
  static let link = "<a href=\"https://click.linksynergy.com/deeplink?id=A&mid=1\">"
  static let tagged = link.replacing("mid=1", with: "mid=1&u1=--CLICK-ID--")

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @discardableResult
  private func rewrite(_ site: URL? = nil, hardLinks: Bool = true, looksForRedirects: Bool) throws
    -> RunSummary
  {
    var options = RewriteOptions(
      site: (site ?? folder.url.appending(path: "site")).path,
      destination: .output(
        path: folder.url.appending(path: "out").path, prune: false, hardLinks: hardLinks))
    if !looksForRedirects { options.redirects.mode = .off }
    return try SiteRewriter(options).run()
  }

  private func isSame(_ path: String) throws -> Bool {
    try Identity(folder.url.appending(path: "site/\(path)"))
      == Identity(folder.url.appending(path: "out/\(path)"))
  }

  @Test("what does not change has two names, what changes is a file of its own", arguments: [false, true])
  func unchanged(looksForRedirects: Bool) throws {
    try folder.write("<p>nothing", to: "site/a/plain.html")
    try folder.write("<p>its sibling too", to: "site/a/both.html")
    try folder.write("compressed", to: "site/a/both.html.gz")
    try folder.write("body { }", to: "site/style.css")
    try folder.write(Self.link, to: "site/link.html")
    try folder.write("another page", to: "out/a/plain.html")
    try folder.write("another style", to: "out/style.css")
    for round in 0..<2 {
      let summary = try rewrite(looksForRedirects: looksForRedirects)
      #expect(summary.problems.isEmpty && summary.pages.read == 3 && summary.pages.changed == 1)
      for path in ["a/plain.html", "a/both.html", "a/both.html.gz", "style.css"] {
        #expect(try isSame(path), "\(path), round \(round)")
      }
      #expect(try !isSame("link.html"))
      #expect(try folder.text("out/link.html") == Self.tagged)
      #expect(try folder.text("site/link.html") == Self.link)
    }
    #expect(try Tree.of(folder.url.appending(path: "out")).count == 6)
  }

  @Test("a later run never writes into the site", arguments: [false, true])
  func laterRun(looksForRedirects: Bool) throws {
    try folder.write("<p>nothing", to: "site/a.html")
    try folder.write("x", to: "site/b.txt")
    try rewrite(looksForRedirects: looksForRedirects)
    // As a generator does that writes its pages anew.
    try FileManager.default.removeItem(at: folder.url.appending(path: "site/a.html"))
    try folder.write(Self.link, to: "site/a.html")
    try rewrite(looksForRedirects: looksForRedirects)
    #expect(try folder.text("site/a.html") == Self.link && folder.text("out/a.html") == Self.tagged)
    // And without links from now on.
    try folder.write("longer", to: "other/b.txt")
    try folder.write("<p>nothing", to: "other/c.html")
    try rewrite(folder.url.appending(path: "other"), hardLinks: false, looksForRedirects: looksForRedirects)
    #expect(try folder.text("site/b.txt") == "x" && folder.text("out/b.txt") == "longer")
  }

  @Test("the site stays as it is when its links are tagged in the output")
  func taggedInPlace() throws {
    try folder.write(Self.link, to: "site/a.html")
    var options = RewriteOptions(
      site: folder.url.appending(path: "site").path,
      destination: .output(path: folder.url.appending(path: "out").path, prune: false, hardLinks: true),
      exclude: ["*.html"])
    options.allowsEmpty = true
    _ = try SiteRewriter(options).run()
    #expect(try isSame("a.html"))
    options = RewriteOptions(site: folder.url.appending(path: "out").path, destination: .inPlace)
    _ = try SiteRewriter(options).run()
    #expect(try folder.text("site/a.html") == Self.link && folder.text("out/a.html") == Self.tagged)
  }

  @Test("where the file system cannot, files are copied", .enabled(if: isAnotherDevice("/dev/shm")))
  func otherDevice() throws {
    let site = URL(filePath: "/dev/shm/autotag-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: site) }
    try FileManager.default.createDirectory(at: site, withIntermediateDirectories: false)
    for name in ["a.html", "b.html", "c.css"] { try Data(name.utf8).write(to: site.appending(path: name)) }
    let summary = try rewrite(site, looksForRedirects: true)
    #expect(summary.problems.isEmpty)
    for name in ["a.html", "b.html", "c.css"] { #expect(try folder.text("out/\(name)") == name) }
  }
}

private func isAnotherDevice(_ path: String) -> Bool {
  func device(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.systemNumber] as? Int
  }
  guard let there = device(path) else { return false }
  return there != device(FileManager.default.temporaryDirectory.path)
}
