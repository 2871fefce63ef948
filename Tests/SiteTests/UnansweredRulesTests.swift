import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import RedirectAgreement
import TestSupport
import Testing

@Suite("A link whose rule never answers is told of at the link")
struct UnansweredRulesTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let format: RedirectFormat
    let rules: String
    let link: String
    /// The rule's line, and words of the reason; `nil` where nothing is to be told.
    let told: (line: Int, reason: String)?
    var files: [String] = []

    init(
      _ format: RedirectFormat, _ rules: String, _ link: String, _ line: Int?, _ reason: String = "",
      files: [String] = []
    ) {
      (self.format, self.rules, self.link, self.files) = (format, rules, link, files)
      told = line.map { ($0, reason) }
    }

    var testDescription: String { "\(link) with \(rules) and \(files)" }
  }

  static let network = "https://click.linksynergy.com/deeplink?id=A&mid=1"
  static let on = "RewriteEngine On\n"

  static let cases: [Case] = [
    Case(.htaccess, "\(on)RewriteRule ^/go/x$ \(network) [R=302,L]", "/go/x", 2, "behind the first slash"),
    Case(.htaccess, "\(on)RewriteRule /go/x \(network) [R=302,L]", "/go/x", 2, "behind the first slash"),
    Case(.htaccess, "\(on)RewriteRule ^/go/(.*)$ \(network)&m=$1 [R]", "/go/x", 2, "behind the first slash"),
    Case(.htaccess, "RewriteEngine Off\nRewriteRule ^go/x$ \(network) [R=302,L]", "/go/x", 2, "is off"),
    Case(.htaccess, "RewriteRule ^go/x$ \(network) [R=302,L]", "/go/x", 1, "is off"),
    Case(.htaccess, "\(on)RewriteRule ^go/ - [L]\nRewriteRule ^go/x$ \(network) [R]", "/go/x", 3, "in front"),
    Case(.htaccess, "\(on)RewriteRule . - [END]\nRewriteRule ^go/x$ \(network) [R]", "/go/x", 3, "in front"),
    Case(.htaccess, "\(on)RewriteRule ^go/x$ \(network) [R]", "/go/x/", 2, "without the slash at the end"),
    Case(.htaccess, "\(on)RewriteRule ^go/x/$ \(network) [R]", "/go/x", 2, "with a slash at the end"),
    Case(.htaccess, "\(on)RewriteRule \"^go/x/$\" \"\(network)\" [R]", "/go/x", 2, "with a slash at the end"),
    Case(.htaccess, "\(on)RewriteRule ^go/dyson$ \(network) [R]", "/GO/Dyson", 2, "letter case"),
    Case(.htaccess, "\(on)RewriteRule ^go/a\\.b$ \(network) [R]", "/go/A.b", 2, "letter case"),
    Case(
      .htaccess, "\(on)RewriteRule ^go/(.*)$ /index.html [R,L]\nRewriteRule ^go/x$ \(network) [R]", "/go/x",
      3,
      ".htaccess:2 answers first", files: ["index.html"]),
    Case(
      .htaccess, "\(on)RewriteRule .* index.html [L]\nRewriteRule ^go/x$ \(network) [R]", "/go/x", 3,
      "a rule in front", files: ["index.html"]),
    Case(.htaccess, "RedirectMatch ^go/x$ \(network)", "/go/x", 1),
    Case(
      .redirects, "/* /index.html 200\n/go/x \(network) 302", "/go/x", 2, "in front", files: ["index.html"]),
    Case(.redirects, "/go/* /none/:splat 200\n/go/x \(network) 302", "/go/x", 2),
    Case(.redirects, "/go/x \(network) 302", "/go/x", 1, "a file of the site", files: ["go/x/index.html"]),
    Case(.redirects, "/go/* \(network) 302", "/GO/x", 1),
    Case(.nginx, "location /go/x/ { return 302 \(network); }", "/go/x", 1, "with a slash at the end"),
    Case(.nginx, "location = /go/x { return 302 \(network); }", "/go/x/", 1, "without the slash at the end"),
    Case(.nginx, "location = /go/x { return 302 \(network); }", "/GO/x", 1, "letter case"),
    Case(.nginx, "rewrite ^/go/x$ \(network) redirect;", "/go/x/", 1, "without the slash at the end"),
    Case(
      .nginx, "location /go/x { return 302 \(network); }\nlocation ~ ^/go/ { root /x; }", "/go/x", 1),
    Case(.caddy, ":80\nrewrite /go/* /index.html\nredir /go/x \(network)", "/go/X", 3),
    Case(.caddy, ":80\nhandle /go/x/ {\n  redir \(network)\n}", "/go/x", 3, "with a slash at the end"),
    Case(.caddy, ":80\n@x path /go/x/\nredir @x \(network)", "/go/x", 3, "with a slash at the end"),
    Case(
      .vercel, "{\"redirects\": [{\"source\": \"/go/x/y\", \"destination\": \"\(network)\"}]}", "/go/x/y/z",
      nil),
    // Answered, or not meant.
    Case(
      .htaccess, "\(on)RewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^go/(.*)$ \(network)&m=$1 [R,QSA]",
      "/go/x.html", nil, files: ["go/x.html"]),
    Case(
      .htaccess, "\(on)RewriteCond %{QUERY_STRING} ^id=5$\nRewriteRule ^out$ \(network) [R,QSA]", "/out", nil,
      files: ["out/index.html"]),
    Case(.htaccess, "Redirect /go/y \(network)", "/go/x", nil),
    Case(.htaccess, "Redirect /go/y \(network)", "/go", nil, files: ["go/index.html"]),
    Case(.htaccess, "\(on)RewriteRule ^(.*)$ \(network) [R]", "/index.html", nil, files: ["index.html"]),
    Case(.redirects, "/* \(network) 302", "/a.html", nil, files: ["a.html"]),
    Case(.redirects, "/a/* \(network) 302", "/a/b.html", nil, files: ["a/b.html"]),
  ]

  @Test(arguments: cases)
  func link(_ test: Case) throws {
    let folder = try TemporaryFolder()
    let name = test.format == .htaccess ? ".htaccess" : "rules"
    try folder.write(test.rules + "\n", to: name)
    for file in test.files { try folder.write("<title>x</title>", to: file) }
    try folder.write(
      "<a href=\(test.link)>x</a>\n<a href=\(test.link) rel=rakuten>x</a>", to: "links.html")
    var options = RewriteOptions(site: folder.url.path, destination: nil, rules: TaggingOptions())
    if test.format != .htaccess {
      options.redirects.sources = [.init(path: name, format: test.format, prefix: "/")]
    }
    let problems = try SiteRewriter(options).run().problems.filter { $0.file == "links.html" }
    let told = problems.filter { $0.kind == .redirectUnanswered }
    #expect(told.map(\.line) == (test.told == nil ? [] : [1, 2]), "\(problems.map(\.message))")
    if let (line, reason) = test.told {
      #expect(told.allSatisfy { $0.message.hasPrefix("\(name):\(line) leads to rakuten") })
      #expect(told.allSatisfy { $0.message.contains(reason) }, "\(told.map(\.message))")
    }
  }

  @Test("by all three commands alike", arguments: cases)
  func agreement(_ test: Case) throws {
    try AgreementSite(
      rules: test.rules, test.format, empty: test.files, baseURL: nil, link: test.link
    ).expectAgreement()
  }
}
