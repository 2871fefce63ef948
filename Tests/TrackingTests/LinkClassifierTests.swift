import AutoTagHTML
import AutoTagTracking
import AutoTagWebURL
import Testing

@Suite("Whose link a link is")
struct LinkClassifierTests {
  static let rakuten = LinkClassifier(groups: [.rakuten])

  /// One link and what it is; a new case is one line.
  struct Case: CustomTestStringConvertible, Sendable {
    let href: String
    let rel: String?
    let group: String?
    let base: String?
    let expected: String

    init(_ href: String, rel: String? = nil, group: String? = nil, base: String? = nil, _ expected: String) {
      self.href = href
      self.rel = rel
      self.group = group
      self.base = base
      self.expected = expected
    }

    var testDescription: String {
      "href=\(href.debugDescription) rel=\(rel ?? "-") group=\(group ?? "-") base=\(base ?? "-")"
    }
  }

  static let affiliate = "https://click.linksynergy.com/deeplink?id=A"

  @Test(
    "its author's word first: data-tracking-group, then rel, then the host",
    arguments: [
      Case(affiliate, "rakuten by host"),
      Case("https://shop.example/", "unrelated"),

      Case("https://shop.example/", group: "rakuten", "rakuten by attribute"),
      Case("https://shop.example/", group: "RaKuTeN", "rakuten by attribute"),
      Case("https://shop.example/", group: " \t\n\u{0C}\rrakuten \n", "rakuten by attribute"),
      Case(affiliate, group: "rakuten", "rakuten by attribute"),
      Case("/go/shop", group: "rakuten", "rakuten by attribute"),
      Case("go/shop.html", group: "rakuten", base: "https://site.example/", "rakuten by attribute"),
      Case("?to=shop", group: "rakuten", "rakuten by attribute"),

      // Template code may write the host.
      Case("https://{{ host }}/x", group: "rakuten", "rakuten by attribute"),
      Case(" https://www.{{ host }}/x", rel: "rakuten", "rakuten by rel"),
      Case("//<?= $host ?>", group: "rakuten", "rakuten by attribute"),
      Case("https:\\\\<%= host(", group: "rakuten", "rakuten by attribute"),
      Case("{{ url }}", group: "rakuten", "rakuten by attribute"),

      // It names something else: not ours, and a contradiction where the host is ours.
      Case("https://shop.example/", group: "amazon", "unrelated"),
      Case("https://shop.example/", rel: "rakuten", group: "amazon", "unrelated"),
      Case(affiliate, group: "amazon", "contradiction amazon"),
      Case(affiliate, group: "  Amazon de \n", "contradiction Amazon de"),
      Case(affiliate, rel: "rakuten", group: "amazon", "contradiction amazon"),
      Case(affiliate, group: "rakuten2", "contradiction rakuten2"),
      Case(affiliate, group: "rakuten x", "contradiction rakuten x"),
      // No-break space is no white space to HTML.
      Case(affiliate, group: "\u{A0}rakuten", "contradiction \u{A0}rakuten"),
      Case("mailto:x@click.linksynergy.com", group: "amazon", "unrelated"),
      Case("#", group: "amazon", base: "https://click.linksynergy.com/", "unrelated"),

      // An empty one names nothing.
      Case(affiliate, group: "", "rakuten by host"),
      Case(affiliate, group: " \n", "rakuten by host"),
      Case("https://shop.example/", group: "", "unrelated"),
      Case("https://shop.example/", rel: "rakuten", group: " ", "rakuten by rel"),

      Case("https://shop.example/", rel: "rakuten", "rakuten by rel"),
      Case("https://shop.example/", rel: "nofollow RAKUTEN", "rakuten by rel"),
      Case("https://shop.example/", rel: "nofollow\n\tRakuten\u{0C}sponsored", "rakuten by rel"),
      Case(affiliate, rel: "rakuten", "rakuten by rel"),
      Case("/go/shop", rel: "rakuten", "rakuten by rel"),
      Case("https://shop.example/", rel: "rakuten", group: "rakuten", "rakuten by attribute"),
      Case("https://shop.example/", rel: "rakuten-deal", "unrelated"),
      Case("https://shop.example/", rel: "nofollow,rakuten", "unrelated"),
      Case("https://shop.example/", rel: "\u{A0}rakuten", "unrelated"),
      Case("https://shop.example/", rel: "", "unrelated"),
      Case(affiliate, rel: "amazon", "rakuten by host"),
      // The Kelvin sign is a k to Unicode and not to HTML.
      Case("https://shop.example/", rel: "ra\u{212A}uten", "unrelated"),
    ])
  func order(of link: Case) throws { try check(link) }

