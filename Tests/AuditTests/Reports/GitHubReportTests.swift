import AutoTagAudit
import Testing

@Suite("The report as workflow commands")
struct GitHubReportTests {
  /// A command as the runner reads it.
  private struct Command {
    let name: String
    let properties: [String: String]
    let message: String

    /// By the documentation's escaping: `%25 %0D %0A` in messages, `%3A %2C` in properties too.
    init?(_ line: Substring) {
      guard line.hasPrefix("::"), let end = line.dropFirst(2).firstRange(of: "::") else { return nil }
      let head = line[line.index(line.startIndex, offsetBy: 2)..<end.lowerBound]
      let parts = head.split(separator: " ", maxSplits: 1)
      guard let first = parts.first else { return nil }
      name = String(first)
      var properties: [String: String] = [:]
      for property in (parts.count > 1 ? parts[1] : "").split(separator: ",") {
        let pair = property.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return nil }
        properties[String(pair[0])] = Self.unescaped(pair[1])
      }
      self.properties = properties
      message = Self.unescaped(line[end.upperBound...])
    }

    private static func unescaped(_ text: Substring) -> String {
      var text = String(text)
      for (code, character) in [("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")] {
        text.replace(code, with: character)
      }
      return text
    }
  }

  @Test("each group of findings is one command, with file, line and title")
  func commands() throws {
    let lines = SampleAudit.odd.text(GitHubReport()).split(separator: "\n")
    let commands = lines.compactMap(Command.init)
    #expect(lines.count == commands.count + 1, "the last line is for the log")
    #expect(
      commands.map(\.name) == ["error", "error", "warning", "error", "notice", "notice", "warning", "error"])
    let second = commands[1]
    #expect(second.properties["file"] == "public/blog/boots & <b>“laces”</b>.html")
    #expect(second.properties["line"] == "2" && second.properties["endLine"] == "2")
    #expect(second.properties["col"] == "23" && second.properties["endColumn"] == "86")
    #expect(second.properties["title"] == "A link without the click id's place [link-untagged]")
    #expect(second.message.hasPrefix("The link has no u1.\nRun autotag rewrite"))
    #expect(commands[2].message.hasSuffix("\nRemove one\nof them: 100%."))
    #expect(commands[5].message.hasSuffix("and 29 more in this file: line 1"))
    #expect(commands[7].properties["file"] == "public/locked & <odd>.html")
  }

  @Test("colons, commas and percent signs of a name do not end it, and no text begins a command")
  func escaping() throws {
    let page = SampleSource("a,b:c%2C%.html", "x")
    let audit = SampleAudit.empty.with(
      page.file, [page.finding("x", .error, at: "x", "a\n::error file=b::c\r\n%0A", fix: "")])
    let lines = audit.text(GitHubReport()).split(separator: "\n")
    try #require(lines.count == 2)
    let command = try #require(Command(lines[0]))
    #expect(command.properties["file"] == "public/a,b:c%2C%.html")
    #expect(command.message == "a\n\\u{3a}:error file=b::c\n%0A")
  }

  @Test("a name is itself, whatever it begins with", arguments: ["::x.html", " ::x.html", "a:b.html"])
  func names(file: String) throws {
    let page = SampleSource(file, "x")
    var report = GitHubReport()
    _ = report.begin(AuditContext(site: ".", version: "", checks: []))
    let audited = AuditedPage(
      file: page.file, links: [], findings: [page.finding("x", .error, at: "x", "a", fix: "")])
    let text = String(decoding: report.page(audited), as: UTF8.self)
    #expect(try #require(Command(text[...])).properties["file"] == file)
  }
}
