import AutoTagRedirects
import AutoTagWebURL
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// What Caddy 2.6.2 answers, written down, and asked of Debian's `caddy` on loopback.
@Suite("A Caddyfile is answered as Caddy answers it")
struct CaddyServerTests {
  /// The content of a site's block, requests, and the answers: a status and a Location, `pass` where no rule answers,
  /// `unknown` with Caddy 2.6's answer in brackets where later versions answer otherwise, or where it is not known.
  struct Case: Sendable, CustomTestStringConvertible {
    let rules: String
    let outside: String
    let answers: KeyValuePairs<String, String>

    init(_ rules: String, outside: String = "", _ answers: KeyValuePairs<String, String>) {
      (self.rules, self.outside, self.answers) = (rules, outside, answers)
    }

    var testDescription: String { rules }
  }

  static let rakuten = "https://click.linksynergy.com/deeplink?id=A&mid=1&murl=https%3A%2F%2Fshop%2F"

  /// The files of the site.
  static let files = ["here.html", "folder/index.html", "404.html"]

  static let cases: [Case] = [
    // redir: the path without regard to letter case and double slashes, the query never handed on by itself
    Case(
      "redir /go/x \(rakuten)",
      [
        "/go/x": "302 \(rakuten)", "/go/x?u1=X": "302 \(rakuten)", "/GO/X": "302 \(rakuten)",
        "/go//x": "302 \(rakuten)", "/go/%78": "302 \(rakuten)", "/go/x/": "pass", "/go/x/y": "pass",
        "/go/x%2F": "pass",
      ]),
    Case("redir /go/x \(rakuten) permanent", ["/go/x?u1=X": "301 \(rakuten)"]),
    Case("redir /go/x /t temporary", ["/go/x?u1=X": "302 /t"]),
    Case("redir /go/x /t 308", ["/go/x": "308 /t"]),
    Case("redir /go/x /t 399", ["/go/x": "399 /t"]),
    Case("redir /go/x /t 401", ["/go/x": "refuse 401"]),
    Case("redir /go/x https://e.com/t html", ["/go/x?u1=X": "200 https://e.com/t"]),
    Case(
      "redir /go/x https://e.com/t?a=1&b=2 html",
      ["/go/x?u1=X": "200 https://e.com/t?a=1&b=2 (query unknown)"]),
    Case(
      "redir https://e.com{uri}",
      ["/a/b?c=d": "302 https://e.com/a/b?c=d", "/a%20b": "302 https://e.com/a%20b"]),
    Case("redir * /t 301", ["/go/x?u1=X": "301 /t"]),
    // placeholders
    Case(
      "redir /go/x \(rakuten)&{query}",
      [
        "/go/x": "302 \(rakuten)&", "/go/x?u1=X": "302 \(rakuten)&u1=X",
        "/go/x?u1=%2D%20b&v=c+d": "302 \(rakuten)&u1=%2D%20b&v=c+d",
      ]),
    Case(
      "redir /go/x https://e.com/?{query}",
      ["/go/x?": "302 https://e.com/?", "/go/x?&&": "302 https://e.com/?&&"]),
    Case(
      "redir /go/x https://e.com/{?query}",
      ["/go/x": "302 https://e.com/", "/go/x?u1=X": "unknown (302 https://e.com/)"]),
    Case(
      "redir /go/x https://e.com/?s={query.u1}",
      [
        "/go/x": "302 https://e.com/?s=", "/go/x?u1=X": "302 https://e.com/?s=X",
        "/go/x?u1=%2D%2Da%26b": "302 https://e.com/?s=--a&b", "/go/x?u1=a+b": "302 https://e.com/?s=a b",
        "/go/x?u1=1&u1=2": "302 https://e.com/?s=1,2", "/go/x?U1=X": "302 https://e.com/?s=",
      ]),
    Case(
      "redir /go/x https://e.com/?s={http.request.uri.query.u1}&q={http.request.uri.query}",
      ["/go/x?u1=X": "302 https://e.com/?s=X&q=u1=X"]),
    Case(
      "redir /go/* https://e.com{path}",
      [
        "/go/x?u1=X": "302 https://e.com/go/x", "/go/": "302 https://e.com/go/", "/go": "pass",
        "/gox": "pass",
        "/go/x/y": "302 https://e.com/go/x/y",
      ]),
    Case(
      "redir /go* https://e.com{uri}",
      [
        "/go": "302 https://e.com/go", "/gox": "302 https://e.com/gox",
        "/GO/x?y=1": "302 https://e.com/GO/x?y=1",
      ]),
    Case(
      "redir /go/*/x https://e.com/{path.1}", ["/go/a/x": "302 https://e.com/a", "/go/a/b/x": "pass"]),
    Case(
      "redir /go/* https://e.com/{path.0}/{path.1}/{file}{dir}{path.7}",
      ["/go/x/y": "302 https://e.com/go/x/y/go/x/"]),
    Case("redir /go/x https://e.com/{nosuch}{http.nosuch}x", ["/go/x": "302 https://e.com/x"]),
    Case("redir /go/x https://e.com/\\{y\\}", ["/go/x": "302 https://e.com/{y}"]),
    Case("redir /go/x https://e.com/{file.base}{file.ext}", ["/go/x": "302 https://e.com/x"]),
    Case(
      "redir /go/x https://e.com/{method}/{scheme}/{host}", ["/go/x": "302 https://e.com/GET/http/127.0.0.1"]),
    Case("redir /go/x https://e.com/{header.Referer}", ["/go/x": "unknown (302 https://e.com/)"]),
    Case("redir /go/x https://{env.NO_SUCH}e.com/", ["/go/x": "unknown (302 https://e.com/)"]),
    Case(
      "redir /go/x {$NO_SUCH_TARGET:https://e.com}/t", ["/go/x": "302 https://e.com/t"]),
    // which of several
    Case(
      "redir /go/* https://one.com\nredir /go/x https://two.com",
      ["/go/x": "unknown (302 https://one.com)", "/go/y": "302 https://one.com"]),
    Case("redir /go/x /one\nredir /go/x /two", ["/go/x": "302 /one"]),
    Case(
      "redir https://all.com\nredir /go/x https://x.com",
      ["/go/x": "302 https://x.com", "/y": "302 https://all.com"]),
    Case(
      "redir /go/* /star\nredir /go/xyz* /long", ["/go/xyz": "302 /long", "/go/x": "302 /star"]),
    Case(
      "@x path /go/xyz\nredir /go/* /star\nredir @x /named", ["/go/xyz": "302 /named", "/go/y": "302 /star"]),
    Case(
      "@m path /go/* /to/*\nredir @m /several\nredir /go/xyz /one",
      ["/go/xyz": "302 /several", "/to/z": "302 /several"]),
    // matchers
    Case(
      "@m path /go/x /go/y*\nredir @m https://e.com{uri}",
      ["/go/x?a=1": "302 https://e.com/go/x?a=1", "/go/yy": "302 https://e.com/go/yy", "/go/z": "pass"]),
    Case(
      "@m path *.php\nredir @m /php\n@n path *middle*\nredir @n /middle",
      ["/a.PHP": "302 /php", "/a.php/b": "pass", "/x/amiddleb": "302 /middle"]),
    Case(
      "@m path /go/?/[a-c]\nredir @m /glob", ["/go/x/b": "302 /glob", "/go/xx/b": "pass", "/go/x/d": "pass"]),
    Case(
      "@g path_regexp g ^/go/([^/]+)/?$\nredir @g https://e.com/{re.g.1}?{query}",
      [
        "/go/x?u1=X": "302 https://e.com/x?u1=X", "/go/x/": "302 https://e.com/x?", "/GO/x": "pass",
        "/go/x/y": "pass", "/go/a%20b": "302 https://e.com/a b?", "/go//x": "302 https://e.com/x?",
      ]),
    Case(
      "@g path_regexp ^/go/(\\w+)\nredir @g https://e.com/{re.1}-{http.regexp.1}",
      ["/go/x": "unknown (302 https://e.com/-x)"]),
    Case("@g path_regexp g ^/go/(?P<id>\\w+)$\nredir @g /{re.g.id}", ["/go/x": "302 /x"]),
    Case("@g path_regexp g go\nredir @g /t", ["/x/gone": "302 /t"]),
    Case(
      "@q {\n path /go/x\n query u1=*\n}\nredir @q \(rakuten)&u1={query.u1}\nredir /go/x \(rakuten)",
      [
        "/go/x": "302 \(rakuten)", "/go/x?u1=X": "302 \(rakuten)&u1=X", "/go/x?u1=": "302 \(rakuten)&u1=",
        "/go/x?u1": "302 \(rakuten)&u1=",
      ]),
    Case(
      "@q query a=1 a=2\nredir @q /t",
      ["/?a=1": "302 /t", "/?a=3": "pass", "/?a=3&a=2": "unknown (200)", "/": "pass"]),
    Case(
      "@q query a=1 b=1\nredir @q /t", ["/?a=1&b=1": "302 /t", "/?a=1": "unknown (302 /t)", "/?c": "pass"]),
    Case("@q query \"\"\nredir @q /none", ["/": "302 /none", "/?a=1": "pass"]),
    Case(
      "@n not path /keep/*\nredir @n https://e.com{uri}",
      ["/keep/x": "pass", "/x?y=1": "302 https://e.com/x?y=1"]),
    Case("@n {\n not path /a\n not path /b\n}\nredir @n /t", ["/a": "pass", "/b": "pass", "/c": "302 /t"]),
    Case("@n not {\n path /a\n query x=1\n}\nredir @n /t", ["/a": "302 /t", "/a?x=1": "pass"]),
    Case("@h host 127.0.0.1\nredir @h /t", ["/": "302 /t"]),
    Case("@h host e.com\nredir @h /t", ["/": "pass"]),
    Case("@m method POST\nredir @m /t", ["/": "pass"]),
    Case("@m method GET HEAD\nredir @m /t", ["/": "302 /t"]),
    Case("@p protocol http\nredir @p https://{host}{uri}", ["/a?b=1": "302 https://127.0.0.1/a?b=1"]),
    Case("@x header X-Test 1\nredir @x /t", ["/": "unknown (200)"]),
    Case("@x {\n path /go/*\n header X-Test 1\n}\nredir @x /t", ["/go/x": "unknown (200)", "/": "pass"]),
    Case(
      "@e expression {path}.startsWith(\"/go/\") && {query.u1} != \"\"\nredir @e /t",
      ["/go/x": "pass", "/go/x?u1=1": "302 /t"]),
    Case("@e `{path}.endsWith('x')`\nredir @e /t", ["/go/x": "302 /t", "/go/y": "pass"]),
    Case(
      "redir /go/%78 /coded\nredir /sp/a%20b /space",
      ["/go/x": "pass", "/go/%78": "302 /coded", "/sp/a%20b": "302 /space"]),
    Case("redir \"/sp/a b\" /t", ["/sp/a%20b": "302 /t"]),
    Case("redir /kéks /ü", ["/k%C3%A9ks": "302 /ü", "/K%C3%89KS": "302 /ü"]),
    Case("redir /a/{nosuch} /t", ["/a/": "302 /t", "/a/b": "pass"]),
    // the order of directives
    Case("rewrite /go/x /go/y\nredir /go/y /t", ["/go/x": "serve /go/y", "/go/y": "302 /t"]),
    Case("route {\n rewrite /go/x /go/y\n redir /go/y /t\n}", ["/go/x?a=1": "302 /t", "/go/y": "302 /t"]),
    Case(
      "handle /go/* {\n redir * /handle\n}\nredir /go/x /redir",
      ["/go/x": "302 /redir", "/go/y": "302 /handle"]),
    Case("route /go/* {\n redir * /route\n}\nhandle /go/* {\n redir * /handle\n}", ["/go/x": "302 /handle"]),
    Case("route {\n redir /go/* /star\n redir /go/xyz /long\n}", ["/go/xyz": "302 /star"]),
    Case("respond /go/x hi 200\nredir /go/x /t", ["/go/x": "302 /t"]),
    Case("redir /go/x /t\nrespond page", ["/go/x": "302 /t", "/y": "refuse 200"]),
    Case("respond /gone 410\nerror /err \"no\" 418", ["/gone": "refuse 410", "/err": "refuse 418"]),
    Case("header /go/x Location /t\nrespond /go/x 302", ["/go/x": "302 /t"]),
    Case(
      "handle /go/* {\n redir /go/x /x\n}\nhandle /go/y* {\n redir * /longer\n}\nhandle {\n redir * /rest\n}",
      ["/go/x": "302 /x", "/go/y": "302 /longer", "/go/z": "pass", "/z": "302 /rest"]),
    Case(
      "handle /a* {\n redir * /one\n}\nhandle /ab* {\n redir * /two\n}",
      ["/abc": "302 /two", "/ac": "302 /one"]),
    Case(
      "handle /go/* {\n redir * /handle\n}\nhandle_path /go/long/* {\n redir https://e.com{uri}\n}",
      ["/go/long/x": "302 https://e.com/x", "/go/x": "302 /handle"]),
    Case(
      "handle_path /go/* {\n redir https://e.com{uri}\n}\nhandle {\n respond other 404\n}",
      [
        "/go/x?a=1": "302 https://e.com/x?a=1", "/go/": "302 https://e.com/", "/go": "refuse 404",
        "/other": "refuse 404",
      ]),
    // rewrite and uri
    Case(
      "route {\n rewrite /go/x /new\n redir https://e.com{uri}\n}",
      ["/go/x?a=1": "302 https://e.com/new?a=1", "/z?y": "302 https://e.com/z?y"]),
    Case(
      "route {\n rewrite /go/x /new?k=v\n redir https://e.com{uri}\n}",
      ["/go/x?a=1": "302 https://e.com/new?k=v"]),
    Case(
      "route {\n rewrite /go/x /new?{query}&k=v\n redir https://e.com{uri}\n}",
      ["/go/x?a=1": "302 https://e.com/new?a=1&k=v", "/go/x": "302 https://e.com/new?k=v"]),
    Case(
      "route {\n rewrite * ?k=v\n redir https://e.com{uri}\n}", ["/go/x?a=1": "302 https://e.com/go/x?k=v"]),
    Case(
      "route {\n rewrite * /p{path}?s={query.u1}&t\n redir https://e.com{uri}\n}",
      ["/x?u1=a+b": "302 https://e.com/p/x?s=a+b&t"]),
    Case(
      "route {\n rewrite /go/x /new\n redir https://e.com{http.request.orig_uri}\n}",
      ["/go/x?a=1": "302 https://e.com/go/x?a=1"]),
    Case(
      "route /go/* {\n uri strip_prefix /go\n redir https://e.com{uri}\n}",
      ["/go/x?a=1": "302 https://e.com/x?a=1", "/x": "pass", "/GO/x": "302 https://e.com/x"]),
    Case("uri strip_prefix /go\nredir /go/x https://e.com{uri}", ["/go/x?a=1": "302 https://e.com/go/x?a=1"]),
    Case(
      "route {\n uri strip_suffix .html\n redir https://e.com{uri}\n}",
      ["/a.html?x=1": "302 https://e.com/a?x=1"]),
    Case(
      "route {\n uri replace go gone\n redir https://e.com{uri}\n}",
      ["/go/go?go=1": "302 https://e.com/gone/gone?gone=1"]),
    Case(
      "route {\n uri replace go gone 1\n redir https://e.com{uri}\n}",
      ["/go/go?go=1": "302 https://e.com/gone/go?gone=1"]),
    Case(
      "route {\n uri path_regexp /{2,} /\n uri path_regexp ^/go/(.*)$ /t/$1\n redir https://e.com{uri}\n}",
      ["/go//x?a=1": "302 https://e.com/t/x?a=1"]),
    Case(
      "route {\n uri path_regexp [aeiou] <$0>\n redir https://e.com{path}\n}",
      ["/auto": "302 https://e.com/<a><u>t<o>"]),
    Case(
      "route {\n uri path_regexp x* -\n redir https://e.com{path}\n}", ["/axxb": "302 https://e.com-/-a-b-"]),
    Case(
      "rewrite /a /b\nrewrite /a* /c\nroute {\n redir https://e.com{uri}\n}",
      ["/a": "unknown (302 https://e.com/c)", "/ab": "302 https://e.com/c"]),
    // files
    Case("redir /here.html /t\nfile_server", ["/here.html": "302 /t", "/404.html": "pass"]),
    Case(
      "@missing not file\nredir @missing https://e.com{uri}\nfile_server",
      ["/here.html": "pass", "/none?x=1": "302 https://e.com/none?x=1"]),
    Case(
      "@html file {path}.html\nroute {\n rewrite @html {file_match.relative}\n redir https://e.com{uri}\n}",
      ["/here?a=1": "302 https://e.com/here.html?a=1", "/x": "302 https://e.com/x"]),
    Case(
      "try_files {path} {path}.html /404.html\nfile_server",
      ["/here": "serve /here.html", "/here.html": "pass", "/x": "serve /404.html"]),
    Case(
      "route {\n try_files {path} /404.html?from={path}\n redir https://e.com{uri}\n}",
      ["/x": "302 https://e.com/404.html?from=%2Fx", "/here.html?q": "302 https://e.com/here.html?q"]),
    Case("try_files {path} =410\nfile_server", ["/x": "refuse 410", "/here.html": "pass"]),
    // the slash of a folder
    Case(
      "redir /folder/ https://e.com/?{query}\nfile_server",
      ["/folder": "308 /folder/", "/folder/": "302 https://e.com/?", "/here.html": "pass", "/none": "pass"]),
    Case(
      "redir /folder/ https://e.com/\nfile_server {\n disable_canonical_uris\n}",
      ["/folder": "pass", "/folder/": "302 https://e.com/"]),
    Case(
      "rewrite /f /folder\nrewrite /g/folder /folder\nfile_server",
      ["/f": "serve /folder", "/g/folder": "308 /g/folder/", "/folder": "308 /folder/"]),
    Case("handle /folder* {\n file_server browse\n}", ["/folder": "308 /folder/", "/folder/": "pass"]),
    // map
    Case(
      """
      map {path} {to} {code} {
       /go/x https://e.com/?id=1 301
       /go/y https://y.com/
       ~^/go/c(\\d+)$ https://c.com/$1
       ~^/go/d(?P<n>\\d+)$ https://d.com/${n}
       default "" 302
      }
      @t expression {to} != ""
      redir @t {to} {code}
      """,
      [
        "/go/x?u1=X": "301 https://e.com/?id=1", "/go/y": "302 https://y.com/",
        "/go/c12": "302 https://c.com/12",
        "/go/d7": "302 https://d.com/7", "/go/X": "pass", "/none": "pass",
      ]),
    Case(
      "map {path} {to} {\n /go/x https://e.com/?id=1\n default -\n}\n@t not vars {to} \"-\"\nredir @t {to}&{query} 301",
      ["/go/x?u1=X": "301 https://e.com/?id=1&u1=X", "/z": "pass"]),
    Case(
      "vars to https://e.com\nvars /go/* to https://go.com\nredir {vars.to}{uri}",
      ["/x": "302 https://e.com/x", "/go/x": "302 https://go.com/go/x"]),
    Case(
      "vars from {header.Referer}\nredir /go/x https://e.com/{vars.from}\nredir /go/y https://e.com/",
      ["/go/x": "unknown (302 https://e.com/)", "/go/y": "302 https://e.com/"]),
    // the file
    Case(
      "redir /go/x \"/t?a=b c\" 301 # comment\nredir /go/y `/t?q=\"x\"` # c\nredir /go/z /t#frag",
      ["/go/x": "301 /t?a=b c", "/go/y": "302 /t?q=\"x\"", "/go/z": "302 /t#frag"]),
    Case("redir /go/x \\\n  /t \\\n  301", ["/go/x": "301 /t"]),
    Case(
      "import go x https://e.com/?x=1 301\nimport go y https://y.com/ 302",
      outside: "(go) {\n redir /go/{args.0} {args.1} {args.2}\n}",
      ["/go/x?u1=X": "301 https://e.com/?x=1", "/go/y": "302 https://y.com/"]),
    // handle_errors
    Case(
      "file_server\nhandle_errors {\n redir https://e.com{uri}\n}",
      ["/go/x?u1=X": "302 https://e.com/go/x?u1=X", "/here.html": "pass"]),
    Case(
      "file_server\nhandle_errors {\n rewrite * /here.html\n file_server\n}",
      ["/go/x": "error page /here.html", "/here.html": "pass"]),
    Case(
      "error /go/x 410\nrespond /go/y 404\nrewrite /go/z /none.html\nfile_server\nhandle_errors {\n redir https://e.com/{err.status_code}\n}",
      ["/go/x": "302 https://e.com/410", "/go/y": "refuse 404", "/go/z": "302 https://e.com/404"]),
  ]

