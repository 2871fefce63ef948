import AutoTagHTML
import AutoTagRedirects
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@testable import AutoTagSite

/// Time cannot be hit, so the parser is asked: between the reading of a page and its writing it is given the
/// page's view, and there it changes the site.
@Suite("A site that changes while it is rewritten")
struct ChangingSiteTests {
  static let page = "<a href=\"https://click.linksynergy.com/deeplink?id=A&mid=1\">"
  static let tagged = page.replacing("mid=1", with: "mid=1&u1=--CLICK-ID--")

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs with one worker and calls `meddle` once, when the first page was read.
  /// - Parameter looksForRedirects: everything but the pages with links is done before that then.
  private func rewrite(
    inPlace: Bool, looksForRedirects: Bool = true, meddle: @escaping @Sendable () throws -> Void
  ) throws -> RunSummary {
    let site = folder.url.appending(path: "site").path
    let output = folder.url.appending(path: "out").path
    var options = RewriteOptions(
      site: site, destination: inPlace ? .inPlace : .output(path: output, prune: false), jobs: 1)
    if !looksForRedirects { options.redirects.mode = .off }
    return try SiteRewriter(options).run(progress: nil, diff: nil) {
      PageRewriter(rules: $0, reader: LinkReader(walker: MeddlingWalker(meddle: meddle)))
    }
  }

  @Test("a page that another program saves in place is not overwritten")
  func changedPage() throws {
    let file = try folder.write(Self.page, to: "site/a.html")
    try folder.write(Self.page, to: "site/b.html")
    let summary = try rewrite(inPlace: true) { try Data("saved meanwhile".utf8).write(to: file) }
    #expect(summary.problems.map(\.code) == ["page-changed"])
    #expect(summary.problems.map(\.severity) == [.failure])
    #expect(summary.problems.first?.message == "the page was changed by another program meanwhile: run again")
    #expect(try folder.text("site/a.html") == "saved meanwhile")
    #expect(try folder.text("site/b.html") == Self.tagged)
    #expect(summary.groups["rakuten"]?.tagged == 1)
    #expect(summary.groups["rakuten"]?.skippedByReason == [.pageChanged: 1])
  }

  @Test("a page of the same size and bytes, saved again, is not overwritten either")
  func touchedPage() throws {
    let file = try folder.write(Self.page, to: "site/a.html")
    let other = Self.page.replacing("id=A", with: "id=B")
    let summary = try rewrite(inPlace: true) {
      let handle = try FileHandle(forWritingTo: file)
      try handle.write(contentsOf: Data(other.utf8))
      try handle.close()
    }
    #expect(summary.problems.map(\.code) == ["page-changed"])
    #expect(try folder.text("site/a.html") == other)
  }

  @Test("a page's .gz is not made of what the page no longer is")
  func changedPageWithSibling() throws {
    let file = try folder.write(Self.page, to: "site/a.html")
    let sibling = try folder.write("of the page before", to: "site/a.html.gz")
    let summary = try rewrite(inPlace: true) {
      try Data("saved meanwhile".utf8).write(to: file)
      try Data("and this too".utf8).write(to: sibling)
    }
    #expect(summary.problems.map(\.code) == ["page-changed"])
    #expect(try folder.text("site/a.html") == "saved meanwhile")
    #expect(try folder.text("site/a.html.gz") == "and this too")
  }

  @Test("a page that is removed in place does not come back")
  func removedPage() throws {
    let file = try folder.write(Self.page, to: "site/a.html")
    try folder.write(Self.page, to: "site/b.html")
    let summary = try rewrite(inPlace: true) { try FileManager.default.removeItem(at: file) }
    #expect(summary.problems.map(\.code) == ["page-changed"])
    #expect(try Set(Tree.of(folder.url.appending(path: "site")).keys) == ["b.html"])
    #expect(try folder.text("site/b.html") == Self.tagged)
  }

