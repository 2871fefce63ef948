import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import AutoTagSite

@Suite("Names of files are found where they stand in facts")
struct FactsNamesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// Lines before the names, and of names.
    var head = 0
    let count: Int
    var testDescription: String { "\(count) names behind \(head) lines" }
  }

  static let cases = [
    Case(count: 0), Case(count: 1), Case(count: 2), Case(head: 1, count: 2), Case(count: 3),
    Case(head: 7, count: 1000),
    // More than the lines that are kept.
    Case(head: 3, count: 40_000),
  ]

  @Test(
    "with all that JSON escapes",
    arguments: [
      "a.html", "d/", "a\"b", "a\\b", "a\tb", "é", "\u{7F}", "\"}", "{\"fact\":\"file\"}", "a\u{FFFD}b",
    ])
  func readsName(_ name: String) {
    #expect(FactReader.fileName(of: FactLine(file: name).bytes) == name)
  }

  @Test("and no others, also when asked again", arguments: cases)
  func findsNames(_ row: Case) throws {
    let names = (0..<row.count).map {
      "d/\($0 * 2)\($0 % 50 == 0 ? String(repeating: "é", count: 300) : "").html"
    }
    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let head = String(repeating: "{\"fact\":\"page\",\"name\":\"d/1.html\",\"text\":\"\"}\n", count: row.head)
    let lines = head + names.map { "{\"fact\":\"file\",\"name\":\"\($0)\"}\n" }.joined()
    let folder = try TemporaryFolder()
    try folder.write(lines + "{\"fact\":\"file\",\"name\":\"z\"}\n", to: "facts")
    let file = try FileDescriptor.open(folder.url.path + "/facts", .readOnly)
    defer { try? file.close() }
    let found = FactsNames(file, head.utf8.count..<lines.utf8.count)
    let asked = stride(from: 0, to: row.count, by: 1 + row.count / 1000)
    for _ in 0..<2 {
      #expect(asked.map { names[$0] }.allSatisfy(found.contains))
      let others = asked.map { "d/\($0 * 2 + 1).html" } + ["", "a", "d/", "z", "zz", "d/1.html"]
      #expect(others.filter(found.contains) == [])
    }
  }
}
