import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Testing

/// Links of groups with codes: rules see ten letters and digits, and no click id.
@Suite("What becomes of a link's code")
struct LinkCodeFateTests {
  private static let t = "https://click.linksynergy.com/deeplink?id=A"
  private static let on = "RewriteEngine On\n"
  private static let go = "RewriteRule ^go/a$ \(t) [R=302,L,QSA]\n"

  /// Rules behind the engine, and what becomes of the query.
  static let cases: [(rules: String, fate: String)] = [
    (go, "forwards"),
    ("RewriteCond %{QUERY_STRING} u1=[0-9A-Za-z]{20}\nRewriteRule ^ - [F]\n" + go, "forwards"),
    ("RewriteCond %{QUERY_STRING} --\nRewriteRule ^ - [F]\n" + go, "forwards"),
    ("RewriteCond %{QUERY_STRING} [A-Z]\nRewriteRule ^ - [F]\n" + go, "forwards"),
    ("RewriteCond %{QUERY_STRING} u1=[a-z][a-z0-9]{9}$\nRewriteRule ^ - [F]\n" + go, "drops"),
    ("RewriteCond %{QUERY_STRING} ^u1=.{1,12}$\nRewriteRule ^ - [F]\n" + go, "drops"),
    ("RewriteCond %{QUERY_STRING} ^u1=.{13,}$\nRewriteRule ^ - [F]\n" + go, "forwards"),
    ("RewriteRule ^go/a$ \(t) [R=302,L]\n", "drops"),
  ]

  @Test(arguments: cases)
  func fate(rules: String, fate: String) throws {
    let source = RedirectFormat.htaccess.source.read(
      Array((Self.on + rules).utf8), named: ".htaccess", prefix: "/")
    let site = try #require(SiteAddress("https://shop.example/"))
    let group = try TrackingGroup(
      name: "rakuten", hosts: ["click.linksynergy.com"], subid: "u1", token: TrackingGroup.anyTrackToken,
      usesCodes: true)
    let scan = RedirectScan(
      map: RedirectMap(sources: [source], site: site, files: SiteFiles(["index.html"])),
      classifier: LinkClassifier(groups: [group]), mode: .tag, annotates: false)
    let url = try #require(WebURL("/go/a", relativeTo: site.root))
    let link = try #require(scan.redirectedLink(url))
    switch link.chain.forwarding {
    case .forwards: #expect(fate == "forwards")
    case .drops: #expect(fate == "drops")
    case .unknown(let decision): Issue.record("\(decision.reason)")
    }
  }

  @Test("what rules are tried with may be a code")
  func sample() { #expect(LinkCode.isCode(LinkCode.sample)) }
}
