import Foundation
import Testing

@Suite("the configuration's keys are documented")
struct ConfigurationKeysTests {
  /// The README's section is also the man page autotag.yml(5), and the template is what `autotag init` writes.
  @Test("each key that is read stands in the README's section and in the template")
  func keys() throws {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let sources = root.appending(path: "Sources/Configuration")
    var keys: Set<String> = []
    let files = try FileManager.default.contentsOfDirectory(atPath: sources.path)
    for file in files where file.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      for list in text.matches(of: /keys: \[\s*("[^\]]*)\]/) {
        for key in list.1.matches(of: /"([^"]+)"/) { keys.insert(String(key.1)) }
      }
    }
    #expect(keys.count > 25)
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let section = try #require(readme.firstMatch(of: /\n## Configuration\n(?s:.*?)\n##[ ]/)).0
    let template = try String(
      contentsOf: sources.appending(path: "ConfigurationTemplate.swift"), encoding: .utf8)
    for key in keys.sorted() {
      let pattern = try Regex("[ {\\n]\(key):")
      #expect(section.contains(pattern), "\(key) is not in the README's section Configuration")
      let isWritten = template.contains(pattern) || template.contains("line(\"\(key)\"")
      #expect(isWritten, "\(key) is not in ConfigurationTemplate.swift")
    }
  }
}
