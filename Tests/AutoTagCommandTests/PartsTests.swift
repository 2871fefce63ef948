import Foundation
import TestSupport
import Testing

/// Parts of a site at the command line.
@Suite("Parts of a site that are put together")
struct PartsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "Redirect /go/a https://click.linksynergy.com/deeplink?id=A&mid=1\nNonsense\n", to: "site/.htaccess")
    let link = "<a href=\"https://click.linksynergy.com/deeplink?id=A&mid=1\">x</a>"
    for number in 0..<20 {
      try folder.write(
        "\(link)<a href=\"/go/\(number % 2 == 0 ? "a" : "b")\">y</a>", to: "site/p\(number).html")
    }
    try folder.write(link, to: "other/index.html")
    try run(["scan", "site", "--output", "facts"])
  }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    let output = try Oracle.run(Product.autotag, arguments, in: folder.url)
    try #require([0, 1].contains(output.status), "\(output.standardError)")
    return String(decoding: output.standardOutput, as: UTF8.self)
  }

  private func parts(_ command: [String], count: Int) throws -> [String] {
    try (1...count).map { number in
      let output = try Oracle.run(
        Product.autotag, command + ["--facts", "facts", "--shard", "\(number)/\(count)", "--format", "json"],
        in: folder.url)
      try folder.write(output.standardOutput, to: "part-\(number)")
      return "part-\(number)"
    }
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("summaries: the counts and problems of one run", arguments: [1, 3])
  func summaries(count: Int) throws {
    let parts = try parts(["rewrite", "site", "--dry-run"], count: count)
    let output = try Oracle.run(
      Product.autotag, ["merge"] + parts.reversed() + ["--output", "whole"], in: folder.url)
    #expect(output.status == 0 && output.lines.first?.contains("\(count) part") == true)
    var whole = try object(String(contentsOf: folder.url.appending(path: "whole"), encoding: .utf8))
    var expected = try object(run(["rewrite", "site", "--dry-run", "--facts", "facts", "--format", "json"]))
    for name in ["duration_seconds", "sites"] {
      #expect(whole.removeValue(forKey: name) != nil)
      expected.removeValue(forKey: name)
    }
    #expect(NSDictionary(dictionary: whole) == NSDictionary(dictionary: expected))
    #expect((expected["problems"] as? [Any])?.count == 11)
  }

  @Test("audits: the report of one run")
  func auditParts() throws {
    let parts = try parts(["audit", "site"], count: 3)
    _ = try run(["merge"] + parts + ["--output", "whole"])
    let whole = try String(contentsOf: folder.url.appending(path: "whole"), encoding: .utf8)
    #expect(try whole == run(["audit", "site", "--format", "json"]))
  }

  static let refused: [(arguments: [String], message: String)] = [
    (["part-1", "part-2"], "of 3 parts 1 are missing: 3"),
    (["part-1", "part-2", "part-3", "part-3"], "both of part 3/3"),
    (["part-1", "part-2", "part-3", "facts"], "part-1 is a summary of rewrite and facts facts"),
    (["site/p0.html"], "is no facts, summary or audit"),
    (["none"], "none cannot be read"),
    (["whole"], "is no summary of a part"),
  ]

  @Test("or the reason why not, with 2", arguments: refused)
  func merge(test: (arguments: [String], message: String)) throws {
    _ = try parts(["rewrite", "site", "--dry-run"], count: 3)
    try folder.write(try run(["rewrite", "site", "--dry-run", "--format", "json"]), to: "whole")
    let output = try Oracle.run(
      Product.autotag, ["merge"] + test.arguments + ["--output", "new"], in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains(test.message), "\(output.standardError)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/new"))
  }

  static let audits: [(arguments: [String], message: String)] = [
    (["audit", "site", "--shard", "1/2"], "--shard needs --facts"),
    (
      ["audit", "site", "--facts", "facts", "--shard", "1/2", "--write-baseline", "b.json"],
      "needs a whole site"
    ),
    (["audit", "site/p0.html", "--facts", "facts", "--shard", "1/2"], "about one site"),
    (["audit", "site", "other", "--facts", "facts"], "about one site"),
  ]

  @Test("an audit of a part is told of what it lacks", arguments: audits)
  func partOfAudit(test: (arguments: [String], message: String)) throws {
    let output = try Oracle.run(Product.autotag, test.arguments, in: folder.url)
    #expect(output.status == 2 && output.standardError.contains(test.message), "\(output.standardError)")
  }

  @Test("a part without a page is no wrong folder")
  func emptyPart() throws {
    for command in [["audit", "site"], ["rewrite", "site", "--dry-run"]] {
      let output = try Oracle.run(
        Product.autotag, command + ["--facts", "facts", "--shard", "1/1000"], in: folder.url)
      #expect(output.status == 0, "\(output.standardError)")
    }
  }
}
