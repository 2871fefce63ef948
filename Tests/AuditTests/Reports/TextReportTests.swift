import AutoTagAudit
import AutoTagSite
import Testing

@Suite("The report for terminals")
struct TextReportTests {
  private static let page = SampleSource(
    "blog/index.html",
    """
    <p><a href="https://click.linksynergy.com/link?u1=a&u1=b">靴</a>
    <p><a href="/go/x">x</a>
    """)

  private func report(_ findings: [Finding], links: [AuditedLink] = [], width: Int = 100) -> String {
    var audit = SampleAudit.empty
    audit.pages = [AuditedPage(file: Self.page.file, links: links, findings: findings)]
    audit.count()
    return audit.text(TextReport(width: width))
  }

  @Test("shows the line, marks the fault, says how to fix it and what rewrite does")
  func block() {
    let finding = Self.page.finding(
      "u1-twice", .warning, at: "u1=a&u1=b", "u1 is there twice.", fix: "Remove one.", isRepaired: true)
    let link = Self.page.link(at: "https://click", text: "靴", .productLink, id: "A", .trackable)
    #expect(
      report([finding], links: [link]) == """
        public/blog/index.html · 1 link, 1 trackable

        warning: u1 is there twice. [u1-twice]
         --> public/blog/index.html:1:48
          |
        1 | <p><a href="https://click.linksynergy.com/link?u1=a&u1=b">靴</a>
          |                                                ^^^^^^^^^
          = fix: Remove one.
          = autotag rewrite repairs this

        1 page read, 1 of them with affiliate links

          1  trackable                100 %  ████████████████████
          0  trackable after rewrite    0 %  ····················
          0  needs a hand               0 %  ····················

        1 warning
          1  warning  u1-twice  u1 is there twice

        autotag rewrite repairs this finding, which alone makes no more links trackable.
        1 of 1 link trackable (100 %).

        """)
  }

  static let cuts: [(before: Int, marked: Int, after: Int, shown: String)] = [
    (0, 30, 0, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"), (0, 31, 0, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmm…"),
    (1, 30, 0, "bmmmmmmmmmmmmmmmmmmmmmmmmmmmm…"), (0, 30, 1, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmm…"),
    (0, 29, 1, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmma"), (0, 29, 9, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmm…"),
    (9, 28, 9, "…mmmmmmmmmmmmmmmmmmmmmmmmmmmm…"), (9, 29, 9, "…mmmmmmmmmmmmmmmmmmmmmmmmmmmm…"),
    (9, 90, 9, "…mmmmmmmmmmmmmmmmmmmmmmmmmmmm…"), (90, 29, 0, "…mmmmmmmmmmmmmmmmmmmmmmmmmmmmm"),
  ]

  @Test("leaves nothing out of a line without an ellipsis in its place", arguments: cuts.indices)
  func cut(index: Int) {
    let test = Self.cuts[index]
    let parts = zip(["b", "m", "a"], [test.before, test.marked, test.after])
    let page = SampleSource("a.html", parts.map { String(repeating: $0, count: $1) }.joined())
    let finding = page.finding("x", .error, at: String(repeating: "m", count: test.marked), "m", fix: "f")
    let text = SampleAudit.empty.with(page.file, [finding]).text(TextReport(width: 34))
    #expect(text.split(separator: "\n").first { $0.hasPrefix("1 |") } == "1 | \(test.shown)")
  }

  @Test("cuts a long line around the mark, and wide characters keep the carets below it")
  func longLine() {
    let filler = String(repeating: "靴", count: 60)
    let page = SampleSource("a.html", "\(filler)MARK\(filler)")
    let text = SampleAudit.empty.with(page.file, [page.finding("x", .error, at: "MARK", "m", fix: "f")])
      .text(TextReport(width: 44))
    let lines = text.split(separator: "\n")
    let source = lines.first { $0.hasPrefix("1 |") } ?? ""
    let carets = lines.first { $0.contains("^") } ?? ""
    // 24 columns to the left: an ellipsis and eleven wide characters.
    #expect(source == "1 | …" + String(repeating: "靴", count: 11) + "MARK" + "靴靴靴靴靴…")
    #expect(carets == "  | " + String(repeating: " ", count: 23) + "^^^^")
  }

  @Test("findings of one page that say the same are one, and a rule is shown so many times")
  func folding() {
    let text = SampleAudit.odd.text(TextReport())
    #expect(text.contains("= and 29 more in this file: line 1\n"))

    var audit = SampleAudit.empty
    audit.pages = (0..<30).map { number in
      let page = SampleSource("\(number).html", "<p>x\(number)")
      return AuditedPage(
        file: page.file, links: [],
        findings: [page.finding("tag-missing", .error, at: "x\(number)", "m", fix: "f")])
    }
    audit.count()
    let short = audit.text(TextReport(limit: 20))
    #expect(short.contains("19.html:1:4") && !short.contains("20.html"))
    #expect(short.contains("… and 10 more are not shown [tag-missing]"))
    #expect(short.contains("30 errors"))
    #expect(audit.text(TextReport(limit: nil)).contains("29.html:1:4"))
  }

  @Test("what a template has on every page is told of once, with its places")
  func templateFault() {
    var audit = SampleAudit.empty
    audit.pages = (0..<30).map { number in
      let page = SampleSource("\(number).html", "<p>\(number)</p><footer>x</footer>")
      return AuditedPage(
        file: page.file, links: [], findings: [page.finding("tag-missing", .error, at: "x", "m", fix: "f")])
    }
    audit.count()
    let text = audit.text(TextReport())
    #expect(text.matches(of: #/\nerror: m \[tag-missing\]\n/#).count == 1)
    #expect(
      text.contains("and 29 more places: public/1.html:1:17, public/2.html:1:17, ")
        && !text.contains("not shown"))
    #expect(audit.text(MarkdownReport()).contains("`public/0.html:1:17` and 29 more |"))
    #expect(audit.text(TextReport(limit: nil)).contains("29.html:1:18"))
  }

  /// Links on three pages that meet one rule, and one that meets another.
  static let rules: SampleAudit = {
    var audit = SampleAudit.empty
    for (number, rule) in [7, 9, 7, 7].enumerated() {
      let page = SampleSource("\(number).html", "<p><a href=/x>a</a>\n<a href=/x>b</a>")
      let link = page.link(at: "/x", text: "a", .redirect, id: nil, .needsHand)
      let findings = ["<a href=/x>a", "<a href=/x>b"].map { mark in
        page.finding(
          "redirect-drops-query", .error, at: mark, "lost at .htaccess:\(rule)", fix: "mend line \(rule)",
          link: 0)
      }
      audit.pages.append(
        AuditedPage(file: page.file, links: [link], findings: number == 1 ? [findings[0]] : findings))
    }
    audit.summary.siteFindings = [
      SampleSource("z.html", "x").wholeFile("tag-missing", .error, "the site as such")
    ]
    audit.count()
    return audit
  }()

  @Test("a redirect rule is told of once, with its places, and what concerns the site as a whole comes first")
  func ruleGroups() {
    let text = Self.rules.text(TextReport())
    #expect(
      text.hasPrefix(
        """
        the site as a whole

        error: the site as such [tag-missing]
         --> public/z.html
          = fix: Put it there.

        public/0.html · 1 link, 0 trackable

        error: lost at .htaccess:7 [redirect-drops-query]
         --> public/0.html:1:4
          |
        1 | <p><a href=/x>a</a>
          |    ^^^^^^^^^^^^
          = fix: mend line 7
          = and 5 more places: public/0.html:2:1, public/2.html:1:4, public/2.html:2:1, public/3.html:1:4, public/3.html:2:1

        public/1.html · 1 link, 0 trackable

        error: lost at .htaccess:9 [redirect-drops-query]
         --> public/1.html:1:4
          |
        1 | <p><a href=/x>a</a>
          |    ^^^^^^^^^^^^
          = fix: mend line 9

        4 pages read
        """), "\(text)")
    // All shown, they come at the end.
    let all = Self.rules.text(TextReport(limit: nil))
    #expect(all.hasPrefix("the site as a whole\n"))
    #expect(all.contains("the site's redirects\n\nerror: lost at .htaccess:7 [redirect-drops-query]\n"))
    #expect(all.matches(of: #/\.htaccess:[79] /#).count == 2 && !all.contains("0.html ·"))
  }

  @Test("of a rule at 500 places eight others are named, and of 30 rules 20")
  func manyPlaces() {
    var audit = SampleAudit.empty
    for number in 0..<500 {
      let page = SampleSource("\(number).html", "<a href=/x>a</a>")
      audit.pages.append(
        AuditedPage(
          file: page.file, links: [page.link(at: "/x", text: "a", .redirect, id: nil, .needsHand)],
          findings: (0..<30).map {
            page.finding("redirect-loop", .error, at: "<a", "rule \($0)", fix: "", link: 0)
          }))
    }
    audit.count()
    let text = audit.text(TextReport())
    #expect(
      text.matches(of: #/= and 499 more places: public\/1\.html:1:1, .*, public\/8\.html:1:1, …\n/#).count
        == 20)
    #expect(text.contains("… and 5000 more are not shown [redirect-loop]"))
    let markdown = audit.text(MarkdownReport())
    #expect(markdown.matches(of: #/`public\/0\.html:1:1` and 499 more \|/#).count == 30)
  }

  @Test(
    "paths are those that an editor follows from where the command was run",
    arguments: [
      ("public", nil, "public/a.html"), (".", nil, "a.html"), ("../public/", nil, "../public/a.html"),
      ("/srv/site", nil, "/srv/site/a.html"), ("/srv/site", "build/site", "build/site/a.html"),
      ("/srv", ".", "a.html"),
    ] as [(String, String?, String)])
  func paths(site: String, fromHere: String?, path: String) {
    var audit = SampleAudit.empty
    audit.context = AuditContext(site: site, paths: .of(site, fromHere: fromHere), version: "1", checks: [])
    audit = audit.with("a.html", [SampleSource("a.html", "xy").finding("x", .error, at: "y", "m", fix: "f")])
    #expect(audit.text(TextReport()).contains("\n --> \(path):1:2\n"))
    let junit = audit.text(JUnitReport())
    #expect(junit.contains(" classname=\"\(path)\" ") && junit.contains(" file=\"\(path)\" line=\"1\""))
    #expect(junit.contains(">\(path):1:2&#10;m"))
  }

  @Test("nothing of a page reaches the terminal as a control character")
  func controlCharacters() {
    let text = SampleAudit.odd.text(TextReport())
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(!text.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}" })
    #expect(text.contains(#"\u{1b}[31m\u{9b}31m\u{202e}x"#))
  }

  @Test("colour only adds colours")
  func color() {
    let plain = SampleAudit.odd.text(TextReport())
    var colored = SampleAudit.odd.text(TextReport(isColored: true))
    colored.replace(#/\u{1B}\[[0-9;]*m/#, with: "")
    #expect(colored == plain)
  }

  @Test("an audit without pages says so")
  func empty() {
    #expect(SampleAudit.empty.text(TextReport()) == "0 pages read\n")
  }
}

extension ShownPaths {
  /// The paths of a site that is a folder of the run, where it is named by an absolute path.
  static func of(_ site: String, fromHere: String?) -> ShownPaths {
    fromHere == "."
      ? ShownPaths(site: site, here: site, realRoot: site)
      : ShownPaths(site: site, here: "/here", realRoot: fromHere.map { "/here/" + $0 } ?? "/elsewhere")
  }
}

extension SampleAudit {
  /// The audit with one more page.
  func with(_ file: String, _ findings: [Finding]) -> SampleAudit {
    var audit = self
    audit.pages.append(AuditedPage(file: file, links: [], findings: findings))
    audit.count()
    return audit
  }
}
