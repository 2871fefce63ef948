import Foundation
import TestSupport
import Testing

@Suite("--online: links whose redirects only a server knows", Oracle.needs("python3"))
struct OnlineTests {
  /// A site whose server is `server`; `other` is one that nobody named.
  private func makeSite(_ server: OddServer, _ other: OddServer, _ more: String = "") throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      <a href="/forward/302">a</a> <a href=\(server.root)drop/301>b</a> <a href="/about.html">c</a>
      <a href="/always/404">d</a> <a href="/short#top">e</a> <a href="\(other.root)forward/302">f</a>
      <a href="/chain/2" data-tracking-group="rakuten">g</a>
      \(more)
      """, to: "site/index.html")
    try folder.write("about", to: "site/about.html")
    try folder.write("/short /forward/301 301\n/net /forward/307?x=y 301\n", to: "site/_redirects")
    try folder.write(
      "base-url: \(server.root)\nredirects: {online: {hosts: [\"\(server.name)\"], timeout: 2}}",
      to: "autotag.yml")
    return folder
  }

  private func rewrite(
    _ folder: TemporaryFolder, to output: String, _ more: String...
  ) throws -> Oracle.Output {
    try Oracle.run(
      Product.autotag, ["rewrite", "site", "--config", "autotag.yml", "--output", output] + more,
      in: folder.url)
  }

  private static let audit = [
    "audit", "site", "--config", "autotag.yml", "--format", "json", "--fail-on", "never",
  ]

  /// The codes of what the audit says of the site as a whole.
  private func siteFindings(_ folder: TemporaryFolder) throws -> [String] {
    let output = try Oracle.run(Product.autotag, Self.audit, in: folder.url)
    let report = try JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any]
    let findings = try #require(report?["site_findings"] as? [[String: Any]])
    return Set(findings.compactMap { $0["code"] as? String }).sorted()
  }

  private func tagged(_ server: OddServer, _ other: OddServer) -> String {
    """
    <a href="/forward/302?u1=--CLICK-ID--">a</a> <a href=\(server.root)drop/301>b</a> <a href="/about.html">c</a>
    <a href="/always/404">d</a> <a href="/short?u1=--CLICK-ID--#top">e</a> <a href="\(other.root)forward/302">f</a>
    <a href="/chain/2?u1=--CLICK-ID--" data-tracking-group="rakuten">g</a>

