import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("The output folder becomes a complete copy of the site")
struct OutputTreeTests {
  static let page = "<p><a href=\"https://click.linksynergy.com/deeplink?id=A&mid=1\">offer</a>\n"
  static let tagged = page.replacing("mid=1", with: "mid=1&u1=--CLICK-ID--")

  /// Files at `site/` and `out/`.
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var site: URL { folder.url.appending(path: "site") }
  var output: URL { folder.url.appending(path: "out") }

  @discardableResult
  func rewrite(prune: Bool = false, dryRun: Bool = false, exclude: [String] = []) throws -> RunSummary {
    var options = RewriteOptions(
      site: site.path, destination: .output(path: output.path, prune: prune), dryRun: dryRun,
      exclude: exclude)
    options.allowsEmpty = true
    return try SiteRewriter(options).run()
  }

  @Test("equal files keep their inode and time, different ones are replaced")
  func equal() throws {
    try folder.write(Self.page, to: "site/a.html")
    try folder.write(Self.page + "more", to: "site/b.html")
    try folder.write("<p>no link", to: "site/c.html")
    try folder.write("body { }", to: "site/style.css")
    try folder.write("new", to: "site/data.bin")
    try folder.write("longer than before", to: "site/longer.bin")
    try folder.write(Self.tagged, to: "out/a.html")
    try folder.write(Self.page + "more", to: "out/b.html")
    try folder.write("<p>no link", to: "out/c.html")
    try folder.write("body { }", to: "out/style.css")
    try folder.write("old", to: "out/data.bin")
    try folder.write("short", to: "out/longer.bin")
    let same = ["a.html", "c.html", "style.css"]
    let before = try same.map { try Identity(output.appending(path: $0)) }
    try rewrite()
    #expect(try same.map { try Identity(output.appending(path: $0)) } == before)
    #expect(try folder.text("out/b.html") == Self.tagged + "more")
    #expect(try folder.text("out/data.bin") == "new")
    #expect(try folder.text("out/longer.bin") == "longer than before")

    let all = same + ["b.html", "data.bin", "longer.bin"]
    let after = try all.map { try Identity(output.appending(path: $0)) }
    try rewrite()
    #expect(try all.map { try Identity(output.appending(path: $0)) } == after)
  }

