import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// Debian's nginx on loopback and `NginxServer` answer the same requests from the same configuration.
struct NginxServerTests {
  /// The content of a `server` block, what goes in front of it, and the paths to ask for.
  struct Case: Sendable {
    let rules: String
    let outside: String
    let paths: [String]

    init(_ rules: String, outside: String = "", _ paths: [String]) {
      (self.rules, self.outside, self.paths) = (rules, outside, paths)
    }
  }

  static let rakuten = "https://click.linksynergy.com/deeplink?id=A&mid=1&murl=https%3A%2F%2Fshop%2F"

  static let odd = [
    "/go/x", "/go/x/", "/go//x", "//go/x", "/go/./x", "/go/../go/x", "/GO/x", "/go/X", "/go/%78", "/go%2fx",
    "/go/x%20", "/go/x%3f", "/go/x%25", "/go/x%2e", "/go/%2e%2e/go/x", "/go/x;a=1", "/go/x&b", "/go/x'",
    "/go/x+y", "/go/%C3%A9", "/go/x.html", "/go", "/go/", "/go/x/y", "/go/%", "/go/x~!*()", "/go/x@:,",
    "/go/x%5B%5D", "/go/x[]", "/go/x%2F..%2Fy", "/go/%3Fx", "/go/x%23", "/go/a%20b+c%26d", "/x", "/",
  ]

  /// Paths of files and of nothing.
  static let missing = odd.filter { $0 != "/" } + ["/here.html", "/folder/index.html", "/here.html/x"]

  static let folders = [
    "/folder", "/folder/", "/folder//", "//folder", "/folder/.", "/f", "/Folder", "/folder/x", "/folder%2f",
  ]

