import AutoTagRedirects
import AutoTagWebURL
import TestSupport
import Testing

/// Rules that ask for more and more text or work: what is longer than 64 KB is not understood, and never guessed.
struct GrowingTextTests {
  /// Rules that make a text longer and longer, a link, and where its chain ends.
  struct Growth: Sendable, CustomTestStringConvertible {
    let format: RedirectFormat
    let rules: String
    let link: String
    /// The end in the words of `ChainTests`, up to the number of hops.
    let end: String

    init(_ format: RedirectFormat, _ rules: String, _ link: String, _ end: String) {
      (self.format, self.rules, self.link, self.end) = (format, rules, link, end)
    }

    var testDescription: String { "\(format) \(rules.prefix(60)) \(end)" }

    func check() throws {
      let source = format.source.read(Array(rules.utf8), named: "rules", prefix: "/")
      let site = try #require(SiteAddress("https://shop.example/"))
      let map = RedirectMap(sources: [source], site: site, files: SiteFiles([String]()))
      let chain = map.chain(from: try #require(WebURL(link, relativeTo: site.root)))
      #expect(ChainTests.summary(chain).hasPrefix("\(end),"), "\(ChainTests.summary(chain).prefix(200))")
    }
  }

  static func rewriting(_ rule: String, _ count: Int = 1) -> String {
    "RewriteEngine On\n" + repeated(rule + "\n", count) + "RewriteRule ^ https://e.com/? [R]\n"
  }

  static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  static let out = "external https://e.com/, 1 hops"

  static func unknown(_ line: Int, _ hops: Int = 0) -> String { "unknown at rules:\(line), \(hops) hops" }

  // The text of `/x` in the folder is one byte.
  @Test(arguments: [
    Growth(.htaccess, rewriting("RewriteRule ^(.*)$ $1$1", 16), "/x", out),
    Growth(.htaccess, rewriting("RewriteRule ^(.*)$ $1$1", 17), "/x", unknown(18)),
    Growth(.htaccess, rewriting("RewriteRule ^(.*)$ $1$1", 40), "/x", unknown(18)),
    Growth(.htaccess, rewriting("RewriteRule ^(.*)$ $1$1 [N]"), "/x", unknown(2)),
    Growth(.htaccess, rewriting("RewriteRule ^(x+)$ $1$1 [S=1]", 40), "/x", unknown(34)),
    Growth(
      .htaccess, rewriting("RewriteRule ^(.*)$ \(repeated("$1", 9))", 6), "/x", unknown(7)),
    Growth(
      .htaccess, rewriting("RewriteRule ^ /x?a%{QUERY_STRING}%{QUERY_STRING}", 40), "/x",
      unknown(17)),
    Growth(.htaccess, rewriting("RewriteRule ^ /x?\(repeated("a", 1_023)) [QSA]", 64), "/x", out),
    Growth(
      .htaccess, rewriting("RewriteRule ^ /x?\(repeated("a", 1_023)) [QSA]", 65), "/x",
      unknown(66)),
    Growth(.htaccess, rewriting("RewriteRule ^ /x?\(repeated("a", 99)) [QSA,N]"), "/x", unknown(2)),
    Growth(
      .htaccess, rewriting("RewriteCond \(repeated("%{REQUEST_URI}", 32_768)) ^/\nRewriteRule ^ -"), "/x", out
    ),
    Growth(
      .htaccess, rewriting("RewriteCond \(repeated("%{REQUEST_URI}", 32_769)) ^/\nRewriteRule ^ -"), "/x",
      unknown(3)),
    Growth(
      .htaccess, rewriting("RewriteCond $1 ^(.*)$\nRewriteRule ^(.*)$ %1%1", 40), "/x", unknown(35)),
    Growth(.htaccess, rewriting("RewriteRule ^(.*)$ $1$1 [B]", 40), "/%20", unknown(13)),
    Growth(
      .htaccess, "RedirectMatch ^/(.*)$ https://e.com/\(repeated("$1", 300_000))", "/x",
      unknown(1)),
    Growth(
      .htaccess, "RedirectMatch ^/(.*)$ https://e.com/\(repeated("$1", 10))", "/x",
      "external https://e.com/xxxxxxxxxx, 1 hops"),
    Growth(.htaccess, rewriting("RewriteRule ^(.*)$ /$1/$1/$1/$1 [R,L]"), "/x", unknown(2, 7)),
    Growth(.htaccess, "Redirect /x /x/\(repeated("a/", 5_000))", "/x", unknown(1, 6)),
    Growth(.htaccess, "Redirect /x /x/%41%2541", "/x", "too long, 10 hops"),
  ])
  func httpdMakesNoTextWithoutEnd(_ test: Growth) throws { try test.check() }

  static func setting(_ text: String, _ count: Int, _ rest: String) -> String {
    "location / {\n set $a x;\n" + repeated(" set $a \(text);\n", count) + " \(rest)\n}\n"
  }

