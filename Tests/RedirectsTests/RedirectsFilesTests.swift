import AutoTagRedirects
import Testing

/// `_redirects` and `netlify.toml` as Netlify's and Cloudflare's own parsers read them.
struct RedirectsFilesTests {
  // developers.cloudflare.com/pages/configuration/redirects
  @Test(arguments: [
    AnswerCase("/home301 / 301", "/home301", "301 /"),
    AnswerCase("/querystrings /?query=string 301", "/querystrings", "301 /?query=string"),
    AnswerCase("/twitch https://twitch.tv", "/twitch", "302 https://twitch.tv/"),
    AnswerCase("/trailing /trailing/ 301", "/trailing", "301 /trailing/"),
    AnswerCase("/trailing /trailing/ 301", "/trailing/", "pass"),
    AnswerCase("/notrailing/ /nottrailing 301", "/notrailing/", "301 /nottrailing"),
    AnswerCase("/page/ /page2/#fragment 301", "/page/", "301 /page2/#fragment"),
    AnswerCase("/blog/* https://blog.my.domain/:splat", "/blog/a/b", "302 https://blog.my.domain/a/b"),
    AnswerCase(
      "/products/:code/:name /products?code=:code&name=:name", "/products/1/two",
      "302 /products?code=1&name=two"),
    AnswerCase("/movies/:title /media/:title", "/movies/a.b", "302 /media/a.b"),
    AnswerCase("/a /b 200", "/a", "serve /b"),
    // "Redirects are always followed, regardless of whether or not an asset matches the incoming request."
    AnswerCase("/a /b", "/a", "302 /b", files: ["a.html", "a"]),
    AnswerCase("/a /b 404", "/a", "pass"),
    AnswerCase("/a id=:id /b", "/a?id=1", "pass"),
    AnswerCase("/go/x https://e.com/y", "/go/x?u1=x", "302 https://e.com/y?u1=x"),
    AnswerCase("/go/x https://e.com/y?a=b", "/go/x?u1=x", "302 https://e.com/y?a=b"),
  ])
  func cloudflare(_ test: AnswerCase) throws { try test.check(.cloudflare) }

  // What cloudflare/workers-sdk's parseRedirects, rules-engine and handleRedirects (August 2026) answered when they
  // were run on these files.
  @Test(arguments: [
    AnswerCase("/go/a \(rakuten)", "/go/a?u1=X", "302 \(rakuten)"),
    AnswerCase("/go/a \(rakuten)", "/go/a/", "pass"),
    AnswerCase("/go/a \(rakuten)", "/GO/A", "pass"),
    AnswerCase("/go/a https://e.com/d 301", "/go/a?u1=X", "301 https://e.com/d?u1=X"),
    AnswerCase("/go/a https://e.com/d? 301", "/go/a?u1=X", "301 https://e.com/d?u1=X"),
    AnswerCase("/go/a https://e.com/d? 301", "/go/a", "301 https://e.com/d"),
    AnswerCase("go/a https://e.com/d", "/go/a?u1=X", "302 https://e.com/d?u1=X"),
    AnswerCase("/go/a?x=1 https://e.com/d", "/go/a?x=2", "302 https://e.com/d?x=2"),
    AnswerCase("/go/a#x https://e.com/d", "/go/a", "302 https://e.com/d"),
    AnswerCase("/go/a //x.example/p", "/go/a", "302 //x.example/p"),
    AnswerCase("/go/* https://e.com/d/:splat", "/go/x/y?u1=X", "302 https://e.com/d/x/y?u1=X"),
    AnswerCase("/go/* https://e.com/d/:splat", "/go/", "302 https://e.com/d/"),
    AnswerCase("/go/* https://e.com/d/:splat", "/go", "pass"),
    AnswerCase("/go/:id https://e.com/:id", "/go/abc?u1=X", "302 https://e.com/abc?u1=X"),
    AnswerCase("/go/:id https://e.com/:id", "/go/abc/", "pass"),
    AnswerCase("/go/:id https://e.com/:id", "/go/a/b", "pass"),
    AnswerCase("/go/:id \(rakuten)&p=:id", "/go/abc?u1=X", "302 \(rakuten)&p=abc"),
    AnswerCase("/go/:id /x?k=:id#f", "/go/abc?u1=X", "302 /x?k=abc#f"),
    AnswerCase("/go/:id /x/:ids", "/go/abc", "302 /x/abcs"),
    AnswerCase("/go/* /star\n/go/a /exact", "/go/a", "302 /star"),
    AnswerCase("/go/a /exact\n/go/* /star", "/go/a", "302 /exact"),
    AnswerCase("/go/:x /ph\n/go/* /star\n/go/a /late", "/go/a", "302 /ph"),
    AnswerCase("/go/a /b # c\n# x\n/go/c /d#frag", "/go/c?u=1", "302 /d?u=1#frag"),
    AnswerCase("/go/%61 /x", "/go/a", "pass"),
    AnswerCase("/go/%61 /x", "/go/%61", "302 /x"),
    AnswerCase("/gö /x", "/g%C3%B6", "302 /x"),
    AnswerCase("/a /b//c", "/a", "302 /b//c"),
    AnswerCase("/a/* /b//:splat", "/a/x", "302 /b/x"),
    AnswerCase("/go/a.b /x", "/go/aXb", "pass"),
  ])
  func cloudflareParser(_ test: AnswerCase) throws { try test.check(.cloudflare) }

