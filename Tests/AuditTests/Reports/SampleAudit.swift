import AutoTagAudit
import AutoTagSite
import AutoTagTracking
import Foundation
import Testing

/// An audit as a report is told of it.
struct SampleAudit: Sendable, CustomTestStringConvertible {
  /// What tests that take several call it.
  var testDescription = "an audit"
  var context: AuditContext
  var pages: [AuditedPage]
  var summary: AuditSummary

  /// What a report writes of it.
  func written(by report: some AuditReport) -> [UInt8] {
    var report = report
    var bytes = report.begin(context)
    for page in pages { bytes += report.page(page) }
    return bytes + report.finish(summary)
  }

  func text(_ report: some AuditReport) -> String { String(decoding: written(by: report), as: UTF8.self) }

  func data(_ report: some AuditReport) -> Data { Data(written(by: report)) }

  var links: [AuditedLink] { pages.flatMap(\.links) }

  var findings: [Finding] { pages.flatMap(\.findings) + summary.siteFindings }

  /// Counts what the pages and the site's findings say.
  mutating func count() {
    summary.pagesWithLinks = pages.count { !$0.links.isEmpty }
    summary.pagesRead = max(summary.pagesRead, pages.count)
    summary.links = links.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
    summary.findings = findings.reduce(into: [:]) { $0[$1.severity, default: 0] += 1 }
    summary.findingsByCode = findings.reduce(into: [:]) { $0[$1.code, default: 0] += 1 }
    summary.repairedByRewrite = findings.count { $0.isRepairedByRewrite }
  }

  static let checks: [AuditCheck] = [
    AuditCheck(
      "link-untagged", "A link without the click id's place", .error,
      why: "Without `u1=--CLICK-ID--` the commission cannot be told to the visit that earned it.",
      fix: "Run `autotag rewrite`.", rewriteRepairs: true, .site),
    AuditCheck(
      "redirect-drops-query", "A redirect that drops the query", .error,
      why: "The click id is in the query: a redirect that drops it loses the commission's origin.",
      fix: "Let the redirect hand its query on.", .site),
    AuditCheck(
      "rel-missing", "A link without rel=\"sponsored\"", .info,
      why: "Search engines ask that paid links are marked.", fix: "Add `rel=\"sponsored\"`.", .site),
    AuditCheck(
      "tag-missing", "A page without the AnyTrack tag", .error,
      why: "Without the tag nobody puts the click id in; Rakuten gets the literal `--CLICK-ID--`.",
      fix: "Put the tag in the page's `<head>`.", .site),
    AuditCheck(
      "u1-twice", "u1 is there twice", .warning,
      why: "Which of the two Rakuten takes is not said; see the *Signature Implementation Guidelines* 2.44.",
      fix: "Remove one of them.", .site),
  ]

  static let context = AuditContext(site: "public", version: "0.9.0", checks: checks)

  /// Everything once, with odd text wherever there can be some.
  static let odd: SampleAudit = {
    let first = SampleSource(
      "blog/boots & <b>“laces”</b>.html",
      """
      <!doctype html>
      <p>Grüße, 🥾 <a href="https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=36310">Stiefel & 靴</a>
      <p>\t<a href="https://click.linksynergy.com/deeplink?id=A&u1=x&u1=--CLICK-ID--">two</a></script>
      <a href="/go/laces">`code` | pipe</a>
      """)
    let long = String(repeating: "très long ", count: 400)
    let second = SampleSource(
      "a|b/100%`x`.html",
      "<p>\(long)<a href='https://click.linksynergy.com/fs-bin/click?id=A*b/C'>x</a>\(long)")
    var audit = SampleAudit(
      testDescription: "odd text everywhere", context: context, pages: [], summary: AuditSummary())
    audit.pages = [
      AuditedPage(
        file: first.file,
        links: [
          first.link(
            at: "https://click.linksynergy.com/deeplink?id=7", text: "Stiefel & 靴 👩‍👩‍👧", .deepLink,
            id: "7VeMhFdLOPg", mid: "36310", destination: "https://www.dyson.com/?q=“a”,b;c=\"d\"&e=1",
            .repairable),
          first.link(
            at: "https://click.linksynergy.com/deeplink?id=A", text: "=HYPERLINK(\"http://evil\")", .deepLink,
            id: "-A", mid: "+1", destination: "javascript:alert(1)", .needsHand),
          first.link(
            at: "/go/laces", text: "</script><script>alert(1)</script><!-- `code` | pipe\u{1B}[31m",
            .redirect,
            id: "8mTrailhead", mid: "37110", offerid: "123.456", .needsHand,
            chain: AuditedLink.Chain(
              hops: [
                .init(from: "/go/laces", to: "/out?to=<laces>", status: 301, source: ".htaccess:9"),
                .init(
                  from: "/out?to=<laces>",
                  to: "https://click.linksynergy.com/deeplink?id=8mTrailhead&mid=37110",
                  status: 302, source: "nginx.conf:12"),
              ], end: "https://click.linksynergy.com/deeplink?id=8mTrailhead&mid=37110", query: .drops,
              decidingHop: 1, reason: "the target has a query of its own\nand no [QSA]")),
        ],
        findings: [
          first.wholeFile("tag-missing", .error, "The AnyTrack tag is not in this page's <head>."),
          first.finding(
            "link-untagged", .error, at: "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=36310",
            "The link has no u1.", fix: "Run autotag rewrite, or append &u1=--CLICK-ID-- by hand.",
            isRepaired: true, link: 0),
          first.finding(
            "u1-twice", .warning, at: "u1=x&u1=--CLICK-ID--",
            "u1 is there twice: “x”, | `y` </td></script><img src=x onerror=alert(1)> [a](javascript:b) *c* _d_.",
            fix: "Remove one\r\nof them: 100%.", link: 1),
          first.finding(
            "redirect-drops-query", .error, at: "/go/laces", "The click id would be lost at .htaccess:9.",
            fix: "Use RewriteRule with [QSA,NE]::error::x", link: 2),
          first.finding(
            "rel-missing", .info, at: "/go/laces",
            "The link has no rel=\"sponsored\" \u{1B}[31m\u{9B}31m\u{202E}x.",
            fix: "", link: 2),
        ]),
      AuditedPage(
        file: second.file,
        links: [second.link(at: "https://click", text: "", .click, id: "A*b/C", .trackable)],
        findings: (0..<30).map { number in
          second.finding(
            "rel-missing", .info, at: "https://click", "The link has no rel=\"sponsored\".", fix: "Add it.",
            link: 0, count: number)
        }),
    ]
    audit.summary.pagesRead = 12
    audit.summary.ignored = 3
    audit.summary.inBaseline = 2
    audit.summary.fixedSinceBaseline = 1
    audit.summary.siteFindings = [
      Finding(
        code: "redirect-drops-query", severity: .warning, file: ".htaccess", line: 9, column: 1,
        range: 120..<130,
        excerpt: nil, message: "No page asks for /go/<old>.", fix: "Remove the rule.",
        isRepairedByRewrite: false,
        link: nil, fingerprint: "00ff")
    ]
    audit.summary.problems = [
      Problem(
        .failure, file: "locked & <odd>.html", code: .unreadablePage,
        message: "Permission \u{7}denied: 100%, a:b")
    ]
    audit.count()
    return audit
  }()

  /// Nothing at all.
  static let empty = SampleAudit(
    testDescription: "nothing", context: context, pages: [], summary: AuditSummary())
}
