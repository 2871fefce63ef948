import AutoTagRedirects
import AutoTagWebURL
import TestSupport
import Testing

/// Rule files that are broken, by chance and on purpose: an answer each time, and lines that exist.
struct HostileFilesTests {
  /// One file of each format, with most of what the format has.
  static let seeds: [(RedirectFormat, String)] = [
    (
      .netlify,
      "# c\n/a/* /b/:splat 301!\n/s id=:id /t/:id 200\nhttps://x.example/* https://y.example/:splat 302 Country=au\n"
    ),
    (.cloudflare, "/a/:b /c/:bb 301\n/x https://e.com/?a=b#c\n/y /z 200\n*/a //:splat\n"),
    (
      .netlifyTOML,
      HostFilesTests.toml
        + "\n[redirects.query]\n\"a\\u0041\" = '''x\ny'''\n[[headers]]\nfor = [1, 2.5, {a.b = true}]\n"
    ),
    (
      .vercel,
      #"{"cleanUrls": true, "redirects": [{"source": "/a/:b(\\d+)*", "destination": "/:b*", "has": [{"type": "query", "key": "k", "value": "(?<v>.+)"}]}, {"source": "/{x:y}?z", "destination": "\u00e9"}]}"#
    ),
    (
      .firebase,
      #"{"hosting": {"redirects": [{"source": "/a/:b*", "destination": "/:b"}, {"glob": "/x{,/[ab]?}/@(c|d*)/**", "destination": "https://e.com/#a"}, {"regex": "/go/(.*)", "destination": "/:1"}]}} // c"#
    ),
    (
      .staticWebApps,
      #"{"routes": [{"route": "/a/*", "redirect": "/b"}, {"route": "/go/*.{png,gif}", "rewrite": "/x"}, {"route": "/go/index.html", "statusCode": 404}], "responseOverrides": {"404": {"redirect": "/"}}}"#
    ),
    (
      .cloudflareBulk,
      "shop.example/a/,https://e.com/b/,302,,TRUE,TRUE,TRUE\nhttps://shop.example/go/x,https://e.com/,,TRUE\n"
    ),
    (
      .nextRoutes,
      #"{"redirects": [{"source": "/:p*/", "destination": "/:p*?a=:p#b", "statusCode": 308, "internal": true}, {"source": "/a{-:b}?/:c(\\d+)?", "destination": "https://:c.e.com?x=%26", "statusCode": 307, "has": [{"type": "host", "value": "(?<h>.+)"}]}]}"#
    ),
    (
      .amplify,
      #"[{"source": "/a/<b>?c=<d>", "target": "/<d>/<b>", "status": "301"}, {"source": "</^/x(.*)/>", "target": "/<*>", "status": "404-200"}, {"source": "/<*>", "target": "https://e.com/<*>", "status": "302"}]"#
    ),
    (
      .s3,
      #"{"RoutingRules": [{"Condition": {"KeyPrefixEquals": "a/"}, "Redirect": {"ReplaceKeyPrefixWith": "b:key/"}}, {"Condition": {"HttpErrorCodeReturnedEquals": "404"}, "Redirect": {"HostName": "e.com", "HttpRedirectCode": "302"}}]}"#
    ),
    (
      .render,
      "a: &a [1, {b: 2}]\nb: *a\nservices:\n- type: web\n  name: x\n  <<: {y: !z 1}\n  routes:\n  - type: redirect\n    source: /a/:b\n    destination: https://e.com/:b?c=d\n  - {type: rewrite, source: /go/*, destination: \"/*\"}\n"
    ),
    (
      .htaccess,
      "<IfModule mod_rewrite.c>\nRewriteEngine On\nRewriteBase /\nRewriteCond %{HTTP_HOST} ^(www\\.)?e [NC,OR]\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^a/(.*)$ \"https://e.com/$1?b=%1\" [R=301,L,QSA,S=2]\n</IfModule>\nRedirectMatch 302 ^/x(.*) /y$1 \\\n more\n"
    ),
    (
      .nginx,
      "map $uri $m { default \"\"; ~^/a(?<r>.*) https://e.com$r; }\nserver { listen 80; server_name x;\n location ~* \"^/b{1,2}/(.*)$\" { rewrite ^ /c?$1 last; if ($m) { return 301 $m; } }\n location @n { return 302 ${scheme}://x; } }\n"
    ),
    (
      .caddy,
      "{\n order rewrite before redir\n}\n(s) {\n redir /{args[0]} {args[1]}?{query} 301\n}\na.com, *.b.com:80 {\n import s a/1 https://e.com/\n @m {\n  path_regexp r ^/go/(\\w+)$\n  not query a=1 b=*\n }\n map {path} {to} {\n  ~^/a(.*) /b$1\n  default -\n }\n handle_path /go/* {\n  uri path_regexp [a-c]* x$0\n  rewrite @m /{re.r.1}?{query}&k=v\n  try_files {path} /x?y\n  redir \"{to}{uri}\" html\n }\n respond `a` 410\n}\n"
    ),
    (
      .webConfig,
      "<configuration><location path='a'><system.webServer><httpRedirect enabled='true' exactDestination='true' destination='https://e.com$S$Q'/></system.webServer></location>\n<system.webServer><rewrite><rewriteMaps><rewriteMap name='M' defaultValue=''><add key='/a/1' value='/b'/></rewriteMap></rewriteMaps><rules>\n<rule name='a' stopProcessing='true'><match url='^go/(.*)$'/><conditions trackAllCaptures='true'><add input='{M:{REQUEST_URI}}' pattern='(.+)'/><add input='{QUERY_STRING}' pattern='u=(.*)' negate='true'/></conditions><action type='Redirect' url='https://e.com/{R:1}{C:1}{ToLower:{HTTP_HOST}}'/></rule>\n<rule name='b' patternSyntax='Wildcard'><match url='a/*?'/><action type='Rewrite' url='go/{R:1}'/></rule></rules></rewrite></system.webServer></configuration>\n"
    ),
    (.prettyLinks, ExportsTests.prettyLinksFile), (.thirstyAffiliates, ExportsTests.thirsty),
    (.redirectionCSV, ExportsTests.redirectionFile),
    (
      .redirectionJSON,
      #"{"redirects": [{"url": "^/go/[?]a=(.*)|b", "regex": true, "action_data": {"url": "/$1"}}, {"url": "/go/x?a[]=1&b=%41+&c", "match_data": {"source": {"flag_query": "exactorder"}}, "action_data": {"url": "/b"}}]}"#
    ),
    (.rankMathCSV, PluginExportsTests.rankMathCSV), (.rankMathJSON, PluginExportsTests.rankMathJSON),
    (.yoast, PluginExportsTests.yoast), (.redirects301, PluginExportsTests.redirects301),
    (.simple301, PluginExportsTests.simple301), (.safeRedirectManager, PluginExportsTests.safeRedirects),
    (.easyAffiliateLinks, PluginExportsTests.easyLinks), (.betterLinks, PluginExportsTests.betterLinks),
    (.wordPress, PluginExportsTests.wordPress),
    (.csv, "from,to\n/a,https://e.com/b\n\"/c\n\",\"d\"\"e\"\n"),
    (
      .redirectPage,
      "<base href='/x/'>\n<script>\n/* */ if (a) { b('location') }\nsetTimeout(function () { window.location.href = `/a\\u0041`; })</script>\n<meta http-equiv=refresh content='0; url=/b'>\n"
    ),
  ]

