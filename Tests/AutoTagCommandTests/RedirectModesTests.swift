import Foundation
import TestSupport
import Testing

@Suite("rewrite: links behind redirects, by mode")
struct RedirectModesTests {
  static let tagged = """
    <a href="/go/dyson?u1=--CLICK-ID--">a</a> <a href='/go/bose#top'>b</a> <a href=/go/bose>c</a>
    <a href="/about.html">d</a> \
    <a href="https://click.linksynergy.com/deeplink?id=Z&u1=--CLICK-ID--">e</a>

    """
  static let bose = "https://click.linksynergy.com/deeplink?id=B&amp;mid=1&amp;u1=--CLICK-ID--"
  static let inlined =
    tagged.replacing("/go/dyson?u1=--CLICK-ID--", with: bose.replacing("id=B", with: "id=A"))
    .replacing("'/go/bose#top'", with: "'\(bose)#top'").replacing("=/go/bose>", with: "=\(bose)>")
  static let auto =
    tagged.replacing("'/go/bose#top'", with: "'\(bose)#top'").replacing("=/go/bose>", with: "=\(bose)>")
  static let off = tagged.replacing("/go/dyson?u1=--CLICK-ID--", with: "/go/dyson")
  static let annotated = tagged.replacing(
    "\"/go/dyson?u1=--CLICK-ID--\"", with: "\"/go/dyson?u1=--CLICK-ID--\" data-tracking-group=\"rakuten\"")

  static let cases: [(configuration: String, arguments: [String], page: String)] = [
    ("", [], tagged), ("", ["--redirects", "tag"], tagged), ("", ["--redirects", "inline"], inlined),
    ("", ["--redirects", "auto"], auto), ("", ["--redirects", "off"], off),
    ("redirects: inline", [], inlined), ("redirects: off", [], off), ("redirects: {mode: auto}", [], auto),
    ("redirects: off", ["--redirects", "auto"], auto),
    ("redirects: {annotate: true}", [], annotated),
  ]

  @Test("the mode decides every byte, and a second run changes none", arguments: cases)
  func modes(configuration: String, arguments: [String], page: String) throws {
    let folder = try RedirectSite.make()
    try folder.write(configuration, to: "site/autotag.yml")
    let command = ["rewrite", "site", "--in-place"] + arguments
    #expect(try Oracle.run(Product.autotag, command, in: folder.url).status == 0)
    #expect(try folder.text("site/index.html") == page)
    let second = try Oracle.run(Product.autotag, command, in: folder.url)
    #expect(second.lines.contains("  0 pages changed"))
    #expect(try folder.text("site/index.html") == page)
  }