  static func replacing(_ rewrite: String, _ count: Int = 1) -> String {
    "location / {\n" + repeated(" \(rewrite)\n", count) + " return 302 https://e.com/;\n}\n"
  }

  @Test(arguments: [
    Growth(.nginx, setting("$a$a", 16, "if ($a) { return 302 https://e.com/; }"), "/x", out),
    Growth(
      .nginx, setting("$a$a", 17, "if ($a) { return 302 https://e.com/; }"), "/x",
      unknown(20)),
    Growth(.nginx, setting("$a$a", 40, "return 302 https://e.com/;"), "/x", out),
    Growth(.nginx, setting("$a$a", 40, "return 302 https://e.com/?$a;"), "/x", unknown(43)),
    Growth(
      .nginx, setting("$a$a", 40, "if ($a ~ x$) { return 302 https://e.com/; }"), "/x",
      unknown(43)),
    Growth(
      .nginx, setting("$a$a", 40, "if ($a = $uri) { return 302 https://e.com/; }"), "/x",
      unknown(43)),
    Growth(
      .nginx, setting("$a$a", 40, "if (-f $document_root/$a) { return 302 https://e.com/; }"), "/x",
      unknown(43)),
    Growth(.nginx, setting("$a$a", 40, "try_files $a /y;"), "/x", unknown(1)),
    Growth(.nginx, setting("$a$a", 40, "rewrite ^ /$a;"), "/x", unknown(43)),
    Growth(.nginx, replacing("rewrite ^(.*)$ $1$1;", 15), "/x", out),
    Growth(.nginx, replacing("rewrite ^(.*)$ $1$1;", 16), "/x", unknown(17)),
    Growth(.nginx, replacing("rewrite ^(.*)$ $1$1$1$1$1$1$1$1 last;"), "/x", unknown(2)),
    Growth(.nginx, replacing("rewrite ^ /x?a$args$args?;", 40), "/x", unknown(17)),
    Growth(.nginx, replacing("rewrite ^ /x?\(repeated("a", 1_023));", 64), "/x", out),
    Growth(
      .nginx, replacing("rewrite ^ /x?\(repeated("a", 1_023));", 65), "/x", unknown(66)),
    Growth(
      .nginx, replacing("rewrite ^ https://e.com/\(repeated("$uri", 40_000)) redirect;"), "/x",
      unknown(2)),
    Growth(
      .nginx, "location / {\n return 302 \(repeated("$request_uri", 40_000));\n}", "/x",
      unknown(2)),
    Growth(
      .nginx, "location / {\n try_files /no $uri$uri$uri$uri$uri$uri$uri$uri;\n}", "/x",
      unknown(1)),
    Growth(.nginx, "location / {\n return 302 $uri$uri$uri$uri;\n}", "/x", unknown(2, 7)),
    Growth(
      .nginx, wideMaps(6) + "server {\n return 302 https://e.com/?$m0;\n}", "/x", unknown(8)
    ),
    Growth(
      .nginx,
      "map $uri $a { default $b$b; }\nmap $uri $b { default $a$a; }\nserver {\n return 302 https://e.com/?$a;\n}",
      "/x", unknown(4)),
  ])
  func nginxMakesNoTextWithoutEnd(_ test: Growth) throws { try test.check() }

  /// Each of the maps has eight of the next one's texts, the last one eight paths.
  static func wideMaps(_ count: Int) -> String {
    (0..<count).map { number in
      let next = number == count - 1 ? "$uri" : "$m\(number + 1)"
      return "map $uri $m\(number) { default \"\(repeated(next, 8))\"; }\n"
    }.joined()
  }

  static func listed(_ source: String, _ target: String, _ flags: String = #""flag_regex": true"#) -> String {
    #"{"redirects": [{"url": "\#(source)", "action_data": {"url": "\#(target)"}, "match_data": {"source": {\#(flags)}}}]}"#
  }

