import AutoTagAudit
import AutoTagSite
import AutoTagTracking
import TestSupport

/// Audits whose texts are made of what breaks formats; the same ones on every run and every machine.
struct RandomAudit {
  private var randomness: Randomness

  init(seed: Int) { randomness = Randomness(seed: UInt64(seed)) }

  private static let pieces = [
    "a", "link", "Grüße", "靴", "🥾", "👩‍👩‍👧", "e\u{301}", " ", "  ", "\t", "\n", "\r\n", "\r", "\u{0}",
    "\u{1B}[31m", "\u{7F}",
    "\u{9B}", "\u{85}", "\u{2028}", "\u{202E}", "\u{FEFF}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{10FFFF}",
    "\"",
    "'", "`", "``", "\\", "|", "\\|", "*", "_", "~", "[a](b)", "![a](b)", "<b>", "</script>", "<script>",
    "<!--",
    "-->", "]]>", "<![CDATA[", "&amp;", "&", "<", ">", "{{style}}", "{{", "}}", "{0}", "%", "%0A", ":", "::",
    ",", ";",
    "::error::x", "##[error]", "=1+1", "@user", "#12", "http://a.b/c", "www.a.b", "a@b.c",
    "javascript:alert(1)", "$x$",
    "__proto__", "null", "- ", "# ", "| --- |", "\n\n", "<details>", "</td>",
  ]

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &randomness)
  }

  private mutating func once(in times: Int) -> Bool { randomness.once(in: times) }

  private mutating func pick<Element>(_ values: [Element]) -> Element { randomness.pick(values) }

  private mutating func text(_ length: ClosedRange<Int> = 0...6) -> String {
    let text = (0..<number(length)).map { _ in pick(Self.pieces) }.joined()
    return once(in: 40) ? text + String(repeating: "long ", count: 600) : text
  }

  private mutating func maybe() -> String? { once(in: 3) ? nil : text() }

  mutating func next() -> SampleAudit {
    let checks = (0..<number(0...4)).map { index in
      AuditCheck(
        "check-\(index)", text(), pick(Severity.allCases), why: text(), fix: text(),
        rewriteRepairs: once(in: 2), .site)
    }
    let codes = checks.map(\.code) + ["not-a-check"]
    var audit = SampleAudit(
      context: AuditContext(
        site: pick(["public", "/srv/" + text(), "../" + text(), text(1...4)]), version: text(), checks: checks
      ),
      pages: [], summary: AuditSummary())
    for page in 0..<number(0...4) {
      let file = "\(page)" + text()
      let links = (0..<number(0...5)).map { _ in link() }
      let findings = (0..<number(0...6)).map { _ in
        finding(pick(codes), file, link: links.isEmpty || once(in: 3) ? nil : number(0...links.count - 1))
      }
      audit.pages.append(AuditedPage(file: file, links: links, findings: findings))
    }
    audit.summary.siteFindings = (0..<number(0...2)).map { _ in finding(pick(codes), text(1...3), link: nil) }
    audit.summary.problems = (0..<number(0...2)).map { _ in
      Problem(
        .failure, file: text(1...3), line: once(in: 2) ? 3 : nil, column: once(in: 2) ? 4 : nil,
        code: .unreadablePage,
        message: text())
    }
    audit.summary.ignored = number(0...3)
    audit.summary.inBaseline = number(0...3)
    audit.count()
    return audit
  }

  private mutating func link() -> AuditedLink {
    let chain =
      once(in: 3)
      ? AuditedLink.Chain(
        hops: (0..<number(1...3)).map { _ in
          .init(from: text(), to: text(), status: pick([0, 200, 301, 302]), source: text())
        }, end: text(), query: pick([.forwards, .drops, .unknown]), decidingHop: once(in: 2) ? 0 : nil,
        reason: maybe()) : nil
    return AuditedLink(
      line: number(1...999), column: number(1...999), href: text(), text: text(), group: text(1...2),
      kind: pick(AuditedLink.Kind.allCases), id: maybe(), mid: maybe(), offerid: maybe(),
      destination: maybe(),
      state: pick(AuditedLink.State.allCases), chain: chain)
  }

  private mutating func finding(_ code: String, _ file: String, link: Int?) -> Finding {
    let isOfFile = once(in: 4)
    let excerpt = Finding.Excerpt(
      before: text(), marked: text(1...4), after: text(), isCutBefore: once(in: 3), isCutAfter: once(in: 3),
      cutUTF16Length: once(in: 2) ? number(1...5000) : nil)
    return Finding(
      code: code, severity: pick(Severity.allCases), file: file, line: isOfFile ? 1 : number(1...999),
      column: isOfFile ? 1 : number(1...999), range: isOfFile ? 0..<0 : 5..<9,
      excerpt: isOfFile ? nil : excerpt,
      message: text(), fix: text(), isRepairedByRewrite: once(in: 3), link: link,
      fingerprint: String(number(0...1_000_000), radix: 16))
  }
}
