import Foundation
import TestSupport
import Testing

@Suite("The command on the sample sites whose redirects it finds by itself")
struct RedirectSitesTests {
  @Test(
    "tags what gets through and says what would be lost",
    arguments: ["netlify", "apache", "stubs"])
  func rewrite(site: String) throws {
    let folder = try TemporaryFolder()
    let output = try Product.run(
      "rewrite", Oracle.root.appending(path: "SampleSites/redirects/\(site)").path, "--output",
      folder.url.appending(path: "out").path)
    // 2 and 3 are for wrong usage and failed files.
    #expect(output.status < 2, "\(output.standardError)")
    let report = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(report.contains("the click id would be lost at "), "\(report)")
    let expected = Oracle.root.appending(path: "Tests/Expected/redirects/\(site)/index.html")
    let isExpected = try folder.read("out/index.html") == Data(contentsOf: expected)
    #expect(isExpected)
  }
}
