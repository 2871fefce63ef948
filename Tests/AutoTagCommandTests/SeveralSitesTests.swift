import Foundation
import TestSupport
import Testing

@Suite("Several sites in one run")
struct SeveralSitesTests {
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(CommandLineTests.page, to: "en/index.html")
    try folder.write(CommandLineTests.page + CommandLineTests.page, to: "de/a.html")
    try folder.write("<p>", to: "de/b.html")
    return folder
  }

  private func json(_ output: Oracle.Output) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any])
  }

  @Test("rewrite sums them up, in one JSON document and in text")
  func rewrite() throws {
    let folder = try Self.folder()
    try folder.write("<a href=\"\(CommandLineTests.link)&u1=mine\">", to: "de/b.html")
    let object = try json(
      try Product.run("rewrite", "en", "de", "--dry-run", "--format", "json", in: folder.url))
    #expect(object["pages"] as? [String: Int] == ["read": 3, "changed": 2, "skipped": 0])
    let sites = try #require(object["sites"] as? [[String: Any]])
    #expect(sites.map { $0["site"] as? String } == ["en", "de"])
    #expect(sites.map { ($0["links"] as? [String: Int])?["tagged"] } == [1, 2])
    #expect((object["problems"] as? [[String: Any]])?.map { $0["file"] as? String } == ["de/b.html"])

    let text = try Product.run("rewrite", "en", "./de/", "--in-place", in: folder.url)
    #expect(text.status == 0)
    #expect(
      text.lines.filter { ["en", "de", "2 sites together"].contains($0) } == ["en", "de", "2 sites together"])
    #expect(
      text.lines.filter { $0.hasSuffix("tagged") && !$0.contains("already") }.map { $0.prefix(3) } == [
        "  1", "  2", "  3",
      ])
    #expect(text.lines.count { $0.contains("[kept-subid]") } == 1)
    #expect(try folder.text("en/index.html") == CommandLineTests.taggedPage)
  }

  @Test(
    "audit makes one document in each format, in which paths begin with the site",
    arguments: [
      ("text", "--> de/a.html:1:10"), ("json", "\"file\": \"de/a.html\""),
      ("sarif", "\"uri\": \"de/a.html\""),
      ("junit", "<testsuite name=\"de/a.html\""), ("github", "::error file=de/a.html,"),
      ("markdown", "| `de` | 2 | 2 | 0 |"), ("html", "de/a.html"),
    ])
  func audit(format: String, holds: String) throws {
    let folder = try Self.folder()
    let output = try Product.run("audit", "en", "de", "--format", format, in: folder.url)
    #expect(output.status == 1)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.contains(holds), "\(text)")
    let ends = ["sarif": "  ]\n}\n", "json": "\n}\n", "junit": "</testsuites>\n", "html": "</html>\n"]
    if let end = ends[format] {
      #expect(text.hasSuffix(end) && text.ranges(of: end).count <= (format == "json" ? 2 : 1))
    }
    if format == "json" {
      let object = try json(output)
      #expect(object["site"] as? String == ".")
      let sites = try #require(object["sites"] as? [[String: Any]])
      #expect(sites.map { $0["site"] as? String } == ["en", "de"])
      let total = try #require(object["summary"] as? [String: Any])
      #expect((total["links"] as? [String: Any])?["total"] as? Int == 3)
    }
    if format == "text" {
      #expect(text.contains("en  1 page read, 0 of 1 link trackable (0 %);"))
      #expect(text.contains("de  2 pages read, 0 of 2 links trackable (0 %);"))
    }
    let csv = try Product.run("audit", "en", "de", "--inventory", "csv", in: folder.url)
    let rows = String(decoding: csv.standardOutput, as: UTF8.self).split(separator: "\r\n")
    #expect(rows.map { $0.prefix { $0 != "," } } == ["page", "en/index.html", "de/a.html", "de/a.html"])
  }

  @Test("The JSON of several sites is what its schema says", Oracle.needs(Oracle.python))
  func schema() throws {
    let folder = try Self.folder()
    let schema = try Product.run("audit", "--json-schema")
    try folder.write(schema.standardOutput, to: "schema.json")
    for sites in [["en", "de"], ["en"], ["en/index.html"]] {
      let report = try Oracle.run(Product.autotag, ["audit", "--format", "json"] + sites, in: folder.url)
      try folder.write(report.standardOutput, to: "report.json")
      let script =
        "import json, jsonschema; jsonschema.validate(json.load(open('report.json')), json.load(open('schema.json')))"
      let check = try Oracle.run(Oracle.python, ["-c", script], in: folder.url)
      #expect(check.status == 0, "\(check.standardError)")
    }
  }

  static let statuses: [(en: String, de: String, status: Int32)] = [
    ("<p>", "<p>", 0), (CommandLineTests.page, "<p>", 1), ("<p>", CommandLineTests.page, 1),
    ("\u{0}\u{0}\u{FE}\u{FF}", CommandLineTests.page, 1),
  ]

  @Test("The exit status is the worst", arguments: statuses.indices)
  func status(index: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.statuses[index].en, to: "en/index.html")
    try folder.write(Self.statuses[index].de, to: "de/index.html")
    #expect(try Product.run("audit", "en", "de", in: folder.url).status == Self.statuses[index].status)
    try folder.write(Data([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x3C]), to: "en/wide.html")
    #expect(try Product.run("audit", "en", "de", in: folder.url).status == 3)
    #expect(try Product.run("rewrite", "de", "en", "--dry-run", in: folder.url).status == 3)
  }

  @Test("Each site has its own configuration where there is none for all")
  func configurations() throws {
    let folder = try Self.folder()
    try folder.write("audit: {fail-on: never}\n", to: "en/autotag.yml")
    #expect(try Product.run("audit", "en", in: folder.url).status == 0)
    #expect(try Product.run("audit", "en", "de", in: folder.url).status == 1)
    try folder.write("audit: {fail-on: never}\n", to: "de/autotag.yml")
    #expect(try Product.run("audit", "en", "de", in: folder.url).status == 0)
    // A baseline in a site is that site's.
    #expect(
      try Product.run("audit", "en", "--write-baseline", "en/autotag-baseline.json", in: folder.url).status
        == 0)
    let object = try json(try Product.run("audit", "en", "de", "--format", "json", in: folder.url))
    let sites = try #require(object["sites"] as? [[String: Any]])
    #expect(sites.map { $0["baseline"] as? String } == ["en/autotag-baseline.json", nil])
    let findings = sites.compactMap { ($0["summary"] as? [String: Any])?["findings"] as? [String: Any] }
    #expect((findings.first?["in_baseline"] as? Int ?? 0) > 0 && findings.last?["in_baseline"] as? Int == 0)
  }

  static let faults: [(arguments: [String], says: String)] = [
    (["rewrite", "en", "de"], "Where does the result go?"),
    (["rewrite", "en", "de"], "a copy of en in de is autotag rewrite en --output de"),
    (["rewrite", "en", "de", "--output", "out"], "An output folder takes one site"),
    (["rewrite", "en", "de", "--diff"], "--diff shows paths from the site's root"),
    (["rewrite", "en", "en/", "--in-place"], "The site en/ is named twice"),
    (["rewrite", "en", ".", "--in-place"], "The site en is inside the site ., which has its pages too"),
    (["audit", "./", "de"], "The site de is inside the site ./, which has its pages too"),
    (["audit", "en", "de", "en/../de"], "The site en/../de is named twice"),
    (["rewrite", "en", "nowhere", "--in-place"], "nowhere is not there"),
    (["audit", "en", "de", "--write-baseline", "b.json"], "A baseline is of one site"),
    (["audit", "en", "de", "--baseline", "b.json"], "A baseline is of one site: audit the sites one by one"),
  ]

  @Test("What several sites cannot do is told, and nothing is written", arguments: faults.indices)
  func fault(index: Int) throws {
    let folder = try Self.folder()
    let output = try Oracle.run(Product.autotag, Self.faults[index].arguments, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains(Self.faults[index].says), "\(output.standardError)")
    #expect(try folder.text("en/index.html") == CommandLineTests.page)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["de", "en"])
  }

  @Test("Redirect rules of different sites are told one by one, though they read alike")
  func rules() throws {
    let folder = try TemporaryFolder()
    for site in ["en", "de"] {
      try folder.write("Redirect 302 /go \(CommandLineTests.link)\n", to: "\(site)/.htaccess")
      try folder.write("<a href=/go>x</a>", to: "\(site)/index.html")
    }
    let output = try Product.run("audit", "en", "de", in: folder.url)
    #expect(output.lines.count { $0.hasPrefix("error:") && $0.hasSuffix("[redirect-drops-query]") } == 2)
  }
}
