import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import StreamSupport
import SystemPackage
import TestSupport
import Testing

@Suite("A tar archive comes out as it was but for the pages that change")
struct TarStreamTests {
  static let page = RecordStreamTests.page
  static let tagged = RecordStreamTests.tagged

  /// Runs without a redirect.
  static func run(
    _ input: [UInt8], step: Int = .max
  ) throws -> (summary: StreamSummary, output: [UInt8]) {
    let feed = Feed(input, step: step)
    var options = RewriteOptions(site: "-")
    options.redirects.mode = .off
    let summary = try TarStream(options, from: feed.input, to: feed.output).run()
    return (summary, feed.written)
  }

  // MARK: Archives of programs

  struct Writer: Sendable {
    let program: String
    /// Writes `../out.tar` from the current folder.
    let arguments: [String]
    /// The most bytes of a path that the format has room for.
    var longest = Int.max
  }

  static let python = """
    import sys, tarfile
    with tarfile.open('../out.tar', 'w', format=getattr(tarfile, sys.argv[1])) as t: t.add('.', '.')
    """

  static let writers: [Writer] =
    ["gnu", "oldgnu", "posix"].map {
      Writer(program: "tar", arguments: ["--format=\($0)", "-cf", "../out.tar", "."])
    }
    + [("ustar", 255), ("v7", 99)].map {
      Writer(program: "tar", arguments: ["--format=\($0.0)", "-cf", "../out.tar", "."], longest: $0.1)
    }
    + ["gnutar", "pax"].map {
      Writer(program: "bsdtar", arguments: ["--format", $0, "-cf", "../out.tar", "."])
    }
    + [("ustar", 255), ("v7", 99)].map {
      Writer(program: "bsdtar", arguments: ["--format", $0.0, "-cf", "../out.tar", "."], longest: $0.1)
    }
    + ["GNU_FORMAT", "PAX_FORMAT"].map { Writer(program: "python3", arguments: ["-c", python, $0]) }
    + [Writer(program: "python3", arguments: ["-c", python, "USTAR_FORMAT"], longest: 255)]
    + ["PAX", "GNU"].map { Writer(program: "go", arguments: ["run", "../write.go", $0]) }

