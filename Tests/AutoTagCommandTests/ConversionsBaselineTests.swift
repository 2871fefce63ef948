import Foundation
import TestSupport
import Testing

/// `autotag conversions` with findings that are known.
@Suite("autotag conversions --baseline")
struct ConversionsBaselineTests {
  private let folder: TemporaryFolder

  private static let header = ConversionsCommandTests.header
  private static func line(_ u1: String, order: String, commission: String = "2.50") -> String {
    "\(u1),1,Lamps,\(order),5/21/23,06:58:45,A,10.00,1,\(commission),5/22/23,06:58:45\r\n"
  }

  private static let lines = [
    line("me@secret.example", order: "A"), line("--CLICK-ID--", order: "B"), line("--CLICK-ID--", order: "C"),
    line("click1", order: "D", commission: "2;50"), line("", order: "E"), line("click2", order: "F"),
  ]
  private static let name = "report?token=SECRET.csv"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.header + Self.lines.joined(), to: Self.name)
  }

  private func run(_ arguments: [String], _ file: String = name) throws -> Oracle.Output {
    try Oracle.run(
      Product.autotag, ["conversions", file, "--currency", "USD"] + arguments, in: folder.url)
  }

  @Test("what is known counts no more, and what is new does")
  func known() throws {
    #expect(try run([]).status == 1)
    let written = try run(["--write-baseline", "b.json"])
    #expect(written.status == 0)
    #expect(
      written.standardError.contains(
        "Wrote 5 findings to b.json: runs with --baseline b.json leave them out."))
    let known = try run(["--baseline", "b.json", "--fail-on", "info"])
    #expect(known.status == 0)
    #expect(known.lines.suffix(2) == ["Nothing new was found.", "  5 in the baseline"])
    // The sums are those of all lines.
    #expect(known.lines.contains { $0.contains("counted") && $0.hasSuffix("12.50") })

    try folder.write(
      Self.header + (Self.lines + [Self.line("--CLICK-ID--", order: "G")]).joined(), to: Self.name)
    let new = try run(["--baseline", "b.json", "--format", "json"])
    #expect(new.status == 1)
    let object = try #require(JSONSerialization.jsonObject(with: new.standardOutput) as? [String: Any])
    #expect(object["in_baseline"] as? Int == 5)
    #expect(object["codes"] as? [String: Int] == ["u1-placeholder": 1])
    #expect((object["findings"] as? [[String: Any]])?.map { $0["line"] as? Int } == [8])
  }

  @Test(
    "the file is sorted and the same for any order of lines and any folder, and holds nothing of people and no token"
  )
  func file() throws {
    _ = try run(["--write-baseline", "b.json"])
    let text = try folder.text("b.json")
    for part in ["SECRET", "secret", "report?", "Lamps", "\"A\"", folder.url.path] {
      #expect(!text.contains(part), "\(part)")
    }
    #expect(
      text.contains("{ \"sale\": \"mid 1, 2023-05-21\", \"code\": \"u1-placeholder\", \"fingerprint\": \""))
    #expect(text.contains("{ \"sale\": \"Signature Orders report\", \"code\": \"amount-unreadable\", "))
    let entries = text.split(separator: "\n").filter { $0.contains("fingerprint") }
    #expect(entries.count == 5)
    let plain = entries.map { $0.hasSuffix(",") ? $0.dropLast() : $0 }
    #expect(plain == plain.sorted())
    try folder.write(Self.header + Self.lines.reversed().joined(), to: "elsewhere/" + Self.name)
    _ = try run(["--write-baseline", "c.json"], "elsewhere/" + Self.name)
    #expect(try folder.text("c.json") == text)
    // Written over itself it is the same.
    _ = try run(["--baseline", "b.json", "--write-baseline", "b.json"])
    #expect(try folder.text("b.json") == text)
  }

  @Test("equal findings are told apart by their number")
  func equal() throws {
    let twice = Self.line("--CLICK-ID--", order: "B")
    try folder.write(Self.header + twice, to: "file.csv")
    _ = try run(["--write-baseline", "b.json"], "file.csv")
    try folder.write(Self.header + twice + twice, to: "file.csv")
    #expect(try run(["--baseline", "b.json"], "file.csv").status == 1)
    _ = try run(["--write-baseline", "b.json"], "file.csv")
    #expect(try run(["--baseline", "b.json"], "file.csv").status == 0)
  }

  static let places: [(configuration: String?, file: String, status: Int32)] = [
    (nil, "autotag-conversions-baseline.json", 0), ("", "autotag-conversions-baseline.json", 0),
    ("conversions: {baseline: known.json}\n", "known.json", 0), ("", "known.json", 1),
    // A configured one must be there.
    ("conversions: {baseline: known.json}\n", "other.json", 2),
  ]

  @Test("the file beside the configuration counts, or the one that it names", arguments: places)
  func found(configuration: String?, file: String, status: Int32) throws {
    if let configuration { try folder.write(configuration, to: "autotag.yml") }
    let written = try run(["--write-baseline", file])
    #expect(written.status == 0)
    #expect(try run([]).status == status)
  }

  static let faults: [(text: String, message: String)] = [
    (
      "{\"version\": 1, \"findings\": [\n{\"file\": \"a\", \"code\": \"b\", \"fingerprint\": \"0123456789abcdef\"}]}",
      "b.json: this is a baseline of autotag audit, which autotag conversions does not go by: name another file"
    ),
    ("[]", "b.json:1: the file must be an object"),
  ]

  static let told: [(configuration: String?, file: String, says: String)] = [
    (nil, "autotag-conversions-baseline.json", "runs leave them out from now on, also without --baseline.\n"),
    (nil, "./autotag-conversions-baseline.json", "runs leave them out from now on, also without"),
    (nil, "b.json", "runs with --baseline b.json leave them out.\n"),
    (
      "conversions: {baseline: b.json}\n", "b.json",
      "runs leave them out from now on, also without --baseline.\n"
    ),
    ("conversions: {baseline: b.json}\n", "c.json", "runs with --baseline c.json leave them out.\n"),
  ]

  @Test("what is said of a new file is true of the next run", arguments: told.indices)
  func newFile(index: Int) throws {
    let test = Self.told[index]
    if let configuration = test.configuration {
      try folder.write(configuration, to: "autotag.yml")
      try folder.write(#"{"version": 1, "findings": []}"#, to: "b.json")
    }
    let written = try run(["--write-baseline", test.file])
    #expect(written.standardError.contains(test.says), "\(written.standardError)")
    #expect(try run([]).status == (test.says.contains("from now on") ? 0 : 1))
  }

  @Test("a report for programs is printed all the same with --quiet", arguments: ["json", "csv", "markdown"])
  func quietReport(format: String) throws {
    let quiet = try run(["--quiet", "--format", format])
    #expect(try quiet.standardOutput == run(["--format", format]).standardOutput)
    #expect(!quiet.standardOutput.isEmpty && quiet.status == 1)
    #expect(try run(["--quiet", "--format", "text"]).standardOutput.isEmpty)
  }

  @Test("a file that is none, as one of the audit is, is an error with its place", arguments: faults)
  func faulty(text: String, message: String) throws {
    try folder.write(text, to: "b.json")
    let output = try run(["--baseline", "b.json"])
    #expect(output.status == 2)
    #expect(output.standardError.contains(message), "\(output.standardError)")
  }

  @Test("where a file could not be read, the old baseline stays")
  func unread() throws {
    try folder.write("old", to: "b.json")
    let output = try run(["nowhere.csv", "--write-baseline", "b.json"])
    #expect(output.status == 3)
    #expect(output.standardError.contains("No baseline was written to b.json: 1 file could not be read."))
    #expect(try folder.text("b.json") == "old")
  }
}
