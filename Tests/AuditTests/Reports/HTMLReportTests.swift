import AutoTagAudit
import Foundation
import TestSupport
import Testing

@Suite("The report as a page", .serialized)
struct HTMLReportTests {
  /// As large a site as the report must stay usable with.
  private static let large: SampleAudit = {
    var audit = SampleAudit.empty
    let hosts = ["dyson.com", "laces.example", "lamps.example", "kettles.example"]
    audit.pages = (0..<5_000).map { number in
      let file = "\(["blog", "reviews", "guides"][number % 3])/boots-\(number)/index.html"
      let links = (0..<10).map { index in
        let host = "www." + hosts[(number + index) % hosts.count]
        let murl = "https%3A%2F%2F\(host)%2Fboots-\(index)%3Fref%3D\(number)"
        return AuditedLink(
          line: 20 + index, column: 12,
          href: "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=3631\(index)&murl=\(murl)",
          text: "Best price at \(host)", group: "rakuten", kind: .deepLink, id: "7VeMhFdLOPg",
          mid: "3631\(index)", offerid: nil, destination: "https://\(host)/boots-\(index)?ref=\(number)",
          state: [.trackable, .repairable, .needsHand][(number + index) % 3], chain: nil)
      }
      let findings = links.enumerated().filter { $0.element.state != .trackable }.map { index, link in
        Finding(
          code: "link-untagged", severity: .error, file: file, line: link.line, column: link.column,
          range: 40..<90,
          excerpt: .init(before: "<p><a href=\"", marked: link.href, after: "\">\(link.text)</a>"),
          message: "The link has no u1.", fix: "Run autotag rewrite.", isRepairedByRewrite: true, link: index,
          fingerprint: "\(number)-\(index)")
      }
      return AuditedPage(file: file, links: links, findings: findings)
    }
    audit.count()
    return audit
  }()

  @Test(
    "Chromium shows it at two widths and in both schemes, by keyboard, silent, accessible, and small with 50,000 links",
    Oracle.needs("chromium", Oracle.python))
  func browser() async throws {
    let folder = try TemporaryFolder()
    let odd = try folder.write(SampleAudit.odd.data(HTMLReport()), to: "odd.html")
    let large = try folder.write(Self.large.data(HTMLReport()), to: "large.html")
    // For those who want to look: the screenshots stay in this folder.
    let shots = ProcessInfo.processInfo.environment["AUTOTAG_SCREENSHOTS"]
    let output = try await Oracle.slowScript(
      "html_report.py", [odd.path, large.path] + (shots.map { [$0] } ?? []))
    print("HTML report: \(String(decoding: output.standardOutput, as: UTF8.self))", terminator: "")
  }

  @Test("the policy names the only style and script by their hashes", Oracle.needs("python3"))
  func policy() throws {
    let script = """
      import base64, hashlib, re, sys
      page = sys.stdin.read()
      for name in "style", "script":
          content = re.search(f"<{name}>(.*?)</{name}>", page, re.S)[1]
          hash = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
          print(f"{name}-src 'sha256-{hash}'" in page)
      """
    let output = try Oracle.run("python3", ["-c", script], input: SampleAudit.odd.data(HTMLReport()))
    #expect(output.lines == ["True", "True"])
  }

  @Test("past a number of links the rest is counted only")
  func limit() {
    let whole = Self.large.text(HTMLReport())
    let cut = Self.large.text(HTMLReport(linkLimit: 1_000))
    #expect(whole.contains("\"leftOut\":0,"))
    #expect(cut.contains("\"leftOut\":49") && cut.utf8.count < whole.utf8.count / 10)
  }
}
