import AutoTagAudit
import AutoTagCommand
import AutoTagSite
import AutoTagText
import AutoTagTracking
import Foundation
import Testing

@Suite("A run's summary, for people and for programs")
struct SummaryTests {
  /// A run with everything in it once.
  static var full: RunSummary {
    var summary = RunSummary()
    summary.pages.read = 1248
    summary.pages.changed = 1
    summary.pages.skipped = 2
    summary.assets = 37
    var rakuten = LinkCounts()
    rakuten.affiliate = 20
    rakuten.tagged = 12
    rakuten.alreadyTagged = 3
    rakuten.keptSubid = 1
    rakuten.skippedByReason = [.repeatedSubid: 3, .invalidURL: 1]
    var shop = LinkCounts()
    shop.affiliate = 2
    shop.tagged = 1
    shop.skippedByReason = [.repeatedSubid: 1]
    summary.groups = ["rakuten": rakuten, "a shop": shop]
    summary.problems = [
      Problem(.failure, file: "a.html", code: .pageNotRead, message: "it is odd"),
      Problem(.note, file: "b.html", line: 3, column: 9, code: .keptSubid, message: "u1 is \"x\""),
      Problem(.failure, file: "c\u{1B}[31m\n.html", line: 4, code: .writeFailed, message: "no\rroom\\"),
    ]
    return summary
  }

  static let copy = RewriteOptions(site: "site", destination: .output(path: "out", prune: false))

  static func text(
    _ summary: RunSummary, _ options: RewriteOptions = copy, isOnlyAsking: Bool = false,
    isColored: Bool = false, isVerbose: Bool = false
  ) -> String {
    var text = TextSummary(
      summary: summary, duration: .milliseconds(1234), options: options, isOnlyAsking: isOnlyAsking)
    text.style = Style(isColored: isColored)
    text.isVerbose = isVerbose
    return text.text
  }

