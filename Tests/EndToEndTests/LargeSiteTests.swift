import Foundation
import TestSupport
import Testing

extension SlowTests {
  @Suite("Sites and pages far larger than usual", Oracle.needs(Oracle.python))
  struct LargeSiteTests {
    static let link = "<a href=\"https://click.linksynergy.com/deeplink?id=A&mid=1\">"
    static let tagged = "<a href=\"https://click.linksynergy.com/deeplink?id=A&mid=1&u1=--CLICK-ID--\">"

    /// A page made of `count` pieces between `start` and `end`, with a link after them.
    struct Page: Sendable, CustomTestStringConvertible {
      let name: String
      var start = ""
      let piece: String
      let count: Int
      var end = ""
      var piecesAreLinks = false

      var testDescription: String { name }

      /// - Parameter share: a whole number: the page has so many times fewer pieces.
      func bytes(link: String, share: Int = 1) -> Data {
        let count = count / share
        let piece = Data(piecesAreLinks ? link.utf8 : self.piece.utf8)
        var page = Data(start.utf8)
        page.reserveCapacity(piece.count * count + 1_000)
        for _ in 0..<count { page.append(piece) }
        page.append(Data((end + link + "</a>\n").utf8))
        return page
      }
    }

    @Test(
      "one page is tagged in linear time, however odd",
      arguments: [
        Page(
          name: "300 MB of text", piece: String(repeating: "text and <b>tags</b>\n", count: 100),
          count: 143_000
        ),
        Page(name: "300 MB of one line", piece: String(repeating: "text ", count: 400), count: 150_000),
        Page(name: "10^6 anchors", piece: "", count: 1_000_000, piecesAreLinks: true),
        Page(name: "10^6 other anchors", piece: "<a href=\"/x\">x</a>", count: 1_000_000),
        Page(name: "10^5 attributes", start: "<p ", piece: "a=1 ", count: 100_000, end: ">"),
        Page(
          name: "10^5 attributes of an anchor", start: "<a href=/x ", piece: "rel=x ", count: 100_000,
          end: ">"),
        Page(name: "10^5 nested elements", piece: "<div>", count: 100_000),
        Page(name: "10^5 nested formats", piece: "<b><i>", count: 50_000),
        Page(name: "10^5 nested tables", piece: "<table><tr><td>", count: 33_000),
        Page(name: "10^5 unmatched end tags", piece: "</div></b></svg>", count: 100_000),
        Page(name: "10^5 svg", piece: "<svg><g>", count: 50_000, end: "</p>"),
        Page(name: "10^5 templates", piece: "<template>", count: 100_000),
        Page(name: "10^5 unfinished comments", piece: "<!--", count: 100_000, end: "-->"),
        Page(name: "10^6 less-than signs", piece: "< <! </ <a", count: 250_000, end: ">"),
        Page(
          name: "10^6 ampersands", start: "<a href=\"/", piece: "&amp;&copy&#x", count: 333_000, end: "\">"),
        Page(
          name: "12 MB attribute", start: "<p title='", piece: String(repeating: "a>b ", count: 1000),
          count: 3_000, end: "'>"),
        Page(
          name: "12 MB href", start: "<a href='https://shop.example/?",
          piece: String(repeating: "x=y&amp;", count: 500), count: 3_000, end: "'>"),
      ])
    func page(page: Page) async throws {
      let folder = try TemporaryFolder()
      func rewrite() async throws -> Measured {
        try await Measured.run(
          "rewrite", folder.url.appending(path: "site").path, "--output",
          folder.url.appending(path: "out").path)
      }
      try folder.write(page.bytes(link: Self.link, share: 4), to: "site/page.html")
      let small = try await rewrite()
      try folder.write(page.bytes(link: Self.link), to: "site/page.html")
      let run = try await rewrite()
      let work = LinearWork(small: small.processorSeconds, large: run.processorSeconds)
      print("\(page.name): \(work), \(run.peakKilobytes / 1024) MB")
      #expect(run.status == 0, "\(run.errors.prefix(500))")
      let found = try folder.read("out/page.html")
      // Not compared by #expect, which would print both.
      let isRight = found == page.bytes(link: Self.tagged)
      #expect(isRight)
      #expect(work.isLinear, "\(work)")
    }

