import AutoTagAudit
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Testing

/// A site of one page and the redirects that its links go through, rewritten and audited.
struct AuditFixture {
  /// A deep link without a fault.
  static let deepLink =
    "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=36310&murl=https%3A%2F%2Fshop.example%2F"

  static let awin = try? TrackingGroup(
    name: "awin", hosts: ["www.awin1.example"], subid: "clickref", token: "{click}")

  /// A network whose links get codes, and the map of them with one other page's.
  static let coded = try? TrackingGroup(
    name: "coded", hosts: ["www.codes.example"], subid: "c", token: "T", usesCodes: true)
  static let codes: LinkCodes = {
    var map = LinkCodeMap()
    map.set("kkkkkkkkkk", for: LinkPlace(page: "other.html", destination: "https://www.codes.example/x"))
    return LinkCodes(map)
  }()

  private static let target = #"https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=1"#
  private static let htaccess = #"""
    RewriteEngine On
    RewriteRule ^go/fw$ "\#(target)&murl=https\%3A\%2F\%2Fa" [R,NE,QSA,L]
    RewriteRule ^go/own-u1$ "\#(target)&murl=https\%3A\%2F\%2Fa&u1=summer" [R,NE,QSA,L]
    RewriteRule ^go/two-u1$ "\#(target)&murl=https\%3A\%2F\%2Fa&u1=a&u1=b" [R,NE,QSA,L]
    RewriteRule ^go/no-murl$ "\#(target)" [R,NE,QSA,L]
    RewriteRule ^go/short-id$ "https://click.linksynergy.com/fs-bin/click?id=short&offerid=1.2" [R,NE,QSA,L]
    RewriteRule ^go/plain-murl$ "\#(target)&murl=https://a/b" [R,NE,QSA,L]
    RewriteRule ^go/murl-twice$ "\#(target)&murl=https\%253A\%252F\%252Fa" [R,NE,QSA,L]
    RewriteRule ^go/escaped$ "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&amp;mid=1" [R,NE,QSA,L]
    RewriteRule ^go/http$ "http://click.linksynergy.com/fs-bin/click?id=7VeMhFdLOPg" [R,NE,QSA,L]
    RewriteRule ^go/mail$ mailto:a@b.example [R,NE,L]
    RewriteCond %{HTTP_COOKIE} seen
    RewriteRule ^go/cookie$ "\#(target)" [R,NE,QSA,L]
    Redirect /go/to-cookie /go/cookie
    Redirect /go/drop "\#(target)&murl=https%3A%2F%2Fa"
    Redirect /go/drop-u1 "\#(target)&murl=https%3A%2F%2Fa&u1=summer"
    Redirect /go/twice /go/fw
    Redirect /go/loop /go/loop-back
    Redirect /go/loop-back /go/loop
    Redirect /go/dead /nowhere
    Redirect gone /go/gone
    Redirect /go/to-gone /go/gone
    Redirect /go/away https://example.org/
    \#((0...12).map { "Redirect /go/long-\($0)x /go/long-\($0 + 1)x" }.joined(separator: "\n"))
    RewriteRule ^go/map$ "https://click.linksynergy.com/${shops:map}" [R,NE,QSA,L]
    Redirect /go/to-map /go/map
    RewriteCond %{HTTP_COOKIE} seen
    RewriteRule ^go/two-ways$ "\#(target)&murl=https\%3A\%2F\%2Fa" [R,NE,QSA,L]
    RewriteRule ^go/two-ways$ "\#(target)&murl=https\%3A\%2F\%2Fb" [R,NE,QSA,L]
    RewriteCond %{QUERY_STRING} u1
    RewriteRule ^go/asks-u1$ "\#(target)&murl=https\%3A\%2F\%2Fa" [R,NE,QSA,L]
    """#
  private static let list = """
    from,to
    /go/unknown,\(target)&murl=https%3A%2F%2Fa
    """

  let rewriter: PageRewriter
  private let groups: [TrackingGroup]

  init(
    redirects mode: RedirectMode = .tag, existing: ExistingSubidPolicy = .keep, annotates: Bool = false
  ) throws {
    groups = [.rakuten, try #require(Self.awin), try #require(Self.coded)]
    let sources = [
      RedirectFormat.htaccess.source.read(Array(Self.htaccess.utf8), named: ".htaccess", prefix: "/"),
      RedirectFormat.csv.source.read(Array(Self.list.utf8), named: "list.csv", prefix: "/"),
    ]
    let site = try #require(SiteAddress("https://site.example/"))
    let map = RedirectMap(sources: sources, site: site, files: SiteFiles(["index.html"]))
    let scan = RedirectScan(
      map: map, classifier: LinkClassifier(groups: groups), mode: mode, annotates: annotates)
    var rules = TaggingOptions(
      groups: groups, existingSubid: existing, baseURL: "https://site.example/",
      redirects: mode == .off ? nil : scan)
    rules.codes = Self.codes
    rewriter = PageRewriter(rules: rules, wanted: .decisions)
  }

  /// A violation that the link checks found.
  struct Found: Hashable, CustomStringConvertible {
    let code: String
    let violation: Violation
    let marked: String

    /// `code|marked`, with `!` behind the code where `rewrite` claims to repair it.
    var description: String { "\(code)\(violation.isRepairedByRewrite ? "!" : "")|\(marked)" }

    /// The part that stays when the page is rewritten.
    var identity: String { "\(code) of link \(violation.link ?? -1)" }
  }

  struct Audit {
    let page: PageUnderAudit
    let found: [Found]
    /// The page as `rewrite` leaves it.
    let rewritten: [UInt8]
  }

  func audit(_ bytes: [UInt8]) -> Audit {
    let outcome = rewriter.rewrite(bytes, file: "index.html")
    let page = PageUnderAudit(file: "index.html", bytes: bytes, records: outcome.records, groups: groups)
    let found = AuditCheck.ofLinks.flatMap { check in
      check.violations(on: page).map { violation in
        let isInside = violation.range.lowerBound >= 0 && violation.range.upperBound <= bytes.count
        return Found(
          code: check.code, violation: violation,
          marked: isInside ? String(decoding: bytes[violation.range], as: UTF8.self) : "outside the page")
      }
    }
    return Audit(
      page: page, found: found, rewritten: outcome.rewritten(bytes) ?? bytes)
  }

  /// Claims about `rewrite` that it does not keep.
  func brokenClaims(_ audit: Audit) -> [String] {
    let after = self.audit(audit.rewritten)
    let left = Set(after.found.map(\.identity))
    var broken: [String] = []
    for found in audit.found {
      if found.violation.isRepairedByRewrite, left.contains(found.identity) {
        broken.append("still there: \(found)")
      }
      if !found.violation.isRepairedByRewrite, !left.contains(found.identity) {
        broken.append("gone: \(found)")
      }
    }
    broken += after.found.filter(\.violation.isRepairedByRewrite).map { "claimed after rewriting: \($0)" }
    let before = Set(audit.found.map(\.identity))
    broken += after.found.filter { !before.contains($0.identity) }.map { "new: \($0)" }
    return broken
  }
}
