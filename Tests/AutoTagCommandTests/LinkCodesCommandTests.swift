import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("subid: code, from the command line")
struct LinkCodesCommandTests {
  private let folder: TemporaryFolder
  private static let deep =
    "https://click.linksynergy.com/deeplink?id=3EXBwEUh9KI&mid=1&murl=https%3A%2F%2Fe.example"
  private static let page = """
    <head></head><a rel=sponsored href="\(deep)">x</a>
    <a rel=sponsored href="\(deep.replacing("&", with: "&amp;"))#top">again</a>
    <a rel=sponsored href=/go/a>redirect</a>
    <noscript><a href="\(deep)">not seen</a></noscript>

    """
  private static let codeX = LinkCode.of(LinkPlace(page: "index.html", destination: deep))
  private static let codeGo = LinkCode.of(
    LinkPlace(page: "index.html", destination: "https://click.linksynergy.com/deeplink"))

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.page, to: "site/index.html")
    try folder.write("/go/a https://click.linksynergy.com/deeplink 302\n", to: "site/_redirects")
    try folder.write(
      """
      site: site
      groups:
        - name: rakuten
          hosts: [click.linksynergy.com]
          subid: code

      """, to: "autotag.yml")
  }

  private func run(_ arguments: String...) throws -> Oracle.Output {
    try Oracle.run(Product.autotag, arguments, in: folder.url)
  }

  private static let tagged = """
    <head></head><a rel=sponsored href="\(deep)&u1=\(codeX)">x</a>
    <a rel=sponsored href="\(deep.replacing("&", with: "&amp;"))&amp;u1=\(codeX)#top">again</a>
    <a rel=sponsored href=/go/a?u1=\(codeGo)>redirect</a>
    <noscript><a href="\(deep)">not seen</a></noscript>

    """

  private static let map =
    "code\tpage\tdestination\n\(codeGo)\tindex.html\thttps://click.linksynergy.com/deeplink\n"
    + "\(codeX)\tindex.html\t\(deep)\n"

  @Test("a copy has codes, the map stays beside the configuration, and a second run changes nothing")
  func output() throws {
    #expect(try run("rewrite", "--output", "out", "--dry-run").status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "autotag-codes.tsv").path))
    for _ in 0..<2 {
      #expect(try run("rewrite", "--output", "out").status == 0)
      #expect(try folder.text("out/index.html") == Self.tagged)
      #expect(try folder.text("autotag-codes.tsv") == Self.map)
      #expect(try folder.text("site/index.html") == Self.page)
    }
    // Without the map it is the same.
    try FileManager.default.removeItem(at: folder.url.appending(path: "autotag-codes.tsv"))
    #expect(try run("rewrite", "--output", "again").status == 0)
    #expect(try folder.text("again/index.html") == Self.tagged)
  }

  @Test("in place, untagged again, and with the token of before replaced")
  func inPlace() throws {
    try folder.write(Self.page.replacing("#top", with: "&amp;u1=--CLICK-ID--#top"), to: "site/index.html")
    #expect(try run("rewrite", "--in-place").status == 0)
    #expect(try folder.text("site/index.html") == Self.tagged)
    let second = try run("rewrite", "--in-place", "--format", "json")
    let object = try #require(JSONSerialization.jsonObject(with: second.standardOutput) as? [String: Any])
    #expect(object["codes"] as? [String: Int] == ["new": 0, "moved": 0])
    #expect((object["links"] as? [String: Int])?["already_tagged"] == 3)
    #expect(try run("rewrite", "--in-place", "--untag").lines.contains("  3 links lost the code"))
    #expect(try folder.text("site/index.html") == Self.page)
  }

  @Test("a page that was moved keeps its codes; one that was copied gets its own; an unknown one is told of")
  func moves() throws {
    #expect(try run("rewrite", "--in-place").status == 0)
    let site = folder.url.appending(path: "site")
    try FileManager.default.moveItem(
      at: site.appending(path: "index.html"), to: site.appending(path: "moved.html"))
    #expect(try run("rewrite", "--in-place").status == 0)
    #expect(try folder.text("site/moved.html") == Self.tagged)
    #expect(
      try folder.text("autotag-codes.tsv") == Self.map.replacing("index.html", with: "moved.html"))

    try folder.write(
      "<head></head><a rel=sponsored href=\"\(Self.deep)&u1=\(Self.codeX)\">x</a>"
        + "<a rel=sponsored href=\"\(Self.deep)2&u1=kkkkkkkkkk\">x</a>", to: "site/copy.html")
    let audit = try run("audit", "--format", "github")
    for code in ["reused-code", "unknown-code"] {
      #expect(audit.lines.contains { $0.contains("file=site/copy.html") && $0.contains(code) })
    }
    #expect(!audit.lines.contains { $0.contains("anytrack-tag") || $0.contains("kept-subid") })
    let rewrite = try run("rewrite", "--in-place")
    #expect(
      rewrite.lines.contains {
        $0.hasPrefix("site/copy.html:1:126: u1 holds the code of the links from moved.html")
      })
    #expect(
      rewrite.lines.contains {
        $0.contains("u1 is kkkkkkkkkk, a code that the map of link codes does not know")
      })
    let own = LinkCode.of(LinkPlace(page: "copy.html", destination: Self.deep))
    #expect(try folder.text("site/copy.html").contains("&u1=\(own)\""))
  }

  @Test("links with codes need no tag of AnyTrack's")
  func isTrackable() throws {
    try folder.write("<a rel=sponsored href=\"\(Self.deep)\">x</a>\n", to: "site/index.html")
    try FileManager.default.removeItem(at: folder.url.appending(path: "site/_redirects"))
    #expect(try run("rewrite", "--in-place").status == 0)
    let audit = try run("audit")
    #expect(audit.status == 0)
    #expect(audit.lines.contains("1 of 1 link trackable (100 %)."))
  }

  @Test(
    "what it cannot mean is refused",
    arguments: [
      ("      token: --CLICK-ID--\n", "exclude each other"),
      ("      parameter: a=b\n", "must be a parameter's name alone"),
    ])
  func refuses(line: String, message: String) throws {
    let text = try folder.text("autotag.yml").replacing("    ", with: "      ").replacing(
      "  - ", with: "    - ")
    try folder.write(text + line, to: "autotag.yml")
    let output = try run("rewrite", "--dry-run")
    #expect(output.status == 2)
    #expect(output.standardError.contains(message))
  }

  @Test("a map with a fault, and a page without a name, end the run before anything is written")
  func stops() throws {
    try folder.write("<<<<<<<\n", to: "autotag-codes.tsv")
    let output = try run("rewrite", "--in-place")
    #expect(output.status == 2)
    #expect(output.standardError.contains("autotag-codes.tsv:1: a map of link codes begins with"))
    #expect(try folder.text("site/index.html") == Self.page)
    let filter = try Product.run(
      "rewrite", "-", "--config", "autotag.yml", input: Data(Self.page.utf8), in: folder.url)
    #expect(filter.status == 2 && filter.standardError.contains("a code stands for a page"))
  }

  @Test(
    "for its codes a page with links is read once more, and one without links not again",
    Oracle.needs("strace"))
  func reads() throws {
    try FileManager.default.removeItem(at: folder.url.appending(path: "site/_redirects"))
    try folder.write("<p>no link</p>", to: "site/plain.html")
    let arguments = ["-f", "-e", "trace=openat", "-o", "calls.txt", Product.autotag, "rewrite", "--dry-run"]
    #expect(try Oracle.run("strace", arguments, in: folder.url).status == 0)
    let calls = try folder.text("calls.txt").split(separator: "\n")
    #expect(calls.count { $0.contains("\"plain.html\"") } == 1)
    #expect(calls.count { $0.contains("\"index.html\"") } == 2)
  }

  @Test(
    "noscript and feeds carry codes where the group says so, the audit knows them, and untagging takes them out"
  )
  func otherPlaces() throws {
    let feed =
      "<rss><channel><item><link>\(Self.deep.replacing("&", with: "&amp;"))</link><guid>\(Self.deep.replacing("&", with: "&amp;"))</guid>"
      + "<source url=\"\(Self.deep.replacing("&", with: "&amp;"))\"/></item></channel></rss>\n"
    try folder.write(feed, to: "site/feed.xml")
    try folder.write(
      try folder.text("autotag.yml") + "    noscript: true\n    feeds: [feed.xml]\n", to: "autotag.yml")
    #expect(try run("rewrite", "--output", "out").status == 0)
    #expect(
      try folder.text("out/index.html")
        == Self.tagged.replacing("\(Self.deep)\">not seen", with: "\(Self.deep)&u1=\(Self.codeX)\">not seen"))
    let code = LinkCode.of(LinkPlace(page: "feed.xml", destination: Self.deep))
    #expect(
      try folder.text("out/feed.xml") == feed.replacing("</link>", with: "&amp;u1=\(code)</link>"))
    #expect(try folder.text("autotag-codes.tsv").contains("\(code)\tfeed.xml\t"))
    let audit = try run("audit", "out", "--format", "json", "--fail-on", "never")
    let object = try #require(JSONSerialization.jsonObject(with: audit.standardOutput) as? [String: Any])
    let pages = try #require(object["pages"] as? [[String: Any]])
    func codes(_ file: String) -> [String] {
      let page = pages.first { $0["file"] as? String == file }
      return (page?["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
    }
    #expect(codes("feed.xml") == ["link-in-feed"])
    #expect(!codes("index.html").contains("link-in-noscript"))
    let links = pages.first { $0["file"] as? String == "feed.xml" }?["links"] as? [[String: Any]]
    #expect(links?.map { $0["state"] as? String } == ["trackable"])
    #expect(try run("rewrite", "out", "--in-place", "--untag").status == 0)
    #expect(try folder.text("out/index.html") == Self.page)
    #expect(try folder.text("out/feed.xml") == feed)
  }
}