  /// Writes an archive with Go's archive/tar, which writes no blocks but the two at the end.
  static let go = #"""
    package main
    import ("archive/tar"; "io"; "os"; "path/filepath"; "time")
    func main() {
      out, _ := os.Create("../out.tar")
      w := tar.NewWriter(out)
      format := tar.FormatPAX
      if os.Args[1] == "GNU" { format = tar.FormatGNU }
      filepath.Walk(".", func(path string, info os.FileInfo, err error) error {
        link, _ := os.Readlink(path)
        h, _ := tar.FileInfoHeader(info, link)
        h.Name, h.Format, h.AccessTime, h.ChangeTime = path, format, time.Time{}, time.Time{}
        if info.IsDir() { h.Name += "/" }
        if err := w.WriteHeader(h); err != nil { panic(err) }
        if info.Mode().IsRegular() { f, _ := os.Open(path); io.Copy(w, f); f.Close() }
        return nil
      })
      w.Close()
    }
    """#

  /// A folder `site` with pages, other files, an empty one, a link and names of several kinds.
  static func site(longest: Int = .max) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Data(page), to: "site/index.html")
    try folder.write(Data(page + Array(repeating: 0x20, count: 512 - page.count)), to: "site/block.html")
    try folder.write(Data(), to: "site/empty.html")
    try folder.write("<p>no link", to: "site/plain.html")
    try folder.write(Data(page), to: "site/d/é ü.htm")
    try folder.write(Data((0..<3000).map { UInt8(truncatingIfNeeded: $0) }), to: "site/d/pic.png")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.path + "/site/link.html", withDestinationPath: "index.html")
    let long = String(repeating: "long-", count: 12)
    if longest > 127 { try folder.write(Data(page), to: "site/\(long)/\(long)/p.html") }
    if longest > 255 {
      try folder.write(Data(page), to: "site/\(long)/\(long)/\(long)\(long)/\(long)\(long).html")
    }
    return folder
  }

  private static func unpacked(_ folder: TemporaryFolder, by program: [String]) throws -> [String: Tree.Node]
  {
    let target = folder.url.appending(path: "unpacked")
    try? FileManager.default.removeItem(at: target)
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    let output = try Oracle.run(program[0], Array(program.dropFirst()), in: target)
    #expect(output.status == 0, "\(output.standardError)")
    return try Tree.of(target)
  }

  @Test(
    "as GNU tar, bsdtar, Python and Go write it, and is read back by them",
    arguments: writers.indices.filter { Oracle.find(writers[$0].program) != nil })
  func programs(index: Int) throws {
    let writer = Self.writers[index]
    let folder = try Self.site(longest: writer.longest)
    try folder.write(Self.go, to: "write.go")
    let made = try Oracle.run(
      writer.program, writer.arguments,
      environment: [
        "GO111MODULE": "off", "GOCACHE": NSTemporaryDirectory() + "/autotag-go", "LC_ALL": "C.UTF-8",
      ],
      in: folder.url.appending(path: "site"))
    try #require(made.status == 0, "\(made.standardError)")
    let archive = Array(try folder.read("out.tar"))
    let (summary, output) = try Self.run(archive)
    #expect(summary.run.problems == [])
    #expect(summary.run.pages.changed == 3 + (writer.longest > 127 ? 1 : 0) + (writer.longest > 255 ? 1 : 0))

    var expected = try Tree.of(folder.url.appending(path: "site"))
    for (path, node) in expected {
      guard case .file(let data) = node, data.starts(with: Self.page), !path.hasSuffix(".png") else {
        continue
      }
      expected[path] = .file(Data(Self.tagged + data.dropFirst(Self.page.count)))
    }
    try folder.write(Data(output), to: "new.tar")
    let readers = [
      ["tar", "-xf", "../new.tar"],
      ["python3", "-c", "import tarfile; tarfile.open('../new.tar').extractall('.')"],
    ]
    for reader in readers { Tree.expectEqual(try Self.unpacked(folder, by: reader), expected) }

    // There is nothing left to do, so that it comes out as it is.
    let (again, same) = try Self.run(output)
    #expect(again.run.pages.changed == 0)
    #expect(same == output)

    // Piece by piece, however small.
    for step in [1, 511] { #expect(try Self.run(archive, step: step).output == output) }
  }

  @Test("and one that is cut anywhere before its end is an error")
  func cut() throws {
    let folder = try Self.site()
    let made = try Oracle.run("tar", ["-C", "site", "--format=posix", "-cf", "out.tar", "."], in: folder.url)
    try #require(made.status == 0)
    let archive = Array(try folder.read("out.tar"))
    // Two blocks of NULs are the end; more of them fill up the last record of a tape.
    let last = try #require(archive.lastIndex { $0 != 0 })
    let end = (last / 512 + 1) * 512 + 1024
    for index in 0..<1_000 {
      let length = index * (end - 1) / 999
      do {
        _ = try Self.run(Array(archive[..<length]))
        Issue.record("\(length) bytes are no archive")
      } catch StreamError.cut(_, let offset, _) {
        #expect(offset == length)
      }
    }
    for length in [end, end + 512, archive.count] { _ = try Self.run(Array(archive[..<length])) }
    #expect(throws: StreamError.self) { _ = try Self.run(Array(archive[..<(end + 1)])) }
  }

  // MARK: Single members

  /// A header and its data.
  static func member(
    _ name: String, _ data: [UInt8] = [], type: Character = "0", size: String? = nil,
    magic: String = "ustar\u{0}00",
    change: (inout [UInt8]) -> Void = { _ in }
  ) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      block.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
    }
    put(name, at: 0)
    put("0000644\u{0}0000000\u{0}0000000\u{0}", at: 100)
    let octal = String(data.count, radix: 8)
    put(size ?? String(repeating: "0", count: 11 - octal.count) + octal + "\u{0}", at: 124)
    put("00000000000\u{0}        \(type)", at: 136)
    put(magic, at: 257)
    change(&block)
    let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
    return block + data + [UInt8](repeating: 0, count: (512 - data.count % 512) % 512)
  }

  static let end = [UInt8](repeating: 0, count: 1024)

  static func pax(_ attributes: [(String, String)], type: Character = "x") -> [UInt8] {
    let lines = attributes.map { key, value in
      var length = key.utf8.count + value.utf8.count + 3
      while "\(length)".utf8.count + key.utf8.count + value.utf8.count + 3 != length { length += 1 }
      return "\(length) \(key)=\(value)\n"
    }
    return member("PaxHeader", Array(lines.joined().utf8), type: type)
  }

  struct Case: Sendable {
    let name: String
    let input: [UInt8]
    /// `nil` for what comes out as it is.
    var expected: [UInt8]?
    /// The start of the message about it; `nil` for none.
    var problem: String?
  }

  private static func base256(_ size: Int) -> (inout [UInt8]) -> Void {
    { block in
      block.replaceSubrange(
        124..<136, with: [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(size >> 8), UInt8(size & 255)])
    }
  }

  static let cases: [Case] = [
    Case(name: "a page", input: member("a.html", page), expected: member("a.html", tagged)),
    Case(name: "below ./", input: member("./a.html", page), expected: member("./a.html", tagged)),
    Case(name: "no page", input: member("a.css", page)),
    Case(
      name: "contiguous", input: member("a.html", page, type: "7"),
      expected: member("a.html", tagged, type: "7")),
    Case(
      name: "v7", input: member("a.html", page, type: "\u{0}", magic: ""),
      expected: member("a.html", tagged, type: "\u{0}", magic: "")),
    Case(
      name: "a size with spaces",
      input: member("a.html", page, size: "        \(String(page.count, radix: 8)) "),
      expected: member("a.html", tagged, size: "       \(String(tagged.count, radix: 8)) ")),
    Case(
      name: "a size of twelve digits",
      input: member("a.html", page, size: "0000000000\(String(page.count, radix: 8))"),
      expected: member("a.html", tagged, size: "000000000\(String(tagged.count, radix: 8))")),
    Case(
      name: "a size in base 256", input: member("a.html", page, change: base256(page.count)),
      expected: member("a.html", tagged, change: base256(tagged.count))),
    Case(
      name: "a name with a prefix",
      input: member("a", [1]) { $0.replaceSubrange(345..<351, with: "x.html".utf8) }),
    Case(
      name: "a page with a prefix",
      input: member("a.html", page) { $0.replaceSubrange(345..<346, with: "x".utf8) },
      expected: member("a.html", tagged) { $0.replaceSubrange(345..<346, with: "x".utf8) }),
    Case(
      name: "GNU's times in the place of a prefix",
      input: member("a.html", page, magic: "ustar  \u{0}") {
        $0.replaceSubrange(345..<348, with: "../".utf8)
      },
      expected: member("a.html", tagged, magic: "ustar  \u{0}") {
        $0.replaceSubrange(345..<348, with: "../".utf8)
      }),
    Case(
      name: "GNU's long name",
      input: member("././@LongLink", Array("x/b.html\u{0}".utf8), type: "L") + member("cut", page),
      expected: member("././@LongLink", Array("x/b.html\u{0}".utf8), type: "L") + member("cut", tagged)),
    Case(
      name: "a path in pax", input: pax([("mtime", "1.5"), ("path", "é.html")]) + member("cut", page),
      expected: pax([("mtime", "1.5"), ("path", "é.html")]) + member("cut", tagged)),
    Case(name: "a path in pax that is no page", input: pax([("path", "x.css")]) + member("cut.html", page)),
    Case(
      name: "attributes of all members",
      input: pax([("comment", "0123")], type: "g") + member("a.html", page) + pax([])
        + member("b.html", page),
      expected: pax([("comment", "0123")], type: "g") + member("a.html", tagged) + pax([])
        + member("b.html", tagged)),
    Case(
      name: "a size in pax", input: pax([("size", "\(page.count)")]) + member("a.html", page),
      problem: "its size stands in a pax extension"),
    Case(
      name: "a size in pax that the header has not",
      input: pax([("size", "\(page.count)")]) + member("a.css", page, size: "00000000000\u{0}")
        + member("b.css"),
      problem: nil),
    Case(
      name: "holes in pax",
      input: pax([("GNU.sparse.name", "a.html"), ("GNU.sparse.realsize", "9")]) + member("x", page),
      problem: "it is a sparse file"),
    Case(
      name: "holes with more of their map",
      input: {
        let whole = member("a.html", page, type: "S", magic: "ustar  \u{0}") { $0[482] = 1 }
        var map = [UInt8](repeating: 1, count: 1024)
        map[1016] = 0
        return whole[..<512] + map + whole[512...]
      }(), problem: "it is a sparse file"),
    Case(name: "a second name", input: member("b.html", type: "1"), problem: "it is a second name"),
    Case(name: "a second name of no page", input: member("b.css", type: "1")),
    Case(name: "a link", input: member("b.html", type: "2")),
    Case(name: "a folder", input: member("b.html/", type: "5") + member("c.html/", type: "\u{0}", magic: "")),
    Case(name: "a part", input: member("b.html", page, type: "M"), problem: "it is a part of a file"),
    Case(name: "a device", input: member("b.html", type: "3", size: "00000001000\u{0}")),
    Case(name: "something of a vendor", input: member("b.html", page, type: "Z")),
    Case(name: "a way out", input: member("../a.html", page), problem: "the path leads out"),
    Case(name: "an absolute path", input: member("/a.html", page), problem: "the path is absolute"),
    Case(name: "an absolute path of no page", input: member("/a.css", page)),
    Case(name: "an empty page", input: member("a.html")),
    Case(
      name: "bytes in the last block",
      input: Array(member("a.html", Array("<p>".utf8)).dropLast(9)) + Array(1...9)),
  ]

  @Test("whatever the member", arguments: cases.indices, [3, .max])
  func members(index: Int, step: Int) throws {
    let test = Self.cases[index]
    let (summary, output) = try Self.run(test.input + Self.end, step: step)
    #expect(output == (test.expected ?? test.input) + Self.end, "\(test.name)")
    #expect(summary.run.problems.count == (test.problem == nil ? 0 : 1), "\(test.name)")
    #expect(summary.count(.failure) == summary.run.problems.count)
    let message = summary.run.problems.first?.message ?? ""
    #expect(message.hasPrefix(test.problem ?? ""), "\(message)")
  }

  @Test("and what stands behind its end goes through, and is told of where it is something")
  func tail() throws {
    let one = Self.member("a.html", Self.page) + Self.end
    let zeros = [UInt8](repeating: 0, count: 7 * 512)
    let (summary, output) = try Self.run(one + zeros)
    #expect(output == Self.member("a.html", Self.tagged) + Self.end + zeros)
    #expect(summary.run.problems == [])
    let (more, both) = try Self.run(one + one)
    #expect(both == Self.member("a.html", Self.tagged) + Self.end + one)
    #expect(more.run.problems.map(\.message).first?.hasPrefix("something stands behind the end") == true)
    #expect(more.count(.failure) == 1)
  }

  static let wrong: [(input: [UInt8], offset: Int, says: String)] = [
    ([0x1F, 0x8B, 8, 0], 0, "it is a gzip file, which the shell decompresses: gzip -dc"),
    ([0x28, 0xB5, 0x2F, 0xFD] + [UInt8](repeating: 7, count: 900), 0, "zstd -dc"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], 0, "xz -dc"),
    (Array("<html>".utf8) + [UInt8](repeating: 0x20, count: 600), 0, "it is no tar archive"),
    (member("a.css", page) + [UInt8](repeating: 7, count: 512), 1024, "its checksum is wrong"),
    (member("a.html", size: "0000000000x\u{0}"), 0, "no number that can be"),
    (
      member("a.html") { $0.replaceSubrange(124..<136, with: [UInt8](repeating: 0xFF, count: 12)) }, 0,
      "no number"
    ),
    (member("x", Array("9 a=b\n".utf8), type: "x") + member("a.html"), 0, "attributes"),
    (pax([("size", "-1")]) + member("a.html"), 1024, "the size in its pax extension"),
    (member("x", size: "77777777777\u{0}") { $0[156] = UInt8(ascii: "L") }, 0, "extensions of more than"),
  ]

  @Test("and what is no archive is an error with its place", arguments: wrong.indices)
  func wrongInput(index: Int) {
    let (input, offset, says) = Self.wrong[index]
    do {
      _ = try Self.run(input + Self.end)
      Issue.record("nothing is wrong")
    } catch StreamError.malformed(_, let found, let reason) {
      #expect(found == offset)
      #expect(reason.contains(says), "\(reason)")
    } catch {
      Issue.record("\(error)")
    }
  }
}
