import AutoScan
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
    AnswerCase(Self.prettyLinksFile, "/go/hash?u1=x", "302 https://e.com/x#y?u1=x"),
    AnswerCase(Self.prettyLinksFile, "/go/cloak", "unknown"),
    AnswerCase(Self.prettyLinksFile, "/go/a%20%22b%22", "301 https://e.com/q"),
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
    AnswerCase(Self.redirection("/go/x", #""flag_query": "exact""#, #""group_id": 2,"#), "/go/x", "pass"),
    AnswerCase(
      Self.redirection("/go/x", #""flag_query": "exact""#, #""match_type": "login","#), "/go/x", "unknown"),
  ])
  func redirectionJSON(_ test: AnswerCase) throws { try test.check(.redirectionJSON) }

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
