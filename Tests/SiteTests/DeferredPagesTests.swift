import AutoTagFiles
import AutoTagRedirects
import Foundation
import TestSupport
import Testing

@testable import AutoTagSite

@Suite("Pages that are done with before the redirects are known")
struct DeferredPagesTests {
  static let rakuten = "https://click.linksynergy.com/deeplink?id=A"

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func rewrite(_ destination: RewriteOptions.Destination?, jobs: Int = 1) throws -> RunSummary {
    var options = RewriteOptions(
      site: folder.url.appending(path: "site").path, destination: destination, jobs: jobs)
    options.redirects.mode = .inline
    return try SiteRewriter(options).run()
  }

  private var output: RewriteOptions.Destination {
    .output(path: folder.url.appending(path: "out").path, prune: false)
  }

  @Test("a page that was copied before a redirect was found gets its links all the same", arguments: [1, 2])
  func lateRedirect(jobs: Int) throws {
    let page = "<a href=/z/go.html>x</a>"
    for number in 0..<100 { try folder.write(page, to: "site/\(number).html") }
    try folder.write("<p>nothing", to: "site/z/a.html")
    try folder.write("<meta http-equiv=refresh content='0; url=\(Self.rakuten)'>", to: "site/z/go.html")
    for round in 0..<2 {
      let summary = try rewrite(output, jobs: jobs)
      #expect(summary.pages.read == 102 && summary.pages.changed == 100, "round \(round)")
      #expect(summary.groups["rakuten"]?.tagged == 100)
      #expect(
        try folder.text("out/7.html")
          == page.replacing("/z/go.html", with: Self.rakuten + "&amp;u1=--CLICK-ID--"))
      #expect(try folder.text("out/z/a.html") == "<p>nothing")
    }
  }

  @Test("without redirects all pages are counted, copied and, the second time, left alone")
  func noRedirect() throws {
    for number in 0..<100 { try folder.write("<a href=/x>\(number)</a>", to: "site/a/\(number).html") }
    try folder.write("<a href='\(Self.rakuten)'>x</a>", to: "site/a/link.html")
    try folder.write("asset", to: "site/a/style.css")
    for destination in [output, output, nil, .inPlace] {
      let summary = try rewrite(destination)
      #expect(summary.pages.read == 101 && summary.pages.changed == 1)
    }
    #expect(try folder.text("out/a/99.html") == "<a href=/x>99</a>")
    #expect(try folder.text("out/a/link.html").contains("--CLICK-ID--"))
    #expect(try Tree.of(folder.url.appending(path: "out")).count == 103)
  }

  @Test("what the output has under the name of a page is replaced")
  func otherFile() throws {
    try folder.write("new", to: "site/a.html")
    try folder.write("old", to: "out/a.html")
    _ = try rewrite(output)
    #expect(try folder.text("out/a.html") == "new")
  }

  @Test("more pages than are remembered are found again by a second walk")
  func manyPages() {
    let batch = FileBatch(
      number: 0, folder: SiteFolder(path: [], source: FileSystem.currentFolder, output: nil),
      files: (0..<32).map { SiteFile(name: FileName("\($0).html"), role: .page(compressed: [])) })
    var deferred = DeferredPages()
    for _ in 0..<DeferredPages.limit / 32 { deferred.note(batch.files, of: batch) }
    #expect(deferred.isComplete)
    deferred.note([batch.files[0]], of: batch)
    deferred.note(batch.files, of: batch)
    #expect(!deferred.isComplete)
  }

  @Test("pages of all depths come in the order of the tree, and folders that are gone are told")
  func order() throws {
    let paths = ["a.html", "a/b.html", "a/b/c/d.html", "a/b/e.html", "a/f/g.html", "gone/h.html", "i/j.html"]
    for path in paths where !path.hasPrefix("gone") { try folder.write("", to: path) }
    let root = SiteFolder(
      path: [], source: try FileSystem.openFolder(FileName(folder.url.path), in: FileSystem.currentFolder),
      output: nil)
    var deferred = DeferredPages()
    for (number, path) in paths.enumerated().reversed() {
      let names = path.split(separator: "/").map { FileName(String($0)) }
      let parent = SiteFolder(
        path: Array(names.dropLast()), source: try FileSystem.openFolder(FileName("."), in: root.source),
        output: nil)
      let page = SiteFile(name: names[names.count - 1], role: .page(compressed: []))
      // Batches that hold nothing leave no gap in the numbers.
      let batch = FileBatch(number: 2 * number, folder: parent, files: [page])
      deferred.note(batch.files, of: batch)
      deferred.note([], of: batch)
    }
    let tree = SiteTree(
      selection: PageSelection(include: ["*.html"], exclude: []), hidden: [], output: nil, cleansUp: false)
    var seen: [String] = []
    var told: [String] = []
    deferred.visit(tree, root: root) { file, _ in
      told.append(file)
    } emit: { batch in
      #expect(batch.number == seen.count + told.count - (batch.files.isEmpty ? 1 : 0))
      for file in batch.files {
        seen.append(batch.folder.displayPath(file.name))
        #expect((try? FileSystem.status(of: file.name, in: batch.folder.source)) != nil)
      }
    }
    #expect(seen == paths.filter { !$0.hasPrefix("gone") } && told == ["gone"])
  }

  @Test("what the site has beside its pages is copied once and counted once", arguments: [false, true])
  func assets(hasRedirect: Bool) throws {
    try folder.write("<a href=/go.html>x</a>", to: "site/a.html")
    try folder.write("<a href='\(Self.rakuten)'>x</a>", to: "site/b/a.html")
    try folder.write("x", to: "site/b/c/style.css")
    try folder.write("# x", to: "site/.htaccess")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "site/link").path, withDestinationPath: "a.html")
    if hasRedirect {
      try folder.write("<meta http-equiv=refresh content='0; url=\(Self.rakuten)'>", to: "site/go.html")
    }
    for _ in 0..<2 {
      let summary = try rewrite(output)
      #expect(summary.assets == 2 && summary.problems.isEmpty)
      #expect(summary.pages.read == (hasRedirect ? 3 : 2) && summary.pages.changed == (hasRedirect ? 2 : 1))
      #expect(
        try Set(Tree.of(folder.url.appending(path: "out")).keys)
          == Set(Tree.of(folder.url.appending(path: "site")).keys))
    }
  }
}
