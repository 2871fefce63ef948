import AutoTagRedirects
import TestSupport
import Testing

/// The answers are those of the URL Rewrite Module Configuration Reference and of the pages about httpRedirect
/// (learn.microsoft.com/en-us/iis), and of the tests of ASP.NET Core's IIS rewriting, which was made after it.
@Suite("A web.config is answered as IIS documents it")
struct WebConfigTests {
  static func rules(_ rules: String, maps: String = "") -> String {
    "<configuration><system.webServer><rewrite>\(maps)<rules>\(rules)</rules></rewrite></system.webServer></configuration>"
  }

  static func rule(_ match: String, _ action: String, conditions: String = "", _ attributes: String = "")
    -> String
  {
    "<rule name='a' \(attributes)><match \(match)/>\(conditions)<action \(action)/></rule>"
  }

  static func redirect(_ attributes: String, path: String? = nil) -> String {
    let server = "<system.webServer><httpRedirect \(attributes)/></system.webServer>"
    return
      "<configuration>\(path.map { "<location path='\($0)'>\(server)</location>" } ?? server)</configuration>"
  }

  static let contact = "type='Redirect' url='/contact'"
  static let rakuten = "https://click.linksynergy.com/deeplink?id=A&amp;mid=1"

  @Test(
    "rules",
    arguments: [
      // match
      AnswerCase(
        rules(
          rule(
            "url='^article/([0-9]+)/([_0-9a-z-]+)'",
            "type='Redirect' url='article.aspx?id={R:1}&amp;title={R:2}'")),
        "/article/10/hey", "301 /article.aspx?id=10&title=hey"),
      AnswerCase(
        rules(rule("url='.*[A-Z].*' ignoreCase='false'", "type='Redirect' url='{ToLower:{R:0}}'")), "/HElLo",
        "301 /hello"),
      AnswerCase(
        rules(rule("url='.*[A-Z].*' ignoreCase='false'", "type='Redirect' url='{ToLower:{R:0}}'")), "/hello",
        "pass"),
      AnswerCase(rules(rule("url='^about'", contact)), "/ABOUT-us", "301 /contact"),
      AnswerCase(rules(rule("url='^about$'", contact)), "/about/", "pass"),
      AnswerCase(rules(rule("url='^keep' negate='true'", contact)), "/keep/x", "pass"),
      AnswerCase(rules(rule("url='^keep' negate='true'", contact)), "/x", "301 /contact"),
      AnswerCase(
        rules(rule("url='go/*/x'", "type='Redirect' url='/t/{R:1}'", "patternSyntax='Wildcard'")),
        "/go/a/b/x", "301 /t/a/b"),
      AnswerCase(rules(rule("url='go/*'", contact, "patternSyntax='Wildcard'")), "/x/go/y", "pass"),
      AnswerCase(
        rules(rule("url='go/x.y'", contact, "patternSyntax='ExactMatch'")), "/go/x.y", "301 /contact"),
      AnswerCase(rules(rule("url='go/x.y'", contact, "patternSyntax='ExactMatch'")), "/go/xxy", "pass"),
      AnswerCase(rules(rule("url='^go/x$'", contact, "enabled='false'")), "/go/x", "pass"),
      AnswerCase(rules(rule("url='^go/ä$'", contact)), "/go/%C3%A4", "301 /contact"),
      // status and query
      AnswerCase(
        rules(rule("url='^about'", contact + " redirectType='Temporary'")), "/about?id=1", "307 /contact?id=1"
      ),
      AnswerCase(
        rules(rule("url='^about'", contact + " redirectType='Found' appendQueryString='false'")),
        "/about?id=1", "302 /contact"),
      AnswerCase(rules(rule("url='^about'", contact + " redirectType='SeeOther'")), "/about", "303 /contact"),
      AnswerCase(
        rules(rule("url='^go/x$'", "type='Redirect' url='\(rakuten)'")), "/go/x?u1=X",
        "301 https://click.linksynergy.com/deeplink?id=A&mid=1&u1=X"),
      AnswerCase(
        rules(
          rule(
            "url='^go/x$'", "type='Redirect' url='\(rakuten)&amp;{QUERY_STRING}' appendQueryString='false'")),
        "/go/x?u1=X", "301 https://click.linksynergy.com/deeplink?id=A&mid=1&u1=X"),
      AnswerCase(
        rules(rule("url='^go/x$'", "type='Redirect' url='/t#f'")), "/go/x?u1=X", "301 /t#f (query unknown)"),
      // conditions
      AnswerCase(
        rules(
          rule(
            "url='(.*)'", "type='Redirect' url='https://{HTTP_HOST}/{R:1}'",
            conditions: "<conditions><add input='{HTTPS}' pattern='^OFF$'/></conditions>")),
        "http://shop.example/a?b=c",
        "301 https://shop.example/a?b=c"),
      AnswerCase(
        rules(
          rule(
            "url='(.*)'", contact, conditions: "<conditions><add input='{HTTPS}' pattern='off'/></conditions>"
          )),
        "https://shop.example/", "pass"),
      AnswerCase(
        rules(
          rule(
            "url='(.*)/$'", "type='Redirect' url='{R:1}'",
            conditions:
              "<conditions><add input='{REQUEST_FILENAME}' matchType='IsFile' negate='true'/><add input='{REQUEST_FILENAME}' matchType='IsDirectory' negate='true'/></conditions>"
          )), "/hey/hello/", "301 /hey/hello"),
      AnswerCase(
        rules(
          rule(
            "url='(.*)/$'", "type='Redirect' url='{R:1}'",
            conditions:
              "<conditions><add input='{REQUEST_FILENAME}' matchType='IsDirectory' negate='true'/></conditions>"
          )),
        "/hey/", "pass", files: ["hey/index.html"]),
      AnswerCase(
        rules(
          rule(
            "url='.*'", "type='Redirect' url='/blogposts/{C:1}/{C:4}'",
            conditions:
              "<conditions trackAllCaptures='true'><add input='{REQUEST_URI}' pattern='^/([a-zA-Z]+)/([0-9]+)'/><add input='{QUERY_STRING}' pattern='p2=([a-z]+)'/></conditions>"
          )), "/article/23?p2=abc", "301 /blogposts/article/abc?p2=abc"),
      AnswerCase(
        rules(
          rule(
            "url='page\\.asp$'", "type='Redirect' url='/new?a={C:1}' appendQueryString='false'",
            conditions: "<conditions><add input='{QUERY_STRING}' pattern='p1=(\\d+)'/></conditions>")),
        "/page.asp?p1=12",
        "301 /new?a=12"),
      AnswerCase(
        rules(
          rule(
            "url='.*'", contact,
            conditions:
              "<conditions logicalGrouping='MatchAny'><add input='{HTTP_HOST}' pattern='^old'/><add input='{QUERY_STRING}' pattern='^a$'/></conditions>"
          )), "/x?a", "301 /contact?a"),
      AnswerCase(
        rules(
          rule(
            "url='.*'", contact,
            conditions: "<conditions><add input='{HTTP_USER_AGENT}' pattern='bot'/></conditions>")), "/",
        "pass | 301 /contact"),
      // order, rewriting
      AnswerCase(
        rules(rule("url='^a$'", "type='Rewrite' url='b'") + rule("url='^b$'", contact)), "/a?x=1",
        "301 /contact?x=1"),
      AnswerCase(
        rules(
          rule("url='^a$'", "type='Rewrite' url='b.html'", "stopProcessing='true'") + rule("url='b'", contact)
        ), "/a",
        "serve /b.html"),
      AnswerCase(
        rules(rule("url='^a$'", "type='None'", "stopProcessing='true'") + rule("url='a'", contact)), "/a",
        "pass"),
      AnswerCase(rules(rule("url='^a$'", "type='Rewrite' url='http://app:80/{R:0}'")), "/a", "unknown"),
      AnswerCase(rules(rule("url='^a$'", "type='CustomResponse' statusCode='410'")), "/a", "refuse 410"),
      AnswerCase(rules(rule("url='^a$'", contact) + "<clear/>"), "/a", "pass"),
      // maps
      AnswerCase(
        rules(
          rule(
            "url='.*'", "type='Redirect' url='{C:1}'",
            conditions: "<conditions><add input='{Go:{REQUEST_URI}}' pattern='(.+)'/></conditions>"),
          maps:
            "<rewriteMaps><rewriteMap name='Go'><add key='/go/x' value='https://e.com/'/></rewriteMap></rewriteMaps>"
        ),
        "/go/x", "301 https://e.com/"),
      AnswerCase(
        rules(
          rule("url='^go/(.*)'", "type='Redirect' url='{Go:{R:1}}'"),
          maps:
            "<rewriteMaps><rewriteMap name='Go' defaultValue='/none'><add key='x' value='https://e.com/'/></rewriteMap></rewriteMaps>"
        ), "/go/y?u1=X", "301 /none?u1=X"),
      AnswerCase(rules(rule("url='^go/(.*)'", "type='Redirect' url='{Nosuch:{R:1}}'")), "/go/y", "unknown"),
    ])
  func rewriting(test: AnswerCase) throws { try test.check(.webConfig) }

