import Foundation
import TestSupport
import Testing

@testable import SiteRewriter

@Suite("Pages that are done with before the redirects are known")
struct SettledPagesTests {
  static let rakuten = "https://click.linksynergy.com/deeplink?id=A"

  let folder = try! TemporaryFolder()

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

  @Test("a batch of other files than those that were settled is left whole")
  func otherBatch() {
    let none = FileSystem.currentFolder
    func batch(_ number: Int, _ names: [String]) -> FileBatch {
      FileBatch(
        number: number, folder: SiteFolder(path: [FileName("a")], source: none, output: nil),
        files: names.map { SiteFile(name: FileName($0), role: .page(compressed: [])) })
    }
    var settled = SettledPages()
    settled.note([5, nil, 7], of: batch(1, ["a", "b", "c"]))
    var same = batch(1, ["a", "b", "c"])
    let removed = settled.remove(from: &same)
    #expect(removed.pages == 2 && removed.bytes == 12 && same.files.map(\.name.text) == ["b"])
    for (number, names) in [
      (1, ["a", "c", "b"]), (1, ["a", "b"]), (0, ["a", "b", "c"]), (2, ["a", "b", "c"]),
    ] {
      var other = batch(number, names)
      #expect(settled.remove(from: &other).pages == 0 && other.files.count == names.count)
    }
  }
}