  static let cases: [Case] = [
    // location and return
    Case("location = /go/x { return 301 \(rakuten); }", odd),
    Case("location = /go/x { return 302 https://e.com/?a=b&$args; }", odd),
    Case("location /go/ { return 303 https://e.com$uri$is_args$args; }", odd),
    Case("location /go/ { return 307 https://e.com$request_uri; }", odd),
    Case("location ~ ^/go/(.*)$ { return 308 https://e.com/$1; }", odd),
    Case("location ~* ^/go/(?<slug>[a-z]+)$ { return 301 https://e.com/${slug}?q=$query_string; }", odd),
    Case(
      "location /go { return 301 /t; }\nlocation ^~ /go/x { return 302 /caret; }\nlocation ~ x$ { return 302 /regex; }",
      odd),
    Case(
      "location /go/ { return 301 /prefix; }\nlocation ~ /X { return 302 /sensitive; }\nlocation ~* /X { return 302 /insensitive; }",
      odd),
    Case(
      "location /go/ { location /go/x { return 301 /nested; }\nlocation ~ y$ { return 302 /nested-regex; }\nreturn 303 /outer; }\nlocation ~ html$ { return 302 /regex; }",
      odd),
    Case(
      "location = /go { return https://e.com/; }\nlocation = /go/ { return 410; }\nlocation = /go/x { return 404; }\nlocation =/go/X { return 200 text; }",
      odd),
    Case("return 301 $scheme://$host:1$request_uri;", odd),
    Case("return 302 https://$http_host$document_uri?$args;", odd),
    Case("location /go/ { return 302 \"https://e.com/a b?$arg_u1&$arg_A\"; }", odd),
    Case("absolute_redirect off;\nlocation /go/ { return 301 /t$is_args$args; }", odd),
    // rewrite
    Case("rewrite ^/go/x$ \(rakuten) permanent;", odd),
    Case("rewrite ^/go/x$ \(rakuten)? redirect;", odd),
    Case("rewrite ^/go/(.*)$ https://e.com/$1;", odd),
    Case("rewrite ^/go/(.*)$ https://e.com/$1?to=$1 permanent;", odd),
    Case("rewrite ^/go/(.*)$ https://e.com/%41%2f%20%3fx/$1 redirect;", odd),
    Case(
      "rewrite ^/go/(.*)$ /t/$1 last;\nrewrite ^/t/ https://e.com/never;\nlocation /t/ { rewrite ^/t/(.*)$ https://e.com/$1? redirect; }",
      odd),
    Case("rewrite ^/go/(.*)$ /t/$1;\nrewrite ^/t/(.*)$ https://e.com/$1 permanent;", odd),
    Case("rewrite ^/go/(.*)$ /t/$1?own=$1;\nlocation /t/ { return 301 https://e.com$uri?$args; }", odd),
    Case("rewrite ^/go/(.*)$ /t/$1?own=$1?;\nlocation /t/ { return 301 https://e.com$uri?$args; }", odd),
    Case("rewrite ^/go/(.*)$ /t? last;\nlocation /t { return 301 https://e.com/t$is_args$args; }", odd),
    Case("location /go/ { rewrite ^/go/(.*)$ /t/$1 break; return 301 /never; }", odd),
    Case(
      "location /go/ { rewrite ^/go/(.*)$ /t/$1 last; }\nlocation /t/ { rewrite ^/t/(.*)$ /u/$1 last; }\nlocation /u/ { return 302 $uri; }",
      odd),
    Case("location /go/ { rewrite ^(.*)$ $1 last; }", ["/go/x"]),
    Case("location /go/ { rewrite x $uri/y; rewrite y$ https://e.com$uri permanent; }", odd),
    Case("rewrite ^/(?<a>go)/(?<b>.*)$ https://e.com/$b/$a redirect;", odd),
    Case("rewrite \"^/go/(x{1,2})$\" $scheme://e.com/$1;", odd),
    Case("location ~ /(go)/ { rewrite x https://e.com/[$1] redirect; }", odd),
    Case(
      "location /go/ { break; return 301 /never; }\nlocation / { set $to https://e.com; set $to $to/$uri; return 302 $to; }",
      odd),
    Case("location / { rewrite ^ https://e.com$request_uri? permanent; }", odd),
    Case(
      "location / { rewrite ^/go/(.*) /t/$1; rewrite ^/t/(.*) /v?page=$1; rewrite ^/v https://e.com/w redirect; }",
      odd),
    // map
    Case(
      "if ($new) { return 301 $new; }",
      outside: """
        map $uri $new { default ""; /go/x \(rakuten); /GO/y https://e.com/y; ~^/go/(?<rest>[^/]+)/$ https://e.com/$rest; \
        ~*HTML$ /insensitive; "/go/" https://e.com/folder; }
        """, odd),
    Case(
      "location / { rewrite ^ $place redirect; }",
      outside: """
        map $request_uri $place { default https://e.com/default; "~^/go/([a-z]+)\\\\?" https://e.com/$1; /go/x /exact; }
        """, odd),
    Case(
      "location / { return 302 $first$second; }",
      outside: """
        map $args $first { "" https://e.com/none; ~u1=(.*)$ https://e.com/u1=$1; default https://e.com/other; }
        map $uri$is_args $second { ~\\?$ /with; default $uri; }
        """, odd),
    // if
    Case(
      "if ($args ~ u1=([^&]*)) { return 302 https://e.com/?sub=$1; }\nreturn 302 https://e.com/none;", odd),
    Case(
      "location /go/ { if ($arg_u1 = \"\") { return 301 /empty; }\nif ($arg_a != \"\") { rewrite ^ /a? permanent; }\nreturn 302 https://e.com/; }",
      odd),
    Case(
      "if ($request_uri ~* ^/GO/(x+)$) { set $found $1; }\nif ($found) { return 301 https://e.com/$found; }",
      odd),
    Case(
      "if ($request_method !~ ^(GET|HEAD)$) { return 405; }\nif ($host = www.e.com) { return 301 /www; }\nreturn 301 /else;",
      odd),
    Case(
      "if (!-e $request_filename) { rewrite ^/(.*)$ https://e.com/$1 redirect; }",
      odd + ["/here.html", "/folder", "/folder/"]),
    Case(
      "if (-f $document_root/here.html) { rewrite ^/go/(.*)$ https://e.com/$1 last; }\nif (-d $request_filename) { return 302 /is-folder; }",
      odd + ["/folder/"]),
    // try_files
    Case(
      "location / { try_files $uri $uri/ @go; }\nlocation @go { rewrite ^/go/(.*)$ https://e.com/$1 redirect; return 302 https://e.com/else; }",
      odd + ["/here.html"]),
    Case(
      "location / { try_files $uri /t$uri?from=$args; }\nlocation /t/ { return 302 https://e.com$uri?$args; }",
      odd + ["/here.html"]),
    Case("location / { try_files $uri $uri.html $uri/ =404; }", odd + ["/here", "/here.html"]),
    // the slash of a folder
    Case("location = /folder/ { return 302 https://e.com/$is_args$args; }", folders),
    Case("rewrite ^/folder/$ https://e.com/ redirect;", folders),
    Case(
      "location / { try_files $uri $uri/ =404; }\nlocation = /folder/ { return 302 https://e.com/; }", folders
    ),
    Case(
      "location / { try_files $uri/ $uri =404; }\nlocation = /folder/ { return 302 https://e.com/; }", folders
    ),
    Case(
      "location / { try_files $uri $uri/index.html =404; }\nlocation = /folder/ { return 302 https://e.com/; }",
      folders),
    Case("location /folder/ { return 403; }", folders),
    Case("absolute_redirect off;\nlocation ~ ^/folder/ { return 302 https://e.com/; }", folders),
    Case(
      "location = /folder { return 302 https://e.com/own; }\nlocation = /folder/ { return 302 https://e.com/; }",
      folders),
    Case("rewrite ^/f$ /folder last;\nlocation = /folder/ { return 302 https://e.com/; }", folders),
    Case(
      "location /folder { root /nonexistent; }\nlocation = /folder/ { return 302 https://e.com/; }", folders),
    // error_page
    Case(
      "error_page 404 https://e.com/a?b=c;\nlocation = /go/x { return 404; }\nlocation = /go/X { return 410; }",
      missing),
    Case("error_page 404 =301 https://e.com$request_uri;", missing),
    Case("error_page 404 =200 https://e.com/;", missing),
    Case("error_page 404 =303 e.com/x;\nabsolute_redirect off;", missing),
    Case("error_page 404 = @go;\nlocation @go { return 302 https://e.com/x$is_args$args; }", missing),
    Case("error_page 404 @go;\nlocation @go { rewrite ^/go/(.*) https://e.com/$1 redirect; }", missing),
    Case("error_page 404 /to?own;\nlocation /to { return 307 https://e.com$uri$is_args$args; }", missing),
    Case("error_page 404 /here.html;", missing),
    Case("error_page 404 = /here.html;\nerror_page 404 https://e.com/second;", missing),
    Case("error_page 404 /none.html;", missing),
    Case(
      "error_page 404 https://e.com/;\nlocation /go/ { error_page 410 https://e.com/410; location = /go/x { return 410; } }",
      missing),
    Case("error_page 410 404 https://e.com/;\nlocation /go/ { try_files $uri =410; }", missing),
    Case(
      "error_page 404 /gone;\nlocation = /gone { return 410; }\nerror_page 410 https://e.com/410;", missing),
    Case(
      "recursive_error_pages on;\nerror_page 404 /gone;\nlocation = /gone { return 410; }\nerror_page 410 https://e.com/410;",
      missing),
    Case(
      "error_page 404 https://e.com/;\nrewrite ^/go/x$ /here.html last;\nrewrite ^/go/ /none last;", missing),
    Case("error_page 301 https://e.com/301;\nlocation = /go/x { return 301 /else; }", missing),
    Case("location / { error_page 404 =302 @n; }\nlocation @n { try_files /nope =410; }", missing),
    // syntax
    Case(
      "# return 301 /comment;\nlocation '/go/x' { # }\n return 301 \"https://e.com/#frag\"; }\nlocation /go/\\{a\\} { return 301 https://e.com/\\$uri; }",
      odd + ["/go/%7Ba%7D"]),
  ]

