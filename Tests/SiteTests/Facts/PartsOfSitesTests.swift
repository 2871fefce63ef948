import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

/// Parts of a site with the facts of the whole, beside a run over all of it.
@Suite("A part of a site comes out as the whole does")
struct PartsOfSitesTests {
  static let link = "https://click.linksynergy.com/deeplink?id=A&mid=1"

  struct Case: Sendable {
    let name: String
    /// The files beside the pages.
    let files: [String: String]
    /// The links, of which each page has two.
    let links: [String]
    var mode = RedirectMode.tag
    var sources: [RedirectOptions.Source] = []
    var usesCodes = false
    /// True if a rule asks for the names of files.
    var asksForNames = false
    /// Symbolic links and where they lead.
    var symbolicLinks: [String: String] = [:]
  }

  static let cases: [Case] = [
    Case(name: "no redirect", files: ["pic.png": "x"], links: [link, "/p1.html"]),
    Case(
      name: "a rule at the root", files: [".htaccess": "Redirect /go/a \(link)\n"],
      links: ["/go/a", "/go/b"]),
    Case(
      name: "a rule at the root, inlined", files: [".htaccess": "Redirect /go/a \(link)\n"],
      links: ["/go/a", "/go/b"], mode: .inline),
    Case(
      name: "rules in folders",
      files: [
        "d1/.htaccess": "Redirect /d1/h \(link)\n",
        "d2/.htaccess": "RewriteEngine On\nRewriteRule ^h$ \(link) [R,QSA]\n",
      ], links: ["/d1/h", "/d2/h", "/d3/h"], mode: .auto),
    Case(
      name: "a rule for what is no file",
      files: [
        ".htaccess":
          "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\n"
          + "RewriteRule ^(d\\d/)?p(\\d+) \(link) [R=302,L,QSA]\n", "d9/x.txt": "x",
      ], links: ["/p3.html", "/p333.html", "/d1/p1.html", "/d1/p99.html"], asksForNames: true),
    Case(
      name: "pages that redirect",
      files: [
        "d1/go/x/index.html": "<meta http-equiv=refresh content='0; url=\(link)'>",
        "d2/go/y.html":
          "<script>location.href='https://click.linksynergy.com/deeplink'+location.search</script>",
      ], links: ["/d1/go/x/", "/d2/go/y.html", "../d1/go/x/index.html"], mode: .auto),
    Case(
      name: "a host's file that another one shadows",
      files: ["_redirects": "/p0.html \(link) 302\n/n \(link)?x 302\n"],
      links: ["/p1.html", "/n", "/p0.html"], mode: .auto, asksForNames: true),
    Case(
      name: "a named file that includes others",
      files: [
        "conf/site.conf": "server { include go/*.conf; include missing.conf; }",
        "conf/go/a.conf": "location = /go/a { return 302 \(link)&$args; }",
        "conf/go/b.conf": "rewrite ^/go/b$ \(link) redirect;",
      ], links: ["/go/a", "/go/b", "/go/c"],
      sources: [.init(path: "conf/site.conf", format: .nginx)]),
    Case(
      name: "the address that a file tells",
      files: [
        "CNAME": "www.shop.example",
        ".htaccess": "Redirect /go/a https://www.shop.example/go/b\nRedirect /go/b \(link)\n",
      ], links: ["/go/a", "https://www.shop.example/go/b", "https://shop.example/go/b"], mode: .auto),
    Case(
      name: "codes", files: [".htaccess": "Redirect /go/a \(link)\n"], links: [link, "/go/a"], usesCodes: true
    ),
    Case(
      name: "bytes of other encodings", files: [".htaccess": "# caf\u{E9}\nRedirect /go/\u{E9} \(link)\n"],
      links: ["/go/%C3%A9"]),
    Case(
      name: "files behind a symbolic link",
      files: [
        ".htaccess":
          "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\n"
          + "RewriteRule ^(lnk|loop|gone) \(link) [R=302,L,QSA]\n", "real/x.txt": "x", "real/sub/y.txt": "y",
      ],
      links: [
        "/lnk/x.txt", "/lnk/z.txt", "/lnk/sub/", "/lnk/sub/y.txt", "/loop/real/x.txt", "/loop/none", "/lnk",
        "/gone",
      ],
      asksForNames: true,
      symbolicLinks: ["lnk": "real", "loop": ".", "lnk2": "real/x.txt", "gone": "nothing"]),
    Case(
      name: "precompressed pages", files: ["p1.html.gz": "x", "d1/p2.html.br": "x"], links: [link]),
  ]

