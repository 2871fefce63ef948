import Foundation
import TestSupport
import Testing

@Suite("autotag audit")
struct AuditCommandTests {
  static let tag = "<script>a.src=\"https://assets.anytrack.io/AbCdEf123456.js\"</script>"
  static let address =
    "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=1&murl=https%3A%2F%2Fx.example"
  static let good = "<head>\(tag)</head><a rel=sponsored href=\"\(address)&u1=--CLICK-ID--\">Good</a>"
  static let untagged = good.replacing("&u1=--CLICK-ID--", with: "")

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func audit(_ arguments: String...) throws -> Oracle.Output {
    try Oracle.run(Product.autotag, ["audit"] + arguments, in: folder.url)
  }

  private func text(_ output: Oracle.Output) -> String {
    String(decoding: output.standardOutput, as: UTF8.self)
  }

  // MARK: Exit status

  struct Status: Sendable, CustomTestStringConvertible {
    let page: String
    let arguments: [String]
    let status: Int32
    var testDescription: String { "\(arguments) \(status) \(page)" }
  }

  static let comment = good + "<!-- //click.linksynergy.com/ -->"
  static let noscript = good + "<noscript>//click.linksynergy.com/</noscript>"

  static let statuses = [
    Status(page: good, arguments: [], status: 0),
    Status(page: good, arguments: ["--fail-on", "info"], status: 0),
    Status(page: untagged, arguments: [], status: 1),
    Status(page: untagged, arguments: ["--fail-on", "never"], status: 0),
    Status(page: noscript, arguments: [], status: 0),
    Status(page: noscript, arguments: ["--fail-on", "warning"], status: 1),
    Status(page: comment, arguments: ["--fail-on", "warning"], status: 0),
    Status(page: comment, arguments: ["--fail-on", "info"], status: 1),
    Status(page: untagged, arguments: ["--quiet"], status: 1),
    Status(page: untagged, arguments: ["--exclude", "*.html", "--allow-empty"], status: 0),
    Status(page: untagged, arguments: ["--write-baseline", "new.json"], status: 0),
  ]

  @Test("ends by the worst finding", arguments: statuses)
  func status(test: Status) throws {
    try folder.write(test.page, to: "site/index.html")
    let output = try Oracle.run(Product.autotag, ["audit", "site"] + test.arguments, in: folder.url)
    #expect(output.status == test.status)
    let isTold = test.arguments.contains("--write-baseline") || test.arguments.contains("--quiet")
    #expect(output.standardError.isEmpty != isTold)
    #expect(output.standardOutput.isEmpty == test.arguments.contains("--quiet"))
  }

  @Test("a page that cannot be read ends it with 3, whatever is found on the others")
  func failure() throws {
    try folder.write(Self.untagged, to: "site/a.html")
    try folder.write(Data([0x3C, 0, 0, 0, 0x61, 0, 0, 0]), to: "site/b.html")
    let output = try audit("site")
    #expect(output.status == 3)
    #expect(text(output).contains("b.html"))
    let quiet = try audit("site", "--quiet")
    #expect(quiet.status == 3)
    #expect(quiet.standardError.contains("b.html: error: the page is in UTF-32"))
    // The old baseline knows more than a run that could not read all pages.
    try folder.write("old", to: "b.json")
    let refused = try audit("site", "--write-baseline", "b.json")
    #expect(refused.status == 3)
    #expect(refused.standardError.contains("No baseline was written to b.json: 1 file could not be read."))
    #expect(try folder.text("b.json") == "old")
  }

  @Test("a reader of one report that goes away takes no other report with it", Oracle.needs("bash"))
  func brokenPipe() throws {
    for number in 0..<400 { try folder.write(Self.untagged, to: "site/\(number).html") }
    let output = try Oracle.run(
      "bash",
      ["-c", "'\(Product.autotag)' audit site --verbose --report rep.json | head -1; exit ${PIPESTATUS[0]}"],
      in: folder.url)
    #expect(output.status == 141)
    #expect(output.standardError.isEmpty)
    #expect(try JSONSerialization.jsonObject(with: folder.read("rep.json")) is [String: Any])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["rep.json", "site"])
  }

