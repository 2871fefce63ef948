import AutoTagBytes
import AutoTagSite
import AutoTagTracking
import Foundation
import StreamSupport
import SystemPackage
import TestSupport
import Testing

/// Sites as archives and as records, beside runs over their folders.
@Suite("A site in a stream comes out as its folder does")
struct StreamsOfSitesTests {
  typealias Sites = PartsOfSitesTests

  /// The cases without those that have another outcome in a stream: a page's compressed sibling goes through as it is, and
  /// nobody knows what is behind a symbolic link.
  static let cases = Sites.cases.indices.filter {
    Sites.cases[$0].name != "precompressed pages" && Sites.cases[$0].symbolicLinks.isEmpty
  }

  @Test("by the facts of the folder, in an archive and in records", arguments: cases)
  func rewritten(index: Int) throws {
    let test = Sites.cases[index]
    let folder = try Sites.site(test)
    let facts = folder.url.path + "/facts"
    var options = try Sites.options(test, folder, output: "whole")
    let expected = try SiteRewriter(options).run()
    _ = try Sites.scan(options, to: facts)
    options.facts = try FactsFile(facts, for: options.factsHead(version: Sites.head))
    var whole = try Tree.of(folder.url.appending(path: "whole"))
    // A file of the tool's own is in a stream because somebody put it there.
    let codes = folder.url.appending(path: "site/autotag-codes.tsv")
    if let data = try? Data(contentsOf: codes) { whole["autotag-codes.tsv"] = .file(data) }

    let tar = Feed(try FolderStream.archive(of: folder.url.appending(path: "site")))
    let fromTar = try TarStream(options, from: tar.input, to: tar.output).run()
    try folder.write(Data(tar.written), to: "new.tar")
    try FileManager.default.createDirectory(
      atPath: folder.url.path + "/unpacked", withIntermediateDirectories: true)
    let unpacked = try Oracle.run("tar", ["-C", "unpacked", "-xf", "new.tar"], in: folder.url)
    #expect(unpacked.status == 0 && unpacked.standardError.isEmpty)
    Tree.expectEqual(try Tree.of(folder.url.appending(path: "unpacked")), whole)

    let feed = Feed(try FolderStream.records(of: folder.url.appending(path: "site")))
    let output = feed.output
    let fromRecords = try RecordStream(options, from: feed.input, to: output).run()
    try output.flush()
    for record in try RecordStreamTests.records(feed.written) {
      let path = try #require(record.line["path"]?.string)
      #expect(whole[path] == .file(Data(record.bytes)), "\(path)")
    }
    for summary in [fromTar.run, fromRecords.run] {
      #expect(summary.pages == expected.pages)
      #expect(summary.groups == expected.groups)
      #expect(Set(summary.problems.map { "\($0)" }) == Set(expected.problems.map { "\($0)" }))
    }
  }

  @Test("and tells the same facts", arguments: cases.filter { !Sites.cases[$0].usesCodes })
  func facts(index: Int) throws {
    let test = Sites.cases[index]
    let folder = try Sites.site(test)
    let options = try Sites.options(test, folder, output: "whole")
    _ = try Sites.scan(options, to: folder.url.path + "/facts")
    let streams: [(StreamScan.Format, [UInt8])] = [
      (.tar, try FolderStream.archive(of: folder.url.appending(path: "site"))),
      (.records, try FolderStream.records(of: folder.url.appending(path: "site"))),
    ]
    for (format, bytes) in streams {
      var streamed = options
      streamed.destination = nil
      do {
        let scratch = try ScratchFolder(in: folder.url.path)
        let scan = try StreamScan(streamed, scratch: scratch)
        _ = try scan.write(
          Feed(bytes, step: 700).input, as: format, to: folder.url.path + "/streamed",
          options.factsHead(version: Sites.head))
      }
      var (found, expected) = (try folder.text("streamed"), try folder.text("facts"))
      if !test.sources.isEmpty {
        // A file that is named is read where it is, and so is named by its whole path.
        found = found.replacing(folder.url.path + "/site/", with: "")
        (found, expected) = (Self.withoutEnd(found), Self.withoutEnd(expected))
      }
      #expect(found == expected, "\(test.name), \(format)")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(left.filter { $0.hasPrefix("autotag-") } == [])
  }

  @Test(
    "also in pieces of a stream, of which each has the names of its files",
    arguments: cases.filter { !Sites.cases[$0].usesCodes && Sites.cases[$0].sources.isEmpty })
  func pieces(index: Int) throws {
    let test = Sites.cases[index]
    let folder = try Sites.site(test)
    let options = try Sites.options(test, folder, output: "whole")
    let root = folder.url.appending(path: "site")
    let paths = try FolderStream.paths(of: root)
    var streamed = options
    streamed.destination = nil
    func scan(_ number: Int, keepsNames: Bool) throws -> String {
      let own = paths.indices.filter { $0 % 3 == number }.map { paths[$0] }
      let path = folder.url.path + "/facts-\(number)"
      let scan = try StreamScan(streamed, scratch: try ScratchFolder(in: folder.url.path))
      _ = try scan.write(
        Feed(try FolderStream.records(of: root, own)).input, as: .records, to: path,
        options.factsHead(version: Sites.head), keepsNames: keepsNames)
      return path
    }
    let pieces = try (0..<3).map { try scan($0, keepsNames: true) }
    _ = try FactsMerge.merge(pieces, to: folder.url.path + "/merged")
    _ = try SiteRewriter(options).writeFacts(
      to: folder.url.path + "/whole-facts", options.factsHead(version: Sites.head), keepsNames: true)
    #expect(try folder.text("merged") == folder.text("whole-facts"), "\(test.name)")
    // Where a piece has a rule and another has no names, nobody knows what is there.
    let nameless = try (0..<3).map { try scan($0, keepsNames: false) }
    let counts = try nameless.map { try String(contentsOfFile: $0, encoding: .utf8) }.map {
      $0.contains("\"names\":true")
    }
    if Set(counts).count == 2 {
      let error = #expect(throws: SiteError.self) {
        _ = try FactsMerge.merge(nameless, to: folder.url.path + "/new")
      }
      #expect(error?.description.contains("lacks the names of its files") == true)
    } else {
      _ = try FactsMerge.merge(nameless, to: folder.url.path + "/new")
    }
    #expect(counts.contains(true) || !test.asksForNames)
  }

  private static func withoutEnd(_ facts: String) -> String {
    facts.split(separator: "\n").dropLast().joined(separator: "\n")
  }

  @Test("but for compressed siblings of pages that change, which are told of, in any order")
  func siblings() throws {
    let page = RecordStreamTests.page
    let record = RecordStreamTests.record
    let input =
      record("\"path\":\"a.html.br\"", [1]) + record("\"path\":\"a.html\"", page)
      + record("\"path\":\"a.html.gz\"", [2])
      + record("\"path\":\"b.html.gz\"", [3]) + record("\"path\":\"b.html\"", [])
      + record("\"path\":\"d/a.html.gz\"", [4])
    let summary = try RecordStreamTests.run(input).summary
    #expect(summary.run.problems.map(\.file) == ["a.html.br", "a.html.gz"])
    #expect(summary.run.problems.allSatisfy { $0.kind == .stalePrecompressed })
  }
}