  @Test("the reasons of skipped links stand right below their count")
  func reasons() {
    var summary = Self.full
    summary.pruned = PrunedFiles()
    #expect(
      Self.text(summary).contains(
        "     5 skipped\n       1 invalid-url\n       4 repeated-subid\n     0 files removed from the output\n"
      ))
  }

  @Test("says problems first, then the counts, then how it ended")
  func fullText() {
    #expect(
      Self.text(Self.full) == """
        a.html: error: it is odd [page-not-read]
        b.html:3:9: u1 is "x" [kept-subid]
        c\\u{1b}[31m\\u{a}.html:4: error: no\\u{d}room\\ [write-failed]

          1248 pages read
             1 page changed
             2 pages skipped
            13 links tagged
             3 already tagged
             1 kept (other subid)
             5 skipped
               1 invalid-url
               4 repeated-subid

          group    tagged  already tagged  kept  skipped
          a shop        1               0     0        1
          rakuten      12               3     1        4

        2 files failed; done in 1.23 s.

        """)
  }

  @Test("a run that writes nothing speaks of what would be")
  func dryText() {
    var summary = RunSummary()
    summary.pages.read = 1
    summary.pages.changed = 1
    summary.groups["rakuten", default: .init()].affiliate = 1
    summary.groups["rakuten", default: .init()].tagged = 1
    let expected = """
        1 page read
        1 page would be changed
        1 link would be tagged
        0 already tagged
        0 kept (other subid)
        0 skipped

      Done in 1.23 s, nothing was written.

      """
    #expect(Self.text(summary, isOnlyAsking: true) == expected)
  }

  @Test("without any affiliate link it says what was looked for")
  func nothingFound() throws {
    var summary = RunSummary()
    summary.pages.read = 2
    summary.groups = ["rakuten": .init(), "x": .init()]
    var options = Self.copy
    options.rules.groups.append(
      try TrackingGroup(name: "x", hosts: ["a.example", "b.example"], subid: "s", token: "T"))
    let text = Self.text(summary, options)
    #expect(
      text.contains(
        """
        No affiliate link was found. Looked for
          rakuten: links to click.linksynergy.com, linksynergy.jrs5.com, or marked data-tracking-group="rakuten" or rel="rakuten"
          x: links to a.example, b.example, or marked data-tracking-group="x" or rel="x"

        Done in 1.23 s.
        """))
    #expect(!text.contains("already tagged  kept"))
  }

  @Test("without any page it says which were looked for")
  func noPage() {
    var options = Self.copy
    options.include = ["*.htm", "x\u{1B}"]
    options.exclude = ["drafts"]
    let text = Self.text(RunSummary(), options)
    #expect(text.contains("No page was found. Looked for *.htm, x\\u{1b}, without drafts.\n"))
    #expect(!text.contains("No affiliate link"))
  }

  @Test("verbose adds the settings and the other files")
  func verbose() {
    let text = Self.text(Self.full, isVerbose: true)
    #expect(
      text.hasPrefix(
        """
        Configuration: none
        Pages: **/*.html, **/*.htm, **/*.xhtml, **/*.shtml
        Group rakuten: click.linksynergy.com, linksynergy.jrs5.com, u1=--CLICK-ID--

        a.html: error: it is odd
        """))
    #expect(text.contains("\n    37 other files\n"))
  }

  @Test("colour marks failures and tagged links, and only when it is on")
  func colour() {
    let colored = Self.text(Self.full, isColored: true)
    #expect(colored.contains("\u{1B}[1;31merror:\u{1B}[0m it is odd"))
    #expect(colored.contains("\u{1B}[32m    13 links tagged\u{1B}[0m\n"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]+m/, with: "") == Self.text(Self.full))
    #expect(!Self.text(Self.full).contains("\u{1B}"))
  }

  @Test("many notes of one kind are folded, failures never")
  func folding() {
    var problems = (1...13).map { (line: Int) in
      Problem(.note, file: "a.html", line: line, column: 1, code: .keptSubid, message: "kept \(line)")
    }
    problems += (1...12).map { Problem(.failure, file: "\($0).html", code: .writeFailed, message: "failed") }
    problems.append(
      Problem(.note, file: "z.html", line: 1, column: 1, code: .doubleRedirect, message: "other"))
    let plain = Style(isColored: false)
    let lines = ProblemLines(style: plain, limit: 10).text(problems).split(separator: "\n")
    #expect(lines.count { $0.hasSuffix("[kept-subid]") } == 10)
    #expect(lines.count { $0.hasSuffix(": error: failed [write-failed]") } == 12)
    #expect(lines.contains("z.html:1:1: other [double-redirect]"))
    #expect(lines.last == "… and 3 more [kept-subid] (use --verbose)")
    #expect(lines.count == 24)
    #expect(ProblemLines(style: plain).text(problems).split(separator: "\n").count == 26)
  }

  @Test("one cause at many places is told once, at the first, and everywhere where all is asked for")
  func cause() {
    let places = ["a.html", "b.html", "c.html", "d.html", "e.html"]
    var problems = places.map {
      Problem(.loss, file: $0, line: 1, column: 2, code: .redirectDropsQuery, message: "lost at .htaccess:1")
    }
    problems.insert(
      Problem(.note, file: "a.html", line: 1, column: 2, code: .doubleRedirect, message: "two"), at: 1)
    problems += ["x.html", "y.html"].map { Problem(.failure, file: $0, code: .writeFailed, message: "full") }
    let plain = Style(isColored: false)
    #expect(
      ProblemLines(style: plain, limit: 10).text(problems) == """
        a.html:1:2: loss: lost at .htaccess:1 [redirect-drops-query]
          and at 4 more places: b.html:1:2, c.html:1:2, d.html:1:2, … (use --verbose)
        a.html:1:2: two [double-redirect]
        x.html: error: full [write-failed]
        y.html: error: full [write-failed]

        """)
    #expect(ProblemLines(style: plain).text(problems).split(separator: "\n").count == 8)
  }

  static let lossTexts: [(message: String, lines: String)] = [
    (
      "lost at x:1: the rule leads to https://a.example/b?c=d, without it. To mend it: write: /a https://a.example/b?c=d, or y",
      "loss: lost at x:1: the rule leads to https://a.example/…, without it [redirect-drops-query]\n"
        + "  fix: write: /a https://a.example/b?c=d, or y\n"
    ),
    (
      "it leads to https://b.example/c. To mend it: write y",
      "loss: it leads to https://b.example/c [redirect-drops-query]\n  fix: write y\n"
    ),
    (
      "lost. To mend it: write: ⏎ a ⏎ b ⏎, or leave it",
      "loss: lost [redirect-drops-query]\n  fix: write:\n    a\n    b\n    or leave it\n"
    ),
  ]

  @Test("a loss has its fix on lines of its own, and an address once", arguments: lossTexts.indices)
  func lossLines(index: Int) {
    let test = Self.lossTexts[index]
    let problem = Problem(.loss, file: "a.html", line: 1, code: .redirectDropsQuery, message: test.message)
    #expect(ProblemLines(style: Style(isColored: false)).text([problem]) == "a.html:1: " + test.lines)
  }

  static let pasted: [(sentence: String, lines: [String])] = [
    ("one line", ["one line"]), ("", [""]), ("with a\nline end", ["with a\nline end"]),
    ("write: ⏎ a ⏎ b ⏎, set it, or leave it", ["write:", "a", "b", "or set it, or leave it"]),
    ("write: ⏎ a ⏎ b ⏎, or leave it", ["write:", "a", "b", "or leave it"]),
    ("write: ⏎ a ⏎ b ⏎; and at x:1, write: ⏎ c ⏎ d ⏎", ["write:", "a", "b", "and at x:1, write:", "c", "d"]),
    ("a ⏎ ::error::x", ["a ⏎ ::error::x"]), ("a ⏎ ##[error]x", ["a ⏎ ##[error]x"]),
  ]

  @Test(
    "what is to be pasted stands on lines of its own, and makes no command of a log",
    arguments: pasted.indices)
  func pastedLines(index: Int) {
    let test = Self.pasted[index]
    #expect(PastedText.lines(of: test.sentence) == test.lines)
    let problem = Problem(.note, file: "a.html", line: 1, code: .redirectMended, message: test.sentence)
    let text = ProblemLines(style: Style(isColored: false)).text([problem])
    let lines = test.lines.map {
      $0.replacing("\n", with: "\\u{a}").replacing("##[", with: "#\\u{23}[")
    }
    #expect(text == "a.html:1: \(lines.joined(separator: "\n    ")) [redirect-mended]\n")
  }

  @Test("a lost click id looks like a failure, is folded like a note, and fails nothing")
  func losses() {
    var summary = RunSummary()
    summary.pages.read = 1
    summary.groups["rakuten", default: .init()].affiliate = 12
    summary.problems = (1...12).map { (line: Int) in
      Problem(
        .loss, file: "a.html", line: line, column: 1, code: .redirectDropsQuery, message: "lost \(line)")
    }
    let text = Self.text(summary, isColored: true)
    #expect(text.contains("a.html:1:1:\u{1B}[0m \u{1B}[1;31mloss:\u{1B}[0m lost 1 "))
    let plain = Self.text(summary)
    #expect(plain.contains("a.html:10:1: loss: lost 10 [redirect-drops-query]\n… and 2 more"))
    #expect(plain.hasSuffix("\nDone in 1.23 s.\n"))
    let json = JSONSummary(summary: summary, duration: .zero).text
    #expect(json.contains("\"severity\": \"loss\""))
  }

  @Test("JSON: the keys in their order, the counts, and null where there is no place")
  func json() {
    #expect(
      JSONSummary(summary: Self.full, duration: .milliseconds(65_007)).text == """
        {
          "kind": "autotag-summary",
          "version": "0.1.0",
          "pages": {
            "read": 1248,
            "changed": 1,
            "skipped": 2
          },
          "links": {
            "affiliate": 22,
            "tagged": 13,
            "already_tagged": 3,
            "untagged": 0,
            "without_token": 0,
            "kept_subid": 1,
            "skipped": 5
          },
          "groups": {
            "a shop": {
              "affiliate": 2,
              "tagged": 1,
              "already_tagged": 0,
              "untagged": 0,
              "without_token": 0,
              "kept_subid": 0,
              "skipped": 1
            },
            "rakuten": {
              "affiliate": 20,
              "tagged": 12,
              "already_tagged": 3,
              "untagged": 0,
              "without_token": 0,
              "kept_subid": 1,
              "skipped": 4
            }
          },
          "mended_rules": [],
          "unread_files": 0,
          "codes": null,
          "pruned_files": 0,
          "problems": [
            {
              "file": "a.html",
              "line": null,
              "column": null,
              "severity": "failure",
              "code": "page-not-read",
              "message": "it is odd"
            },
            {
              "file": "b.html",
              "line": 3,
              "column": 9,
              "severity": "note",
              "code": "kept-subid",
              "message": "u1 is \\"x\\""
            },
            {
              "file": "c\\u001b[31m\\n.html",
              "line": 4,
              "column": null,
              "severity": "failure",
              "code": "write-failed",
              "message": "no\\rroom\\\\"
            }
          ],
          "duration_seconds": 65.007
        }

        """)
  }

  @Test("JSON: any text comes back as it was")
  func jsonText() throws {
    var summary = RunSummary()
    let file =
      String((0...0x2100).compactMap { Unicode.Scalar($0 as UInt32).map(Character.init) })
      + "\u{1F600}" + String(decoding: [0x66, 0xE9, 0xFF] as [UInt8], as: UTF8.self)
    summary.problems = [Problem(.note, file: file, code: .keptSubid, message: "")]
    let text = JSONSummary(summary: summary, duration: .zero).text
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let problems = try #require(object["problems"] as? [[String: Any]])
    let back = try #require(problems.first?["file"] as? String)
    #expect(Array(back.unicodeScalars) == Array(file.unicodeScalars))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test(
    "time is said in the unit that fits",
    arguments: [
      (Duration.milliseconds(0), "0.00 s", "0.000"), (.milliseconds(9), "0.00 s", "0.009"),
      (.milliseconds(1050), "1.05 s", "1.050"), (.milliseconds(9_999), "9.99 s", "9.999"),
      (.milliseconds(10_049), "10.0 s", "10.049"), (.milliseconds(59_999), "59.9 s", "59.999"),
      (.seconds(60), "1 min 0 s", "60.000"), (.seconds(3_725), "62 min 5 s", "3725.000"),
    ])
  func elapsed(duration: Duration, text: String, seconds: String) {
    #expect(Elapsed.text(duration) == text)
    #expect(Elapsed.seconds(duration) == seconds)
  }
}
