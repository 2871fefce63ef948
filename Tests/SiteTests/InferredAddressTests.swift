import AutoTagSite
import AutoTagTracking
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// The address of a site whose configuration does not give it.
@Suite("A site's files tell its address, and that is said once")
struct InferredAddressTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let files: [String: String]
    /// What the note says it is, or `nil` for no note.
    let address: String?
    let file: String
  }

  static let rule = "/go/a https://click.linksynergy.com/x\n"
  static let cases = [
    Case(
      testDescription: "CNAME", files: ["CNAME": "www.shop.example\n"], address: "https://www.shop.example/",
      file: "CNAME"),
    Case(
      testDescription: "canonical link",
      files: [
        "index.html":
          "<!doctype html>\n<link rel=canonical href=\"https://shop.example/\"><a href=/go/a>x</a>"
      ],
      address: "https://shop.example/", file: "index.html"),
    Case(
      testDescription: "sitemap",
      files: ["sitemap.xml": "<urlset>\n<url><loc> https://shop.example/a </loc>"],
      address: "https://shop.example/", file: "sitemap.xml"),
    Case(
      testDescription: "robots.txt",
      files: ["robots.txt": "User-agent: *\nSitemap: http://shop.example/s.xml\n"],
      address: "http://shop.example/", file: "robots.txt"),
    Case(
      testDescription: "Netlify's own name",
      files: ["_redirects": "https://x.netlify.app/* https://www.shop.example/:splat 301!\n" + rule],
      address: "https://www.shop.example/", file: "_redirects"),
    Case(
      testDescription: "httpd",
      files: [
        ".htaccess": """
        RewriteEngine On
        RewriteCond %{HTTP_HOST} !^www\\.
        RewriteRule ^(.*)$ https://www.shop.example/$1 [R=301,L]
        """
      ], address: "https://www.shop.example/", file: ".htaccess"),
    Case(testDescription: "a host of this machine", files: ["CNAME": "localhost\n"], address: nil, file: ""),
    Case(testDescription: "nothing", files: [:], address: nil, file: ""),
    Case(
      testDescription: "several",
      files: [
        "_redirects": "https://x.netlify.app/* https://a.example/:splat 301!\n"
          + "https://y.netlify.app/* https://b.example/:splat 301!\n" + rule
      ], address: "a.example (_redirects), b.example (_redirects)", file: "_redirects"),
  ]

  @Test(arguments: cases)
  func address(_ test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("<!doctype html><a href=/go/a>x</a>", to: "index.html")
    try folder.write(Self.rule, to: "_redirects")
    for (name, text) in test.files { try folder.write(text, to: name) }
    let summary = try SiteRewriter(
      RewriteOptions(site: folder.url.path, destination: nil, rules: TaggingOptions())
    ).run()
    let notes = summary.problems.filter { $0.code == "address-inferred" }
    #expect(notes.count == (test.address == nil ? 0 : 1))
    #expect(notes.allSatisfy { $0.file == test.file && $0.message.contains(test.address ?? "") })
    #expect(summary.groups["rakuten"]?.affiliate == 1)
    try AgreementSite(
      files: ["_redirects": Self.rule].merging(test.files) { $1 }, baseURL: nil, link: "/go/a"
    ).expectAgreement()
  }
}
