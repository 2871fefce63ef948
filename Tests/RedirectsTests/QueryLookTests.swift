import AutoTagBytes
import AutoTagWebURL
import Synchronization
import Testing

@testable import AutoTagRedirects

/// The work for a link: with each of the click ids that are known it is followed only where a rule looks at the query.
@Suite("How often a link is followed")
struct QueryLookTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let format: RedirectFormat
    let rules: String
    /// The requests that the servers answer: of the link alone, and of the link with each click id.
    let requests: Int

    init(_ format: RedirectFormat, _ rules: String, _ requests: Int) {
      (self.format, self.rules, self.requests) = (format, rules, requests)
    }

    var testDescription: String { rules }
    var text: String {
      switch format {
      case .nginx where !rules.contains("server"): "server {\n\(rules)\n}"
      case .caddy: ":80 {\n\(rules)\n}"
      default: rules
      }
    }
  }

  private static let t = "https://click.linksynergy.com/deeplink?id=A"
  private static let on = "RewriteEngine On\n"
  private static let go = "RewriteRule ^go/a$ \(t) [R=302,L,QSA]\n"
  private static let location = "location = /go/a { rewrite ^ \(t) redirect; }\n"
  private static func iis(_ conditions: String, _ target: String = "https://click.linksynergy.com/deeplink")
    -> String
  {
    "<configuration><system.webServer><rewrite><rules><rule name=\"a\"><match url=\"^go/a$\" />"
      + "<conditions>\(conditions)</conditions><action type=\"Redirect\" url=\"\(target)\" /></rule></rules>"
      + "</rewrite></system.webServer></configuration>"
  }

  static let cases: [Case] = [
    // Nothing looks at the query.
    Case(.htaccess, on + go, 2),
    Case(.htaccess, "Redirect /go/a https://click.linksynergy.com/deeplink\n", 2),
    Case(.htaccess, on + "RewriteCond %{HTTPS} on\n" + go, 2),
    Case(.htaccess, on + "RewriteCond %{HTTP_USER_AGENT} (bot|crawl) [NC]\nRewriteRule ^ - [F]\n" + go, 2),
    Case(.htaccess, on + "RewriteRule ^go/a$ \(t)&%{QUERY_STRING} [R=302,L]\n", 2),
    Case(.htaccess, on + "RewriteCond %{QUERY_STRING} x\nRewriteRule ^other$ - [F]\n" + go, 2),
    Case(.nginx, location, 2),
    Case(.nginx, "return 302 \(t)&$args;", 2),
    Case(.nginx, "return 302 https://click.linksynergy.com$request_uri;", 2),
    Case(.nginx, "set $x $args; location = /go/a { return 302 \(t)&$x; }", 2),
    Case(
      .nginx,
      location + "location / { try_files $uri $uri/ /index.php?$args; }\n"
        + "location @x { rewrite ^ /index.php?q=$uri&$args last; }", 2),
    Case(
      .nginx, "location /go/ { try_files $uri /to?$args; }\nlocation = /to { rewrite ^ \(t) redirect; }", 2),
    Case(
      .nginx,
      "if ($http_cookie ~ x) { return 403; }\nif ($host = other.example) { return 403; }\n" + location, 2),
    Case(.caddy, "redir /go/a https://click.linksynergy.com{uri}", 2),
    Case(.caddy, "redir /go/a https://click.linksynergy.com/deeplink?{query}", 2),
    Case(.netlify, "/go/a https://click.linksynergy.com/deeplink", 2),
    Case(.netlify, "/go/a u1=:u1 \(t)&u1=:u1\n/go/a \(t)", 2),
    Case(.vercel, "{\"redirects\": [{\"source\": \"/go/a\", \"destination\": \"\(t)\"}]}", 2),
    Case(.webConfig, iis(""), 2),
    Case(.webConfig, iis("", "https://click.linksynergy.com{REQUEST_URI}"), 2),
    // Something does.
    Case(.htaccess, on + "RewriteCond %{QUERY_STRING} --\nRewriteRule ^ - [F]\n" + go, 4),
    Case(.htaccess, on + "RewriteCond %{THE_REQUEST} --\nRewriteRule ^ - [F]\n" + go, 4),
    Case(.htaccess, on + "RewriteCond a%{QUERY_STRING} ^a\n" + go, 4),
    Case(.htaccess, on + "RewriteRule ^go/a$ - [E=q:%{QUERY_STRING}]\n" + go, 4),
    Case(.htaccess, on + "RewriteCond expr \"%{QUERY_STRING} =~ /--/\"\n" + go, 4),
    Case(.htaccess, "<If \"%{QUERY_STRING} =~ /--/\">\nRequire all denied\n</If>\n" + on + go, 4),
    Case(.htaccess, on + "RewriteRule ^go/a$ /to/%{QUERY_STRING}\n" + go, 4),
    Case(.nginx, "if ($args ~ \"--\") { return 403; }\n" + location, 4),
    Case(.nginx, "if ($arg_u1) { return 403; }\n" + location, 4),
    Case(.nginx, "if ($request_uri ~ \"--\") { return 403; }\n" + location, 4),
    Case(.nginx, "if ($request ~ \"--\") { return 403; }\n" + location, 4),
    Case(.nginx, "set $x $args; if ($x ~ \"--\") { return 403; }\n" + location, 4),
    Case(
      .nginx, "map $args $x { default 0; ~-- 1; }\nserver { if ($x) { return 403; }\n" + location + "}", 4),
    Case(
      .nginx, "map $host $x { default $args; }\nserver { if ($x ~ \"--\") { return 403; }\n" + location + "}",
      4),
    Case(.nginx, "location /go/ { try_files /cache/$args $uri =404; }", 4),
    Case(.nginx, "location = /go/a { rewrite ^ /to/$args last; }\nlocation /to/ { return 302 \(t); }", 4),
    Case(.caddy, "@q query u1=*\nredir @q \(t) 302", 4),
    Case(.caddy, "@q expression {query}.contains(\"--\")\nredir @q \(t) 302", 4),
    Case(.netlify, "/go/a u1=x \(t)\n/go/a https://click.linksynergy.com/deeplink", 4),
    Case(
      .vercel,
      "{\"redirects\": [{\"source\": \"/go/a\", \"has\": [{\"type\": \"query\", \"key\": \"u1\", \"value\": \"(?<id>.{22})\"}], \"destination\": \"\(t)\"}]}",
      4),
    Case(.webConfig, iis("<add input=\"{QUERY_STRING}\" pattern=\"--\" />"), 4),
    // A path with the id is one that other rules may look at.
    Case(.nginx, "location = /go/a { return 302 /to/$arg_u1; }\nlocation /to/ { return 302 \(t); }", 8),
  ]

  @Test("no more often than rules look", arguments: cases)
  func requests(_ test: Case) throws {
    let source = test.format.source.read(Array(test.text.utf8), named: "rules", prefix: "/")
    let site = try #require(SiteAddress("https://shop.example/"))
    let counting: CountingServer
    switch source.program {
    case .server(let server): counting = CountingServer(server)
    case .folder(let folder): counting = CountingServer(ApacheServer(folders: [folder], site: site))
    case .redirectPage, .none: throw NoServer()
    }
    let map = RedirectMap(
      sources: [
        LoadedSource(.cloudflare, file: "rules", rules: [], diagnostics: [], program: .server(counting))
      ],
      site: site, files: SiteFiles(["index.html"]))
    _ = map.chain(from: try #require(WebURL("/go/a", relativeTo: site.root)))
    #expect(counting.requests == test.requests)
    // What rules do with the token itself is asked for once, and only where one looks at the query.
    #expect(counting.tokenRequests <= (test.requests > 2 ? test.requests / 4 : 0))
  }

  private struct NoServer: Error {}

  private final class CountingServer: RedirectServer {
    private let server: any RedirectServer
    private let count = Mutex((ids: 0, tokens: 0))

    init(_ server: any RedirectServer) { self.server = server }

    /// Those without the token.
    var requests: Int { count.withLock { $0.ids } }
    var tokenRequests: Int { count.withLock { $0.tokens } }

    func answer(_ request: ServerRequest, files: SiteFiles, visitor: inout VisitorAnswers) -> ServerAnswer {
      let hasToken = (request.path + (request.query ?? [])).text.contains("--CLICK-ID--")
      count.withLock { if hasToken { $0.tokens += 1 } else { $0.ids += 1 } }
      return server.answer(request, files: files, visitor: &visitor)
    }
  }
}
