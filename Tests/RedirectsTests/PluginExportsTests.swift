import AutoTagRedirects
import Testing

/// The exports of WordPress plugins beyond those that `WordPressAnswersTests` has a running one for: their answers follow
/// the plugins' sources, of the versions that are named.
struct PluginExportsTests {
  static let target = "https://click.linksynergy.com/deeplink"

  /// What ThirstyAffiliates' exporter for Pro writes, and its CSV without settings.
  static let thirstyPro = """
    Name,"Destination URL",Slug,"Geolocations Links (format: AU:http://google.com.au separated by semicolon)",_ta_pass_query_str,_ta_redirect_type
    Lamp,https://e.com/x?a=1&amp;b=2,lamp,,yes,301
    Mug,https://e.com/x?a#top,mug,,yes,307
    Bowl,https://e.com/x,bowl,,no,global
    Rug,https://e.com/x,rug,DE:https://e.com/de,yes,302
    Vase,https://e.com/x,vase,,global,302
    Cup,https://e.com/x?a#top,cup,,global,302

    """

  // ThirstyAffiliates 3.11.10: Models/Rewrites_Redirection.php.
  @Test(arguments: [
    AnswerCase(Self.thirstyPro, "/recommends/lamp?u1=x", "301 https://e.com/x?a=1&b=2&u1=x"),
    AnswerCase(Self.thirstyPro, "/recommends/LAMP/?u1=a%2Fb", "301 https://e.com/x?a=1&b=2&u1=ab"),
    AnswerCase(Self.thirstyPro, "/RECOMMENDS/lamp", "pass"),
    AnswerCase(Self.thirstyPro, "/recommends/mug?u1=x", "307 https://e.com/x?a#top&u1=x"),
    AnswerCase(Self.thirstyPro, "/recommends/bowl?u1=x", "302 https://e.com/x"),
    AnswerCase(Self.thirstyPro, "/recommends/rug", "unknown"),
    AnswerCase(Self.thirstyPro, "/recommends/vase?u1=x", "302 https://e.com/x (query unknown)"),
    // Either way the query does not arrive.
    AnswerCase(Self.thirstyPro, "/recommends/cup?u1=x", "302 https://e.com/x?a#top&u1=x"),
    // WordPress guesses.
    AnswerCase(Self.thirstyPro, "/recommends/la", "unknown"),
    AnswerCase(Self.thirstyPro, "/recommends/la", "pass", files: ["recommends/la/index.html"]),
    AnswerCase(Self.thirstyPro, "/recommends/lamps", "pass"),
    AnswerCase(Self.thirstyPro, "/recommends/x/la", "pass"),
  ])
  func thirstyAffiliates(_ test: AnswerCase) throws { try test.check(.thirstyAffiliates) }

  @Test func readsTheLatinOneOfThirstyAffiliates() {
    let file =
      Array("Name,Destination URL,Slug\nCaf".utf8) + [0xE9] + Array(",https://e.com/x,caf".utf8) + [0xE9]
    let source = RedirectFormat.thirstyAffiliates.source.read(file, named: "x", prefix: "/")
    #expect(source.rules.map(\.text) == ["café → https://e.com/x"])
  }

  static let prettyLinks = """
    slug,url,redirect_type,param_forwarding
    '=sum,https://e.com/x,301,on
    dot,,pixel,1
    pay,https://e.com/x,prettypay_link_stripe,1
    eight,https://e.com/x#a?b,308,yes
    query,https://e.com/x?a#b,javascript,1
    quote,https://e.com/x?a='b c',metarefresh,
    """

  // Pretty Links 4.0.11 without Pro: src/Redirect/Engine.php.
  @Test(arguments: [
    AnswerCase(Self.prettyLinks, "/=sum?u1=x", "301 https://e.com/x?u1=x"),
    AnswerCase(Self.prettyLinks, "/dot", "pass"), AnswerCase(Self.prettyLinks, "/pay", "pass"),
    AnswerCase(Self.prettyLinks, "/eight?u1=x", "302 https://e.com/x?u1=x#a?b"),
    AnswerCase(Self.prettyLinks, "/Query/?u1=x&b=%41c", "302 https://e.com/x?a&u1=x&b=c#b"),
    AnswerCase(Self.prettyLinks, "/quote?u1=x", "302 https://e.com/x?a=b%20c"),
    AnswerCase("slug,url,redirect_type,param_forwarding\ncafé,https://e.com/x,301,1", "/caf%C3%A9", "pass"),
  ])
  func prettyLinksFour(_ test: AnswerCase) throws { try test.check(.prettyLinks) }

