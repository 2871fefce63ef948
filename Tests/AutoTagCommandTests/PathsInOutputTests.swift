import Foundation
import TestSupport
import Testing

@Suite("A path in what is printed can be followed from where the command was run")
struct PathsInOutputTests {
  static let network = "https://click.linksynergy.com/deeplink?id=A&mid=1&murl=https%3A%2F%2Fa.example%2F"

  /// A site with a link whose rule loses the query, a rule that is not understood, and a kept subid.
  static func write(_ folder: TemporaryFolder, _ site: String) throws {
    try folder.write(
      "<a href=/go/x>a</a>\n<a href='\(network)&u1=mine'>b</a>\n<a href='//click.linksynergy.com/link?id=A'>c</a>",
      to: "\(site)/sub/index.html")
    try folder.write(
      "Redirect 302 /go/x \(network)\nRewriteRule ^a$ ${map:b} [R]\nRewriteEngine On\n",
      to: "\(site)/.htaccess")
  }

  /// The sites as they are named, the folder of the run, and what stands in front of their files.
  static let sites: [(name: String, folder: String, prefix: String)] = [
    ("site", "", "site/"), ("./site/", "", "site/"), (".", "site", ""), ("../site", "other", "../site/"),
    ("ABSOLUTE/site", "", "site/"), ("ABSOLUTE/site", "site", ""),
    ("ABSOLUTE/site", "other", "ABSOLUTE/site/"),
  ]

  @Test(arguments: sites, [["text"], ["text", "-v"], ["github"], ["junit"], ["sarif"], ["markdown"]])
  func audit(site: (name: String, folder: String, prefix: String), format: [String]) throws {
    let folder = try TemporaryFolder()
    try Self.write(folder, "site")
    try folder.write("", to: "other/x")
    let root = try #require(realPath(folder.url.path))
    func absolute(_ text: String) -> String { text.replacing("ABSOLUTE", with: root) }
    let output = try Oracle.run(
      Product.autotag, ["audit", absolute(site.name), "--fail-on", "never", "--format"] + format,
      in: folder.url.appending(path: site.folder))
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    expectFollowed(text, prefix: absolute(site.prefix), besides: format[0] == "sarif")
  }

  @Test(arguments: sites)
  func rewrite(site: (name: String, folder: String, prefix: String)) throws {
    let folder = try TemporaryFolder()
    try Self.write(folder, "site")
    try folder.write("", to: "other/x")
    let root = try #require(realPath(folder.url.path))
    let (name, prefix) = (
      site.name.replacing("ABSOLUTE", with: root), site.prefix.replacing("ABSOLUTE", with: root)
    )
    for options in [[], ["-v"], ["--quiet"], ["--redirects", "mend"]] {
      let output = try Oracle.run(
        Product.autotag, ["rewrite", name, "--dry-run"] + options,
        in: folder.url.appending(path: site.folder))
      let text = String(decoding: output.standardOutput, as: UTF8.self) + output.standardError
      #expect(text.contains(prefix + ".htaccess:1"), "\(text)")
      expectFollowed(text, prefix: prefix, besides: false)
    }
    let resolved = try Oracle.run(
      Product.autotag, ["resolve", "/go/x", "--site", name], in: folder.url.appending(path: site.folder))
    expectFollowed(
      String(decoding: resolved.standardOutput, as: UTF8.self) + resolved.standardError, prefix: prefix,
      besides: false)
  }

  /// Each path of the site that is there has the prefix in front.
  private func expectFollowed(_ text: String, prefix: String, besides isURL: Bool) {
    for name in [".htaccess", "sub/index.html"] {
      // SARIF has a base of its own for files outside of the folder of the run.
      if isURL, prefix.hasPrefix("/") || prefix.hasPrefix("..") { continue }
      let plain = text.replacing("\\", with: "")
      let places = plain.ranges(of: name)
      #expect(name == "sub/index.html" || !places.isEmpty, "\(text)")
      // The words about a check of the audit are of no file of the site.
      for place in places where !plain[place.upperBound...].hasPrefix(" file") {
        #expect(plain[..<place.lowerBound].hasSuffix(prefix), "\(plain[..<place.upperBound].suffix(200))")
        let before = plain[..<place.lowerBound].dropLast(prefix.count).last
        #expect(before.map { !"/".contains($0) } ?? true)
      }
    }
  }

