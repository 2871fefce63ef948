import AutoTagAudit
import AutoTagSite
import Foundation
import TestSupport
import Testing

@Suite("Findings about rules, and about the site's address")
struct RuleFindingsTests {
  struct Case: Sendable {
    let files: [String: String]
    var include: [String] = RewriteOptions.defaultInclude
    /// Code, severity and place.
    let found: [String]
  }

  private static let network = "https://click.linksynergy.com/deeplink?id=A&mid=1"
  private static let go = "RewriteRule ^go/ \(network) [R=302,L,QSA,NE]\n"
  private static let codes = [
    "address-inferred", "token-refused", "visitor-assumed", "link-in-text", "unread-links",
    "redirect-rule-suspicious",
  ]

  static let cases = [
    Case(
      files: [
        ".htaccess": "RewriteEngine On\nRewriteCond %{HTTP_HOST} !^www\\.\n"
          + "RewriteRule ^(.*)$ https://www.a.example/$1 [R=301,L]\n" + go
      ], found: ["address-inferred info .htaccess:3"]),
    Case(
      files: [
        ".htaccess": "RewriteEngine On\nRewriteCond %{QUERY_STRING} (;|<|>|--|')\nRewriteRule .* - [F]\n" + go
      ], found: ["token-refused warning .htaccess:3"]),
    Case(
      files: [
        ".htaccess":
          "RewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} (ahrefs|semrush)\nRewriteRule .* - [F]\n"
          + go
      ], found: ["visitor-assumed info .htaccess:3"]),
    Case(files: [".htaccess": "RewriteEngine On\n" + go], found: []),
    Case(
      files: ["a.md": "# A\n\n[x](\(network))\n"], include: ["**/*.html", "**/*.md"],
      found: ["link-in-text warning a.md:3"]),
    Case(files: ["a.md": "# A\n\n[x](\(network))\n"], found: ["unread-links warning a.md:1"]),
    Case(
      files: ["a.md": "<a href=\"\(network)\">x</a>"], include: ["**/*.html", "**/*.md"], found: []),
    Case(
      files: ["a.md": "<b onclick=\"open('\(network)')\">x</b>"], include: ["**/*.html", "**/*.md"], found: []
    ),
    Case(files: ["a.html": network], include: ["**/*.html", "**/*.md"], found: []),
  ]

  @Test(arguments: cases)
  func findings(_ test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=/go/a>x</a><a href=/go/b>x</a>", to: "index.html")
    for (name, text) in test.files { try folder.write(text, to: name) }
    let audited = try Audited(folder) { $0.rewrite.include = test.include }
    let found = audited.findings.filter { Self.codes.contains($0.code) }
    #expect(found.map { "\($0.code) \($0.severity) \($0.file):\($0.line)" } == test.found)
  }
}