  /// A rule of Redirection that asks for more than the address.
  static func redirection(_ type: String, _ data: String, _ more: String = "") -> String {
    """
    {"redirects": [{"url": "/go/x", "match_type": "\(type)", "action_data": {\(data)}, \(more)
     "match_data": {"source": {"flag_query": "pass"}}},
     {"url": "/go/x", "match_type": "url", "action_data": {"url": "https://e.com/next"}}]}
    """
  }

  static let two = #""url_from": "https://e.com/a", "url_notfrom": "https://e.com/b""#

  // Redirection 5.4.2: matches/*.php, actions/*.php.
  @Test(arguments: [
    (
      redirection("login", #""logged_in": "https://e.com/in", "logged_out": "https://e.com/out""#),
      "301 https://e.com/out"
    ),
    (redirection("login", #""logged_in": "https://e.com/in", "logged_out": """#), "301 https://e.com/next"),
    (redirection("role", #""role": "editor", \#(two)"#), "301 https://e.com/b"),
    (redirection("server", #""server": "https://shop.example", \#(two)"#), "301 https://e.com/a"),
    (redirection("server", #""server": "https://other.example", \#(two)"#), "301 https://e.com/b"),
    (
      redirection(
        "server", #""server": "http://other.example", "url_from": "https://e.com/a", "url_notfrom": """#),
      "301 https://e.com/next"
    ),
    (redirection("agent", #""regex": false, "agent": "Firefox", \#(two)"#), "301 https://e.com/b"),
    (redirection("agent", #""regex": false, "agent": "Mozilla/5.0 (X11)", \#(two)"#), "unknown"),
    (redirection("agent", #""regex": true, "agent": "bot|crawl", \#(two)"#), "unknown"),
    (
      redirection(
        "agent",
        #""regex": true, "agent": "x", "url_from": "https://e.com/a", "url_notfrom": "https://e.com/a""#),
      "301 https://e.com/a"
    ),
    (redirection("referrer", #""referrer": "https://e.com", \#(two)"#), "unknown"),
    (redirection("header", #""name": "X-A", "value": "b", \#(two)"#), "unknown"),
    (redirection("cookie", #""name": "a", "value": "b", \#(two)"#), "unknown"),
    (redirection("ip", #""ip": ["127.0.0.1"], \#(two)"#), "unknown"),
    (redirection("language", #""language": "de", \#(two)"#), "unknown"),
    (redirection("custom", #""filter": "f", \#(two)"#), "unknown"),
    // Asked only where WordPress has no page, after all others.
    (redirection("page", #""page": "404", "url": "https://e.com/404""#), "301 https://e.com/next"),
    (
      redirection("url", #""url": "https://e.com/a""#, #""action_type": "error", "action_code": 410,"#),
      "refuse 410"
    ),
    (redirection("url", "", #""action_type": "nothing", "action_code": 0,"#), "pass"),
    (redirection("url", "", #""action_type": "random","#), "unknown"),
    (
      redirection("url", #""url": "https://e.com/a""#, #""action_type": "pass", "action_code": 0,"#),
      "unknown"
    ),
    // The position decides, and an id of the same position.
    (redirection("url", #""url": "https://e.com/a""#, #""position": 9,"#), "301 https://e.com/next"),
    (redirection("url", #""url": "https://e.com/a""#, #""id": 9,"#), "301 https://e.com/next"),
  ])
  func redirectionMatches(rules: String, answer: String) throws {
    try AnswerCase(rules, "/go/x", answer).check(.redirectionJSON)
  }

  @Test func redirectionSaysWhoDecides() {
    for (rules, text) in [
      (
        Self.redirection("agent", #""regex": true, "agent": "bot", \#(Self.two)"#),
        "User-Agent (it looks for “bot”)"
      ),
      (
        Self.redirection("referrer", #""referrer": "e.com", \#(Self.two)"#), "referrer (it looks for “e.com”)"
      ),
      (
        Self.redirection("cookie", #""name": "a", "value": "b", \#(Self.two)"#),
        "cookie “a” (it looks for “b”)"
      ),
    ] {
      let source = RedirectFormat.redirectionJSON.source.read(Array(rules.utf8), named: "x", prefix: "/")
      let messages = source.diagnostics.map(\.message)
      let expected =
        "the rule is not understood: the visitor's \(text) decides between https://e.com/a and https://e.com/b"
      #expect(messages == [expected])
    }
  }

  @Test(arguments: [
    AnswerCase(
      Self.redirection("page", #""page": "404", "url": "/y""#).replacing(
        "/go/x\", \"match_type\": \"url", with: "/z\", \"match_type\": \"url"), "/go/x?u1=x", "301 /y?u1=x"),
    AnswerCase(
      Self.redirection("page", #""page": "404", "url": "/y""#).replacing(
        "/go/x\", \"match_type\": \"url", with: "/z\", \"match_type\": \"url"), "/go/x", "pass",
      files: ["go/x/index.html"]),
    // models/url/url-query.php: encoded anew, the target's own names stay.
    AnswerCase(
      Self.redirection("url", #""url": "https://e.com/?u1=a&b#c""#), "/go/x?u1=x&B=~+%2F&b=1&l[]=1&l[]=2",
      "301 https://e.com/?u1=a&b&B=%7E+%2F&l[]=1&l[]=2#c"),
  ])
  func redirectionQueries(_ test: AnswerCase) throws { try test.check(.redirectionJSON) }

  // Redirection 5.8.1: fileio/csv.php. Neither order nor flags are in the CSV.
  @Test(arguments: [
    AnswerCase("source,target,regex,code\n/a,[FORMULA] =b,0,301", "/a", "301 =b"),
    AnswerCase("source,target,regex,code\n/a,/b,0,301\n^/a,/c,1,301", "/a", "unknown"),
    AnswerCase("source,target,regex,code\n/a,/b,0,301\n^/a$,/b,1,301", "/a", "301 /b"),
    AnswerCase("source,target,regex,code\n^/a/(.)$,/$1,1,301", "/a/b", "301 /b"),
    AnswerCase("source,target,regex,code\n^/a/(.)$,/$1,1,301", "/A/b", "unknown"),
    AnswerCase("source,target,regex,code\n^/a/(.)$,/${1}\\1$7,1,301", "/a/b", "301 /bb"),
    AnswerCase("source,target,regex,code\n/a/,/b,0,301", "/A?c", "301 /b (query unknown)"),
    AnswerCase("source,target,regex,code,type\n/a,/unknown,0,301,url", "/a", "unknown"),
  ])
  func redirectionCSV(_ test: AnswerCase) throws { try test.check(.redirectionCSV) }

  static let rankMathCSV = #"""
    id,source,matching,destination,type,category,status
    "2","go/q?x=1","exact","https://e.com/q","301","","active"
    "3","go/gone","exact","","410","","active"
    "4","go/off","exact","https://e.com/off","301","","inactive"
    "5","[{""ignore"":"""",""pattern"":""out\\/old"",""comparison"":""exact""},{""ignore"":"""",""pattern"":""outlet"",""comparison"":""contains""}]","","https://e.com/?a#top","301","","active"
    "6","^deals/([a-z]+)","regex","https://e.com/?id=$1","301","","active"
    "7","go/mugs/","start","https://e.com/mugs?a","307","","active"
    "8","go/Chair","exact","https://e.com/o''clock","302","","active"
    "9","-end/","end","https://e.com/end","301","","active"
    "10","^num/(\\\\d+)$","regex","https://e.com/$1","301","","active"
    "11","go/mugs/blue","exact","https://e.com/other","301","","active"
    """#

  static let rankMathJSON = #"""
    {"general": {}, "redirections": [
      {"id": "6", "sources": "a:1:{i:0;a:3:{s:6:\"ignore\";s:0:\"\";s:7:\"pattern\";s:15:\"^deals/([a-z]+)\";s:10:\"comparison\";s:5:\"regex\";}}", "url_to": "https://e.com/?id=$1", "header_code": "301", "status": "active"},
      {"id": "5", "sources": "a:2:{i:0;a:2:{s:10:\"comparison\";s:5:\"exact\";s:7:\"pattern\";s:6:\"out/\u00fc\";}i:1;a:2:{s:7:\"pattern\";s:6:\"outlet\";s:10:\"comparison\";s:8:\"contains\";}}", "url_to": "https://e.com/", "header_code": "302", "status": "active"},
      {"id": "4", "sources": "a:1:{i:0;a:3:{s:6:\"ignore\";s:4:\"case\";s:7:\"pattern\";s:7:\"Go/Lamp\";s:10:\"comparison\";s:5:\"exact\";}}", "url_to": "https://e.com/lamp", "header_code": "301", "status": "active"},
      {"id": "3", "sources": "a:1:{i:0;a:2:{s:7:\"pattern\";s:4:\"gone\";s:10:\"comparison\";s:5:\"exact\";}}", "url_to": "", "header_code": "410", "status": "active"},
      {"id": "2", "sources": "a:1:{i:0;a:2:{s:7:\"pattern\";s:3:\"off\";s:10:\"comparison\";s:5:\"exact\";}}", "url_to": "/y", "header_code": "301", "status": "trashed"}
    ]}
    """#

  // Rank Math 1.0.273 and Pro 3.0.12: class-db.php, class-redirector.php, class-exporter.php. The query is always
  // appended with a question mark.
  @Test(arguments: [
    (RedirectFormat.rankMathCSV, "/go/q?x=1", "pass"), (.rankMathCSV, "/go/gone", "refuse 410"),
    (.rankMathCSV, "/go/off", "pass"), (.rankMathCSV, "/out/old/?u1=x", "301 https://e.com/?a#top?u1=x"),
    (.rankMathCSV, "/my-outlet-page", "301 https://e.com/?a#top"),
    (.rankMathCSV, "/deals/shoes?u1=%41x", "301 https://e.com/?id=shoes?u1=Ax"),
    (.rankMathCSV, "/deals/shoes/2?u1=x", "301 https://e.com/?id=shoes/2?u1=x"),
    (.rankMathCSV, "/go/mugs?u1=x", "307 https://e.com/mugs?a?u1=x"),
    (.rankMathCSV, "/go/mugs/red", "307 https://e.com/mugs?a"), (.rankMathCSV, "/go/Mugs", "pass"),
    // Which of the two is the newer, the export does not tell.
    (.rankMathCSV, "/go/mugs/blue", "unknown"), (.rankMathCSV, "/go/Chair/", "302 https://e.com/oclock"),
    // `ignore` is not in the older header.
    (.rankMathCSV, "/go/chair", "unknown"), (.rankMathCSV, "/the-end/", "301 https://e.com/end"),
    (.rankMathCSV, "/num/12", "301 https://e.com/12"), (.rankMathCSV, "/num/x", "pass"),
    (.rankMathCSV, "/", "pass"), (.rankMathJSON, "/deals/shoes", "301 https://e.com/?id=shoes"),
    (.rankMathJSON, "/out/%C3%BC?u1=x", "302 https://e.com/?u1=x"), (.rankMathJSON, "/OUT/%C3%BC", "pass"),
    (.rankMathJSON, "/x/outlet", "302 https://e.com/"), (.rankMathJSON, "/go/lamp", "301 https://e.com/lamp"),
    (.rankMathJSON, "/gone", "refuse 410"), (.rankMathJSON, "/off", "pass"),
  ])
  func rankMath(format: RedirectFormat, request: String, answer: String) throws {
    try AnswerCase(format == .rankMathCSV ? Self.rankMathCSV : Self.rankMathJSON, request, answer).check(
      format)
  }

  @Test(arguments: [("", "pass"), ("case", "301 https://e.com/x")])
  func rankMathTellsCaseInNewerVersions(ignore: String, answer: String) throws {
    let file =
      "id,source,matching,destination,type,category,status,ignore\n1,go/X,exact,https://e.com/x,301,,active,\(ignore)"
    try AnswerCase(file, "/GO/x", answer).check(.rankMathCSV)
  }

  static let yoast = #"""
    "Ursprung","Ziel","Art","Format"
    "/go/lamp/","https://e.com/lamp?a","301","plain"
    "go/Mug","https://e.com/mug#top","307","plain"
    "/go/q?x=1","https://e.com/q","302","plain"
    "/go/gone","","410","plain"
    "^/deals/([a-z]+)$","https://e.com/?id=$1","301","regex"
    "^/out/([a-z]+)/?\?(.*)$","https://e.com/?id=$1&$2$3","302","regex"
    "^/open/([a-z]+)","https://e.com/$1","301","regex"
    """#

  // Yoast SEO Premium 25.5: src/initializers/redirect-handler.php. The query is part of the address.
  @Test(arguments: [
    AnswerCase(Self.yoast, "/go/lamp", "301 https://e.com/lamp?a"),
    AnswerCase(Self.yoast, "/go/lamp//", "301 https://e.com/lamp?a"),
    AnswerCase(Self.yoast, "/go/lamp?u1=x", "pass"), AnswerCase(Self.yoast, "/go/Lamp", "pass"),
    AnswerCase(Self.yoast, "/go/Mug", "307 https://e.com/mug#top"),
    AnswerCase(Self.yoast, "/go/q?x=1", "302 https://e.com/q"), AnswerCase(Self.yoast, "/go/q", "pass"),
    AnswerCase(Self.yoast, "/go/gone", "refuse 410"),
    AnswerCase(Self.yoast, "/deals/shoes", "301 https://e.com/?id=shoes"),
    AnswerCase(Self.yoast, "/deals/shoes?u1=x", "pass"),
    AnswerCase(Self.yoast, "/out/a?x=%41&u1=x", "302 https://e.com/?id=a&x=A&u1=x"),
    AnswerCase(Self.yoast, "/open/a/b?u1=x", "301 https://e.com/a"),
  ])
  func yoastPremium(_ test: AnswerCase) throws { try test.check(.yoast) }

  @Test func yoastInAFolder() throws {
    try AnswerCase(Self.yoast, "/blog/deals/shoes", "301 https://e.com/?id=shoes").check(
      .yoast, prefix: "/blog/")
    try AnswerCase(Self.yoast, "/blog/go/lamp", "301 https://e.com/lamp?a").check(.yoast, prefix: "/blog/")
    try AnswerCase(Self.yoast, "/go/lamp", "pass").check(.yoast, prefix: "/blog/")
  }

  static let redirects301 = """
    301,go/new,https://e.com/?a=1&amp;murl=https%3A%2F%2Fe.com%2Fx,y,12
    302,go/ui,https://e.com/ui,3
    307,Go/Chair,https://e.com/chair,0
    inactive,go/off,https://e.com/off,0
    404,go/bad,https://e.com/bad,0
    301,go/q?u1=Click,https://e.com/q,1
    301,go/post,57,4
    301,go/new,https://e.com/older,0
    """

  // 301 Redirects 2.84: eps-301-redirects.php. The query is part of the address, the target is decoded.
  @Test(arguments: [
    AnswerCase(Self.redirects301, "/go/new", "301 https://e.com/?a=1&murl=https://e.com/x,y"),
    AnswerCase(Self.redirects301, "/GO/n%65w/", "301 https://e.com/?a=1&murl=https://e.com/x,y"),
    AnswerCase(Self.redirects301, "/go/new?u1=x", "pass"),
    AnswerCase(Self.redirects301, "/go/ui", "302 https://e.com/ui"),
    AnswerCase(Self.redirects301, "/go/chair", "307 https://e.com/chair"),
    AnswerCase(Self.redirects301, "/go/off", "pass"), AnswerCase(Self.redirects301, "/go/bad", "pass"),
    AnswerCase(Self.redirects301, "/go/q", "pass"),
    AnswerCase(Self.redirects301, "/go/q?u1=CLICK", "301 https://e.com/q?u1=click"),
    AnswerCase(Self.redirects301, "/go/post", "unknown"), AnswerCase("301,a,b", "/a", "301 b"),
  ])
  func webFactory(_ test: AnswerCase) throws { try test.check(.redirects301) }

  static let simple301 = """
    request,destination
    /go/lamp/,https://e.com/lamp?a
    /old/*,/new/*
    /go/q?x=1,https://e.com/q
    /go/über,https://e.com/ü
    /go/100%25,https://e.com/percent
    """

  // Simple 301 Redirects 2.1.0: wp-simple-301-redirects.php.
  @Test(arguments: [
    AnswerCase(Self.simple301, "/go/lamp?u1=x", "301 https://e.com/lamp?a"),
    AnswerCase(Self.simple301, "/go/lamp/", "301 https://e.com/lamp?a"),
    AnswerCase(Self.simple301, "/GO/lamp", "pass"), AnswerCase(Self.simple301, "/old/a/b", "unknown"),
    AnswerCase(Self.simple301, "/go/q?x=1", "pass"),
    AnswerCase(Self.simple301, "/go/%C3%BCber", "301 https://e.com/ü"),
    // The address is decoded, and the request is not.
    AnswerCase(Self.simple301, "/go/100%25", "pass"),
  ])
  func simple301Redirects(_ test: AnswerCase) throws { try test.check(.simple301) }

  static let safeRedirects = #"""
    ID,redirect_from,redirect_to,status_code,enable_regex,post_status
    101,/go/lamp,https://e.com/lamp?a,302,,publish
    102,/go/chair/,https://e.com/chair#a,301,,publish
    103,/deals/*,https://e.com/?id=*,302,,publish
    104,/any/*,https://e.com/any,307,,publish
    105,/shop?x=1,https://e.com/shop,301,,publish
    106,^/rx/([a-z]+)$,https://e.com/?id=$1,302,1,publish
    107,/gone,,410,,publish
    108,/draft,https://e.com/draft,301,,draft
    109,^/tail,https://e.com/tail,308,1,publish
    Total of 9 redirects.
    """#

  // Safe Redirect Manager 2.2.2: class-srm-redirect.php. What it appends, it makes small.
  @Test(arguments: [
    AnswerCase(Self.safeRedirects, "/go/lamp?u1=X", "302 https://e.com/lamp?a"),
    AnswerCase(Self.safeRedirects, "/GO/LAMP/", "302 https://e.com/lamp?a"),
    AnswerCase(Self.safeRedirects, "/go/chair?u1=X", "301 https://e.com/chair#a?u1=x"),
    AnswerCase(Self.safeRedirects, "/deals/Shoes", "302 https://e.com/?id=Shoes"),
    AnswerCase(Self.safeRedirects, "/deals/Shoes/2?u1=X", "302 https://e.com/?id=Shoes/2?u1=X"),
    AnswerCase(Self.safeRedirects, "/deals", "302 https://e.com/?id="),
    AnswerCase(Self.safeRedirects, "/any/x?u1=X", "307 https://e.com/any?u1=x"),
    AnswerCase(Self.safeRedirects, "/Shop/?X=1", "pass"),
    AnswerCase(Self.safeRedirects, "/Shop?X=1", "301 https://e.com/shop"),
    AnswerCase(Self.safeRedirects, "/shop?x=1&u1=X", "pass"),
    AnswerCase(Self.safeRedirects, "/rx/abc", "302 https://e.com/?id=abc"),
    AnswerCase(Self.safeRedirects, "/rx/abc?u1=X", "pass"),
    AnswerCase(Self.safeRedirects, "/gone", "refuse 410"), AnswerCase(Self.safeRedirects, "/draft", "pass"),
    AnswerCase(Self.safeRedirects, "/tail/x?u1=X", "302 https://e.com/tail/x?u1=X"),
    AnswerCase(
      #"[{"ID": 1, "redirect_from": "/a", "redirect_to": "/b", "status_code": 303, "enable_regex": false, "post_status": "publish"}]"#,
      "/a", "303 /b"),
    AnswerCase(
      "ID,redirect_from,redirect_to,status_code,enable_regex,post_status\n1,/ü,/b,301,,publish", "/%C3%BC",
      "pass"),
  ])
  func safeRedirectManager(_ test: AnswerCase) throws { try test.check(.safeRedirectManager) }

  static let easyLinks = """
    \u{FEFF}id,name,description,categories,text,url,slug
    11,Lamp,,lamps,"see the lamp",https://e.com/lamp?a,lamp
    14,"Html box",,,,,html-box
    15,At,,,at,https://e.com/?id=a@b|c,at
    """

  // Easy Affiliate Links 3.7.4: includes/public/class-eafl-redirect.php.
  @Test(arguments: [
    AnswerCase(Self.easyLinks, "/recommends/LAMP/", "301 https://e.com/lamp?a"),
    AnswerCase(Self.easyLinks, "/recommends/lamp?u1=x", "301 https://e.com/lamp?a (query unknown)"),
    AnswerCase(Self.easyLinks, "/recommends/html-box/", "pass"),
    AnswerCase(Self.easyLinks, "/recommends/at/", "301 https://e.com/?id=a%40b%7Cc"),
    AnswerCase(Self.easyLinks, "/recommends/l", "unknown"),
  ])
  func easyAffiliateLinks(_ test: AnswerCase) throws { try test.check(.easyAffiliateLinks) }

  static let betterLinks = #"""
    ID,link_title,link_slug,link_status,param_forwarding,redirect_type,target_url,short_url,wildcards,expire,dynamic_redirect
    1,lamp,lamp,publish,1,307,https://e.com/lamp?a,go/lamp,0,,
    2,chair,chair,publish,,301,https://e.com/chair,go/chair,0,,"{""type"":""""}"
    3,mug,mug,publish,1,302,https://e.com/mug#top,go/Mug,0,a:0:{},
    4,hid,hid,publish,1,cloak,https://e.com/hid,go/hid,0,,
    5,turn,turn,publish,1,302,https://e.com/turn,go/turn,0,,"{""type"":""rotation""}"
    6,ends,ends,publish,1,302,https://e.com/ends,go/ends,0,"{""status"":1}",
    7,star,star,publish,1,302,https://e.com/*,go/all/*,1,,
    8,quest,quest,publish,1,302,https://e.com/quest?,go/quest,0,,
    """#

  // BetterLinks 2.0.0: includes/Link/Utils.php.
  @Test(arguments: [
    AnswerCase(Self.betterLinks, "/GO/lamp/?u1=x", "307 https://e.com/lamp?a&u1=x"),
    AnswerCase(Self.betterLinks, "/go/chair?u1=x", "301 https://e.com/chair"),
    AnswerCase(Self.betterLinks, "/go/mug?u1=x", "302 https://e.com/mug#top?u1=x"),
    AnswerCase(Self.betterLinks, "/go/hid", "unknown"), AnswerCase(Self.betterLinks, "/go/turn", "unknown"),
    AnswerCase(Self.betterLinks, "/go/ends", "unknown"), AnswerCase(Self.betterLinks, "/go/all/x", "unknown"),
    AnswerCase(Self.betterLinks, "/go/quest?u1=x", "302 https://e.com/quest?&u1=x"),
  ])
  func betterLinksTwo(_ test: AnswerCase) throws { try test.check(.betterLinks) }

  @Test(
    arguments: [
      (ExportsTests.prettyLinksFile, RedirectFormat.prettyLinks), (Self.thirstyPro, .thirstyAffiliates),
      (ExportsTests.thirsty, .thirstyAffiliates), (ExportsTests.redirectionFile, .redirectionCSV),
      (ExportsTests.redirection("/a", ""), .redirectionJSON), (Self.rankMathCSV, .rankMathCSV),
      (Self.rankMathJSON, .rankMathJSON), (Self.yoast, .yoast), ("Origin,Target,Type,Format", .yoast),
      (Self.redirects301, .redirects301), (Self.simple301, .simple301),
      (Self.safeRedirects, .safeRedirectManager), (#"[{"redirect_from": "/a"}]"#, .safeRedirectManager),
      (Self.easyLinks, .easyAffiliateLinks), (Self.betterLinks, .betterLinks),
      ("source,target,regex,code,order,notes\n/a,/b,0,301,1,", nil), ("/a,/b", nil), ("", nil), ("{}", nil),
      ("[1]", nil), ("301,https://e.com/a,/b,1", nil),
    ] as [(String, RedirectFormat?)])
  func tellsItsFormat(file: String, format: RedirectFormat?) {
    #expect(RedirectFormat.of(export: Array(file.utf8)) == format)
  }

  @Test func aWrongFormatIsNamed() {
    let source = RedirectFormat.prettyLinks.source.read(Array(Self.rankMathCSV.utf8), named: "x", prefix: "/")
    #expect(
      source.diagnostics.map(\.message).first?.hasSuffix("name the file's format, rank-math-csv") == true)
  }
}
