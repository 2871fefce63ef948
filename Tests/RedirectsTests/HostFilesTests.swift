import AutoTagRedirects
import Testing

/// The hosts' redirect files against the examples of their public documentation.
struct HostFilesTests {
  // docs.netlify.com/manage/routing/redirects/overview, "Syntax for the _redirects file"
  @Test(arguments: [
    AnswerCase("/home              /\n/blog/my-post.php  /blog/my-post", "/home", "301 /"),
    AnswerCase(
      "/home /\n/blog/my-post.php  /blog/my-post # a comment", "/blog/my-post.php", "301 /blog/my-post"),
    AnswerCase("/cuties https://www.petsofnetlify.com", "/cuties", "301 https://www.petsofnetlify.com"),
    AnswerCase(
      "/authors/c%C3%A9line /authors/about-c%C3%A9line", "/authors/céline", "301 /authors/about-c%C3%A9line"),
    AnswerCase("# /home /\n\n", "/home", "pass"),
    AnswerCase("/home /", "/Home", "pass"),
    AnswerCase("/a /first\n/a /second", "/a", "301 /first"),
  ])
  func netlifyOverview(_ test: AnswerCase) throws { try test.check(.netlify) }

  // docs.netlify.com/manage/routing/redirects/redirect-options
  @Test(arguments: [
    AnswerCase("/my-redirect / 302", "/my-redirect", "302 /"),
    AnswerCase("/ecommerce /store-closed 404", "/ecommerce", "refuse 404"),
    AnswerCase("/pass-through /index.html 200", "/pass-through", "serve /index.html"),
    // "Trailing slash": rules match paths with and without it.
    AnswerCase(
      "/blog/title-with-typo /blog/typo-free-title", "/blog/title-with-typo/", "301 /blog/typo-free-title"),
    AnswerCase("/blog/title/ /blog/other", "/blog/title", "301 /blog/other"),
    // "Splats"
    AnswerCase("/news/* /blog/:splat", "/news/2004/01/10/my-story", "301 /blog/2004/01/10/my-story"),
    AnswerCase("/news/* /blog/:splat", "/news", "301 /blog/"),
    AnswerCase("/news/* /blog/:splat", "/newspaper", "pass"),
    // "Placeholders"
    AnswerCase(
      "/news/:month/:date/:year/:slug /blog/:year/:month/:date/:slug", "/news/02/12/2004/my-story",
      "301 /blog/2004/02/12/my-story"),
    AnswerCase("/news/:month/:date/:year/:slug /blog/:year/:month/:date/:slug", "/news/02/12/2004", "pass"),
    // "Query parameters"
    AnswerCase(
      "/articles id=:id tag=:tag /posts/:tag/:id 301", "/articles?id=1&tag=two",
      "301 /posts/two/1?id=1&tag=two"),
    AnswerCase(
      "/articles id=:id tag=:tag /posts/:tag/:id 301", "/articles?tag=two&id=1",
      "301 /posts/two/1?tag=two&id=1"),
    AnswerCase("/articles id=:id tag=:tag /posts/:tag/:id 301", "/articles?id=1", "pass"),
    AnswerCase("/articles id=:id tag=:tag /posts/:tag/:id 301", "/articles", "pass"),
    AnswerCase(
      "/path/* param1=:value1 /otherpath/:value1/:splat 301\n/path/* /otherpath/:splat 301",
      "/path/abc?param1=p", "301 /otherpath/p/abc?param1=p"),
    AnswerCase(
      "/path/* param1=:value1 /otherpath/:value1/:splat 301\n/path/* /otherpath/:splat 301", "/path/abc",
      "301 /otherpath/abc"),
    // Whether a rule with parameters answers when there are others too, it does not say.
    AnswerCase(
      "/store id=:id /blog/:id 301", "/store?id=my-blog-post&u1=x",
      "pass | 301 /blog/my-blog-post?id=my-blog-post&u1=x"),
    AnswerCase("/go/x https://e.com/y", "/go/x?u1=x", "301 https://e.com/y?u1=x"),
    AnswerCase("/go/x https://e.com/y?a=b", "/go/x?u1=x", "301 https://e.com/y?a=b"),
    AnswerCase("/go/x https://e.com/y?a=b", "/go/x", "301 https://e.com/y?a=b"),
    AnswerCase("/go/x https://e.com/y 307", "/go/x?u1=x", "307 https://e.com/y (query unknown)"),
    // "Domain-level redirects"
    AnswerCase(
      "https://shop.example/* https://www.shop.example/:splat 301!", "/a/b",
      "301 https://www.shop.example/a/b"),
    AnswerCase("http://blog.yoursite.com/* https://www.yoursite.com/blog/:splat 301!", "/a/b", "pass"),
    // "Redirect by country or language", "Redirect by cookie presence", "Role-based"
    AnswerCase("/ /anz 302 Country=au,nz", "/", "pass | 302 /anz"),
    AnswerCase(
      "/israel/* /israel/he/:splat 302 Country=au,nz Language=he", "/israel/x", "pass | 302 /israel/he/x"),
    AnswerCase("/admin/* 200! Role=admin", "/admin/x", "pass | serve /admin/x"),
    AnswerCase("/admin/* /admin/:splat 200! Role=admin", "/admin/x", "pass | serve /admin/x"),
    AnswerCase("/*/x /y", "/a/x", "unknown"),
  ])
  func netlifyOptions(_ test: AnswerCase) throws { try test.check(.netlify) }

