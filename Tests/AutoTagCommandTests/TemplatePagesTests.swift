import Foundation
import TestSupport
import Testing

@Suite("Pages that a server still works on: SSI, PHP, ASP and templates")
struct TemplatePagesTests {
  static let link = "https://click.linksynergy.com/deeplink?id=q7Lantern_x&mid=40111&murl=x"
  static let token = "&u1=--CLICK-ID--"

  /// Files with lines before and after; `nil` for a line that stays and is reported.
  static let pages: [(file: String, lines: [(before: String, after: String?)])] = [
    (
      "lamps.shtml",
      [
        ("<a href=\"\(link)&a=<!--#echo var=\"LAMP\" -->&b=1\">", nil),
        (
          "<a href=\"\(link)&a=<!--#echo var='LAMP' -->&b=1\">",
          "<a href=\"\(link)&a=<!--#echo var='LAMP' -->&b=1\(token)\">"
        ),
        (
          "<a href='\(link)&amp;a=<!--#echo encoding=\"url\" var=\"LAMP\" -->'>",
          "<a href='\(link)&amp;a=<!--#echo encoding=\"url\" var=\"LAMP\" -->&amp;u1=--CLICK-ID--'>"
        ),
        ("<a href=\"\(link)<!--#if expr='$A' -->#lamp<!--#endif -->\">", nil),
      ]
    ),
    (
      "php/index.html",
      [
        ("<a href=\"\(link)&a=<?php echo $a[\"id\"]; ?>&b=1\">", nil),
        ("<a href='\(link)&a=<?= $a[\"id\"] ?>'>", "<a href='\(link)&a=<?= $a[\"id\"] ?>\(token)'>"),
        ("<a href=\(link)&a=<?=$a?>>", nil),
        (
          "<a href=\"\(link)<? if ($b) { ?>&b=1<? } ?>\">",
          "<a href=\"\(link)<? if ($b) { ?>&b=1<? } ?>\(token)\">"
        ),
      ]
    ),
    (
      "asp.htm",
      [
        ("<a href=\"\(link)&a=<%= p[\"id\"] %>&b=1\">", nil),
        ("<a href=\"\(link)&a=<%= p['id'] %>#top\">", "<a href=\"\(link)&a=<%= p['id'] %>\(token)#top\">"),
        ("<a href=\"https://click.linksynergy.com<%= p.path %>\">", nil),
      ]
    ),
    (
      "templates.html",
      [
        ("<a href={{url}}>", "<a href={{url}}>"), ("<a href=\"{{ url }}\" data-tracking-group=rakuten>", nil),
        ("<a href=\"\(link)&a={{ a }}\">", "<a href=\"\(link)&a={{ a }}\(token)\">"),
        ("<a href=\(link)&a={{a}}>", "<a href=\(link)&a={{a}}\(token)>"),
        ("<a href=\(link)&a={{ a }}>", nil),
        (
          "<a href=\"\(link){% unless a %}&a=1{% endunless %}\">",
          "<a href=\"\(link){% unless a %}&a=1{% endunless %}\(token)\">"
        ),
        ("<a href=\"/go/{{ slug }}\">", "<a href=\"/go/{{ slug }}\">"),
      ]
    ),
  ]

  @Test("nothing is written into code, what is left is reported, and a second run changes nothing")
  func rewrite() throws {
    let folder = try TemporaryFolder()
    var reported: [String] = []
    for page in Self.pages {
      try folder.write(page.lines.map { $0.before + "é\r\n" }.joined(), to: "site/\(page.file)")
      for (index, line) in page.lines.enumerated() where line.after == nil {
        reported.append("site/\(page.file):\(index + 1)")
      }
    }
    for _ in 0..<2 {
      let output = try Product.run("rewrite", "site", "--in-place", "--verbose", in: folder.url)
      #expect(output.status == 0)
      for page in Self.pages {
        let after = page.lines.map { ($0.after ?? $0.before) + "é\r\n" }.joined()
        #expect(try folder.text("site/\(page.file)") == after)
      }
      let losses = output.lines.filter { $0.hasSuffix("[template-code]") }
      #expect(losses.allSatisfy { $0.contains(": loss: template code in the link ") })
      let places = losses.map { $0.split(separator: ":").prefix(2).joined(separator: ":") }
      #expect(places.sorted() == reported.sorted())
      #expect(output.lines.contains("    \(reported.count) template-code"))
    }
  }

  @Test("the audit counts them as rewrite does")
  func audit() throws {
    let folder = try TemporaryFolder()
    for page in Self.pages {
      try folder.write(page.lines.map { $0.before }.joined(separator: "\n"), to: "site/\(page.file)")
    }
    // The links are meant here, and not whether their pages have AnyTrack's tag.
    try folder.write("audit: {rules: {anytrack-tag-missing: off}}", to: "site/autotag.yml")
    let lines = Self.pages.flatMap(\.lines)
    let left = lines.count { $0.after == nil }
    let tagged = lines.count { $0.after != nil && $0.after != $0.before }
    for isTagged in [false, true] {
      let output = try Product.run("audit", "site", "--format", "json", "--fail-on", "never", in: folder.url)
      let report = try #require(
        try JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any])
      let pages = try #require(report["pages"] as? [[String: Any]])
      let links = pages.flatMap { $0["links"] as? [[String: Any]] ?? [] }.compactMap {
        $0["state"] as? String
      }
      let findings = pages.flatMap { $0["findings"] as? [[String: Any]] ?? [] }.compactMap {
        $0["code"] as? String
      }
      #expect(findings.count { $0 == "template-code" } == left)
      #expect(links.count { $0 == "needs-hand" } == left)
      #expect(links.count { $0 == (isTagged ? "trackable" : "repairable") } == tagged)
      #expect(links.count == left + tagged)
      #expect(try Product.run("rewrite", "site", "--in-place", in: folder.url).status == 0)
    }
  }
}