  @Test(
    "httpRedirect",
    arguments: [
      AnswerCase(
        redirect("enabled='true' destination='https://e.com/t' exactDestination='true'", path: "go/x"),
        "/go/x", "302 https://e.com/t"),
      AnswerCase(
        redirect("enabled='true' destination='https://e.com/t' exactDestination='true'", path: "go/x"),
        "/GO/X?u1=X", "302 https://e.com/t"),
      AnswerCase(
        redirect("enabled='true' destination='https://e.com/t' exactDestination='true'", path: "go/x"),
        "/go/y", "pass"),
      AnswerCase(redirect("destination='https://e.com/t'"), "/", "pass"),
      AnswerCase(
        redirect(
          "enabled='true' destination='\(rakuten)&amp;$P' exactDestination='true' httpResponseStatus='Permanent'",
          path: "go/x"),
        "/go/x?u1=X", "301 https://click.linksynergy.com/deeplink?id=A&mid=1&u1=X"),
      AnswerCase(
        redirect("enabled='true' destination='https://e.com$V$Q' exactDestination='true'"), "/a/b?c=d",
        "302 https://e.com/a/b?c=d"),
      AnswerCase(
        redirect(
          "enabled='true' destination='https://e.com$S' exactDestination='true' httpResponseStatus='PermRedirect'",
          path: "go"), "/go/b?c=d", "308 https://e.com/b"),
      AnswerCase(
        redirect("enabled='true' childOnly='true' destination='http://marketing.contoso.com/'"),
        "/default.htm", "302 http://marketing.contoso.com/default.htm"),
      AnswerCase(
        redirect("enabled='true' childOnly='true' destination='http://e.com/'"), "/a/default.htm", "pass"),
      AnswerCase(
        redirect("enabled='true' destination='https://e.com/t' httpResponseStatus='Temporary'", path: "go/x"),
        "/go/x/y", "307 https://e.com/t/y"),
      AnswerCase(
        redirect("enabled='true' destination='https://e.com/t'", path: "go/x"), "/go/x?u1=X",
        "302 https://e.com/t (query unknown)"),
    ])
  func redirecting(test: AnswerCase) throws { try test.check(.webConfig) }

  @Test("lines are those of the rules")
  func lines() {
    let source = RedirectFormat.webConfig.source.read(
      Array(
        "<?xml version='1.0'?>\n\(Self.rules("\n" + Self.rule("url='a'", Self.contact) + "\n\n" + Self.rule("url='b'", Self.contact)))"
          .utf8),
      named: "web.config", prefix: "/")
    #expect(source.rules.map(\.line) == [3, 5])
    #expect(source.diagnostics == [])
  }
}