  @Test(
    "the host is what a browser asks",
    arguments: [
      Case("http://click.linksynergy.com/", "rakuten by host"),
      Case("//click.linksynergy.com/", "rakuten by host"),
      Case("//click.linksynergy.com", base: "http://site.example/x/", "rakuten by host"),
      Case("HTTPS://CLICK.LinkSynergy.COM/", "rakuten by host"),
      Case("https://click.linksynergy.com", "rakuten by host"),
      Case("https://click.linksynergy.com?id=A", "rakuten by host"),
      Case("https://click.linksynergy.com#x", "rakuten by host"),
      Case("https:\\\\click.linksynergy.com\\deeplink", "rakuten by host"),
      Case("\\\\click.linksynergy.com/", "rakuten by host"),
      Case("/\\click.linksynergy.com/", "rakuten by host"),
      Case("https:/\\/\\click.linksynergy.com/", "rakuten by host"),
      Case("https:////click.linksynergy.com/", "rakuten by host"),
      Case(" \n\thttps://click.linksynergy.com/\r\n ", "rakuten by host"),
      Case("\u{1}https://click.linksynergy.com/\u{1F}", "rakuten by host"),
      Case("ht\ntps:/\t/click.links\ryner\ngy.com/", "rakuten by host"),
      Case("https://user@click.linksynergy.com/", "rakuten by host"),
      Case("https://user:p@ss@click.linksynergy.com/", "rakuten by host"),
      Case("https://evil.example@click.linksynergy.com/", "rakuten by host"),
      Case("https://click.linksynergy.com:443/", "rakuten by host"),
      Case("https://click.linksynergy.com:8080/", "rakuten by host"),
      Case("https://click.linksynergy.com:/", "rakuten by host"),
      Case("https://click.linksynergy.com./", "rakuten by host"),
      Case("https://click.linksynergy.com.:443/", "rakuten by host"),
      Case("https://cl%69ck.linksynergy%2Ecom/", "rakuten by host"),
      Case("https://ｃｌｉｃｋ．linksynergy。com/", "rakuten by host"),
      Case("https://%EF%BD%83lick.linksynergy.com/", "rakuten by host"),
      Case("https://cl\u{AD}ick.linksynergy.com/", "rakuten by host"),
      Case("https://clic\u{212A}.linksynergy.com/", "rakuten by host"),

      // Whole in front of template code, which begins what follows the host.
      Case("https://click.linksynergy.com{{ path }}", "rakuten by host"),
      Case("https://click.linksynergy.com{{path}}", "rakuten by host"),
      Case("//click.linksynergy.com<?= $path ?>", "rakuten by host"),
      Case("https://click.linksynergy.com<?= path(", "rakuten by host"),
      Case("https://click.linksynergy.com<%= a %>{{ b }}/x?id=A", "rakuten by host"),
      Case("https://click.linksynergy.com:{{ port }}/", "rakuten by host"),
      Case("https://click.linksynergy.com.{{ path }}", "rakuten by host"),
      Case("https://a@click.linksynergy.com<%= path %>", "rakuten by host"),
      Case("https://click.linksynergy.com{{ \"a@b\" }}", "unrelated"),
      Case("https://click.linksynergy.com{{ a }}.evil.example/", "unrelated"),
      Case("https://click.linksynergy.com{{ a }}@evil.example/", "unrelated"),
      Case("https://click.linksynergy.com.evil{{ a }}", "unrelated"),
      Case("https://click.linksynergy.{{ tld }}/", "unrelated"),
      Case("https://{{ a }}click.linksynergy.com/", "unrelated"),
      Case("https://{{ host }}/", "unrelated"),
      Case("{{ scheme }}://click.linksynergy.com/", "unrelated"),
      Case("{{ url }}", "unrelated"),
      Case("https://click.linksynergy.com}", "unrelated"),

      Case("https://click.linksynergy.com.evil.example/", "unrelated"),
      Case("https://click.linksynergy.com@evil.example/", "unrelated"),
      Case("https://notclick.linksynergy.com/", "unrelated"),
      Case("https://sub.click.linksynergy.com/", "unrelated"),
      Case("https://ad.linksynergy.com/fs-bin/show?id=A", "unrelated"),
      Case("https://linksynergy.com/", "unrelated"),
      Case("https://click.linksynergy.com../", "unrelated"),
      Case("https://.click.linksynergy.com/", "unrelated"),
      Case("https://сlick.linksynergy.com/", "unrelated"),
      Case("https://shop.example/?u=https://click.linksynergy.com/", "unrelated"),
      Case("https://shop.example/#https://click.linksynergy.com/", "unrelated"),
      Case("https://shop.example\\@click.linksynergy.com/", "unrelated"),
      Case("https://shop.example#@click.linksynergy.com/", "unrelated"),
      Case("https://click.linksynergy.com:99999/", "unrelated"),
      Case("https://click.linksynergy.com:8x/", "unrelated"),
      Case("https://click.linksynergy.com%2F/", "unrelated"),
      Case("https://click linksynergy.com/", "unrelated"),
      Case("https://click.linksynergy.com /", "unrelated"),
      Case("\u{A0}https://click.linksynergy.com/", "unrelated"),
      Case("click.linksynergy.com/deeplink", "unrelated"),
      Case("ftp://click.linksynergy.com/", "unrelated"),
      Case("wss://click.linksynergy.com/", "unrelated"),
      Case("foo://click.linksynergy.com/", "unrelated"),
      Case("file://click.linksynergy.com/", "unrelated"),
      Case("https%3A//click.linksynergy.com/", "unrelated"),
      Case("https://hb.afl.rakuten.co.jp/x", "unrelated"),
      Case("", "unrelated"),

      // `https:x` without slashes is relative on a page of that scheme and absolute on others.
      Case("https:click.linksynergy.com/", base: "https://site.example/", "unrelated"),
      Case("https:click.linksynergy.com/", base: "http://site.example/", "rakuten by host"),
      Case("https:/click.linksynergy.com/", base: "http://site.example/", "rakuten by host"),
      Case("https:/click.linksynergy.com/", base: "https://site.example/", "unrelated"),
      Case("http:click.linksynergy.com/", "rakuten by host"),

      // What a link is relative to decides where it leads.
      Case("deeplink?id=A", base: "https://click.linksynergy.com/", "rakuten by host"),
      Case("/deeplink?id=A", base: "https://click.linksynergy.com/x/y", "rakuten by host"),
      Case("?id=A", base: "https://click.linksynergy.com/deeplink", "rakuten by host"),
      Case("https:deeplink", base: "https://click.linksynergy.com/", "rakuten by host"),
      Case("//shop.example/", base: "https://click.linksynergy.com/", "unrelated"),
      Case("#top", base: "https://click.linksynergy.com/", "unrelated"),
      Case("", base: "https://click.linksynergy.com/", "unrelated"),
      Case(" \n", base: "https://click.linksynergy.com/", "unrelated"),
      Case("deeplink", base: "ftp://click.linksynergy.com/", "unrelated"),
    ])
  func host(of link: Case) throws { try check(link) }

