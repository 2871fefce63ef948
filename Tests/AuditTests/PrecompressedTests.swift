import AutoTagAudit
import Foundation
import TestSupport
import Testing

@Suite("Precompressed siblings of pages with links", Oracle.needs("gzip"))
struct PrecompressedTests {
  private let folder: TemporaryFolder
  static let untagged =
    "<head>\(AnyTrackTag.script())</head><a href=\"https://click.linksynergy.com/fs-bin/click?id=7VeMhFdLOPg&offerid=1.1\">x</a>"
  static let tagged = untagged.replacing("1.1", with: "1.1&u1=--CLICK-ID--")

  init() throws { folder = try TemporaryFolder() }

  private func compressed(_ text: String) throws -> Data {
    try Oracle.run("gzip", ["-9c"], input: Data(text.utf8)).standardOutput
  }

  @Test("a .gz that holds the page is right, also in two members; any other is an error")
  func gzip() throws {
    try folder.write(Self.tagged, to: "a.html")
    try folder.write(try compressed(Self.tagged), to: "a.html.gz")
    try folder.write(Self.tagged, to: "b.html")
    try folder.write(
      try compressed(String(Self.tagged.prefix(50))) + compressed(String(Self.tagged.dropFirst(50))),
      to: "b.html.gz")
    #expect(try Audited(folder).findings("stale-precompressed") == [])
    for (name, data) in [
      ("c", try compressed(Self.untagged)), ("d", try compressed(Self.tagged + "x")),
      ("e", try compressed(String(Self.tagged.dropLast()))), ("f", Data()), ("g", Data("no gzip".utf8)),
      ("h", try compressed(Self.tagged).dropLast(3)),
    ] {
      try folder.write(Self.tagged, to: "\(name).html")
      try folder.write(data, to: "\(name).html.gz")
    }
    let findings = try Audited(folder).findings("stale-precompressed")
    #expect(findings.map(\.file) == ["c", "d", "e", "f", "g", "h"].map { $0 + ".html" })
    #expect(findings.allSatisfy { $0.severity == .error && !$0.isRepairedByRewrite && $0.line == 1 })
  }

  @Test("a page and a .gz of many pieces are compared to their ends")
  func large() throws {
    // Random letters, so that the compressed file is larger than a piece that is read at a time too.
    var randomness = SystemRandomNumberGenerator()
    let letters = (0..<400_000).map { _ in "abcdefghijklmnop".randomElement(using: &randomness) ?? "a" }
    let page = Self.tagged + String(letters)
    for (name, text) in [("a", page), ("b", page + "x"), ("c", String(page.dropLast())), ("d", Self.tagged)] {
      try folder.write(page, to: "\(name).html")
      try folder.write(try compressed(text), to: "\(name).html.gz")
    }
    // Text that compresses well: a piece that is read holds many that are compared.
    let zeros = Self.tagged + String(repeating: "0", count: 5_000_000)
    try folder.write(zeros, to: "e.html")
    try folder.write(try compressed(zeros), to: "e.html.gz")
    try folder.write(Self.tagged, to: "f.html")
    try folder.write(try compressed(zeros), to: "f.html.gz")
    #expect(
      try Audited(folder).findings("stale-precompressed").map(\.file)
        == ["b", "c", "d", "f"].map { $0 + ".html" })
  }

  @Test("rewrite repairs that of a page that it changes")
  func repaired() throws {
    try folder.write(Self.untagged, to: "a.html")
    try folder.write(try compressed("old"), to: "a.html.gz")
    #expect(try Audited(folder).findings("stale-precompressed").map(\.isRepairedByRewrite) == [true])
  }

  @Test("a .br or .zst is as good as its time; a moment says nothing", arguments: ["br", "zst"])
  func times(ending: String) throws {
    try folder.write(Self.tagged, to: "a.html")
    let sibling = try folder.write("?", to: "a.html.\(ending)")
    func findings(after seconds: TimeInterval) throws -> [Finding] {
      let page = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: "a.html").path)
      let date = try #require(page[.modificationDate] as? Date).addingTimeInterval(seconds)
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: sibling.path)
      return try Audited(folder).findings("old-precompressed")
    }
    #expect(try findings(after: 0) == [])
    #expect(try findings(after: -2) == [])
    #expect(try findings(after: 60) == [])
    #expect(try findings(after: -60).map(\.severity) == [.warning])
  }

  @Test(
    "times as far apart as can be are told all the same",
    arguments: [
      (9_223_372_036, -2_147_483_648, true), (-2_147_483_648, 9_223_372_036, false),
      (9_000_000_000, -1_000_000_000, true), (-1_000_000_000, 9_000_000_000, false),
      (0, -2_000_000_000, true),
    ])
  func distantTimes(page: Int, sibling: Int, isOld: Bool) throws {
    for (name, text, time) in [("a.html", Self.tagged, page), ("a.html.br", "?", sibling)] {
      let file = try folder.write(text, to: name)
      let touched = try Oracle.run("touch", ["-d", "@\(time)", file.path])
      try #require(touched.status == 0, "\(touched.standardError)")
    }
    #expect(try Audited(folder).findings("old-precompressed").count == (isOld ? 1 : 0))
  }

  @Test("a .gz of any size is no .gz of the page", arguments: [1 << 31, 1 << 40])
  func hugeFile(size: Int) throws {
    try folder.write(Self.tagged, to: "a.html")
    let file = try folder.write("", to: "a.html.gz")
    let handle = try FileHandle(forWritingTo: file)
    // Sparse: it takes no room.
    try handle.truncate(atOffset: UInt64(size))
    try handle.close()
    #expect(try Audited(folder).findings("stale-precompressed").count == 1)
  }

  @Test("those of other pages are nobody's business")
  func otherPages() throws {
    try folder.write("<p>no links</p>", to: "a.html")
    try folder.write("?", to: "a.html.gz")
    #expect(try Audited(folder).findings == [])
  }
}
