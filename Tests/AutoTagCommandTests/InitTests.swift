import AutoTagCommand
import AutoTagConfiguration
import Foundation
import TestSupport
import Testing

@Suite("autotag init")
struct InitTests {
  @Test("writes a configuration that rewrite accepts", arguments: [nil, ".", "site", "site/"])
  func writes(argument: String?) throws {
    let folder = try CommandLineTests.site()
    let output = try Oracle.run(
      Product.autotag, ["init"] + (argument.map { [$0] } ?? []), in: folder.url)
    #expect(output.status == 0)
    let path = argument?.hasPrefix("site") == true ? "site/autotag.yml" : "autotag.yml"
    #expect(try folder.text(path) == ConfigurationTemplate.text)
    #expect(String(decoding: output.standardOutput, as: UTF8.self).hasPrefix("Wrote \(path). "))
    let rewrite = try Product.run("rewrite", "site", "--dry-run", "--config", path, in: folder.url)
    #expect(rewrite.status == 0)
    #expect(rewrite.lines.contains("  1 link would be tagged"))
  }

  @Test("never overwrites, not even a dangling symbolic link", arguments: ["file", "link", "folder"])
  func neverOverwrites(kind: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "autotag.yml").path
    switch kind {
    case "file": try folder.write("mine", to: "autotag.yml")
    case "link":
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "elsewhere")
    default:
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    let output = try Product.run("init", in: folder.url)
    #expect(output.status == 2)
    #expect(
      output.standardError
        == "Error: cannot create autotag.yml: it is there already and was left as it is\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["autotag.yml"])
    if kind == "file" { #expect(try folder.text("autotag.yml") == "mine") }
  }
}