  @Test(
    "some kinds are never edited, and one that is marked is reported",
    arguments: [
      Case("", group: "rakuten", "uneditable by attribute: empty-link"),
      Case(" \t\n", rel: "rakuten", "uneditable by rel: empty-link"),
      Case("#", group: "rakuten", "uneditable by attribute: fragment-link"),
      Case(" #top", rel: "rakuten", "uneditable by rel: fragment-link"),
      Case("\n#top", group: "rakuten", base: affiliate, "uneditable by attribute: fragment-link"),
      Case("mailto:a@b.example", group: "rakuten", "uneditable by attribute: not-a-web-link mailto"),
      Case("MAILTO:a@b.example", rel: "rakuten", "uneditable by rel: not-a-web-link mailto"),
      Case("tel:+123", group: "rakuten", "uneditable by attribute: not-a-web-link tel"),
      Case("javascript:go()", group: "rakuten", "uneditable by attribute: not-a-web-link javascript"),
      Case("java\nscript:go()", group: "rakuten", "uneditable by attribute: not-a-web-link javascript"),
      Case("data:,x", group: "rakuten", "uneditable by attribute: not-a-web-link data"),
      Case("sms:+123", group: "rakuten", "uneditable by attribute: not-a-web-link sms"),
      Case("ftp://shop.example/", group: "rakuten", "uneditable by attribute: not-a-web-link ftp"),
      Case("https://", group: "rakuten", "uneditable by attribute: invalid-url"),
      Case("https://a b/", group: "rakuten", "uneditable by attribute: invalid-url"),
      Case("https://shop.example:x/", rel: "rakuten", "uneditable by rel: invalid-url"),
      Case("https://a b/{{ x }}", rel: "rakuten", "uneditable by rel: invalid-url"),
      Case("https://a b?{{ x }}", rel: "rakuten", "uneditable by rel: invalid-url"),
      Case("x", group: "rakuten", base: "mailto:a", "uneditable by attribute: invalid-url"),
      Case("x", group: "rakuten", base: "file:///x", "uneditable by attribute: not-a-web-link file"),
    ])
  func neverEdited(_ link: Case) throws { try check(link) }

