import AutoTagCommand
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("rewrite as a gate of a build")
struct GateTests {
  static let link = CommandLineTests.link
  /// One link whose redirect drops the query, one that is tagged, and one with a subid of its own.
  static let lossy: [(String, String)] = [
    (".htaccess", "Redirect 302 /go https://click.linksynergy.com/deeplink?id=1"),
    ("index.html", "<a href=/go>x</a>"), ("a.html", "<a href=\"\(link)\">x</a>"),
  ]
  static let noted: [(String, String)] = [
    ("index.html", "<a href=\"\(link)&u1=mine\">x</a><a href=\"\(link)\">x</a>")
  ]
  static let clean: [(String, String)] = [("index.html", "<a href=\"\(link)\">x</a>")]
  static let unread: [(String, String)] = [("index.html", "x"), ("a.php", "<a href=\"\(link)\">x</a>")]

  private func folder(_ files: [(String, String)]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: "site/" + name) }
    return folder
  }

  static let statuses: [(files: [(String, String)], failOn: String?, status: Int32)] = [
    (lossy, nil, 0), (lossy, "loss", 1), (lossy, "warning", 1),
    (noted, nil, 0), (noted, "loss", 0), (noted, "warning", 1),
    (clean, nil, 0), (clean, "loss", 0), (clean, "warning", 0),
    (unread, nil, 0), (unread, "loss", 0), (unread, "warning", 1),
  ]

  @Test("ends by the worst problem, all files written", arguments: statuses.indices)
  func status(index: Int) throws {
    let test = Self.statuses[index]
    let folder = try folder(test.files)
    let gate = test.failOn.map { ["--fail-on", $0] } ?? []
    let output = try Oracle.run(
      Product.autotag, ["rewrite", "site", "--output", "out", "--allow-empty"] + gate, in: folder.url)
    #expect(output.status == test.status)
    for (name, _) in test.files {
      #expect(FileManager.default.fileExists(atPath: folder.url.path + "/out/" + name))
    }
    #expect(
      try folder.text("out/\(test.files[test.files.count - 1].0)").contains("--CLICK-ID--")
        == (test.files[0].1 != "x"))
  }

  static let reasons: [(files: [(String, String)], command: [String], says: [String])] = [
    (noted, ["rewrite", "--fail-on", "warning"], ["1 problem at or above --fail-on warning.\n"]),
    (lossy, ["rewrite", "--fail-on", "loss"], ["1 problem at or above --fail-on loss.\n"]),
    (noted, ["rewrite", "-q", "--fail-on", "warning"], ["u1 is mine already", "[kept-subid]\n"]),
    (lossy, ["rewrite", "-q", "--fail-on", "warning"], ["[redirect-drops-query]\n"]),
    (
      noted, ["rewrite", "--format", "json", "--fail-on", "warning"],
      ["[kept-subid]\n", "1 problem at or above --fail-on warning.\n"]
    ),
    (clean, ["audit", "-q"], ["4 findings at or above --fail-on error.\n"]),
    (clean, ["audit", "--inventory", "csv"], ["4 findings at or above --fail-on error.\n"]),
    (clean, ["audit", "-q", "--fail-on", "info"], [" findings at or above --fail-on info.\n"]),
  ]

  @Test("a run that ends with 1 says why", arguments: reasons.indices)
  func reason(index: Int) throws {
    let test = Self.reasons[index]
    let folder = try folder(test.files)
    let options = test.command[0] == "rewrite" ? ["-n", "site"] : ["site"]
    let output = try Oracle.run(Product.autotag, test.command + options, in: folder.url)
    #expect(output.status == 1)
    for says in test.says { #expect(output.standardError.contains(says), "\(output.standardError)") }
    #expect(output.standardError.hasSuffix(test.says.last ?? "") || test.command.contains("-q"))
    #expect(!test.command.contains("-q") || output.standardOutput.isEmpty)
    let empty = try self.folder([("index.html", "x")])
    let passing = try Oracle.run(Product.autotag, [test.command[0], "-q"] + options, in: empty.url)
    #expect(passing.status == 0 && passing.standardError.isEmpty, "\(passing.standardError)")
  }

  @Test("files that failed count more")
  func failure() throws {
    let folder = try folder(Self.lossy)
    try folder.write(Data([0x3C, 0, 0, 0, 0x61, 0, 0, 0]), to: "site/b.html")
    let output = try Oracle.run(
      Product.autotag, ["rewrite", "site", "--dry-run", "--fail-on", "loss"], in: folder.url)
    #expect(output.status == 3)
  }

  @Test("a page from standard input too", arguments: [("loss", 0), ("warning", 1)] as [(String, Int32)])
  func standardInput(failOn: String, status: Int32) throws {
    let page = Data(Self.noted[0].1.utf8)
    let output = try Product.run("rewrite", "-", "--fail-on", failOn, input: page)
    #expect(output.status == status)
    #expect(String(decoding: output.standardOutput, as: UTF8.self).contains("--CLICK-ID--"))
  }

  // MARK: The last run

  @Test("a drop against the last run is a loss, which the next one does not count again")
  func drop() throws {
    let folder = try folder(Self.lossy)
    let first = try Oracle.run(
      Product.autotag, ["rewrite", "site", "--dry-run", "--format", "json"], in: folder.url)
    try folder.write(first.standardOutput, to: "last.json")
    let compare = ["rewrite", "site", "--dry-run", "--compare", "last.json", "--fail-on", "loss"]
    // The loss of the last run is a loss still, and no drop.
    let same = try Oracle.run(Product.autotag, compare, in: folder.url)
    #expect(same.status == 1)
    #expect(!String(decoding: same.standardOutput, as: UTF8.self).contains("last.json"))

    try folder.write("<a href=/go>x</a><a href=/go>y</a>", to: "site/index.html")
    try folder.write("gone", to: "site/a.html")
    try folder.write("<a href=/go>x</a>", to: "site/c.html")
    let more = try Oracle.run(Product.autotag, compare, in: folder.url)
    #expect(more.status == 1)
    let lines = String(decoding: more.standardOutput, as: UTF8.self).split(separator: "\n")
    #expect(
      lines.first
        == "last.json: loss: in the last run 1 click id would be lost, and in this one 3: mend what is new among the losses [more-losses]"
    )
    try folder.write("nothing", to: "site/index.html")
    try folder.write("nothing", to: "site/c.html")
    let fewer = try Oracle.run(Product.autotag, compare + ["--format", "json"], in: folder.url)
    #expect(fewer.status == 1)
    #expect(
      fewer.standardError.hasPrefix(
        "last.json: loss: the last run found 2 affiliate links of rakuten, and this one 0: "))
    try folder.write(fewer.standardOutput, to: "last.json")
    #expect(try Oracle.run(Product.autotag, compare, in: folder.url).status == 0)
  }

  /// Summaries of runs, and what is worse than in them where a run found 5 links of rakuten, 1 of shop and 2 losses.
  static let comparisons: [(last: String, drops: [String])] = [
    (#"{"rakuten": {"affiliate": 5}, "shop": {"affiliate": 1}}"#, []),
    (#"{"rakuten": {"affiliate": 4}}"#, []),
    (#"{"rakuten": {"affiliate": 6}, "shop": {"affiliate": 0}}"#, ["fewer-links 6"]),
    (
      #"{"rakuten": {"affiliate": 0}, "shop": {"affiliate": 2}, "gone": {"affiliate": 3}}"#,
      ["fewer-links 3", "fewer-links 2"]
    ),
    (#"{"gone": {"affiliate": 0}}"#, []), ("{}", []),
  ]
  static let losses: [(problems: String, drops: [String])] = [
    (#"{"severity": "loss", "code": "a"}, {"severity": "loss", "code": "a"}"#, []),
    (#"{"severity": "loss", "code": "a"}, {"severity": "note", "code": "a"}"#, ["more-losses 1"]),
    (
      #"{"severity": "loss", "code": "fewer-links"}, {"severity": "loss", "code": "more-losses"}"#,
      ["more-losses no"]
    ),
  ]

  private func drops(_ groups: String, _ problems: String) throws -> [String] {
    var summary = RunSummary()
    summary.groups["rakuten", default: .init()].affiliate = 5
    summary.groups["shop", default: .init()].affiliate = 1
    summary.problems = [
      Problem(.loss, file: "a", code: .redirectDropsQuery, message: ""),
      Problem(.loss, file: "b", code: .redirectDropsQuery, message: ""),
      Problem(.note, file: "b", code: .keptSubid, message: ""),
    ]
    let last = try LastRun(
      Array(#"{"version": "1", "groups": \#(groups), "problems": [\#(problems)], "unknown": {}}"#.utf8),
      file: "x")
    return last.drops(in: summary).map { problem in
      "\(problem.code) \(problem.message.split(separator: " ").first { $0 == "no" || Int($0) != nil } ?? "")"
    }
  }

  @Test(
    "fewer links of any group, or more losses, are a drop", arguments: comparisons.indices, losses.indices)
  func compared(links: Int, losses: Int) throws {
    let found = try drops(Self.comparisons[links].last, Self.losses[losses].problems)
    #expect(found == Self.comparisons[links].drops + Self.losses[losses].drops)
  }

  static let foreign: [(text: String?, says: String)] = [
    (nil, "last.json: it cannot be read: No such file or directory"), ("", "last.json:1: "),
    ("{", "last.json:1: "),
    ("[]", "last.json:1: “version” is not as autotag writes it"), ("{}", "last.json:1: “version”"),
    ("{\"version\": \"1\",\n\"groups\": []}", "last.json:2: “groups”"),
    (
      "{\"version\": \"1\",\n\"groups\": {\"a\": {\"affiliate\": -1}}, \"problems\": []}",
      "last.json:2: “groups”"
    ),
    (
      "{\"version\": \"1\", \"groups\": {\"a\": {\"affiliate\": 99999999999999999999}}}",
      "last.json:1: “groups”"
    ),
    ("{\"version\": \"1\", \"groups\": {},\n\"problems\": {}}", "last.json:2: “problems”"),
    ("{\"version\": \"1\", \"groups\": {}, \"problems\": [{\"severity\": 1}]}", "last.json:1: “problems”"),
    ("{\"version\": 1, \"findings\": []}", "last.json:1: “version”"),
  ]

  @Test("a missing or foreign file ends with 2 before anything is written", arguments: foreign.indices)
  func foreignFile(index: Int) throws {
    let test = Self.foreign[index]
    let folder = try folder(Self.clean)
    if let text = test.text { try folder.write(text, to: "last.json") }
    let output = try Oracle.run(
      Product.autotag, ["rewrite", "site", "--output", "out", "--compare", "last.json"], in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.hasPrefix("Error: " + test.says), "\(output.standardError)")
    #expect(output.standardError.contains("--compare needs"))
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/out"))
  }

  // MARK: Globs

  static let globs: [(arguments: [String], says: String)] = [
    (["--exclude", "["], "Error: --exclude: the glob '[' has a [ that is not closed"),
    (["--include", "{a,b"], "Error: --include: the glob '{a,b' has a { that is not closed"),
    (["--exclude", "../drafts"], "Error: --exclude: the glob '../drafts' leads out of the site"),
    (["--config", "bad.yml"], "Error: bad.yml:2:4: the glob '[x' has a [ that is not closed"),
    (["--config", "ignore.yml"], "Error: ignore.yml:3:14: the glob '[' has a [ that is not closed"),
  ]

  @Test(
    "that cannot be meant end rewrite and audit with 2", arguments: globs.indices,
    [["rewrite", "--dry-run"], ["audit"]])
  func glob(index: Int, command: [String]) throws {
    let test = Self.globs[index]
    let folder = try folder(Self.clean)
    try folder.write("exclude:\n - '[x'", to: "bad.yml")
    try folder.write("audit:\n  ignore:\n    - files: '['", to: "ignore.yml")
    let output = try Oracle.run(Product.autotag, command + ["site"] + test.arguments, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.hasPrefix(test.says), "\(output.standardError)")
  }

  // MARK: Standard input that is no page

  static let otherFormats: [(start: [UInt8], name: String)] = [
    (Array(repeating: 0, count: 257) + Array("ustar\u{0}".utf8), "a tar archive"),
    ([0x1F, 0x8B, 8], "a gzip file"), (Array("PK\u{3}\u{4}".utf8), "a zip archive"),
    (Array("%PDF-1.7".utf8), "a PDF file"),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a PNG picture"),
    (Array(repeating: 1, count: 1023) + [0], "binary data"),
  ]

  @Test("goes through as it is, and ends with 2", arguments: otherFormats.indices)
  func notHTML(index: Int) throws {
    let (start, name) = Self.otherFormats[index]
    let input = Data(start + Array("<a href=\"\(Self.link)\">x</a>".utf8))
    let output = try Product.run("rewrite", "-", input: input)
    #expect(output.status == 2)
    #expect(output.standardOutput == input)
    #expect(output.standardError.hasPrefix("Error: standard input is \(name) and no HTML page"))
    #expect(output.standardError.contains("with --stream tar") == (name == "a tar archive"))
    for option in ["--dry-run", "--diff"] {
      #expect(try Product.run("rewrite", "-", option, input: input).standardOutput.isEmpty)
    }
  }

  @Test(
    "real archives too", Oracle.needs("tar", "gzip", "sh"),
    arguments: ["tar c site", "tar cz site", "tar c --format=v7 site"])
  func archive(command: String) throws {
    let folder = try folder(Self.clean)
    let output = try Oracle.run(
      "sh", ["-c", "\(command) > x; '\(Product.autotag)' rewrite - < x > y; echo $?; cmp x y"], in: folder.url
    )
    #expect(String(decoding: output.standardOutput, as: UTF8.self) == "2\n")
    #expect(output.standardError.contains("and no HTML page"))
  }
}
