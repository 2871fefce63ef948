import Foundation
import TestSupport
import Testing

extension SlowTests {
  @Suite("What a browser makes of a site before and after")
  struct BrowserTests {
    @Test(
      "differs by the parameter on exactly the network's links",
      Oracle.needs("chromium", Oracle.python), arguments: ["seed", "legacy", "modern"])
    func documents(site: String) async throws {
      let folder = try TemporaryFolder()
      let output = try await Oracle.slowScript(
        "browser_dom.py",
        [
          Product.autotag, Oracle.root.appending(path: "SampleSites/\(site)").path,
          folder.url.appending(path: "out").path,
        ])
      print("\(site): \(String(decoding: output.standardOutput, as: UTF8.self))", terminator: "")
    }
  }
}