  @Test(
    "Rakuten's second host is its host too, and others that begin so are not",
    arguments: [
      ("https://linksynergy.jrs5.com/deeplink?id=A", true), ("//LINKSYNERGY.JRS5.COM./x", true),
      ("https://linksynergy.jrs5.com.evil.example/", false), ("https://www.linksynergy.jrs5.com/", false),
      ("https://jrs5.com/", false), ("https://linksynergy.walmart.com/deeplink?id=A", false),
    ])
  func secondHost(href: String, isRakutens: Bool) {
    let found = LinkClassifier(groups: [.rakuten]).classify(link(href))
    #expect(found == (isRakutens ? .affiliate(.rakuten, by: .host) : .unrelated))
  }

  @Test("of several groups the first with the name or the host has the link")
  func severalGroups() throws {
    let other = try TrackingGroup(
      name: "other", hosts: ["go.example", "click.linksynergy.com", "bücher.example"], subid: "s", token: "T")
    let both = LinkClassifier(groups: [.rakuten, other])
    #expect(both.classify(link(Self.affiliate)) == .affiliate(.rakuten, by: .host))
    #expect(both.classify(link("https://go.example/")) == .affiliate(other, by: .host))
    #expect(both.classify(link("https://xn--bcher-kva.example/")) == .affiliate(other, by: .host))
    #expect(both.classify(link("https://B%C3%9CCHER.example./")) == .affiliate(other, by: .host))
    #expect(both.classify(link(Self.affiliate, group: "other")) == .affiliate(other, by: .attribute))
    // The order of `rel` counts before the order of the groups: its first word that names one.
    #expect(both.classify(link("/x", rel: "x other rakuten")) == .affiliate(other, by: .rel))
    #expect(
      LinkClassifier(groups: [other, .rakuten]).classify(link(Self.affiliate)) == .affiliate(other, by: .host)
    )
    #expect(LinkClassifier(groups: []).classify(link(Self.affiliate, rel: "rakuten")) == .unrelated)
  }

  @Test(
    "the page's own address and its first base href give what links are relative to",
    arguments: [
      (nil, nil, "https", nil),
      (nil, "/x/", "https", nil),
      (nil, "//base.example/", "https", "base.example"),
      (nil, "https:x", "https", nil),
      (nil, "http:base.example", "http", "base.example"),
      ("http://site.example/a", nil, "http", "site.example"),
      ("http://site.example/a", "/x/", "http", "site.example"),
      ("http://site.example/a", "//base.example/", "http", "base.example"),
      ("http://site.example/a", "", "http", "site.example"),
      // Invalid, and the schemes that the HTML standard (section 4.2.3) names: as if it were not there.
      ("http://site.example/a", "https://a b/", "http", "site.example"),
      ("http://site.example/a", "data:,x", "http", "site.example"),
      ("http://site.example/a", "javascript:x", "http", "site.example"),
      ("http://site.example/a", "mailto:x", "mailto", nil),
    ] as [(String?, String?, String, String?)])
  func linkBase(page: String?, baseHref: String?, scheme: String, host: String?) {
    let base = URLOrigin.linkBase(pageAddress: page.flatMap { URLOrigin($0) }, baseHref: baseHref)
    #expect(base.scheme == scheme)
    #expect(base.host == host.map { .domain($0) })
  }

  /// The link is what it is to the classifier, and what is let go at a glance is nobody's.
  private func check(_ expected: Case) throws {
    let base = try expected.base.map { text -> URLOrigin in try #require(URLOrigin(text)) }
    let link = link(expected.href, rel: expected.rel, group: expected.group)
    let classification = Self.rakuten.classify(link, relativeTo: base)
    #expect(describe(classification) == expected.expected)

    let mayMatter = Self.rakuten.mayMatter(
      rawHref: expected.href.utf8Span.span, rawRel: nil, hasTrackingGroup: expected.group != nil,
      relativeMayMatter: base.flatMap { Self.rakuten.group(hosting: $0) } != nil)
    let mayMatterByRel = expected.rel.map { rel in
      Self.rakuten.mayMatter(
        rawHref: "".utf8Span.span, rawRel: rel.utf8Span.span, hasTrackingGroup: false,
        relativeMayMatter: false)
    }
    #expect(mayMatter || mayMatterByRel == true || classification == .unrelated)
  }

  private func describe(_ classification: LinkClassification) -> String {
    switch classification {
    case .unrelated: "unrelated"
    case .affiliate(let group, let evidence): "\(group.name) by \(evidence)"
    case .contradiction(_, let named): "contradiction \(named)"
    case .uneditable(_, let evidence, let reason):
      if case .scheme(let scheme) = reason {
        "uneditable by \(evidence): \(reason.code) \(scheme)"
      } else {
        "uneditable by \(evidence): \(reason.code)"
      }
    }
  }
}
