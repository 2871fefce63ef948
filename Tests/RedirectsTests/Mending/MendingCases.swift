import AutoTagRedirects
import AutoTagTracking

extension MendingCase {
  static let target = "https://click.linksynergy.com/deeplink?id=A&mid=1"
  static let engine = "RewriteEngine On\n"
  private static let t = target

  static let apache: [MendingCase] = [
    // Flags
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ \(t) [R=301,L]\n",
      "\(engine)RewriteRule ^go/x$ \(t) [R=301,L,QSA]\n"),
    .init(.htaccess, "\(engine)RewriteRule ^go/x$ \(t)", "\(engine)RewriteRule ^go/x$ \(t) [QSA]"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ \(t) \t \n", "\(engine)RewriteRule ^go/x$ \(t) [QSA] \t \n"),
    .init(
      .htaccess, "\(engine)\tRewriteRule\t\"^go/x$\"\t\"\(t)\"\n",
      "\(engine)\tRewriteRule\t\"^go/x$\"\t\"\(t)\" [QSA]\n"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ '\(t)' [R]\r\n",
      "\(engine)RewriteRule ^go/x$ '\(t)' [R,QSA]\r\n"
    ).notForServer,
    .init(
      .htaccess, "RewriteEngine On\r\nRewriteRule ^go/x$ \"\(t)\" [R]\r\n",
      "RewriteEngine On\r\nRewriteRule ^go/x$ \"\(t)\" [R,QSA]\r\n"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ \(t) [R,QSD,L]\n",
      "\(engine)RewriteRule ^go/x$ \(t) [R,L,QSA]\n"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ \(t) [qsdiscard,R]\n",
      "\(engine)RewriteRule ^go/x$ \(t) [R,QSA]\n"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ \\\n  \(t) \\\n  [R=302,L]\n",
      "\(engine)RewriteRule ^go/x$ \\\n  \(t) \\\n  [R=302,L,QSA]\n"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ \\\n  \(t) \\\n\n# end\n",
      "\(engine)RewriteRule ^go/x$ \\\n  \(t) [QSA] \\\n\n# end\n"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ https://click.linksynergy.com/deeplink? [R,L]\n",
      "\(engine)RewriteRule ^go/x$ https://click.linksynergy.com/deeplink? [R,L,QSA]\n"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/(.*)$ \(t)&murl=https\\%3A\\%2F\\%2Fe.com\\%2F$1 [R,NE,L]\n",
      "\(engine)RewriteRule ^go/(.*)$ \(t)&murl=https\\%3A\\%2F\\%2Fe.com\\%2F$1 [R,NE,L,QSA]\n",
      "/go/x /go/y"),
    // What no server sees of a fragment
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ \(t)#top [R,NE,QSA,L]\n",
      "\(engine)RewriteRule ^go/x$ \(t)&%{QUERY_STRING}#top [R,NE,L]\n"),
    // Another parameter would get the click id too.
    .init(.htaccess, "\(engine)RewriteRule ^go/x$ \(t)&u2=%{QUERY_STRING} [R,L]\n", nil),
    .init(.htaccess, "\(engine)RewriteRule ^go/x$ \(t)&u2=%{THE_REQUEST} [R,L]\n", nil),
    // A rule that asks for no query has no such change.
    .init(.htaccess, "\(engine)RewriteCond %{QUERY_STRING} ^$\nRewriteRule ^go/x$ \(t) [R,L]\n", nil),
    // A request with a query is answered by another rule.
    .init(
      .htaccess,
      "\(engine)RewriteCond %{QUERY_STRING} ^$\nRewriteRule ^go/x$ \(t) [R,L]\nRewriteRule ^go/x$ \(t)2 [R,L]\n",
      nil),
    // Two rules, and one that no link goes through
    .init(
      .htaccess,
      "\(engine)RewriteRule ^go/x$ \(t) [R]\nRewriteRule ^go/y$ \(t)&b=1 [R]\nRewriteRule ^go/z$ \(t) [R]\n",
      "\(engine)RewriteRule ^go/x$ \(t) [R,QSA]\nRewriteRule ^go/y$ \(t)&b=1 [R,QSA]\nRewriteRule ^go/z$ \(t) [R]\n",
      "/go/x /go/y"),
    .init(
      .htaccess, "\(engine)RewriteRule ^go/x$ /go/y? [R]\nRewriteRule ^go/y$ \(t) [R]\n",
      "\(engine)RewriteRule ^go/x$ /go/y? [R,QSA]\nRewriteRule ^go/y$ \(t) [R,QSA]\n"
    ).notForServer,
    // Redirect
    .init(
      .htaccess, "\(engine)Redirect /go/x \(t)\n",
      "\(engine)RewriteRule ^go/x(/.*)?$ \"\(t)$1\" [R=302,NE,QSA,L]\n", "/go/x /go/x/"),
    .init(
      .htaccess, "\(engine)  RedirectPermanent \"/go/x\" \"\(t)&murl=https%3A%2F%2Fe.com%2F$a\"  \n",
      "\(engine)  RewriteRule ^go/x(/.*)?$ \"\(t)&murl=https\\%3A\\%2F\\%2Fe.com\\%2F\\$a$1\" [R=301,NE,QSA,L]  \n"
    ),
    .init(
      .htaccess, "\(engine)Redirect 307 /go/ \(t)\n",
      "\(engine)RewriteRule ^go/(.*)$ \"\(t)$1\" [R=307,NE,QSA,L]\n", "/go/"),
    // The tail is a part of the address, and mod_alias writes its odd characters in another way.
    .init(.htaccess, "\(engine)Redirect 307 /go/ \(t)&k=\n", nil),
    .init(
      .htaccess, "\(engine)Redirect /go/a.b \\\n \(t)\n",
      "\(engine)RewriteRule ^go/a\\.b(/.*)?$ \"\(t)$1\" [R=302,NE,QSA,L]\n", "/go/a.b"),
    .init(
      .htaccess, "\(engine)RedirectMatch 301 ^/go/(\\w+)/?$ \(t)&k=$1\n",
      "\(engine)RewriteRule ^go/(\\w+)/?$ \"\(t)&k=$1\" [R=301,NE,QSA,L]\n", "/go/x /go/y/"),
    .init(
      .htaccess, "\(engine)Redirect /go/x \(t)#top\n",
      "\(engine)RewriteRule ^go/x(/.*)?$ \"\(t)&%{QUERY_STRING}#top$1\" [R=302,NE,L]\n"),
    // No rule of mod_rewrite is there, and nobody knows if the module is.
    .init(
      .htaccess, "# ä\nRedirect /go/x \(t)\nRedirect /old /new\n",
      "# ä\n<IfModule mod_rewrite.c>\nRewriteEngine On\nRewriteRule ^go/x(/.*)?$ \"\(t)$1\" [R=302,NE,QSA,L]\n</IfModule>\n"
        + "Redirect /go/x \(t)\nRedirect /old /new\n"),
    // WordPress takes every path that is no file's, before mod_alias is asked, and writes its own block anew.
    .init(
      .htaccess,
      "# BEGIN WordPress\n<IfModule mod_rewrite.c>\nRewriteEngine On\nRewriteRule ^go/y$ - [L]\n</IfModule>\n# END WordPress\nRedirect /go/x \(t)\n",
      "# BEGIN WordPress\n<IfModule mod_rewrite.c>\nRewriteEngine On\nRewriteRule ^go/y$ - [L]\n</IfModule>\n# END WordPress\n"
        + "<IfModule mod_rewrite.c>\nRewriteRule ^go/x(/.*)?$ \"\(t)$1\" [R=302,NE,QSA,L]\n</IfModule>\nRedirect /go/x \(t)\n"
    ),
    // The line stands between a condition and its rule.
    .init(
      .htaccess, "\(engine)RewriteCond %{REQUEST_URI} y\nRedirect /go/x \(t)\nRewriteRule ^go/y$ /z [R]\n",
      "RewriteRule ^go/x(/.*)?$ \"\(t)$1\" [R=302,NE,QSA,L]\n\(engine)RewriteCond %{REQUEST_URI} y\nRewriteRule ^go/y$ /z [R]\n"
    ),
    // A rule counts those behind it.
    .init(
      .htaccess, "\(engine)RewriteRule ^go/z - [S=1]\nRedirect /go/x \(t)\nRewriteRule ^go/y$ /z [R]\n",
      "RewriteRule ^go/x(/.*)?$ \"\(t)$1\" [R=302,NE,QSA,L]\n\(engine)RewriteRule ^go/z - [S=1]\nRewriteRule ^go/y$ /z [R]\n"
    ),
    .init(.htaccess, "RewriteEngine Off\nRedirect /go/x \(t)\n", nil),
    .init(.htaccess, "\(engine)RewriteOptions InheritBefore\nRedirect /go/x \(t)\n", nil).notForServer,
    .init(.htaccess, "\(engine)<Files go>\nRedirect /go/x \(t)\n</Files>\n", nil).notForServer,
    // Bytes that are no UTF-8
    .init(
      .htaccess,
      bytes: Array("# ".utf8) + [0xE9, 0xFF] + Array("\n\(engine)RewriteRule ^go/x$ \(t) [R]\n# ".utf8) + [
        0x80
      ],
      Array("# ".utf8) + [0xE9, 0xFF] + Array("\n\(engine)RewriteRule ^go/x$ \(t) [R,QSA]\n# ".utf8) + [0x80]),
  ]

  static let nginx: [MendingCase] = [
    .init(.nginx, "location = /go/x { return 302 \(t); }\n", "location = /go/x { return 302 \(t)&$args; }\n"),
    .init(
      .nginx, "location = /go/x {\r\n\treturn 301\t\"\(t)\" ; # why\r\n}\r\n",
      "location = /go/x {\r\n\treturn 301\t\"\(t)&$args\" ; # why\r\n}\r\n"),
    .init(.nginx, "location = /go/x { return '\(t)'; }", "location = /go/x { return '\(t)&$args'; }")
      .notForServer,
    .init(.nginx, "location = /go/x { return \(t); }", "location = /go/x { return \(t)&$args; }"),
    .init(
      .nginx, "location = /go/x { return 302 \(t); } location = /go/y { return 302 \(t)&b=1; }",
      "location = /go/x { return 302 \(t); } location = /go/y { return 302 \(t)&b=1&$args; }", "/go/y"),
    // Nobody can tell which of them it is.
    .init(
      .nginx, "location = /go/x { return 302 \(t); } location = /go/y { return 302 \(t); }", nil, "/go/y"),
    .init(
      .nginx, "location = /go/x { return 302 https://click.linksynergy.com/deeplink; }",
      "location = /go/x { return 302 https://click.linksynergy.com/deeplink$is_args$args; }"),
    .init(
      .nginx, "set $to \(t);\nlocation = /go/x { return 302 $to; }",
      "set $to \(t);\nlocation = /go/x { return 302 $to&$args; }"),
    // What fits one value of a variable may not fit another, which no link of the site asks for.
    .init(
      .nginx,
      "map $uri $t { /go/x \(t); /go/y https://click.linksynergy.com/d; }\nlocation /go/ { return 302 $t; }",
      nil),
    .init(
      .nginx, "map $uri $t { /go/x \(t); /go/y \(t)#top; }\nlocation /go/ { return 302 $t; }", nil),
    .init(
      .nginx, "map $uri $t { default $arg_to; /go/x \(t); }\nlocation /go/ { return 302 $t; }", nil),
    .init(
      .nginx,
      "set $to \(t);\nif ($uri = /go/y) { set $to https://click.linksynergy.com/d; }\nlocation /go/ { return 302 $to; }",
      nil),
    .init(.nginx, "set $to \(t);\nrewrite ^/go/x$ $to? redirect;", nil),
    .init(
      .nginx,
      "map $uri $t { /go/x \(t); /go/y \(t)&b=1; default ''; }\nlocation /go/ { if ($t) { return 302 $t; } }",
      "map $uri $t { /go/x \(t); /go/y \(t)&b=1; default ''; }\nlocation /go/ { if ($t) { return 302 $t&$args; } }",
      "/go/x /go/y"
    ).notForServer,
    .init(
      .nginx,
      "map $uri $t { /go/x deeplink; /go/y d; }\nlocation /go/ { return 302 https://click.linksynergy.com/$t; }",
      "map $uri $t { /go/x deeplink; /go/y d; }\nlocation /go/ { return 302 https://click.linksynergy.com/$t$is_args$args; }"
    ).notForServer,
    .init(
      .nginx,
      "set $host_of click.linksynergy.com;\nlocation = /go/x { return 302 https://$host_of/deeplink?id=A; }",
      "set $host_of click.linksynergy.com;\nlocation = /go/x { return 302 https://$host_of/deeplink?id=A&$args; }"
    ),
    .init(
      .nginx, "location = /go/x { return 302 \(t)#top; }", "location = /go/x { return 302 \(t)&$args#top; }"),
    .init(.nginx, "rewrite ^/go/x$ \(t)? redirect;", "rewrite ^/go/x$ \(t) redirect;"),
    .init(.nginx, "rewrite ^/go/x$ \"\(t)?\" permanent;", "rewrite ^/go/x$ \"\(t)\" permanent;"),
    .init(
      .nginx, "rewrite ^/go/(.*)$ \(t)&k=$1#top redirect;",
      "rewrite ^/go/(.*)$ \(t)&k=$1&$args#top? redirect;"),
    .init(.nginx, "if ($args = \"\") { return 302 \(t); }", nil),
    .init(
      .nginx, bytes: Array("# ".utf8) + [0xE9] + Array("\nlocation = /go/x { return 302 \(t); }".utf8),
      Array("# ".utf8) + [0xE9] + Array("\nlocation = /go/x { return 302 \(t)&$args; }".utf8)),
  ]

  private static let other = TrackingGroup(
    made: "other", hosts: ["out.other.example"], subid: "sub_id")
  private static let otherTarget = "https://out.other.example/c?id=7"

  static let hosts: [MendingCase] = [
    .init(.netlify, "/go/x \(t)\n", "/go/x u1=:u1 \(t)&u1=:u1\n/go/x \(t)\n"),
    .init(
      .netlify, "# ä\r\n/go/x   \(t)#top  302!  # offer\r\n",
      "# ä\r\n/go/x  u1=:u1   \(t)&u1=:u1#top  302!\r\n/go/x   \(t)#top  302!  # offer\r\n"),
    .init(.netlify, "\u{FEFF}/go/x\t\(t)", "\u{FEFF}/go/x\tu1=:u1\t\(t)&u1=:u1\n/go/x\t\(t)"),
    .init(
      .netlify, "/go/:p a=:a \(t)&a=:a\n", "/go/:p a=:a u1=:u1 \(t)&a=:a&u1=:u1\n/go/:p a=:a \(t)&a=:a\n",
      "/go/x?a=1"),
    .init(.netlify, "/go/x u1=:u1 \(t)\n/go/x \(t)\n", "/go/x u1=:u1 \(t)&u1=:u1\n/go/x \(t)\n"),
    .init(
      .netlify, "/go/x \(otherTarget)\n",
      "/go/x sub_id=:sub_id \(otherTarget)&sub_id=:sub_id\n/go/x \(otherTarget)\n"
    )
    .with([.rakuten, other]),
    // Who is not led to the group goes where he went.
    .init(
      .netlify, "/go/x \(t) 302 Country=us\n",
      "/go/x u1=:u1 \(t)&u1=:u1 302 Country=us\n/go/x \(t) 302 Country=us\n"
    )
    .forSome,
    .init(
      .netlify, "/go/x \(t) 302! Country=us,ca Language=en\n/go/x /other 302\n",
      "/go/x u1=:u1 \(t)&u1=:u1 302! Country=us,ca Language=en\n/go/x \(t) 302! Country=us,ca Language=en\n"
        + "/go/x /other 302\n"
    )
    .forSome,
    // What Netlify does with a parameter more than a line asks for is not documented.
    .init(.netlify, "/go/x \(t)\n", nil, "/go/x /go/x?from=home"),
    .init(.cloudflare, "/go/x \(t)\n", nil),
    .init(
      .netlifyTOML,
      "[build]\nx = 1\n\n[[redirects]]\nfrom = '/go/x'\n  to = '\(t)'\nstatus = 302\n\n[[headers]]\nfor = '/*'\n",
      "[build]\nx = 1\n\n[[redirects]]\nfrom = '/go/x'\n  to = '\(t)&u1=:u1'\n  query = {u1 = \":u1\"}\nstatus = 302\n\n"
        + "[[redirects]]\nfrom = '/go/x'\n  to = '\(t)'\nstatus = 302\n\n[[headers]]\nfor = '/*'\n"),
    .init(
      .netlifyTOML, "[[redirects]]\nfrom = '/go/x'\nto = '\(t)'\nconditions = {Country = ['us']}\n",
      "[[redirects]]\nfrom = '/go/x'\nto = '\(t)&u1=:u1'\nquery = {u1 = \":u1\"}\nconditions = {Country = ['us']}\n\n"
        + "[[redirects]]\nfrom = '/go/x'\nto = '\(t)'\nconditions = {Country = ['us']}\n"
    )
    .forSome,
    .init(
      .netlifyTOML,
      "[[redirects]]\nfrom = '/go/x'\nto = '\(t)'\n[redirects.headers]\nX-From = 'Netlify'\n\n[build]\nx = 1\n",
      "[[redirects]]\nfrom = '/go/x'\nto = '\(t)&u1=:u1'\nquery = {u1 = \":u1\"}\n[redirects.headers]\nX-From = 'Netlify'\n\n"
        + "[[redirects]]\nfrom = '/go/x'\nto = '\(t)'\n[redirects.headers]\nX-From = 'Netlify'\n\n[build]\nx = 1\n"
    ),
    .init(
      .netlifyTOML, "[[redirects]]\nfrom = '/go/x'\nto = '\(t)'\n[redirects.query]\na = ':a'\n", nil,
      "/go/x?a=1"),
  ]

  static let all = apache + nginx + hosts
}

extension TrackingGroup {
  /// A group of a test, whose parts are right.
  fileprivate init(made name: String, hosts: [String], subid: String) {
    do throws(TrackingGroupError) {
      self = try TrackingGroup(name: name, hosts: hosts, subid: subid, token: "--CLICK-ID--")
    } catch {
      self = .rakuten
    }
  }
}