  static let nasty: [[UInt8]] =
    [
      "\"", "'", "`", "\\", "{", "}", "(", ")", "[", "]", "<", ">", "*", "+", "?", "^", "$", "|", "%", "#",
      ";", ",", ":", "=", "!",
      "\n", "\r", "\0", " ", "/*", "*/", "</", "[[", "]]", "'''", "\"\"\"", "%{", "${", "$1", "%1", "\\\n",
      "(?<a>", "(a+)+$", "((((((((",
      "\u{FEFF}", "é", "99999999999999999999", "<If \"x\">", "http://", "https://[", "[R=999]", "[N]",
      "[S=9999999999]", "\\u", "\\x", "&#x",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x80, 0x80]]

  @Test(arguments: seeds.map(\.0))
  func answersWhateverIsInTheFile(format: RedirectFormat) throws {
    let seed = try #require(Self.seeds.first { $0.0 == format }).1
    var random = Random(seed: 20_260_101)
    let site = try #require(SiteAddress("https://shop.example/"))
    let links = try ["/a/1", "/go/x?u1=1", "/", "/a//b%2fc/%zz"].map {
      try #require(WebURL($0, relativeTo: site.root))
    }
    for _ in 0..<1_500 {
      var file = Array(seed.utf8)
      for _ in 0..<Int(random.next() % 6) {
        let offset = Int(random.next() % UInt64(file.count + 1))
        switch random.next() % 4 {
        case 0: file.insert(contentsOf: Self.nasty[Int(random.next() % UInt64(Self.nasty.count))], at: offset)
        case 1: file.removeSubrange(offset..<min(file.count, offset + Int(random.next() % 12)))
        case 2:
          file.insert(
            contentsOf: file[offset..<min(file.count, offset + Int(random.next() % 40))], at: offset)
        default: file.removeSubrange(offset...)
        }
      }
      let source = format.source.read(file, named: "rules", prefix: "/")
      let lines = file.count { $0 == 0x0A || $0 == 0x0D } + 1
      for diagnostic in source.diagnostics {
        #expect((1...lines).contains(diagnostic.line), "\(diagnostic)")
      }
      for rule in source.rules { #expect((1...lines).contains(rule.line ?? 0), "\(rule)") }
      let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["rules", "a/index.html"]))
      for link in links { _ = map.chain(from: link) }
    }
  }

  /// A file that cannot be right, and the line that its diagnostic names.
  struct Malformed: Sendable {
    let format: RedirectFormat
    let file: String
    let line: Int

    init(_ format: RedirectFormat, _ file: String, _ line: Int) {
      (self.format, self.file, self.line) = (format, file, line)
    }
  }

  @Test(arguments: [
    Malformed(.netlify, "/a /b\n/only\n", 2), Malformed(.netlify, "/a /b\n\nno /c\n", 3),
    Malformed(.cloudflare, "/a /b\n/a /b 404\n", 2),
    Malformed(.netlifyTOML, "[[redirects]]\nfrom = \"/a\n", 2),
    Malformed(.netlifyTOML, "a = 1\n[[redirects]]\nfrom = \"/a\"\n", 2),
    Malformed(.netlifyTOML, "redirects = [\n{from = '/a', to = '/b'},\n{from = '/a'}]\n", 3),
    Malformed(.netlifyTOML, "[build]\n[redirects]\n", 2), Malformed(.netlify, "/a /b\n/a /b x\n", 2),
    Malformed(.vercel, "{\n\"redirects\": [\n{\"source\": \"/a\",,\n", 3),
    Malformed(.vercel, "{\"redirects\": [\n{\"source\": \"/:\", \"destination\": \"/\"}]}", 2),
    Malformed(.firebase, "{\"hosting\": {\"redirects\": [\n// c\n{\"source\": \"/a\"}]}}", 3),
    Malformed(.staticWebApps, "{\"routes\": [\n{\"route\": \"/*/a\", \"redirect\": \"/\"}]}", 2),
    Malformed(.cloudflareBulk, "e.com/a,https://e.com/b\ne.com/c,/d\n", 2),
    Malformed(.nextRoutes, "{\"redirects\": [\n{\"source\": \"/a\"}]}", 2),
    Malformed(.amplify, "[\n{\"source\": \"/a/<*>/b\", \"target\": \"/\"}]", 2),
    Malformed(.s3, "[\n{\"Redirect\": {\"HttpRedirectCode\": \"200\"}}]", 2),
    Malformed(
      .s3,
      "<RoutingRules>\n<RoutingRule><Redirect><HttpRedirectCode>200</HttpRedirectCode></Redirect></RoutingRule></RoutingRules>",
      2),
    Malformed(.s3, "<RoutingRules>\n<RoutingRule></RoutingRules>", 2),
    Malformed(.render, "services:\n- routes:\n  - {type: redirect, source: /a}\n", 3),
    Malformed(.render, "services:\n- routes:\n  - {type: move, source: /a, destination: /b}\n", 3),
    Malformed(.render, "services:\n- routes:\n  - {type: redirect, source: a, destination: /b}\n", 3),
    Malformed(.render, "services:\n- routes: /a\n", 2), Malformed(.render, "services:\n- routes: [*x]\n", 2),
    Malformed(.render, "services:\n\t- a\n", 2), Malformed(.render, "a: 1\na: 2\n", 1),
    Malformed(.wordPress, "<rss>\n<channel>\n</rss>\n", 3),
    Malformed(
      .wordPress,
      "<rss><channel>\n<item><post_type>thirstylink</post_type><status>publish</status></item></channel></rss>",
      2),
    Malformed(.htaccess, "RewriteEngine On\nRewriteRule ^( /b\n", 2),
    Malformed(.htaccess, "Redirect /a\n", 1),
    Malformed(.htaccess, "# c\n<Files x>\n", 2),
    Malformed(.htaccess, "RewriteEngine On\n\\\n\nRewriteRule a\n", 4),
    Malformed(.nginx, "server {\n listen 80;\n rewrite ^( /b;\n}\n", 3),
    Malformed(.nginx, "server {\n return 301 /a\n}\n", 2),
    Malformed(.nginx, "\nserver {\n", 2), Malformed(.nginx, "server { }\n}\n", 2),
    Malformed(.htaccess, "RewriteEngine On\nRewriteMap x txt:map.txt\n", 2),
    Malformed(.htaccess, "RewriteEngine On\nRewriteRule ^a$ /b [R=303, L]\n", 2),
    Malformed(.htaccess, "RewriteEngine On\nRewriteRule ^a$ /b [R=99]\n", 2),
    Malformed(.htaccess, "RewriteEngine On\nRewriteRule ^a$ /b [R=306]\n", 2),
    Malformed(.htaccess, "RewriteEngine On\nRewriteRule ^a$ /b [R=99999999999]\n", 2),
    Malformed(.htaccess, "\u{FEFF}RewriteEngine On\n", 1), Malformed(.htaccess, "\u{FEFF}# a comment\n", 1),
    Malformed(.caddy, "a.com {\n redir /b\n}\n", 2),
    Malformed(.caddy, "a.com {\n redir /a /b 200\n}\n", 2),
    Malformed(.caddy, "a.com {\n\n redir @a /b\n}\n", 3),
    Malformed(.caddy, "a.com {\n @a path_regexp (a\n}\n", 2),
    Malformed(.caddy, "a.com {\n handle {\n", 2), Malformed(.caddy, "a.com {\n}\n}\n", 3),
    Malformed(.webConfig, "<configuration>\n<a b='1' b='2'/></configuration>\n", 2),
    Malformed(.webConfig, "<!DOCTYPE a [<!ENTITY b 'c'>]><configuration/>\n", 1),
    Malformed(
      .webConfig,
      "<configuration><system.webServer><rewrite><rules>\n<rule name='a'><match url='('/><action type='None'/></rule>\n</rules></rewrite></system.webServer></configuration>",
      2),
    Malformed(.prettyLinks, "id,slug\n1,x\n", 1),
    Malformed(.prettyLinks, "slug,url,redirect_type,param_forwarding\n\"a\nb\",,307,1\n", 2),
    Malformed(.thirstyAffiliates, "", 1),
    Malformed(.redirectionCSV, "source,target,regex,code\n\n(,x,1,301\n", 3),
    Malformed(.redirectionJSON, "{\n\"redirects\": [{}\n,{}]}", 2), Malformed(.redirectionJSON, "[\n", 2),
    Malformed(.rankMathCSV, "source,matching,destination,type,status\n\n[x],,/b,301,active\n", 3),
    Malformed(.rankMathCSV, "source,matching,destination,type,status\na(,regex,/b,301,active\n", 2),
    Malformed(.rankMathJSON, "{\"redirections\": [\n{\"sources\": \"a:9:{\"}]}", 2),
    Malformed(.yoast, "Origin,Target,Type,Format\n/a,/b,303,plain\n", 2),
    Malformed(.redirects301, "301,a,b,1\n\n301,c\n", 3),
    Malformed(.simple301, "request,destination\n/a,\n", 2),
    Malformed(.safeRedirectManager, "ID,redirect_from\n", 1),
    Malformed(.easyAffiliateLinks, "url,slug\n/a,\n", 2), Malformed(.betterLinks, "short_url\n", 1),
    Malformed(.htaccess, "RewriteEngine On\nRewriteOptions Inherit Nonsense\n", 2),
    Malformed(.csv, "/a,/b\n/c\n", 2), Malformed(.csv, "/a,\"/b\n", 1),
  ])
  func namesTheLine(_ test: Malformed) {
    let source = test.format.source.read(Array(test.file.utf8), named: "rules", prefix: "/")
    // httpd takes a whole file or nothing.
    let kinds: [RedirectDiagnostic.Kind] = test.format == .htaccess ? [.refused] : [.malformed, .unreadable]
    #expect(
      source.diagnostics.contains { kinds.contains($0.kind) && $0.line == test.line }, "\(source.diagnostics)"
    )
  }

  @Test(arguments: [
    (
      RedirectFormat.htaccess,
      "RewriteEngine On\nRewriteRule ^((a+)+)+$ /b [R]\nRedirectMatch ^/((a*)*)*b$ /c"
    ),
    (.nginx, "location ~ ^/((a+)+)+$ { return 301 /b; }"),
    (.caddy, "@a path_regexp ^/((a+)+)+$\nredir @a /b\nuri path_regexp ((a+)+)+$ b\nredir /b /c"),
    (.vercel, #"{"redirects": [{"source": "/:x((?:(?:a+)+)+)b", "destination": "/c"}]}"#),
  ])
  func aPatternCannotHang(format: RedirectFormat, rules: String) throws {
    let source = format.source.read(Array(rules.utf8), named: "rules", prefix: "/")
    let map = RedirectMap(sources: [source], site: .unknown, files: SiteFiles([String]()))
    let work = try LinearWork(from: 15) { count in
      let path = "/" + String(repeating: "a", count: count) + "!"
      _ = map.chain(from: try #require(WebURL(path, relativeTo: .unknownSite)))
    }
    #expect(work.isLinear, "\(work)")
  }

  @Test("aliases of aliases of a YAML file are refused before they are put in")
  func aliasesCannotGrow() {
    let laughs = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    let nested = (1...30).map { number in
      "a\(number): &a\(number) \(String(repeating: "[", count: 900))*a\(number - 1)"
        + String(repeating: "]", count: 900) + "\n"
    }.joined()
    for text in [laughs, nested] {
      let source = RedirectFormat.render.source.read(
        Array(("a0: &a0 x\n" + text).utf8), named: "render.yaml", prefix: "/")
      #expect(source.diagnostics.map(\.kind) == [.unreadable])
    }
  }

  @Test
  func noRuleIsLeftWhereOneSkipsMoreThanThereAre() throws {
    for count in ["4000000000", "9223372036854775807"] {
      let rules = "RewriteEngine On\nRewriteRule ^x$ - [S=\(count)]\nRewriteRule ^x$ https://e.com/ [R,L]\n"
      try AnswerCase(rules, "/x", "pass").check(.htaccess)
    }
  }

  @Test
  func manyRulesDoNotSlowDownALink() throws {
    func work(_ count: Int) throws -> Int {
      let rules = (0..<count).map { "RewriteRule ^go/x\($0)/?$ https://e.com/\($0)?a=b [R,L]" }
      let aliases = (0..<count).map { "Redirect /to/x\($0) https://e.com/\($0)" }
      let text = (["RewriteEngine On"] + rules + aliases).joined(separator: "\n")
      let source = ApacheSource().read(Array(text.utf8), named: ".htaccess", prefix: "/")
      let map = RedirectMap(sources: [source], site: .unknown, files: SiteFiles([String]()))
      let links = try (0..<500).map { number in
        try #require(
          WebURL(number % 2 == 0 ? "/go/x\(number)" : "/to/x\(number)/y", relativeTo: .unknownSite))
      }
      return LinearWork.processorTime {
        for link in links { #expect(map.chain(from: link).hops.count == 1) }
      }
    }
    // The product would be 20 times as much.
    #expect(try work(10_000) < work(500) * 8)
  }
}

/// SplitMix64: the same numbers everywhere.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
