import AutoTagRedirects
import AutoTagWebURL
import Testing

/// Files of hosting companies against what their own programs and their documentation say of them.
struct MoreHostFilesTests {
  static let rakuten = "https://click.linksynergy.com/deeplink?id=A&mid=1"

  // firebase/superstatic, test/unit/middleware/redirects.spec.js, and what its middleware answered when it was run; "unknown" is where
  // the documentation says something else.
  @Test(arguments: [
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/source", "destination": "/redirect", "type": 301}]}}"#,
      "/source", "301 /redirect"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "source", "destination": "/redirect", "type": 301}]}}"#,
      "/source", "301 /redirect"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "!source", "destination": "/redirect", "type": 301}]}}"#,
      "/anthing", "301 /redirect"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "!source", "destination": "/redirect", "type": 301}]}}"#,
      "/source", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/old/:value/path/:loc", "destination": "/new/:value/path/:loc", "type": 301}]}}"#,
      "/old/redirect/path/there", "301 /new/redirect/path/there"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"regex": "/old/(.+)/group/(.+)", "destination": "/new/:1/path/:2", "type": 301}]}}"#,
      "/old/capture/group/there", "301 /new/capture/path/there"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/old/:value?", "destination": "/new/:value?", "type": 301}]}}"#,
      "/old/", "301 /new"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/blog/:post*", "destination": "/new/:post*", "type": 301}]}}"#,
      "/blog/this/old/post", "301 /new/this/old/post"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/source", "destination": "/destination?hello=world", "type": 301}]}}"#,
      "/source?foo=bar&baz=qux", "301 /destination?hello=world&foo=bar&baz=qux"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/source", "destination": "http://example.com/destination", "type": 301}]}}"#,
      "/source?foo=bar", "301 http://example.com/destination?foo=bar"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/source/:foo", "destination": "/:foo/bar", "type": 301}]}}"#,
      "/source/wat?foo=bar", "301 /wat/bar?foo=bar"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "type": 302}]}}"#,
      "/go/a?u1=X", "302 \(rakuten)&u1=X"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "type": 302}]}}"#,
      "/go/a/", "302 \(rakuten)"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "type": 302}]}}"#,
      "/GO/A", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "type": 302}]}}"#,
      "/go/a/b", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/a", "destination": "https://e.com/d"}]}}"#, "/go/a?u1=X",
      "301 https://e.com/d?u1=X"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"glob": "/go/a", "destination": "https://e.com/d"}]}}"#, "/go/a",
      "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/*", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/a", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/*", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/a/b", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/*", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/*", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/*", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/.x", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/**", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/a/b", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/**", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/**", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go{,/**}", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go{,/**}", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/x", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go{,/**}", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/gone", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/@(a|b)", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/a", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/@(a|b)", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/c", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/!(a|b)", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/a", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/!(a|b)", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/c", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "!/go/**", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/x", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "!/go/**", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/a", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/{a,b}", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/b", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/[ab]?", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/a1", "301 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/[ab]?", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/c1", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/:id", "destination": "https://e.com/:id", "type": 302}]}}"#,
      "/go/abc?u1=X", "302 https://e.com/abc?u1=X"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/:id", "destination": "https://e.com/:id", "type": 302}]}}"#,
      "/go/abc/", "302 https://e.com/abc"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/:id", "destination": "https://e.com/:id", "type": 302}]}}"#,
      "/GO/abc", "302 https://e.com/abc"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/:id", "destination": "https://e.com/:id", "type": 302}]}}"#,
      "/go/a/b", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/:id", "destination": "\#(rakuten)&p=:id", "type": 302}]}}"#,
      "/go/abc", "unknown"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/:id", "destination": "\#(rakuten)", "type": 302}]}}"#,
      "/go/abc", "unknown"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"regex": "/go/(?P<n>[a-z]+)", "destination": "\#(rakuten)&p=:n"}]}}"#,
      "/go/abc", "unknown"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/blog/:post*", "destination": "https://blog.e.com/:post", "type": 301}]}}"#,
      "/blog/x", "301 https://blog.e.com/x"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/blog/:post*", "destination": "https://blog.e.com/:post", "type": 301}]}}"#,
      "/blog/x/y", "unknown"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/blog/:post*", "destination": "https://blog.e.com/:post*", "type": 301}]}}"#,
      "/blog", "301 https://blog.e.com"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"regex": "/go/(.+)", "destination": "https://e.com/:1", "type": 302}]}}"#,
      "/go/abc?u1=X", "302 https://e.com/abc?u1=X"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"regex": "/go/(.+)", "destination": "https://e.com/:1", "type": 302}]}}"#,
      "/x/go/abc", "unknown"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"regex": "/go/(.+)", "destination": "https://e.com/:1", "type": 302}]}}"#,
      "/GO/abc", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"regex": "^/go/(\\w+)$", "destination": "https://e.com/:1", "type": 302}]}}"#,
      "/go/abc", "302 https://e.com/abc"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"regex": "^/go/(\\w+)$", "destination": "https://e.com/:1", "type": 302}]}}"#,
      "/go/abc/", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"regex": "/go/(?P<id>\\w+)$", "destination": "/x/:id", "type": 302}]}}"#,
      "/go/abc", "302 /x/abc"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/a", "destination": "\#(rakuten)#f", "type": 302}]}}"#,
      "/go/a?u1=X", "302 \(rakuten)#f&u1=X"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/a b", "destination": "https://e.com/d", "type": 302}]}}"#,
      "/go/a%20b", "302 https://e.com/d"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/a", "destination": "/one"}, {"source": "/go/*", "destination": "/two", "type": 302}]}}"#,
      "/go/b", "302 /two"),
    AnswerCase(
      #"// c\#n{"hosting": [{"redirects": [ /* c * / */ {"source": "/a", "destination": "https://e.com//x"}]}]} // d"#,
      "/a", "301 https://e.com//x"),
    AnswerCase(
      #"{"hosting": [{"target": "a", "redirects": [{"source": "/a", "destination": "/b"}]}, {"target": "b"}]}"#,
      "/a", "pass"),
    AnswerCase(#"{"hosting": {"public": "dist"}, "firestore": {}}"#, "/a", "pass"),
    AnswerCase(
      #"{"hosting": {"redirects": [{"source": "/go/{1..3}", "destination": "https://e.com/d", "type": 301}]}}"#,
      "/go/2", "unknown"),
  ])
  func firebase(_ test: AnswerCase) throws { try test.check(.firebase) }

  // Azure/static-web-apps-cli, whose route processor was run on these; "unknown" is where the documentation says something
  // else, or nothing.
  @Test(arguments: [
    AnswerCase(
      #"{"routes": [{"route": "/go/a", "redirect": "\#(rakuten)"}]}"#, "/go/a?u1=X", "302 \(rakuten)"),
    AnswerCase(#"{"routes": [{"route": "/go/a", "redirect": "\#(rakuten)"}]}"#, "/go/a/", "pass"),
    AnswerCase(#"{"routes": [{"route": "/go/a", "redirect": "\#(rakuten)"}]}"#, "/GO/A", "unknown"),
    AnswerCase(
      #"{"routes": [{"route": "/go/a", "redirect": "https://e.com/d", "statusCode": 301}]}"#, "/go/a?u1=X",
      "301 https://e.com/d"),
    AnswerCase(
      #"{"routes": [{"route": "/go/a", "redirect": "https://e.com/d", "statusCode": 308}]}"#, "/go/a",
      "302 https://e.com/d"),
    AnswerCase(
      #"{"routes": [{"route": "/go/*", "redirect": "https://e.com/d"}]}"#, "/go/x/y?q=1",
      "302 https://e.com/d"),
    AnswerCase(#"{"routes": [{"route": "/go/*", "redirect": "https://e.com/d"}]}"#, "/gox", "pass"),
    AnswerCase(#"{"routes": [{"route": "/go/*", "redirect": "https://e.com/d"}]}"#, "/go", "unknown"),
    AnswerCase(
      #"{"routes": [{"route": "/go*", "redirect": "https://e.com/d"}]}"#, "/go", "302 https://e.com/d"),
    AnswerCase(#"{"routes": [{"route": "/go*", "redirect": "https://e.com/d"}]}"#, "/gox", "unknown"),
    AnswerCase(
      #"{"routes": [{"route": "/go/*.html", "redirect": "https://e.com/d"}]}"#, "/go/x.html",
      "302 https://e.com/d"),
    AnswerCase(#"{"routes": [{"route": "/go/*.html", "redirect": "https://e.com/d"}]}"#, "/go/x.htm", "pass"),
    AnswerCase(
      #"{"routes": [{"route": "/go/*.{png,gif}", "redirect": "https://e.com/d"}]}"#, "/go/x.png",
      "302 https://e.com/d"),
    AnswerCase(
      #"{"routes": [{"route": "/go/*.{png,gif}", "redirect": "https://e.com/d"}]}"#, "/go/x.jpg", "pass"),
    AnswerCase(#"{"routes": [{"route": "/go/*/x", "redirect": "https://e.com/d"}]}"#, "/go/a/x", "pass"),
    AnswerCase(#"{"routes": [{"route": "*", "redirect": "https://e.com/d"}]}"#, "/a", "302 https://e.com/d"),
    AnswerCase(#"{"routes": [{"route": "/*", "redirect": "https://e.com/d"}]}"#, "/", "302 https://e.com/d"),
    AnswerCase(
      #"{"routes": [{"route": "/go/index.html", "redirect": "https://e.com/d"}]}"#, "/go",
      "302 https://e.com/d"),
    AnswerCase(
      #"{"routes": [{"route": "/go/index.html", "redirect": "https://e.com/d"}]}"#, "/go/",
      "302 https://e.com/d"),
    AnswerCase(#"{"routes": [{"route": "/go", "redirect": "https://e.com/d"}]}"#, "/go/index.html", "pass"),
    AnswerCase(
      #"{"routes": [{"route": "/go/a", "redirect": "/go/a"}, {"route": "/go/*", "redirect": "https://e.com/d"}]}"#,
      "/go/a", "302 https://e.com/d"),
    AnswerCase(
      #"{"routes": [{"route": "/go/*", "redirect": "/star"}, {"route": "/go/a", "redirect": "/exact"}]}"#,
      "/go/a", "302 /star"),
    AnswerCase(
      #"{"routes": [{"route": "/go/a", "methods": ["POST"], "redirect": "/x"}, {"route": "/go/a", "redirect": "/y"}]}"#,
      "/go/a", "302 /y"),
    AnswerCase(
      #"{"routes": [{"route": "/go/a", "allowedRoles": ["authenticated"], "redirect": "/x"}]}"#, "/go/a",
      "refuse 401 | 302 /x"),
    AnswerCase(
      #"{"routes": [{"route": "/go/*", "allowedRoles": ["a", "b"], "rewrite": "/x"}, {"route": "/*", "redirect": "/y"}], "responseOverrides": {"401": {"redirect": "/login"}}}"#,
      "/go/a", "302 /login | serve /x"),
    AnswerCase(
      #"{"routes": [{"route": "/go/a", "allowedRoles": ["anonymous"], "redirect": "/x"}]}"#, "/go/a", "302 /x"
    ),
    AnswerCase(#"{"routes": [{"route": "/go/:id", "redirect": "/x/:id"}]}"#, "/go/abc", "pass"),
    AnswerCase(#"{"routes": [{"route": "go/a", "redirect": "/x"}]}"#, "/go/a", "pass"),
    AnswerCase(
      #"{"routes": [{"route": "/go/a", "rewrite": "/x.html"}, {"route": "/go/*", "redirect": "/y"}]}"#,
      "/go/a", "serve /x.html"),
    AnswerCase(#"{"routes": [{"route": "/go/a", "statusCode": 404}]}"#, "/go/a", "refuse 404"),
    AnswerCase(#"{"responseOverrides": {"404": {"redirect": "/none"}}}"#, "/x", "302 /none"),
    AnswerCase(
      #"{"responseOverrides": {"404": {"redirect": "/none"}}}"#, "/x.html", "pass", files: ["x.html"]),
  ])
  func staticWebApps(_ test: AnswerCase) throws { try test.check(.staticWebApps) }

  // vercel/next.js, prepare-destination.ts and path-match.ts, run with path-to-regexp 6.
  @Test(arguments: [
    AnswerCase(
      #"{"redirects": [{"source": "/:path+/", "destination": "/:path+", "internal": true, "statusCode": 308}, {"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#,
      "/go/a/?u1=X", "308 /go/a?u1=X"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#, "/go/a",
      "307 \(rakuten)"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#, "/go/a?u1=X",
      "307 https://click.linksynergy.com/deeplink?u1=X&id=A&mid=1"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#,
      "/go/a?mid=9&u1=X", "307 https://click.linksynergy.com/deeplink?mid=1&u1=X&id=A"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#,
      "/go/a/?u1=X", "307 https://click.linksynergy.com/deeplink?u1=X&id=A&mid=1"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#, "/GO/A",
      "307 \(rakuten)"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#, "/go/a/b",
      "pass"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#, "/go/a?u1",
      "307 https://click.linksynergy.com/deeplink?u1=&id=A&mid=1"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#,
      "/go/a?u1=1&u1=2", "307 https://click.linksynergy.com/deeplink?u1=1&u1=2&id=A&mid=1"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)", "statusCode": 307}]}"#,
      "/go/a?u1=%2D%2Da%20b+c", "307 https://click.linksynergy.com/deeplink?u1=--a%20b%20c&id=A&mid=1"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "https://e.com/?id=A&murl=https%3A%2F%2Fx.example%2F%3Fa%3Db%26c", "statusCode": 307}]}"#,
      "/go/a?u1=X", "307 https://e.com/?u1=X&id=A&murl=https://x.example/?a=b&c"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "https://e.com", "statusCode": 307}]}"#,
      "/go/a?u1=X", "307 https://e.com/?u1=X"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/:id", "destination": "https://e.com/:id", "statusCode": 307}]}"#,
      "/go/abc?u1=X", "307 https://e.com/abc?u1=X"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/:id", "destination": "https://e.com/:id", "statusCode": 307}]}"#,
      "/go/a%20b", "307 https://e.com/a%20b"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/:id", "destination": "https://e.com/:id", "statusCode": 307}]}"#,
      "/go/", "pass"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/:id", "destination": "\#(rakuten)&p=:id", "statusCode": 307}]}"#,
      "/go/abc?u1=X", "307 https://click.linksynergy.com/deeplink?u1=X&id=A&mid=1&p=abc"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/:p*", "destination": "/x/:p*", "statusCode": 307}]}"#, "/go", "307 /x"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/:p*", "destination": "/x/:p*", "statusCode": 307}]}"#, "/go/a/b?u1=1",
      "307 /x/a/b?u1=1"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/:id(\\d{1,})", "destination": "/n/:id", "statusCode": 301}]}"#,
      "/go/12", "301 /n/12"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/:id(\\d{1,})", "destination": "/n/:id", "statusCode": 301}]}"#,
      "/go/x", "pass"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/(.*)", "destination": "/x", "statusCode": 301}]}"#, "/go/12?u=1",
      "301 /x?u=1"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "\#(rakuten)&u1=:u", "statusCode": 307, "has": [{"type": "query", "key": "u1", "value": "(?<u>.*)"}]}]}"#,
      "/go/a?u1=X", "307 https://click.linksynergy.com/deeplink?u1=X&id=A&mid=1"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "/b", "statusCode": 307, "has": [{"type": "query", "key": "u1"}]}]}"#,
      "/go/a?u1=", "pass"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "/b/:u1", "statusCode": 307, "has": [{"type": "query", "key": "u1"}]}]}"#,
      "/go/a?u1=X", "307 /b/X?u1=X"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "/b", "statusCode": 307, "missing": [{"type": "query", "key": "u1"}]}]}"#,
      "/go/a?u1=X", "pass"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "/b", "statusCode": 307, "has": [{"type": "cookie", "key": "u1"}]}]}"#,
      "/go/a", "pass | 307 /b"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "https://:s.test/x", "statusCode": 307, "has": [{"type": "host", "value": "(?<s>.*)\\.example"}]}]}"#,
      "/go/a?u1=X", "307 https://shop.test/x?u1=X"),
    AnswerCase(
      #"{"redirects": [{"source": "/go/a", "destination": "/b?x=1#h", "statusCode": 307}]}"#, "/go/a?u1=X",
      "307 /b?u1=X&x=1#h"),
    AnswerCase(
      #"{"redirects": [{"source": "/_next/a", "destination": "/b", "statusCode": 307}]}"#, "/_next/a", "pass"),
    AnswerCase(
      #"{"redirects": [{"source": "/:p*", "destination": "/b", "statusCode": 307}]}"#, "/_next/a", "pass"),
  ])
  func nextRoutes(_ test: AnswerCase) throws { try test.check(.nextRoutes) }

  // developers.cloudflare.com/rules/url-forwarding/bulk-redirects: the examples of "CSV file format", "URL components" and "How it
  // works", with other hosts.
  @Test(arguments: [
    AnswerCase(
      #"shop.example/contacts,https://e.com/contact-us,301,,,,"#, "/contacts", "301 https://e.com/contact-us"),
    AnswerCase(
      #"shop.example/about,https://e.com/about-us,,FALSE,TRUE,,"#, "http://a.shop.example/about",
      "301 https://e.com/about-us"),
    AnswerCase(
      #"shop.example/about,https://e.com/about-us,,FALSE,FALSE,,"#, "http://a.shop.example/about", "pass"),
    AnswerCase(
      #"shop.example/docs,https://e.com/draft-docs,302,,TRUE"#, "/docs", "302 https://e.com/draft-docs"),
    AnswerCase(
      #"https://shop.example/about,https://e.com/newpage,,TRUE"#, "/about?q=term",
      "301 https://e.com/newpage?q=term"),
    AnswerCase(
      #"https://shop.example/about,https://e.com/newpage"#, "/about?q=term", "301 https://e.com/newpage"),
    AnswerCase(#"http://shop.example/about,https://e.com/newpage"#, "/about", "pass"),
    AnswerCase(
      #"https://shop.example/a/,https://e.com/b/,,,,TRUE,TRUE"#, "/a/foo", "301 https://e.com/b/foo"),
    AnswerCase(#"https://shop.example/a/,https://e.com/b/,,,,TRUE,FALSE"#, "/a/foo", "301 https://e.com/b/"),
    AnswerCase(#"https://shop.example/a/,https://e.com/b/,,,,TRUE"#, "/a/foo", "unknown"),
    AnswerCase(#"https://shop.example/a/,https://e.com/b/,,,,TRUE"#, "/a/", "301 https://e.com/b/"),
    AnswerCase(
      #"shop.example/folder,https://e.com/1,,,,TRUE,FALSE\#nshop.example/folder/subfolder,https://e.com/2,,,,TRUE,FALSE"#,
      "/folder/subfolder/item", "301 https://e.com/2"),
    AnswerCase(
      #"example,https://e.com/0\#nshop.example/x,https://e.com/1,,,TRUE\#nfoo.shop.example/x,https://e.com/2,,,TRUE"#,
      "https://qux.foo.shop.example/x", "301 https://e.com/2"),
    AnswerCase(#"shop.example/go/a,\#(rakuten),302,TRUE"#, "/go/a?u1=X", "pass"),
    AnswerCase(#"shop.example/go/a,\#(rakuten),302"#, "/go/a?u1=X", "302 \(rakuten)"),
    AnswerCase(#"shop.example/go/a,\#(rakuten),302"#, "/go/A", "unknown"),
    AnswerCase(#""shop.example/go/a","https://e.com/x,y",303"#, "/go/a", "pass"),
    AnswerCase(#""shop.example/go/a","https://e.com/x,y",307"#, "/go/a", "307 https://e.com/x,y"),
    AnswerCase(#"shop.example,https://e.com/x"#, "/", "301 https://e.com/x"),
  ])
  func cloudflareBulk(_ test: AnswerCase) throws { try test.check(.cloudflareBulk) }

  // docs.aws.amazon.com/amplify/latest/userguide/redirects.html and its examples; what it does not say is unknown.
  @Test(arguments: [
    AnswerCase(
      #"[{"source": "/original.html", "target": "/destination.html", "status": "301"}]"#, "/original.html",
      "301 /destination.html"),
    AnswerCase(
      #"[{"source": "/docs/<*>", "target": "/documents/<*>", "status": "301"}]"#, "/docs/a/b",
      "301 /documents/a/b"),
    AnswerCase(
      #"[{"source": "/docs/specific-filename.html", "target": "/documents/different-filename.html", "status": "301"}, {"source": "/docs/<*>", "target": "/documents/<*>", "status": "301"}]"#,
      "/docs/specific-filename.html", "301 /documents/different-filename.html"),
    AnswerCase(
      #"[{"source": "/docs/<*>", "target": "/documents/<*>", "status": "301"}, {"source": "/docs/specific-filename.html", "target": "/documents/different-filename.html", "status": "301"}]"#,
      "/docs/specific-filename.html", "301 /documents/specific-filename.html"),
    AnswerCase(
      #"[{"source": "/docs/<year>/<month>/<date>/<itemid>", "target": "/documents/<year>/<month>/<date>/<itemid>", "status": "301"}]"#,
      "/docs/2024/1/2/x", "301 /documents/2024/1/2/x"),
    AnswerCase(
      #"[{"source": "/docs?id=<my-blog-id-value>", "target": "/documents/<my-blog-id-value>", "status": "301"}]"#,
      "/docs?id=5", "301 /documents/5"),
    AnswerCase(
      #"[{"source": "/docs?id=<my-blog-id-value>", "target": "/documents/<my-blog-id-value>", "status": "301"}]"#,
      "/docs", "pass"),
    AnswerCase(
      #"[{"source": "/docs/<*>/content", "target": "/x", "status": "301"}]"#, "/docs/a/content", "pass"),
    AnswerCase(
      #"[{"source": "https://shop.example", "target": "https://www.e.com", "status": "302"}]"#, "/x?a=b",
      "302 https://www.e.com/x?a=b"),
    AnswerCase(
      #"[{"source": "https://shop.example", "target": "https://www.e.com/documents/", "status": "302"}]"#,
      "/x", "unknown"),
    AnswerCase(#"[{"source": "https://shop.example/x", "target": "/y", "status": "302"}]"#, "/x", "pass"),
    AnswerCase(
      #"[{"source": "/documents", "target": "/documents/us/", "status": "302", "condition": "<US>"}]"#,
      "/documents", "pass | 302 /documents/us/"),
    AnswerCase(
      #"[{"source": "/a/<*>", "target": "/us/<*>", "status": "302", "condition": "<US>"}, {"source": "/a/<*>", "target": "/b/<*>", "status": "301"}]"#,
      "/a/x", "301 /b/x | 302 /us/x"),
    AnswerCase(
      #"[{"source": "/documents", "target": "/documents/us/", "status": "302", "condition": null}]"#,
      "/documents", "302 /documents/us/"),
    AnswerCase(
      #"[{"source": "/a", "target": "https://e.com?q=someParam", "status": "302"}]"#, "/a?z=1",
      "302 https://e.com?q=someParam"),
    AnswerCase(
      #"[{"source": "/a", "target": "https://e.com/b", "status": "302"}]"#, "/a?z=1",
      "302 https://e.com/b?z=1"),
    AnswerCase(#"[{"source": "/a", "target": "/b", "status": "302"}]"#, "/A", "unknown"),
    AnswerCase(#"[{"source": "/a", "target": "/b", "status": "302"}]"#, "/a/", "unknown"),
    AnswerCase(
      #"[{"source": "/go/a?u1=<u1>", "target": "\#(rakuten)&u1=<u1>", "status": "302"}, {"source": "/go/a", "target": "\#(rakuten)", "status": "302"}]"#,
      "/go/a?u1=X", "302 \(rakuten)&u1=X"),
    AnswerCase(
      #"[{"source": "/go/a?u1=<u1>", "target": "\#(rakuten)&u1=<u1>", "status": "302"}, {"source": "/go/a", "target": "\#(rakuten)", "status": "302"}]"#,
      "/go/a", "302 \(rakuten)"),
    AnswerCase(
      #"[{"source": "</^[^.]+$/>", "target": "/index.html", "status": "200"}]"#, "/app", "serve /index.html"),
    AnswerCase(
      #"[{"source": "/<*>", "target": "/index.html", "status": "404-200"}]"#, "/app", "serve /index.html"),
    AnswerCase(
      #"[{"source": "/<*>", "target": "/index.html", "status": "404-200"}]"#, "/app.html", "pass",
      files: ["app.html"]),
    AnswerCase(#"[{"source": "/<*>", "target": "/404.html", "status": "404"}]"#, "/app", "refuse 404"),
    AnswerCase(#"[{"source": "/a", "target": "/b"}]"#, "/a", "unknown"),
  ])
  func amplify(_ test: AnswerCase) throws { try test.check(.amplify) }

  // docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html, and localstack/localstack, tests/aws/services/s3, whose
  // answers were validated against AWS.
  @Test(arguments: [
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "docs/"}, "Redirect": {"ReplaceKeyPrefixWith": "documents/"}}]"#,
      "/docs/article1.html", "301 /documents/article1.html"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "images/"}, "Redirect": {"ReplaceKeyWith": "folderdeleted.html"}}]"#,
      "/images/x.jpg", "301 /folderdeleted.html"),
    AnswerCase(
      #"[{"Condition": {"HttpErrorCodeReturnedEquals": "404"}, "Redirect": {"HostName": "ec2.example", "ReplaceKeyPrefixWith": "report-404/"}}]"#,
      "/ExamplePage.html", "301 //ec2.example/report-404/ExamplePage.html"),
    AnswerCase(
      #"[{"Condition": {"HttpErrorCodeReturnedEquals": "404"}, "Redirect": {"HostName": "ec2.example", "ReplaceKeyPrefixWith": "report-404/"}}]"#,
      "/ExamplePage.html", "pass", files: ["ExamplePage.html"]),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "host/"}, "Redirect": {"HostName": "random.example"}}]"#,
      "/host/key", "301 //random.example/host/key"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "protocol/"}, "Redirect": {"HostName": "e.com", "Protocol": "https"}}]"#,
      "/protocol/key", "301 https://e.com/protocol/key"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "code/"}, "Redirect": {"HttpRedirectCode": "307", "ReplaceKeyWith": "x"}}]"#,
      "/code/key", "307 /x"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "docs/"}, "Redirect": {"ReplaceKeyPrefixWith": ""}}]"#,
      "/docs/test.html", "301 /test.html"),
    AnswerCase(
      #"[{"Redirect": {"HostName": "apples.example.com"}}, {"Redirect": {"HostName": "b.example"}}]"#, "/any",
      "301 //apples.example.com/any"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "r", "HttpErrorCodeReturnedEquals": "404"}, "Redirect": {"HostName": "e.com"}}]"#,
      "/rad", "301 //e.com/rad"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "r", "HttpErrorCodeReturnedEquals": "404"}, "Redirect": {"HostName": "e.com"}}]"#,
      "/bad", "pass"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "r"}, "Redirect": {"HostName": "e.com"}}]"#, "/r", "301 //e.com/r",
      files: ["r"]),
    AnswerCase(
      #"{"IndexDocument": {"Suffix": "index.html"}, "RoutingRules": [{"Condition": {"KeyPrefixEquals": "go/"}, "Redirect": {"HostName": "e.com", "Protocol": "https", "ReplaceKeyWith": "d?id=A"}}]}"#,
      "/go/x?u1=X", "301 https://e.com/d?id=A (query unknown)"),
    AnswerCase(
      #"{"RedirectAllRequestsTo": {"HostName": "bells.example.com", "Protocol": "http"}}"#,
      "/key?query=string", "301 http://bells.example.com/key?query=string"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "/go"}, "Redirect": {"HostName": "e.com"}}]"#, "/go", "pass"),
    AnswerCase(
      #"[{"Condition": {"KeyPrefixEquals": "a"}, "Redirect": {"ReplaceKeyWith": "b", "ReplaceKeyPrefixWith": "c"}}]"#,
      "/a", "pass"),
    AnswerCase(
      #"[{"Condition": {"HttpErrorCodeReturnedEquals": "403"}, "Redirect": {"HostName": "e.com"}}]"#, "/a",
      "unknown"),
    // The same guide's examples in XML, and those of the API reference, PutBucketWebsite.
    AnswerCase(
      """
      <RoutingRules>
        <RoutingRule>
        <Condition>
          <KeyPrefixEquals>docs/</KeyPrefixEquals>
        </Condition>
        <Redirect>
          <ReplaceKeyPrefixWith>documents/</ReplaceKeyPrefixWith>
        </Redirect>
        </RoutingRule>
      </RoutingRules>
      """, "/docs/article1.html", "301 /documents/article1.html"),
    AnswerCase(
      "<RoutingRules><RoutingRule><Condition><KeyPrefixEquals>images/</KeyPrefixEquals></Condition><Redirect>"
        + "<ReplaceKeyWith>folderdeleted.html</ReplaceKeyWith></Redirect></RoutingRule></RoutingRules>",
      "/images/x.jpg", "301 /folderdeleted.html"),
    AnswerCase(
      "<RoutingRules><RoutingRule><Condition><HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals>"
        + "</Condition><Redirect><HostName>ec2.example</HostName><ReplaceKeyPrefixWith>report-404/"
        + "</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules>",
      "/ExamplePage.html", "301 //ec2.example/report-404/ExamplePage.html"),
    AnswerCase(
      """
      <?xml version="1.0"?>
      <WebsiteConfiguration xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>
        <RedirectAllRequestsTo>
          <HostName>www.example.com</HostName>
        </RedirectAllRequestsTo>
      </WebsiteConfiguration>
      """, "/key?query=string", "301 //www.example.com/key?query=string"),
    AnswerCase(
      """
      <WebsiteConfiguration xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>
        <IndexDocument><Suffix>index.html</Suffix></IndexDocument>
        <RoutingRules>
          <RoutingRule>
            <Condition><KeyPrefixEquals>go/</KeyPrefixEquals></Condition>
            <Redirect><Protocol>https</Protocol><HostName>e.com</HostName><HttpRedirectCode>302</HttpRedirectCode>
              <ReplaceKeyWith>d?id=A&amp;mid=1</ReplaceKeyWith></Redirect>
          </RoutingRule>
        </RoutingRules>
      </WebsiteConfiguration>
      """, "/go/x?u1=X", "302 https://e.com/d?id=A&mid=1 (query unknown)"),
  ])
  func s3(_ test: AnswerCase) throws { try test.check(.s3) }

  static func routes(_ routes: String) -> String {
    "services:\n  - type: web\n    name: shop\n    runtime: static\n    routes:\n"
      + routes.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n") + "\n"
  }

  static func route(_ source: String, _ destination: String, _ type: String = "redirect") -> String {
    routes("- type: \(type)\n  source: \(source)\n  destination: \(destination)")
  }

  // render.com/docs/redirects-rewrites, and what it does not say.
  @Test(arguments: [
    AnswerCase(Self.route("/home", "/"), "/home", "301 /"),
    AnswerCase(Self.route("/blog/index.html", "/blog"), "/blog/index.html", "301 /blog"),
    AnswerCase(Self.route("/web-host", "https://render.com"), "/web-host", "301 https://render.com"),
    AnswerCase(Self.route("/*", "/blog/*"), "/path1/path2", "301 /blog/path1/path2"),
    AnswerCase(Self.route("/*", "/index.html", "rewrite"), "/path1/path2", "serve /index.html"),
    AnswerCase(
      Self.route("/blog/posts/:postid", "/blog/:postid"), "/blog/posts/my-post", "301 /blog/my-post"),
    AnswerCase(
      Self.route("/updates/:month/:year", "/changelog/:year/:month"), "/updates/03/2024",
      "301 /changelog/2024/03"),
    AnswerCase(Self.route("/*", "/index.html"), "/x", "pass", files: ["x.html"]),
    AnswerCase(Self.route("/go/*", "https://e.com/*"), "/go/a/b", "301 https://e.com/a/b"),
    AnswerCase(
      Self.route("/go/a", "https://e.com/?id=1"), "/go/a?u1=X", "301 https://e.com/?id=1 (query unknown)"),
    AnswerCase(Self.route("/go/a", "https://e.com/"), "/go/a/", "unknown"),
    AnswerCase(Self.route("/go/a", "https://e.com/"), "/GO/A", "unknown"),
    AnswerCase(Self.route("/go/:a", "https://e.com/:a:80/:b*"), "/go/x", "301 https://e.com/x:80/:b*"),
    AnswerCase(Self.route("/go/:y/:year", "https://e.com/:year/:y"), "/go/1/2", "301 https://e.com/2/1"),
    AnswerCase(Self.route("/*.html", "https://e.com/*"), "/a.html", "unknown"),
    AnswerCase(Self.route("/go/a%20b", "https://e.com/"), "/go/a%20b", "301 https://e.com/"),
    AnswerCase(Self.route("/go/a", "https://e.com/x", "rewrite"), "/go/a", "unknown"),
    AnswerCase(Self.route("/a", "/b") + "databases: &a\n- name: x\nprojects: *a\n", "/a", "301 /b"),
    AnswerCase(
      "projects:\n- environments:\n  - services:\n    - routes:\n      - {type: redirect, source: /a, destination: /b}\n",
      "/a", "301 /b"),
    // Which of two sites this is only its owner knows.
    AnswerCase(
      """
      services:
      - name: docs
        routes: [{type: redirect, source: /go, destination: 'https://a.example/'}]
      - name: shop
        routes: [{type: redirect, source: /go, destination: 'https://b.example/'}]
      """, "/go", "pass | 301 https://a.example/ | 301 https://b.example/"),
  ])
  func render(_ test: AnswerCase) throws { try test.check(.render) }

  @Test(
    "a file that is not understood as a whole gives one message",
    arguments: [
      (RedirectFormat.firebase, #"{"hosting": [{"redirects": [{}]}, {"redirects": [{}]}]}"#),
      (.firebase, "<x>"), (.staticWebApps, "routes: []"), (.nextRoutes, "{}"), (.amplify, #"{"a": 1}"#),
      (.s3, "<RoutingRules><RoutingRule/></RoutingRules>"), (.s3, "{}"), (.s3, "<a/>"),
      (.render, "services: [\n"),
    ])
  func wholeFiles(format: RedirectFormat, file: String) {
    let source = format.source.read(Array(file.utf8), named: "r", prefix: "/")
    #expect(source.diagnostics.count == 1)
    #expect(source.rules.isEmpty)
  }

  @Test(arguments: [
    (RedirectFormat.firebase, #"{"hosting": {"redirects": [{"source": "/x/go/*", "destination": "/y"}]}}"#),
    (.staticWebApps, #"{"routes": [{"route": "/go/a", "redirect": "/y"}]}"#),
    (.nextRoutes, #"{"redirects": [{"source": "/go/:a", "destination": "/y", "statusCode": 301}]}"#),
    (.amplify, #"[{"source": "/go/<*>", "target": "/y", "status": "301"}]"#),
    (.s3, #"[{"Condition": {"KeyPrefixEquals": "go/"}, "Redirect": {"ReplaceKeyWith": "y"}}]"#),
    (.render, Self.route("/go/:a", "/y")),
  ])
  func belowAPathOfTheSite(format: RedirectFormat, file: String) throws {
    let file = file.replacing("/x/go", with: "/go")
    try AnswerCase(file, "/go/a", "pass").check(format, prefix: "/x/")
    let source = format.source.read(Array(file.utf8), named: "r", prefix: "/x/")
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles([String]()))
    let url = try #require(WebURL("/x/go/a", relativeTo: site.root))
    #expect(map.chain(from: url).hops.count == 1)
  }

  @Test
  func namesTellTheFormat() {
    let names = [
      "_redirects", "netlify.toml", "vercel.json", "firebase.json", "staticwebapp.config.json",
      "routes-manifest.json", "render.yaml",
      "customRules.json",
    ]
    #expect(
      names.map { RedirectFormat.of(fileName: $0) } == [
        .netlify, .netlifyTOML, .vercel, .firebase, .staticWebApps, .nextRoutes, .render, nil,
      ])
  }
}
