import AutoTagBytes
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import StreamSupport
import SystemPackage
import TestSupport
import Testing

@Suite("A stream of records comes out record for record")
struct RecordStreamTests {
  static let link = "https://click.linksynergy.com/deeplink?id=A"
  static let page = Array("<a href=\"\(link)\">x</a>".utf8)
  static let tagged = Array("<a href=\"\(link)&u1=--CLICK-ID--\">x</a>".utf8)

  /// A record of the input.
  static func record(_ fields: String, _ bytes: [UInt8]) -> [UInt8] {
    Array("{\(fields), \"length\": \(bytes.count)}\n".utf8) + bytes + [0x0A]
  }

  /// Runs without a redirect.
  static func run(
    _ input: [UInt8], step: Int = .max, _ change: (inout RewriteOptions) -> Void = { _ in }
  ) throws -> (summary: StreamSummary, output: [UInt8], feed: Feed) {
    let feed = Feed(input, step: step)
    var options = RewriteOptions(site: "-")
    options.redirects.mode = .off
    change(&options)
    let output = feed.output
    let summary = try RecordStream(options, from: feed.input, to: output).run()
    try output.flush()
    return (summary, feed.written, feed)
  }

  /// The records of an output: their lines, and their bytes.
  static func records(_ output: [UInt8]) throws -> [(line: JSONNode, bytes: [UInt8])] {
    var records: [(JSONNode, [UInt8])] = []
    var rest = output[...]
    while !rest.isEmpty {
      let end = try #require(rest.firstIndex(of: 0x0A))
      let line = try JSONReader.read(Array(rest[..<end]))
      let length = try #require(line["length"]?.int)
      rest = rest[(end + 1)...]
      records.append((line, Array(rest.prefix(length))))
      rest = rest.dropFirst(length)
      #expect(rest.first == 0x0A)
      rest = rest.dropFirst()
    }
    return records
  }

  struct Case: Sendable {
    let fields: String
    let bytes: [UInt8]
    /// The bytes that come out; `nil` for those that came in.
    var expected: [UInt8]?
    /// The beginning of the answer's line.
    let line: String
    /// The start of the reason for which it failed.
    var failed: String?

    init(_ fields: String, _ bytes: [UInt8], _ expected: [UInt8]? = nil, line: String, failed: String? = nil)
    {
      (self.fields, self.bytes, self.expected) = (fields, bytes, expected)
      (self.line, self.failed) = (line, failed)
    }
  }

