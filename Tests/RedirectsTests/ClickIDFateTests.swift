import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// The fate of a click id, as it is told and as servers show it: none of them is asked for the token, but for what AnyTrack's
/// tag puts in its place.
@Suite("What becomes of a click id")
struct ClickIDFateTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let format: RedirectFormat
    let rules: String
    let fate: String
    /// The text in front of nginx's `server`, and of the site in a Caddyfile.
    var outside = ""

    init(_ format: RedirectFormat, _ rules: String, _ fate: String, outside: String = "") {
      (self.format, self.rules, self.fate, self.outside) = (format, rules, fate, outside)
    }

    var testDescription: String { outside + rules }
    var text: String {
      switch format {
      case .nginx: outside + "server {\n" + rules + "\n}"
      case .caddy: outside + ":80 {\n" + rules + "\n}"
      default: rules
      }
    }
  }

  /// The address without a query.
  static let network = "https://click.linksynergy.com/deeplink"
  static let t = network + "?id=A"
  static let on = "RewriteEngine On\n"
  static let qsa = "RewriteRule ^go/a$ \(t) [R=302,L,QSA]\n"
  private static let go = "location = /go/a { rewrite ^ \(t) redirect; }\n"

  /// `forwards` and `drops`; `mixed`: by the length of the id; `needs`: the network only with one; `refused`; `elsewhere`.
  static let apache: [Case] = [
    // Conditions on the query see an id and not the token.
    Case(.htaccess, on + "RewriteCond %{QUERY_STRING} --\nRewriteRule ^ - [F]\n" + qsa, "forwards"),
    Case(.htaccess, on + "RewriteCond %{QUERY_STRING} [0-9A-Za-z]{32}\nRewriteRule ^ - [F]\n" + qsa, "mixed"),
    Case(.htaccess, on + "RewriteCond %{QUERY_STRING} [0-9A-Za-z]{20}\nRewriteRule ^ - [F]\n" + qsa, "drops"),
    Case(.htaccess, on + "RewriteCond %{THE_REQUEST} \"--|%2D\"\nRewriteRule ^ - [F]\n" + qsa, "forwards"),
    Case(
      .htaccess,
      on + "RewriteCond %{QUERY_STRING} (union|select|insert|concat|--|;) [NC]\nRewriteRule ^ - [F]\n" + qsa,
      "forwards"),
    Case(
      .htaccess,
      on + "RewriteCond %{QUERY_STRING} u1=([A-Za-z0-9]+)$\nRewriteRule ^go/a$ \(t)&u1=%1 [R=302,L]\n"
        + "RewriteRule ^go/a$ \(t) [R=302,L]\n", "forwards"),
    Case(
      .htaccess,
      on + "RewriteCond %{QUERY_STRING} ^u1=([A-Za-z0-9]{26})$\nRewriteRule ^go/a$ \(t)&u1=%1 [R=302,L]\n"
        + "RewriteRule ^go/a$ \(t) [R=302,L]\n", "mixed"),
    Case(
      .htaccess,
      on + "RewriteCond %{QUERY_STRING} u1=(.{1,20})\nRewriteRule ^go/a$ \(t)&u1=%1 [R=302,L]\n"
        + "RewriteRule ^go/a$ \(t) [R=302,L]\n", "drops"),
    Case(
      .htaccess, on + "RewriteCond expr \"%{QUERY_STRING} =~ /--/\"\nRewriteRule ^ - [F]\n" + qsa, "forwards"),
    Case(.htaccess, "<If \"%{QUERY_STRING} =~ /--/\">\nRedirect 403 /go\n</If>\n" + on + qsa, "forwards"),
    // What a rule puts in by itself is there once.
    Case(
      .htaccess,
      on + "RewriteCond %{QUERY_STRING} ^(?:u1=(.*))?$\nRewriteRule ^go/a$ \(t)&u1=%1 [R=302,L]\n", "forwards"
    ),
    // Only with the parameter
    Case(.htaccess, on + "RewriteCond %{QUERY_STRING} u1=\n" + qsa, "needs"),
    Case(
      .htaccess,
      on + "RewriteCond %{QUERY_STRING} u1=([A-Za-z0-9]+)\nRewriteRule ^go/a$ \(t)&u1=%1 [R=302,L]\n",
      "needs"),
    Case(.htaccess, on + "RewriteCond %{QUERY_STRING} !u1=\n" + qsa, "drops"),
  ]

  static let nginx: [Case] = [
    Case(.nginx, "if ($args ~ \"--\") { return 403; }\n" + go, "forwards"),
    Case(.nginx, "if ($args ~ \"[0-9A-Za-z]{32}\") { return 403; }\n" + go, "mixed"),
    Case(
      .nginx,
      "if ($arg_u1 ~ \"^[0-9A-Za-z]+$\") { return 302 \(t)&u1=$arg_u1; }\nlocation = /go/a { return 302 \(t); }",
      "forwards"),
    Case(.nginx, "if ($arg_u1 !~ \"^[0-9A-Za-z]*$\") { return 403; }\n" + go, "forwards"),
    Case(
      .nginx, "if ($x) { return 425; }\n" + go, "forwards",
      outside: "map $ssl_early_data $x { ~. $ssl_early_data; default \"\"; }\n"),
    Case(.nginx, "if ($ssl_early_data) { return 307 $scheme://$host$request_uri; }\n" + go, "forwards"),
    Case(.nginx, "if ($request ~ \"u1=[0-9A-Za-z]{20}\") { return 403; }\n" + go, "drops"),
    Case(.nginx, "if ($request ~ \"u1=[0-9A-Za-z]{30}\") { return 403; }\n" + go, "mixed"),
    Case(.nginx, "if ($request ~ \"^GET /go/[a-z]+ \") { return 403; }\n" + go, "needs"),
    Case(.nginx, go, "forwards", outside: "map $args $x { ~-- 1; }\n"),
    Case(
      .nginx, "if ($x) { return 403; }\n" + go, "forwards", outside: "map $args $x { default 0; ~-- 1; }\n"),
    Case(
      .nginx, "if ($x) { return 403; }\n" + go, "mixed",
      outside: "map $arg_u1 $x { default 0; \"~^.{30}\" 1; }\n"
    ),
    // `set $args` is the request's query.
    Case(.nginx, "set $args \"\";\n" + go, "drops"),
    Case(.nginx, "set $args '';\nlocation = /go/a { return 302 \(t)&$args; }", "drops"),
    Case(.nginx, "set $args id=A;\nlocation = /go/a { rewrite ^ \(network) redirect; }", "drops"),
    Case(.nginx, "location = /go/a { set $args \"\"; rewrite ^ \(t) redirect; }", "drops"),
    Case(.nginx, "location = /go/a { set $args id=A; return 302 \(network)?$query_string; }", "drops"),
    Case(.nginx, "location = /go/a { set $args id=A; return 302 \(network)$is_args$args; }", "drops"),
    Case(.nginx, "location = /go/a { set $args \"\"; return 302 \(t)&u1=$arg_u1; }", "drops"),
    Case(.nginx, "if ($uri ~ ^/go/) { set $args \"\"; }\n" + go, "drops"),
    Case(.nginx, "location = /go/a { set $args id=A&$args; return 302 \(network)?$args; }", "forwards"),
    Case(.nginx, "location = /go/a { set $args $args&z=1; rewrite ^ \(t) redirect; }", "forwards"),
    Case(.nginx, "location = /go/a { set $args u1=$arg_u1; rewrite ^ \(t) redirect; }", "forwards"),
    Case(.nginx, "set $old $args;\nset $args \"\";\nlocation = /go/a { return 302 \(t)&$old; }", "forwards"),
    Case(
      .nginx,
      "location = /go/a { set $args \"\"; rewrite ^ /go/b last; }\nlocation = /go/b { rewrite ^ \(t) redirect; }",
      "drops"),
    // What a rule puts in by itself is there once.
    Case(.nginx, "location = /go/a { return 302 \(t)&u1=$arg_u1; }", "forwards"),
    Case(.nginx, "location = /go/a { return 302 \(t)&u1=$arg_u1&b=2; }", "forwards"),
    Case(.nginx, "location = /go/a { rewrite ^ \(t)&u1=$arg_u1? redirect; }", "forwards"),
    Case(.nginx, "location = /go/a { return 302 \(t)&u1=x$arg_u1; }", "drops"),
    // Only with the parameter
    Case(.nginx, "location = /go/a { if ($arg_u1) { rewrite ^ \(t) redirect; } }", "needs"),
    Case(.nginx, "location = /go/a { if ($arg_u1 = \"\") { return 404; } return 302 \(t)&$args; }", "needs"),
    Case(.nginx, "location = /go/a { if ($arg_u1) { return 404; } return 302 \(t)&$args; }", "drops"),
  ]

  static let caddy: [Case] = [
    Case(.caddy, "redir /go/a \(t)&u1={query.u1}", "forwards"),
    Case(.caddy, "redir /go/a \(t)&u1={http.request.uri.query.u1}", "forwards"),
    Case(.caddy, "redir /go/a \(t)&u1=x{query.u1}", "drops"),
    Case(.caddy, "@x {\npath /go/a\nquery u1=*\n}\nredir @x \(t)&{query}", "needs"),
    Case(
      .caddy, "@x expression `{query}.contains(\"--\")`\nrespond @x 403\nredir /go/a \(t)&{query}", "forwards"
    ),
    // A variable matters where something reads it.
    Case(.caddy, "vars agent {header.User-Agent}\nredir /go/a \(t)&{query}", "forwards"),
    Case(.caddy, "vars {\nid {http.request.uuid}\nip {remote_host}\n}\nredir /go/a \(t)&{query}", "forwards"),
    Case(.caddy, "vars /x/* ip {cookie.sid}\nredir /go/a \(t)&{query}", "forwards"),
    Case(
      .caddy, "vars ip {remote_host}\n@x vars ip 192.0.2.1\nrespond @x 403\nredir /go/a \(t)&{query}",
      "forwards"),
    Case(
      .caddy,
      "@x vars_regexp {query} --\nrespond @x 403\nredir /go/a \(t)&{query}", "forwards"),
  ]

  /// The site's own pages are where a click comes from; the client of these tests sends no such header.
  /// With `none` those few come through whose browsers send none.
  static let referers: [Case] = [
    Case(
      .nginx, "valid_referers none blocked *.other.example;\nif ($invalid_referer) { return 403; }\n" + go,
      "unknown"),
    Case(
      .nginx, "valid_referers none blocked *.example;\nif ($invalid_referer) { return 403; }\n" + go,
      "forwards"),
    Case(
      .nginx, "valid_referers none server_names;\nif ($invalid_referer) { return 403; }\n" + go, "forwards"),
    Case(.nginx, "valid_referers none shop.*;\nif ($invalid_referer) { return 403; }\n" + go, "forwards"),
    Case(
      .nginx, "valid_referers none .shop.example;\nif ($invalid_referer) { return 403; }\n" + go, "forwards"),
    Case(
      .nginx,
      "valid_referers none x.example ~shop\\\\.example;\nif ($invalid_referer) { return 403; }\n" + go,
      "forwards"),
    Case(
      .nginx, "valid_referers none x.example ~^other\\\\.;\nif ($invalid_referer) { return 403; }\n" + go,
      "unknown"),
    Case(
      .nginx, "valid_referers none SHOP.example;\nif ($invalid_referer) { return 403; }\n" + go, "forwards"),
    Case(
      .nginx, "valid_referers shop.example/blog/;\nif ($invalid_referer) { return 403; }\n" + go, "refused"),
    Case(
      .nginx,
      "valid_referers other.example;\nlocation = /go/a { valid_referers none shop.example; if ($invalid_referer) { return 403; } rewrite ^ \(t) redirect; }",
      "forwards"),
    Case(
      .nginx,
      "valid_referers other.example;\nlocation = /go/a { if ($invalid_referer) { return 403; } rewrite ^ \(t) redirect; }",
      "refused"),
  ]

  static let others: [Case] = [
    // The block of an import, as later versions of Caddy take it
    Case(
      .caddy, "import s {\nredir /go/a \(t)&{query}\n}\nencode gzip", "forwards",
      outside: "(s) {\nheader X a\n{block}\n}\n"),
    Case(
      .caddy, "import s {\nto /go/a \(t)&{query}\n}\nredir /x /y", "forwards",
      outside: "(s) {\nredir {blocks.to}\n}\n"),
    Case(
      .caddy, "import s {\nrules {\nredir /go/a \(t)\n}\n}", "drops",
      outside: "(s) {\n{blocks.rules}\n}\n"),
    Case(
      .caddy, "import s {\nx {\ny z\n}\n}\nredir /go/a \(t)&{query}", "forwards",
      outside: "(s) {\nencode gzip\n}\n"),
    Case(
      .caddy, "import s\nredir /go/a \(t)&{query}", "forwards",
      outside: "(s) {\nheader X a\n{block}\n{blocks.x}\n}\n"),
    Case(
      .caddy, "import s {\nredir /go/a \(t)&{query}\n}", "forwards",
      outside: "(s) {\nimport i {\n{block}\n}\n}\n(i) {\n{block}\n}\n"),
    Case(.netlify, "/go/a u1=:u1 \(t)&u1=:u1\n/go/a \(t)\n", "forwards"),
    Case(.netlify, "/go/a u1=:u1 \(t)&u1=:u1\n", "needs"),
    Case(
      .vercel,
      #"{"redirects": [{"source": "/go/a", "has": [{"type": "query", "key": "u1"}], "destination": "\#(t)"}]}"#,
      "needs"),
    Case(
      .vercel,
      #"{"redirects": [{"source": "/go/a", "missing": [{"type": "query", "key": "u1", "value": ".*--.*"}], "destination": "\#(t)"}]}"#,
      "forwards"),
    // A parameter that the target has from the request, and the request besides
    Case(
      .vercel,
      #"{"redirects": [{"source": "/go/a", "has": [{"type": "query", "key": "u1", "value": "(?<id>.*)"}], "destination": "\#(t)&u1=:id"}, {"source": "/go/a", "destination": "\#(t)"}]}"#,
      "unknown"),
    Case(
      .vercel,
      #"{"redirects": [{"source": "/go/a", "has": [{"type": "query", "key": "u1"}], "destination": "\#(t)&u1=:u1"}, {"source": "/go/a", "destination": "\#(t)"}]}"#,
      "unknown"),
    Case(
      .webConfig,
      """
      <configuration><system.webServer><rewrite><rules><rule name="a" stopProcessing="true"><match url="^go/a$" />
      <conditions><add input="{QUERY_STRING}" pattern="u1=([A-Za-z0-9]+)" /></conditions>
      <action type="Redirect" url="\(t)&amp;u1={C:1}" appendQueryString="false" /></rule></rules></rewrite></system.webServer></configuration>
      """, "needs"),
    Case(
      .webConfig,
      """
      <configuration><system.webServer><rewrite><rules>
      <rule name="b" stopProcessing="true"><match url=".*" /><conditions><add input="{QUERY_STRING}" pattern="--" /></conditions>
      <action type="CustomResponse" statusCode="403" /></rule>
      <rule name="a" stopProcessing="true"><match url="^go/a$" />
      <action type="Redirect" url="\(t)" appendQueryString="true" /></rule></rules></rewrite></system.webServer></configuration>
      """, "forwards"),
  ]

  @Test(arguments: apache + access + nginx + referers + caddy + others)
  func fate(_ test: Case) throws {
    let fate = try Self.fate(test)
    #expect(fate == test.fate)
    try AgreementSite(rules: test.text, test.format, link: "/go/a").expectAgreement()
  }

  private static func fate(_ test: Case) throws -> String {
    let source = test.format.source.read(Array(test.text.utf8), named: "rules", prefix: "/")
    #expect(source.diagnostics.filter { $0.kind == .malformed || $0.kind == .refused } == [])
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["index.html"]))
    let scan = RedirectScan(
      map: map, classifier: LinkClassifier(groups: TrackingGroup.builtIn), mode: .tag, annotates: false)
    let url = try #require(WebURL("/go/a", relativeTo: site.root))
    switch scan.lookup(url) {
    case nil: return "elsewhere"
    case .broken(let chain, _): if case .deadEnd = chain.end { return "refused" } else { return "broken" }
    case .affiliate(let link):
      let chain = link.chain
      switch chain.forwarding {
      case .drops: return "drops"
      case _ where chain.addsParameter("u1"): return "twice"
      case .unknown(let decision): return decision.reason.contains("click id such as ") ? "mixed" : "unknown"
      case .forwards:
        #expect(!chain.hops.contains { $0.location.contains("X7c2") || $0.from.description.contains("X7c2") })
        return chain.needsParameter ? "needs" : "forwards"
      }
    }
  }

  // MARK: Servers

  private static let ids = [
    "aB3dE6gH9jK2mN5pQ8sT1v", "Zy9xW8vU7tS6rQ5pO4nM3lK2jI", "k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6aB",
  ]

  @Test("httpd", Oracle.needs("apache2", "python3"))
  func asksApache() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    var hosts = ""
    let cases = Self.apache + Self.access
    for (number, test) in cases.enumerated() {
      try folder.write(test.rules, to: "s\(number)/.htaccess")
      hosts +=
        "<VirtualHost *:\(port)>\nServerName s\(number).example\nDocumentRoot \(folder.url.path)/s\(number)\n</VirtualHost>\n"
    }
    let modules = ["mpm_event", "authz_core", "authz_host", "access_compat", "dir", "alias", "rewrite"].map {
      "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n"
    }.joined()
    let text =
      "ServerRoot \(folder.url.path)\nListen 127.0.0.1:\(port)\nServerName 127.0.0.1\nPidFile \(folder.url.path)/pid\n"
      + "ErrorLog \(folder.url.path)/error.log\n\(modules)User www-data\nGroup www-data\n"
      + "<Directory \(folder.url.path)>\nAllowOverride All\nOptions FollowSymLinks\n</Directory>\n\(hosts)"
    let file = try folder.write(text, to: "httpd.conf").path
    let server = try LoopbackServer("apache2", ["-X", "-f", file], in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    try Self.check(cases, port: port)
  }

  @Test("nginx", Oracle.needs("nginx", "python3"))
  func asksNginx() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let path = folder.url.path
    let blocks = Self.nginx.enumerated().map { number, test in
      test.outside.replacing("$x", with: "$x\(number)")
        + "server { listen 127.0.0.1:\(port); server_name s\(number).example; root \(path);\n"
        + test.rules.replacing("$x)", with: "$x\(number))") + "\n}\n"
    }.joined()
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(path)/\($0);\n"
    }.joined()
    let text =
      "daemon off;\nerror_log stderr crit;\npid \(path)/pid;\nevents {}\nhttp {\naccess_log off;\n\(temporary)"
      + "server_names_hash_bucket_size 128;\n\(blocks)}\n"
    let file = try folder.write(text, to: "nginx.conf")
    let server = try LoopbackServer("nginx", ["-p", path, "-c", file.path], in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    try Self.check(Self.nginx, port: port)
  }

  @Test("Caddy", Oracle.needs("caddy", "python3"))
  func asksCaddy() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let sites = Self.caddy.enumerated().map { number, test in
      "http://s\(number).example:\(port) {\n\(test.rules)\n}\n"
    }.joined()
    let file = try folder.write("{\nauto_https off\nadmin off\n}\n" + sites, to: "Caddyfile")
    let server = try LoopbackServer.caddy(file.path, in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    try Self.check(Self.caddy, port: port)
  }

  private static func check(_ cases: [Case], port: Int) throws {
    let targets = ["/go/a"] + ids.map { "/go/a?u1=\($0)" }
    let answers = try LoopbackServer.answers(
      to: cases.indices.flatMap { number in
        targets.map { LoopbackServer.Request(port: port, target: $0, host: "s\(number).example:\(port)") }
      })
    for (number, test) in cases.enumerated() {
      let own = Array(answers[(number * 4)..<(number * 4 + 4)])
      let arrived = zip(ids, own.dropFirst()).map { id, answer in
        let parameters = (answer.location ?? "").split { "?&".contains($0) }
        return answer.location?.hasPrefix(network) == true
          && parameters.filter { $0.hasPrefix("u1=") } == ["u1=\(id)"]
      }
      let plain = own[0].location?.hasPrefix(network) == true
      let seen =
        if own.allSatisfy({ $0.status == 403 }) { "refused" } else if !arrived.contains(false) {
          plain ? "forwards" : "needs"
        } else if arrived.contains(true) {
          "mixed"
        } else { plain ? "drops" : "elsewhere" }
      #expect(test.fate == seen || test.fate == "unknown", "\(test): \(own)")
    }
  }
}
