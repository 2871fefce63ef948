import AutoTagAudit
import AutoTagBaseline
import Foundation
import TestSupport
import Testing

@Suite("AnyTrack's tag on pages with links to track")
struct AnyTrackTagTests {
  static let link =
    "<a rel=sponsored href=\"https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=1&murl=https%3A%2F%2Fx.example&u1=--CLICK-ID--\">x</a>"
  static let manager =
    "<script>(function(w,d,s,l,i){w[l].push({'gtm.start':new Date()});d.src='https://www.googletagmanager.com/gtm.js?id='+i})(window,document,'script','dataLayer','GTM-ABC');</script>"
  static let address = "assets.anytrack.io/AbCdEf123456.js"

  struct Case: CustomTestStringConvertible, Sendable {
    let page: String
    /// The code and the marked text.
    let found: [String]
    init(_ page: String, _ found: String...) { (self.page, self.found) = (page, found) }
    var testDescription: String { page }
  }

  static let tag = AnyTrackTag.script()

  static let cases = [
    Case("<head></head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<HTML><HEAD lang=x>\n</HEAD>\(link)", "anytrack-tag-missing", "<HEAD lang=x>"),
    Case(link, "anytrack-tag-missing", ""),
    Case("<head>\(tag)</head>\(link)"),
    Case("\(tag)\(link)"),
    Case("<head></head>\(tag)<body>\(link)"),
    Case("<head><noscript>x</noscript><template></template>\(tag)</head>\(link)"),
    Case("<head><script src=\"https://\(address)\"></script></head>\(link)"),
    Case("<head><script async src='//\(address)?x=1'></script></head>\(link)"),
    // What only looks like it.
    Case("<head><!-- \(tag) --></head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<head><noscript>\(tag)</noscript></head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<head><template>\(tag)</template></head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<head>\(AnyTrackTag.script("short"))</head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<head>\(AnyTrackTag.script("AbCdEf-12345"))</head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<head>\(AnyTrackTag.script("AbCdEf1234567"))</head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<head><link href=\"https://\(address)\"></head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<head><textarea>\(tag)</textarea></head>\(link)", "anytrack-tag-missing", "<head>"),
    Case("<head><script>AnyTrack('trigger')</script></head>\(link)", "anytrack-tag-missing", "<head>"),
    // In the body.
    Case("<head></head><body>\(tag)\(link)", "anytrack-tag-in-body", address),
    Case("<p>x</p>\(tag)\(link)", "anytrack-tag-in-body", address),
    Case("<head>\(tag)</head><body>\(tag)\(link)"),
    // Google Tag Manager.
    Case("<head>\(manager)</head>\(link)", "anytrack-tag-not-seen", "<head>"),
    Case(
      "<head></head><noscript><iframe src=\"https://www.googletagmanager.com/ns.html?id=GTM-A\"></iframe></noscript>\(link)",
      "anytrack-tag-not-seen", "<head>"),
    Case("<head>\(manager)\(tag)</head>\(link)"),
    Case(
      "<head><script src=\"https://www.googletagmanager.com/gtag/js?id=G-A\"></script></head>\(link)",
      "anytrack-tag-missing", "<head>"),
    // Pages without links that could be tracked.
    Case("<head></head><a href=https://example.com/>x</a>"),
    Case("<head></head>\(link.replacing("--CLICK-ID--", with: "summer"))"),
    Case("<head></head><!-- \(link) -->"),
    // A link that rewrite tags counts.
    Case("<head></head>\(link.replacing("&u1=--CLICK-ID--", with: ""))", "anytrack-tag-missing", "<head>"),
  ]

  @Test("what is found, and what is marked", arguments: cases)
  func found(test: Case) throws {
    let findings = try Audited(page: test.page).findings.filter { $0.code.hasPrefix("anytrack-") }
    let bytes = Array(test.page.utf8)
    #expect(findings.flatMap { [$0.code, String(decoding: bytes[$0.range], as: UTF8.self)] } == test.found)
    // Where the whole file is meant nothing is marked.
    for finding in findings { #expect((finding.excerpt == nil) == finding.range.isEmpty) }
  }

  @Test("severities")
  func severities() throws {
    #expect(try Audited(page: Self.link).findings("anytrack-tag-missing").map(\.severity) == [.error])
    #expect(
      try Audited(page: Self.manager + Self.link).findings("anytrack-tag-not-seen").map(\.severity) == [
        .warning
      ])
  }

  @Test("a site without it is told so first of all, at its first page")
  func nowhere() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "c/d"] { try folder.write("<head></head>\(Self.link)", to: "\(name).html") }
    try folder.write("nothing", to: "a.html")
    try folder.write(Self.link, to: "a.php")
    let audited = try Audited(folder)
    #expect(audited.summary.siteFindings.map(\.code) == ["anytrack-tag-nowhere", "unread-links"])
    let finding = try #require(audited.summary.siteFindings.first)
    #expect(finding.severity == .error && finding.file == "b.html")
    #expect(finding.message.hasPrefix("none of the 2 pages with links to track has AnyTrack's tag"))
    #expect(audited.findings("anytrack-tag-missing").count == 2)
    let baseline = try Audited(folder) { $0.makesBaseline = true }.baseline
    // Of a single page its own finding says it; one page with the tag, or with Google Tag Manager, is a reason to look.
    try folder.write("nothing", to: "c/d.html")
    #expect(try Audited(folder).findings("anytrack-tag-nowhere").isEmpty)
    for head in [Self.tag, Self.manager] {
      try folder.write("<head></head>\(Self.link)", to: "c/d.html")
      try folder.write("<head>\(head)</head>\(Self.link)", to: "a.html")
      #expect(try Audited(folder).findings("anytrack-tag-nowhere").isEmpty)
    }
    // It is the same finding whichever the pages are.
    try folder.write("<head></head>\(Self.link)", to: "a.html")
    #expect(try Audited(folder) { $0.baseline = baseline }.findings("anytrack-tag-nowhere").isEmpty)
  }

  @Test("two property ids in one site are told at the rarer one's first page")
  func properties() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "d"] {
      try folder.write("<head>\(AnyTrackTag.script())</head>\(Self.link)", to: "\(name).html")
    }
    // Pages without links have no say.
    try folder.write("<head>\(AnyTrackTag.script("999999999999"))</head>", to: "e.html")
    #expect(try Audited(folder).summary.siteFindings == [])
    try folder.write("\n<head>\(AnyTrackTag.script("ZZZZZZ999999"))</head>\(Self.link)", to: "c/x.html")
    let audited = try Audited(folder)
    let finding = try #require(audited.summary.siteFindings.first)
    #expect(audited.summary.siteFindings.count == 1)
    #expect(finding.code == "anytrack-properties-differ")
    #expect(finding.severity == .warning)
    #expect([finding.file, "\(finding.line)"] == ["c/x.html", "2"])
    #expect(finding.excerpt?.marked == "assets.anytrack.io/ZZZZZZ999999.js")
    #expect(finding.message.contains("while 3 pages have AbCdEf123456"), "\(finding.message)")
    #expect(audited.summary.count(.warning) >= 1)
    #expect(audited.summary.findingsByCode[finding.code] == 1)
  }
}