  static let cases: [Case] = [
    Case("\"path\":\"a.html\"", page, tagged, line: "{\"path\": \"a.html\", \"length\""),
    Case("\"path\":\"a.html\",\"id\":7", page, tagged, line: "{\"path\": \"a.html\", \"id\": 7, \"length\""),
    Case(
      "\"id\":\"\\\"\\n\",\"path\":\"b/a.HTM\"", page, tagged,
      line: "{\"path\": \"b/a.HTM\", \"id\": \"\\\"\\n\", "),
    Case(
      "\"path\":\"./x//a.html\",\"id\":null", page, tagged, line: "{\"path\": \"./x//a.html\", \"length\""),
    Case("\"path\":\"a.html\"", [], line: "{\"path\": \"a.html\", \"length\": 0, \"changed\": false"),
    Case(
      "\"path\":\"a.html\"", [0, 0x0A, 0x0A] + page + [0], [0, 0x0A, 0x0A] + tagged + [0], line: "{\"path"),
    Case(
      "\"path\":\"a.css\"", page, line: "{\"path\": \"a.css\", \"length\": \(page.count), \"changed\": false"),
    Case("\"path\":\"a.css\"", [], line: "{\"path\""),
    Case("\"path\":\"drafts/a.html\"", page, line: "{\"path\""),
    Case("\"path\":\"a.html/b\"", page, line: "{\"path\""),
    Case(
      "\"url\":\"https://shop.example/a/\"", page, tagged, line: "{\"url\": \"https://shop.example/a/\", "),
    Case("\"url\":\"http://shop.example/a?b\"", page, tagged, line: "{\"url\""),
    Case("\"url\":\"https://shop.example/drafts/x\"", page, line: "{\"url\""),
    Case("\"url\":\"https://shop.example/a.html\"", Array("%PDF-".utf8) + page, line: "{\"url\""),
    Case("\"path\":\"/a.html\"", page, line: "{\"path\"", failed: "the path is absolute"),
    Case("\"path\":\"a/../b.html\"", page, line: "{\"path\"", failed: "the path leads out"),
    Case("\"path\":\"..\"", page, line: "{\"path\"", failed: "the path leads out"),
    Case("\"path\":\"\"", page, line: "{\"path\"", failed: "the path is empty"),
    Case("\"path\":\"./\"", page, line: "{\"path\"", failed: "the path names a folder"),
    Case("\"path\":\".\"", page, line: "{\"path\"", failed: "the path names no file"),
    Case(
      "\"path\":\"a\\u0000.html\"", page, line: "{\"path\": \"a\\u0000.html\"", failed: "the path holds a NUL"
    ),
    Case("\"url\":\"ftp://shop.example/\"", page, line: "{\"url\"", failed: "the path is no http"),
    Case("\"url\":\"https://a.example/%00\"", page, line: "{\"url\"", failed: "the path has a NUL"),
    Case(
      "\"path\":\"w.html\"", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x3C], line: "{\"path\"",
      failed: "the page is in UTF-32"),
  ]

  @Test("whatever the sizes of the pieces that it comes in", arguments: [1, 2, 7, .max])
  func records(step: Int) throws {
    let input = Self.cases.flatMap { Self.record($0.fields, $0.bytes) }
    let (summary, output, _) = try Self.run(input, step: step) { $0.exclude = ["drafts/**"] }
    let records = try Self.records(output)
    try #require(records.count == Self.cases.count)
    var lines = output[...]
    for (test, record) in zip(Self.cases, records) {
      let line = try #require(
        lines.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).first)
      #expect(Array(line).text.hasPrefix(test.line), "\(Array(line).text)")
      #expect(record.bytes == test.expected ?? test.bytes, "\(test.fields)")
      #expect(record.line["changed"]?.isTrue == (test.expected != nil), "\(test.fields)")
      #expect(record.line["tagged"]?.int == (test.expected == nil ? 0 : 1), "\(test.fields)")
      let failed = record.line["failed"]?.string
      #expect((failed == nil) == (test.failed == nil), "\(test.fields): \(failed ?? "")")
      #expect(failed?.hasPrefix(test.failed ?? "") != false, "\(failed ?? "")")
      lines = lines.dropFirst(line.count + 1 + record.bytes.count + 1)
    }
    let changed = Self.cases.count { $0.expected != nil }
    #expect(summary.run.pages.changed == changed)
    #expect(summary.run.groups["rakuten"]?.tagged == changed)
    #expect(summary.count(.failure) == Self.cases.count { $0.failed != nil })
    #expect(summary.run.pages.skipped == summary.count(.failure))
  }

  @Test("and every answer is written before the next read", arguments: [1, 5, .max])
  func answersAtOnce(step: Int) throws {
    let one = Self.record("\"path\":\"a.html\"", Self.page)
    let answer = try Self.run(one).output.count
    let feed = try Self.run(one + one + one, step: step).feed
    for (index, written) in feed.writtenBeforeReads.enumerated() {
      let read = step == .max ? (index == 0 ? 0 : 3 * one.count) : min(index * step, 3 * one.count)
      #expect(written == read / one.count * answer, "read \(index)")
    }
  }

  static func error(_ input: [UInt8], step: Int = .max) -> StreamError? {
    do {
      _ = try run(input, step: step)
      return nil
    } catch {
      return error as? StreamError
    }
  }

  @Test("but one that is cut anywhere is an error that names the record", arguments: [1, .max])
  func cut(step: Int) {
    let records = [
      Self.record("\"path\":\"a.html\"", Self.page),
      Self.record("\"path\":\"b.css\",\"id\":1", [0x0A, 0, 0x0A]),
    ]
    let whole = records.flatMap(\.self)
    let ends = [0, records[0].count, whole.count]
    for length in 0...whole.count {
      let error = Self.error(Array(whole[..<length]), step: step)
      if ends.contains(length) {
        #expect(error == nil, "\(length)")
      } else if case .cut(let item, let offset, _) = error {
        #expect(offset == length)
        #expect(item == (length < ends[1] ? "record 1" : "record 2"))
      } else {
        Issue.record("\(length): \(error.map { "\($0)" } ?? "nothing")")
      }
    }
  }

  static let wrong: [(input: String, offset: Int, says: String)] = [
    ("x\n", 0, "its line is not JSON"), ("\n", 0, "its line is not JSON"), ("{}\n", 0, "needs “path”"),
    ("[1]\n", 0, "must be an object"), ("{\"path\":\"a\"}\n", 0, "needs “length”"),
    ("{\"path\":\"a\",\"length\":-1}\n", 0, "“length” must not be negative"),
    ("{\"path\":\"a\",\"length\":\"1\"}\nx\n", 0, "“length” must be a whole number"),
    ("{\"path\":\"a\",\"length\":99999999999999999999}\nx\n", 0, "a whole number is expected"),
    ("{\"path\":\"a\",\"url\":\"b\",\"length\":1}\nx\n", 0, "and not both"),
    ("{\"path\":\"a\",\"length\":1,\"length\":1}\nx\n", 0, "its line is not JSON"),
    ("{\"path\":\"a\",\"size\":1}\nx\n", 0, "has no “size”"),
    ("{\"path\":1,\"length\":1}\nx\n", 0, "“path” must be a text"),
    ("{\"path\":\"a\",\"id\":[],\"length\":1}\nx\n", 0, "“id” must be"),
    ("{\"path\":\"a\",\"length\":1}\nxy\n", 25, "a line end has to follow its 1 bytes"),
    ("{\"path\":\"a.html\",\"length\":1}\nxy\n", 30, "a line end has to follow its 1 bytes"),
    ("{\"path\":\"a\",\"length\":2}\nx\n{", 26, "a line end has to follow"),
    ("{\"path\":\"\u{D}a\",\"length\":1}\nx\n", 0, "its line is not JSON"),
    (String(repeating: " ", count: 1 << 20) + " \n", 0, "a line of more than 1048576 bytes"),
  ]

  @Test("and so is one that is wrong", arguments: wrong.indices, [1, 2])
  func wrongRecord(index: Int, number: Int) {
    let (input, offset, says) = Self.wrong[index]
    let before = number == 1 ? [] : Self.record("\"path\":\"a.html\"", Self.page)
    guard case .malformed(let item, let found, let reason) = Self.error(before + Array(input.utf8)) else {
      Issue.record("nothing is wrong with \(input)")
      return
    }
    #expect(item == "record \(number)")
    #expect(found == before.count + offset)
    #expect(reason.contains(says), "\(reason)")
  }

  @Test("and a name that is no UTF-8 is wrong too")
  func noUTF8() {
    let input = Array("{\"path\":\"".utf8) + [0xFF] + Array("\",\"length\":0}\n\n".utf8)
    guard case .malformed = Self.error(input) else {
      Issue.record("nothing is wrong")
      return
    }
  }

  @Test("and ends for who reads no more")
  func unwritable() throws {
    var options = RewriteOptions(site: "-")
    options.redirects.mode = .off
    let output = StreamOutput { (_, _) throws(Errno) in throw .brokenPipe }
    let input = Feed(Self.record("\"path\":\"a.html\"", Self.page)).input
    #expect(throws: StreamError.unwritable(.brokenPipe)) {
      _ = try RecordStream(options, from: input, to: output).run()
      try output.flush()
    }
  }

  @Test("and without its token with --untag")
  func untagged() throws {
    let input = Self.record("\"path\":\"a.html\"", Self.tagged)
    let (_, output, _) = try Self.run(input) { $0.rules.task = .untag }
    let record = try #require(Self.records(output).first)
    #expect(record.bytes == Self.page)
    #expect(record.line["untagged"]?.int == 1)
    #expect(record.line["tagged"]?.int == 0)
  }

  @Test("and more problems than are listed are counted")
  func manyProblems() throws {
    let page = Array("<a href=\"\(Self.link)&u1=mine\">".utf8)
    let record = Self.record("\"path\":\"a.html\"", page)
    let (summary, _, _) = try Self.run(
      (0..<10_003).flatMap { _ in record } + Self.record("\"path\":\"/\"", []))
    #expect(summary.run.problems.count == 10_001)
    #expect(summary.count(.note) == 10_003)
    #expect(summary.count(.failure) == 1)
    #expect(summary.leftOut.values.reduce(0, +) == 3)
  }
}
