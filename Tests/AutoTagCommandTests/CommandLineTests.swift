import Foundation
import TestSupport
import Testing

@Suite("The command line: usage, exit status, streams")
struct CommandLineTests {
  static let link = "https://click.linksynergy.com/deeplink?id=A"
  static let page = "<a href=\"\(link)\">x</a>\n"
  static let taggedPage = "<a href=\"\(link)&u1=--CLICK-ID--\">x</a>\n"

  /// A site of one page with a link.
  static func site(_ page: String = page) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(page, to: "site/index.html")
    return folder
  }

  @Test(
    "wrong usage ends with 2, says why on standard error, and writes nothing",
    arguments: [
      (["rewrite"], "Which site? Name its root folder, or let autotag init write"),
      (["rewrite", "site"], "Where does the result go? Give --output DIR or --in-place"),
      (["rewrite", "site", "--output", "out", "--in-place"], "--output and --in-place exclude each other"),
      (["rewrite", "site", "--in-place", "--prune"], "--prune removes files from an output folder"),
      (["rewrite", "site", "--output", ""], "--output needs the name of a folder"),
      (
        ["rewrite", "site", "--diff", "--format", "json"],
        "--diff and --format json both want standard output"
      ),
      (
        ["rewrite", "site", "--in-place", "--quiet", "--verbose"], "--quiet and --verbose exclude each other"
      ),
      (["rewrite", "site", "--in-place", "--jobs", "0"], "--jobs must be 1 or more, not 0"),
      (["rewrite", "site", "--in-place", "--jobs", "two"], "The value 'two' is invalid for '--jobs <n>'"),
      (
        ["rewrite", "site", "--in-place", "--base-url", "example.com"], "--base-url must be an absolute http"
      ),
      (["rewrite", "site", "--in-place", "--existing-subid", "drop"], "'drop' is invalid"),
      (["rewrite", "site", "--in-place", "--format", "xml"], "'xml' is invalid"),
      (["rewrite", "site", "--in-place", "--color", "red"], "'red' is invalid"),
      (["rewrite", "site", "--inplace"], "Unknown option '--inplace'. Did you mean '--in-place'?"),
      (["rewrite", "site", "more", "--in-place"], "more is not there"),
      (
        ["rewrite", "site", "dist"],
        "dist is not there: correct the name; names that may be gone are given by --files-from; a copy of site in dist is --output dist"
      ),
      (["rewrite", "-", "--output", "out"], "--output has no meaning with -"),
      (["rewrite", "-", "--in-place"], "--in-place has no meaning with -"),
      (["rewrite", "site", "--in-place", "--hard-links"], "--hard-links fills an output folder"),
      (["rewrite", "-", "--hard-links"], "--hard-links has no meaning with -"),
      (["rewrite", "-", "--prune"], "--prune has no meaning with -"),
      (["rewrite", "-", "--format", "json"], "--format json has no meaning with -"),
      (["rewrite", "-", "--include", "x"], "--include has no meaning with -"),
      (["rewrite", "-", "--exclude", "x"], "--exclude has no meaning with -"),
      (["rewrite", "-", "--redirects", "tag"], "--redirects has no meaning with -"),
      (["rewrite", "site", "--in-place", "--redirects", "all"], "'all' is invalid for '--redirects <mode>'"),
      (["resolve"], "Missing expected argument '<url> ...'"),
      (["resolve", ""], "A link is empty"),
      (["resolve", "/x", "--redirects", "all"], "'all' is invalid for '--redirects <mode>'"),
      (["resolve", "/x", "--base-url", "example.com"], "--base-url must be an absolute http"),
      (["resolve", "/x", "--site", "nowhere"], "the site nowhere cannot be read"),
      (["resolve", "/x", "--config", "none.yml"], "none.yml: the configuration cannot be read"),
      (["rewrite", "nowhere", "--in-place"], "nowhere"),
      (
        ["rewrite", "site", "--in-place", "--config", "none.yml"],
        "none.yml: the configuration cannot be read"
      ),
      (["rewrite", "-", "--allow-empty"], "--allow-empty has no meaning with -"),
      (["init", "nowhere"], "cannot create nowhere/autotag.yml: No such file or directory"),
    ])
  func usageErrors(arguments: [String], message: String) throws {
    let folder = try Self.site()
    let output = try Oracle.run(Product.autotag, arguments, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError.hasPrefix("Error: "))
    #expect(output.standardError.contains(message))
    #expect(try folder.text("site/index.html") == Self.page)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["site"])
  }

  @Test(
    "help, version and completions are answers, not errors",
    arguments: [
      (["--help"], "autotag rewrite public --output dist"),
      (["rewrite", "--help"], "Exit status: 0 done; 1 problems at or above --fail-on, all files written;"),
      (["help", "init"], "never overwritten"),
      (["help", "resolve"], "Exit status: 0 every link is trackable after rewrite"),
      (["--version"], "autotag 0.1.0\n"),
      (["rewrite", "--version"], "autotag 0.1.0\n"),
      (["rewrite", "site", "--dry-run", "--version"], "autotag 0.1.0\n"),
      (
        ["rewrite", "site", "--dry-run", "--help"],
        "USAGE: autotag rewrite [<site> ...] (--output <dir> | --in-place) [<options>]\n"
      ),
      (["help", "rewrite"], "(values: tag, inline, auto, mend, off)"),
      (["help", "rewrite"], "(values: text, json; default: text)"),
      (["help", "audit"], "(values: text, json, sarif, junit, github, markdown,"),
      (["rewrite", "site", "--dry-run", "--generate-completion-script", "zsh"], "#compdef autotag"),
      (["--generate-completion-script", "bash"], "complete -o filenames -F _autotag autotag"),
      (["--generate-completion-script", "zsh"], "#compdef autotag"),
      (["--generate-completion-script", "fish"], "complete -c 'autotag'"),
    ])
  func answers(arguments: [String], text: String) throws {
    let output = try Oracle.run(Product.autotag, arguments)
    #expect(output.status == 0)
    #expect(String(decoding: output.standardOutput, as: UTF8.self).contains(text))
    #expect(output.standardError.isEmpty)
  }

  @Test(
    "the help's paragraphs are broken where they are written, in 80 columns",
    arguments: ["rewrite", "audit", "resolve", "conversions", "init", nil])
  func helpLines(command: String?) throws {
    let arguments = [command, "--help"].compactMap(\.self)
    let output = try Oracle.run(Product.autotag, arguments, environment: ["COLUMNS": "200"])
    let lines = output.lines.prefix { !$0.hasPrefix("USAGE:") }
    #expect(lines.count > 5)
    #expect(lines.dropFirst().filter { $0.count > 80 } == [])
    #expect(command != nil || lines.contains { $0.contains("--generate-completion-script bash") })
  }

  @Test("no command at all is no success: the help goes to standard error, and nothing was done")
  func noCommand() throws {
    let output = try Product.run()
    #expect(output.status == 2)
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError.contains("SUBCOMMANDS:") && output.standardError.hasSuffix("help.\n"))
  }

  // MARK: Sites without a page

  static let withoutPage: [(name: String, files: [String], arguments: [String], says: String)] = [
    ("an empty folder", [], [], "looked for **/*.html, **/*.htm, **/*.xhtml, **/*.shtml;"),
    ("assets alone", ["a.css", "b/c.js"], [], "no page was found in site:"),
    ("pages of another ending", ["index.php"], [], "choose others with --include"),
    ("excluded pages", ["drafts/a.html"], ["--exclude", "drafts"], ", without drafts;"),
    ("an excluded folder of folders", ["a/b/c.html"], ["--exclude", "a/**"], ", without a/**;"),
    ("no match", ["a.html"], ["--include", "*.htm"], "looked for *.htm;"),
    ("a folder that is called like a page", ["x.html/a.txt"], [], "no page was found"),
  ]
  static let runs: [[String]] = [
    ["rewrite", "site", "--dry-run"], ["rewrite", "site", "--output", "out", "--prune"],
    ["rewrite", "site", "--in-place", "--quiet"], ["rewrite", "site", "--diff"],
    ["rewrite", "site", "--output", "out", "--format", "json"], ["audit", "site"],
    ["audit", "site", "--quiet"],
    ["audit", "site", "--fail-on", "never", "--report", "new.sarif"],
    ["audit", "site", "--format", "json", "--fail-on", "never"], ["audit", "site", "--format", "sarif"],
    ["audit", "site", "--format", "junit"], ["audit", "site", "--format", "github"],
    ["audit", "site", "--format", "markdown"], ["audit", "site", "--format", "html"],
    ["audit", "site", "--inventory", "csv"], ["audit", "site", "--write-baseline", "new.json"],
  ]

  @Test(
    "a site without a page ends with 2 and says what was looked for", arguments: withoutPage.indices, runs)
  func noPage(index: Int, run: [String]) throws {
    let site = Self.withoutPage[index]
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "site"), withIntermediateDirectories: true)
    for file in site.files { try folder.write("x", to: "site/\(file)") }
    try folder.write("deployed", to: "out/old.html")
    let output = try Oracle.run(Product.autotag, run + site.arguments, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError.hasPrefix("Error: no page was found in site: "))
    #expect(output.standardError.contains(site.says) && output.standardError.contains("--allow-empty"))
    // Above all nothing is pruned.
    #expect(try folder.text("out/old.html") == "deployed")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["out", "site"])

    let accepted = try Oracle.run(Product.autotag, run + site.arguments + ["--allow-empty"], in: folder.url)
    // What is deployed is not emptied for a site without a page.
    if run.contains("--prune") {
      #expect(
        accepted.status == 2 && accepted.standardError.contains("--prune would remove all that out holds"))
      #expect(try folder.text("out/old.html") == "deployed")
      return
    }
    #expect(accepted.status == 0)
    #expect(!accepted.standardError.contains("rror: "))
    let text = String(decoding: accepted.standardOutput, as: UTF8.self)
    // The page that holds the audit has the words in its script.
    #expect(run.contains("html") || !text.lowercased().contains("nothing was found"), "\(text)")
  }

  @Test("a folder that cannot be read may hold pages, and is what is reported", Oracle.needs("setpriv"))
  func unreadableFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "site/closed/index.html")
    let closed = folder.url.appending(path: "site/closed").path
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: closed) }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    let command = [Product.autotag, "rewrite", "site", "--dry-run"]
    // The superuser may read every folder.
    let asOther = getuid() == 0 ? ["setpriv", "--reuid=65534", "--clear-groups"] : []
    let output = try Oracle.run("env", asOther + command, in: folder.url)
    #expect(output.status == 3)
    #expect(output.lines.contains { $0.hasPrefix("site/closed: error: ") })
  }

  @Test(
    "help fits a terminal of 80 columns",
    arguments: [["--help"], ["help", "rewrite"], ["help", "resolve"], ["help", "init"]])
  func helpWidth(arguments: [String]) throws {
    for line in try Oracle.run(Product.autotag, arguments).lines where !line.contains("USAGE:") {
      #expect(line.count <= 80)
      // An example that is wrapped cannot be copied.
      #expect(!line.hasPrefix("dist") && !line.hasPrefix("it"))
    }
  }

  @Test("a site is copied, tagged in place, or only looked at")
  func destinations() throws {
    let folder = try Self.site()
    let dry = try Product.run("rewrite", "site", "--dry-run", in: folder.url)
    #expect(dry.status == 0)
    #expect(dry.lines.contains("  1 link would be tagged"))
    #expect(try folder.text("site/index.html") == Self.page)

    let copy = try Product.run("rewrite", "site", "--output", "out", in: folder.url)
    #expect(copy.status == 0)
    #expect(copy.lines.contains("  1 link tagged"))
    #expect(copy.standardError.isEmpty)
    #expect(try folder.text("site/index.html") == Self.page)
    #expect(try folder.text("out/index.html") == Self.taggedPage)

    try folder.write("stale", to: "out/stale.txt")
    let asked = try Product.run(
      "rewrite", "site", "--output", "out", "--prune", "--dry-run", in: folder.url)
    #expect(asked.lines.contains("would remove stale.txt"))
    #expect(asked.lines.contains("  1 file would be removed from the output"))
    #expect(try folder.text("out/stale.txt") == "stale")
    let pruned = try Product.run("rewrite", "site", "--output", "out", "--prune", in: folder.url)
    #expect(pruned.lines.contains("  1 file removed from the output"))
    #expect(throws: (any Error).self) { try folder.read("out/stale.txt") }
    let again = try Product.run(
      "rewrite", "site", "--output", "out", "--prune", "--format", "json", in: folder.url)
    #expect(again.lines.contains("  \"pruned_files\": 0,"))

    #expect(try Product.run("rewrite", "site", "--in-place", in: folder.url).status == 0)
    #expect(try folder.text("site/index.html") == Self.taggedPage)
  }

  @Test("a diff goes to standard output alone, and git applies it")
  func diff() throws {
    let folder = try Self.site()
    let output = try Product.run("rewrite", "site", "--diff", in: folder.url)
    #expect(output.status == 0)
    #expect(output.standardError.contains("1 link would be tagged"))
    #expect(output.lines.contains("+" + Self.taggedPage.dropLast()))
    #expect(try folder.text("site/index.html") == Self.page)
    let applied = try Oracle.run(
      "git", ["apply", "--directory=site"], input: output.standardOutput, in: folder.url)
    #expect(applied.status == 0, "\(applied.standardError)")
    #expect(try folder.text("site/index.html") == Self.taggedPage)
  }

  @Test("JSON is one object on standard output, and its counts add up")
  func json() throws {
    let folder = try Self.site(
      Self.page
        + "<a href=\"\(Self.link)&u1=mine\"><a rel=rakuten href=\"#\"><a href=\"\(Self.link)&u1=--CLICK-ID--\">"
    )
    let output = try Product.run("rewrite", "site", "--dry-run", "--format", "json", in: folder.url)
    #expect(output.status == 0)
    #expect(output.standardError.isEmpty)
    let object = try #require(
      JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "kind", "version", "pages", "links", "groups", "mended_rules", "unread_files", "pruned_files",
        "sites",
        "problems", "duration_seconds", "codes",
      ])
    #expect(object["pages"] as? [String: Int] == ["read": 1, "changed": 1, "skipped": 0])
    let counts = [
      "affiliate": 4, "tagged": 1, "already_tagged": 1, "untagged": 0, "without_token": 0, "kept_subid": 1,
      "skipped": 1,
    ]
    #expect(object["links"] as? [String: Int] == counts)
    #expect(object["groups"] as? [String: [String: Int]] == ["rakuten": counts])
    let problems = try #require(object["problems"] as? [[String: Any]])
    #expect(problems.map { $0["code"] as? String } == ["kept-subid", "fragment-link"])
    #expect(problems.map { $0["line"] as? Int } == [2, 2])
    #expect(object["duration_seconds"] is Double)
  }

  @Test("takes the token out again, on standard input too")
  func untags() throws {
    let folder = try TemporaryFolder()
    let page = "<a href=\"https://click.linksynergy.com/x?id=A&amp;m=1\">x</a><a href=/go/x>y</a>\n"
    try folder.write(page, to: "site/index.html")
    try folder.write("/go/x https://click.linksynergy.com/x\n", to: "site/_redirects")
    try folder.write("redirects:\n  annotate: true\n", to: "site/autotag.yml")
    try #require(try Product.run("rewrite", "site", "--in-place", in: folder.url).status == 0)
    let tagged = try folder.text("site/index.html")
    #expect(tagged.contains("&amp;m=1&amp;u1=--CLICK-ID--\""))
    #expect(tagged.contains("<a href=/go/x?u1=--CLICK-ID-- data-tracking-group=\"rakuten\">"))
    let asked = try Product.run("rewrite", "site", "--untag", "--dry-run", in: folder.url)
    #expect(asked.lines.contains("  2 links would lose the token"))
    let output = try Product.run("rewrite", "site", "--untag", "--in-place", in: folder.url)
    #expect(output.status == 0)
    #expect(output.lines.contains("  2 links lost the token"))
    #expect(try folder.text("site/index.html") == page)
    let filtered = try Product.run("rewrite", "-", "--untag", input: Data(tagged.utf8))
    #expect(String(decoding: filtered.standardOutput, as: UTF8.self).contains("x?id=A&amp;m=1\">"))
  }

  @Test("a failed file ends with 3; quiet prints nothing else, JSON tells it in both streams")
  func failures() throws {
    let folder = try Self.site()
    try folder.write(Data([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x3C]), to: "site/wide.html")
    let text = try Product.run("rewrite", "site", "--output", "out", in: folder.url)
    #expect(text.status == 3)
    #expect(text.standardError.isEmpty)
    #expect(text.lines.first?.hasPrefix("site/wide.html: error: ") == true)
    #expect(text.lines.last?.hasPrefix("1 file failed; done in ") == true)

    let quiet = try Product.run("rewrite", "site", "--output", "out", "--quiet", in: folder.url)
    #expect(quiet.status == 3)
    #expect(quiet.standardOutput.isEmpty)
    #expect(quiet.standardError == text.lines[0] + "\n")

    let json = try Product.run("rewrite", "site", "--output", "out", "--format", "json", in: folder.url)
    #expect(json.status == 3)
    #expect(json.standardError == quiet.standardError)
  }

  @Test("quiet prints nothing when nothing failed")
  func quiet() throws {
    let folder = try Self.site(Self.page + "<a href=\"\(Self.link)&u1=mine\">")
    let output = try Product.run("rewrite", "site", "--in-place", "-q", in: folder.url)
    #expect(output.status == 0)
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError.isEmpty)
  }

  @Test("notes are folded unless verbose asks for all")
  func folding() throws {
    let folder = try Self.site(String(repeating: "<a href=\"\(Self.link)&u1=mine\">\n", count: 12))
    let output = try Product.run("rewrite", "site", "--dry-run", in: folder.url)
    #expect(output.lines.count { $0.hasSuffix("[kept-subid]") } == 1)
    #expect(
      output.lines.contains(
        "  and at 11 more places: site/index.html:2:54, site/index.html:3:54, site/index.html:4:54, … (use --verbose)"
      ))
    let verbose = try Product.run("rewrite", "site", "--dry-run", "-v", in: folder.url)
    #expect(verbose.lines.count { $0.hasSuffix("[kept-subid]") } == 12)
    #expect(verbose.lines.first == "Configuration: none")
  }

  @Test("a file name cannot break the lines or reach the terminal")
  func hostileName() throws {
    let folder = try Self.site()
    try folder.write("<a href=\"\(Self.link)&u1=mine\">", to: "site/a\u{1B}[2J\nb.html")
    let output = try Product.run("rewrite", "site", "--dry-run", in: folder.url)
    #expect(output.lines.first?.hasPrefix("site/a\\u{1b}[2J\\u{a}b.html:1:54: u1 is mine already") == true)
    #expect(!output.standardOutput.contains(0x1B))
  }

  @Test("the configuration is the site's, another when named, and the command line wins")
  func configuration() throws {
    let folder = try Self.site("<a href=\"\(Self.link)&u1=mine\">")
    func dryRun(_ arguments: String...) throws -> Oracle.Output {
      try Oracle.run(
        Product.autotag, ["rewrite", "site", "--dry-run", "--allow-empty"] + arguments, in: folder.url)
    }
    #expect(try dryRun().lines.contains("  0 links would be tagged"))
    try folder.write("existing-subid: replace", to: "site/autotag.yml")
    #expect(try dryRun().lines.contains("  1 link would be tagged"))
    #expect(try dryRun("--existing-subid", "keep").lines.contains("  0 links would be tagged"))
    try folder.write("exclude: [index.html]", to: "other.yml")
    #expect(try dryRun("--config", "other.yml").lines.contains("  0 pages read"))
    try folder.write("include: [none.html]", to: "other.yml")
    #expect(try dryRun("--config", "other.yml").lines.contains("  0 pages read"))
    #expect(try dryRun("--config", "other.yml", "--include", "*.html").lines.contains("  1 page read"))
    // --exclude adds to the configuration's globs, so that both hold.
    try folder.write("x", to: "site/more.html")
    try folder.write("exclude: [index.html]", to: "other.yml")
    #expect(try dryRun("--config", "other.yml", "--exclude", "m*").lines.contains("  0 pages read"))

    try folder.write("\nexlude: [a]", to: "site/autotag.yml")
    let wrong = try dryRun()
    #expect(wrong.status == 2)
    #expect(
      wrong.standardError == "Error: site/autotag.yml:2:1: unknown key “exlude”: did you mean “exclude”?\n")
  }

  @Test("a configuration is not copied, whatever its name")
  func configurationIsNotCopied() throws {
    let folder = try Self.site()
    try folder.write("existing-subid: keep", to: "site/autotag.yml")
    try folder.write("existing-subid: keep", to: "site/settings/tags.yml")
    try folder.write("x", to: "site/settings/other.yml")
    let output = try Product.run(
      "rewrite", "site", "--output", "out", "--config", "site/settings/tags.yml", in: folder.url)
    #expect(output.status == 0)
    let copied = try FileManager.default.subpathsOfDirectory(
      atPath: folder.url.appending(path: "out").path)
    #expect(copied.sorted() == ["index.html", "settings", "settings/other.yml"])
  }

  @Test("a configuration by the wrong name is not passed over in silence")
  func misnamedConfiguration() throws {
    let folder = try Self.site()
    try folder.write("existing-subid: keep", to: "site/autotag.yaml")
    let output = try Product.run("rewrite", "site", "--dry-run", in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains("site/autotag.yaml: a site's configuration is called autotag.yml"))
  }

  @Test(
    "the number of jobs is written as for make", arguments: [["-j1"], ["-j", "2"], ["--jobs=3"]])
  func jobs(options: [String]) throws {
    let folder = try Self.site()
    let output = try Oracle.run(Product.autotag, ["rewrite", "site", "--dry-run"] + options, in: folder.url)
    #expect(output.status == 0)
    #expect(output.lines.contains("  1 link would be tagged"))
  }

  @Test(
    "links relative to the site count when its address is a group's", arguments: ["--base-url", "config"])
  func baseURL(source: String) throws {
    let folder = try Self.site("<a href=\"/deeplink?id=A\">")
    let address = "https://click.linksynergy.com/"
    if source == "config" { try folder.write("base-url: \(address)", to: "site/autotag.yml") }
    let options = source == "config" ? [] : [source, address]
    let output = try Oracle.run(
      Product.autotag, ["rewrite", "site", "--dry-run"] + options, in: folder.url)
    #expect(output.lines.contains("  1 link would be tagged"))
  }

  @Test("--color always colours a pipe, and nothing else does")
  func color() throws {
    let folder = try Self.site()
    for (arguments, environment, isColored): ([String], [String: String], Bool) in [
      ([], [:], false), (["--color", "always"], ["NO_COLOR": "1"], true), (["--color", "never"], [:], false),
    ] {
      let output = try Oracle.run(
        Product.autotag, ["rewrite", "site", "--dry-run"] + arguments, environment: environment,
        in: folder.url)
      #expect(output.standardOutput.contains(0x1B) == isColored)
    }
  }

  @Test("output that cannot be written is a failure with a message, a closed pipe one without")
  func brokenOutput() throws {
    let folder = try Self.site()
    func shell(_ command: String) throws -> Oracle.Output {
      try Oracle.run("bash", ["-c", command, Product.autotag], in: folder.url)
    }
    for arguments in [
      "rewrite site --dry-run", "rewrite site --diff", "rewrite - < site/index.html", "--help",
    ] {
      let full = try shell("$0 \(arguments) > /dev/full")
      #expect(full.status == 3)
      #expect(
        full.standardError.hasSuffix("Error: cannot write to standard output: No space left on device\n"))
      for trap in ["", "trap '' PIPE; "] {
        // The reader is gone before the first byte is written.
        let closed = try shell("\(trap)exec 3> >(:); sleep 0.2; $0 \(arguments) >&3; exit $?")
        #expect(closed.status == 141 || closed.status == -13)
        #expect(!closed.standardError.contains("Error"))
      }
    }
  }

  @Test(
    "completions offer the subcommands after help, and no format that is refused",
    arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = try Product.run("--generate-completion-script", shell).lines.joined(separator: "\n")
    let offered = ["bash": "-W 'rewrite", "zsh": "':subcommands:(rewrite", "fish": "-eq 1' -fa 'rewrite"]
    let help = try #require(
      script.ranges(of: "autotag_help()").last ?? script.ranges(of: "autotag help").last)
    #expect(
      script[help.upperBound...].contains("\(try #require(offered[shell])) audit resolve conversions init"))
    #expect(!script.contains("html csv"))
  }

  @Test("the version is that of the changelog's first entry")
  func version() throws {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let changelog = try String(contentsOf: root.appending(path: "CHANGELOG.md"), encoding: .utf8)
    let newest = try #require(changelog.firstMatch(of: /\n## ([0-9.]+)/)).1
    #expect(try Product.run("--version").lines.first == "autotag \(newest)")
  }

  @Test("the version's answer names the libraries that the program runs with")
  func libraries() throws {
    let lines = try Product.run("--version").lines.dropFirst()
    #expect(lines.count == 6)
    for (line, name) in zip(lines, ["libxml2", "libidn2", "PCRE2", "libyaml", "zlib"]) {
      #expect(line.wholeMatch(of: /(\w+) [0-9]+(\.[0-9]+)+/)?.1 == name[...], "\(line)")
    }
    #expect(lines.last == "libcurl (opened for --online)")
  }
}
