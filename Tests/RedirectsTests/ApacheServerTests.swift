import AutoTagRedirects
import Foundation
import TestSupport
import Testing

/// Debian's httpd on loopback and `ApacheServer` answer the same requests from the same `.htaccess` files.
struct ApacheServerTests {
  /// A folder with its rules, what else is in it, and the paths to ask for, relative to it. Each is asked
  /// without and with a query.
  struct Case: Sendable {
    let folder: String
    let rules: String
    let paths: [String]
    var files: [String] = []

    init(_ folder: String, _ rules: String, _ paths: [String], files: [String] = []) {
      (self.folder, self.rules, self.paths, self.files) = (folder, rules, paths, files)
    }
  }

  static let rakuten = "https://click.linksynergy.com/deeplink?id=A&mid=1"

  /// Paths that browsers and people make of a link.
  static let odd = [
    "go/x", "go/x/", "go//x", "//go/x", "go/./x", "go/../go/x", "GO/x", "go/X", "go/%78", "go%2fx", "go/x%20",
    "go/x%3f", "go/x%25", "go/x%2e", "go/%2e%2e/go/x", "go/x;a=1", "go/x&b", "go/x'", "go/x+y", "go/%C3%A9",
    "go/x.html", "go", "go/", "go/x/y", "go/x%0a", "go/%", "go/x~!*()", "go/x@:,", "go/x%5B%5D", "go/x[]",
  ]