  @Test(
    "a name that is no UTF-8, and an absolute path into the folder of the run", Oracle.needs("bash"),
    arguments: [false, true])
  func oddPath(isAbsolute: Bool) throws {
    try folder.write(Self.untagged, to: "site/é/a.html")
    _ = try Oracle.run("bash", ["-c", #"mv site/é/a.html $'site/\xc3\xa9/\xff.html'"#], in: folder.url)
    let site = isAbsolute ? folder.url.path + "/site" : "site"
    let sarif = try text(audit(site, "--format", "sarif", "--fail-on", "never"))
    #expect(sarif.contains("\"site/%C3%A9/%FF.html\"") && !sarif.contains("%EF%BF%BD"))
    let terminal = try text(audit(site, "--fail-on", "never"))
    #expect(terminal.contains(" --> site/é/%FF.html:1:"))
  }

  static let wrong: [([String], String)] = [
    ([], "Which site?"), (["-"], "audit reads a whole site"),
    (["nowhere"], "the site nowhere cannot be read"),
    (["site", "--fail-on", "never", "--format", "xml"], "--format"),
    (["site", "--format", "csv"], "ask for it with --inventory csv"),
    (["site", "--format", "json", "--inventory", "csv"], "both want standard output"),
    (["site", "--quiet", "--verbose"], "exclude each other"),
    (["site", "--report", "x.pdf"], "its format is not known"),
    (["site", "--report", "a.json", "--report", "json:a.json"], "written twice"),
    (["site", "--report", "a.json", "--report", "./a.json"], "./a.json is to be written twice"),
    (["site", "--report", "json:-", "--format", "json"], "- is standard output, and something else"),
    (["site", "--report", "json:-", "--inventory", "csv"], "- is standard output, and something else"),
    (["site", "--report", "json:-", "--report", "sarif:/dev/stdout"], "/dev/stdout is standard output, and"),
    (["site", "--report", "json:-", "--write-baseline", "-"], "- is standard output, and something else"),
    (["site", "--report", "-"], "write FORMAT:-, such as json:-"),
    (["site", "--report", "json:site"], "cannot write site: Is a directory"),
    (["site", "--write-baseline", "site"], "cannot write site: Is a directory"),
    (
      ["site", "--baseline", "/dev/zero"], "/dev/zero: the baseline cannot be read: it is a pipe, a socket or"
    ),
    (
      ["site", "--config", "/dev/zero"],
      "/dev/zero: the configuration cannot be read: it is a pipe, a socket or"
    ),
    (
      ["site", "--report", "nowhere/a.json"],
      "cannot write nowhere/a.json: the folder nowhere is not there: make it first"
    ),
    (["site", "--baseline", "gone.json"], "gone.json: the baseline cannot be read"),
    (["site", "--baseline", "site/index.html"], "site/index.html:1: "),
    (["site", "--jobs", "0"], "--jobs must be 1 or more"),
    (["site", "--base-url", "x"], "--base-url must be"),
  ]

  @Test("wrong usage ends with 2 and says what to do", arguments: wrong)
  func usage(arguments: [String], message: String) throws {
    try folder.write(Self.untagged, to: "site/index.html")
    let output = try Oracle.run(Product.autotag, ["audit"] + arguments, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains(message), "\(output.standardError)")
    #expect(output.standardOutput.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["site"])
  }

  /// What is printed with `--quiet`, by its start; empty for nothing.
  static let quiet: [([String], String)] = [
    ([], ""), (["--format", "text"], ""), (["--format", "json"], "{\n  \"format\""),
    (["--format", "sarif"], "{"),
    (["--inventory", "csv"], "page,"), (["--report", "json:-"], "{"),
  ]

  @Test("--quiet prints no text, and the report that was asked for", arguments: quiet)
  func quietly(options: [String], start: String) throws {
    try folder.write(Self.untagged, to: "site/index.html")
    let output = try Oracle.run(Product.autotag, ["audit", "site", "--quiet"] + options, in: folder.url)
    #expect(output.status == 1)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(start.isEmpty ? text.isEmpty : text.hasPrefix(start), "\(text.prefix(50))")
    #expect(output.standardError == "1 finding at or above --fail-on error.\n")
  }

  // MARK: Reports

  @Test(
    "a report does not take the place of what the audit reads",
    arguments: [
      (["--report", "site/index.html"], "a page of the site"),
      (["--report", "html:site/a/b.htm"], "a page of the site"),
      (["--report", "json:site/autotag.yml"], "a file of autotag's own"),
      (["--report", "json:site/_redirects"], "a redirect file of the site"),
      (["--report", "json:vercel.json"], "a redirect file of the site"),
      (["--report", "json:site/a/.htaccess"], "a redirect file of the site"),
      (["--report", "json:links.csv"], "a redirect file of the site"),
      (["--write-baseline", "site/index.html"], "a page of the site"),
    ])
  func inputs(arguments: [String], what: String) throws {
    let files = [
      "site/index.html", "site/a/b.htm", "site/_redirects", "vercel.json", "site/a/.htaccess", "links.csv",
    ]
    for file in files { try folder.write(file == "vercel.json" ? "{}" : "from,to\n", to: file) }
    try folder.write("redirects:\n  sources: [{path: ../links.csv, format: csv}]\n", to: "site/autotag.yml")
    let before = try files.map { try folder.text($0) }
    let output = try Oracle.run(Product.autotag, ["audit", "site"] + arguments, in: folder.url)
    #expect(output.status == 2)
    let path = arguments[1].split(separator: ":").last ?? ""
    #expect(output.standardError.hasPrefix("Error: \(path) is \(what), which would be lost"))
    #expect(try files.map { try folder.text($0) } == before)
  }

  @Test("a report of an earlier run is written over, a page's name or not")
  func earlierReport() throws {
    try folder.write(Self.good, to: "site/index.html")
    for _ in 0..<2 {
      let output = try audit(
        "site", "--report", "site/report.html", "--report", "site/report.json", "--write-baseline",
        "site/autotag-baseline.json")
      #expect(output.status == 0, "\(output.standardError)")
    }
  }

  @Test("all reports come from one pass, and nothing is left of their writing")
  func reports() throws {
    try folder.write(Self.untagged, to: "site/index.html")
    let files = ["a.sarif", "b.html", "c.md", "d.json", "e.xml", "f.csv", "g.txt", "h"]
    let output = try Oracle.run(
      Product.autotag,
      ["audit", "site", "--format", "github"]
        + files.flatMap { ["--report", $0 == "h" ? "json:h" : $0] }, in: folder.url)
    #expect(output.status == 1)
    #expect(output.lines.first?.hasPrefix("::error ") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == files + ["site"])
    let starts = ["{", "<!doctype html>", "#", "{", "<?xml", "page,", "site/index.html", "{"]
    for (file, start) in zip(files, starts) {
      #expect(try folder.text(file).lowercased().hasPrefix(start), "\(file)")
    }
    #expect(try folder.text("d.json") == folder.text("h"))
    #expect(try folder.text("d.json") == text(try audit("site", "--format", "json")))
    #expect(try folder.text("f.csv") == text(try audit("site", "--inventory", "csv")))
    #expect(try folder.text("f.csv").contains("7VeMhFdLOPg"))
  }

  @Test(
    "standard output can be a report's or the baseline's, in place of the text",
    arguments: [
      (["--report", "json:-"], "{\n  \"format\": 1"),
      (["--report", "json:/dev/stdout"], "{\n  \"format\": 1"),
      (["--report", "markdown:-", "--report", "a.json"], "### autotag audit"),
      (["--quiet", "--report", "junit:-"], "<?xml"), (["--write-baseline", "-"], "{\n  \"version\": 1"),
      (["--quiet", "--write-baseline", "/dev/stdout"], "{\n  \"version\": 1"),
    ])
  func reportToStandardOutput(arguments: [String], start: String) throws {
    try folder.write(Self.untagged, to: "site/index.html")
    let output = try Oracle.run(Product.autotag, ["audit", "site"] + arguments, in: folder.url)
    #expect(output.status == (arguments.contains("--write-baseline") ? 0 : 1))
    #expect(text(output).hasPrefix(start))
    #expect(!text(output).contains("needs a hand  "))
  }

  @Test("reports go through links, into pipes and devices, and what they are named by stays")
  func odd() throws {
    try folder.write(Self.untagged, to: "site/index.html")
    try folder.write("old", to: "real.json")
    symlink("real.json", folder.url.appending(path: "link.json").path)
    let output = try audit(
      "site", "--quiet", "--report", "link.json", "--report", "json:/dev/null", "--report", "sarif:/dev/null",
      "--report", "html:/dev/full")
    // What failed is told, and what could be written is.
    #expect(output.status == 3)
    #expect(output.standardError == "Error: cannot write /dev/full: No space left on device\n")
    #expect(try folder.text("real.json").hasPrefix("{"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.url.path + "/link.json") == "real.json"
    )
    #expect(
      try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        == .typeCharacterSpecial)
  }