  @Test(
    "files that vanish before their turn are reported, and the others done", arguments: [false, true],
    [false, true])
  func vanished(inPlace: Bool, looksForRedirects: Bool) throws {
    for name in ["a.html", "b.html", "c.html"] { try folder.write(Self.page, to: "site/\(name)") }
    try folder.write("x", to: "site/d.css")
    let site = folder.url.appending(path: "site")
    let summary = try rewrite(inPlace: inPlace, looksForRedirects: looksForRedirects) {
      for name in ["b.html", "d.css"] { try FileManager.default.removeItem(at: site.appending(path: name)) }
    }
    let isCopied = !inPlace && looksForRedirects
    #expect(
      summary.problems.map(\.code) == ["unreadable-page"] + (inPlace || isCopied ? [] : ["unreadable-file"]))
    if isCopied { #expect(try folder.text("out/d.css") == "x") }
    #expect(summary.problems.first?.file == "b.html")
    #expect(summary.pages.read == 2)
    #expect(summary.pages.skipped == 1)
    for name in ["a.html", "c.html"] {
      #expect(try folder.text("\(inPlace ? "site" : "out")/\(name)") == Self.tagged)
    }
  }

  @Test(
    "a page that becomes a link or a pipe before its turn is not followed",
    arguments: [false, true])
  func replacedPage(inPlace: Bool) throws {
    for name in ["a.html", "b.html", "c.html"] { try folder.write(Self.page, to: "site/\(name)") }
    let site = folder.url.appending(path: "site")
    let outside = try folder.write(Self.page, to: "outside.html")
    let summary = try rewrite(inPlace: inPlace) {
      for name in ["b.html", "c.html"] { try FileManager.default.removeItem(at: site.appending(path: name)) }
      try FileManager.default.createSymbolicLink(
        at: site.appending(path: "b.html"), withDestinationURL: outside)
      mkfifo(site.appending(path: "c.html").path, 0o644)
    }
    #expect(summary.problems.map(\.file) == ["b.html", "c.html"])
    #expect(summary.problems.map(\.code) == ["unreadable-page", "special-file"])
    #expect(summary.problems.map(\.severity) == [.failure, .failure])
    #expect(try folder.text("outside.html") == Self.page)
    if !inPlace { #expect(try Set(Tree.of(folder.url.appending(path: "out")).keys) == ["a.html"]) }
  }

  /// The walk is at most a queue ahead of the worker, so that it has not been in the last folders when the
  /// first page is read.
  @Test(
    "a folder that becomes a link before its turn is not followed", arguments: [false, true], [false, true])
  func replacedFolder(inPlace: Bool, looksForRedirects: Bool) throws {
    let names = (100..<300).map(String.init)
    for name in names { try folder.write(Self.page, to: "site/\(name)/a.html") }
    try folder.write(Self.page, to: "site/a.html")
    try folder.write(Self.page, to: "outside/mine.html")
    let site = folder.url.appending(path: "site")
    let outside = folder.url.appending(path: "outside")
    let summary = try rewrite(inPlace: inPlace, looksForRedirects: looksForRedirects) {
      try FileManager.default.removeItem(at: site.appending(path: "299"))
      try FileManager.default.createSymbolicLink(
        at: site.appending(path: "299"), withDestinationURL: outside)
    }
    #expect(summary.problems.map(\.file) == ["299"])
    #expect(summary.problems.map(\.code) == ["unreadable-folder"])
    #expect(summary.pages.changed == names.count)
    #expect(try folder.text("outside/mine.html") == Self.page)
    if !inPlace {
      let output = try Tree.of(folder.url.appending(path: "out"))
      #expect((output["299"] != nil) == looksForRedirects && output["299/mine.html"] == nil)
    }
  }
}

/// Reads as libxml2 does, and calls a function before the first answer.
private final class MeddlingWalker: ViewWalker {
  private let walker = LibXML2Walker()
  private var meddle: (() throws -> Void)?

  init(meddle: @escaping () throws -> Void) {
    self.meddle = meddle
  }

  func walk(_ view: [UInt8], into report: inout ViewReport) -> Bool {
    do { try meddle?() } catch { Issue.record(error) }
    meddle = nil
    return walker.walk(view, into: &report)
  }
}