  @Test("mend changes the rule, says so in every form, and the audit tells of it before")
  func mend() throws {
    let folder = try RedirectSite.make()
    let audit = try Product.run(
      "audit", "site", "--redirects", "mend", "--base-url", "https://shop.example/", "--format", "json",
      in: folder.url)
    #expect(String(decoding: audit.standardOutput, as: UTF8.self).contains("\"redirect-rule-mended\""))
    #expect(!String(decoding: audit.standardOutput, as: UTF8.self).contains("\"redirect-drops-query\",\n"))
    let json = try Product.run(
      "rewrite", "site", "--dry-run", "--redirects", "mend", "--format", "json", in: folder.url)
    #expect(json.lines.contains("      \"line\": 3,"))
    #expect(
      json.lines.contains {
        $0.hasSuffix(
          "\"new\": \"RewriteRule ^go/bose$ https://click.linksynergy.com/deeplink?id=B&mid=1 [R=302,L,QSA]\""
        )
      })
    let resolved = try Product.run(
      "resolve", "/go/bose", "--site", "site", "--redirects", "mend", in: folder.url)
    #expect(
      String(decoding: resolved.standardOutput, as: UTF8.self).contains(
        "query forwarded after rewrite's change; rewrite tags the link:"))
    #expect(
      String(decoding: resolved.standardOutput, as: UTF8.self).contains(
        "note: the rule drops the query, and autotag rewrite changes it"))
    // The rule is named as it stands in the file now.
    #expect(
      resolved.lines.contains {
        $0.hasPrefix("  302  site/.htaccess:3  RewriteRule ^go/bose$") && $0.hasSuffix("[R=302,L]")
      })
    #expect(try folder.text("site/.htaccess") == RedirectSite.htaccess)
    let copied = try Product.run("rewrite", "site", "--output", "out", "--redirects", "mend", in: folder.url)
    #expect(copied.lines.contains("  1 redirect rule changed: out/.htaccess:3"))
    #expect(try folder.text("site/.htaccess") == RedirectSite.htaccess)
    let text = try Product.run("rewrite", "site", "--in-place", "--redirects", "mend", in: folder.url)
    #expect(text.lines.contains("  1 redirect rule changed: site/.htaccess:3"))
    #expect(
      try folder.text("site/.htaccess")
        == RedirectSite.htaccess.replacing("id=B&mid=1 [R=302,L]", with: "id=B&mid=1 [R=302,L,QSA]"))
    #expect(
      try folder.text("site/index.html")
        == Self.tagged.replacing("'/go/bose#top'", with: "'/go/bose?u1=--CLICK-ID--#top'")
        .replacing("=/go/bose>", with: "=/go/bose?u1=--CLICK-ID-->"))
  }

  @Test("a lost click id is told with its rule and its fix, and does not fail the run")
  func loss() throws {
    let folder = try RedirectSite.make()
    let line =
      "site/index.html:1:36: loss: the click id would be lost at site/.htaccess:3: the rule leads to "
      + "https://click.linksynergy.com/…, without the query string of the request [redirect-drops-query]"
    let fix =
      "  fix: write it as: RewriteRule ^go/bose$ https://click.linksynergy.com/deeplink?id=B&mid=1 [R=302,L,QSA], "
      + "set redirects to mend, which does that, set redirects to inline, or link to the affiliate address itself"
    let text = try Product.run("rewrite", "site", "--dry-run", in: folder.url)
    #expect(text.status == 0)
    #expect(text.lines.contains { $0 == line } && text.lines.contains { $0 == fix })
    let quiet = try Product.run("rewrite", "site", "--dry-run", "--quiet", in: folder.url)
    #expect(quiet.status == 0)
    #expect(quiet.standardOutput.isEmpty)
    #expect(quiet.standardError.hasPrefix(line + "\n" + fix + "\n"))
    let json = try Product.run("rewrite", "site", "--dry-run", "--format", "json", in: folder.url)
    #expect(json.status == 0)
    #expect(json.lines.contains("      \"severity\": \"loss\","))
  }

  @Test(
    "a named file is relative to the configuration's folder",
    arguments: [
      ("site/autotag.yml", "../lists/links.csv"), ("lists/tag.yml", "links.csv"),
      ("tag.yml", "lists/links.csv"),
    ])
  func namedFile(configuration: String, path: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=\"/go/x/a\">", to: "site/index.html")
    try folder.write("from,to\n/a,https://click.linksynergy.com/deeplink?id=C\n", to: "lists/links.csv")
    try folder.write(
      "redirects: {mode: inline, sources: [{path: \(path), format: csv, prefix: /go/x}]}", to: configuration)
    let output = try Product.run(
      "rewrite", "site", "--output", "out", "--config", configuration, in: folder.url)
    #expect(output.status == 0)
    #expect(
      try folder.text("out/index.html")
        == "<a href=\"https://click.linksynergy.com/deeplink?id=C&amp;u1=--CLICK-ID--\">")
    let resolved = try Product.run(
      "resolve", "--site", "site", "--config", configuration, "--redirects", "auto", "/go/x/a", in: folder.url
    )
    #expect(resolved.lines.contains { $0.contains("  lists/links.csv:2  ") })

    try folder.write("redirects: {sources: [{path: none.csv, format: csv}]}", to: configuration)
    let missing = try Product.run("rewrite", "site", "-n", "--config", configuration, in: folder.url)
    #expect(missing.status == 2)
    #expect(
      missing.standardError
        == "Error: \(configuration):1:30: the redirect file none.csv is not there: correct its path, which is relative to "
        + "this file\n")
  }

  static let boundless: [(file: String, text: String, line: Int)] = [
    (".htaccess", "RewriteEngine On\n" + String(repeating: "RewriteRule ^(.*)$ $1$1\n", count: 20), 15),
    (".htaccess", "RewriteEngine On\nRewriteRule ^(.*)$ $1$1 [N]\n", 2),
    ("_redirects", "/* /:splat/:splat/:splat/:splat 301\n", 1),
  ]

  @Test(
    "a rule that makes text without end is reported once, with its line, and no link is changed",
    arguments: boundless.indices, [["rewrite", "site", "--dry-run", "--format", "json"], ["audit", "site"]])
  func boundlessRule(index: Int, run: [String]) throws {
    let folder = try TemporaryFolder()
    let rules = Self.boundless[index]
    try folder.write(
      rules.text + (rules.file == ".htaccess" ? "RewriteRule ^no/(.*)$ " : "/no ")
        + "https://click.linksynergy.com/deeplink?id=A\n", to: "site/\(rules.file)")
    try folder.write("<a href=/go/a>a</a><a href=/go/b>b</a>", to: "site/a.html")
    let output = try Oracle.run(Product.autotag, run, in: folder.url)
    #expect(output.status == 0)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.components(separatedBy: "the rule is not followed: ").count == 2, "\(text)")
    #expect(
      text.contains(run[0] == "audit" ? "\(rules.file):\(rules.line)" : "\"line\": \(rules.line)"), "\(text)")
    #expect(run[0] == "audit" || text.contains("\"changed\": 0"))
  }
}
