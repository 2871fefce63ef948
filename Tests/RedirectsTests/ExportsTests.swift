import AutoTagHTML
import AutoTagRedirects
import Testing

/// The exports of WordPress plugins, and plain lists.
struct ExportsTests {
  static let prettyLinksFile = #"""
    id,slug,url,name,description,redirect_type,param_forwarding,track_me,nofollow,sponsored,new_window,source,created_at,updated_at,clicks,uniques
    1,go/dyson,https://click.linksynergy.com/deeplink?id=A&mid=1,Dyson,"a
    note, with a line",307,1,1,1,0,0,,,,0,0
    2,go/bare,https://e.com/x,Bare,,301,1,,,,,,,,,
    3,go/off,https://e.com/x,Off,,302,0,,,,,,,,,
    4,go/hash,https://e.com/x#y,Hash,,302,1,,,,,,,,,
    5,go/cloak,https://e.com/x,Cloak,,cloak,1,,,,,,,,,
    6,"go/a ""b""",https://e.com/q,Quotes,,301,0,,,,,,,,,
    """#

  @Test(arguments: [
    AnswerCase(Self.prettyLinksFile, "/go/dyson", "307 https://click.linksynergy.com/deeplink?id=A&mid=1"),
    AnswerCase(
      Self.prettyLinksFile, "/go/dyson/?u1=x", "307 https://click.linksynergy.com/deeplink?id=A&mid=1&u1=x"),
    AnswerCase(Self.prettyLinksFile, "/go/bare?u1=x", "301 https://e.com/x?u1=x"),
    AnswerCase(Self.prettyLinksFile, "/go/off?u1=x", "302 https://e.com/x"),
    AnswerCase(Self.prettyLinksFile, "/go/hash?u1=x", "302 https://e.com/x?u1=x#y"),
    AnswerCase(Self.prettyLinksFile, "/go/cloak", "302 https://e.com/x"),
    AnswerCase(Self.prettyLinksFile, "/go/a%20%22b%22", "pass"),
    AnswerCase(Self.prettyLinksFile, "/go/none", "pass"),
  ])
  func prettyLinks(_ test: AnswerCase) throws { try test.check(.prettyLinks) }

  static let thirsty = """
    \u{FEFF}Link Name,Destination URL,Slug,Categories,Images,Geolocations,Autolinker Keywords
    Dyson,https://click.linksynergy.com/deeplink?id=A,dyson,home;floor,,,
    """

  @Test(arguments: [
    AnswerCase(Self.thirsty, "/recommends/dyson/", "302 https://click.linksynergy.com/deeplink?id=A"),
    AnswerCase(
      Self.thirsty, "/recommends/dyson?u1=x",
      "302 https://click.linksynergy.com/deeplink?id=A (query unknown)"),
    AnswerCase(Self.thirsty, "/dyson", "pass"),
  ])
  func thirstyAffiliates(_ test: AnswerCase) throws { try test.check(.thirstyAffiliates) }

  static let redirectionFile = """
    source,target,regex,code,type,hits,title,status
    /go/x,https://e.com/x,0,301,url,0,,active
    ^/p/(.*)$,https://e.com/$1,1,302,url,0,,active
    /go/off,https://e.com/off,0,301,url,0,,disabled
    /gone,,0,410,error,0,,active
    /random,https://e.com/r,0,301,random,0,,active
    """

  @Test(arguments: [
    AnswerCase(Self.redirectionFile, "/go/x", "301 https://e.com/x"),
    AnswerCase(Self.redirectionFile, "/go/x?u1=x", "301 https://e.com/x (query unknown)"),
    AnswerCase(Self.redirectionFile, "/p/a/b", "302 https://e.com/a/b"),
    AnswerCase(Self.redirectionFile, "/go/off", "pass"),
    AnswerCase(Self.redirectionFile, "/gone", "refuse 410"),
    AnswerCase(Self.redirectionFile, "/random", "unknown"),
  ])
  func redirectionCSV(_ test: AnswerCase) throws { try test.check(.redirectionCSV) }

  static func redirection(_ url: String, _ flags: String, _ more: String = "") -> String {
    """
    {"plugin": {"version": "5.3"}, "groups": [{"id": 1, "enabled": true}, {"id": 2, "enabled": false}],
     "redirects": [{"url": "\(url)", "match_type": "url", "action_type": "url", "action_code": 301,
      "action_data": {"url": "https:\\/\\/e.com\\/x?a=b"}, "enabled": true, \(more)
      "match_data": {"source": {\(flags)}}}]}
    """
  }

  @Test(arguments: [
    AnswerCase(
      Self.redirection("/go/x", #""flag_query": "pass""#), "/go/x?u1=y", "301 https://e.com/x?a=b&u1=y"),
    AnswerCase(
      Self.redirection("/go/x", #""flag_query": "ignore""#), "/go/x?u1=y", "301 https://e.com/x?a=b"),
    AnswerCase(Self.redirection("/go/x", #""flag_query": "exact""#), "/go/x?u1=y", "pass"),
    AnswerCase(Self.redirection("/go/x", #""flag_query": "exact""#), "/go/x", "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection("/go/x?c=d", #""flag_query": "exact""#), "/go/x?c=d", "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection("/go/x", #""flag_query": "exact", "flag_case": true"#), "/GO/X",
      "301 https://e.com/x?a=b"),
    AnswerCase(Self.redirection("/go/x", #""flag_query": "exact", "flag_case": false"#), "/GO/X", "pass"),
    AnswerCase(
      Self.redirection("/go/x", #""flag_query": "exact", "flag_trailing": true"#), "/go/x/",
      "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection("/go/x", #""flag_query": "exact", "flag_trailing": false"#), "/go/x/", "pass"),
    AnswerCase(
      Self.redirection("/go/(.*)", #""flag_regex": true, "flag_query": "ignore""#), "/go/x",
      "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection("/go/x", #""flag_query": "exact""#, #""group_id": 2,"#), "/go/x",
      "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection("/go/x", #""flag_query": "exact""#, #""match_type": "login","#), "/go/x", "pass"),
  ])
  func redirectionJSON(_ test: AnswerCase) throws { try test.check(.redirectionJSON) }

  // Redirection 5.4.2: models/url/url-query.php and its tests.
  @Test(arguments: [
    // The home link, which an advertiser's would otherwise be.
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "exact""#), "/", "pass"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "exactorder""#), "/", "pass"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "ignore""#), "/", "pass"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "pass""#), "/", "pass"),
    AnswerCase(
      Self.redirection(#"/?go=laces"#, #""flag_query": "exact""#), "/?go=laces", "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection(#"/?go=laces"#, #""flag_query": "ignore""#), "/?go=laces", "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection(#"/?go=laces"#, #""flag_query": "pass""#), "/?go=laces",
      "301 https://e.com/x?a=b&go=laces"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "exact""#), "/?go=laces&u1=y", "pass"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "exactorder""#), "/?go=laces&u1=y", "pass"),
    AnswerCase(
      Self.redirection(#"/?go=laces"#, #""flag_query": "ignore""#), "/?u1=y&go=laces",
      "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection(#"/?go=laces"#, #""flag_query": "pass""#), "/?u1=y&go=laces",
      "301 https://e.com/x?a=b&u1=y&go=laces"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "exact""#), "/?go=kettle", "pass"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "ignore""#), "/?go=kettle", "pass"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "pass""#), "/?go=kettle", "pass"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "pass""#), "/?GO=laces", "pass"),
    AnswerCase(Self.redirection(#"/?go=laces"#, #""flag_query": "pass""#), "/?go=Laces", "pass"),
    AnswerCase(
      Self.redirection(#"/?go=laces"#, #""flag_query": "pass", "flag_case": true"#), "/?GO=Laces",
      "301 https://e.com/x?a=b&GO=Laces"),
    AnswerCase(
      Self.redirection(#"/?GO=Laces"#, #""flag_query": "exact", "flag_case": true"#), "/?go=laces",
      "301 https://e.com/x?a=b"),
    // In any order, and `exactorder` in the source's.
    AnswerCase(
      Self.redirection(#"/go/x?a=1&b=2"#, #""flag_query": "exact""#), "/go/x?b=2&a=1",
      "301 https://e.com/x?a=b"),
    AnswerCase(Self.redirection(#"/go/x?a=1&b=2"#, #""flag_query": "exactorder""#), "/go/x?b=2&a=1", "pass"),
    AnswerCase(
      Self.redirection(#"/go/x?a=1&b=2"#, #""flag_query": "exactorder""#), "/go/x?a=1&b=2",
      "301 https://e.com/x?a=b"),
    AnswerCase(Self.redirection(#"/go/x?a=1&b=2"#, #""flag_query": "exact""#), "/go/x?a=1", "pass"),
    AnswerCase(Self.redirection(#"/go/x?a=1&b=2"#, #""flag_query": "ignore""#), "/go/x?a=1", "pass"),
    AnswerCase(
      Self.redirection(#"/go/x?a=1&b=2"#, #""flag_query": "ignore""#), "/go/x?c=3&b=2&a=1",
      "301 https://e.com/x?a=b"),
    // As PHP reads them.
    AnswerCase(
      Self.redirection(#"/go/x?a"#, #""flag_query": "exact""#), "/go/x?a", "301 https://e.com/x?a=b"),
    AnswerCase(Self.redirection(#"/go/x?a"#, #""flag_query": "exact""#), "/go/x?a=", "pass"),
    AnswerCase(
      Self.redirection(#"/go/x?a=0"#, #""flag_query": "exact""#), "/go/x?a=0", "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection(#"/go/x?a"#, #""flag_query": "pass""#), "/go/x?b&a", "301 https://e.com/x?a=b&b"),
    AnswerCase(
      Self.redirection(#"/go/x?to=a b"#, #""flag_query": "exact""#), "/go/x?to=a%20b",
      "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection(#"/go/x?to=a b"#, #""flag_query": "exact""#), "/go/x?to=a+b", "301 https://e.com/x?a=b"
    ),
    AnswerCase(
      Self.redirection(#"/go/x?to=https://f.com/"#, #""flag_query": "exact""#),
      "/go/x?to=https%3A%2F%2Ff.com%2F", "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection(#"/go/x?a=1"#, #""flag_query": "exact""#), "/go/x?a=2&a=1", "301 https://e.com/x?a=b"),
    AnswerCase(Self.redirection(#"/go/x?a=1"#, #""flag_query": "ignore""#), "/go/x?a=1&a=2", "pass"),
    AnswerCase(
      Self.redirection(#"/go/x?a[]=1&a[]=2"#, #""flag_query": "exact""#), "/go/x?a[]=1&a[]=2",
      "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection(#"/go/x?a[]=1&a[]=2"#, #""flag_query": "exact""#), "/go/x?a[]=2&a[]=1", "pass"),
    AnswerCase(
      Self.redirection(#"/go/x?a[]=1&a[]=2"#, #""flag_query": "ignore""#), "/go/x?a%5B%5D=1&b&a%5B%5D=2",
      "301 https://e.com/x?a=b"),
    AnswerCase(Self.redirection(#"/go/x"#, #""flag_query": "exact""#), "/go/x?", "301 https://e.com/x?a=b"),
    AnswerCase(Self.redirection(#"/go/x?"#, #""flag_query": "exact""#), "/go/x", "301 https://e.com/x?a=b"),
    AnswerCase(
      Self.redirection(#"/out/?to=a"#, #""flag_query": "pass", "flag_trailing": true"#), "/out?to=a",
      "301 https://e.com/x?a=b&to=a"),
  ])
  func redirectionAsksForTheParametersOfItsSource(_ test: AnswerCase) throws {
    try test.check(.redirectionJSON)
  }

  /// A rule whose pattern names the query.
  static func pattern(_ url: String, _ target: String = "https://e.com/$1") -> String {
    let url = url.replacing(#"\"#, with: #"\\"#)
    return
      #"{"redirects": [{"url": "\#(url)", "regex": true, "action_data": {"url": "\#(target)"}}]}"#
  }

  // Redirection 5.4.2: models/regex.php. The range of the match is replaced, the rest of the address stays.
  @Test(arguments: [
    AnswerCase(Self.pattern(#"^/\?go=([a-z]+)$"#), "/?go=laces", "301 https://e.com/laces"),
    AnswerCase(Self.pattern(#"^/\?go=([a-z]+)$"#), "/", "pass"),
    AnswerCase(Self.pattern(#"^/\?go=([a-z]+)$"#), "/?go=laces&u1=y", "pass"),
    AnswerCase(Self.pattern(#"^/\?go=([a-z]+)$"#), "/about?go=laces", "pass"),
    AnswerCase(Self.pattern(#"^/\?go=([a-z]+)"#), "/?go=laces&u1=y", "301 https://e.com/laces&u1=y"),
    AnswerCase(Self.pattern(#"^/go/x[?](.*)$"#), "/go/x?a=1&u1=y", "301 https://e.com/a=1&u1=y"),
    AnswerCase(Self.pattern(#"^/go/x(\?.*)?$"#), "/go/x", "301 https://e.com/"),
    AnswerCase(Self.pattern(#"^/go/x(\?.*)?$"#), "/go/x?u1=y", "301 https://e.com/?u1=y"),
    AnswerCase(Self.pattern(#"^/café/x\?(.*)$"#), "/café/x?a", "301 https://e.com/a"),
    AnswerCase(Self.pattern(#"^/go/x\?to=(https:.*)$"#), "/go/x?to=https%3A%2F%2Ff.com", "unknown"),
    AnswerCase(Self.pattern(#"/x\?a=(.)"#), "/go/x?a=1/x?a=2", "unknown"),
    AnswerCase(Self.pattern(#"/x\?a=(.)"#), "/go/x?a=1&b", "301 /gohttps://e.com/1&b"),
    AnswerCase(Self.pattern(#"^/(go|to)\?to/x=(.)"#), "/to?to/x=1", "301 https://e.com/to"),
    AnswerCase(Self.pattern(#"^/go\?to/x=(.)"#), "/go?to/x=1", "301 https://e.com/1"),
  ])
  func redirectionPatternsOfQueries(_ test: AnswerCase) throws { try test.check(.redirectionJSON) }

  static func source(_ source: String) -> String {
    "source,target,regex,code,type,hits,title,status\n\(source),https://e.com/x,0,301,url,0,,active\n"
  }

  // A source's query is never left out.
  @Test(arguments: [
    (RedirectFormat.redirectionCSV, AnswerCase(Self.source("/?go=x"), "/", "pass")),
    (.redirectionCSV, AnswerCase(Self.source("/?go=x"), "/?go=y", "pass")),
    (.redirectionCSV, AnswerCase(Self.source("/?go=x"), "/?b&go=x", "301 https://e.com/x (query unknown)")),
    (.csv, AnswerCase("/?go=x,https://e.com/x", "/", "pass")),
    (.csv, AnswerCase("/?go=x,https://e.com/x", "/?go=y", "pass")),
    (.csv, AnswerCase("/?go=x,https://e.com/x", "/?b&go=x", "302 https://e.com/x (query unknown)")),
    (.csv, AnswerCase("https://shop.example?go=x,https://e.com/x", "/", "pass")),
    (.csv, AnswerCase("/a?b&c=1,https://e.com/x", "/a?c=1", "pass")),
    (
      .prettyLinks,
      AnswerCase("slug,url,redirect_type,param_forwarding\n?go=x,https://e.com/x,301,1", "/", "pass")
    ),
    (.thirstyAffiliates, AnswerCase("Destination URL,Slug\nhttps://e.com/x,?go=x", "/recommends/", "pass")),
    (.netlify, AnswerCase("/?go=x https://e.com/x", "/", "pass")),
    (.netlify, AnswerCase("/ go=x https://e.com/x", "/", "pass")),
    (.netlifyTOML, AnswerCase("[[redirects]]\nfrom='/'\nto='/x'\nquery={go='x'}", "/", "pass")),
    (.vercel, AnswerCase(HostFilesTests.redirect("/?go=x", "https://e.com/x"), "/", "pass")),
    (.vercel, AnswerCase(HostFilesTests.redirect(#"/\?go=x"#, "https://e.com/x"), "/", "pass")),
    (.htaccess, AnswerCase("Redirect /?go=x https://e.com/x", "/", "pass")),
    (.htaccess, AnswerCase("RewriteEngine On\nRewriteRule ^\\?go=x https://e.com/x [R]", "/", "pass")),
    (.nginx, AnswerCase("location = /?go=x { return 302 https://e.com/x; }", "/", "pass")),
  ])
  func aQueryInTheSourceIsAskedFor(format: RedirectFormat, test: AnswerCase) throws { try test.check(format) }

  @Test(arguments: [
    AnswerCase("from,to\n/go/x,https://e.com/x", "/go/x", "302 https://e.com/x"),
    AnswerCase("/go/x,https://e.com/x\r\n/go/y,/z\r\n", "/go/y/", "302 /z"),
    AnswerCase("/go/x;https://e.com/x;a,b", "/go/x?u1=y", "302 https://e.com/x (query unknown)"),
    AnswerCase("/out.php?id=7,https://e.com/7", "/out.php?id=7", "302 https://e.com/7 (query unknown)"),
    AnswerCase("/out.php?id=7,https://e.com/7", "/out.php?id=8", "pass"),
    AnswerCase(
      "/out.php?id=7,https://e.com/7", "/out.php?id=7&u1=x", "302 https://e.com/7 (query unknown)"),
    AnswerCase("https://shop.example/a,/b\nhttps://other.example/c,/d", "/a", "302 /b"),
    AnswerCase("https://shop.example/a,/b\nhttps://other.example/c,/d", "/c", "pass"),
  ])
  func twoColumns(_ test: AnswerCase) throws { try test.check(.csv) }
}