  @Test("Several sites: messages, rules that change and JSON name each site's files")
  func severalSites() throws {
    let folder = try TemporaryFolder()
    try Self.write(folder, "en")
    try Self.write(folder, "de")
    for site in ["en", "de"] {
      try folder.write("Redirect 302 /go/x \(Self.network)\n", to: "\(site)/.htaccess")
    }
    let text = try Product.run("rewrite", "en", "de", "--dry-run", "--redirects", "mend", in: folder.url)
    let lines = String(decoding: text.standardOutput, as: UTF8.self)
    #expect(lines.contains("redirect rule would be changed: en/.htaccess:1\n"), "\(lines)")
    #expect(lines.contains("redirect rules would be changed: en/.htaccess:1, de/.htaccess:1\n"))
    #expect(lines.contains("de/sub/index.html:2:92: "))
    let json = try Product.run(
      "rewrite", "en", "de", "--dry-run", "--redirects", "mend", "--format", "json", in: folder.url)
    let object = try #require(JSONSerialization.jsonObject(with: json.standardOutput) as? [String: Any])
    let rules = try #require(object["mended_rules"] as? [[String: Any]])
    #expect(rules.map { $0["file"] as? String } == ["en/.htaccess", "de/.htaccess"])
    let audit = try Product.run("audit", "en", "de", "--fail-on", "never", in: folder.url)
    #expect(audit.lines.contains { $0.contains("lost at de/.htaccess:1: ") })
    let report = try Product.run(
      "audit", "en", "de", "--fail-on", "never", "--format", "json", in: folder.url)
    let findings = String(decoding: report.standardOutput, as: UTF8.self)
    #expect(
      findings.contains("lost at de/.htaccess:1: ") && findings.contains("\"place\": \"de/.htaccess:1\""))
  }

  @Test("JSON of one site names files from its root")
  func json() throws {
    let folder = try TemporaryFolder()
    try Self.write(folder, "site")
    for command in [["rewrite", "site", "--dry-run"], ["audit", "site", "--fail-on", "never"]] {
      let output = try Oracle.run(Product.autotag, command + ["--format", "json"], in: folder.url)
      let text = String(decoding: output.standardOutput, as: UTF8.self)
      #expect(text.contains("lost at .htaccess:1: ") && !text.contains("site/.htaccess"), "\(text)")
      #expect(text.contains("\"file\": \"sub/index.html\""))
    }
  }

  @Test(
    "A byte that is no UTF-8 is %FF, in folders, redirect files and files that are no pages",
    Oracle.needs("bash"))
  func oddNames() throws {
    let folder = try TemporaryFolder()
    try Self.write(folder, "site/x")
    // A file that is refused is told of, whatever the links are.
    try folder.write(
      "Redirect 302 /go/x \(Self.network)\nRewriteRule ( \(Self.network)\n", to: "site/x/.htaccess")
    try folder.write("<a href='\(Self.network)'>", to: "site/x/y.php")
    _ = try Oracle.run(
      "bash", ["-c", #"mv site/x/y.php $'site/x/\xff.php'; mv site/x $'site/\xe9'"#], in: folder.url)
    func output(_ arguments: String...) throws -> String {
      let output = try Oracle.run(Product.autotag, arguments, in: folder.url)
      return String(decoding: output.standardOutput, as: UTF8.self) + output.standardError
    }
    let rewrite = try output("rewrite", "site", "--dry-run")
    #expect(rewrite.contains("site/%E9/sub/index.html:2:92: "), "\(rewrite)")
    #expect(rewrite.contains("site/%E9/.htaccess:2:1: ") && rewrite.contains("site/%E9/%FF.php: "))
    for format in ["text", "github", "junit", "json", "markdown"] {
      let text = try output("audit", "site", "--fail-on", "never", "--format", format)
      let prefix = format == "json" ? "" : "site/"
      let plain = format == "github" ? text.replacing("%25", with: "%") : text
      #expect(plain.contains("\(prefix)%E9/sub/index.html"), "\(format) \(text)")
      #expect(plain.contains("\(prefix)%E9/.htaccess") && plain.contains("\(prefix)%E9/%FF.php"))
      #expect(!text.unicodeScalars.contains { 0xFDD0...0xFDEF ~= $0.value || $0.value == 0xFFFD })
    }
    let sarif = try output("audit", "site", "--fail-on", "never", "--format", "sarif")
    #expect(sarif.contains("\"site/%E9/.htaccess\"") && sarif.contains("\"site/%E9/%FF.php\""))
  }

  private func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