  @Test(
    "lines that Cloudflare skips",
    arguments: [
      "/go/a u1=:u1 https://e.com/d?u1=:u1 302", "/go/a https://e.com/d 302 Country=us", "/go/a",
      "/go/a https://e.com/d 301!", "/go/a https://e.com/d 418", "/go/a http://x.example/", "/go/a x.example",
      "https://shop.example/go/a https://e.com/d", "http://shop.example/go/a https://e.com/d",
      "/go/a https://x.example/ 200", "/* /index.html 200", "/ /index", "/go/*/x/* /s/:splat",
      "/go/:a/:ab /:ab/:a", "/go/:a/:a /:a", "/go/a /\(String(repeating: "x", count: 1_994))",
    ])
  func cloudflareSkips(line: String) throws {
    let source = RedirectFormat.cloudflare.source.read(Array("\n\(line)\n".utf8), named: "r", prefix: "/")
    #expect(source.diagnostics.map(\.line) == [2])
    #expect(source.diagnostics.map(\.kind) == [.malformed])
    #expect(source.rules.isEmpty)
  }

  @Test(
    "the advice about a status makes the line one that Cloudflare reads",
    arguments: [
      ("/go/a https://e.com/d 301!", true), ("/go/a /d 200!", true), ("/go/a https://e.com/d 200!", false),
      ("/go/a https://e.com/d 404!", false), ("/go/a https://e.com/d 30!1", false),
      ("/go/:a/:a /:a 301!", false),
    ])
  func cloudflareAdvice(line: String, isAdvised: Bool) throws {
    let source = RedirectFormat.cloudflare.source.read(Array(line.utf8), named: "r", prefix: "/")
    let message = try #require(source.diagnostics.first).message
    let advice = message.firstRange(of: ": write ").map { message[$0.upperBound...] }
    #expect((advice != nil) == isAdvised, "\(message)")
    guard let advice else { return }
    let words = line.split(separator: " ").dropLast() + [advice]
    let again = RedirectFormat.cloudflare.source.read(
      Array(words.joined(separator: " ").utf8), named: "r", prefix: "/")
    #expect(again.diagnostics.isEmpty && again.rules.count == 1)
  }

  @Test
  func cloudflareReadsSoManyLines() {
    func lines(_ text: String) -> (rules: Int, diagnostics: [Int]) {
      let source = RedirectFormat.cloudflare.source.read(Array(text.utf8), named: "r", prefix: "/")
      return (source.rules.count, source.diagnostics.map(\.line))
    }
    func fixed(_ count: Int) -> String { (0..<count).map { "/f\($0) /x\n" }.joined() }
    func dynamic(_ count: Int) -> String { (0..<count).map { "/d\($0)/* /x\n" }.joined() }
    #expect(lines(fixed(2_000) + dynamic(100)) == (2_100, []))
    #expect(lines(fixed(2_002) + dynamic(100)) == (2_100, [2_001]))
    #expect(lines(dynamic(102)) == (100, [101]))
    // Plain rules below the first of the others are counted as such.
    #expect(lines(dynamic(1) + fixed(102)) == (100, [101]))
    #expect(lines("/go/a /one\n/go/a /two\n") == (1, [2]))
    #expect(lines("/go/a /\(String(repeating: "x", count: 1_993))\n") == (1, []))
  }

