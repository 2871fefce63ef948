import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

/// Rules on the way of links to `/go/a`, of which something is to be said once, however many links meet them.
@Suite("Rules that refuse the token, or tell visitors apart")
struct RuleRemarksTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rules: String
    /// The lines of rules with the codes that are told of.
    let remarks: [String]
    var format = RedirectFormat.htaccess
    var mode = RedirectMode.tag
    var testDescription: String { "\(rules) \(mode)" }

    init(
      _ rules: String, _ remarks: [String], _ format: RedirectFormat = .htaccess, _ mode: RedirectMode = .tag
    ) {
      (self.rules, self.remarks, self.format, self.mode) = (rules, remarks, format, mode)
    }
  }

  private static let network = "https://click.linksynergy.com/deeplink?id=A&mid=1"
  private static let on = "RewriteEngine On\n"
  private static let go = "RewriteRule ^go/ \(network) [R=302,L,QSA,NE]\n"
  private static let location = "location /go/ { return 302 \(network)&$args; }"
  private static func refusing(_ condition: String, _ rule: String = "RewriteRule .* - [F]") -> String {
    on + "RewriteCond \(condition)\n\(rule)\n" + go
  }
  private static func `if`(_ condition: String) -> String {
    "server {\nif (\(condition)) { return 403; }\n\(location)\n}\n"
  }

  static let tokens = [
    Case(refusing(#"%{QUERY_STRING} (;|<|>|--|') [NC]"#), ["3 token-refused"]),
    Case(refusing("%{QUERY_STRING} --"), ["3 token-refused"]),
    Case(refusing("%{QUERY_STRING} -{2,}"), ["3 token-refused"]),
    Case(refusing(#"%{THE_REQUEST} \?.*--"#), ["3 token-refused"]),
    Case(refusing("%{QUERY_STRING} CLICK-ID"), ["3 token-refused"]),
    Case(refusing("%{QUERY_STRING} !^(u1=[0-9A-Za-z]+)?$"), ["3 token-refused"]),
    Case(refusing("%{QUERY_STRING} --", "RewriteRule ^ - [G]"), ["3 token-refused"]),
    Case(refusing("%{QUERY_STRING} --", "RewriteRule ^go/ /blocked.html? [R,L]"), ["3 token-refused"]),
    Case(
      on + "RewriteCond %{QUERY_STRING} <script> [OR]\nRewriteCond %{QUERY_STRING} --\nRewriteRule ^ - [F]\n"
        + go,
      ["4 token-refused"]),
    Case(on + go + "<If \"%{QUERY_STRING} =~ /--/\">\nRewriteRule ^ - [F]\n</If>\n", ["4 token-refused"]),
    Case(`if`("$args ~ --"), ["2 token-refused"], .nginx),
    Case(`if`("$query_string ~* \"(<|>|--)\""), ["2 token-refused"], .nginx),
    // What no token has in it, and what lets the token pass.
    Case(refusing("%{QUERY_STRING} (<|>|')"), []),
    Case(refusing("%{QUERY_STRING} (%3C|%3E)"), []),
    Case(refusing("%{REQUEST_URI} --"), []),
    Case(
      on
        + "RewriteCond %{QUERY_STRING} !u1=--CLICK-ID--\nRewriteCond %{QUERY_STRING} --\nRewriteRule ^ - [F]\n"
        + go, []),
    // A link that is replaced never comes to the rule.
    Case(refusing("%{QUERY_STRING} --"), [], .htaccess, .inline),
    // Links that lead to no group are nobody's concern.
    Case(
      on + "RewriteCond %{QUERY_STRING} --\nRewriteRule ^ - [F]\nRewriteRule ^to/ \(network) [R,L]\n", []),
  ]

  static let visitors = [
    Case(refusing("%{HTTP_USER_AGENT} (ahrefs|semrush) [NC]"), ["3 visitor-assumed"]),
    Case(refusing("%{HTTP_USER_AGENT} ^-?$"), ["3 visitor-assumed"]),
    Case(
      refusing("%{HTTP:X-Forwarded-Proto} !https", "RewriteRule ^(.*)$ https://s.test/$1 [R=301,L]"),
      ["3 visitor-assumed"]),
    Case(
      refusing(#"%{HTTP:CF-Visitor} '"scheme":"http"'"#, "RewriteRule ^(.*)$ https://s.test/$1 [R=301,L]"),
      ["3 visitor-assumed"]),
    Case(
      on
        + "RewriteCond %{HTTP_USER_AGENT} bot [NC,OR]\nRewriteCond %{HTTP_USER_AGENT} ^$\nRewriteRule ^ - [F]\n"
        + go,
      ["4 visitor-assumed"]),
    Case(`if`("$http_user_agent ~* (bot|crawl)"), ["2 visitor-assumed"], .nginx),
    Case(`if`("$http_x_forwarded_proto = http"), ["2 visitor-assumed"], .nginx),
    // The rule is not for the link, or its condition asks for nothing of the kind.
    Case(refusing("%{HTTP_USER_AGENT} bot", "RewriteRule ^blog/ - [F]"), []),
    Case(refusing("%{HTTP:Upgrade} websocket", "RewriteRule ^ - [F]"), []),
    Case(refusing("%{HTTPS} off", "RewriteRule ^(.*)$ https://s.test/$1 [R=301,L]"), []),
    Case(on + go, []),
  ]

  private static let codes: [ProblemCode] = [.tokenRefused, .visitorAssumed]

  @Test(arguments: tokens + visitors)
  func remarks(_ test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a href=/go/a>x</a><a href=/go/b>x</a>", to: "site/index.html")
    try folder.write("<a href=/go/a>x</a>", to: "site/b.html")
    try folder.write(test.rules, to: test.format == .htaccess ? "site/.htaccess" : "site.conf")
    var options = RewriteOptions(site: folder.url.appending(path: "site").path)
    options.rules.baseURL = "https://s.test/"
    options.redirects.mode = test.mode
    if test.format != .htaccess {
      options.redirects.sources = [
        .init(path: folder.url.appending(path: "site.conf").path, format: test.format)
      ]
    }
    let summary = try SiteRewriter(options).run()
    let found = summary.problems.filter { Self.codes.contains($0.kind) }
    #expect(found.map { "\($0.line ?? 0) \($0.code)" } == test.remarks)
    #expect(found.allSatisfy { $0.severity == .note })
  }
}