  @Test(arguments: [
    Growth(
      .netlify, "/* https://e.com/\(repeated(":splat", 65_522))", "/x",
      "external https://e.com/\(repeated("x", 65_522)), 1 hops"),
    Growth(.netlify, "/* https://e.com/\(repeated(":splat", 65_523))", "/x", unknown(1)),
    Growth(.netlify, "/* /:splat/:splat/:splat/:splat", "/x", unknown(1, 7)),
    Growth(
      .netlify, "\n/x q=:q /x?q=:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q:q", "/x?q=a",
      unknown(2, 3)),
    Growth(
      .netlifyTOML, "[[redirects]]\nfrom = \"/*\"\nto = \"/:splat/:splat/:splat/:splat\"", "/x",
      unknown(1, 7)),
    Growth(
      .cloudflare, "/:a/* /\(repeated(":splat/", 280))", "/a/\(repeated("x", 300))", unknown(1)),
    Growth(
      .vercel, HostFilesTests.redirects(#"{"source": "/:p*", "destination": "/:p*/:p*/:p*/:p*"}"#), "/x",
      unknown(1, 5)),
    Growth(
      .vercel,
      HostFilesTests.redirects(#"{"source": "/(.*)", "destination": "/\#(repeated("$1", 70_000))"}"#), "/x",
      unknown(1)),
    Growth(
      .vercel,
      HostFilesTests.redirects(
        #"{"source": "/x", "has": [{"type": "query", "key": "q"}], "destination": "/x?q=\#(repeated(":q", 40_000))"}"#
      ), "/x?q=ab", unknown(1)),
    Growth(
      .vercel,
      HostFilesTests.redirects(#"{"source": "/x", "destination": "/x?q=\#(repeated("a", 20_000))"}"#),
      "/x?q=b", "loop /x?q=\(repeated("a", 20_000)), 2 hops"),
    Growth(
      .redirectionJSON, listed("^/(.*)$", "/\(repeated("$1", 70_000))"), "/x", unknown(1)),
    Growth(.redirectionJSON, listed("^/(.*)$", "/$1/$1/$1/$1"), "/x", unknown(1, 7)),
    Growth(.redirectionJSON, listed(#"^/x\\?(.*)$"#, "/x?$1&$1&$1&$1"), "/x?a", unknown(1, 7)),
    Growth(
      .redirectionJSON, listed("^/x", "/x\(repeated("a", 20_000))"), "/x?q=b", unknown(1, 3)),
    Growth(
      .prettyLinks, "slug,url,redirect_type,param_forwarding\nx,/x?q=\(repeated("a", 20_000)),301,1",
      "/x?q=b", unknown(2, 3)),
  ])
  func aListMakesNoTextWithoutEnd(_ test: Growth) throws { try test.check() }

  // Nothing of these is long; there is much of it.
  @Test(
    arguments: [
      // httpd answers such a loop with 500.
      Growth(.htaccess, rewriting("RewriteRule ^(.*)$ $1 [N]"), "/x", "dead end /x, 0 hops"),
      Growth(
        .htaccess, rewriting("RewriteRule ^(.*)$ $1 [N]\n" + repeated("RewriteRule y /\n", 999)), "/x",
        "dead end /x, 0 hops"),
      Growth(
        .htaccess, rewriting("\(repeated("RewriteRule y /\n", 5_000))RewriteRule ^(.*)$ $1 [N]"), "/x",
        unknown(440)),
      Growth(.htaccess, rewriting("RewriteRule ^(.*)$ $1", 20_000), "/x", unknown(3346)),
      Growth(
        .nginx,
        setting("$a$a", 16, (0..<1_100).map { "set $v\($0) $a;" }.joined() + "return 302 https://e.com/;"),
        "/x", unknown(19)),
      Growth(
        .nginx,
        setting("$a$a", 16, (0..<900).map { "set $v\($0) $a;" }.joined() + "return 302 https://e.com/;"),
        "/x", out),
      Growth(
        .nginx, setting("$a$a", 16, repeated("rewrite (.*)y$ /z;", 1_200)), "/\(repeated("x", 60_000))",
        unknown(19)),
      Growth(.htaccess, rewriting("RewriteRule a{0,300}a{0,300}[yz]$ /"), "/\(repeated("a", 60))!", out),
      Growth(
        .htaccess, rewriting("RewriteRule a{0,300}a{0,300}[yz]$ /"), "/\(repeated("a", 60_000))!",
        unknown(2)),
      Growth(.htaccess, rewriting("RewriteRule ^(.*)/(.*)z$ /"), "/\(repeated("a", 60_000))!", out),
      // Twenty bytes that PCRE2 makes 18,000 of.
      Growth(.htaccess, rewriting("RewriteRule (?:(?:a{30}){30}){60} /"), "/x", unknown(2)),
      Growth(.htaccess, rewriting("RewriteRule (?:[0-9a-f]{2}-){15}|(?:\\w+/){3,9}\\p{L} /"), "/x", out),
      Growth(
        .redirectionJSON,
        #"{"redirects": ["#
          + (0..<5_000).map { #"{"url": "/x?n=\#($0)", "action_data": {"url": "https://e.com/"}}"# }.joined(
            separator: ",\n") + "]}", "/x?n=4999", out),
    ])
  func workHasAnEnd(_ test: Growth) throws { try test.check() }

  @Test("each nginx location is looked at once, however deep", arguments: ["location / {", "location ~ x {"])
  func nestedLocations(opening: String) throws {
    // Four times as deep would otherwise be 2^18 times the work.
    let work = try LinearWork(from: 6) { depth in
      try Growth(
        .nginx,
        Self.repeated("\(opening)\n", depth) + "location = /x { return 302 https://e.com/; }"
          + Self.repeated("}", depth),
        "/x", Self.out
      ).check()
    }
    #expect(work.isLinear, "\(work)")
  }
}