  @Test("a report replaces the old one, also within the site, and the same site gives the same bytes")
  func replaced() throws {
    try folder.write(Self.untagged, to: "site/index.html")
    try folder.write("old", to: "site/audit.json")
    #expect(try audit("site", "--report", "site/audit.json", "--jobs", "1").status == 1)
    let first = try folder.text("site/audit.json")
    #expect(first.hasPrefix("{"))
    #expect(try audit("site", "--report", "site/audit.json", "--jobs", "3").status == 1)
    #expect(try folder.text("site/audit.json") == first)
  }

  // MARK: Configuration and baseline

  @Test("the configuration sets severities, what is ignored, from what on it fails, and the baseline")
  func configuration() throws {
    try folder.write(Self.untagged, to: "site/index.html")
    for (configuration, status) in [
      ("audit: {rules: {not-tagged: warning}}", 0), ("audit: {rules: {not-tagged: off}}", 0),
      ("audit: {rules: {not-tagged: warning}, fail-on: warning}", 1),
      ("audit: {rules: {not-tagged: info}, fail-on: warning}", 0),
      ("audit: {ignore: [{files: index.html}]}", 0), ("audit: {ignore: [{rules: [not-tagged]}]}", 0),
      ("audit: {ignore: [{files: other.html, rules: [not-tagged]}]}", 1), ("audit: {fail-on: never}", 0),
      ("exclude: [index.html]", 2),
    ] as [(String, Int32)] {
      try folder.write(configuration, to: "site/autotag.yml")
      #expect(try audit("site").status == status, "\(configuration)")
    }
    #expect(try audit("site", "--fail-on", "error").status == 2)
    try folder.write("audit: {fail-on: never}", to: "site/autotag.yml")
    #expect(try audit("site", "--fail-on", "error").status == 1)
  }

