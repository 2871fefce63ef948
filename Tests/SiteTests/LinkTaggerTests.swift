import AutoTagHTML
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import Testing

@Suite("Links behind redirects, one by one, in each mode")
struct LinkTaggerTests {
  /// The rules of every case, under `/go/`: `fw` forwards the query, `drop` does not, of `unknown` nobody knows.
  static let htaccess = #"""
    RewriteEngine On
    RewriteRule ^go/fw$ "https://click.linksynergy.com/deeplink?id=A&mid=1" [R,NE,QSA,L]
    RewriteRule ^go/caf\xC3\xA9$ "https://click.linksynergy.com/deeplink?id=A" [R,NE,QSA,L]
    RewriteRule ^go/\{\{ "https://click.linksynergy.com/deeplink?id=A" [R,NE,QSA,L]
    RewriteRule ^go/own-u1$ "https://click.linksynergy.com/deeplink?id=A&u1=summer" [R,NE,QSA,L]
    RewriteRule ^go/shop-u1$ "https://click.linksynergy.com/deeplink?murl=a\%3Fu1\%3Dz" [R,NE,QSA,L]
    RewriteRule ^go/hash$ "https://click.linksynergy.com/deeplink?id=A#own" [R,NE,QSA,L]
    RewriteRule ^go/awin$ "https://www.awin1.example/cread.php?a=1" [R,NE,QSA,L]
    RewriteRule ^go/odd-name$ "https://odd.example/?a=1" [R,NE,QSA,L]
    RewriteRule ^go/mail$ mailto:a@b.example [R,NE,L]
    Redirect /go/drop "https://click.linksynergy.com/deeplink?id=A&mid=1"
    Redirect /go/drop-u1 "https://click.linksynergy.com/deeplink?id=A&u1=summer"
    Redirect /go/twice /go/fw
    Redirect /go/hash-twice /go/fw#own
    Redirect /go/loop /go/loop-back
    Redirect /go/loop-back /go/loop
    Redirect /go/dead /nowhere
    Redirect gone /go/gone
    Redirect /go/away https://example.org/
    """#
  static let list = #"""
    from,to
    /go/unknown,https://click.linksynergy.com/deeplink?id=A&mid=1
    /go/odd,"https://click.linksynergy.com/deeplink?id=A&murl=it's ""new"" <b> `é` \x"
    /go/bare,//click.linksynergy.com/deeplink?id=A
    /go/reference,https://click.linksynergy.com/deeplink?id=A&copy=1&amp;lt=2
    """#

  /// A line of a page before and after, and the codes of what is reported.
  struct Case: Sendable, CustomTestStringConvertible {
    let mode: RedirectMode
    let before: String
    let after: String
    let codes: [String]
    /// The link's new address, for one that was replaced.
    let to: String?
    var annotates = false
    var base: String? = "https://shop.example/"
    var file = "index.html"
    var existing = ExistingSubidPolicy.keep

    init(
      _ mode: RedirectMode, _ before: String, _ after: String, _ codes: String..., to: String? = nil,
      annotates: Bool = false, base: String? = "https://shop.example/", file: String = "index.html",
      existing: ExistingSubidPolicy = .keep
    ) {
      (self.mode, self.before, self.after, self.codes, self.to) = (mode, before, after, codes, to)
      (self.annotates, self.base, self.file, self.existing) = (annotates, base, file, existing)
    }

    /// A link that stays.
    init(
      _ mode: RedirectMode, kept before: String, _ codes: String..., annotates: Bool = false,
      base: String? = "https://shop.example/", file: String = "index.html",
      existing: ExistingSubidPolicy = .keep
    ) {
      (self.mode, self.before, after, self.codes, to) = (mode, before, before, codes, nil)
      (self.annotates, self.base, self.file, self.existing) = (annotates, base, file, existing)
    }

    var testDescription: String { "\(mode)\(annotates ? ", annotate" : ""): \(before)" }
  }

  static let u1 = "u1=--CLICK-ID--"
  static let rakuten = "https://click.linksynergy.com/deeplink?id=A"
  static let fixed = "https://click.linksynergy.com/deeplink?id=A&amp;mid=1&amp;\(u1)"
  static let end = "https://click.linksynergy.com/deeplink?id=A&mid=1&\(u1)"
  static let lost = "redirect-drops-query"
  static let code = "template-code"
  static let doubt = "redirect-query-unknown"

  static let tagged = [
    Case(.tag, "<a href=\"/go/fw\">", "<a href=\"/go/fw?\(u1)\">"),
    Case(.tag, "<a href='/go/fw' >", "<a href='/go/fw?\(u1)' >"),
    Case(.tag, "<a href=/go/fw>", "<a href=/go/fw?\(u1)>"),
    Case(.tag, "<A HREF=/go/fw CLASS=b>", "<A HREF=/go/fw?\(u1) CLASS=b>"),
    Case(.tag, "<a href=\"/go/fw?a=1&b=2\">", "<a href=\"/go/fw?a=1&b=2&\(u1)\">"),
    Case(.tag, "<a href=\"/go/fw?a=1&amp;b=2\">", "<a href=\"/go/fw?a=1&amp;b=2&amp;\(u1)\">"),
    Case(.tag, "<a href=\"/go/fw#top\">", "<a href=\"/go/fw?\(u1)#top\">"),
    Case(.tag, "<a href=\" /go/fw\n\">", "<a href=\" /go/fw?\(u1)\n\">"),
    // the same address, as pages write it
    Case(.tag, "<a href=\"go/fw\">", "<a href=\"go/fw?\(u1)\">"),
    Case(.tag, "<a href=\"../go/fw\">", "<a href=\"../go/fw?\(u1)\">", file: "posts/kettles.html"),
    Case(.tag, "<a href=\"../../go/./fw\">", "<a href=\"../../go/./fw?\(u1)\">", file: "a/b c/index.html"),
    Case(.tag, kept: "<a href=\"go/fw\">", file: "posts/kettles.html"),
    Case(.tag, "<a href=\"https://shop.example/go/fw\">", "<a href=\"https://shop.example/go/fw?\(u1)\">"),
    Case(
      .tag, "<a href=\"https://www.shop.example/go/fw\">", "<a href=\"https://www.shop.example/go/fw?\(u1)\">"
    ),
    Case(.tag, "<a href=\"http://SHOP.Example/go/fw\">", "<a href=\"http://SHOP.Example/go/fw?\(u1)\">"),
    Case(.tag, "<a href=\"//shop.example/go/fw\">", "<a href=\"//shop.example/go/fw?\(u1)\">"),
    Case(
      .tag, "<a href=\"https://shop.example/go/fw\">", "<a href=\"https://shop.example/go/fw?\(u1)\">",
      base: "https://www.shop.example/"),
    Case(.tag, "<a href=\"/go/%66w\">", "<a href=\"/go/%66w?\(u1)\">"),
    Case(.tag, "<a href=\"/go/caf%c3%a9\">", "<a href=\"/go/caf%c3%a9?\(u1)\">"),
    Case(.tag, "<a href=\"/go/café\">", "<a href=\"/go/café?\(u1)\">"),
    Case(.tag, "<a href=\"/go/caf&eacute;\">", "<a href=\"/go/caf&eacute;?\(u1)\">"),
    Case(.tag, "<a href=\"\\go\\fw\">", "<a href=\"\\go\\fw?\(u1)\">"),
    Case(.tag, "<a href=\"/go&sol;fw\">", "<a href=\"/go&sol;fw?\(u1)\">"),
    Case(.tag, kept: "<a href=\"https://shop.example:8443/go/fw\">"),
    Case(.tag, kept: "<a href=\"https://other.example/go/fw\">"),
    Case(.tag, kept: "<a href=\"https://shop.example/go/fw\">", base: nil),
    Case(.tag, "<a href=\"/go/fw\">", "<a href=\"/go/fw?\(u1)\">", base: nil),
    Case(.tag, "<base href=/go/><a href=fw>", "<base href=/go/><a href=fw?\(u1)>"),
    Case(
      .tag, "<base href=https://www.shop.example/go/><a href=fw>",
      "<base href=https://www.shop.example/go/><a href=fw?\(u1)>"),
    Case(.tag, kept: "<base href=https://other.example/><a href=/go/fw>"),
    Case(
      .tag, "<!doctype html public '-//W3C//DTD XHTML 1.0'><a href='/go/fw?a'>",
      "<!doctype html public '-//W3C//DTD XHTML 1.0'><a href='/go/fw?a&amp;\(u1)'>"),
    // whose link it is
    Case(
      .tag, "<a rel=\"nofollow rakuten\" href=\"/go/fw\">",
      "<a rel=\"nofollow rakuten\" href=\"/go/fw?\(u1)\">"),
    Case(
      .tag, "<a data-tracking-group=rakuten href=/go/fw>", "<a data-tracking-group=rakuten href=/go/fw?\(u1)>"
    ),
    Case(.tag, "<a data-tracking-group='' href=/go/fw>", "<a data-tracking-group='' href=/go/fw?\(u1)>"),
    Case(.tag, kept: "<a data-tracking-group=clickbank href=/go/fw>"),
    Case(.tag, kept: "<a data-tracking-group=clickbank href=/go/drop>"),
    Case(.tag, "<a href=/go/awin>", "<a href=/go/awin?clickref={click}>"),
    Case(.tag, "<a rel=awin href=/go/awin>", "<a rel=awin href=/go/awin?clickref={click}>"),
    Case(.tag, kept: "<a href=/go/away>"),
    Case(.tag, kept: "<a href=/about.html>"),
    // the parameter is there already
    Case(.tag, kept: "<a href=\"/go/fw?\(u1)\">"),
    Case(.tag, "<a href=\"/go/fw?u1=\">", "<a href=\"/go/fw?\(u1)\">"),
    Case(.tag, kept: "<a href=\"/go/fw?u1=summer\">", "kept-subid"),
    Case(.tag, "<a href=\"/go/fw?u1=summer\">", "<a href=\"/go/fw?\(u1)\">", existing: .replace),
    Case(.tag, kept: "<a href=\"/go/fw?u1=a&u1=b\">", "repeated-subid"),
    Case(.tag, "<a href=\"/go/fw?U1=x\">", "<a href=\"/go/fw?U1=x&\(u1)\">", "other-case-subid"),
    Case(.tag, kept: "<a href=\"/go/own-u1\">", "redirect-has-subid"),
    Case(
      .tag, "<a rel=rakuten href=\"/go/own-u1\">", "<a rel=rakuten href=\"/go/own-u1?\(u1)\">",
      "redirect-has-subid"),
    Case(.tag, "<a href=\"/go/shop-u1\">", "<a href=\"/go/shop-u1?\(u1)\">"),
    // the query is lost, or nobody knows
    Case(.tag, kept: "<a href=\"/go/drop\">", lost),
    Case(.tag, kept: "<a href=\"/go/drop?a=1\">", lost),
    Case(.tag, "<a rel=rakuten href=/go/drop>", "<a rel=rakuten href=/go/drop?\(u1)>", lost),
    Case(.tag, "<a href=\"/go/unknown\">", "<a href=\"/go/unknown?\(u1)\">", doubt),
    Case(.tag, "<a href=\"/go/twice\">", "<a href=\"/go/twice?\(u1)\">", "double-redirect"),
    // template code: in the address nobody knows where it leads, in the query one does
    Case(.tag, kept: "<a href=\"/go/{{ slug }}\">"),
    Case(.tag, kept: "<a href=\"/go/fw{{ query }}\">"),
    Case(.tag, kept: "<base href=/go/><a href=\"{{ slug }}?a=1\">"),
    Case(.tag, kept: "<a href=\"https://shop.example/go/<?= $slug ?>?a=1\">"),
    Case(.tag, kept: "<a rel=rakuten href=\"/go/{{ slug }}\">", code),
    Case(.tag, "<a href=\"/go/fw?a={{ b }}\">", "<a href=\"/go/fw?a={{ b }}&\(u1)\">"),
    Case(.tag, "<a href=\"/go/fw#{{ b }}\">", "<a href=\"/go/fw?\(u1)#{{ b }}\">"),
    Case(.tag, kept: "<a href=\"/go/fw?a=<?= b(\"c\") ?>\">", code),
    Case(.tag, kept: "<a href=\"/go/drop?a={{ b }}\">", lost),
    Case(.tag, kept: "<a rel=rakuten href=\"https://{{ host }}\">", code),
    // nowhere
    Case(.tag, kept: "<a href=\"/go/loop\">", "redirect-loop"),
    Case(.tag, kept: "<a href=\"/go/dead\">", "redirect-dead-end"),
    Case(.tag, kept: "<a href=\"/go/gone\">", "redirect-dead-end"),
    Case(.tag, kept: "<a href=\"/go/mail\">", "redirect-not-web"),
    Case(.tag, kept: "<a href=\"\">", file: "go/fw"),
    Case(.tag, kept: "<a href=\"#top\">", file: "go/fw"),
    Case(.tag, kept: "<a href=\"#top\">", file: "go/drop"),
  ]

  static let inlined = [
    Case(.inline, "<a href=\"/go/fw\">", "<a href=\"\(fixed)\">", to: end),
    Case(.inline, "<a href='/go/drop'>", "<a href='\(fixed)'>", to: end),
    Case(.inline, "<a href=/go/unknown>", "<a href=\(fixed)>", to: end),
    Case(.inline, "<a href=/go/twice class=b>", "<a href=\(fixed) class=b>", "double-redirect", to: end),
    Case(.inline, "<a href=\" /go/drop\n\">", "<a href=\" \(fixed)\n\">", to: end),
    Case(
      .inline, "<a href=\"/go/fw?a=1&b=%20\">",
      "<a href=\"https://click.linksynergy.com/deeplink?id=A&amp;mid=1&amp;a=1&amp;b=%20&amp;\(u1)\">",
      to: "https://click.linksynergy.com/deeplink?id=A&mid=1&a=1&b=%20&\(u1)"),
    Case(.inline, "<a href=\"/go/drop?a=1\">", "<a href=\"\(fixed)\">", to: end),
    Case(.inline, "<a href=\"/go/drop#top\">", "<a href=\"\(fixed)#top\">", to: end + "#top"),
    Case(
      .inline, "<a href=\"/go/hash#top\">", "<a href=\"\(rakuten)&amp;\(u1)#own\">",
      to: "\(rakuten)&\(u1)#own"),
    Case(
      .inline, "<a href=\"/go/hash-twice#top\">", "<a href=\"\(fixed)#own\">", "double-redirect",
      to: end + "#own"),
    Case(
      .inline, "<a href=\"/go/odd\">",
      "<a href=\"\(rakuten)&amp;murl=it&#39;s&#32;&#34;new&#34;&#32;&#60;b&#62;&#32;&#96;%C3%A9&#96;&#32;&#92;x&amp;\(u1)\">",
      to: "\(rakuten)&murl=it's \"new\" <b> `%C3%A9` \\x&\(u1)"),
    Case(
      .inline, "<a href=/go/odd>",
      "<a href=\(rakuten)&amp;murl=it&#39;s&#32;&#34;new&#34;&#32;&#60;b&#62;&#32;&#96;%C3%A9&#96;&#32;&#92;x&amp;\(u1)>",
      to: "\(rakuten)&murl=it's \"new\" <b> `%C3%A9` \\x&\(u1)"),
    Case(
      .inline, "<a href=\"/go/bare\">", "<a href=\"//click.linksynergy.com/deeplink?id=A&amp;\(u1)\">",
      to: "//click.linksynergy.com/deeplink?id=A&\(u1)"),
    Case(
      .inline, "<a href=\"/go/reference\">", "<a href=\"\(rakuten)&amp;copy=1&amp;amp;lt=2&amp;\(u1)\">",
      to: "\(rakuten)&copy=1&amp;lt=2&\(u1)"),
    Case(
      .inline, "<base href=/go/><a href=drop>", "<base href=/go/><a href=\(fixed)>", to: end),
    Case(
      .inline, "<a data-tracking-group=rakuten href=/go/drop>",
      "<a data-tracking-group=rakuten href=\(fixed)>", to: end),
    Case(.inline, "<a rel=rakuten href=/go/drop>", "<a rel=rakuten href=\(fixed)>", to: end),
    Case(.inline, kept: "<a data-tracking-group=clickbank href=/go/drop>"),
    Case(
      .inline, "<a href=/go/awin>", "<a href=https://www.awin1.example/cread.php?a=1&amp;clickref={click}>",
      to: "https://www.awin1.example/cread.php?a=1&clickref={click}"),
    Case(.inline, "<a href=\"/go/fw?\(u1)\">", "<a href=\"\(fixed)\">", to: end),
    Case(.inline, "<a href=\"/go/drop?\(u1)\">", "<a href=\"\(fixed)\">", to: end),
    Case(.inline, kept: "<a href=\"/go/fw?u1=summer\">", "kept-subid"),
    Case(.inline, kept: "<a href=\"/go/drop-u1\">", "kept-subid"),
    Case(
      .inline, "<a href=\"/go/drop-u1\">", "<a href=\"\(rakuten)&amp;\(u1)\">", to: "\(rakuten)&\(u1)",
      existing: .replace),
    Case(
      .inline, "<?xml version='1.0'?><a href=\"/go/drop\"/>",
      "<?xml version='1.0'?><a href=\"\(fixed)\"/>", to: end),
    // What the code writes would be lost: as with `tag`.
    Case(.inline, "<a href=\"/go/fw?a={{ b }}\">", "<a href=\"/go/fw?a={{ b }}&\(u1)\">"),
    Case(.inline, "<a href=\"/go/fw#{{ b }}\">", "<a href=\"/go/fw?\(u1)#{{ b }}\">"),
    Case(.inline, kept: "<a href=\"/go/drop?a=<%= b %>\">", lost),
    Case(.inline, kept: "<a href=\"/go/fw?a=<%= b(\"c\") %>\">", code),
    Case(.inline, kept: "<a href=\"/go/fw?u1={{ uid }}\">", "kept-subid", existing: .replace),
    Case(.inline, kept: "<a href=\"/go/{{ slug }}\">"),
    Case(.inline, kept: "<a href=\"/go/loop\">", "redirect-loop"),
    Case(.inline, kept: "<a href=\"/go/dead\">", "redirect-dead-end"),
    Case(.inline, kept: "<a href=\"/go/gone\">", "redirect-dead-end"),
    Case(.inline, kept: "<a href=\"/go/mail\">", "redirect-not-web"),
    Case(.inline, kept: "<a href=\"/go/away\">"),
    Case(.inline, kept: "<a href=\"\">", file: "go/drop"),
    Case(.inline, kept: "<a href=\"#top\">", file: "go/drop"),
  ]

  static let automatic = [
    Case(.auto, "<a href=\"/go/fw\">", "<a href=\"/go/fw?\(u1)\">"),
    Case(.auto, "<a href=\"/go/drop\">", "<a href=\"\(fixed)\">", to: end),
    Case(.auto, "<a rel=rakuten href=/go/drop>", "<a rel=rakuten href=\(fixed)>", to: end),
    Case(.auto, "<a href=\"/go/unknown\">", "<a href=\"/go/unknown?\(u1)\">", doubt),
    Case(.auto, "<a href=\"/go/twice\">", "<a href=\"/go/twice?\(u1)\">", "double-redirect"),
    Case(.auto, kept: "<a href=\"/go/drop?a={{ b }}\">", lost),
    Case(.auto, kept: "<a href=\"/go/{{ slug }}\">"),
    Case(.auto, kept: "<a href=\"/go/loop\">", "redirect-loop"),
    Case(.auto, kept: "<a data-tracking-group=clickbank href=/go/drop>"),
  ]

  static let off = [
    Case(.off, kept: "<a href=\"/go/fw\">"),
    Case(.off, kept: "<a href=\"/go/drop\">"),
    Case(.off, "<a rel=rakuten href=\"/go/drop\">", "<a rel=rakuten href=\"/go/drop?\(u1)\">"),
  ]

  static let group = " data-tracking-group=\"rakuten\""
  static let annotated = [
    Case(.tag, "<a href=\"/go/fw\">", "<a href=\"/go/fw?\(u1)\"\(group)>", annotates: true),
    Case(.tag, "<a href='/go/fw'class=b>", "<a href='/go/fw?\(u1)'\(group)class=b>", annotates: true),
    Case(.tag, "<a href=/go/fw>", "<a href=/go/fw?\(u1)\(group)>", annotates: true),
    Case(.tag, "<a href=/go/fw#top>", "<a href=/go/fw?\(u1)#top\(group)>", annotates: true),
    Case(.tag, "<a href=\"/go/fw?\(u1)\">", "<a href=\"/go/fw?\(u1)\"\(group)>", annotates: true),
    Case(.tag, "<a href=\"/go/unknown\">", "<a href=\"/go/unknown?\(u1)\"\(group)>", doubt, annotates: true),
    Case(.tag, "<a rel=rakuten href=/go/fw>", "<a rel=rakuten href=/go/fw?\(u1)>", annotates: true),
    Case(
      .tag, "<a data-tracking-group='' href=/go/fw>", "<a data-tracking-group='' href=/go/fw?\(u1)>",
      annotates: true),
    Case(
      .tag, "<a href=/go/awin>", "<a href=/go/awin?clickref={click} data-tracking-group=\"awin\">",
      annotates: true),
    Case(
      .tag, "<a href=/go/odd-name>", "<a href=/go/odd-name?\(u1) data-tracking-group=\"a&quot;&amp;lt\">",
      annotates: true),
    Case(.tag, kept: "<a href=\"/go/drop\">", lost, annotates: true),
    Case(.tag, kept: "<a href=\"/go/fw?u1=summer\">", "kept-subid", annotates: true),
    Case(.tag, kept: "<a href=\"/go/fw?u1=a&u1=b\">", "repeated-subid", annotates: true),
    Case(.tag, "<a href=/go/fw?a={{b}}>", "<a href=/go/fw?a={{b}}&\(u1)\(group)>", annotates: true),
    // What ends the value stands in the code.
    Case(.tag, kept: "<a href=\"/go/fw?\(u1)&a=<?= b(\"c\") ?>\">", annotates: true),
    Case(.tag, kept: "<a href=/go/fw?\(u1)&a={{ b }}>", annotates: true),
    Case(.tag, kept: "<a href=\"/go/loop\">", "redirect-loop", annotates: true),
    Case(.inline, "<a href=\"/go/drop\">", "<a href=\"\(fixed)\">", to: end, annotates: true),
    Case(.auto, "<a href=\"/go/fw\">", "<a href=\"/go/fw?\(u1)\"\(group)>", annotates: true),
    // A link to the network itself needs no help.
    Case(.tag, "<a href=\"\(rakuten)\">", "<a href=\"\(rakuten)&\(u1)\">", annotates: true),
  ]

  @Test("each link", arguments: tagged + inlined + automatic + off + annotated)
  func link(test: Case) throws {
    let rewriter = try Self.rewriter(for: test)
    let page = Array(test.before.utf8)
    let outcome = rewriter.rewrite(page, file: test.file)
    let after = outcome.rewritten(page) ?? page
    #expect(String(decoding: after, as: UTF8.self) == test.after)
    #expect(outcome.problems.map(\.code) == test.codes)
    #expect(rewriter.rewrite(after, file: test.file).rewritten(after) == nil)
    guard test.after != test.before else { return }
    let old = try Self.href(page)
    let new = try Self.href(after)
    if let to = test.to {
      #expect(new.trimmingCharacters(in: .whitespacesAndNewlines) == to)
    } else {
      #expect(new == Self.withParameter(old))
    }
  }

  @Test("UTF-16: the attribute and the tag are written in the page's encoding")
  func wide() throws {
    func encode(_ text: String) -> [UInt8] {
      ("\u{FEFF}" + text).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
    let test = Case(.tag, "", "", annotates: true)
    let page = encode("é<a href='/go/fw'>é")
    #expect(
      try Self.rewriter(for: test).rewrite(page, file: "index.html").rewritten(page)
        == encode("é<a href='/go/fw?\(Self.u1)'\(Self.group)>é"))
  }

  /// The old link with the token, as a browser's `searchParams` would have it written: worked out from the
  /// decoded values alone.
  private static func withParameter(_ old: String) -> String {
    let trimmed = old.trimmingCharacters(in: .whitespacesAndNewlines)
    let space = old.components(separatedBy: trimmed)
    let parts = trimmed.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let address = parts[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let parameter = old.contains("awin") ? "clickref={click}" : u1
    let isCompleted = address.count > 1 && address[1].hasPrefix("u1=")
    let kept = address.count > 1 && !isCompleted ? "\(address[1])&" : ""
    let fragment = parts.count > 1 ? "#\(parts[1])" : ""
    let query = old.contains(u1) ? String(address[1]) : kept + parameter
    return "\(space[0])\(address[0])?\(query)\(fragment)\(space.count > 1 ? space[1] : "")"
  }

  private static func href(_ page: [UInt8]) throws -> String {
    let links = try LinkReader().links(of: page.span) { _, _, _ in true }.links
    return try #require(links.first).href
  }

  private static func rewriter(for test: Case) throws -> PageRewriter {
    let awin = try TrackingGroup(
      name: "awin", hosts: ["www.awin1.example"], subid: "clickref", token: "{click}")
    let odd = try TrackingGroup(name: "a\"&lt", hosts: ["odd.example"], subid: "u1", token: "--CLICK-ID--")
    let groups = [TrackingGroup.rakuten, awin, odd]
    let address = try test.base.map { try #require(SiteAddress($0)) } ?? .unknown
    let sources = [
      RedirectFormat.htaccess.source.read(Array(htaccess.utf8), named: ".htaccess", prefix: "/"),
      RedirectFormat.csv.source.read(Array(list.utf8), named: "list.csv", prefix: "/"),
    ]
    #expect(sources.flatMap(\.diagnostics) == [])
    let map = RedirectMap(sources: sources, site: address, files: SiteFiles(["index.html", "about.html"]))
    let scan = RedirectScan(
      map: map, classifier: LinkClassifier(groups: groups), mode: test.mode, annotates: test.annotates)
    return PageRewriter(
      rules: TaggingOptions(
        groups: groups, existingSubid: test.existing, baseURL: test.base,
        redirects: test.mode == .off ? nil : scan))
  }
}
