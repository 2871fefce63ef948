import Foundation
import TestSupport
import Testing

@Suite("The command on the sample sites with redirects")
struct RedirectSitesTests {
  @Test(
    "tags what gets through and says what would be lost",
    arguments: ["netlify", "apache", "nginx", "wordpress", "stubs"])
  func rewrite(site: String) throws {
    let folder = try TemporaryFolder()
    let output = try Product.run(
      "rewrite", Oracle.root.appending(path: "SampleSites/redirects/\(site)").path, "--output",
      folder.url.appending(path: "out").path)
    #expect(output.status == 0, "\(output.standardError)")
    let report = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(report.contains("the click id would be lost at "), "\(report)")
    let expected = Oracle.root.appending(path: "Tests/Expected/redirects/\(site)/index.html")
    let isExpected = try folder.read("out/index.html") == Data(contentsOf: expected)
    #expect(isExpected)
  }
}
