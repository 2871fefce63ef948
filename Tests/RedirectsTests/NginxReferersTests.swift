import AutoTagRedirects
import Foundation
import TestSupport
import Testing

/// The lists of `valid_referers` that nginx takes, as it says itself, and the rules beside them.
@Suite("valid_referers")
struct NginxReferersTests {
  static let cases: [(directive: String, isTaken: Bool)] = [
    ("valid_referers none blocked server_names;", true),
    ("valid_referers server_names;", true),
    ("valid_referers none blocked *.shop.example;", true),
    ("valid_referers none shop.example/path;", true),
    ("valid_referers ~google;", true),
    ("valid_referers none blocked server_names ~google;", true),
    ("valid_referers none blocked; valid_referers shop.example;", true),
    ("valid_referers none blocked;", false),
    ("valid_referers none;", false),
    ("valid_referers blocked none;", false),
    ("valid_referers none blocked ~google;", false),
    ("valid_referers;", false),
  ]

  private static func rules(_ directive: String) -> String {
    "server {\nlisten 127.0.0.1:8099; server_name shop.example;\n\(directive)\nif ($invalid_referer) { return 403; }\n"
      + "location = /go/a { return 302 https://click.linksynergy.com/deeplink; }\n}"
  }

  @Test(arguments: cases)
  func told(directive: String, isTaken: Bool) {
    let source = RedirectFormat.nginx.source.read(
      Array(Self.rules(directive).utf8), named: "nginx.conf", prefix: "/")
    #expect(source.diagnostics.map(\.kind) == (isTaken ? [] : [.malformed]))
    // The rest is read all the same.
    #expect(source.rules.contains { $0.text.contains("click.linksynergy.com") })
  }

  @Test("nginx", Oracle.needs("nginx"), arguments: cases)
  func asksNginx(directive: String, isTaken: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.url.path
    let file = try folder.write(
      "pid \(path)/pid;\nerror_log \(path)/error.log;\nevents {}\nhttp {\naccess_log off;\n\(Self.rules(directive))\n}\n",
      to: "nginx.conf")
    let output = try Oracle.run("nginx", ["-t", "-p", path, "-c", file.path])
    #expect((output.status == 0) == isTaken, "\(output.standardError)")
  }
}
