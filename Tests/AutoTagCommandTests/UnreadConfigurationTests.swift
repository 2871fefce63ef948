import Foundation
import TestSupport
import Testing

@Suite("A configuration that is there and is not read")
struct UnreadConfigurationTests {
  static let passedOver: [(files: [String], arguments: [String], line: String?)] = [
    (
      ["autotag.yml", "other.yml"], ["--config", "other.yml"],
      "autotag.yml is there and is not read, since another"
    ),
    (
      ["public/autotag.yml", "other.yml"], ["--config", "other.yml"],
      "public/autotag.yml is there and is not read, since another"
    ),
    (["other.yml"], ["--config", "other.yml"], nil),
    (["autotag.yml"], ["--config", "autotag.yml"], nil),
  ]

  @Test(
    "-v tells of a configuration that is not read where another one is named", arguments: passedOver.indices)
  func named(index: Int) throws {
    let test = Self.passedOver[index]
    let folder = try DiscoveryTests.make(test.files)
    let verbose = try Oracle.run(
      Product.autotag, ["rewrite", "public", "-n", "-v"] + test.arguments, in: folder.url)
    let line = verbose.lines.first { $0.contains("is not read") }
    #expect(
      (line == nil) == (test.line == nil) && line?.hasPrefix(test.line ?? "") != false, "\(verbose.lines)")
    let usual = try Oracle.run(Product.autotag, ["rewrite", "public", "-n"] + test.arguments, in: folder.url)
    #expect(!usual.lines.contains { $0.contains("is not read") } && usual.standardError.isEmpty)
  }

  @Test("The other ending of a file that is named and not there is told of")
  func otherEnding() throws {
    let folder = try DiscoveryTests.make(["settings.yaml"])
    let output = try Product.run("audit", "public", "--config", "settings.yml", in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.hasSuffix("No such file or directory; settings.yaml is there\n"))
  }
}
