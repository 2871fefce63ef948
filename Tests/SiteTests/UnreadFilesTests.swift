import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("Files that are no pages and hold addresses of a group")
struct UnreadFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("<p>nothing", to: "site/index.html")
  }

  private func run(_ change: (inout RewriteOptions) -> Void = { _ in }) throws -> RunSummary {
    var options = RewriteOptions(site: folder.url.appending(path: "site").path)
    change(&options)
    return try SiteRewriter(options).run()
  }

  static let link = "<a href=\"https://click.linksynergy.com/deeplink?id=1\">x</a>"

  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let text: String
    let isFound: Bool
    var testDescription: String { "\(file) \(text.prefix(60))" }

    init(_ file: String, _ text: String = UnreadFilesTests.link, _ isFound: Bool = true) {
      self.file = file
      self.text = text
      self.isFound = isFound
    }
  }

  static let cases = [
    Case("a.php"), Case("blog/a.PHP"), Case("about"), Case("post.md"), Case("x.asp"), Case("a.b"),
    Case("x.odd-ending"),
    Case("shop.js", #"open("https:\/\/click.linksynergy.com\/x")"#),
    Case("data.json", #"{"u": "\u002F\u002Fclick.linksynergy.com"}"#),
    Case("feed.xml", "<link>HTTPS://CLICK.LINKSYNERGY.COM/x</link>"),
    Case("feed/atom", "https%3A%2F%2Fclick.linksynergy.com/"),
    Case("a.php", "//click.linksynergy.com"),
    Case("a.php", "<a href=\"//click&period;linksynergy.com/x\">"),
    Case("a.php", "<a href=\"https:&#47;&#x2f;click&period;linksynergy&#46;com/x\">"),
    Case("a.php", "<a href=\"//click&period;linksynergy&period;com&period;example/x\">", false),
    Case("a.php", "click&period;linksynergy.com", false),
    // The host alone is compared by scripts, and other hosts are others.
    Case("a.js", "host == 'click.linksynergy.com'", false),
    Case("a.js", "//click.linksynergy.com.example/", false),
    Case("a.js", "//notclick.linksynergy.com/", false),
    Case("a.js", "//click.linksynergy.com@x.example", false),
    Case("a.php", "nothing", false), Case("a.php", "", false),
    // What is no text, by its name or its first bytes.
    Case("a.png", link, false), Case("a.JPG", link, false), Case("a.css", link, false),
    Case("a.js.map", link, false),
    Case("a.pdf", link, false), Case("a.dat", "PK\u{0}" + link, false),
    Case("a.dat", link + String(repeating: " ", count: 1024) + "\u{0}"),
    // A page's own compressed form is the page's matter.
    Case("index.html.gz", link, false),
    // Files that redirect are read as such, and policies name hosts.
    Case(".htaccess", "Redirect /go https://click.linksynergy.com/x", false),
    Case("go/.htaccess", "Redirect /go https://click.linksynergy.com/x", false),
    Case("_redirects", "/go https://click.linksynergy.com/x", false),
    Case("netlify.toml", "# https://click.linksynergy.com/x", false), Case("vercel.json", link, false),
    Case("_headers", "/*\n  Content-Security-Policy: default-src https://click.linksynergy.com", false),
    Case("autotag.lock", link, false), Case("autotag.yml", link, false),
    Case("autotag-baseline.json", link, false),
    // What is to be left alone.
    Case("drafts/a.php", link, false), Case("drafts/deep/a.php", link, false), Case("old.php", link, false),
    Case("drafts/a.html", link, false),
  ]

  @Test("are told of", arguments: cases)
  func one(test: Case) throws {
    try folder.write(test.text, to: "site/" + test.file)
    let summary = try run {
      $0.exclude = ["drafts", "old.php"]
      $0.redirects.mode = .off
    }
    #expect(summary.unread.count == (test.isFound ? 1 : 0))
    let problems = summary.problems.filter { $0.code != "glob-matches-nothing" }
    #expect(problems.map(\.file) == (test.isFound ? [test.file] : []))
    #expect(problems.allSatisfy { $0.code == "unread-links" && $0.severity == .note })
  }

  @Test("a redirect file that the configuration names is read as such")
  func named() throws {
    try folder.write("/go,https://click.linksynergy.com/x", to: "site/links.csv")
    #expect(try run().unread.count == 1)
    let summary = try run {
      $0.redirects.sources = [.init(path: "links.csv", format: .csv)]
    }
    #expect(summary.unread.count == 0)
  }

  @Test("in UTF-16", arguments: [true, false], [0, 1, 70_000, 1 << 17])
  func wide(isBigEndian: Bool, padding: Int) throws {
    let text = String(repeating: " ", count: padding) + Self.link
    var bytes: [UInt8] = isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    for unit in text.utf16 {
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      bytes += isBigEndian ? [high, low] : [low, high]
    }
    try folder.write(Data(bytes), to: "site/a.php")
    #expect(try run().problems.map(\.file) == ["a.php"])
  }

  struct Included: Sendable, CustomTestStringConvertible {
    let file: String
    let text: String
    /// Line and column of what is told of; `nil` for nothing.
    let place: String?
    var count = 1
    var testDescription: String { "\(file) \(text)" }
  }

  static let address = "https://click.linksynergy.com/deeplink?id=1"
  static let included: [Included] = [
    .init(file: "a.md", text: "# A\n\n[x](\(address))\n", place: "3:5"),
    .init(file: "a.md", text: "[x](\(address)) [y](\(address))\n", place: "1:5", count: 2),
    .init(file: "a.md", text: "\(link)\n\n[x](\(address))\n", place: "3:5"),
    .init(file: "a.md", text: "<\(address)>", place: "1:2"),
    .init(file: "a.md", text: "---\nlink: \(address)\n---\n", place: "2:7"),
    .init(file: "a.php", text: "<?php $url = '\(address)'; ?>", place: "1:15"),
    .init(file: "a.md", text: link, place: nil),
    .init(file: "a.md", text: "click.linksynergy.com", place: nil),
    .init(file: "a.php", text: "<?php echo 1 ?>\(link)", place: nil),
    // In HTML text is text.
    .init(file: "a.HTM", text: address, place: nil),
  ]

  @Test("and once they are pages, what is no link there", arguments: included)
  func onPages(test: Included) throws {
    try folder.write(test.text, to: "site/" + test.file)
    let summary = try run { $0.include = ["**/*.{html,htm,md,php}"] }
    #expect(summary.pages.read == 2)
    let found = summary.problems.filter { $0.kind == .unreadLinks }
    #expect(
      found.map { "\($0.file):\($0.line ?? 0):\($0.column ?? 0)" } == test.place.map {
        ["\(test.file):\($0)"]
      } ?? [])
    #expect(test.count == 1 || found.allSatisfy { $0.message.hasPrefix("\(test.count) addresses ") })
  }

  @Test("wherever a piece of the file ends", arguments: [(1 << 17) - 40, 1 << 17, (1 << 17) + 40, 3 << 17])
  func pieces(end: Int) throws {
    let address = " //click.linksynergy.com/x "
    for shift in 0..<address.utf8.count + 4 {
      let before = String(repeating: "-", count: end - shift)
      try folder.write(before + address + String(repeating: "-", count: 1 << 17), to: "site/a.js")
      try folder.write(
        before + " //click.linksynergy.com.example " + String(repeating: "-", count: 1 << 17), to: "site/b.js"
      )
      #expect(try run { $0.jobs = 1 }.problems.map(\.file) == ["a.js"])
    }
  }

  static let html = "--include '**/*.{html,htm,xhtml,shtml"

  struct Advice: Sendable {
    let files: [String]
    var include = RewriteOptions.defaultInclude
    let message: String
  }

  static let advice = [
    Advice(
      files: ["a.php"],
      message:
        "this file is no page by the globs of pages, so that nobody looks at the addresses of a tracking group in it. "
        + "To read such files as pages: \(html),php}'"),
    Advice(
      files: ["d.php", "c.PHP", "b/a.php", "a.php"],
      message:
        "4 files (a.php, b/a.php, c.PHP and 1 more) are no pages by the globs of pages, so that nobody looks at the "
        + "addresses of a tracking group in them. To read such files as pages: \(html),php}'"),
    Advice(
      files: ["about"],
      message:
        "this file is no page by the globs of pages, so that nobody looks at the addresses of a tracking group in it. "
        + "To read such files as pages: \(html)}' --include '/about'"),
    Advice(
      files: ["b/about", "it's"], include: ["*.html"],
      message:
        "2 files (b/about, it's) are no pages by the globs of pages, so that nobody looks at the addresses of a "
        + #"tracking group in them. To read such files as pages: --include '*.html' --include '/b/about' --include '/it'\''s'"#
    ),
    Advice(
      files: ["a[1]"], include: ["*.html"],
      message:
        "this file is no page by the globs of pages, so that nobody looks at the addresses of a tracking group in it. "
        + #"To read such files as pages: --include '*.html' --include '/a\[1\]'"#),
    Advice(
      files: ["a.js", "b.js"], include: ["*.html"],
      message:
        "2 files (a.js, b.js) are no pages by the globs of pages, so that nobody looks at the addresses of a tracking "
        + "group in them. Links are tagged in HTML only, so write them into pages as standard links; where there is HTML "
        + "in such files: --include '*.html' --include '**/*.js'"),
  ]

  @Test("are named with the options that read them", arguments: advice)
  func message(test: Advice) throws {
    for file in test.files { try folder.write(Self.link, to: "site/" + file) }
    let summary = try run { $0.include = test.include }
    #expect(summary.problems.map(\.message) == [test.message])
    // With the globs that are named they are read.
    guard let last = test.message.components(separatedBy: "in such files: ").last,
      let options = last.components(separatedBy: "as pages: ").last
    else { return }
    let globs = options.replacing(#"'\''"#, with: "\u{1}").split(separator: "'").enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element).replacing("\u{1}", with: "'") }
    let read = try run { $0.include = globs }
    #expect(read.pages.read == 1 + test.files.count)
    #expect(read.pages.changed == test.files.count)
    #expect(read.problems.isEmpty)
  }

  @Test("are counted once, whatever the walk does, and by endings")
  func passes() throws {
    for number in 0..<40 { try folder.write(Self.link, to: "site/a/\(number).php") }
    for number in 0..<100 { try folder.write(Self.link, to: "site/x.e\(number)") }
    var summary = try run()
    #expect(summary.unread.count == 140)
    // 64 endings at most are told apart.
    #expect((2...64).contains(summary.problems.count))
    // A redirect that leads to the group makes the run take up all pages again.
    try folder.write(
      "<meta http-equiv=refresh content=\"0; url=https://click.linksynergy.com/x\">", to: "site/go/index.html"
    )
    summary = try run()
    #expect(summary.unread.count == 140)
    try folder.write("Redirect /to https://click.linksynergy.com/x", to: "site/.htaccess")
    summary = try run()
    #expect(summary.unread.count == 140)
  }

  @Test("are named where a site has no page at all")
  func noPages() throws {
    let site = try folder.write(Self.link, to: "other/a.php").deletingLastPathComponent()
    try folder.write(Self.link, to: "other/b.js")
    let error = #expect(throws: SiteError.self) { try SiteRewriter(RewriteOptions(site: site.path)).run() }
    #expect(
      error?.description.contains(
        "; 2 other files hold addresses of a tracking group, which are read with \(Self.html),php}'; "
      )
        == true)
  }
}