  /// Writes a site with pages of two links each.
  static func site(_ test: Case) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (path, text) in test.files { try folder.write(text, to: "site/\(path)") }
    for (path, target) in test.symbolicLinks {
      try FileManager.default.createSymbolicLink(
        atPath: folder.url.path + "/site/" + path, withDestinationPath: target)
    }
    for number in 0..<24 {
      let links = (0..<2).map { test.links[(number + $0) % test.links.count].replacing("&", with: "&amp;") }
      let page = links.map { "<a href=\"\($0)\">x</a>\n" }.joined()
      try folder.write(page, to: "site/" + (number % 3 == 0 ? "" : "d\(number % 3)/") + "p\(number).html")
    }
    return folder
  }

  static func options(_ test: Case, _ folder: TemporaryFolder, output: String) throws
    -> RewriteOptions
  {
    var rules = TaggingOptions()
    if test.usesCodes {
      rules.groups = [
        try TrackingGroup(
          name: "rakuten", hosts: ["click.linksynergy.com"], subid: "u1", token: "--CLICK-ID--",
          usesCodes: true)
      ]
    }
    return RewriteOptions(
      site: folder.url.path + "/site",
      destination: .output(path: folder.url.path + "/" + output, prune: false), rules: rules,
      redirects: RedirectOptions(mode: test.mode, sources: test.sources))
  }

  static let head = "0.0.0"

  static func scan(_ options: RewriteOptions, to path: String, _ shard: String? = nil) throws
    -> ScanSummary
  {
    var options = options
    options.shard = shard.flatMap(SiteShard.init)
    return try SiteRewriter(options).writeFacts(to: path, options.factsHead(version: head))
  }

  @Test(
    "with the same bytes and the same words, in any order and of any size", arguments: cases.indices,
    [1, 2, 7])
  func parts(index: Int, count: Int) throws {
    let test = Self.cases[index]
    let folder = try Self.site(test)
    let facts = folder.url.path + "/facts"
    let whole = try Self.options(test, folder, output: "whole")
    let expected = try SiteRewriter(whole).run()
    let scanned = try Self.scan(whole, to: facts)
    #expect(
      (scanned.fileNames != nil) == test.files.values.contains { $0.contains("linksynergy") }, "\(test.name)")
    var found = RunSummary()
    for number in (1...count).reversed() {
      var options = try Self.options(test, folder, output: "parts")
      options.facts = try FactsFile(facts, for: options.factsHead(version: Self.head))
      options.shard = SiteShard("\(number)/\(count)")
      found.add(try SiteRewriter(options).run())
    }
    Tree.expectEqual(
      try Tree.of(folder.url.appending(path: "parts")), try Tree.of(folder.url.appending(path: "whole")))
    #expect(found.pages == expected.pages, "\(test.name)")
    #expect(found.groups == expected.groups, "\(test.name)")
    // What is said of the site as a whole each part says; files that are no pages each part counts by itself.
    func words(_ summary: RunSummary) -> Set<String> {
      Set(summary.problems.filter { $0.kind != .unreadLinks }.map { "\($0)" })
    }
    #expect(words(found) == words(expected), "\(test.name)")
  }

  @Test("whose facts come out of their parts, in any order", arguments: cases.indices)
  func merged(index: Int) throws {
    let test = Self.cases[index]
    guard !test.usesCodes else { return }
    let folder = try Self.site(test)
    let options = try Self.options(test, folder, output: "whole")
    let paths = ["c", "a", "b"].map { folder.url.path + "/facts-" + $0 }
    for (number, path) in paths.enumerated() { _ = try Self.scan(options, to: path, "\(number + 1)/3") }
    let hash = try FactsMerge.merge(paths, to: folder.url.path + "/one")
    #expect(try FactsMerge.merge(paths.reversed() + [paths[1]], to: folder.url.path + "/other") == hash)
    #expect(try folder.read("one") == folder.read("other"))
    let whole = try Self.scan(options, to: folder.url.path + "/whole-facts")
    // A part always has names; where the whole needs none, it has no other difference.
    let text = try folder.text("one")
    let merged = whole.fileNames == nil ? text.replacing("\"names\":true}", with: "\"names\":false}") : text
    let lines = merged.split(separator: "\n").filter {
      !$0.hasPrefix("{\"fact\":\"end\"") && (whole.fileNames != nil || !$0.hasPrefix("{\"fact\":\"file\""))
    }
    #expect(
      try lines
        == folder.text("whole-facts").split(separator: "\n").filter { !$0.hasPrefix("{\"fact\":\"end\"") })
  }

  @Test(
    "only with the names of files where a rule asks for them",
    arguments: cases.indices.filter { cases[$0].asksForNames })
  func namesMatter(index: Int) throws {
    let test = Self.cases[index]
    let folder = try Self.site(test)
    let whole = try Self.options(test, folder, output: "whole")
    _ = try SiteRewriter(whole).run()
    _ = try Self.scan(whole, to: folder.url.path + "/facts")
    let lines = try folder.text("facts").split(separator: "\n").filter { !$0.hasPrefix("{\"fact\":\"file\"") }
    let body = lines.dropLast().joined(separator: "\n") + "\n"
    try folder.write(body + "{\"fact\":\"end\",\"hash\":\"0\",\"bytes\":\(body.utf8.count)}\n", to: "facts")
    var options = try Self.options(test, folder, output: "parts")
    options.facts = try FactsFile(folder.url.path + "/facts", for: options.factsHead(version: Self.head))
    _ = try SiteRewriter(options).run()
    #expect(try Tree.of(folder.url.appending(path: "parts")) != Tree.of(folder.url.appending(path: "whole")))
  }

  @Test("and facts that are foreign, cut off or edited are refused")
  func refused() throws {
    let folder = try Self.site(Self.cases[1])
    let options = try Self.options(Self.cases[1], folder, output: "out")
    let path = folder.url.path + "/facts"
    _ = try Self.scan(options, to: path)
    func fault(_ head: FactsHead) -> String {
      do {
        _ = try FactsFile(path, for: head)
        return ""
      } catch {
        return error.description
      }
    }
    let head = options.factsHead(version: Self.head)
    #expect(fault(head) == "")
    #expect(fault(options.factsHead(version: "0.0.1")).contains("is of autotag 0.0.0, and this is 0.0.1"))
    var others = options
    others.rules.existingSubid = .replace
    #expect(fault(others.factsHead(version: Self.head)).contains("other settings"))
    var places = options
    places.rules.groups[0].codePlaces.noscript = true
    #expect(fault(places.factsHead(version: Self.head)).contains("other settings"))
    places.rules.groups[0].codePlaces = .init()
    #expect(fault(places.factsHead(version: Self.head)) == "")
    places.rules.groups[0].codePlaces.feeds = ["*.xml"]
    #expect(fault(places.factsHead(version: Self.head)).contains("other settings"))
    let whole = try folder.read("facts")
    for length in 0..<whole.count {
      try whole.prefix(length).write(to: URL(filePath: path))
      #expect(fault(head).contains("does not end as facts do"), "\(length)")
    }
    let text = String(decoding: whole, as: UTF8.self)
    try folder.write(text.replacing("\"format\":\"htaccess\"", with: "\"format\":\"htaxxess\""), to: "facts")
    #expect(fault(head).contains("facts:2: “format” must be a format of redirect files"))
    try folder.write("<html>\n", to: "facts")
    #expect(fault(head).contains("does not end as facts do"))
    try FileManager.default.removeItem(atPath: path)
    #expect(fault(head).contains("No such file"))
  }

  @Test("and facts of a part are no facts of the whole, nor are those of some parts")
  func partsAlone() throws {
    let folder = try Self.site(Self.cases[1])
    let options = try Self.options(Self.cases[1], folder, output: "out")
    let paths = (1...3).map { folder.url.path + "/facts-\($0)" }
    for (index, path) in paths.enumerated() { _ = try Self.scan(options, to: path, "\(index + 1)/3") }
    let whole = folder.url.path + "/facts"
    _ = try Self.scan(options, to: whole)
    func fault(_ paths: [String]) -> String {
      do throws(SiteError) {
        _ = try FactsMerge.merge(paths, to: folder.url.path + "/merged")
        return ""
      } catch {
        return error.description
      }
    }
    let alone = #expect(throws: SiteError.self) {
      try FactsFile(paths[1], for: options.factsHead(version: Self.head))
    }
    #expect(
      alone?.description.contains("facts-2 is of part 2/3 of a site: put the facts of all parts") == true)
    #expect(fault([paths[2], paths[0]]).contains("of 3 parts 1 are missing: 2"))
    #expect(fault([paths[0], paths[0], paths[1], paths[2]]) == "")
    #expect(fault(paths + [whole]).contains("facts of no part: give the facts of all parts"))
    #expect(fault(paths.reversed()) == "")
  }

  static let own = Case(
    name: "own files",
    files: [
      ".htaccess": "Redirect /go/a \(link)\n", "_redirects": "/go/b \(link) 302\n", "d1/.htaccess": "",
      "go.csv": "/go/c,\(link)\n",
    ], links: ["/go/a"], sources: [.init(path: "go.csv", format: .csv)])

  /// A change of the site behind its scan, and the file that tells; `nil` for none.
  static let changes: [(path: String, text: String?, told: String?)] = [
    (".htaccess", "Redirect /go/b \(link)\n", ".htaccess differs"), ("_redirects", "", "_redirects differs"),
    ("go.csv", "/go/d,\(link)\n", "go.csv differs"),
    ("Caddyfile", ":80\n", "Caddyfile is in the site and not"),
    ("vercel.json", "{}", "vercel.json is in the site and not"), (".htaccess", nil, nil),
    ("_redirects", nil, nil),
    ("d1/.htaccess", "Redirect /x /y\n", nil), ("p0.html", "<p>", nil), ("d9/_redirects", "/x /y\n", nil),
    ("../vercel.json", "{}", nil),
  ]

  @Test("and facts of another site are refused where its own redirect files tell", arguments: changes.indices)
  func foreign(index: Int) throws {
    let (path, text, told) = Self.changes[index]
    let folder = try Self.site(Self.own)
    var options = try Self.options(Self.own, folder, output: "out")
    _ = try Self.scan(options, to: folder.url.path + "/facts")
    options.facts = try FactsFile(folder.url.path + "/facts", for: options.factsHead(version: Self.head))
    if let text {
      try folder.write(text, to: "site/\(path)")
    } else {
      try FileManager.default.removeItem(atPath: folder.url.path + "/site/" + path)
    }
    for shard in [nil, SiteShard("1/2")] {
      options.shard = shard
      do throws(SiteError) {
        _ = try SiteRewriter(options).run()
        #expect(told == nil)
      } catch {
        #expect(told.map { error.description.contains("/site/\($0)") } == true, "\(error.description)")
      }
    }
    #expect(FileManager.default.fileExists(atPath: folder.url.path + "/out") == (told == nil))
  }

  @Test("and a token is taken out again by the same facts", arguments: cases.indices)
  func untagged(index: Int) throws {
    let test = Self.cases[index]
    let folder = try Self.site(test)
    var options = try Self.options(test, folder, output: "tagged")
    _ = try SiteRewriter(options).run()
    _ = try Self.scan(options, to: folder.url.path + "/facts")
    options.site = folder.url.path + "/tagged"
    options.codesFile = folder.url.path + "/site/autotag-codes.tsv"
    options.untag()
    options.destination = .output(path: folder.url.path + "/whole", prune: false)
    let expected = try SiteRewriter(options).run()
    options.destination = .output(path: folder.url.path + "/parts", prune: false)
    options.facts = try FactsFile(folder.url.path + "/facts", for: options.factsHead(version: Self.head))
    var found = RunSummary()
    for number in 1...3 {
      options.shard = SiteShard("\(number)/3")
      found.add(try SiteRewriter(options).run())
    }
    Tree.expectEqual(
      try Tree.of(folder.url.appending(path: "parts")), try Tree.of(folder.url.appending(path: "whole")))
    #expect(found.groups == expected.groups, "\(test.name)")
  }

  @Test("and parts of a site that was changed in between are not merged")
  func changed() throws {
    let folder = try Self.site(Self.cases[1])
    let options = try Self.options(Self.cases[1], folder, output: "out")
    let paths = ["1", "2"].map { folder.url.path + "/facts-" + $0 }
    _ = try Self.scan(options, to: paths[0], "1/2")
    try folder.write("Redirect /go/b \(Self.link)\n", to: "site/_redirects")
    _ = try Self.scan(options, to: paths[1], "2/2")
    _ = try FactsMerge.merge(paths, to: folder.url.path + "/facts")
    try folder.write("Redirect /go/c \(Self.link)\n", to: "site/_redirects")
    _ = try Self.scan(options, to: paths[0], "1/2")
    do {
      _ = try FactsMerge.merge(paths, to: folder.url.path + "/new")
      Issue.record("nothing was refused")
    } catch {
      #expect(error.description.contains("differ in _redirects: the site was changed in between"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/new"))
  }

  @Test(
    "numbered from 1",
    arguments: ["0/2", "3/2", "1", "1/", "/2", "a/2", "1/2/3", "+1/2", "1/1000001", "-1/2", ""])
  func wrongShards(text: String) { #expect(SiteShard(text) == nil) }
}
