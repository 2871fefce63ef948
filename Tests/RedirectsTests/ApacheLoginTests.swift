import AutoTagRedirects
import AutoTagWebURL
import Foundation
import TestSupport
import Testing

/// `.htaccess` files that ask for a name and a password: what is said of them, and what httpd answers.
@Suite("Who asks for a name and a password")
struct ApacheLoginTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let rules: String
    /// httpd's answer to who has neither.
    let status: Int
    /// The line that is told of; `nil` where none is.
    let line: Int?

    init(_ rules: String, _ status: Int, line: Int?) {
      (self.rules, self.status, self.line) = (rules, status, line)
    }

    var testDescription: String { rules }
    var text: String { rules + "Redirect /go/a https://click.linksynergy.com/deeplink\n" }
  }

  private static let basic = "AuthType Basic\nAuthName x\nAuthUserFile /dev/null\n"

  static let cases: [Case] = [
    Case(basic + "Require valid-user\n", 401, line: 4),
    Case(basic + "Require user bob\n", 401, line: 4),
    Case(basic + "require valid-user\n", 401, line: 4),
    Case(basic + "Require user bob\nRequire user eve\n", 401, line: 5),
    Case("Require valid-user\n" + basic, 401, line: 1),
    Case(basic + "<RequireAll>\nRequire all granted\nRequire valid-user\n</RequireAll>\n", 401, line: 4),
    Case(basic + "<IfModule mod_authz_core.c>\nRequire valid-user\n</IfModule>\n", 401, line: 5),
    Case(basic + "Require valid-user\nOrder allow,deny\nAllow from all\n", 401, line: 4),
    // Who is let in besides
    Case(basic + "Require valid-user\nRequire all granted\n", 302, line: nil),
    Case(basic + "Require valid-user\nSatisfy any\nOrder allow,deny\nAllow from all\n", 302, line: nil),
    Case("Require valid-user\nSatisfy any\nOrder allow,deny\nAllow from all\n", 302, line: nil),
    Case("<Files wp-login.php>\n" + basic + "Require valid-user\n</Files>\n", 302, line: nil),
    Case("<Limit POST>\nRequire valid-user\n</Limit>\n", 302, line: nil),
    Case(basic, 302, line: nil),
    Case(basic + "Require all granted\n", 302, line: nil),
    // What httpd lacks to ask
    Case("Require valid-user\n", 500, line: 1),
    Case("AuthName x\nRequire valid-user\n", 500, line: 2),
    Case("AuthType Basic\nAuthUserFile /dev/null\nRequire valid-user\n", 500, line: 3),
    Case("AuthType None\nRequire valid-user\n", 500, line: 2),
    Case("Require user bob\n", 500, line: 1),
    Case("<RequireAll>\nRequire all granted\nRequire valid-user\n</RequireAll>\n", 500, line: 1),
    Case("Require valid-user\nRequire all granted\n", 302, line: nil),
  ]

  @Test(arguments: cases)
  func told(_ test: Case) throws {
    let source = RedirectFormat.htaccess.source.read(Array(test.text.utf8), named: ".htaccess", prefix: "/")
    #expect(source.diagnostics.map(\.line) == [test.line].compactMap(\.self))
    #expect(
      source.diagnostics.allSatisfy { $0.message.contains(test.status == 500 ? "AuthType" : "(401)") })
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["index.html"]))
    let chain = map.chain(from: try #require(WebURL("/go/a", relativeTo: site.root)))
    if case .deadEnd(_, .some) = chain.end {
      #expect(test.status == 500)
    } else {
      #expect(test.status != 500 && chain.destination?.host == "click.linksynergy.com")
    }
  }

  @Test("httpd", Oracle.needs("apache2", "python3"))
  func asksApache() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    var hosts = ""
    for (number, test) in Self.cases.enumerated() {
      try folder.write(test.text, to: "s\(number)/.htaccess")
      hosts +=
        "<VirtualHost *:\(port)>\nServerName s\(number).example\nDocumentRoot \(folder.url.path)/s\(number)\n</VirtualHost>\n"
    }
    let names = [
      "mpm_event", "authn_core", "authn_file", "authz_core", "authz_host", "authz_user", "auth_basic",
      "access_compat", "dir", "alias",
    ]
    let modules = names.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n" }.joined()
    let text =
      "ServerRoot \(folder.url.path)\nListen 127.0.0.1:\(port)\nServerName 127.0.0.1\nPidFile \(folder.url.path)/pid\n"
      + "ErrorLog \(folder.url.path)/error.log\n\(modules)User www-data\nGroup www-data\n"
      + "<Directory \(folder.url.path)>\nAllowOverride All\nOptions FollowSymLinks\nRequire all granted\n</Directory>\n\(hosts)"
    let file = try folder.write(text, to: "httpd.conf").path
    let server = try LoopbackServer("apache2", ["-X", "-f", file], in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    let answers = try LoopbackServer.answers(
      to: Self.cases.indices.map {
        LoopbackServer.Request(port: port, target: "/go/a", host: "s\($0).example:\(port)")
      })
    for (test, answer) in zip(Self.cases, answers) { #expect(answer.status == test.status, "\(test)") }
  }
}
