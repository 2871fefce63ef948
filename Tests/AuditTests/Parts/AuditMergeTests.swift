import AutoTagAudit
import AutoTagBaseline
import AutoTagSite
import Foundation
import TestSupport
import Testing

/// Audits of a site's parts put together, beside an audit of all of it.
@Suite("Audits of all parts of a site are the audit of the site")
struct AuditMergeTests {
  static let link = "https://click.linksynergy.com/deeplink?id=ABCDEFGHIJK&amp;mid=1"
  static let tagged = link + "&amp;u1=--CLICK-ID--"

  struct Case: Sendable {
    let name: String
    /// The properties of AnyTrack's tags, one page after the other; `nil` for none.
    let properties: [String?]
    var links = [tagged, "/go/a", link]
    var files: [String: String] = [:]
    var ignored: [AuditOptions.Ignored] = []
    /// Codes of findings that the baseline has.
    var known: Set<String> = []
    /// Codes of findings about the whole site.
    let found: Set<String>
  }

  static let one = "AbCdEf123456"
  static let other = "GhIjKl123456"

  static let cases: [Case] = [
    Case(name: "one property", properties: [one], found: []),
    Case(name: "no tag", properties: [nil], found: ["anytrack-tag-nowhere"]),
    Case(name: "one page with a tag", properties: [nil, nil, nil, nil, nil, nil, nil, one], found: []),
    Case(name: "two properties", properties: [one, one, other], found: ["anytrack-properties-differ"]),
    Case(
      name: "three properties on equally many pages", properties: [other, one, "aaaaaaaaaaaa"],
      found: ["anytrack-properties-differ"]),
    Case(
      name: "what is ignored", properties: [one, one, other],
      ignored: [.init(codes: ["anytrack-properties-differ"])], found: []),
    Case(
      name: "what is ignored in a folder", properties: [nil],
      ignored: [.init(files: "*.html", codes: ["anytrack-tag-nowhere", "not-tagged"])], found: []),
    Case(
      name: "what the baseline has", properties: [one, one, other], files: [".htaccess": "Nonsense here\n"],
      known: ["anytrack-properties-differ", "redirect-rule-malformed", "not-tagged"], found: []),
    Case(
      name: "a baseline of nothing", properties: [nil], known: ["anytrack-tag-missing"],
      found: ["anytrack-tag-nowhere"]),
    Case(
      name: "rules with faults", properties: [one],
      files: [".htaccess": "Nonsense here\nRedirect /go/a \(link.replacing("&amp;", with: "&"))\n[\n"],
      found: ["redirect-file-refused", "redirect-rule-malformed"]),
    Case(
      name: "files that are no pages", properties: [one],
      files: [
        "a.php": link, "d1/b.php": link, "d1/c.PHP": link, "d2/d.php": link, "x.js": link, "noending": link,
      ], found: ["unread-links"]),
    Case(name: "no link", properties: [nil], links: ["/p1.html"], found: []),
  ]

