import AutoTagBytes
import AutoTagSite
import Foundation
import TestSupport
import Testing

@Suite("A diff shows the lines that change and no others")
struct UnifiedDiffTests {
  /// - Parameters:
  ///   - edits: offset, length and what comes there.
  ///   - hunks: the diff without its two first lines.
  struct Case: Sendable {
    let name: String
    let page: String
    let edits: [(Int, Int, String)]
    let hunks: String
  }

  static let cases: [Case] = [
    Case(name: "nothing", page: "a\n", edits: [], hunks: ""),
    Case(name: "the same text", page: "a\nb\n", edits: [(0, 1, "a")], hunks: ""),
    Case(name: "in a line", page: "a\nb\n", edits: [(2, 1, "c")], hunks: "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
    Case(
      name: "a line in front", page: "a\nb\n", edits: [(0, 0, "x\n")], hunks: "@@ -1,2 +1,3 @@\n+x\n a\n b\n"),
    Case(
      name: "a line between", page: "a\nb\n", edits: [(2, 0, "x\n")], hunks: "@@ -1,2 +1,3 @@\n a\n+x\n b\n"),
    Case(
      name: "a line that reads as the next", page: "a\nb\n", edits: [(2, 0, "b\n")],
      hunks: "@@ -1,2 +1,3 @@\n a\n b\n+b\n"),
    Case(name: "a line at the end", page: "a\n", edits: [(2, 0, "x\n")], hunks: "@@ -1,1 +1,2 @@\n a\n+x\n"),
    Case(
      name: "a line in front of one without an end", page: "a", edits: [(0, 0, "x\n")],
      hunks: "@@ -1,1 +1,2 @@\n+x\n a\n\\ No newline at end of file\n"),
    Case(
      name: "a line behind one without an end", page: "a", edits: [(1, 0, "\nx")],
      hunks: "@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+x\n\\ No newline at end of file\n"),
    Case(
      name: "CRLF", page: "a\r\nb\r\n", edits: [(3, 0, "x\r\n")], hunks: "@@ -1,2 +1,3 @@\n a\r\n+x\r\n b\r\n"
    ),
    Case(name: "a line goes", page: "a\nb\nc\n", edits: [(2, 2, "")], hunks: "@@ -1,3 +1,2 @@\n a\n-b\n c\n"),
    Case(name: "all goes", page: "a\n", edits: [(0, 2, "")], hunks: "@@ -1,1 +0,0 @@\n-a\n"),
    Case(name: "into an empty page", page: "", edits: [(0, 0, "a\n")], hunks: "@@ -0,0 +1,1 @@\n+a\n"),
    Case(
      name: "a line moves to the top", page: "a\nb\nc\n", edits: [(0, 0, "c\n"), (4, 2, "")],
      hunks: "@@ -1,3 +1,3 @@\n+c\n a\n b\n-c\n"),
    Case(
      name: "a line in front and one that changes", page: "a\nb\n", edits: [(2, 0, "x\n"), (2, 1, "c")],
      hunks: "@@ -1,2 +1,3 @@\n a\n-b\n+x\n+c\n"),
    Case(
      name: "two hunks", page: "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n", edits: [(2, 0, "x\n"), (18, 0, "y\n")],
      hunks: "@@ -1,4 +1,5 @@\n 0\n+x\n 1\n 2\n 3\n@@ -7,4 +8,5 @@\n 6\n 7\n 8\n+y\n 9\n"),
  ]

  private static func diff(_ test: Case) -> String {
    let edits = test.edits.map { Edit(range: $0.0..<$0.0 + $0.1, replacement: Array($0.2.utf8)) }
    return String(
      decoding: UnifiedDiff.of(file: "p", page: Array(test.page.utf8), edits: edits), as: UTF8.self)
  }

  @Test("whatever the edit", arguments: cases.indices)
  func hunks(index: Int) {
    let test = Self.cases[index]
    #expect(
      Self.diff(test) == (test.hunks.isEmpty ? "" : "--- a/p\n+++ b/p\n" + test.hunks), "\(test.name)")
  }

  @Test("and patch and git take it", Oracle.needs("patch", "git"), arguments: cases.indices)
  func applies(index: Int) throws {
    let test = Self.cases[index]
    guard !test.hunks.isEmpty else { return }
    let edits = test.edits.map { Edit(range: $0.0..<$0.0 + $0.1, replacement: Array($0.2.utf8)) }
    let expected = Splice.joined(Array(test.page.utf8).span, edits)
    for tool in [["patch", "--binary", "--silent", "-p1"], ["git", "apply", "--whitespace=nowarn", "-"]] {
      let folder = try TemporaryFolder()
      try folder.write(test.page, to: "p")
      let input = Data(Self.diff(test).utf8)
      let applied = try Oracle.run(tool[0], Array(tool.dropFirst()), input: input, in: folder.url)
      #expect(applied.status == 0, "\(test.name), \(tool[0]): \(applied.standardError)")
      let result = (try? folder.read("p")) ?? Data()
      #expect(Array(result) == expected, "\(test.name), \(tool[0])")
    }
  }
}