  @Test("a baseline: written, found at the root, named, and not copied with the site")
  func baseline() throws {
    try folder.write(Self.untagged, to: "site/index.html")
    try folder.write("broken", to: "site/autotag-baseline.json")
    #expect(try audit("site").status == 2)
    // Written anew whatever is there.
    #expect(try audit("site", "--write-baseline", "site/autotag-baseline.json").status == 0)
    #expect(try audit("site", "--fail-on", "info").status == 0)
    try folder.write(Self.untagged.replacing("mid=1", with: "mid=2"), to: "site/b.html")
    #expect(try audit("site").status == 1)

    try folder.write("audit: {baseline: ../known.json}", to: "site/autotag.yml")
    #expect(try audit("site").status == 2)
    let written = try audit("site", "--write-baseline", "known.json")
    #expect(written.status == 0)
    #expect(written.standardError.contains("to known.json: runs leave them out from now on, also without"))
    #expect(try audit("site").status == 0)
    #expect(try audit("site", "--baseline", "site/autotag-baseline.json").status == 1)
    try folder.write("audit: {baseline: named.json}", to: "site/autotag.yml")
    #expect(try audit("site", "--write-baseline", "site/named.json").status == 0)

    #expect(try Product.run("rewrite", "site", "--output", "out", in: folder.url).status == 0)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "out").path).sorted()
        == ["b.html", "index.html"])
  }

  @Test("--list-rules tells of all rules")
  func listRules() throws {
    let output = try audit("--list-rules")
    #expect(output.status == 0)
    for code in ["not-tagged", "anytrack-tag-missing", "link-in-area", "stale-precompressed"] {
      #expect(output.lines.contains { $0.hasPrefix("\(code) · ") }, "\(code)")
    }
  }

  @Test("--list-rules as JSON has the rules as the report has them")
  func listRulesAsJSON() throws {
    struct Rules: Decodable { let rules: [Rule] }
    struct Rule: Decodable, Equatable { let code, severity, title, why, fix: String }
    let rules = try JSONDecoder().decode(
      Rules.self, from: audit("--list-rules", "--format", "json").standardOutput
    ).rules
    #expect(rules.contains { $0.code == "not-tagged" } && rules.allSatisfy { $0.fix.hasSuffix(".") })
    #expect(try audit("--list-rules", "--format", "sarif").status == 2)
  }

  @Test("the page about the rules is what the command writes")
  func rulesPage() throws {
    let written = text(try audit("--list-rules", "--format", "markdown"))
    let page = Oracle.root.appending(path: "Sources/Audit/Checks/README.md")
    let isSame = try String(contentsOf: page, encoding: .utf8) == written
    #expect(isSame, "run autotag audit --list-rules --format markdown > Sources/Audit/Checks/README.md")
  }

  @Test("it changes nothing")
  func changesNothing() throws {
    let file = try folder.write(Self.untagged, to: "site/index.html")
    let before = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
    #expect(try audit("site").status == 1)
    #expect(try folder.text("site/index.html") == Self.untagged)
    #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date == before)
  }

  // MARK: After rewrite

  static let sites = [
    "seed", "legacy", "modern", "redirects/netlify", "redirects/apache", "redirects/nginx",
    "redirects/wordpress",
    "redirects/stubs",
  ]

  @Test("of a rewritten site nothing is left that rewrite is said to repair", arguments: sites)
  func rewritten(site: String) throws {
    let source = Oracle.root.appending(path: "SampleSites/\(site)").path
    let before = try findings(source)
    #expect(before.contains { $0["repaired_by_rewrite"] as? Bool == true })
    #expect(try Product.run("rewrite", source, "--output", "out", in: folder.url).status == 0)
    let configuration = "\(source)/autotag.yml"
    let hasConfiguration = FileManager.default.fileExists(atPath: configuration)
    let after = try findings("out", hasConfiguration ? ["--config", configuration] : [])
    #expect(after.filter { $0["repaired_by_rewrite"] as? Bool == true }.isEmpty, "\(after)")
    #expect(after.count < before.count)
  }

  private func findings(_ site: String, _ arguments: [String] = []) throws -> [[String: Any]] {
    let output = try Oracle.run(
      Product.autotag, ["audit", site, "--format", "json"] + arguments, in: folder.url)
    #expect(output.status < 2, "\(output.standardError)")
    let report = try #require(JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any])
    let pages = try #require(report["pages"] as? [[String: Any]])
    return try pages.flatMap { try #require($0["findings"] as? [[String: Any]]) }
  }

  @Test("a finding at a file's first character has its line, and one about the file has none")
  func firstLine() throws {
    let folder = try TemporaryFolder()
    try folder.write("Bogus on\nRedirect /go/a https://click.linksynergy.com/x\n", to: "site/.htaccess")
    try folder.write("<a href=https://click.linksynergy.com/x>x</a>", to: "site/a.php")
    try folder.write("<p>", to: "site/a.html")
    let text = try Product.run("audit", "site", in: folder.url).lines
    #expect(text.contains(" --> site/.htaccess:1:1"))
    #expect(text.contains(" --> site/a.php"))
  }

  /// Links that do not arrive, and the affiliate links that each of the commands makes of two of them, one of which is marked.
  static let lostLinks: [(rules: String, links: Int, group: String?)] = [
    ("AddType\nRedirect /go/a https://click.linksynergy.com/x?id=1", 2, "rakuten"),
    ("AddType\nRedirect /go/a /go/b\nRedirect /go/b https://click.linksynergy.com/x", 2, "rakuten"),
    ("RedirectMatch ^/go/a$ htps://click.linksynergy.com/x?id=1", 2, "rakuten"),
    ("Redirect /go/a /click.linksynergy.com/x", 2, "rakuten"),
    ("Redirect /go/a /go/b\nRedirect /go/c https://click.linksynergy.com/x", 1, nil),
    ("Redirect /go/a /go/a/\nRedirect /go/c https://click.linksynergy.com/x", 1, nil),
  ]

  @Test("rewrite, audit and resolve count the same of links that do not arrive", arguments: lostLinks.indices)
  func countsOfLostLinks(index: Int) throws {
    let (rules, links, group) = Self.lostLinks[index]
    let folder = try TemporaryFolder()
    try folder.write(rules + "\n", to: "site/.htaccess")
    try folder.write("<a href=/go/a>x</a><a href=/go/a rel=rakuten>x</a>", to: "site/a.html")
    func json(_ arguments: String...) throws -> [String: Any] {
      let output = try Oracle.run(Product.autotag, arguments + ["--format", "json"], in: folder.url)
      return try JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any] ?? [:]
    }
    let rewritten = try json("rewrite", "site", "--dry-run")["links"] as? [String: Any]
    #expect(rewritten?["affiliate"] as? Int == links)
    let audit = try json("audit", "site")
    let counts = (audit["summary"] as? [String: Any])?["links"] as? [String: Any]
    #expect(counts?["total"] as? Int == links)
    let pages = audit["pages"] as? [[String: Any]]
    #expect(
      (pages?.first?["links"] as? [[String: Any]])?.compactMap { $0["group"] as? String }
        == Array(repeating: "rakuten", count: links))
    #expect(
      (pages?.first?["findings"] as? [[String: Any]])?.count {
        ($0["message"] as? String)?.contains(".htaccess") == true
      }
        == 2)
    let resolved = (try json("resolve", "--site", "site", "/go/a")["links"] as? [[String: Any]])?.first
    #expect(resolved?["group"] as? String == group)
    #expect(resolved?["action"] as? String == (group == nil ? "none" : "leave"))
    #expect(resolved?["trackable"] as? Bool == false)
  }
}
