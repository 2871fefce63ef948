import Foundation
import TestSupport
import Testing

@Suite("The diff of a site, applied by patch and git, gives the rewritten site")
struct DiffTests {
  enum Tool: String, CaseIterable {
    case patch, git

    func apply(_ diff: Data, to folder: URL) throws -> Oracle.Output {
      switch self {
      // --binary: without it, patch turns CRLF into LF in some pages.
      case .patch: try Oracle.run("patch", ["--binary", "--silent", "-p1"], input: diff, in: folder)
      case .git: try Oracle.run("git", ["apply", "--whitespace=nowarn", "-"], input: diff, in: folder)
      }
    }
  }

  /// Applies the diff of `site` to a copy of it, and compares the pages with those of an output folder.
  private func check(_ site: URL, with tool: Tool, pages: Int) throws {
    let folder = try TemporaryFolder()
    let copy = folder.url.appending(path: "copy")
    let copied = try Oracle.run("cp", ["-a", site.path, copy.path])
    #expect(copied.status == 0)
    let output = folder.url.appending(path: "out")
    #expect(try Product.run("rewrite", site.path, "--output", output.path).status == 0)

    let diff = try Product.run("rewrite", site.path, "--diff")
    #expect(diff.status == 0)
    let applied = try tool.apply(diff.standardOutput, to: copy)
    #expect(applied.status == 0, "\(tool): \(applied.standardError)")
    let found = try Oracle.run(
      "diff", ["-rq", "--no-dereference", "-x", "*.gz", "-x", "autotag.yml", copy.path, output.path])
    #expect(found.status == 0, "\(String(decoding: found.standardOutput, as: UTF8.self))")
    // And nothing was left to do.
    let changed = try Oracle.run("diff", ["-rq", "-x", "*.gz", "-x", "autotag.yml", site.path, copy.path])
    #expect(changed.lines.count == pages)
  }

  @Test(
    "for the sample sites", Oracle.needs("patch", "git"),
    arguments: [("seed", 1), ("legacy", 9), ("modern", 7)], Tool.allCases)
  func samples(site: (name: String, pages: Int), tool: Tool) throws {
    // The linked page of `modern` counts twice.
    let site = (url: Oracle.root.appending(path: "SampleSites/\(site.name)"), pages: site.pages)
    try check(site.url, with: tool, pages: site.pages + (site.url.lastPathComponent == "modern" ? 1 : 0))
  }

  static let link = "<a href=\"https://click.linksynergy.com/deeplink?id=A&mid=1\">"

  @Test(
    "for pages with odd names, line ends and gaps", Oracle.needs("patch", "git"), arguments: Tool.allCases)
  func odd(tool: Tool) throws {
    let folder = try TemporaryFolder()
    let link = Self.link
    let between = (1...6).map { "\($0)\n" }.joined()
    let pages = [
      "site/sp ace/crlf page.html": "x\r\n\(link)\r\ny\r\n",
      "site/crlf-and-lf.html": "x\r\n\(link)\ny\r\n\(link)\r\n\n",
      "site/only-cr.html": "x\r\(link)\ry\r\(link)\r",
      "site/no-last-line-end.html": link,
      "site/last-line-of-two.html": "x\n\(link)",
      "site/next-to-last.html": "\(link)\nx",
      "site/q\"uo\\te'.html": "\(link)\n",
      "site/日本é.html": "a\n\(link)\n\(link)\nb\n",
      "site/adjacent.html": "\(link)\(link)\n\(link)\n\(link)\n",
      "site/six-between.html": "\(link)\n\(between)\(link)\n",
      "site/seven-between.html": "\(link)\n\(between)7\n\(link)\n\(between)7\n8\n\(link)",
      "site/--- a.html": "--- a\n+++ b\n@@ -1 +1 @@\n\(link)\n",
      "site/t\tab\nand line end.html": "\(link)\n",
      "site/value-of-two-lines.html":
        "<a href=\"https://click.linksynergy.com/deeplink?id=A&u1=\n&mid=1\">\n\(link)\n",
      "site/-p1.html": "\(link)\n",
      "site/nul.html": "x\0\(link)\0\n\u{FFFD}",
    ]
    for (path, page) in pages { try folder.write(page, to: path) }
    let site = folder.url.appending(path: "site")
    // A name and text that are no UTF-8; Foundation has no such names.
    let made = try Oracle.run(
      "sh", ["-c", "printf '\\351\\n%s\\n' \"$0\" >\"$(printf 'lat\\351.html')\"", link], in: site)
    #expect(made.status == 0)
    // One name has a line end and makes three lines of its one.
    try check(site, with: tool, pages: pages.count + 1 + 2)
  }
}
