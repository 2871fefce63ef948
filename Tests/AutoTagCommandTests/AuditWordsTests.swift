import Foundation
import TestSupport
import Testing

@Suite("What an audit says agrees with itself and with rewrite, and takes no file's place")
struct AuditWordsTests {
  @Test(
    "Where a baseline or the configuration holds findings back, no report says that nothing was found",
    arguments: ["text", "markdown", "html"], [true, false])
  func heldBack(format: String, isBaseline: Bool) throws {
    let folder = try CommandLineTests.site()
    if isBaseline {
      #expect(try Product.run("audit", "site", "--write-baseline", "b.json", in: folder.url).status == 0)
    } else {
      try folder.write("audit: {ignore: [{files: '**'}]}\n", to: "site/autotag.yml")
    }
    let baseline = isBaseline ? ["--baseline", "b.json"] : []
    let output = try Oracle.run(
      Product.autotag, ["audit", "site", "--format", format] + baseline, in: folder.url)
    #expect(output.status == 0)
    var text = String(decoding: output.standardOutput, as: UTF8.self)
    if format == "html" {
      let start = text.firstRange(of: "<noscript>")?.lowerBound ?? text.endIndex
      text = String(text[start..<(text[start...].firstRange(of: "</noscript>")?.lowerBound ?? text.endIndex)])
    }
    let words = isBaseline ? "the baseline holds back" : "audit.ignore leaves out"
    #expect(
      text.lowercased().contains(try Regex("nothing else was found: \(words) [0-9]+ findings")), "\(text)")
    #expect(!text.lowercased().contains("nothing was found"))
  }

  @Test("a finding that rewrite repairs, of links that it alone makes not trackable, is told as that")
  func repairedAlone() throws {
    // Without AnyTrack's tag on the page nothing replaces the token.
    let folder = try CommandLineTests.site()
    let output = try Product.run("audit", "site", in: folder.url)
    #expect(output.lines.contains("  0  trackable after rewrite    0 %  ····················"))
    #expect(
      output.lines.contains {
        $0.hasPrefix("autotag rewrite repairs 1 of these ")
          && $0.hasSuffix(" findings, which alone makes no more links trackable.")
      })
  }

  @Test("rewrite and audit name the same places")
  func places() throws {
    let link = CommandLineTests.link
    let folder = try CommandLineTests.site(
      """
      <a href="\(link)&u1=mine"> <a href=" \(link)&amp;u1=a&amp;u1=--CLICK-ID--">
      <a href="\(link)&u1=%2D%2DCLICK-ID--"><a href="\(link)&U1=x"><a href="\(link)
      &u1=mine"><a href="#" rel=rakuten><a rel=rakuten href="mailto:a@b.example"><a rel=rakuten href="">
      """)
    func places(_ list: Any?) throws -> Set<String> {
      Set(
        try #require(list as? [[String: Any]]).map { entry in
          ["code", "line", "column"].map { "\(entry[$0] ?? "")" }.joined(separator: " ")
        })
    }
    let rewrite = try Product.run("rewrite", "site", "-n", "--format", "json", in: folder.url)
    let audit = try Product.run("audit", "site", "--format", "json", in: folder.url)
    let summary = try #require(
      JSONSerialization.jsonObject(with: rewrite.standardOutput) as? [String: Any])
    let report = try #require(JSONSerialization.jsonObject(with: audit.standardOutput) as? [String: Any])
    let pages = try #require(report["pages"] as? [[String: Any]])
    let problems = try places(summary["problems"])
    #expect(problems.count == 9)
    // Of a token that is percent-encoded an audit says that alone.
    #expect(problems.subtracting(try places(pages.first?["findings"])) == ["kept-subid 2 54"])
  }

  static let includes: [(name: String, files: [String: String], format: String?, report: String)] = [
    (
      "nginx",
      ["conf/x.conf": "server { include parts/*.conf; }\n", "conf/parts/a.conf": "location /x { }\n"],
      "nginx", "conf/parts/a.conf"
    ),
    ("Caddy", ["site/Caddyfile": "import rules\n", "site/rules": "redir /x /y\n"], nil, "site/rules"),
    (
      "IIS",
      [
        "site/web.config":
          "<configuration><system.webServer><rewrite><rules configSource=\"rules.config\"/></rewrite></system.webServer></configuration>",
        "site/rules.config": "<rules></rules>",
      ], nil, "site/rules.config"
    ),
  ]

  @Test(
    "a report does not take the place of a file that a server's configuration includes",
    arguments: includes.indices)
  func included(index: Int) throws {
    let test = Self.includes[index]
    let folder = try CommandLineTests.site()
    for (path, text) in test.files { try folder.write(text, to: path) }
    if let format = test.format {
      try folder.write(
        "redirects: {sources: [{path: conf/x.conf, format: \(format)}]}\n", to: "autotag.yml")
    }
    let output = try Product.run("audit", "site", "--report", "text:\(test.report)", in: folder.url)
    #expect(output.status == 2, "\(test.name)")
    #expect(
      output.standardError.hasPrefix(
        "Error: \(test.report) is a file that a redirect file of the site includes"),
      "\(test.name): \(output.standardError)")
    #expect(try folder.text(test.report) == test.files[test.report])
  }
}