    @Test("a page of 12 MB in one link to the network is tagged")
    func longLink() async throws {
      let folder = try TemporaryFolder()
      let value =
        "https://click.linksynergy.com/deeplink?id=A&murl=" + String(repeating: "%2F", count: 4_000_000)
      try folder.write("<a href=\"\(value)\">", to: "site/page.html")
      let run = try await Measured.run(
        "rewrite", folder.url.appending(path: "site").path, "--output",
        folder.url.appending(path: "out").path)
      #expect(run.status == 0, "\(run.errors.prefix(500))")
      let isRight = try folder.read("out/page.html") == Data("<a href=\"\(value)&u1=--CLICK-ID--\">".utf8)
      #expect(isRight)
    }

    @Test("a page of more than 2 GiB is reported and left alone")
    func tooLarge() async throws {
      let folder = try TemporaryFolder()
      let file = try folder.write(Self.link, to: "site/page.html")
      try folder.write(Self.link, to: "site/small.html")
      // Sparse: it takes no room.
      let handle = try FileHandle(forWritingTo: file)
      try handle.truncate(atOffset: 3 << 30)
      try handle.close()
      let run = try await Measured.run("rewrite", folder.url.appending(path: "site").path, "--in-place")
      #expect(run.status == 3)
      #expect(run.output.contains("page.html: error: the page has 3221225472 bytes"))
      #expect(run.peakKilobytes < 150 << 10)
      #expect(try folder.text("site/small.html") == Self.tagged)
    }

    @Test("memory stays below 150 MB, with ten times the pages too")
    func memory() async throws {
      let folder = try TemporaryFolder(
        in: FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : nil)
      let paragraph = String(repeating: "<p>Some text of a page that says little.</p>\n", count: 60)
      let page = Data((paragraph + Self.link + paragraph + "<a href=/>home</a>").utf8)
      let plain = Data((paragraph + paragraph + "<a href=/>home</a>").utf8)
      var peaks: [Int] = []
      for (number, count) in [2_000, 20_000].enumerated() {
        for index in 0..<count where number == 0 || index >= 2_000 {
          try folder.write(
            index % 20 == 0 ? page : plain, to: "site/\(index / 100)/\(index % 7)/page-\(index).html")
        }
        let site = folder.url.appending(path: "site").path
        for mode in [["--output", folder.url.appending(path: "out").path], ["--diff"], ["--in-place"]] {
          let run =
            try await mode.count == 2
            ? Measured.run("rewrite", site, mode[0], mode[1]) : Measured.run("rewrite", site, mode[0])
          print(
            "\(count) pages, \(mode[0]): \(run.peakKilobytes / 1024) MB, \(String(format: "%.2f", run.processorSeconds)) s"
          )
          #expect(run.status == 0)
          #expect(run.peakKilobytes < 150 << 10)
          peaks.append(run.peakKilobytes)
        }
      }
      // A little more for longer lists of names, and nothing in proportion.
      for (few, many) in zip(peaks.prefix(3), peaks.suffix(3)) { #expect(Double(many) < Double(few) * 1.5) }
    }
  }
}

extension SlowTests.LargeSiteTests {
  @Test("an audit's memory does not grow with the site, whatever is found on every page")
  func audit() async throws {
    let folder = try TemporaryFolder()
    let links = (0..<10).map {
      "<p><a href=\"https://click.linksynergy.com/deeplink?id=\($0)\">\($0)</a></p>\n"
    }.joined()
    let page = Data("<head></head>\n<!-- //click.linksynergy.com/ -->\n\(links)".utf8)
    var peaks: [Int] = []
    for (number, count) in [1_000, 10_000].enumerated() {
      for index in 0..<count where number == 0 || index >= 1_000 {
        try folder.write(page, to: "site/\(index / 100)/page-\(index).html")
      }
      let run = try await Measured.run(
        "audit", folder.url.appending(path: "site").path, "--report",
        folder.url.appending(path: "a.json").path,
        "--report", folder.url.appending(path: "a.csv").path)
      print(
        "\(count) pages, audit: \(run.peakKilobytes / 1024) MB, \(String(format: "%.2f", run.processorSeconds)) s"
      )
      #expect(run.status == 1)
      peaks.append(run.peakKilobytes)
    }
    // What waits for its turn is bounded: so many batches of files, which the small site does not fill.
    #expect(Double(peaks[1]) < Double(peaks[0]) * 1.6)
  }
}