  @Test(Oracle.needs("nginx", "python3"))
  func answersAsNginxDoes() throws {
    let folder = try TemporaryFolder()
    let ports = try LoopbackServer.freePorts(Self.cases.count)
    try folder.write("a page", to: "site/here.html")
    try folder.write("a page", to: "site/folder/index.html")
    let blocks = zip(Self.cases, ports).enumerated().map { index, pair in
      // Each case has the maps of its own server.
      let (test, port) = pair
      return """
        \(test.outside)
        server {
        listen 127.0.0.1:\(port);
        root \(folder.url.path)/site;
        \(test.rules)
        }
        """
    }
    let configuration = """
      daemon off;
      error_log stderr crit;
      pid \(folder.url.path)/pid;
      events {}
      http {
      access_log off;
      client_body_temp_path \(folder.url.path)/body;
      proxy_temp_path \(folder.url.path)/proxy;
      fastcgi_temp_path \(folder.url.path)/fastcgi;
      uwsgi_temp_path \(folder.url.path)/uwsgi;
      scgi_temp_path \(folder.url.path)/scgi;
      \(blocks.joined(separator: "\n"))
      }
      """
    let file = try folder.write(configuration, to: "nginx.conf")
    let source = NginxSource().read(Array(configuration.utf8), named: "nginx.conf", prefix: "/")
    #expect(source.diagnostics == [])

    let server = try LoopbackServer(
      "nginx", ["-p", folder.url.path, "-c", file.path], in: folder, port: try #require(ports.first))
    defer { withExtendedLifetime(server) {} }
    let requests = zip(Self.cases, ports).flatMap { test, port in
      test.paths.flatMap { path in
        ["", "?u1=--CLICK-ID--", "?a=b%20c&d=%C3%A9"].map {
          LoopbackServer.Request(port: port, target: path + $0, host: "127.0.0.1:\(port)")
        }
      }
    }
    let answers = try LoopbackServer.answers(to: requests)
    #expect(answers.count == requests.count)

    for (request, answer) in zip(requests, answers) {
      let address = try #require(SiteAddress("http://127.0.0.1:\(request.port)/"))
      let map = RedirectMap(
        sources: [source], site: address, files: SiteFiles(["here.html", "folder/index.html"]))
      let parts = request.target.split(separator: "?", maxSplits: 1)
      let rules = Self.cases[ports.firstIndex(of: request.port) ?? 0].rules
      let target = "\(rules.split(separator: "\n").joined(separator: " ")): \(request.target)"
      let asked = ServerRequest(
        scheme: "http", host: "127.0.0.1", port: request.port, path: Array(parts[0].utf8),
        query: parts.count > 1 ? Array(parts[1].utf8) : nil)
      switch map.serverAnswers(to: asked)[0] {
      case .redirect(let redirect):
        let isSame = answer.location == redirect.locationText && answer.status == redirect.status
        #expect(isSame, "\(target): nginx \(answer), AutoScan \(redirect.status) \(redirect.locationText)")
      case .refuse(let status, _):
        #expect(answer.status == status, "\(target)")
      case .unknown(_, let reason):
        Issue.record("\(target): nginx \(answer), AutoScan does not know: \(reason)")
      case .errorPage: #expect(answer.status >= 400 && answer.location == nil, "\(target): \(answer)")
      case .pass, .serve:
        // nginx adds the slash to a folder's name by itself.
        let isSlash =
          answer.location?.hasSuffix("\(parts[0])/\(parts.count > 1 ? "?\(parts[1])" : "")") == true
        #expect(answer.location == nil || isSlash, "\(target): \(answer)")
      }
    }
  }

  /// Configurations of OpenResty, an address, and what is said of it: `silent` where a program has nothing to do with it.
  @Test(arguments: [
    (
      "location /go/ { content_by_lua_block { ngx.redirect(\"https://click.linksynergy.com/x\") } }", "/go/a",
      "told"
    ),
    // Lua's comments and texts are none of nginx's.
    (
      "location /go/ { content_by_lua_block { -- don't\n local t = {a = \"}\"} local u = [[ } ]] return ngx.redirect('https://click.linksynergy.com/x', 302) } }",
      "/go/a", "told"
    ),
    (
      "location /go/ { rewrite_by_lua_block { local to = links:get(ngx.var.uri) if to then ngx.redirect(to) end } }",
      "/go/a", "told"
    ),
    ("location /go/ { access_by_lua 'ngx.redirect(ngx.var.arg_to)'; }", "/go/a", "told"),
    ("location /go/ { content_by_lua_file /etc/go.lua; }", "/go/a", "told"),
    ("location /go/ { rewrite_by_lua_file go.lua; try_files $uri =404; }", "/go/a", "told"),
    ("location /go/ { header_filter_by_lua_block { ngx.header.Location = to } }", "/go/a", "told"),
    (
      "rewrite_by_lua_block { if ngx.var.uri == '/go/a' then return ngx.redirect('https://click.linksynergy.com/x') end }",
      "/go/a", "told"
    ),
    ("rewrite_by_lua_block { ngx.redirect('https://click.linksynergy.com/x') }", "/here.html", "silent"),
    ("location /go/ { content_by_lua_block { ngx.redirect('/shop' .. ngx.var.uri) } }", "/go/a", "silent"),
    ("location /go/ { content_by_lua_block { ngx.redirect(\"https://e.com/x\") } }", "/go/a", "silent"),
    ("location /go/ { content_by_lua_block { ngx.say('hello') } }", "/go/a", "silent"),
    ("location /go/ { log_by_lua_block { count('https://click.linksynergy.com/') } }", "/go/a", "silent"),
    ("location /api/ { content_by_lua_file api.lua; }", "/go/a", "silent"),
    ("access_by_lua_file waf.lua;", "/go/a", "silent"),
    // Where it does nothing, the files are asked.
    (
      "location /go/ { access_by_lua_block { ngx.redirect(to) } return 302 https://click.linksynergy.com/x; }",
      "/go/a", "affiliate"
    ),
    (
      "location /go/ { access_by_lua_block { if bad() then ngx.redirect(to) end } try_files $uri @go; }\nlocation @go { return 302 https://click.linksynergy.com/x; }",
      "/go/a", "affiliate"
    ),
  ])
  func programs(rules: String, link: String, said: String) throws {
    let source = NginxSource().read(Array(rules.utf8), named: "nginx.conf", prefix: "/")
    #expect(source.diagnostics.filter { $0.kind == .malformed } == [])
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["here.html"]))
    let scan = RedirectScan(
      map: map, classifier: LinkClassifier(groups: TrackingGroup.builtIn), mode: .tag, annotates: false)
    let found =
      switch scan.lookup(try #require(WebURL(link, relativeTo: site.root))) {
      case .affiliate: "affiliate"
      case .broken(let chain, _): if case .unknown = chain.end { "told" } else { "broken" }
      case nil: "silent"
      }
    #expect(found == said)
    try AgreementSite(
      rules: rules, .nginx, empty: ["here.html"], link: link
    ).expectAgreement()
  }
}
