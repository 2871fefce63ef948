import AutoTagAudit
import AutoTagBytes
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import StreamSupport
import TestSupport
import Testing

/// Audits of sites as streams, beside audits of their folders.
@Suite("A site in a stream is audited as its folder is")
struct AuditStreamTests {
  typealias Sites = AuditMergeTests

  /// Audits a stream.
  static func run(
    _ input: [UInt8], as format: StreamScan.Format = .records, step: Int = .max, _ options: AuditOptions
  ) throws -> (summary: AuditSummary, output: [UInt8], feed: Feed) {
    let feed = Feed(input, step: step)
    let (summary, _) = try AuditStream(options, from: feed.input, to: feed.output)
      .run(format, site: AuditedSite(name: "-"))
    return (summary, feed.written, feed)
  }

  /// The report of the folder, whose site is named as that of a stream.
  static func report(_ options: AuditOptions) throws -> String {
    let checks = try SiteAudit(options).context.checks
    let audited = try Audited(options)
    var report = JSONReport()
    var bytes = report.begin(AuditContext(site: "-", version: options.version, checks: checks))
    for page in audited.pages { bytes += report.page(page) }
    var (summary, site) = (audited.summary, AuditedSite(name: "-"))
    site.summary = summary
    summary.sites = [site]
    bytes += report.finish(summary)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A site's folder, and the options for its audit by its facts.
  static func site(_ test: Sites.Case) throws -> (
    TemporaryFolder, whole: AuditOptions, streamed: AuditOptions
  ) {
    let folder = try Sites.site(test)
    let whole = try Sites.options(test, folder)
    var streamed = whole
    let facts = folder.url.path + "/facts"
    let head = whole.rewrite.factsHead(version: whole.version)
    _ = try SiteRewriter(whole.rewrite).writeFacts(to: facts, head)
    streamed.rewrite.facts = try FactsFile(facts, for: head)
    return (folder, whole, streamed)
  }

  /// The order of the files, and the number of streams.
  static let ways: [(format: StreamScan.Format, count: Int)] = [
    (.records, 1), (.records, 3), (.tar, 1), (.tar, 2),
  ]

  @Test(
    "byte for byte, in any number of streams, whatever their order", arguments: Sites.cases.indices, ways)
  func whole(index: Int, way: (format: StreamScan.Format, count: Int)) throws {
    let (format, count) = way
    let test = Sites.cases[index]
    let (folder, whole, streamed) = try Self.site(test)
    let root = folder.url.appending(path: "site")
    var random = Randomness(seed: UInt64(index * 10 + count))
    let paths = try FolderStream.paths(of: root).shuffled(using: &random)
    var names: [String] = []
    for number in 0..<count {
      let own = paths.indices.filter { $0 % count == number }.map { paths[$0] }
      let input =
        switch format {
        case .records: try FolderStream.records(of: root, own)
        case .tar: try FolderStream.archive(of: root, own)
        }
      let output = try Self.run(input, as: format, step: [700, .max][number % 2], streamed).output
      #expect(output.count { $0 == 0x0A } == own.count + 1)
      try folder.write(Data(output), to: "lines-\(number)")
      names.append(folder.url.path + "/lines-\(number)")
    }
    _ = try AuditMerge.merge(names, to: folder.url.path + "/whole")
    let merged = try String(contentsOf: folder.url.appending(path: "whole"), encoding: .utf8)
    #expect(try merged == Self.report(whole), "\(test.name)")
  }

  @Test(
    "with the findings of each page in its line, in the order of the stream", arguments: Sites.cases.indices)
  func lines(index: Int) throws {
    let (folder, whole, streamed) = try Self.site(Sites.cases[index])
    let root = folder.url.appending(path: "site")
    let paths = Array(try FolderStream.paths(of: root).reversed())
    let output = try Self.run(try FolderStream.records(of: root, paths), streamed).output
    let report = try JSONReader.read(Array(try Self.report(whole).utf8))
    var pages: [String: JSONNode] = [:]
    for page in report["pages"]?.array ?? [] { pages[page["file"]?.string ?? ""] = page }
    func text(_ node: JSONNode?) -> String { node.map { JSONValue($0).text() } ?? "[]" }
    let lines = try output.split(separator: 0x0A).dropLast().map { try JSONReader.read(Array($0)) }
    #expect(lines.compactMap { $0["path"]?.string } == paths)
    for line in lines {
      let file = try #require(line["file"]?.string)
      #expect(text(line["findings"]) == text(pages[file]?["findings"]), "\(file)")
      #expect(text(line["links"]) == text(pages[file]?["links"]), "\(file)")
      #expect(line["audited"]?.isTrue == file.hasSuffix(".html"))
      let counts = ["error", "warning", "info"].compactMap { line["counts"]?[$0]?.int }.reduce(0, +)
      #expect(counts == line["findings"]?.array?.count, "\(file)")
    }
  }

  static let odd =
    "{\"path\":\"./a//b.html\",\"id\":7,\"length\":3}\n<p>\n"
    + "{\"path\":\"/a\",\"id\":\"x\",\"length\":0}\n\n"
    + "{\"path\":\"w.html\",\"length\":8}\n\u{0}\u{0}\u{7E}\u{7E}\u{0}\u{0}\u{0}<\n"
    + "{\"url\":\"https://shop.example/x/\",\"length\":4}\n%PDF\n"
    + "{\"url\":\"https://shop.example/y/\",\"length\":0}\n\n"
    + "{\"path\":\"c.html.gz\",\"length\":1}\nx\n"

  private static var plain: AuditOptions {
    var options = AuditOptions(rewrite: RewriteOptions(site: "-"), version: "0.0.0")
    options.rewrite.redirects.mode = .off
    return options
  }

  static let oddLines = [
    "\"path\": \"./a//b.html\", \"id\": 7, \"file\": \"a/b.html\", \"audited\": true,",
    "\"path\": \"/a\", \"id\": \"x\", \"file\": null, \"audited\": false,",
    "\"path\": \"w.html\", \"file\": \"w.html\", \"audited\": true,",
    "\"url\": \"https://shop.example/x/\", \"file\": \"x/index.html\", \"audited\": false,",
    "\"url\": \"https://shop.example/y/\", \"file\": \"y/index.html\", \"audited\": true,",
    "\"path\": \"c.html.gz\", \"file\": \"c.html.gz\", \"audited\": false,",
  ]

  @Test("and odd names and pages are told of in their lines")
  func oddFiles() throws {
    let input = Self.odd.replacing("\u{7E}\u{7E}", with: "**")
    var bytes = Array(input.utf8)
    while let star = bytes.firstIndex(of: UInt8(ascii: "*")) {
      bytes[star] = bytes[star + 1] == 0x2A ? 0xFE : 0xFF
    }
    let (summary, output, _) = try Self.run(bytes, Self.plain)
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    try #require(lines.count == Self.oddLines.count + 1)
    for (line, start) in zip(lines, Self.oddLines) {
      #expect(line.hasPrefix("{\"kind\": \"autotag-audit-page\", \(start)"), "\(line)")
    }
    #expect(lines.count { $0.contains("\"failed\": ") } == 2)
    #expect(lines[1].contains("\"failed\": \"the path is absolute"))
    #expect(lines[2].contains("\"failed\": \"the page is in UTF-32"))
    #expect(summary.problems.map(\.file) == ["/a", "w.html"])
    #expect(summary.sites.first?.notes.first?.hasPrefix("1 compressed file of pages") == true)
    #expect(lines.last?.hasPrefix("{\"end\": true, \"format\": 1, \"kind\": \"autotag-audit\"") == true)
  }

  @Test("and follows its schema", Oracle.needs(Oracle.python), arguments: [1, 3, 7, 9, 10])
  func schema(index: Int) throws {
    let (folder, _, streamed) = try Self.site(Sites.cases[index])
    let site = try FolderStream.records(of: folder.url.appending(path: "site"))
    let output = try Self.run(site + Self.odd.utf8, streamed).output
    let lines = output.split(separator: 0x0A)
    let schema = Oracle.root.appending(path: "Sources/Audit/Reports/audit.schema.json").path
    _ = try Oracle.script(
      "json_schema.py", [schema, "stream_page"], input: Data(lines.dropLast().joined(separator: [0x0A])))
    _ = try Oracle.script("json_schema.py", [schema, "stream_end"], input: Data(try #require(lines.last)))
  }

  @Test("and every line is written before the next read", arguments: [1, 5, .max])
  func answersAtOnce(step: Int) throws {
    let page = "<a href=\"\(Sites.link)\">x</a>"
    let record = Array("{\"path\":\"a.html\",\"length\":\(page.utf8.count)}\n\(page)\n".utf8)
    let (_, output, feed) = try Self.run(record + record + record, step: step, Self.plain)
    let answer = try #require(output.firstIndex(of: 0x0A)) + 1
    for (index, written) in feed.writtenBeforeReads.enumerated() {
      let read = step == .max ? (index == 0 ? 0 : 3 * record.count) : min(index * step, 3 * record.count)
      #expect(written == read / record.count * answer, "read \(index)")
    }
  }

  @Test(
    "but one that is cut anywhere is an error, and has no last line",
    arguments: [StreamScan.Format.records, .tar])
  func cut(format: StreamScan.Format) throws {
    let folder = try Sites.site(Sites.cases[0])
    let root = folder.url.appending(path: "site")
    let paths = Array(try FolderStream.paths(of: root).prefix(2))
    let input =
      try format == .tar ? FolderStream.archive(of: root, paths) : FolderStream.records(of: root, paths)
    // A stream of records is whole behind each of them.
    let first = try FolderStream.records(of: root, [paths[0]]).count
    for length in 0..<input.count where format == .tar || ![0, first].contains(length) {
      let feed = Feed(Array(input[..<length]))
      // Behind the end of an archive may be any number of blocks.
      if format == .tar, length % 512 == 0, length >= 4 * 512 + 1024 { continue }
      #expect(throws: StreamError.self, "\(length)") {
        _ = try AuditStream(Self.plain, from: feed.input, to: feed.output).run(
          format, site: AuditedSite(name: "-"))
      }
      #expect(!String(decoding: feed.written, as: UTF8.self).contains("{\"end\""), "\(length)")
    }
  }

  /// A change of the outputs of two streams, and a piece of the fault that it is.
  struct Wrong: Sendable {
    let fault: String
    let change: @Sendable (inout [String]) -> Void
  }

  static let wrong: [Wrong] = [
    Wrong(fault: "both have") { $0[1] = $0[0] },
    Wrong(fault: "something stands behind line") { $0[0] += $0[1] },
    Wrong(fault: " twice: a site has a page once") { text in
      text[0] = text[0].prefix { $0 != "\n" } + "\n" + text[0]
    },
    Wrong(fault: "different versions or rules") { $0[1] = $0[1].replacing("\"0.0.0\"", with: "\"0.0.1\"") },
    Wrong(fault: "parts of different runs") { $0[1] = $0[1].replacing("**/*.htm\"", with: "**/*.php\"") },
    Wrong(fault: "parts of different runs") {
      $0[1] = $0[1].replacing("\"shard\": null", with: "\"shard\": \"1/1\"")
    },
    Wrong(fault: "line 1 is none of an audit") { $0[1] = $0[1].replacing("autotag-audit-page", with: "x") },
    Wrong(fault: "line 1 is not JSON") { $0[1] = "x" + $0[1] },
    Wrong(fault: "its last line is none") { $0[0] = $0[0].replacing("\"part\"", with: "\"port\"") },
    Wrong(fault: "its last line counts") { text in
      let lines = text[0].split(separator: "\n")
      text[0] =
        lines.filter { $0 != lines.first { $0.contains("\"audited\": true") } }.joined(separator: "\n") + "\n"
    },
    Wrong(fault: "its last line has no end") { $0[0].removeLast() },
  ]

  @Test("whose outputs are refused where they do not belong together", arguments: wrong.indices)
  func refused(index: Int) throws {
    let (folder, _, streamed) = try Self.site(Sites.cases[3])
    let root = folder.url.appending(path: "site")
    let paths = try FolderStream.paths(of: root)
    var texts = try [paths[..<10], paths[10...]].map { own in
      String(
        decoding: try Self.run(try FolderStream.records(of: root, Array(own)), streamed).output,
        as: UTF8.self)
    }
    Self.wrong[index].change(&texts)
    let names = texts.indices.map { folder.url.path + "/lines-\($0)" }
    for (name, text) in zip(names, texts) { try text.write(toFile: name, atomically: true, encoding: .utf8) }
    let error = #expect(throws: SiteError.self) {
      _ = try AuditMerge.merge(names, to: folder.url.path + "/whole")
    }
    #expect(error?.description.contains(Self.wrong[index].fault) == true, "\(error?.description ?? "")")
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/whole"))
  }

  @Test("and wherever they are cut off")
  func cutOutput() throws {
    let (folder, _, streamed) = try Self.site(Sites.cases[3])
    let records = try FolderStream.records(of: folder.url.appending(path: "site"))
    let output = Data(try Self.run(records, streamed).output)
    for length in stride(from: 0, to: output.count, by: 97) {
      try folder.write(output.prefix(length), to: "lines")
      #expect(throws: SiteError.self, "\(length)") {
        try AuditMerge.merge([folder.url.path + "/lines"], to: folder.url.path + "/whole")
      }
    }
  }

  @Test("and of files that fail the first are listed, and all when outputs are merged")
  func manyProblems() throws {
    let record = Array("{\"path\":\"/\",\"length\":0}\n\n".utf8)
    let count = AuditStream.mostProblems + 3
    let (summary, output, _) = try Self.run((0..<count).flatMap { _ in record }, Self.plain)
    #expect(summary.problems.count == AuditStream.mostProblems)
    let folder = try TemporaryFolder()
    try folder.write(Data(output), to: "lines")
    _ = try AuditMerge.merge([folder.url.path + "/lines"], to: folder.url.path + "/whole")
    let whole = try JSONReader.read(Array(try Data(contentsOf: folder.url.appending(path: "whole"))))
    #expect(whole["problems"]?.array?.count == count)
  }
}