  private static func address(_ target: String, port: Int) -> ServerRequest {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return ServerRequest(
      scheme: "http", host: "127.0.0.1", port: port, path: Array(parts[0].utf8),
      query: parts.count > 1 ? Array(parts[1].utf8) : nil)
  }

  private static func map(_ configuration: String, port: Int) throws -> (RedirectMap, LoadedSource) {
    let source = RedirectFormat.caddy.source.read(
      Array(configuration.utf8), named: "Caddyfile", prefix: "/")
    let site = try #require(SiteAddress("http://127.0.0.1:\(port)/"))
    return (RedirectMap(sources: [source], site: site, files: SiteFiles(files)), source)
  }

  private static func file(_ test: Case, port: Int, root: String) -> String {
    "\(test.outside)\nhttp://127.0.0.1:\(port) {\nroot * \(root)\n\(test.rules)\n}\n"
  }

  @Test("as it was written down", arguments: cases)
  func recorded(test: Case) throws {
    let (map, source) = try Self.map(Self.file(test, port: 8080, root: "/srv"), port: 8080)
    #expect(source.diagnostics.filter { $0.kind == .malformed } == [])
    for (target, answer) in test.answers {
      let found = map.serverAnswers(to: Self.address(target, port: 8080)).map(\.summary)
      // What is not known is a question of the visitor's, or nobody's to answer.
      let isUnknown = found[0] == "unknown" || Set(found).count > 1
      #expect(answer.hasPrefix("unknown") ? isUnknown : found[0] == answer, "\(target)")
      try AgreementSite(
        rules: Self.file(test, port: 8080, root: "/srv"), .caddy, empty: Self.files,
        baseURL: "http://127.0.0.1:8080/", link: target
      ).expectAgreement()
    }
  }

