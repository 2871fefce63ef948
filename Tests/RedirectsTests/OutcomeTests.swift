import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import RedirectAgreement
import Testing

/// Rules that depend on the visitor, and the ways that a link has by them, the usual visitor's first.
@Suite("Both branches of what files cannot decide")
struct OutcomeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let format: RedirectFormat
    let rules: String
    let ways: [String]
    var site: String? = "https://shop.example/"

    init(_ format: RedirectFormat, _ rules: String, _ ways: [String], site: String? = "https://shop.example/")
    {
      (self.format, self.rules, self.ways, self.site) = (format, rules, ways, site)
    }

    var testDescription: String { rules }
  }

  static let network = "https://click.linksynergy.com/x"
  private static let on = "RewriteEngine On\n"
  private static let rule = "RewriteRule ^go/a$ \(network) [R=302,L,QSA]"

  static let cases = [
    Case(.htaccess, on + "RewriteCond %{HTTP_COOKIE} a\nRewriteRule ^ - [F]\n" + rule, [network, "refused"]),
    // A condition and its opposite have one answer.
    Case(
      .htaccess,
      on
        + "RewriteCond %{HTTP_COOKIE} a\nRewriteRule ^ - [F]\nRewriteCond %{HTTP_COOKIE} !a\nRewriteRule ^go/ /b [R]",
      ["missing /b", "refused"]),
    // Two hundred addresses are one question.
    Case(
      .htaccess,
      on + (1...200).map { "RewriteCond %{REMOTE_ADDR} =192.0.2.\($0) [OR]" }.joined(separator: "\n")
        + "\nRewriteCond %{REMOTE_ADDR} =198.51.100.1\nRewriteRule ^ - [F]\n" + rule, [network, "refused"]),
    // Bots are no visitors, phones are.
    Case(
      .htaccess, on + "RewriteCond %{HTTP_USER_AGENT} (bot|crawl) [NC]\nRewriteRule ^ - [F]\n" + rule,
      [network]),
    Case(
      .htaccess,
      on + "RewriteCond %{HTTP_USER_AGENT} Mobile\nRewriteRule ^ https://m.example/ [R,L]\n" + rule,
      [network, "https://m.example/"]),
    // A forgotten OR at the end is true (`apply_rewrite_rule`).
    Case(
      .htaccess, on + "RewriteCond %{REMOTE_ADDR} =192.0.2.1 [OR]\nRewriteRule ^ - [F]\n" + rule, ["refused"]),
    Case(
      .htaccess,
      on + "RewriteRule ^ - [E=x:%{HTTP_HOST}]\nRewriteCond %{ENV:x} ^$\nRewriteRule ^ - [F]\n" + rule,
      [network]),
    // Who sets a variable is not in the files: the server's configuration, a module, a program in front of it.
    Case(
      .htaccess, on + "RewriteCond %{ENV:COUNTRY} ^DE$\nRewriteRule ^ https://b.example/ [R,L]\n" + rule,
      [network, "https://b.example/"]),
    Case(
      .htaccess, on + "RewriteCond %{ENV:COUNTRY} !^DE$\nRewriteRule ^ https://b.example/ [R,L]\n" + rule,
      ["https://b.example/", network]),
    Case(
      .htaccess,
      "<IfModule mod_geoip.c>\n" + on
        + "RewriteCond %{ENV:GEOIP_COUNTRY_CODE} ^DE$\nRewriteRule ^ https://b.example/ [R,L]\n</IfModule>\n"
        + on
        + rule,
      [network, "https://b.example/"]),
    Case(
      .htaccess,
      on + rule + "\n<If \"reqenv('COUNTRY') == 'DE'\">\nRewriteRule ^ https://b.example/ [R,L]\n</If>",
      [network, "https://b.example/"]),
    Case(
      .htaccess,
      on + rule + "\n<If \"%{ENV:COUNTRY} == 'DE'\">\nRewriteRule ^ https://b.example/ [R,L]\n</If>",
      [network, "https://b.example/"]),
    Case(
      .htaccess,
      on + "RewriteCond %{ENV:HTTPS} !=on\nRewriteRule ^(.*)$ https://b.example/$1 [R,L]\n" + rule,
      [network, "https://b.example/go/a"]),
    // A variable of the file's own is what its rules say, and one that holds what the visitor sends is open.
    Case(
      .htaccess,
      on + "RewriteCond %{HTTP_COOKIE} never [NC]\nRewriteRule ^x - [E=country:DE]\n"
        + "RewriteCond %{ENV:COUNTRY} ^DE$\nRewriteRule ^ https://b.example/ [R,L]\n" + rule, [network]),
    Case(
      .htaccess,
      on + "RewriteRule ^ - [E=x:%{HTTP:CF-IPCountry}]\nRewriteCond %{ENV:x} ^DE$\n"
        + "RewriteRule ^ https://b.example/ [R,L]\n" + rule, [network, "https://b.example/"]),
    Case(
      .htaccess,
      "SetEnvIf CF-IPCountry DE blocked\n" + on + "RewriteCond %{ENV:blocked} 1\nRewriteRule ^ - [F]\n"
        + rule,
      [network, "refused"]),
    // httpd's own, of the request and of the one before it.
    Case(
      .htaccess,
      on + "RewriteCond %{ENV:REDIRECT_STATUS} !^$\nRewriteRule ^ - [F]\n" + rule, [network]),
    Case(
      .htaccess,
      on + "RewriteCond %{ENV:REDIRECT_x} =1\nRewriteRule ^b$ \(network) [R=302,L,QSA]\n"
        + "RewriteRule ^go/a$ /b [E=x:1,L]", [network]),
    Case(
      .htaccess,
      on
        + "RewriteCond %{ENV:REDIRECT_x} =1\nRewriteRule ^b$ - [F]\nRewriteRule ^b$ \(network) [R=302,L,QSA]\n"
        + "RewriteRule ^go/a$ /b [L]\nRewriteRule ^never$ - [E=x:1]", [network]),
    // Its host is in the target, and the rest depends on the visitor.
    Case(
      .htaccess, on + "RewriteRule ^go/a$ \(network)?c=%{ENV:COUNTRY} [R=302,L,QSA]", [network + "?c="]),
    Case(
      .htaccess, on + "RewriteRule ^go/a$ https://%{ENV:NETWORK}/x [R=302,L,QSA]", ["not understood"]),
    Case(
      .htaccess, on + "RewriteRule ^go/a$ https://b.example/%{ENV:COUNTRY} [R=302,L,QSA]",
      ["https://b.example/"]),
    Case(.htaccess, "<IfModule LiteSpeed>\n" + on + rule + "\n</IfModule>", ["missing /go/a", network]),
    Case(.htaccess, "<IfModule mod_nope.c>\n" + on + rule + "\n</IfModule>", ["missing /go/a", network]),
    // A test and its negation, by any name of the module.
    Case(
      .htaccess,
      "<IfModule mod_nope.c>\n" + on + rule
        + "\n</IfModule>\n<IfModule !nope_module>\nRedirect /go/a /b\n</IfModule>",
      ["missing /b", network]),
    Case(
      .htaccess,
      "<IfModule !mod_ssl.c>\nRedirect /go/a /b\n</IfModule>\n<IfModule mod_ssl.c>\n<IfModule mod_nope.c>\n"
        + on + rule
        + "\n</IfModule>\n</IfModule>", ["missing /go/a", "missing /b", network]),
    // Two conditions hold, so that each of them does.
    Case(
      .htaccess,
      on + "RewriteCond %{HTTP_COOKIE} a\nRewriteCond %{REMOTE_ADDR} =192.0.2.1\nRewriteRule ^ - [E=x:1]\n"
        + "RewriteCond %{ENV:x} =1\nRewriteCond %{HTTP_COOKIE} !a\nRewriteRule ^ /never [R,L]\n" + rule,
      [network]),
    Case(.htaccess, "<IfModule mod_headers.c>\n" + on + rule + "\n</IfModule>", [network]),
    Case(.htaccess, "<IfModule !mod_headers.c>\n" + on + rule + "\n</IfModule>", ["missing /go/a"]),
    Case(.htaccess, "<IfModule mod_ssl.c>\n" + on + rule + "\n</IfModule>", [network, "missing /go/a"]),
    // The file that the request is mapped to is `go`, since there is no such folder.
    Case(.htaccess, "<Files x>\nRedirect /go/a /b\n</Files>", ["missing /go/a"]),
    Case(.htaccess, "<Files go>\nRedirect /go/a /b\n</Files>", ["missing /b"]),
    Case(
      .htaccess, on + rule + "\n<If \"%{QUERY_STRING} =~ /u1/\">\nRewriteRule x /y\n</If>", [network]),
    Case(
      .htaccess, on + rule + "\n<If \"%{HTTP_COOKIE} =~ /a/\">\nRewriteRule x /y\n</If>",
      [network, "missing /go/a"]),
    Case(
      .htaccess,
      on + rule + "\n<If \"-R '192.0.2.0/24'\">\nRewriteRule ^/srv/go https://b.example/ [R]\n</If>",
      [network, "not understood", "missing /go/a"]),
    Case(.htaccess, on + rule + "\n<If \"%{REQUEST_URI} =~ m#^/x#\">\nRewriteRule x /y\n</If>", [network]),
    Case(
      .htaccess, on + "RewriteRule ^go/a$ \(network) [R=302]\nRewriteRule . /index.php [L]", ["refused"]),
    Case(.htaccess, on + "RewriteRule ^go/a$ \(network) [R=found,QSA]", [network]),
    Case(.htaccess, on + "RewriteRule ^go/a$ \(network) [R=304,QSA,L]", ["refused"]),
    Case(
      .htaccess, on + "RewriteRule ^go/a$ ${m:a} [R]\n" + rule, ["not understood", network]),
    Case(
      .htaccess, on + "RewriteCond %{HTTP:X-Forwarded-Proto} !https\nRewriteRule ^ - [F]\n" + rule, [network]),
    Case(
      .htaccess,
      on + "RewriteCond %{HTTP_COOKIE} consent\nRewriteRule ^go/a$ \(network) [R,L]\nRedirect /go/ /ask/",
      ["missing /ask/a", network]),
    Case(
      .nginx,
      "map $cookie_a $new { default ''; x $http_y; }\n"
        + "server { location = /go/a { if ($new) { return 301 $new; } return 302 \(network); } }",
      [network, "not understood"]),
    // Without the site's address.
    Case(
      .htaccess, on + "RewriteCond %{HTTP_HOST} ^old\\.example$\nRewriteRule ^ - [F]\n" + rule,
      [network, "refused"], site: nil),
    Case(
      .htaccess,
      on + "RewriteCond %{HTTP_HOST} ^old\\.example$\nRewriteRule ^ https://b.example/ [R,L]\n" + rule,
      [network, "https://b.example/"], site: nil),
    Case(
      .htaccess,
      on + "RewriteCond %{HTTP_HOST} ^old\\.example$\nRewriteRule ^ https://b.example/ [R,L]\n" + rule,
      [network]),
    Case(
      .htaccess, on + "RewriteCond %{HTTP_HOST} ^shop\\.other\\.example$\n" + rule,
      ["missing /go/a", network],
      site: nil),
    Case(
      .htaccess,
      on
        + "RewriteCond %{HTTP_HOST} ^localhost$ [OR]\nRewriteCond %{HTTP_HOST} ^127\\.0\nRewriteRule ^ - [F]\n"
        + rule, [network], site: nil),
    Case(
      .htaccess,
      on
        + "RewriteCond %{HTTP_HOST} ^old\\.example$\nRewriteCond %{HTTPS} off\nRewriteRule ^ https://b.example/ [R,L]\n"
        + rule,
      [network, "https://b.example/"], site: nil),
    Case(
      .nginx,
      "server { if ($host = 'old.example') { return 301 https://b.example/; }\nlocation = /go/a { return 302 \(network); } }",
      [network, "https://b.example/"], site: nil),
    Case(
      .nginx,
      "server { if ($host ~ ^www\\.(.+)$) { return 301 https://$1$request_uri; }\n"
        + "location = /go/a { return 302 \(network); } }", [network], site: nil),
    Case(
      .netlify, "http://old.example/* https://b.example/ 301!\n/go/a \(network)",
      [network, "https://b.example/"], site: nil),
    Case(
      .vercel,
      #"{"redirects": [{"source": "/:p*", "has": [{"type": "host", "value": "old.example"}], "#
        + #""destination": "https://b.example/"}, {"source": "/go/a", "destination": "\#(network)"}]}"#,
      [network, "https://b.example/"], site: nil),
    Case(
      .caddy, ":80 {\n@old host old.example\nredir @old https://b.example/\nredir /go/a \(network)\n}",
      [network, "https://b.example/"],
      site: nil),
    Case(
      .htaccess,
      on + "RewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]\n" + rule,
      [network], site: nil),
    Case(
      .nginx,
      "server { if ($scheme = http) { return 301 https://$host$request_uri; }\n"
        + "location = /go/a { return 302 \(network); } }", [network], site: nil),
    Case(
      .nginx,
      "map $http_user_agent $bot { default 0; ~*bot 1; }\nserver { if ($bot) { return 403; }\n"
        + "location = /go/a { return 302 \(network); } }", [network]),
    Case(
      .nginx, "server { if ($cookie_a) { return 403; }\nlocation = /go/a { return 302 \(network); } }",
      [network, "refused"]),
    Case(
      .nginx,
      "geo $from { default 0; 192.0.2.0/24 1; }\nserver { if ($from) { return 302 https://b.example/; }\n"
        + "location = /go/a { return 302 \(network); } }", [network, "https://b.example/"]),
    // All values of a list are ways.
    Case(
      .nginx,
      "map $cookie_x $t { default \(network); a https://b.example/; }\nserver { location = /go/a { return 302 $t; } }",
      [network, "https://b.example/"]),
    Case(
      .nginx,
      "map $geoip_country_code $t { DE \(network); }\nserver { location = /go/a { if ($t) { return 302 $t; } } }",
      ["missing /go/a", network]),
    Case(
      .nginx,
      "map $http_accept_language $h { default click.linksynergy.com; ~^de b.example; }\n"
        + "server { location = /go/a { return 302 https://$h/x; } }", [network, "https://b.example/x"]),
    Case(
      .nginx,
      "split_clients $remote_addr $t { 50% \(network); * https://b.example/; }\n"
        + "server { location = /go/a { return 302 $t; } }", [network, "https://b.example/"]),
    Case(
      .nginx,
      "geo $t { default \(network); 192.0.2.0/24 https://b.example/; }\n"
        + "server { location = /go/a { rewrite ^ $t redirect; } }", [network, "https://b.example/"]),
    // One value decides for all that ask for it.
    Case(
      .nginx,
      "map $cookie_x $t { default 0; a 1; b 2; }\nserver { if ($t = 1) { return 403; }\nif ($t = 2) { return 302 https://b.example/; }\n"
        + "if ($t = 1) { return 302 /never; }\nlocation = /go/a { return 302 \(network); } }",
      [network, "refused", "https://b.example/"]),
    // Two slashes behind the site's own name are no other host.
    Case(
      .htaccess, "Redirect /go/a //click.linksynergy.com/x", ["missing //click.linksynergy.com/x"], site: nil),
    Case(.htaccess, "Redirect /go/a //click.linksynergy.com/x", ["missing //click.linksynergy.com/x"]),
    Case(
      .htaccess, on + "RewriteRule ^go/a$ //click.linksynergy.com/x [R]",
      ["missing //click.linksynergy.com/x"],
      site: nil),
    Case(
      .nginx, "location = /go/a { return 302 //click.linksynergy.com/x; }",
      ["missing //click.linksynergy.com/x"], site: nil),
    Case(
      .nginx, "absolute_redirect off;\nlocation = /go/a { return 302 //click.linksynergy.com/x; }", [network],
      site: nil),
    Case(.netlify, "/* /blocked 403! Country=cn\n/go/a \(network)", [network, "refused"]),
    Case(
      .vercel,
      #"{"redirects": [{"source": "/:p*", "has": [{"type": "header", "key": "x-forwarded-proto", "value": "http"}], "#
        + #""destination": "https://shop.example/:p*"}, {"source": "/go/a", "destination": "\#(network)"}]}"#,
      [network]),
  ]

  @Test(arguments: cases)
  func ways(_ test: Case) throws {
    let map = try Self.map(test)
    let outcomes = map.outcomes(from: try #require(WebURL("/go/a", relativeTo: map.site.root)))
    #expect(outcomes.isComplete)
    var ways: [String] = []
    for way in outcomes.all.map({ Self.summary($0.chain) }) where !ways.contains(way) { ways.append(way) }
    #expect(ways == test.ways)
    try AgreementSite(rules: test.rules, test.format, baseURL: test.site, link: "/go/a").expectAgreement()
  }

  @Test("a way is told by what parts it from the others")
  func relevant() throws {
    // Under which name the site is asked for makes no difference here.
    let rules =
      "RewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]\n"
      + "RewriteCond %{HTTP_COOKIE} ab=b\nRewriteRule ^go/ https://b.example/ [R,L]\n"
    let map = try Self.map(Case(.htaccess, Self.on + rules + Self.rule, [], site: nil))
    let scan = RedirectScan(
      map: map, classifier: LinkClassifier(groups: [.rakuten]), mode: .tag, annotates: false)
    let url = try #require(WebURL("/go/a", relativeTo: map.site.root))
    let link = try #require(scan.redirectedLink(url))
    let ways = link.chain.alternatives.filter { $0.chain.destination?.host == "b.example" }
    #expect(!ways.isEmpty)
    #expect(
      ways.allSatisfy { $0.assumed.map(\.words) == ["the condition %{HTTP_COOKIE} ab=b holds"] })
  }

  @Test("more ways than are followed are said to be more")
  func bound() throws {
    let conditions = (0..<10).map { "RewriteCond %{HTTP_COOKIE} c\($0)\nRewriteRule ^ - [E=v\($0):1]" }
    let map = try Self.map(
      Case(.htaccess, Self.on + conditions.joined(separator: "\n") + "\n" + Self.rule, []))
    let url = try #require(WebURL("/go/a", relativeTo: map.site.root))
    #expect(!map.outcomes(from: url).isComplete)
    let scan = RedirectScan(
      map: map, classifier: LinkClassifier(groups: [.rakuten]), mode: .tag, annotates: false)
    guard case .unknown(let hop) = try #require(scan.redirectedLink(url)).chain.forwarding else {
      Issue.record("it is taken to be certain")
      return
    }
    #expect(hop.reason.contains("ways depend on the visitor"))
  }

  @Test("rules that are much work are followed fewer times")
  func work() throws {
    func ways(rules: Int) throws -> Int {
      let conditions = (0..<8).map { "RewriteCond %{HTTP_COOKIE} c\($0)\nRewriteRule ^ - [E=v\($0):1]\n" }
      let others = (0..<rules).map { "RewriteRule .*no\($0)$ /x\n" }
      let map = try Self.map(
        Case(.htaccess, Self.on + (conditions + others).joined() + Self.rule, []))
      let url = try #require(WebURL("/go/" + String(repeating: "a", count: 100), relativeTo: map.site.root))
      let outcomes = map.outcomes(from: url)
      #expect(!outcomes.isComplete)
      return outcomes.all.count
    }
    #expect(try ways(rules: 10) == 64)
    #expect(try (2..<40).contains(ways(rules: 1000)))
  }

  private static func map(_ test: Case) throws -> RedirectMap {
    let source = test.format.source.read(Array(test.rules.utf8), named: "rules", prefix: "/")
    let site = try test.site.map { try #require(SiteAddress($0)) } ?? .unknown
    return RedirectMap(sources: [source], site: site, files: SiteFiles([String]()))
  }

  private static func summary(_ chain: RedirectChain) -> String {
    switch chain.end {
    case .external(let url): url.description
    case .deadEnd(_, .some): "refused"
    case .deadEnd(let url, nil): "missing \(url.path)"
    case .unknown: "not understood"
    case .page, .loop, .tooLong, .notWeb: "\(chain.end)"
    }
  }
}
