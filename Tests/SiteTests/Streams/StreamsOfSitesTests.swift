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

  /// The cases that have another outcome in a stream: a page's compressed sibling goes through as it is.
  static let cases = Sites.cases.indices.filter { Sites.cases[$0].name != "precompressed pages" }

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
