import Foundation
import TestSupport
import Testing

@Suite("autotag resolve: rules that ask for the click id")
struct ClickIDRuleTests {
  @Test(
    "a rule that asks for the click id is shown beside the one that answers without it",
    arguments: ["text", "json"])
  func ruleForClickID(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=/go/a>a</a>", to: "site/index.html")
    let target = "https://click.linksynergy.com/deeplink?id=A&mid=1"
    try folder.write(
      "/go/a u1=:u1 \(target)&u1=:u1 302\n/go/a \(target) 302\n/go/b \(target) 302\n", to: "site/_redirects")
    try folder.write("", to: "site/netlify.toml")
    let output = try Product.run(
      "resolve", "--site", "site", "--color", "never", "--format", format, "/go/a", "/go/b", in: folder.url)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    guard format == "json" else {
      #expect(
        text.contains(
          """
            with the click id another rule answers:
            302  site/_redirects:1  /go/a u1=:u1 \(target)&u1=:u1 302
              →  \(target)&u1=--CLICK-ID--
          """), "\(text)")
      #expect(text.ranges(of: "another rule answers").count == 1)
      return
    }
    let object = try #require(JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any])
    let hops = try #require(object["links"] as? [[String: Any]]).map { $0["tagged_hops"] as? [[String: Any]] }
    #expect(hops.map { $0?.map { $0["line"] as? Int } } == [[1], []])
  }
}