  static let cases: [Case] =
    [
      // mod_alias
      Case("r1", "Redirect /r1/go/x \(rakuten)", odd),
      Case("r2", "Redirect 301 /r2/go/x https://e.com/y", odd),
      Case("r3", "Redirect /r3/go https://e.com/y", odd),
      Case("r4", "Redirect /r4/go/ https://e.com/y/", odd),
      Case(
        "r5", "RedirectPermanent /r5/go/x https://e.com/y\nRedirectTemp /r5/go/z /r5/t",
        ["go/x", "go/z", "go/z/a"]),
      Case(
        "r6",
        "redirect seeother /r6/a https://e.com/y\nRedirect gone /r6/b\nRedirect 410 /r6/c\nRedirect 404 /r6/d",
        ["a", "b", "c", "d", "b/x"]),
      Case(
        "r7",
        "Redirect temp /r7/go//x https://e.com/y#frag\nRedirect 308 \"/r7/with space\" \"https://e.com/a b\"",
        ["go/x", "go//x", "with%20space", "with%20space/c%20d"]),
      Case(
        "r8", "Redirect /r8/a https://e.com/first\nRedirect /r8/a/b https://e.com/second",
        ["a", "a/b", "a/b/c", "ab"]),
      // Folders without their slash
      Case("s1", "Redirect /s1/ \(rakuten)", ["../s1", "", "../s1/sub", "sub/"], files: ["sub/index.html"]),
      Case("s2/go", "RewriteEngine On\nRewriteRule ^$ \(rakuten) [R,L]", ["../go", ""]),
      Case(
        "s3", "RewriteEngine On\nRewriteRule ^sub/$ \(rakuten) [R,L,QSA]\nRewriteRule ^in$ sub [L]",
        ["sub", "sub/", "in", "a%20b", "a%20b/"], files: ["sub/index.html", "a b/index.html"]),
      Case(
        "s4", "DirectorySlash Off\nRedirect /s4/sub/ \(rakuten)", ["sub", "sub/"], files: ["sub/index.html"]),
      Case("s5", "RedirectMatch gone /sub/$", ["sub", "sub/", "none"], files: ["sub/index.html"]),
      Case("m1", #"RedirectMatch ^/m1/go/(.*)$ https://e.com/$1"#, odd),
      Case("m2", #"RedirectMatch 301 ^/m2/go/(\w+)/?$ \#(rakuten)&u=$1"#, odd),
      Case("m3", #"RedirectMatch (?i)^/m3/GO/x$ https://e.com/$0\$1?$2"#, odd),
      Case("m4", #"RedirectMatch go/(x)?(y)? /m4/t/$1-$2-$3#f$1"#, odd),
      Case(
        "m5",
        #"RedirectMatch 410 \.html$"# + "\nRedirectMatch permanent \"^/m5/(go)/\" https://e.com/$1/?a=b%20c",
        odd),
      // mod_rewrite
      Case("w1", "RewriteEngine On\nRewriteRule ^go/x$ \(rakuten) [R,L]", odd),
      Case("wp1", "RewriteEngine On\nRewriteRule ^go/x$ \(rakuten) [R=302,PT,L]", ["go/x", "go/y"]),
      Case(
        "wp2", "RewriteEngine On\nRewriteRule ^go/x$ /wp2/t [R,PT]\nRewriteRule ^go/y$ /wp2/t [PT,L]",
        ["go/x", "go/y"]),
      Case(
        "we1",
        "RewriteEngine On\nRewriteCond %{QUERY_STRING} =\nRewriteRule ^x https://e.com/a [R,L]\nRewriteRule ^x https://e.com/b [R,L]",
        ["x"]),
      Case(
        "we2",
        "RewriteEngine On\nRewriteCond %{QUERY_STRING} !=\nRewriteRule ^x https://e.com/a [R,L]\nRewriteRule ^x https://e.com/b [R,L]",
        ["x"]),
      Case(
        "we3",
        "RewriteEngine On\nRewriteCond %{QUERY_STRING} =\"\"\nRewriteRule ^x https://e.com/a [R,L]\nRewriteCond %{QUERY_STRING} <\nRewriteRule ^x https://e.com/b [R,L]",
        ["x"]),
      Case("w2", "RewriteEngine On\nRewriteRule ^go/x$ \(rakuten) [R=301,L,QSA]", odd),
      Case("w3", "RewriteEngine On\nRewriteRule ^go/(.*)$ https://e.com/$1 [R=301,L]", odd),
      Case("w4", "RewriteEngine On\nRewriteRule ^go/(.*)$ https://e.com/?to=$1 [R=307,L,QSA]", odd),
      Case("w5", "RewriteEngine On\nRewriteRule ^go/(.*)$ https://e.com/$1? [R=308,L]", odd),
      Case("w6", "RewriteEngine On\nRewriteRule ^go/(.*)$ https://e.com/$1 [R,L,QSD]", odd),
      Case("w7", "RewriteEngine On\nRewriteRule ^go/(.*)$ https://e.com/?to=$1 [R,L,B]", odd),
      Case(
        "w8",
        "RewriteEngine On\nRewriteRule ^go/(.*)$ https://e.com/$1%{REQUEST_URI}?q=%{QUERY_STRING} [R,L,NE]",
        odd
      ),
      Case("w9", "RewriteEngine On\nRewriteRule ^GO/X$ https://e.com/y [NC,R,L]", odd),
      Case("w10", "RewriteEngine on\nRewriteBase /w10/\nRewriteRule ^go/(.*)$ t/$1 [R,L]", odd),
      Case(
        "w11",
        "RewriteEngine On\nRewriteRule ^go/(.*)$ /w11/t/$1 [L]\nRewriteRule ^t/(.*)$ https://e.com/$1 [R,L]",
        odd),
      Case(
        "w12", "RewriteEngine On\nRewriteRule ^go/(.*)$ t/$1\nRewriteRule ^t/(.*)$ https://e.com/$1 [R,L]",
        odd,
        files: ["go/here.html"]),
      Case(
        "w13",
        "RewriteEngine On\nRewriteRule ^go/(.*)$ t/$1 [DPI]\nRewriteRule ^t/(.*)$ https://e.com/$1 [R,L]", odd
      ),
      Case("w14", "RewriteEngine On\nRewriteRule ^go/x$ https://e.com/a\nRewriteRule ^(.*)a$ $1b [L]", odd),
      Case(
        "w15",
        "RewriteEngine On\nRewriteRule ^go/x$ - [F]\nRewriteRule ^go/X$ - [G]\nRewriteRule ^go/ - [R=404,L]",
        odd),
      Case("w16", "RewriteEngine On\nRewriteRule !^go/ https://e.com/not [R,L]", odd),
      Case(
        "w17",
        "RewriteEngine On\nRewriteRule ^go/ - [S=1]\nRewriteRule ^ https://e.com/skipped [R,L]\n"
          + "RewriteRule ^ https://e.com/after [R,L]", odd),
      Case(
        "w18",
        "RewriteEngine On\nRewriteRule ^go/x - [C]\nRewriteRule x$ - [C]\nRewriteRule ^ https://e.com/chained [R,L]\n"
          + "RewriteRule ^go/ https://e.com/other [R,L]", odd),
      Case(
        "w19",
        "RewriteEngine On\nRewriteRule ^(.*)_(.*)$ $1-$2 [N]\nRewriteRule ^go/(.*-.*)$ https://e.com/$1 [R,L]",
        ["go/a_b_c", "go/a-b", "go/ab"]),
      // As often as httpd does it, and for ever.
      Case(
        "loop",
        "RewriteEngine On\nRewriteCond %{QUERY_STRING} ^(a*)a$\nRewriteRule ^x$ x?%1 [N]\n"
          + "RewriteCond %{QUERY_STRING} ^$\nRewriteRule ^x$ https://e.com/ [R,L]\nRewriteRule ^ever$ ever [N]",
        ["x?\(String(repeating: "a", count: 3_000))", "ever"]),
      Case("w20", "RewriteEngine Off\nRewriteRule ^ https://e.com/ [R,L]", ["go/x"]),
      Case("w21", "RewriteRule ^ https://e.com/ [R,L]", ["go/x"]),
      Case(
        "w22",
        "RewriteEngine On\nRewriteRule ^go/x$ https://e.com/?murl=https%3A%2F%2Fshop [R,L]\n"
          + #"RewriteRule ^go/y$ https://e.com/?murl=https\%3A\%2F\%2Fshop [R,L,NE,QSA]"# + "\n"
          + #"RewriteRule ^go/z$ https://e.com/?murl=https\%3A\%2F\%2Fshop [R,L,QSA]"#,
        ["go/x", "go/y", "go/z"]),
      Case(
        "w23",
        "RewriteEngine On\nRewriteRule ^go/x$ https://e.com/a?b=c&? [R,L,QSA]\nRewriteRule ^go/y$ https://e.com/a?b?c [R,L,QSL]\n"
          + "RewriteRule ^go/z$ https://e.com/a? [R,L,QSA]\nRewriteRule ^go/w$ https://e.com/a?b& [R,L]\nRewriteRule ^go/v$ https://e.com/a?b? [R,L]\n"
          + "RewriteRule ^go/u$ https://e.com/a?b? [R,L,QSL]\nRewriteRule ^go/t$ https://e.com/a?b [R,L,QSD]\nRewriteRule ^go/s$ https://e.com/a?b [R,L,QSD,QSA]\n"
          + "RewriteRule ^go/r$ https://e.com/a? [R,L,QSA,QSD]",
        ["go/x", "go/y", "go/z", "go/w", "go/v", "go/u", "go/t", "go/s", "go/r"]),
      Case(
        "w24", "RewriteEngine On\nRewriteRule ^go/x$ /w24/t [END]\nRewriteRule ^t$ https://e.com/ [R,L]",
        ["go/x", "t"]),
      Case(
        "w25",
        #"RewriteEngine On"# + "\n" + #"RewriteRule "^with space$" "https://e.com/a b" [R,L]"# + "\n"
          + #"RewriteRule ^with\ two$ https://e.com/a\ b [R=301,L]"#,
        ["with%20space", "with%20two", "with+space"]),
      Case(
        "w26",
        "RewriteEngine On\nRewriteRule ^go/x$ https://e.com [R,L]\nRewriteRule ^go/y$ https://e.com?a=b#c [R,L]\n"
          + "RewriteRule ^go/z$ https://e.com/#c [R,L]\nRewriteRule ^go/w$ https://e.com/#c [R,L,NE]\nRewriteRule ^go/v$ mailto:a@b.c [R,L]",
        ["go/x", "go/y", "go/z", "go/w"]),
      Case(
        "w27",
        "RewriteEngine On\nRewriteRule ^go/(a|b)$|^h/ https://e.com/$1 [R,L]\nRewriteRule ^(?:go|g)/c*x https://e.com/$0 [R,L]",
        ["go/a", "go/b", "h/", "go/x", "g/ccx", "go/c"]),
      Case(
        "w28", "RewriteEngine On\nRewriteRule ^go/x$ //e.com/y [R,L]\nRewriteRule ^go/y$ /w28//z [R,L]",
        ["go/x", "go/y"]),
      Case(
        "w29", "RewriteEngine On\nRewriteRule ^go/x$ /w29/go/x [L]\nRewriteRule ^go/y$ /w29/go/y?a=b [L,QSA]",
        ["go/x", "go/y"]),
      Case("w30", "RewriteEngine On\nRewriteRule ^(.*)$ /w30/l/$1 [L]", ["go/x"]),
      Case(
        "w31", "RewriteEngine On\nRewriteBase /w31\nRewriteRule ^go$ t [L]\nRewriteRule ^t$ u [R,L]",
        ["go", "t"]),
      // conditions
      Case(
        "c1",
        "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\nRewriteRule ^ https://e.com/%{REQUEST_URI} [R,L]",
        ["f.html", "d", "d/", "n", "d/n", "f.html/x", "f.html/"], files: ["f.html", "d/in.html"]),
      Case(
        "c2",
        "RewriteEngine On\nRewriteCond %{QUERY_STRING} ^$\nRewriteRule ^go/(.*)$ https://e.com/$1 [R,L]\n"
          + "RewriteCond %{QUERY_STRING} (?:^|&)u1=([^&]*)\nRewriteRule ^go/(.*)$ https://e.com/$1?sub=%1 [R,L]",
        odd),
      Case(
        "c3",
        "RewriteEngine On\nRewriteCond %{HTTP_HOST} ^www\\. [OR]\nRewriteCond %{HTTP_HOST} =nowhere [OR]\nRewriteCond %{REQUEST_URI} x$\n"
          + "RewriteRule ^go/ https://e.com/%0/$0 [R,L]", odd),
      Case(
        "c4",
        "RewriteEngine On\nRewriteCond %{THE_REQUEST} \\s/c4/go/(\\S+?)(?:\\?\\S*)?\\s\nRewriteRule ^ https://e.com/%1 [R,L]",
        odd),
      Case(
        "c5",
        "RewriteEngine On\nRewriteCond %{REQUEST_URI} ^/c5/GO/(.*)$ [NC]\nRewriteCond %1 !^$\nRewriteRule .* https://e.com/%1 [R,L]",
        odd),
      Case(
        "c6",
        "RewriteEngine On\nRewriteCond %{DOCUMENT_ROOT}/c6/$1.html -f\nRewriteRule ^(.*)$ /c6/$1.html [L]\nRewriteRule ^(n.*)$ https://e.com/$1 [R]",
        ["f", "g", "n", "f.html"], files: ["f.html"]),
      Case(
        "c7",
        "RewriteEngine On\nRewriteCond %{HTTPS} !=on\nRewriteCond %{SERVER_PORT} !^443$\nRewriteCond %{HTTPS} off\nRewriteRule ^ https://%{SERVER_NAME}%{REQUEST_URI} [R=301,L]",
        odd),
      Case(
        "c8",
        "RewriteEngine On\nRewriteCond %{ENV:REDIRECT_STATUS} ^$\nRewriteRule ^go/(.*)$ /c8/go/in-$1 [L]\nRewriteCond %{ENV:REDIRECT_STATUS} 200\nRewriteRule ^go/(.*)$ https://e.com/$1 [R,L]",
        ["go/x"]),
      Case(
        "c9",
        "RewriteEngine On\nRewriteCond $1 >m\nRewriteRule ^go/(.*)$ https://e.com/high [R,L]\nRewriteCond $1 <m\nRewriteRule ^go/(.*)$ https://e.com/low [R,L]",
        ["go/a", "go/m", "go/z", "go/x"]),
      Case(
        "c10",
        "RewriteEngine On\nRewriteCond %{REQUEST_URI} go\nRewriteCond %{REQUEST_URI} !go/(x)\nRewriteRule (.*) https://e.com/%1/%0 [R,L]",
        odd),
      // together
      Case(
        "t1",
        "RewriteEngine On\nRewriteRule ^go/x$ https://e.com/rewrite [R,L]\nRedirect /t1/go https://e.com/alias",
        odd),
      Case(
        "t2", "RewriteEngine On\nRewriteRule ^go/x$ /t2/go/y?z=1 [L]\nRedirect /t2/go https://e.com/alias",
        odd),
      Case(
        "t3",
        "<IfModule mod_rewrite.c>\nRewriteEngine On\nRewriteRule ^go/x$ https://e.com/in [R,L]\n</IfModule>\n<IfModule !mod_alias.c>\nRedirect /t3 https://e.com/never\n</IfModule>",
        odd),
      Case(
        "t4",
        "# a comment\n  RewriteEngine   On\nRewriteRule ^go/x$ \\\n  https://e.com/continued \\\n  [R,L]",
        odd),
      Case(
        "t5", "Redirect /t5/a https://e.com/a\nFallbackResource /t5/f.html", ["a", "b"], files: ["f.html"]),
      Case(
        "t6",
        "RewriteEngine On\nRewriteRule ^f\\.html$ https://e.com/file [R,L]\nRewriteRule ^d/?$ https://e.com/folder [R,L]",
        ["f.html", "d", "d/", "e", "e/"],
        files: ["f.html", "d/in.html", "e/index.html"]),
      Case(
        "n",
        "RewriteEngine On\nRewriteRule ^ https://e.com/above [R,L]\nRedirect /n/own/a https://e.com/alias-above",
        ["x", "own/a", "own/b"]),
      Case(
        "n/own",
        "RewriteEngine On\nRewriteRule ^b$ https://e.com/own [R,L]\nRedirect /n/own/a/b https://e.com/alias-own",
        ["a", "b", "c", "a/b", ""]),
      Case("n2", "RewriteEngine On\nRewriteBase /n2/\nRewriteRule ^ https://e.com/above [R,L]", ["x"]),
      Case("n2/own", "RewriteRule ^b$ c [R,L]", ["a", "b"]),
      Case("n3", "RewriteEngine On\nRewriteRule ^ https://e.com/above [R,L]", ["x", "own", "own/"]),
      Case("n3/own", "Redirect /n3/own/a https://e.com/alias", ["a", "b"]),
    ] + statuses + withoutLast + sections

  private static let on = "RewriteEngine On\n"
  private static let goA = "RewriteRule ^go/a$ https://e.com/y [R=302,L]\n"

  /// The values of `R`; a wrong number is in `malformedStatuses`.
  private static let statuses = [
    "found", "FOUND", "temp", "permanent", "PermaNent", "seeother", "", "abc", "301x", "0301", "-1", "+301",
    "forbidden", "300", "304", "404", "451", "500", "200",
  ].enumerated().map { index, value in
    Case(
      "st\(index)",
      on + "RewriteRule ^go/a$ https://e.com/y [R=\(value),L]\nRewriteRule ^go https://e.com/z [R=301,L]",
      ["go/a", "go/b"])
  }

  /// Redirects without `L`, whose address the rules behind them go on with.
  private static let withoutLast = [
    ("", "RewriteRule . /wl%/index.php [L]"), ("", "RewriteRule . index.php [L]"),
    ("RewriteBase /wl%/\n", "RewriteRule . index.php [L]"), ("", "RewriteRule (.*) /wl%/q/$1 [R=307]"),
    ("", "RewriteRule ^(.*)$ - [L]"), ("", "RewriteRule . /wl%/go/x [L]"),
    (
      "",
      "RewriteRule ^index\\.php$ - [L]\nRewriteCond %{REQUEST_FILENAME} !-f\n"
        + "RewriteCond %{REQUEST_FILENAME} !-d\nRewriteRule . /wl%/index.php [L]"
    ),
  ].enumerated().map { index, rules in
    let text = on + rules.0 + "RewriteRule ^go/x$ https://e.com/y [R=302]\n" + rules.1
    return Case(
      "wl\(index)", text.replacing("%/", with: "\(index)/"), ["go/x", "go/y"], files: ["index.php"])
  }

  /// Sections that are decided for each request: of its rewriting the last one's counts, of its aliases all do.
  private static let sections =
    [
      "\(goA)<If \"%{QUERY_STRING} =~ /u1/\">\nRewriteRule ^go/b$ https://in.com/ [R,L]\n</If>",
      "\(goA)<If \"%{QUERY_STRING} =~ /u1/\">\nRewriteRule go/b$ https://in.com/ [R,L]\n</If>",
      "\(goA)<If \"%{QUERY_STRING} =~ /u1/\">\nRewriteEngine Off\n</If>",
      "\(goA)<If \"%{QUERY_STRING} =~ /u1/\">\nRewriteBase /x\n</If>",
      "\(goA)<If \"%{QUERY_STRING} =~ /u1/\">\nErrorDocument 404 /x\n</If>",
      "\(goA)<If \"%{QUERY_STRING} =~ /u1/\">\nRedirect /%/go https://in.com/\n</If>",
      "\(goA)<If \"%{QUERY_STRING} =~ /u1/\">\nRewriteCond %{QUERY_STRING} u1\n</If>\n\(goA)",
      "\(goA)<If \"true\">\nRewriteRule go/a https://in.com/ [R]\n</If>\n<If \"true\">\nRewriteRule go/b https://in2.com/ [R]\n</If>",
      "\(goA)<If \"true\">\nRewriteBase /%/\nRewriteRule go/a$ go/c\nRewriteRule go/b$ go/c [R]\n</If>",
      "\(goA)<If \"%{QUERY_STRING} =~ /u1/\">\nRewriteRule go/a /%/go/c\n</If>\nRedirect /%/go/c https://in.com/",
      "<If \"%{QUERY_STRING} =~ /u1/\">\nRedirect 302 https://in.com/\n</If>\n<ElseIf \"%{REQUEST_URI} =~ /b$/\">\n"
        + "Redirect /%/go https://elseif.com/\n</ElseIf>\n<Else>\nRedirect /%/go https://else.com/\n</Else>\n"
        + "Redirect /%/go https://out.com/",
      "<If \"%{QUERY_STRING} =~ /u1/\">\n<If \"%{REQUEST_URI} =~ m#/b#\">\nRedirect /%/go https://2.com/\n</If>\n"
        + "Redirect /%/go https://1.com/\n</If>",
      "<If \"true\">\nRedirect /%/go https://1.com/\n</If>\n<If \"true\">\nRedirect /%/go https://2.com/\n</If>\n"
        + "<Files go>\nRedirect /%/go https://3.com/\n</Files>",
      "\(goA)<Files \"a\">\nRewriteRule a https://in.com/ [R,L]\n</Files>",
      "\(goA)<Files \"g?\">\nRewriteRule go/b https://in.com/ [R,L]\n</Files>",
      "<FilesMatch \"^g\">\nRedirect /%/go https://in.com/\n</FilesMatch>",
      "<Files ~ o$>\nRedirect /%/go https://in.com/\n</Files>",
      "<Limit POST>\nRedirect /%/go/a https://in.com/\n</Limit>\n<LimitExcept GET>\nRewriteRule ^go/b https://e.com/ [R]\n</LimitExcept>",
      "<RequireAll>\nRequire all granted\n</RequireAll>\n\(goA)",
      "<IfModule mod_alias.c>\nRedirect /%/go/a https://in.com/\n</IfModule>\n<IfModule !mod_rewrite.c>\nRedirect /%/go https://no.com/\n</IfModule>",
      "<IfModule mod_nope.c>\nRedirect /%/go https://in.com/\n</IfModule>",
      "<IfModule Mod_Alias.c>\nRedirect /%/go https://in.com/\n</IfModule>",
      "<IfModule mod_alias>\nRedirect /%/go https://in.com/\n</IfModule>",
      "<IfModule !mod_nope.c>\nRedirect /%/go https://in.com/\n</IfModule>",
      "RewriteCond expr \"%{QUERY_STRING} =~ /u1/\"\nRewriteRule ^go/a$ https://e.com/y [R=302,L]",
      "RewriteCond expr \"! (%{QUERY_STRING} =~ /u1/)\"\nRewriteRule ^go/a$ https://e.com/y [R=302,L]",
    ].enumerated().map { index, rules in
      Case("se\(index)", on + rules.replacing("%/", with: "se\(index)/"), ["go/a", "go/b", "go"])
    }
    + [
      "%{QUERY_STRING} =~ /u1/", "%{QUERY_STRING} =~ m#U1#i", "%{QUERY_STRING} !~ /u1/",
      "%{QUERY_STRING} == ''",
      "%{QUERY_STRING} != 'u1=--CLICK-ID--'", "-n %{QUERY_STRING}", "! -z %{QUERY_STRING}",
      "!(%{QUERY_STRING} =~ /u1/)", "%{QUERY_STRING} =~ /u1/ && %{REQUEST_URI} =~ m#go/a#",
      "%{QUERY_STRING} =~ /z/ || %{REQUEST_URI} =~ m#go/a#", "true", "false", "%{REQUEST_METHOD} == 'GET'",
      "'x%{QUERY_STRING}' == 'xu1=--CLICK-ID--'", "%{QUERY_STRING} in {'a','u1=--CLICK-ID--'}",
      "tolower(%{QUERY_STRING}) == 'u1=--click-id--'", "%{QUERY_STRING} =~ /u1/ and true",
      "not %{QUERY_STRING} =~ /u1/", "%{QUERY_STRING} < 'b'", "10 -gt 9", "10 > 9", "%{QUERY_STRING} -eq 0",
      "%{QUERY_STRING}=~/u1/", "true || false && false", "false || true && false", "%{HTTPS} == 'off'",
    ].enumerated().map { index, expression in
      Case(
        "ex\(index)", "<If \"\(expression)\">\nRedirect /ex\(index)/go https://in.com/\n</If>",
        ["go/a", "go/b"])
    }

  /// Rules of folders above, by `RewriteOptions` there and here.
  /// Documents for errors, in folders where each path but that of the one file is nothing. A folder itself is left out: what
  /// is there depends on the server's modules.
  static let errors: [Case] = [
    "ErrorDocument 404 https://e.com/a?b=c",
    "errordocument 404 \"https://e.com/a\"",
    "ErrorDocument 404 https://e.com%{REQUEST_URI}",
    "ErrorDocument 404 /%/here.html",
    "ErrorDocument 404 /%/none.html",
    "ErrorDocument 404 \"Nothing here\"",
    "ErrorDocument 404 Nothing",
    "ErrorDocument 404 https://e.com/a\nErrorDocument 404 default",
    "ErrorDocument 404 default\nErrorDocument 404 https://e.com/a",
    "ErrorDocument 404 //e.com/x",
    "ErrorDocument 404 mailto:a@e.com",
    "ErrorDocument 410 https://e.com/gone\nRedirect gone /%/go/x\nRedirect 404 /%/go/y",
    "ErrorDocument 404 https://e.com/a\nRedirect 404 /%/here.html\nRedirect gone /%/go/x",
    "\(on)ErrorDocument 404 https://e.com/404\nErrorDocument 403 https://e.com/403\nRewriteRule ^go/x$ - [R=404]\n"
      + "RewriteRule ^go/X$ - [F]\nRewriteRule ^GO/x$ none.html [L]\nRewriteRule ^go/x.html here.html [L]",
    "ErrorDocument 404 /%/to\nRedirect /%/to https://e.com/alias",
    "\(on)ErrorDocument 404 /%/to?own\nRewriteRule ^to$ https://e.com/rule [R=301,L]",
    "\(on)ErrorDocument 404 /%/to\nRewriteRule ^to$ here.html [L]",
    "<IfModule mod_alias.c>\nErrorDocument 404 https://e.com/a\n</IfModule>",
    "ErrorDocument 404 https://e.com/a\n<Files x>\nErrorDocument 404 https://e.com/files\n</Files>\n"
      + "<If \"%{QUERY_STRING} =~ /u1/\">\nErrorDocument 404 https://e.com/if\n</If>",
    "ErrorDocument 404 https://e.com/a\nFallbackResource /%/here.html",
  ].enumerated().map { index, rules in
    let folder = "error\(index)"
    return Case(
      folder, rules.replacing("/%/", with: "/\(folder)/"),
      odd.filter { $0 != "go" && $0 != "go/" } + ["here.html", "here.html/x", "none.html"],
      files: ["here.html"])
  }

  static let inheritance: [Case] = {
    let above =
      "RewriteEngine On\nRewriteRule ^a$ https://e.com/above-a [R,L]\nRewriteRule ^b$ https://e.com/above-b [R]\n"
    let own = "RewriteRule ^a$ https://e.com/own-a [R,L]\nRewriteRule ^c$ https://e.com/own-c [R]\n"
    let paths = ["a", "b", "c", "d"]
    var cases: [Case] = []
    func add(_ name: String, _ outer: String, _ inner: String?) {
      cases.append(Case(name, outer + above, paths))
      cases.append(Case("\(name)/x", "RewriteEngine On\n" + (inner ?? "") + own, paths))
      cases.append(Case("\(name)/x/y", "RewriteEngine On\nRewriteRule ^d$ https://e.com/deep-d [R]", paths))
      cases.append(Case("\(name)/x/y/z", "Redirect /\(name)/x/y/z/c https://e.com/alias-c", paths))
    }
    let words = [
      "Inherit", "InheritBefore", "InheritDown", "InheritDownBefore", "IgnoreInherit", "AllowNoSlash",
    ]
    for (number, word) in words.enumerated() {
      add("io\(number)", "RewriteOptions \(word)\n", nil)
      add("ii\(number)", "", "RewriteOptions \(word)\n")
      for (other, second) in words.enumerated() {
        add("ib\(number)\(other)", "RewriteOptions \(word)\n", "RewriteOptions \(second)\n")
      }
      add(
        "it\(number)", "RewriteOptions InheritDown\nRewriteOptions \(word)\n",
        "RewriteOptions MaxRedirects=3\n")
    }
    add("im0", "RewriteBase /im0/\n", "RewriteOptions Inherit MergeBase\n")
    add("im1", "RewriteOptions InheritDownBefore InheritDown\n", nil)
    add("im2", "", "RewriteOptions InheritBefore Inherit\n")
    cases.append(
      Case("ir", "RewriteEngine On\nRewriteBase /ir/t/\nRewriteRule ^a$ q [R]\nRewriteRule ^b$ q [R]", ["a"]))
    cases.append(
      Case("ir/x", "RewriteEngine On\nRewriteOptions Inherit MergeBase\nRewriteRule ^b$ r [R]", ["a", "b"]))
    cases.append(
      Case(
        "ir/w", "RewriteEngine On\nRewriteOptions Inherit\nRewriteBase /u\nRewriteRule ^b$ r [R]", ["a", "b"])
    )
    return cases
  }()

  @Test(Oracle.needs("apache2", "python3"))
  func answersAsApacheDoes() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    var files: [String] = []
    var sources: [LoadedSource] = []
    let cases = Self.cases + Self.inheritance + Self.errors
    for test in cases {
      try folder.write(test.rules + "\n", to: "site/\(test.folder)/.htaccess")
      files.append("\(test.folder)/.htaccess")
      for file in test.files {
        try folder.write("a page", to: "site/\(test.folder)/\(file)")
        files.append("\(test.folder)/\(file)")
      }
      sources.append(
        ApacheSource().read(
          Array((test.rules + "\n").utf8), named: "\(test.folder)/.htaccess", prefix: "/\(test.folder)/"))
    }
    let address = try #require(SiteAddress("http://127.0.0.1:\(port)/"))
    let siteFiles = SiteFiles(files)
    let map = RedirectMap(sources: sources, site: address, files: siteFiles)

    let server = try LoopbackServer(
      "apache2", ["-X", "-f", try Self.configuration(folder, port: port)], in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    let targets = cases.flatMap { test in
      test.paths.flatMap { path in
        ["", "?u1=--CLICK-ID--", "?a=b%20c&d=%C3%A9"].map { "/\(test.folder)/\(path)\($0)" }
      }
    }
    let answers = try LoopbackServer.answers(
      to: targets.map { LoopbackServer.Request(port: port, target: $0, host: "127.0.0.1:\(port)") })
    #expect(answers.count == targets.count)

    for (target, answer) in zip(targets, answers) {
      let parts = target.split(separator: "?", maxSplits: 1)
      let request = ServerRequest(
        scheme: "http", host: "127.0.0.1", port: port, path: Array(parts[0].utf8),
        query: parts.count > 1 ? Array(parts[1].utf8) : nil)
      switch map.serverAnswers(to: request)[0] {
      case .redirect(let redirect):
        let isSame = answer.location == redirect.locationText && answer.status == redirect.status
        #expect(isSame, "\(target): httpd \(answer), AutoScan \(redirect.status) \(redirect.locationText)")
      case .refuse(let status, _):
        #expect(answer.status == status, "\(target)")
      case .unknown(_, let reason):
        // Only where httpd shows its own disk to the visitor.
        let isLeak = answer.location?.contains(folder.url.lastPathComponent) == true
        #expect(isLeak, "\(target): httpd \(answer), AutoScan does not know: \(reason)")
      case .errorPage: #expect(answer.status >= 400 && answer.location == nil, "\(target)")
      case .pass, .serve:
        // httpd adds the slash to a folder's name by itself.
        let isSlash =
          answer.location?.hasSuffix("\(parts[0])/\(parts.count > 1 ? "?\(parts[1])" : "")") == true
        #expect(answer.location == nil || isSlash, "\(target)")
      }
    }
  }

  static func configuration(
    _ folder: TemporaryFolder, port: Int, modules others: [String] = []
  ) throws -> String {
    let names =
      ["mpm_event", "authz_core", "authz_host", "access_compat", "dir", "alias", "rewrite"] + others
    let modules = names.map {
      "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so"
    }
    let text = """
      ServerRoot \(folder.url.path)
      Listen 127.0.0.1:\(port)
      ServerName 127.0.0.1
      PidFile \(folder.url.path)/pid
      ErrorLog \(folder.url.path)/error.log
      \(modules.joined(separator: "\n"))
      User www-data
      Group www-data
      \(others.contains("mime") ? "TypesConfig /dev/null" : "")
      DocumentRoot \(folder.url.path)/site
      <Directory \(folder.url.path)/site>
      AllowOverride All
      Options FollowSymLinks
      </Directory>
      """
    return try folder.write(text, to: "httpd.conf").path
  }
}