    """
  }

  @Test("asks named hosts alone, keeps the answers, and gives the same bytes from them without network")
  func lock() throws {
    let server = try OddServer()
    let other = try OddServer()
    let folder = try makeSite(server, other)
    let online = try rewrite(folder, to: "first", "--online", "--format", "json")
    #expect(online.status == 0, "\(online.standardError)")
    #expect(try folder.text("first/index.html") == tagged(server, other))
    let asked = try server.requests.count
    #expect(asked > 4)
    #expect(try server.requests.allSatisfy { !$0.target.contains("CLICK-ID") && $0.agent == "autotag/0.1.0" })
    #expect(try other.requests.isEmpty)
    // Each distinct address once, by HEAD and, where that is not enough, GET.
    #expect(try server.requests.count { $0.target.hasPrefix("/forward/302") } == 1)

    let lock = try folder.text("autotag.lock")
    for link in ["forward/302", "drop/301", "always/404", "forward/301", "chain/2"] {
      #expect(lock.contains("\"\(server.root)\(link)\": {"), "\(link)")
    }
    #expect(!lock.contains("about.html"))
    let offline = try rewrite(folder, to: "second", "--format", "json")
    #expect(offline.status == 0)
    #expect(try folder.read("second/index.html") == folder.read("first/index.html"))
    #expect(try server.requests.count == asked)
    #expect(try folder.text("autotag.lock") == lock)

    // The dropped query is told with the server that drops it.
    let report = String(decoding: offline.standardOutput, as: UTF8.self)
    #expect(report.contains("the click id would be lost at \(server.name): "))
    #expect(report.contains("\"code\": \"redirect-drops-query\""))
    #expect(report.contains("\"code\": \"double-redirect\""))
    #expect(!report.contains("not-in-lock"))
    // A second run asks again and changes nothing.
    #expect(try rewrite(folder, to: "third", "--online").status == 0)
    #expect(try folder.text("autotag.lock") == lock)
    #expect(try server.requests.count == 2 * asked)
  }

  @Test("nothing is asked about an address that template code writes a part of")
  func templateCode() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server, "<a href=\"/go/{{ slug }}\">h</a>")
    #expect(try rewrite(folder, to: "out", "--online").status == 0)
    #expect(try server.requests.count > 4)
    #expect(try server.requests.allSatisfy { !$0.target.contains("go/") })
    #expect(try !folder.text("autotag.lock").contains("go/"))
    let offline = try rewrite(folder, to: "again", "--format", "json")
    #expect(!String(decoding: offline.standardOutput, as: UTF8.self).contains("not-in-lock"))
  }

  @Test("modes go by what the server answered")
  func inline() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server)
    #expect(try rewrite(folder, to: "out", "--online", "--redirects", "inline").status == 0)
    let page = try folder.text("out/index.html")
    let offer =
      "https://click.linksynergy.com/deeplink?id=A*b/C&amp;mid=1&amp;murl=https%3A%2F%2Fshop.example%2F"
      + "&amp;u1=--CLICK-ID--"
    #expect(page.contains("<a href=\"\(offer)\">a</a> <a href=\(offer)>b</a> <a href=\"/about.html\">"))
    #expect(page.contains("<a href=\"/always/404\">d</a> <a href=\"\(offer)#top\">e</a>"))
  }

  @Test(
    "a link whose server was not asked is no dead end",
    arguments: [
      ("/go/a", "unknown", "null"), ("https://go.example.com/x", "unknown", "null"),
      ("/out", "unknown", "null"), ("/old", "unknown", "null"), ("/gone", "dead-end", "false"),
      ("/index.html", "page", "null"), ("https://other.example/", "external", "null"),
    ])
  func notAsked(link: String, end: String, isTrackable: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "base-url: https://www.example.com/\nredirects:\n  online:\n    hosts: [www.example.com, go.example.com]\n",
      to: "autotag.yml")
    try folder.write("<p>", to: "index.html")
    try folder.write(
      "Redirect /out https://go.example.com/y\nRedirect /old /go/b\nRedirect gone /gone\n", to: ".htaccess")
    let json = try Oracle.run(Product.autotag, ["resolve", "--format", "json", link], in: folder.url)
    let report = String(decoding: json.standardOutput, as: UTF8.self)
    #expect(report.contains("\"end\": \"\(end)\""), "\(report)")
    #expect(report.contains("\"trackable\": \(isTrackable)"), "\(report)")
    let text = try Oracle.run(Product.autotag, ["resolve", link], in: folder.url)
    #expect(
      String(decoding: text.standardOutput, as: UTF8.self).contains("run with --online") == (end == "unknown")
    )
  }

  @Test("a dry run writes neither pages nor the lock file")
  func dryRun() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server)
    #expect(try rewrite(folder, to: "out", "--online", "--dry-run").status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "autotag.lock").path))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "out").path))
    #expect(try !server.requests.isEmpty)
  }

  @Test("what nobody asked about, and what was asked long ago, is reported")
  func missingAndStale() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server)
    let missing = try rewrite(folder, to: "out", "--dry-run", "--format", "json")
    #expect(missing.status == 0)
    let text = String(decoding: missing.standardOutput, as: UTF8.self)
    #expect(text.contains("where \(server.root)forward/302 leads is not known: run with --online"))
    #expect(text.contains("\"code\": \"not-in-lock\""))
    #expect(try server.requests.isEmpty)

    #expect(try rewrite(folder, to: "out", "--online").status == 0)
    let fresh = try folder.text("autotag.lock")
    let lines = fresh.split(separator: "\n", omittingEmptySubsequences: false)
    let old = lines.map { $0.contains("\"resolved\"") ? "      \"resolved\": \"2020-02-03\"," : String($0) }
    try folder.write(old.joined(separator: "\n"), to: "autotag.lock")
    let stale = try rewrite(folder, to: "out", "--verbose")
    let line = try #require(lines.firstIndex { $0.contains("drop/301\": {") }) + 1
    #expect(
      stale.text.contains(
        "autotag.lock:\(line):1: where \(server.root)drop/301 leads was asked more than 90d ago: "
          + "run with --online [stale-lock-entry]"))
    // Asked anew, all is as it was.
    #expect(try rewrite(folder, to: "out", "--online").status == 0)
    #expect(try folder.text("autotag.lock") == fresh)
  }

  @Test("the audit tells of missing and of old answers, and writes none")
  func audit() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server)
    #expect(try siteFindings(folder) == ["not-in-lock"])
    let asked = try Oracle.run(Product.autotag, Self.audit + ["--online"], in: folder.url)
    #expect(asked.status == 0, "\(asked.standardError)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "autotag.lock").path))
    #expect(try rewrite(folder, to: "out", "--online").status == 0)
    #expect(try siteFindings(folder) == [])
    let old = try folder.text("autotag.lock").replacing(
      /"resolved": "[^"]*"/, with: "\"resolved\": \"2020-02-03\"")
    try folder.write(old, to: "autotag.lock")
    #expect(try siteFindings(folder) == ["stale-lock-entry"])
  }

  @Test("a server that fails is reported once, fails the run, and what was known before counts")
  func failure() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server, "<a href=/close/1>x</a> <a href=/close/2>y</a>")
    let first = try rewrite(folder, to: "out", "--online")
    #expect(first.status == 3)
    #expect(first.text.contains("close/1 and 1 more: 127.0.0.1 gave no valid answer"))
    #expect(try folder.text("out/index.html").contains("/forward/302?u1=--CLICK-ID--"))
    let lock = try folder.text("autotag.lock")
    #expect(!lock.contains("/close/"))

    // The same site with nobody there: the answers from before are kept and used.
    let dead = try LoopbackServer.freePorts(1)
    try folder.write(lock.replacing(":\(server.port)", with: ":\(dead[0])"), to: "autotag.lock")
    try folder.write(
      try folder.text("autotag.yml").replacing(":\(server.port)", with: ":\(dead[0])"), to: "autotag.yml")
    let second = try rewrite(folder, to: "again", "--online")
    #expect(second.status == 3)
    #expect(second.text.contains("does not accept connections"))
    #expect(try folder.text("again/index.html").contains("/forward/302?u1=--CLICK-ID--"))
  }

  @Test("a lock file that is not understood stops the run before anything is written")
  func brokenLock() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server)
    try folder.write("{\n  \"version\": 1,\n  \"links\": {\n    \"x\": 1\n  }\n}\n", to: "autotag.lock")
    let output = try rewrite(folder, to: "out")
    #expect(output.status == 2)
    #expect(output.standardError.contains("autotag.lock:4: "))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "out").path))
  }

  @Test(
    "without a link to ask about nothing is asked, and the lock file says that",
    arguments: [
      "", "<p>", "<a>x</a>", "<a href=#top>x</a>", "<a href=mailto:a@www.example.com>x</a>",
      "<a href=https://other.example/go/a>x</a>", "<a href=https://www.example.com:8080/go/a>x</a>",
      "<a href=https://click.linksynergy.com/deeplink?id=A>x</a>", "<!-- <a href=/go/a>x</a> -->",
      "<a href=/page.html>x</a>",
    ],
    [
      ["rewrite", "site", "--in-place"], ["audit", "site", "--fail-on", "never"],
      ["resolve", "--site", "site", "#"],
    ])
  func nothingToAsk(page: String, command: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(page, to: "site/index.html")
    try folder.write("<p>", to: "site/page.html")
    try folder.write(Self.configuration(), to: "autotag.yml")
    let output = try Oracle.run(
      Product.autotag, command + ["--config", "autotag.yml", "--online"], in: folder.url)
    #expect(output.status == 0, "\(output.text)")
    // The audit writes none.
    if command[0] != "audit" {
      #expect(try folder.text("autotag.lock") == "{\n  \"version\": 1,\n  \"links\": {}\n}\n")
    }
  }

  private static func configuration(_ host: String = "www.example.com", mode: String = "tag") -> String {
    "base-url: https://www.example.com/\nredirects: {mode: \(mode), online: {hosts: [\"\(host)\"]}}"
  }

  private static let destination = "https://click.linksynergy.com/deeplink?id=F4k&mid=2"

  /// A lock file with one answer, each part of it in a line.
  private static func answer(_ hops: String, _ end: String = destination, resolved: String = "2026-10-01")
    -> String
  {
    """
    {
      "version": 1,
      "links": {
        "https://www.example.com/go/a": {
          "end": "external",
          "destination": "\(end)",
          "query": "forwards",
          "resolved": "\(resolved)",
          "hops": [
            \(hops)
          ]
        }
      }
    }
    """
  }

  private static func hop(_ location: String, _ url: String = "https://www.example.com/go/a") -> String {
    "{ \"status\": 302, \"by\": \"location\", \"url\": \"\(url)\", \"location\": \"\(location)\" }"
  }

  @Test(
    "a lock file that contradicts itself stops every command, asking or not, before anything is written",
    arguments: [
      (answer(hop("https://stranger.example/")), 6, "but hop 0 leads to “https://stranger.example/”"),
      (answer(hop(destination), "https://stranger.example/"), 6, "but hop 0 leads to “\(destination)”"),
      (
        answer(hop(destination, "https://www.example.com/go/b")), 10,
        "hop 0 asks “https://www.example.com/go/b”"
      ),
    ],
    [
      ["rewrite", "site", "--output", "out"], ["rewrite", "site", "--dry-run", "--redirects", "inline"],
      ["rewrite", "site", "--in-place", "--online"], ["audit", "site", "--report", "out.html"],
      ["audit", "site", "--online"], ["resolve", "--site", "site", "https://www.example.com/go/a"],
      ["resolve", "--site", "site", "/go/b", "--online"],
    ])
  func contradiction(lock: (text: String, line: Int, message: String), command: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=https://www.example.com/go/a>x</a>", to: "site/index.html")
    try folder.write(Self.configuration(mode: "auto"), to: "autotag.yml")
    try folder.write(lock.text, to: "autotag.lock")
    let output = try Oracle.run(Product.autotag, command + ["--config", "autotag.yml"], in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains("autotag.lock:\(lock.line): "), "\(output.text)")
    #expect(output.standardError.contains(lock.message), "\(output.text)")
    #expect(
      output.standardError.hasSuffix(
        "; remove the entry of https://www.example.com/go/a and run with --online\n"))
    #expect(output.standardOutput.isEmpty)
    #expect(try folder.text("autotag.lock") == lock.text)
    #expect(try folder.text("site/index.html") == "<a href=https://www.example.com/go/a>x</a>")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["autotag.lock", "autotag.yml", "site"])
  }

  @Test(
    "an answer of a day to come counts, and is reported as an old one is",
    arguments: [0, 3, 30, 900_000])
  func dayToCome(days: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=https://www.example.com/go/a>x</a>", to: "site/index.html")
    try folder.write(Self.configuration(), to: "autotag.yml")
    let day = Date.now.addingTimeInterval(Double(days) * 86_400).formatted(.iso8601.year().month().day())
    try folder.write(Self.answer(Self.hop(Self.destination), resolved: day), to: "autotag.lock")
    let note =
      "autotag.lock:4:1: where https://www.example.com/go/a leads was asked on a day that is yet to come: "
      + "run with --online [stale-lock-entry]"
    let output = try rewrite(folder, to: "out")
    #expect(output.status == 0)
    #expect(output.text.contains(note) == (days > 0), "\(output.text)")
    #expect(try folder.text("out/index.html") == "<a href=https://www.example.com/go/a?u1=--CLICK-ID-->x</a>")
    #expect(try siteFindings(folder) == (days > 0 ? ["stale-lock-entry"] : []))
    let resolve = try Product.run(
      "resolve", "--site", "site", "--config", "autotag.yml", "https://www.example.com/go/a", in: folder.url)
    #expect(resolve.status == 0)
    #expect(resolve.standardError.contains("[stale-lock-entry]") == (days > 0))
  }

  @Test(
    "an answer is none that goes on where nobody asks any more, or ends where somebody asks by now",
    arguments: [
      // The network's host is a group's by now.
      (
        answer(
          hop("https://net.example/x") + "," + hop("https://stranger.example/", "https://net.example/x"),
          "https://stranger.example/"), "www.example.com", "https://www.example.com/go/a"
      ),
      (
        answer(hop("https://net.example/x"), "https://net.example/x").replacing("external", with: "page"),
        "www.example.com", "https://www.example.com/go/a"
      ),
      (
        answer(hop("https://late.example/x#y"), "https://late.example/x#y"),
        "www.example.com\", \"late.example",
        "https://late.example/x"
      ),
    ], ["tag", "inline", "auto"])
  func outdated(lock: (text: String, hosts: String, missing: String), mode: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=https://www.example.com/go/a>x</a>", to: "site/index.html")
    let group = "\ngroups: [{name: net, hosts: [net.example], subid: s, token: --CLICK-ID--}]\n"
    try folder.write(Self.configuration(lock.hosts, mode: mode) + group, to: "autotag.yml")
    try folder.write(lock.text, to: "autotag.lock")
    let output = try rewrite(folder, to: "out")
    #expect(output.status == 0)
    #expect(
      output.text.contains("where \(lock.missing) leads is not known: run with --online [not-in-lock]"),
      "\(output.text)")
    #expect(try folder.text("out/index.html") == "<a href=https://www.example.com/go/a>x</a>")
  }

  @Test(
    "where the site's own file has another address by now, that is written, by the server's word on the query"
  )
  func changedRule() throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=/go/a>x</a>", to: "site/index.html")
    try folder.write("/go/a,https://click.linksynergy.com/deeplink?id=N3w&mid=2\n", to: "go.csv")
    try folder.write(
      """
      base-url: https://www.example.com/
      redirects: {mode: auto, sources: [{path: go.csv, format: csv}], online: {hosts: [www.example.com]}}
      """, to: "autotag.yml")
    let drops = "\"drops\", \"hop\": 0, \"reason\": \"the query is not passed on\""
    for (id, verdict, page) in [
      ("N3w", drops, "https://click.linksynergy.com/deeplink?id=N3w&amp;mid=2&amp;u1=--CLICK-ID--"),
      ("0ld", drops, "https://click.linksynergy.com/deeplink?id=N3w&amp;mid=2&amp;u1=--CLICK-ID--"),
      ("N3w", "\"forwards\"", "/go/a?u1=--CLICK-ID--"), ("0ld", "\"forwards\"", "/go/a?u1=--CLICK-ID--"),
    ] {
      let url = "https://click.linksynergy.com/deeplink?id=\(id)&mid=2"
      try folder.write(
        Self.answer(Self.hop(url), url).replacing("\"forwards\"", with: verdict), to: "autotag.lock")
      #expect(try rewrite(folder, to: "out").status == 0)
      #expect(try folder.text("out/index.html") == "<a href=\(page)>x</a>")
    }
  }

  @Test("without a host to ask --online is an error that says what to write")
  func noHosts() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "site/index.html")
    let output = try Product.run("rewrite", "site", "--dry-run", "--online", in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains("redirects: {online: {hosts: [www.example.com]}}"))
    let page = try Product.run("rewrite", "-", "--online", input: Data(), in: folder.url)
    #expect(page.status == 2)
  }

  @Test("resolve shows the server that decided, in text and JSON, and leaves other answers alone")
  func resolve() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server)
    let command = ["resolve", "--site", "site", "--config", "autotag.yml"]
    let good = try Oracle.run(Product.autotag, command + ["--online", "/forward/302"], in: folder.url)
    #expect(good.status == 0)
    #expect(good.lines.count == 5)
    #expect(good.lines[1].hasPrefix("  302  \(server.name)  answers 302 with Location (asked 20"))
    #expect(good.lines.last == "       /forward/302?u1=--CLICK-ID--")
    let bad = try Oracle.run(
      Product.autotag, command + ["--online", "/drop/301", "/always/404"], in: folder.url)
    #expect(bad.status == 1)
    #expect(bad.lines.contains { $0.hasPrefix("  query dropped at \(server.name): ") })
    #expect(bad.lines.contains { $0.hasPrefix("  refused by \(server.name): answers 404 (asked 20") })
    #expect(try folder.text("autotag.lock").contains("/forward/302"))

    let asked = try server.requests.count
    let json = try Oracle.run(
      Product.autotag, command + ["/drop/301", "/chain/3", "--format", "json"], in: folder.url)
    #expect(json.standardError.contains("chain/3 leads is not known: run with --online [not-in-lock]"))
    let object = try JSONSerialization.jsonObject(with: json.standardOutput) as? [String: Any]
    let link = try #require((object?["links"] as? [[String: Any]])?.first)
    let hop = try #require((link["hops"] as? [[String: Any]])?.first)
    #expect(hop["server"] as? String == server.name)
    #expect(hop["file"] is NSNull && hop["line"] is NSNull)
    #expect(try server.requests.count == asked)
  }

  @Test("what the site's files leave open about the query, the server decides")
  func undocumented() throws {
    let server = try OddServer()
    let folder = try makeSite(server, server)
    try folder.write(
      "/forward/308 https://click.linksynergy.com/deeplink?id=N 308\n"
        + "/drop/308 https://click.linksynergy.com/deeplink?id=N 308\n", to: "site/_redirects")
    let command = ["resolve", "--site", "site", "--config", "autotag.yml", "/forward/308", "/drop/308"]
    let before = try Oracle.run(Product.autotag, command, in: folder.url)
    #expect(
      before.lines.count { $0.hasPrefix("  not certain that the query gets through site/_redirects:") } == 2)
    let after = try Oracle.run(Product.autotag, command + ["--online"], in: folder.url)
    #expect(after.status == 1)
    #expect(after.lines.contains("  query forwarded; rewrite tags the link:"))
    #expect(after.lines.contains { $0.hasPrefix("  query dropped at \(server.name): ") })
  }
}

extension Oracle.Output {
  /// All that is printed.
  fileprivate var text: String { standardError + String(decoding: standardOutput, as: UTF8.self) }
}