  /// A folder that holds as many folders as a blog has posts.
  private func writeFolders(_ count: Int, in path: String) throws {
    for index in 0..<count {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: "\(path)/post-\(index)"), withIntermediateDirectories: true)
    }
  }

  @Test("the walk's work grows with the folders of one folder and not faster")
  func siblingFolders() throws {
    for count in [10_000, 40_000] {
      try folder.write(Self.page, to: "site-\(count)/z/index.html")
      try writeFolders(count, in: "site-\(count)")
    }
    let work = try LinearWork(from: 10_000) { count in
      let options = RewriteOptions(site: folder.url.appending(path: "site-\(count)").path, jobs: 1)
      let summary = try SiteRewriter(options).run()
      #expect(summary.groups["rakuten"]?.tagged == 1)
    }
    #expect(work.isLinear, "\(work)")
  }

  @Test("pruning's work grows with the folders of one folder and not faster")
  func siblingFoldersPruned() throws {
    try folder.write(Self.page, to: "site/a.html")
    let options = RewriteOptions(
      site: site.path, destination: .output(path: output.path, prune: true), jobs: 1)
    let work = try LinearWork(from: 10_000) { count in
      // Making the folders is linear itself.
      try writeFolders(count, in: "out/gone")
      _ = try SiteRewriter(options).run()
      let left = try FileManager.default.contentsOfDirectory(atPath: output.path)
      #expect(left == ["a.html"])
    }
    #expect(work.isLinear, "\(work)")
  }

  @Test("files that the site does not have stay, and go with prune", arguments: [false, true])
  func prune(prunes: Bool) throws {
    try folder.write(Self.page, to: "site/a.html")
    try folder.write("x", to: "site/kept/x.txt")
    for number in 1...9 { try folder.write("x", to: "site/kept/\(number).txt") }
    try rewrite()
    let copied = Set(try Tree.of(output).filter { $0.value != .folder }.keys)
    for path in ["old.html", "old/deep/er/x.txt", "kept/y.txt", ".git/config", "kept/.git/config"] {
      try folder.write("x", to: "out/\(path)")
    }
    try FileManager.default.createSymbolicLink(
      atPath: output.appending(path: "link").path, withDestinationPath: site.path)
    let dry = try rewrite(prune: prunes, dryRun: true)
    let summary = try rewrite(prune: prunes)
    #expect(summary.pruned?.count == (prunes ? 5 : nil))
    #expect(
      summary.pruned?.names == (prunes ? ["kept/.git/", "kept/y.txt", "link", "old.html", "old/"] : nil))
    #expect(summary.pruned == dry.pruned)
    let left = Set(try Tree.of(output).filter { $0.value != .folder }.keys)
    let gone: Set = ["old.html", "old/deep/er/x.txt", "kept/y.txt", "kept/.git/config", "link"]
    let whole = gone.union(copied).union([".git/config"])
    #expect(left == (prunes ? whole.subtracting(gone) : whole))
    #expect(try Tree.of(output)["old"] == (prunes ? nil : .folder))
    // What the link led to is not what the link is.
    #expect(try folder.text("site/a.html") == Self.page)
  }

  @Test("the tool's own files at the root are not copied, others of their names are")
  func ownFiles() throws {
    for path in ["autotag.yml", "autotag.lock", "docs/autotag.yml"] {
      try folder.write("x: 1", to: "site/\(path)")
    }
    try rewrite()
    #expect(Set(try Tree.of(output).keys) == ["docs", "docs/autotag.yml"])
  }

  @Test("symbolic links are copied as links, also those that lead out of the tree or nowhere")
  func links() throws {
    try folder.write(Self.page, to: "outside/page.html")
    try folder.write(Self.page, to: "site/page.html")
    let targets = [
      "file.html": "page.html", "folder": "../outside",
      "absolute.html": "\(folder.url.path)/outside/page.html",
      "nowhere": "gone", "loop": "loop", "root": "/",
    ]
    for (name, target) in targets {
      try FileManager.default.createSymbolicLink(
        atPath: site.appending(path: name).path, withDestinationPath: target)
    }
    try rewrite()
    var expected = targets.mapValues { Tree.Node.link($0) }
    expected["page.html"] = .file(Data(Self.tagged.utf8))
    Tree.expectEqual(try Tree.of(output), expected)
    #expect(try folder.text("outside/page.html") == Self.page)

    let before = try Identity(output.appending(path: "nowhere"))
    try rewrite()
    #expect(try Identity(output.appending(path: "nowhere")) == before)
  }

  @Test("links in the output folder lead nothing out of it")
  func linksInOutput() throws {
    try folder.write(Self.page, to: "site/page.html")
    try folder.write("asset", to: "site/folder/asset.txt")
    try folder.write("asset", to: "site/asset.txt")
    try folder.write("mine", to: "outside/mine.html")
    try folder.write("mine", to: "outside/asset.txt")
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    for (name, target) in [
      ("page.html", "../outside/mine.html"), ("folder", "../outside"), ("asset.txt", "../outside/asset.txt"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: output.appending(path: name).path, withDestinationPath: target)
    }
    let outside = try Tree.of(folder.url.appending(path: "outside"))
    try rewrite()
    Tree.expectEqual(try Tree.of(folder.url.appending(path: "outside")), outside)
    Tree.expectEqual(
      try Tree.of(output),
      [
        "page.html": .file(Data(Self.tagged.utf8)), "folder": .folder,
        "folder/asset.txt": .file(Data("asset".utf8)), "asset.txt": .file(Data("asset".utf8)),
      ])
  }

  @Test(
    "modes are kept, without set-user-ID, and folders stay writable", arguments: [0o600, 0o644, 0o755, 0o444])
  func modes(mode: Int) throws {
    let manager = FileManager.default
    for name in ["page.html", "plain.html", "asset.sh"] {
      let file = try folder.write(name == "page.html" ? Self.page : "x", to: "site/\(name)")
      try manager.setAttributes([.posixPermissions: mode | 0o4000], ofItemAtPath: file.path)
    }
    try folder.write("x", to: "site/folder/x")
    try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: site.appending(path: "folder").path)
    try rewrite()
    // What the process's mask takes away, a new file does not have.
    let mask = try 0o777 & ~permissions(folder.write("", to: "probe")) & 0o022
    for name in ["page.html", "plain.html", "asset.sh"] {
      #expect(try permissions(output.appending(path: name)) == mode & ~mask)
    }
    #expect(try permissions(output.appending(path: "folder")) & 0o755 == 0o755)
    try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: site.appending(path: "folder").path)
  }

  @Test("a folder in the way of a file is reported, and goes with prune", arguments: [false, true])
  func folderInTheWay(prunes: Bool) throws {
    try folder.write(Self.page, to: "site/page.html")
    try folder.write("asset", to: "site/asset.txt")
    try folder.write("<p>", to: "site/other.html")
    try FileManager.default.createSymbolicLink(
      atPath: site.appending(path: "link").path, withDestinationPath: "asset.txt")
    for name in ["other.html", "one", "two", "three"] {
      try folder.write("<p>", to: "site/\(name)")
      try folder.write("old", to: "out/\(name)")
    }
    for name in ["page.html", "asset.txt", "link"] {
      try folder.write("mine", to: "out/\(name)/deep/mine.txt")
    }
    let dry = try rewrite(prune: prunes, dryRun: true)
    let summary = try rewrite(prune: prunes)
    #expect(summary.pruned?.names == (prunes ? ["asset.txt/", "link/", "page.html/"] : nil))
    #expect(summary.pruned == dry.pruned)
    for name in ["one", "two", "three"] {
      try FileManager.default.removeItem(at: output.appending(path: name))
    }
    #expect(try folder.text("out/other.html") == "<p>")
    if prunes {
      #expect(summary.problems == [])
      Tree.expectEqual(
        try Tree.of(output),
        [
          "page.html": .file(Data(Self.tagged.utf8)), "other.html": .file(Data("<p>".utf8)),
          "asset.txt": .file(Data("asset".utf8)), "link": .link("asset.txt"),
        ])
    } else {
      #expect(summary.problems.map(\.code) == Array(repeating: "folder-in-the-way", count: 3))
      #expect(summary.problems.map(\.file) == ["asset.txt", "link", "page.html"])
      #expect(try folder.text("out/page.html/deep/mine.txt") == "mine")
      #expect(summary.groups["rakuten"]?.tagged == 0)
      #expect(summary.groups["rakuten"]?.skipped == 1)
      #expect(summary.pages.changed == 0)
    }
  }

  @Test("a file in the way of a folder makes room")
  func fileInTheWay() throws {
    try folder.write(Self.page, to: "site/posts/page.html")
    try folder.write("once a file", to: "out/posts")
    #expect(try rewrite().problems == [])
    #expect(try folder.text("out/posts/page.html") == Self.tagged)
  }

  @Test("excluded pages and folders are copied as they are")
  func excluded() throws {
    for path in ["a.html", "drafts/b.html", "c/drafts/d.html", "e/f.html"] {
      try folder.write(Self.page, to: "site/\(path)")
    }
    let summary = try rewrite(exclude: ["drafts", "e/*.html"])
    #expect(summary.pages.read == 1)
    #expect(try folder.text("out/a.html") == Self.tagged)
    for path in ["drafts/b.html", "c/drafts/d.html", "e/f.html"] {
      #expect(try folder.text("out/\(path)") == Self.page)
    }
  }

  @Test("a dry run writes nothing at all and counts the same")
  func dryRun() throws {
    try folder.write(Self.page, to: "site/a.html")
    try folder.write("old", to: "present/old.html")
    try folder.write("old", to: "present/a.html")
    try folder.write("x", to: "site/.autotag-1-1-1.tmp")
    let before = try Tree.of(folder.url)
    let modified = try Identity(site)
    let dry = try rewrite(prune: true, dryRun: true)
    Tree.expectEqual(try Tree.of(folder.url), before)
    let present = RewriteOptions(
      site: site.path, destination: .output(path: folder.url.appending(path: "present").path, prune: true),
      dryRun: true)
    var pruning = try SiteRewriter(present).run()
    #expect(pruning.pruned?.names == ["old.html"])
    pruning.pruned = PrunedFiles()
    #expect(pruning == dry)
    #expect(dry.pruned == PrunedFiles())
    var unpruned = dry
    unpruned.pruned = nil
    #expect(
      try SiteRewriter(RewriteOptions(site: site.path, destination: .inPlace, dryRun: true)).run() == unpruned
    )
    #expect(try SiteRewriter(RewriteOptions(site: site.path)).run() == unpruned)
    Tree.expectEqual(try Tree.of(folder.url), before)
    #expect(try Identity(site) == modified)
    #expect(try rewrite() == unpruned)
  }

  @Test("what a killed run left goes, what a running one writes stays")
  func abandoned() throws {
    try folder.write(Self.page, to: "site/a.html")
    try folder.write("half", to: "out/.autotag-1-1-1.tmp")
    let busy = try folder.write("half", to: "out/.autotag-1-1-2.tmp")
    let handle = try FileHandle(forWritingTo: busy)
    flock(handle.fileDescriptor, LOCK_EX)
    try rewrite()
    #expect(try Set(Tree.of(output).keys) == ["a.html", ".autotag-1-1-2.tmp"])
    // Closing alone would not do: a program that another test has started meanwhile holds the lock too.
    flock(handle.fileDescriptor, LOCK_UN)
    try handle.close()
    try rewrite()
    #expect(try Set(Tree.of(output).keys) == ["a.html"])
  }

  @Test("precompressed siblings: .gz is made anew, .br and .zst are reported", arguments: [false, true])
  func compressed(inPlace: Bool) throws {
    let pack = { (text: String) in
      try Oracle.run("gzip", ["-c"], input: Data(text.utf8)).standardOutput
    }
    let unpack = { (data: Data) in
      String(decoding: try Oracle.run("gzip", ["-dc"], input: data).standardOutput, as: UTF8.self)
    }
    try folder.write(Self.page, to: "site/a.html")
    try folder.write(try pack(Self.page), to: "site/a.html.gz")
    for ending in ["br", "zst"] { try folder.write("old", to: "site/a.html.\(ending)") }
    try folder.write("<p>", to: "site/b.html")
    let untouched = try pack("of b, or so")
    try folder.write(untouched, to: "site/b.html.gz")
    try folder.write("b", to: "site/b.html.br")
    try folder.write("alone", to: "site/c.html.gz")
    let target = inPlace ? site : output
    func run() throws -> RunSummary {
      try SiteRewriter(
        RewriteOptions(
          site: site.path, destination: inPlace ? .inPlace : .output(path: output.path, prune: true))
      ).run()
    }
    let summary = try run()
    #expect(summary.problems.map(\.code) == ["stale-precompressed", "stale-precompressed"])
    #expect(summary.problems.map(\.file) == ["a.html.br", "a.html.zst"])
    #expect(summary.problems.map(\.severity) == [.note, .note])
    let tree = try Tree.of(target)
    #expect(tree.count == 8)
    let made = try Data(contentsOf: target.appending(path: "a.html.gz"))
    #expect(try unpack(made) == Self.tagged)
    #expect(tree["a.html"] == .file(Data(Self.tagged.utf8)))
    #expect(tree["a.html.br"] == .file(Data("old".utf8)))
    #expect(tree["b.html.gz"] == .file(untouched))
    #expect(tree["b.html.br"] == .file(Data("b".utf8)))
    #expect(tree["c.html.gz"] == .file(Data("alone".utf8)))

    let again = try Identity(target.appending(path: "a.html.gz"))
    _ = try run()
    #expect(try Identity(target.appending(path: "a.html.gz")) == again)
  }

  private func permissions(_ file: URL) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int ?? -1
  }
}

/// An identity that changes when a file is replaced or written to.
struct Identity: Equatable {
  let inode: Int
  let modified: Date

  init(_ file: URL) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    inode = attributes[.systemFileNumber] as? Int ?? 0
    modified = attributes[.modificationDate] as? Date ?? .distantPast
  }
}