  static func site(_ test: Case) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (path, text) in test.files { try folder.write(text, to: "site/\(path)") }
    for number in 0..<24 {
      let tag = test.properties[number % test.properties.count].map { AnyTrackTag.script($0) } ?? ""
      let links = (0..<2).map { "<a href=\"\(test.links[(number + $0) % test.links.count])\">x</a>\n" }
      try folder.write(
        "<head>\(tag)</head><body>\(links.joined())",
        to: "site/" + ["", "d1/", "d1.a/", "d2/e/"][number % 4] + "p\(number).html")
    }
    return folder
  }

  private static func report(_ options: AuditOptions) throws -> Data {
    let audit = try SiteAudit(options)
    var report = JSONReport()
    var bytes = report.begin(audit.context)
    let audited = try Audited(options)
    for page in audited.pages { bytes += report.page(page) }
    bytes += report.finish(audited.summary)
    return Data(bytes)
  }

  static func options(_ test: Case, _ folder: TemporaryFolder) throws -> AuditOptions {
    var options = AuditOptions(
      rewrite: RewriteOptions(site: folder.url.path + "/site"), ignored: test.ignored, version: "0.0.0")
    if !test.known.isEmpty {
      options.makesBaseline = true
      let all = try Audited(options).baseline
      options.makesBaseline = false
      let gone = Baseline.Entry(fingerprint: "0123456789abcdef", code: "not-tagged", subject: "gone.html")
      options.baseline = Baseline(.audit, all.entries.filter { test.known.contains($0.code) } + [gone])
    }
    return options
  }

  /// Writes the reports of all parts.
  private static func parts(_ options: AuditOptions, count: Int, in folder: TemporaryFolder) throws
    -> [String]
  {
    let facts = folder.url.path + "/facts"
    let head = options.rewrite.factsHead(version: options.version)
    _ = try SiteRewriter(options.rewrite).writeFacts(to: facts, head)
    return try (1...count).map { number in
      var part = options
      part.rewrite.facts = try FactsFile(facts, for: head)
      part.rewrite.shard = SiteShard("\(number)/\(count)")
      try folder.write(try report(part), to: "part-\(number)")
      return folder.url.path + "/part-\(number)"
    }
  }

  @Test("byte for byte, in any order and of any size", arguments: cases.indices, [1, 2, 7])
  func whole(index: Int, count: Int) throws {
    let test = Self.cases[index]
    let folder = try Self.site(test)
    let options = try Self.options(test, folder)
    let expected = try Self.report(options)
    let codes = Set(try Audited(options).summary.siteFindings.map(\.code))
    #expect(codes == test.found, "\(test.name)")
    let parts = try Self.parts(options, count: count, in: folder)
    let summary = try AuditMerge.merge(Array(parts.reversed()), to: folder.url.path + "/whole")
    #expect(summary.pagesRead == 24)
    let merged = try Data(contentsOf: folder.url.appending(path: "whole"))
    #expect(
      String(decoding: merged, as: UTF8.self) == String(decoding: expected, as: UTF8.self), "\(test.name)")
  }

  /// A change of the parts 1 to 3, and a piece of the fault that it is.
  struct Fault: Sendable {
    let fault: String
    /// Gives the names of the parts to merge.
    let change: @Sendable (inout [String], TemporaryFolder) throws -> Void
  }

  private static func edit(_ part: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: part, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacing(old, with: new).write(toFile: part, atomically: true, encoding: .utf8)
  }

  static let faults: [Fault] = [
    Fault(fault: "of 3 parts 1 are missing: 2") { parts, _ in parts.remove(at: 1) },
    Fault(fault: "give each part once") { parts, _ in parts.append(parts[0]) },
    Fault(fault: "different versions or rules") { parts, _ in try edit(parts[1], "0.0.0", "0.0.1") },
    Fault(fault: "different versions or rules") { parts, _ in
      try edit(parts[1], "\"error\", \"title", "\"info\", \"title")
    },
    Fault(fault: "parts of different runs") { parts, _ in try edit(parts[2], "\"3/3\"", "\"3/4\"") },
    Fault(fault: "are both of part 1/3") { parts, _ in try edit(parts[2], "\"3/3\"", "\"1/3\"") },
    Fault(fault: "parts of different runs") { parts, _ in try edit(parts[2], "**/*.html", "**/*.php") },
    Fault(fault: "is no audit of a part") { parts, _ in try edit(parts[0], "  \"part\"", "  \"port\"") },
    Fault(fault: "is not as autotag audit") { parts, _ in try edit(parts[0], "    }", "   }") },
    Fault(fault: "cannot be read") { parts, folder in parts.append(folder.url.path + "/none") },
    Fault(fault: "cannot be written") { _, _ in },
  ]

  @Test("or an error, and what was there stays", arguments: faults.indices)
  func refused(index: Int) throws {
    let test = Self.faults[index]
    let folder = try Self.site(Self.cases[3])
    var parts = try Self.parts(try Self.options(Self.cases[3], folder), count: 3, in: folder)
    try test.change(&parts, folder)
    try folder.write("old", to: "whole")
    let output = folder.url.path + (test.fault == "cannot be written" ? "/none/whole" : "/whole")
    let error = #expect(throws: SiteError.self) { _ = try AuditMerge.merge(parts, to: output) }
    #expect(error?.description.contains(test.fault) == true, "\(error?.description ?? "")")
    #expect(try String(contentsOf: folder.url.appending(path: "whole"), encoding: .utf8) == "old")
  }

  @Test("or an error, wherever a part is cut off")
  func cut() throws {
    let folder = try Self.site(Self.cases[9])
    let parts = try Self.parts(try Self.options(Self.cases[9], folder), count: 2, in: folder)
    let bytes = try Data(contentsOf: URL(filePath: parts[1]))
    for length in stride(from: 0, to: bytes.count - 1, by: 61) {
      try bytes.prefix(length).write(to: URL(filePath: parts[1]))
      #expect(throws: SiteError.self, "\(length)") {
        try AuditMerge.merge(parts, to: folder.url.path + "/whole")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/whole"))
  }
}
