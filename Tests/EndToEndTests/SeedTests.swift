import Foundation
import TestSupport
import Testing

@Suite("The command on the page of AnyTrack's own document")
struct SeedTests {
  @Test("tags its three links and says so")
  func rewrite() throws {
    let folder = try TemporaryFolder()
    let site = Oracle.root.appending(path: "SampleSites/seed").path
    let output = try Product.run("rewrite", site, "--output", folder.url.appending(path: "out").path)
    #expect(output.status == 0)
    #expect(String(decoding: output.standardOutput, as: UTF8.self).contains("3 links tagged"))
    #expect(
      try folder.read("out/index.html")
        == Data(contentsOf: Oracle.root.appending(path: "Tests/Expected/seed/index.html")))
  }
}