  /// Paths as odd links have them.
  static let odd = [
    "/go/x/", "/go//x", "//go/x", "/go/./x", "/go/../go/x", "/GO/x", "/go/X", "/go/%78", "/go%2fx",
    "/go/x%20",
    "/go/x%3f", "/go/x%25", "/go/%2e%2e/go/x", "/go/x;a=1", "/go/x&b", "/go/x'", "/go/x+y", "/go/%C3%A9",
    "/go",
    "/go/", "/go/x~!*()", "/go/x@:,", "/go/x%5B%5D", "/go/x[]", "/go/x%2F..%2Fy", "/go/a%20b+c%26d", "/go/x.",
    "/", "/xyz", "/here", "/here.html", "/folder/", "/go/x%0Ay",
  ]

  @Test("as Debian's caddy answers, for odd addresses too", Oracle.needs("caddy", "python3"))
  func answersAsCaddyDoes() throws {
    let folder = try TemporaryFolder()
    let ports = try LoopbackServer.freePorts(Self.cases.count)
    for file in Self.files { try folder.write("a page", to: "site/\(file)") }
    let root = folder.url.appending(path: "site").path
    let sites = zip(Self.cases, ports).map { Self.file($0, port: $1, root: root) }
    let file = try folder.write(
      "{\n auto_https off\n admin off\n}\n\(sites.joined(separator: "\n"))", to: "Caddyfile")
    let server = try LoopbackServer.caddy(file.path, in: folder, port: try #require(ports.last))
    defer { withExtendedLifetime(server) {} }
    let requests = zip(Self.cases, ports).flatMap { test, port in
      (test.answers.map(\.key)
        + Self.odd.flatMap { path in ["", "?u1=--CLICK-ID--", "?a=b%20c&d=%C3%A9&a="].map { path + $0 } })
        .map { LoopbackServer.Request(port: port, target: $0, host: "127.0.0.1:\(port)") }
    }
    let answers = try LoopbackServer.answers(to: requests)
    #expect(answers.count == requests.count)

    let maps = try zip(sites, ports).map { try Self.map($0, port: $1).0 }
    var unknown = 0
    for (request, real) in zip(requests, answers) {
      let number = try #require(ports.firstIndex(of: request.port))
      let test = Self.cases[number]
      let written = test.answers.first { $0.key == request.target }?.value
      let found = maps[number].serverAnswers(to: Self.address(request.target, port: request.port))[0]
      let comment: Comment = "\(test.rules): \(request.target): caddy \(real), autotag \(found.summary)"
      if let written, written.hasPrefix("unknown ("), real.location != nil || real.status == 200 {
        #expect(written == "unknown (\(real.status)\(real.location.map { " \($0)" } ?? ""))", comment)
      }
      switch found {
      case .redirect(let redirect) where redirect.status == 200: #expect(real.status == 200, comment)
      case .redirect(let redirect):
        #expect(real.status == redirect.status && real.location == redirect.locationText, comment)
      case .refuse(let status, _): #expect(real.status == status, comment)
      case .unknown: unknown += 1
      case .errorPage: #expect(real.status == 404 && real.location == nil, comment)
      case .pass, .serve:
        // caddy mends the addresses of files and folders by itself.
        let isMended = real.status == 308
        #expect(real.location == nil || isMended, comment)
      }
    }
    // Versions answer otherwise for few of them.
    #expect(unknown < requests.count / 20, "\(unknown) of \(requests.count)")
  }

  /// A whole file whose sites are at one port, and the answers to the requests of hosts.
  static let sites = """
    http://old.example:PORT, http://www.old.example:PORT {
      redir https://new.example{uri} permanent
    }
    http://new.example:PORT {
      redir /go/x https://e.com/
    }
    http://*.wild.example:PORT {
      redir https://{labels.2}.e.com{uri}
    }
    http://long.wild.example:PORT {
      redir * /long
    }
    """

  static let hosts: [(host: String, target: String, answer: String)] = [
    ("old.example", "/a?b=c", "301 https://new.example/a?b=c"),
    ("www.old.example", "/go/x", "301 https://new.example/go/x"),
    ("new.example", "/go/x", "302 https://e.com/"),
    ("new.example", "/y", "pass"), ("sub.wild.example", "/q", "302 https://sub.e.com/q"),
    ("a.b.wild.example", "/q", "pass"), ("long.wild.example", "/q", "302 /long"),
    ("unknown.example", "/go/x", "pass"),
  ]

  @Test("the site is the host's", Oracle.needs("caddy", "python3"))
  func hosts() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let text = "{\n auto_https off\n admin off\n}\n" + Self.sites.replacing("PORT", with: "\(port)")
    let file = try folder.write(text, to: "Caddyfile")
    let server = try LoopbackServer.caddy(file.path, in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    let answers = try LoopbackServer.answers(
      to: Self.hosts.map { LoopbackServer.Request(port: port, target: $0.target, host: "\($0.host):\(port)") }
    )
    let (map, _) = try Self.map(text, port: port)
    for (real, (host, target, answer)) in zip(answers, Self.hosts) {
      var request = Self.address(target, port: port)
      request.host = host
      #expect(map.serverAnswers(to: request)[0].summary == answer, "\(host)\(target)")
      #expect(answer == (real.location.map { "\(real.status) \($0)" } ?? "pass"), "\(host)\(target)")
    }
  }

  /// Automatic HTTPS (caddyserver.com/docs/automatic-https), addresses (…/docs/caddyfile/concepts#addresses) and what files
  /// alone cannot tell; none of it can be asked of a caddy on loopback.
  @Test(
    "by its address",
    arguments: [
      ("shop.example {\n redir /x /t\n}", "https://shop.example/x", "302 /t"),
      ("shop.example {\n redir /x /t\n}", "http://shop.example/x?a=b", "308 https://shop.example/x?a=b"),
      ("{\n auto_https off\n}\nshop.example {\n redir /x /t\n}", "http://shop.example/x", "302 /t"),
      ("http://shop.example {\n redir /x /t\n}", "http://shop.example/x", "302 /t"),
      // Behind another server, which has the certificate.
      ("http://shop.example {\n redir /x /t\n}", "https://shop.example/x", "302 /t"),
      (":8080 {\n redir /x /t\n}", "https://shop.example/x", "302 /t"),
      (":80\nredir /x /t", "http://shop.example/x", "302 /t"),
      ("other.example {\n redir /x /t\n}", "https://shop.example/x", "pass"),
      (
        "other.example {\n redir /x /no\n}\nshop.example {\n redir /x /t\n}", "https://shop.example/x",
        "302 /t"
      ),
      ("*.example {\n redir /x /no\n}\nshop.example {\n redir /x /t\n}", "https://shop.example/x", "302 /t"),
      ("https:// {\n redir /x /no\n}\nshop.example {\n redir /x /t\n}", "https://shop.example/x", "302 /t"),
      ("shop.example/go/* {\n redir /go/x /t\n}", "https://shop.example/go/x", "302 /t"),
      ("shop.example/go/* {\n redir /x /t\n}", "https://shop.example/x", "pass"),
      ("{$DOMAIN} {\n redir /x /t\n}", "https://shop.example/x", "302 /t"),
      ("{$A} {\n redir /x /t\n}\n{$B} {\n redir /x /u\n}", "https://shop.example/x", "302 /t | 302 /u"),
      ("redir /x /t", "https://shop.example/x", "302 /t"),
      ("shop.example {\n redir /x {$TARGET}\n}", "https://shop.example/x", "unknown"),
      // Another program answers, except where redir does, which comes first.
      ("shop.example {\n reverse_proxy app:80\n redir /x /t\n}", "https://shop.example/x", "302 /t"),
      ("shop.example {\n reverse_proxy app:80\n redir /x /t\n}", "https://shop.example/y", "unknown"),
      (
        "shop.example {\n basic_auth {\n a b\n }\n handle {\n redir /x /no\n }\n}", "https://shop.example/x",
        "unknown"
      ),
      ("shop.example {\n redir /x /t\n basic_auth {\n a b\n }\n}", "https://shop.example/x", "302 /t"),
      (
        "{\n order rewrite before redir\n}\nshop.example {\n rewrite /x /y\n redir /y /t\n}",
        "https://shop.example/x", "302 /t"
      ),
      (
        "{\n order magic before redir\n}\nshop.example {\n magic\n redir /x /t\n}", "https://shop.example/x",
        "unknown"
      ),
      ("(a) {\n redir /x {args[0]}\n}\nshop.example {\n import a /t\n}", "https://shop.example/x", "302 /t"),
      (
        "shop.example {\n respond /y <<END\n  redir /x /no\n  END\n redir /x /t\n}", "https://shop.example/x",
        "302 /t"
      ),
    ])
  func address(rules: String, request: String, answer: String) throws {
    try AnswerCase(rules, request, answer).check(.caddy)
  }

  @Test("of several sites without base-url each may be meant")
  func unknownSite() throws {
    let url = try #require(WebURL("/x", relativeTo: .unknownSite))
    for (rules, answer) in [
      ("a.example {\n redir /x /t\n}", "302 /t"),
      ("a.example {\n redir /x /t\n}\nb.example {\n redir /x /u\n}", "302 /t | 302 /u"),
      (":80 {\n redir /x /t\n}\n*.example {\n redir /y /u\n}", "pass | 302 /t"),
    ] {
      let source = RedirectFormat.caddy.source.read(Array(rules.utf8), named: "Caddyfile", prefix: "/")
      let map = RedirectMap(sources: [source], site: .unknown, files: SiteFiles([String]()))
      let answers = map.serverAnswers(to: ServerRequest(url, site: .unknown)).map(\.summary)
      var distinct: [String] = []
      for answer in answers where !distinct.contains(answer) { distinct.append(answer) }
      #expect(distinct.joined(separator: " | ") == answer)
    }
  }

  @Test(
    "what is not understood is said at its line",
    arguments: [
      ("@x `size(path) > 3`\n\nredir @x /t", 3), ("cgi /x\n", 1), ("uri query -a\n", 1),
      ("redir /x /y\nimport none", 2),
    ])
  func notUnderstood(rules: String, line: Int) {
    let source = RedirectFormat.caddy.source.read(
      Array("a.com {\n\(rules)\n}".utf8), named: "Caddyfile", prefix: "/")
    #expect(source.diagnostics.map(\.kind) == [.notUnderstood], "\(source.diagnostics)")
    #expect(source.diagnostics.map(\.line) == [line + 1])
  }
}