  // docs.netlify.com/manage/routing/redirects/rewrites-proxies, "Shadowing" and "Proxy to another service"
  @Test(arguments: [
    AnswerCase("/* /index.html 200", "/anything", "serve /index.html"),
    AnswerCase("/* /index.html 200", "/partials/chat.html", "pass", files: ["partials/chat.html"]),
    AnswerCase("/* /index.html 200", "/partials/", "pass", files: ["partials/index.html"]),
    AnswerCase("/app/* /app/index.html 200!", "/app/x", "serve /app/index.html", files: ["app/x.html"]),
    AnswerCase("/api/* https://api.example.com/:splat 200", "/api/x", "unknown"),
  ])
  func netlifyRewrites(_ test: AnswerCase) throws { try test.check(.netlify) }

  // docs.netlify.com/manage/routing/redirects/overview, "Syntax for the Netlify configuration file"
  @Test(arguments: [
    AnswerCase(Self.toml, "/old-path", "301 /new-path"),
    AnswerCase(Self.toml, "/old-path?path=x", "301 /new-path?path=x"),
    AnswerCase(Self.toml, "/store?id=7", "302 /blog/7?id=7"),
    AnswerCase(Self.toml, "/search", "pass | unknown"),
    AnswerCase(Self.toml, "/literal/x/y", "301 /to/x/y"),
    AnswerCase("[[redirects]]\nfrom = '/a' # no escapes\nto = \"\"\"/b\"\"\"", "/a", "301 /b"),
    AnswerCase(
      "[build]\npublish = \"public\"\n\n[[redirects]]\n\"from\" = \"/a\"\nto=\"/b\"\nstatus = 3_02\n", "/a/",
      "302 /b"),
    AnswerCase("[[redirects]]\nfrom = \"/a\"\nto = \"/b\"\nquery.id = \":id\"", "/a?id=1", "301 /b?id=1"),
    AnswerCase(
      "[[redirects]]\nfrom = \"/a\"\nto = \"/b/:id\"\n[redirects.query]\nid = \":id\"", "/a?id=1",
      "301 /b/1?id=1"),
  ])
  func netlifyTOML(_ test: AnswerCase) throws { try test.check(.netlifyTOML) }

  static let toml = """
    [[redirects]]
      from = "/old-path"
      to = "/new-path"
      status = 301
      force = false
      headers = {X-From = "Netlify"}
    [[redirects]]
      from = "/store"
      to = "/blog/:id"
      status = 302
      query = {id = ":id"}
    [[redirects]]
      from = "/search"
      to = "https://api.mysearch.com"
      status = 200
      conditions = {Language = ["en"], Country = ["US"], Role = ["admin"]}
    [[redirects]]
      from = "/literal/*"
      to = "/to/:splat"
    """

