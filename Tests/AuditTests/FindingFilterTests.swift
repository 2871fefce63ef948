import AutoTagAudit
import AutoTagBaseline
import AutoTagSite
import Foundation
import TestSupport
import Testing

@Suite("Severities, what is ignored, and the baseline")
struct FindingFilterTests {
  private let folder: TemporaryFolder
  static let area = "<area href=\"https://click.linksynergy.com/x\">"
  static let comment = "<!-- //click.linksynergy.com/y -->"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.area + Self.comment, to: "a.html")
    try folder.write("\n\n" + Self.area + Self.area, to: "drafts/old/b.html")
  }

  private func codes(_ audited: Audited) -> [String] {
    audited.findings.map { "\($0.file) \($0.code) \($0.severity)" }
  }

  @Test("as they are")
  func plain() throws {
    let audited = try Audited(folder)
    #expect(
      codes(audited) == [
        "a.html link-in-area error", "a.html link-in-comment info", "drafts/old/b.html link-in-area error",
        "drafts/old/b.html link-in-area error",
      ])
    #expect(audited.summary.count(.error) == 3)
    #expect(audited.summary.count(.info) == 1)
    #expect(audited.summary.findingsByCode == ["link-in-area": 3, "link-in-comment": 1])
    #expect(audited.summary.worst == .error)
  }

  @Test("a check's severity is the configuration's, and off is off")
  func levels() throws {
    let audited = try Audited(folder) { $0.levels = ["link-in-area": .warning, "link-in-comment": .off] }
    #expect(
      codes(audited) == ["a.html link-in-area warning"]
        + Array(repeating: "drafts/old/b.html link-in-area warning", count: 2))
    #expect(audited.summary.worst == .warning)
    var options = AuditOptions(rewrite: .init(site: folder.url.path))
    options.levels = ["link-in-area": .warning, "link-in-comment": .off]
    let context = try SiteAudit(options).context
    #expect(context.check("link-in-comment") == nil)
    #expect(context.check("link-in-area")?.severity == .warning)
    #expect(context.checks.map(\.code) == context.checks.map(\.code).sorted())
  }

  static let ignoreEntries: [(AuditOptions.Ignored, [String], Int)] = [
    (.init(files: "drafts/**"), ["a.html link-in-area error", "a.html link-in-comment info"], 2),
    (.init(files: "drafts"), ["a.html link-in-area error", "a.html link-in-comment info"], 2),
    (.init(files: "old/"), ["a.html link-in-area error", "a.html link-in-comment info"], 2),
    (.init(codes: ["link-in-area"]), ["a.html link-in-comment info"], 3),
    (
      .init(files: "a.html", codes: ["link-in-area", "http-link"]),
      ["a.html link-in-comment info"] + Array(repeating: "drafts/old/b.html link-in-area error", count: 2), 1
    ),
    (
      .init(files: "b.htm"),
      ["a.html link-in-area error", "a.html link-in-comment info"]
        + Array(repeating: "drafts/old/b.html link-in-area error", count: 2), 0
    ),
  ]

  @Test("what is ignored is counted and not reported", arguments: ignoreEntries)
  func ignored(entry: AuditOptions.Ignored, left: [String], count: Int) throws {
    let audited = try Audited(folder) { $0.ignored = [entry] }
    #expect(codes(audited) == left)
    #expect(audited.summary.ignored == count)
    #expect(audited.summary.findings.values.reduce(0, +) == left.count)
  }

  @Test("with its own baseline a site has no findings, whatever lines are added above")
  func baseline() throws {
    let first = try Audited(folder) { $0.makesBaseline = true }
    #expect(first.findings.count == 4)
    #expect(first.baseline.entries.count == 4)
    let read = try Baseline(Array(first.baseline.text.utf8), file: "b.json", of: .audit)
    #expect(read == first.baseline)
    #expect(Baseline(.audit, read.entries.reversed()).text == first.baseline.text)
    try folder.write("<p>\n<p>\n" + Self.area + "\n" + Self.comment, to: "a.html")
    let second = try Audited(folder) { $0.baseline = read }
    #expect(second.findings == [])
    #expect(second.summary.inBaseline == 4)
    #expect(second.summary.worst == nil)
    #expect(second.summary.fixedSinceBaseline == 0)

    // One mended, one new that is equal to those there, one new of another kind.
    try folder.write(Self.area + Self.area, to: "a.html")
    try folder.write(
      "\n\n" + Self.area + Self.area + "<form action=\"//click.linksynergy.com/x\">", to: "drafts/old/b.html")
    let third = try Audited(folder) {
      $0.baseline = read
      $0.makesBaseline = true
    }
    #expect(codes(third) == ["a.html link-in-area error", "drafts/old/b.html link-in-form error"])
    #expect(third.summary.inBaseline == 3)
    #expect(third.summary.fixedSinceBaseline == 1)
    // A new baseline holds what is known too.
    #expect(third.baseline.entries.count == 5)
  }

  static let brokenFiles: [(String, String)] = [
    ("", "b.json:1: "), ("[]", "b.json:1: the file must be an object"),
    ("{\n\"version\": 2, \"findings\": []}", "b.json:2: version 2 is not known"),
    ("{\"version\": 1}", "b.json:1: the file needs “findings”"),
    ("{\"version\": 1,\n\n\"findings\": [{}]}", "b.json:3: a finding needs “file”"),
    ("{\"version\": 1, \"findings\": [],\n\"x\": 1}", "b.json:2: the file has no “x”"),
    ("{\"version\": 1, \"version\": 1, \"findings\": []}", "b.json:1: the file has “version” twice"),
    (
      "{\"version\": 1, \"findings\": [\n{\"file\": \"a\", \"code\": \"b\", \"fingerprint\": \"xyz\"}]}",
      "b.json:2: “xyz” is no fingerprint"
    ),
    ("{\"version\": 1,\n\"findings\": [\n<<<<<<< HEAD\n", "b.json:3: "),
    ("{\"version\": 1,\n<<<<<<< HEAD\n", "b.json:2: a merge conflict"),
    ("{\"version\": 1, \"findings\": {}}", "b.json:1: “findings” must be a list"),
    ("{\"version\": \"1\", \"findings\": []}", "b.json:1: “version” must be a whole number"),
    (
      "{\"version\": 1, \"findings\": [\n{\"file\": 1, \"code\": \"b\", \"fingerprint\": \"0123456789abcdef\"}]}",
      "b.json:2: “file” must be a text"
    ),
  ]

  @Test("a baseline that is not as it is written is an error with its line", arguments: brokenFiles)
  func broken(text: String, message: String) {
    do throws(BaselineError) {
      _ = try Baseline(Array(text.utf8), file: "b.json", of: .audit)
      Issue.record("no error")
    } catch {
      #expect(error.description.hasPrefix(message), "\(error)")
      #expect(error.description.contains("--write-baseline"))
    }
  }

  @Test("names of any kind survive")
  func names() throws {
    let entry = Baseline.Entry(fingerprint: "0123456789abcdef", code: "x", subject: "a\"\\\n\u{7F}é.html")
    #expect(
      try Baseline(Array(Baseline(.audit, [entry]).text.utf8), file: "b", of: .audit).entries == [entry])
  }
}