  // netlify/build, packages/redirect-parser: its tests, and what its code makes of others.
  @Test(arguments: [
    AnswerCase("/ page=news /news", "/?page=news", "301 /news?page=news"),
    AnswerCase("/blog post=:post_id /blog/:post_id", "/blog?post=7", "301 /blog/7?post=7"),
    AnswerCase(
      "/donate source=:source email=:email /usa?source=:source&email=:email 302",
      "/donate?source=a&email=b", "302 /usa?source=a&email=b"),
    AnswerCase("/admin/* 200!", "/admin/x", "serve /admin/x", files: ["admin/x.html"]),
    AnswerCase("/admin/* 200", "/admin/x", "pass", files: ["admin/x.html"]),
    AnswerCase("/admin 200", "/admin", "pass"),
    AnswerCase("/from /to not_a_status", "/from", "pass"),
    AnswerCase("/from /to 302abc", "/from", "302 /to"),
    AnswerCase("/\tindex.html", "/", "pass"),
    AnswerCase("/a ftp://e.com/", "/a", "pass"),
    AnswerCase("/.netlify/x /y", "/.netlify/x", "pass"),
    AnswerCase("/a /b 302 sign=KEY", "/a", "pass | 302 /b"),
    AnswerCase("/a key /b", "/a", "unknown"),
    AnswerCase("/a id=1=2 /b", "/a?id=1", "301 /b?id=1"),
    AnswerCase("/a /b 2000", "/a", "unknown"),
    AnswerCase("/a?b=c /d", "/a?b=c", "pass"),
    AnswerCase("/go/a https://e.com/y? 302", "/go/a?u1=x", "302 https://e.com/y?u1=x"),
    AnswerCase("/go/a https://e.com/y#?z 302", "/go/a?u1=x", "302 https://e.com/y?u1=x#?z"),
    AnswerCase("/go/a https://e.com/y?a=b#f 302", "/go/a?u1=x", "302 https://e.com/y?a=b#f"),
    // The scheme of a domain's rule is compared.
    AnswerCase("http://shop.example/* https://shop.example/:splat 301!", "https://shop.example/a", "pass"),
    AnswerCase(
      "http://shop.example/* https://shop.example/:splat 301!", "http://shop.example/a",
      "301 https://shop.example/a"),
    AnswerCase(
      "https://shop.example/* https://www.shop.example/:splat", "http://shop.example/a",
      "301 https://www.shop.example/a"),
  ])
  func netlifyParser(_ test: AnswerCase) throws { try test.check(.netlify) }

  @Test(arguments: [
    AnswerCase(
      "redirects = [{from = '/a', to = '/b'}, {from = '/c', to = '/d', status = 302}]", "/a", "301 /b"),
    AnswerCase(
      "redirects = [{from = '/a', to = '/b'}, {from = '/c', to = '/d', status = 302}]", "/c", "302 /d"),
    AnswerCase("redirects = [{from='/a',to='/b/:id',query.id=':id'}]", "/a?id=1", "301 /b/1?id=1"),
    AnswerCase("redirects = ['x', {from='/a',to='/b'}]", "/a", "301 /b"),
    AnswerCase("redirects = [\n  # c\n  {\n  from='/a', to='/b',\n },\n]\n[build]\n", "/a", "301 /b"),
    AnswerCase("[[redirects]]\nfrom='/a'\nto='/b'\nstatus='302'", "/a", "302 /b"),
    AnswerCase("[[redirects]]\nfrom='/a/*'\nstatus='200'\nforce=true", "/a/x", "serve /a/x"),
    AnswerCase("[[redirects]]\nfrom='/a'\nto='/b'\nstatus=''", "/a", "pass"),
    AnswerCase("[[redirects]]\norigin='/a'\ndestination='/b'", "/a", "301 /b"),
    AnswerCase("[[redirects]]\norigin='/a'\nfrom='/c'\nto='/b'", "/c", "301 /b"),
    AnswerCase("[[redirects]]\nfrom='/a'\nto='/b/:id'\nparams={id=':id'}", "/a?id=1", "301 /b/1?id=1"),
    AnswerCase("[[redirects]]\nfrom='/a'\nto='/b'\nsigning='X'", "/a", "pass | 301 /b"),
    AnswerCase("[[redirects]]\nfrom='/a'\nto='/b'\nheaders='X'", "/a", "pass"),
    AnswerCase("[[redirects]]\nfrom='/a'\nto='/b'\n[redirects]\nx=1", "/a", "pass"),
    AnswerCase("[redirects]\nfrom='/a'\nto='/b'", "/a", "pass"),
    AnswerCase("redirects = {from='/a',to='/b'}", "/a", "pass"),
    AnswerCase("redirects = [{from='/a',to='/b'}]\n[[redirects]]\nfrom='/c'\nto='/d'", "/a", "pass"),
  ])
  func netlifyTOML(_ test: AnswerCase) throws { try test.check(.netlifyTOML) }

  static let rakuten = "https://click.linksynergy.com/deeplink?id=A&mid=1"
}