  // vercel.com/docs/project-configuration, "redirects" and "rewrites"
  @Test(arguments: [
    AnswerCase(
      Self.redirects(#"{"source": "/me", "destination": "/profile.html", "permanent": false}"#), "/me",
      "307 /profile.html"),
    AnswerCase(
      Self.redirects(#"{"source": "/me", "destination": "/profile.html", "permanent": true}"#), "/me",
      "308 /profile.html"),
    AnswerCase(
      Self.redirects(#"{"source": "/user", "destination": "/api/user", "statusCode": 301}"#), "/user",
      "301 /api/user"),
    AnswerCase(
      Self.redirects(#"{"source": "/view-source", "destination": "https://github.com/vercel/vercel"}"#),
      "/view-source", "308 https://github.com/vercel/vercel"),
    AnswerCase(Self.redirects(#"{"source": "/me", "destination": "/p"}"#), "/me/", "pass"),
    AnswerCase(Self.redirects(#"{"source": "/me", "destination": "/p"}"#), "/ME", "pass"),
    AnswerCase(
      Self.redirects(
        #"{"source": "/:path((?!uk/).*)", "destination": "/uk/:path*", "permanent": false, "has": [{"type": "header", "key": "x-vercel-ip-country", "value": "GB"}]}"#
      ), "/shop", "pass | 307 /uk/shop"),
    AnswerCase(
      Self.redirects(#"{"source": "/:path((?!uk/).*)", "destination": "/uk/:path*", "permanent": false}"#),
      "/shop/a", "307 /uk/shop/a"),
    AnswerCase(
      Self.redirects(#"{"source": "/:path((?!uk/).*)", "destination": "/uk/:path*", "permanent": false}"#),
      "/uk/a", "pass"),
    AnswerCase(
      Self.redirects(
        #"{"source": "/start", "destination": "/new", "missing": [{"type": "cookie", "key": "auth_token"}]}"#),
      "/start", "308 /new | pass"),
    AnswerCase(
      Self.redirects(#"{"source": "/blog/:path*", "destination": "/news/:path*"}"#), "/blog", "308 /news/"),
    AnswerCase(
      Self.redirects(#"{"source": "/blog/:path*", "destination": "/news/:path*"}"#), "/blog/a/b",
      "308 /news/a/b"),
    AnswerCase(
      Self.redirects(#"{"source": "/blog/:path+", "destination": "/news/:path+"}"#), "/blog", "pass"),
    AnswerCase(
      Self.redirects(#"{"source": "/post/:id(\\d+)", "destination": "/p/:id"}"#), "/post/12", "308 /p/12"),
    AnswerCase(Self.redirects(#"{"source": "/post/:id(\\d+)", "destination": "/p/:id"}"#), "/post/x", "pass"),
    AnswerCase(Self.redirects(#"{"source": "/docs/:v?/x", "destination": "/d"}"#), "/docs/x", "308 /d"),
    AnswerCase(Self.redirects(#"{"source": "/(a|b)/x", "destination": "/$1"}"#), "/b/x", "308 /b"),
    AnswerCase(Self.redirects(#"{"source": "/a{/:b}?", "destination": "/c"}"#), "/a", "308 /c"),
    AnswerCase(
      Self.redirects(
        #"{"source": "/x", "destination": "/y", "has": [{"type": "query", "key": "page", "value": "(?<p>\\d+)"}]}"#
      ), "/x?page=3", "308 /y?page=3"),
    AnswerCase(
      Self.redirects(
        #"{"source": "/x", "destination": "/y/:page", "has": [{"type": "query", "key": "page"}]}"#),
      "/x?page=3", "308 /y/3?page=3"),
    AnswerCase(
      Self.redirects(#"{"source": "/x", "destination": "/y", "has": [{"type": "query", "key": "page"}]}"#),
      "/x", "pass"),
    AnswerCase(
      Self.redirects(
        #"{"source": "/x", "destination": "/y", "has": [{"type": "host", "value": "shop.example"}]}"#), "/x",
      "308 /y"),
    AnswerCase(
      Self.redirects(
        #"{"source": "/x", "destination": "/y", "has": [{"type": "host", "value": "other.example"}]}"#), "/x",
      "pass"),
    AnswerCase(
      Self.redirects(#"{"source": "/x", "destination": "https://e.com/?a=b#c"}"#), "/x?u1=y",
      "308 https://e.com/?a=b&u1=y#c"),
    AnswerCase(
      #"{"rewrites": [{"source": "/about", "destination": "/about-our-company.html"}]}"#, "/about",
      "serve /about-our-company.html"),
    AnswerCase(
      #"{"rewrites": [{"source": "/about", "destination": "/x.html"}]}"#, "/about", "pass",
      files: ["about/index.html"]),
    AnswerCase(
      #"{"rewrites": [{"source": "/api/:p*", "destination": "https://api.example.com/:p*"}]}"#, "/api/x",
      "unknown"),
    AnswerCase(#"{"cleanUrls": true}"#, "/a/b.html", "308 /a/b"),
    AnswerCase(#"{"cleanUrls": true}"#, "/a/index.html?x=1", "308 /a?x=1"),
    AnswerCase(#"{"trailingSlash": true}"#, "/a/b", "308 /a/b/"),
    AnswerCase(#"{"trailingSlash": true}"#, "/a/b.png", "pass"),
    AnswerCase(#"{"trailingSlash": false}"#, "/a/b/", "308 /a/b"),
  ])
  func vercel(_ test: AnswerCase) throws { try test.check(.vercel) }

  @Test(
    "vercel.json below a path of the site",
    arguments: [
      AnswerCase(
        Self.redirects(#"{"source": "/go/:id", "destination": "https://a.example/:id"}"#), "/x.y/go/7",
        "308 https://a.example/7"),
      AnswerCase(Self.redirects(#"{"source": "/go/:id", "destination": "/b"}"#), "/go/7", "pass"),
      AnswerCase(#"{"cleanUrls": true}"#, "/x.y/a/b.html", "308 /x.y/a/b"),
      AnswerCase(#"{"cleanUrls": true}"#, "/a/b.html", "pass"),
    ])
  func vercelBelow(_ test: AnswerCase) throws { try test.check(.vercel, prefix: "/x.y/") }

  // What vercel/vercel, packages/routing-utils/test/superstatic.spec.ts expects of `convertRedirects`, with the requests
  // that it lists.
  @Test(arguments: [
    AnswerCase(Self.redirect(#"/next(\.js)?"#, "https://nextjs.org"), "/next.js", "308 https://nextjs.org"),
    AnswerCase(Self.redirect(#"/next(\.js)?"#, "https://nextjs.org"), "/nextjs", "pass"),
    AnswerCase(
      Self.redirect("/proxy/(.*)", "https://www.firebase.com"), "/proxy/dir/sub",
      "308 https://www.firebase.com"),
    AnswerCase(
      Self.redirect("/proxy-regex/([a-zA-Z]{1,})", "https://firebase.com/$1"), "/proxy-regex/admin",
      "308 https://firebase.com/admin"),
    AnswerCase(
      Self.redirect("/proxy-regex/([a-zA-Z]{1,})", "https://firebase.com/$1"), "/proxy-regex/user/1", "pass"),
    AnswerCase(
      Self.redirect("/proxy-port/([a-zA-Z]{1,})", "https://firebase.com:8080/$1"), "/proxy-port/admin",
      "308 https://firebase.com:8080/admin"),
    AnswerCase(
      Self.redirect("/projects/:id/:action", "/projects.html"), "/projects/one/edit", "308 /projects.html"),
    AnswerCase(
      Self.redirect("/old/:segment/path", "/new/path/:segment"), "/old/two/path", "308 /new/path/two"),
    AnswerCase(
      Self.redirect("/catchall/:hello*", "/catchall/:hello*/"), "/catchall/first/second",
      "308 /catchall/first/second/"),
    AnswerCase(
      Self.redirect("/another-catch/:hello+", "/another-catch/:hello+/"), "/another-catch/first",
      "308 /another-catch/first/"),
    AnswerCase(
      Self.redirect("/feedback/((?!general).*)", "/feedback/general"), "/feedback/another",
      "308 /feedback/general"),
    AnswerCase(Self.redirect("/feedback/((?!general).*)", "/feedback/general"), "/feedback/general", "pass"),
    AnswerCase(Self.redirect("/catchme/:id*", "/api/user"), "/catchme/id/2", "308 /api/user"),
    AnswerCase(
      Self.redirect("/hello/:world*", "/something#:world*"), "/hello/another/world",
      "308 /something#another/world"),
    AnswerCase(
      Self.redirect(
        "/external/:id", "https://example.com/?utm_source=google.com#/guides/:id/page?dynamic=code"),
      "/external/1", "308 https://example.com/?utm_source=google.com#/guides/1/page?dynamic=code"),
    AnswerCase(Self.redirect("/optional/:id?", "/api/optional/:id?"), "/optional/1", "308 /api/optional/1"),
    AnswerCase(Self.redirect("/optional/:id?", "/api/optional/:id?"), "/optional", "308 /api/optional/"),
    // What the same code makes of others.
    AnswerCase(Self.redirect("/go/b(/?)", Self.rakuten), "/go/b", "308 \(Self.rakuten)"),
    AnswerCase(Self.redirect("/go/b(/?)", Self.rakuten), "/go/b/", "308 \(Self.rakuten)"),
    AnswerCase(Self.redirect("/go/b(.*)", Self.rakuten), "/go/bx", "308 \(Self.rakuten)"),
    AnswerCase(Self.redirect("/(go|out)/b", Self.rakuten), "/out/b", "308 \(Self.rakuten)"),
    AnswerCase(Self.redirect("/(.*)", Self.rakuten), "/go/b", "308 \(Self.rakuten)"),
    AnswerCase(Self.redirect("/go/:a/(.*)", Self.rakuten), "/go/b/c", "308 \(Self.rakuten)"),
    AnswerCase(
      Self.redirect(#"/(a|b)/:slug(\d+)"#, "https://:slug.e.com/$1/:slug?q=$1"), "/a/12",
      "308 https://12.e.com/a/12?q=a"),
    AnswerCase(
      Self.redirect("/go/:slug/(.*)", "https://e.com/$2/:slug/$1"), "/go/q/w", "308 https://e.com/w/q/q"),
    AnswerCase(Self.redirect("/go/(.*)", "https://e.com/:0/:1"), "/go/q", "308 https://e.com/:0/:1"),
    AnswerCase(
      Self.redirect("/go/:slug", "https://e.com:8443/:slug/:other?x=:slug&y=:z"), "/go/q",
      "308 https://e.com:8443/q/:other?x=q&y=%3Az"),
    AnswerCase(
      Self.redirect("/go/:slug", "\(Self.rakuten)&murl=https%3A%2F%2Fshop.com%2F:slug"), "/go/q",
      "308 \(Self.rakuten)&murl=https%3A%2F%2Fshop.com%2Fq"),
    AnswerCase(
      Self.redirect("/go/:slug", "\(Self.rakuten)&murl=https://shop.com/a+b/:slug"), "/go/q",
      "308 \(Self.rakuten)&murl=https%3A%2F%2Fshop.com%2Fa%20b%2Fq"),
    AnswerCase(
      Self.redirect("/go/:slug", "https://user:pw@e.com/:slug?id=A*b%2Ac&flag&e="), "/go/q",
      "308 https://user:pw@e.com/q?id=A*b*c&flag=&e="),
    AnswerCase(
      Self.redirect("/go/:a-:b", "https://e.com/:a/:ab/:a:b"), "/go/x-y", "308 https://e.com/x/:ab/xy"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com?x=:slug"), "/go/q", "308 https://e.com/?x=q"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com#:slug"), "/go/q", "308 https://e.com/#q"),
    AnswerCase(Self.redirect("/go/:slug", "//e.com/:slug"), "/go/q", "308 //e.com/q"),
    AnswerCase(Self.redirect("/go/:slug", "/x/:slug?a=b"), "/go/q", "308 /x/q?a=b"),
    AnswerCase(Self.redirect("/go/:slug", "/x?a=:slug?"), "/go/q", "308 /x?a=q"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/?#x"), "/go/q", "308 https://e.com/#x"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/*/:slug+x"), "/go/q", "308 https://e.com/*/qx"),
    AnswerCase(
      Self.redirect("/go/:slug", "https://e.com/a%2Fb/:slug%20x?q=%3Aslug"), "/go/q",
      "308 https://e.com/a%2Fb/q%20x?q=q"),
    AnswerCase(
      Self.redirect("/go/:b/:slug", "https://e.com/?q=:slug&q=:b"), "/go/x/q", "308 https://e.com/?q=q&q=x"),
    AnswerCase(
      Self.redirect("/go/:slug", "https://e.com/?q=a;b:c@d/e?f[]=1~!'()*-_."), "/go/q",
      "308 https://e.com/?q=a%3Bb%3Ac%40d%2Fe%3Ff%5B%5D%3D1~!'()*-_."),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/x?y?z=1"), "/go/q", "308 https://e.com/x?y%3Fz=1"),
    AnswerCase(
      Self.redirect("/go/:slug", "https://e.com/?a=%zz&b=%E9&c=é"), "/go/q",
      "308 https://e.com/?a=%25zz&b=%EF%BF%BD&c=%C3%A9"),
    // Braces group in a path and in a query, and are encoded in an address's path and behind a #.
    AnswerCase(Self.redirect("/go/:slug", "/x/{:slug}"), "/go/q", "308 /x/q"),
    AnswerCase(Self.redirect("/go/:slug", "/x{/:slug}?"), "/go/q", "308 /x/q"),
    AnswerCase(Self.redirect("/go/:slug", "/x/{:slug}#a"), "/go/q", "308 /x/%7Bq%7D#a"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/{:slug}"), "/go/q", "308 https://e.com/%7Bq%7D"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/#{:slug}"), "/go/q", "308 https://e.com/#%7Bq%7D"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/?q={:slug}"), "/go/q", "308 https://e.com/?q=q"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/?q={a:slug}b"), "/go/q", "308 https://e.com/?q=aqb"),
    AnswerCase(
      Self.redirect("/go/:slug", "https://e.com/?q={-:slug-}*"), "/go/q", "308 https://e.com/?q=-q-"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/?q=%7B:slug%7D"), "/go/q", "308 https://e.com/?q=q"),
    AnswerCase(
      Self.redirect("/go/:slug", "https://e.com/:slug?q={x}"), "/go/q", "308 https://e.com/q?q=%7Bx%7D"),
    AnswerCase(
      Self.redirect("/go/:slug", "https://e.com/:slug?q={:other}"), "/go/q",
      "308 https://e.com/q?q=%7B%3Aother%7D"),
    AnswerCase(
      Self.redirect("/go/:a/:b", "https://e.com/?q={:a/:b}"), "/go/x/y", "308 https://e.com/?q=%7Bx%2Fy%7D"),
    AnswerCase(
      Self.redirect("/go/:slug", #"https://e.com/?q=\\{:slug\\}"#), "/go/q", "308 https://e.com/?q=%7Bq%7D"),
    AnswerCase(Self.redirect("/go/:slug", "https://e.com/:slug(x)y"), "/go/q", "308 https://e.com/qy"),
    AnswerCase(
      Self.redirect("/:a/:b/:c/:d/:e/:f/:g/:h/:i/:j/:k", "https://e.com/:k/:a/$11"),
      "/1/2/3/4/5/6/7/8/9/10/11", "308 https://e.com/11/1/11"),
  ])
  func vercelTargets(_ test: AnswerCase) throws { try test.check(.vercel) }

  static let rakuten = "https://click.linksynergy.com/deeplink?id=A&mid=1"

  static func redirect(_ source: String, _ destination: String) -> String {
    let source = source.replacing(#"\"#, with: #"\\"#)
    return redirects(#"{"source": "\#(source)", "destination": "\#(destination)"}"#)
  }

  static func redirects(_ redirect: String) -> String { #"{"redirects": [\#(redirect)]}"# }
}
