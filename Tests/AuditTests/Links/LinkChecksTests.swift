import AutoTagAudit
import AutoTagBytes
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Testing

/// Links of a page and everything that the checks find, as `code|marked text`, with `!` behind the code where
/// `rewrite` repairs it. Nothing else may be found: so each case also shows that a fault is reported once.
struct LinkCase: Sendable, CustomTestStringConvertible {
  let html: String
  let expected: [String]
  var mode = RedirectMode.tag
  var existing = ExistingSubidPolicy.keep

  /// - Parameter href: the value as it is written between double quotes; `rel` is in order.
  init(
    _ href: String, _ expected: String..., mode: RedirectMode = .tag, existing: ExistingSubidPolicy = .keep
  ) {
    (html, self.expected, self.mode, self.existing) = (
      "<a rel=nofollow href=\"\(href)\">", expected, mode, existing
    )
  }

  init(
    html: String, _ expected: String..., mode: RedirectMode = .tag, existing: ExistingSubidPolicy = .keep
  ) {
    (self.html, self.expected, self.mode, self.existing) = (html, expected, mode, existing)
  }

  var testDescription: String {
    "\(html)\(mode == .tag ? "" : " \(mode)")\(existing == .keep ? "" : " replace")"
  }
}

@Suite("Checks of single links")
struct LinkChecksTests {
  static let deep = AuditFixture.deepLink
  static let u1 = "u1=--CLICK-ID--"
  static let click = "https://click.linksynergy.com/fs-bin/click?id=3EXBwEUh9KI&offerid=1.2"
  static let network = "https://click.linksynergy.com"

  static let tagging = [
    LinkCase(deep, "not-tagged!|\(deep)"),
    LinkCase("\(deep)&\(u1)"),
    LinkCase(" \(deep)\n", "not-tagged!|\(deep)"),
    LinkCase("\(deep)&u1=", "not-tagged!|u1="),
    LinkCase("\(deep)&amp;u1", "not-tagged!|u1"),
    LinkCase("\(deep)&amp;u1=#top", "not-tagged!|u1="),
    LinkCase("https://shop.example/?to=click.linksynergy.com"),
    LinkCase("\(deep)&subid=--CLICK-ID--", "not-tagged!|\(deep)&subid=--CLICK-ID--"),
    LinkCase("\(deep)&u1=&#45;-CLICK-ID--"),
    // percent-encoded
    LinkCase("\(deep)&u1=%2D%2DCLICK-ID%2D%2D", "encoded-token|u1=%2D%2DCLICK-ID%2D%2D"),
    LinkCase("\(deep)&%751=--CLICK%2DID--", "encoded-token|%751=--CLICK%2DID--"),
    LinkCase("\(deep)&u1=--%43LICK-ID--", "encoded-token!|u1=--%43LICK-ID--", existing: .replace),
    LinkCase(
      "\(deep)&u1=%252D%252DCLICK-ID%252D%252D&amp;x=1", "encoded-token|u1=%252D%252DCLICK-ID%252D%252D"),
    // misspelt
    LinkCase("\(deep)&u1=--click-id--", "misspelt-token|u1=--click-id--"),
    LinkCase("\(deep)&u1=--CLICKID--", "misspelt-token|u1=--CLICKID--"),
    LinkCase("\(deep)&u1=-CLICK-ID-", "misspelt-token|u1=-CLICK-ID-"),
    LinkCase("\(deep)&u1={click_id}", "misspelt-token|u1={click_id}"),
    LinkCase("\(deep)&u1=%7Bclick_id%7D", "misspelt-token|u1=%7Bclick_id%7D"),
    LinkCase("\(deep)&u1=[CLICKID]", "misspelt-token|u1=[CLICKID]"),
    LinkCase("\(deep)&u1=%%CLICK-ID%%", "misspelt-token|u1=%%CLICK-ID%%"),
    LinkCase("\(deep)&u1=clickid", "misspelt-token|u1=clickid"),
    LinkCase("\(deep)&u1=--CLIKC-ID--", "misspelt-token|u1=--CLIKC-ID--"),
    LinkCase("\(deep)&u1=–CLICK-ID–", "misspelt-token|u1=–CLICK-ID–"),
    LinkCase("\(deep)&u1=--CLICK-ID-- ", existing: .replace),
    LinkCase("\(deep)&u1=--CLICK-ID--x", "misspelt-token!|u1=--CLICK-ID--x", existing: .replace),
    LinkCase("\(deep)&u1=clicked", "kept-subid|u1=clicked"),
    LinkCase("\(deep)&u1=QUICKID1", "kept-subid|u1=QUICKID1"),
    // another value
    LinkCase("\(deep)&u1=summer", "kept-subid|u1=summer"),
    LinkCase("\(deep)&u1=summer", "kept-subid!|u1=summer", existing: .replace),
    LinkCase(
      "\(deep)&u1=Zojr5qPF3fVk9OckC3bBS8H4tHkcn7pGuE", "kept-subid|u1=Zojr5qPF3fVk9OckC3bBS8H4tHkcn7pGuE"),
    LinkCase("\(deep)%3Fu1%3Dz&\(u1)"),
    // twice
    LinkCase("\(deep)&u1=a&amp;u1=b", "repeated-subid|u1=b"),
    LinkCase("\(deep)&\(u1)&u1=b", "repeated-subid|u1=b"),
    LinkCase("\(deep)&u1=a&\(u1)", "repeated-subid|u1=a"),
    LinkCase("\(deep)&\(u1)&\(u1)", "repeated-subid|\(u1)"),
    LinkCase("\(deep)&u1=&u1=&%751", "repeated-subid|u1="),
    LinkCase("\(deep)&u1=--CLICK%2DID--&u1=--click-id--", "repeated-subid|u1=--click-id--"),
    LinkCase("\(deep)&\(u1)#u1=2"),
    // other case
    LinkCase("\(deep)&U1=x", "not-tagged!|\(deep)&U1=x", "other-case-subid|U1=x"),
    LinkCase("\(deep)&U1=x&\(u1)", "other-case-subid|U1=x"),
    LinkCase("\(deep)&U11=x&\(u1)"),
    LinkCase("\(deep)&U1=a@b.example&\(u1)", "other-case-subid|U1=a@b.example"),
    // a group with another parameter
    LinkCase("https://www.awin1.example/?a=1&amp;clickref={click}"),
    LinkCase("https://www.awin1.example/?clickref={clicks}", "misspelt-token|clickref={clicks}"),
    LinkCase("https://www.awin1.example/?clickref=click", "misspelt-token|clickref=click"),
    LinkCase("https://www.awin1.example/?clickref=tick", "kept-subid|clickref=tick"),
    LinkCase("https://www.awin1.example/?clickref=a_b", "kept-subid|clickref=a_b"),
  ]

  static let long72 = String(repeating: "a", count: 72)

  static let values = [
    LinkCase("\(deep)&u1=a%40b.example", "kept-subid|u1=a%40b.example", "private-subid|u1=a%40b.example"),
    LinkCase(
      "\(deep)&u1=jo.doe+x@mail.shop.example", "kept-subid|u1=jo.doe+x@mail.shop.example",
      "private-subid|u1=jo.doe+x@mail.shop.example"),
    LinkCase(
      "\(deep)&u1=a%2540b.example", "kept-subid|u1=a%2540b.example", "private-subid|u1=a%2540b.example"),
    LinkCase(
      "\(deep)&u1=a@b.example", "kept-subid!|u1=a@b.example", "private-subid!|u1=a@b.example",
      existing: .replace),
    LinkCase("\(deep)&u1=a@b.example&u1=x", "repeated-subid|u1=x", "private-subid|u1=a@b.example"),
    LinkCase("\(deep)&u1=a@home", "kept-subid|u1=a@home", "subid-characters|u1=a@home"),
    LinkCase("\(deep)&u1=@b.example", "kept-subid|u1=@b.example", "subid-characters|u1=@b.example"),
    LinkCase("\(deep)&u1=a@b.2", "kept-subid|u1=a@b.2", "subid-characters|u1=a@b.2"),
    LinkCase("\(deep)&u1=%2B14155550123", "kept-subid|u1=%2B14155550123", "private-subid|u1=%2B14155550123"),
    LinkCase("\(deep)&u1=+14155550123", "kept-subid|u1=+14155550123", "private-subid|u1=+14155550123"),
    LinkCase("\(deep)&u1=415-555-0123", "kept-subid|u1=415-555-0123", "private-subid|u1=415-555-0123"),
    LinkCase("\(deep)&u1=1.415.555.0123", "kept-subid|u1=1.415.555.0123", "private-subid|u1=1.415.555.0123"),
    LinkCase(
      "\(deep)&u1=(415)%205550123", "kept-subid|u1=(415)%205550123", "private-subid|u1=(415)%205550123"),
    LinkCase(
      "\(deep)&u1=020%207946%200958", "kept-subid|u1=020%207946%200958", "private-subid|u1=020%207946%200958"),
    LinkCase("\(deep)&u1=2023-05-19", "kept-subid|u1=2023-05-19", "subid-characters|u1=2023-05-19"),
    LinkCase("\(deep)&u1=05-19-2023", "kept-subid|u1=05-19-2023", "subid-characters|u1=05-19-2023"),
    LinkCase("\(deep)&u1=4155550123", "kept-subid|u1=4155550123"),
    LinkCase("\(deep)&u1=0041441234567", "kept-subid|u1=0041441234567"),
    LinkCase("\(deep)&u1=20230519", "kept-subid|u1=20230519"),
    LinkCase("\(deep)&u1=\(long72)", "kept-subid|u1=\(long72)"),
    LinkCase("\(deep)&u1=\(long72)a", "kept-subid|u1=\(long72)a", "long-subid|u1=\(long72)a"),
    LinkCase("\(deep)&u1=\(long72)_", "kept-subid|u1=\(long72)_", "long-subid|u1=\(long72)_"),
    LinkCase(
      "\(deep)&u1=\(long72)%61", "kept-subid!|u1=\(long72)%61", "long-subid!|u1=\(long72)%61",
      existing: .replace),
    LinkCase("\(deep)&u1=\(long72.dropFirst())%61", "kept-subid|u1=\(long72.dropFirst())%61"),
    LinkCase("\(deep)&u1=summer-sale", "kept-subid|u1=summer-sale", "subid-characters|u1=summer-sale"),
    LinkCase(
      "\(deep)&u1=summer_sale", "kept-subid!|u1=summer_sale", "subid-characters!|u1=summer_sale",
      existing: .replace),
    LinkCase("\(deep)&u1=été", "kept-subid|u1=été", "subid-characters|u1=été"),
    LinkCase("\(deep)&u1=a%0Ab", "kept-subid|u1=a%0Ab", "subid-characters|u1=a%0Ab"),
    LinkCase("\(deep)&u1=Summer%32", "kept-subid|u1=Summer%32"),
  ]

  static let addresses = [
    // deep links
    LinkCase("\(network)/deeplink?id=7VeMhFdLOPg&mid=1&\(u1)", "deep-link-incomplete|/deeplink"),
    LinkCase("\(network)/deeplink?mid=1&murl=a&\(u1)", "deep-link-incomplete|/deeplink"),
    LinkCase("\(network)/deeplink?\(u1)", "deep-link-incomplete|/deeplink"),
    LinkCase("\(network)/deeplink", "not-tagged!|\(network)/deeplink", "deep-link-incomplete|/deeplink"),
    LinkCase("\(network)/deeplink?id=7VeMhFdLOPg&amp;mid=&amp;murl=a&amp;\(u1)", "deep-link-incomplete|mid="),
    LinkCase("\(network)/deeplink?id=&amp;mid&amp;murl=a&amp;\(u1)", "deep-link-incomplete|/deeplink"),
    LinkCase("\(network)/%64eeplink?id=7VeMhFdLOPg&murl=a&\(u1)", "deep-link-incomplete|/%64eeplink"),
    LinkCase("\(network)\\deeplink?id=7VeMhFdLOPg&murl=a&\(u1)", "deep-link-incomplete|\\deeplink"),
    LinkCase("\(network)/deeplink2?id=7VeMhFdLOPg&\(u1)"),
    LinkCase("\(network)/link?id=7VeMhFdLOPg&offerid=1.2&type=2&\(u1)"),
    LinkCase(html: "<a rel=\"rakuten nofollow\" href=\"https://other.example/deeplink?id=1&\(u1)\">"),
    LinkCase(
      html: "<base href=//click.linksynergy.com><a rel=nofollow href=\"deeplink?id=7VeMhFdLOPg&\(u1)\">",
      "deep-link-incomplete|deeplink"),
    // id
    LinkCase("\(network)/fs-bin/click?id=short&offerid=1.2&\(u1)", "publisher-id|id=short"),
    LinkCase("\(network)/fs-bin/click?id=3EXBwEUh9KI2&offerid=1.2&\(u1)", "publisher-id|id=3EXBwEUh9KI2"),
    LinkCase("\(network)/fs-bin/click?id=lI8cIt0J/v0&offerid=1.2&\(u1)"),
    LinkCase("\(network)/fs-bin/click?id=lI8cIt0J%2Fv0&offerid=1.2&\(u1)"),
    LinkCase("\(network)/fs-bin/click?id=MyzlSQhI*M8&offerid=1.2&\(u1)"),
    LinkCase("\(network)/fs-bin/click?id=3EXBwEUh9KI%20&offerid=1.2&\(u1)", "publisher-id|id=3EXBwEUh9KI%20"),
    LinkCase("\(network)/fs-bin/stat?id=x&offerid=1&\(u1)", "publisher-id|id=x"),
    LinkCase("\(network)/link?id=x&offerid=1&\(u1)", "publisher-id|id=x"),
    LinkCase("\(network)/deeplink?id=x&mid=1&murl=a&\(u1)", "publisher-id|id=x"),
    LinkCase("\(network)/fs-bin/click?offerid=1.2&\(u1)", "publisher-id|/fs-bin/click"),
    LinkCase("\(network)/fs-bin/click?id=&offerid=1.2&\(u1)", "publisher-id|id="),
    LinkCase("\(network)/?id=x&\(u1)"),
    LinkCase("https://www.awin1.example/fs-bin/click?id=x&clickref={click}"),
    // murl
    LinkCase(
      "\(network)/deeplink?id=7VeMhFdLOPg&mid=1&murl=https://a/b&\(u1)", "murl-not-encoded|murl=https://a/b"),
    LinkCase(
      "\(network)/deeplink?id=7VeMhFdLOPg&mid=1&murl=https%3A//a&\(u1)", "murl-not-encoded|murl=https%3A//a"),
    LinkCase("\(network)/link?id=7VeMhFdLOPg&type=15&murl=//a&\(u1)", "murl-not-encoded|murl=//a"),
    LinkCase("\(network)/link?id=7VeMhFdLOPg&type=15&murl=&#47;/a&\(u1)", "murl-not-encoded|murl=&#47;/a"),
    LinkCase("\(network)/deeplink?id=7VeMhFdLOPg&mid=1&murl=www.a.example&\(u1)"),
    LinkCase("\(network)/?murl=https://a/&\(u1)"),
    LinkCase(
      "\(network)/deeplink?id=7VeMhFdLOPg&mid=1&murl=https%253A%252F%252Fa&\(u1)",
      "murl-encoded-twice|murl=https%253A%252F%252Fa"),
    LinkCase(
      "\(network)/deeplink?id=7VeMhFdLOPg&mid=1&murl=www.a%252Fb&\(u1)", "murl-encoded-twice|murl=www.a%252Fb"
    ),
    LinkCase(
      "\(network)/deeplink?id=7VeMhFdLOPg&mid=1&murl=https%3A%2F%2Fa%2F%3Fb%3Dhttps%253A%252F%252Fc&\(u1)"),
    LinkCase("\(network)/fs-bin/stat?id=7VeMhFdLOPg&offerid=1&RD_PARM1=https%253A%252F%252Fa&\(u1)"),
    LinkCase("\(network)/fs-bin/stat?id=7VeMhFdLOPg&offerid=1&RD_PARM1=https%3A%2F%2Fa%2F%3Fb&\(u1)"),
    LinkCase("\(network)/fs-bin/stat?id=7VeMhFdLOPg&offerid=1&RD_PARM1=https%3A//a&\(u1)"),
    LinkCase(
      "\(network)/fs-bin/stat?id=7VeMhFdLOPg&offerid=1&RD_PARM1=https://a&\(u1)",
      "rd-parm1-not-encoded|RD_PARM1=https://a"),
    LinkCase(
      "https://linksynergy.jrs5.com/fs-bin/click?id=7VeMhFdLOPg&offerid=1&RD_PARM1=http%3A%2F%2Fa/?b=1&amp;c=2&\(u1)",
      "rd-parm1-not-encoded|RD_PARM1=http%3A%2F%2Fa/?b=1"),
    LinkCase(
      "\(network)/link?id=7VeMhFdLOPg&type=15&RD_PARM1=http://a&\(u1)",
      "rd-parm1-not-encoded|RD_PARM1=http://a"),
    // &amp;amp;
    LinkCase(
      "\(network)/deeplink?id=7VeMhFdLOPg&amp;amp;mid=1&amp;amp;murl=a&amp;\(u1)",
      "double-escaped-ampersand|&amp;amp;"),
    LinkCase(
      "\(click)&#38;amp;\(u1)", "not-tagged!|\(click)&#38;amp;\(u1)", "double-escaped-ampersand|&#38;amp;"),
    LinkCase(
      "\(network)/deeplink?id=7VeMhFdLOPg&amp;#038;mid=1",
      "not-tagged!|\(network)/deeplink?id=7VeMhFdLOPg&amp;#038;mid=1", "double-escaped-ampersand|&amp;#038;"),
    LinkCase("\(click)&amp;amp=1&amp;\(u1)"),
    LinkCase("\(click)&amp;\(u1)&amp;#top"),
    LinkCase("\(click)&amp;murl=a%26amp;b&amp;\(u1)"),
    // http
    LinkCase("http://click.linksynergy.com/?\(u1)", "http-link|http"),
    LinkCase(" ht\ttp://click.linksynergy.com/?\(u1)", "http-link|ht\ttp"),
    LinkCase("&#72;TTP://click.linksynergy.com/?\(u1)", "http-link|&#72;TTP"),
    LinkCase("//click.linksynergy.com/?\(u1)"),
    LinkCase("HTTPS://click.linksynergy.com/?\(u1)"),
    // rel
    LinkCase(html: "<A class=b href=\"\(deep)&\(u1)\">", "unqualified-link|<A"),
    LinkCase(html: "<a rel=\" \" href=\"\(deep)&\(u1)\">", "unqualified-link|<a"),
    LinkCase(
      html: "<a REL='external noopener' href=\"\(deep)&\(u1)\">", "unqualified-link|external noopener"),
    LinkCase(html: "<a rel=' ugc\n' href=\"\(deep)&\(u1)\">", "unqualified-link|ugc"),
    LinkCase(html: "<a rel=\"noopener SPONSORED\" href=\"\(deep)&\(u1)\">"),
    LinkCase(html: "<a href=\"https://other.example/\">"),
    LinkCase(html: "<a href=\"/go/fw?\(u1)\">", "unqualified-link|<a"),
    // an unfinished reference
    LinkCase(
      "\(click)&u1&bne;", "ambiguous-reference|&bne;", existing: .replace),
    LinkCase("\(click)&u1&bne;", "kept-subid|u1&bne;", "subid-characters|u1&bne;"),
    LinkCase("\(click)&u1=&lt", "kept-subid!|u1=&lt", "subid-characters!|u1=&lt", existing: .replace),
    LinkCase(
      html: "<a rel=rakuten href=\"/go/loop?u1&bne;\">", "redirect-loop|/go/loop?u1&bne;", existing: .replace),
    // template code that leaves open where the click id goes
    LinkCase("\(network)/deeplink{{ query }}", "template-code|{{ query }}"),
    LinkCase("\(network)<?= $path ?>", "template-code|<?= $path ?>"),
    LinkCase("\(deep){% if a %}#top{% endif %}", "template-code|{% if a %}"),
    LinkCase("\(deep){{ sep }}u1=x", "template-code|{{ sep }}"),
    LinkCase("\(deep)&a={{ b }}&c=<?= f(\"d\") ?>", "template-code|<?= f("),
    LinkCase("\(network)/deeplink?id=<!--#echo var=\"ID\" -->&mid=1", "template-code|<!--#echo var="),
    LinkCase(html: "<a href=\(network)/deeplink?id=<%=id%>>", "template-code|<%=id%"),
    LinkCase(html: "<a rel=\"rakuten nofollow\" href=\"{{ url }}\">", "template-code|{{ url }}"),
    LinkCase(html: "<a rel=\"rakuten nofollow\" href=\"https://{{ host }}/x\">", "template-code|{{ host }}"),
    LinkCase("/go/fw?a=<?= f(\"b\") ?>", "template-code|<?= f("),
    LinkCase(html: "<a rel=nofollow href=\"{{ url }}\">"),
    LinkCase("/go/{{ slug }}"),
    // and that does not; of what it writes nothing is known
    LinkCase("\(deep)&a={{ b }}", "not-tagged!|\(deep)&a={{ b }}"),
    LinkCase("\(network)/deeplink?id={{ id }}&\(u1)"),
    LinkCase("\(network)/deeplink?id={{ id }}&mid=&\(u1)", "deep-link-incomplete|mid="),
    LinkCase("\(network)/deeplink?{{ query }}&\(u1)"),
    LinkCase("\(network)/deeplink{{ query }}&\(u1)"),
    LinkCase("\(network)/fs-bin/click?{{ query }}&\(u1)"),
    LinkCase("\(network)/fs-bin/click?id=short&offerid={{ offer }}&\(u1)", "publisher-id|id=short"),
    LinkCase("\(network)/deeplink?id=7VeMhFdLOPg&mid=1&murl={{ u ? '//' : ':' }}&\(u1)"),
    LinkCase(
      "\(network)/deeplink?id=7VeMhFdLOPg&mid=1&murl=https://shop/{{ page }}&\(u1)",
      "murl-not-encoded|murl=https://shop/{{ page }}"),
    LinkCase("\(deep)&u1={{ user }}", "kept-subid|u1={{ user }}"),
    LinkCase("\(deep)&u1={{ user }}", "kept-subid!|u1={{ user }}", existing: .replace),
    LinkCase("\(deep)&u1=jo@b.example{{ x }}", "kept-subid|u1=jo@b.example{{ x }}"),
    LinkCase("\(deep)&u1={{ \(long72) }}", "kept-subid|u1={{ \(long72) }}"),
    LinkCase("/go/fw?a={{ b }}", "not-tagged!|/go/fw?a={{ b }}"),
    LinkCase("/go/fw?a={{ b }}", "not-tagged!|/go/fw?a={{ b }}", mode: .inline),
    LinkCase("/go/drop?a={{ b }}", "redirect-drops-query|/go/drop?a={{ b }}", mode: .auto),
  ]

  static let marked = [
    LinkCase(
      html: "<a data-tracking-group=clickbank href=\"\(deep)\">", "group-contradicts-host|clickbank"),
    LinkCase(
      html: "<a Data-Tracking-Group=\" rakutn\" href=\"http://click.linksynergy.com/deeplink?u1=x\">",
      "group-contradicts-host|rakutn"),
    LinkCase(html: "<a data-tracking-group=' RAKUTEN ' rel=nofollow href=\"\(deep)&\(u1)\">"),
    LinkCase(html: "<a data-tracking-group='' rel=nofollow href=\"\(deep)&\(u1)\">"),
    LinkCase(html: "<a data-tracking-group=rakutn href=/go/x>", "unknown-group|rakutn"),
    LinkCase(
      html: "<a data-tracking-group='&#114;akutem ' href=https://other.example/>",
      "unknown-group|&#114;akutem"),
    LinkCase(html: "<a data-tracking-group=rakutn href=/go/fw>", "unknown-group|rakutn"),
    LinkCase(html: "<a data-tracking-group=impact href=/go/x>"),
    LinkCase(html: "<a data-tracking-group=clickbank href=/go/fw>"),
    LinkCase(html: "<a rel=rakuten href=\"\">", "empty-link|href=\"\""),
    LinkCase(html: "<a rel=rakuten href>", "empty-link|href"),
    LinkCase(html: "<a rel=rakuten href=' \n'>", "empty-link|href=' \n'"),
    LinkCase(html: "<a href=\"\">"),
    LinkCase(html: "<a rel=rakuten href=\" #top\">", "fragment-link|#top"),
    LinkCase(html: "<a rel=rakuten href=&num;>", "fragment-link|&num;"),
    LinkCase(html: "<a rel=nofollow href=#top>"),
    LinkCase(html: "<a rel=rakuten href=\"mailto:a@b.example\">", "not-a-web-link|mailto"),
    LinkCase(
      html: "<a data-tracking-group=rakuten href=\"java&Tab;script:go()\">", "not-a-web-link|java&Tab;script"),
    LinkCase(html: "<a href=mailto:a@click.linksynergy.com>"),
    LinkCase(html: "<a rel=rakuten href=\"https://a b/x\">", "invalid-url|a b"),
    LinkCase(
      html: "<a rel=rakuten href=\"https://click.linksynergy.com:x/\">", "invalid-url|click.linksynergy.com:x"
    ),
    LinkCase(html: "<a href=\"https://a b/\">"),
  ]

  static let redirects = [
    LinkCase("/go/fw", "not-tagged!|/go/fw"),
    LinkCase("/go/fw?\(u1)"),
    LinkCase("/go/fw?\(u1)", mode: .inline),
    LinkCase("/go/fw", "not-tagged!|/go/fw", mode: .inline),
    LinkCase("/go/fw?u1=summer", "kept-subid|u1=summer"),
    LinkCase("/go/fw?u1=summer", "kept-subid|u1=summer", mode: .inline),
    LinkCase("/go/fw?u1=summer", "kept-subid!|u1=summer", mode: .inline, existing: .replace),
    LinkCase("/go/fw?u1=--click-id--&amp;u1=b", "repeated-subid|u1=b"),
    LinkCase("/go/fw?U1=1", "not-tagged!|/go/fw?U1=1", "other-case-subid|U1=1"),
    LinkCase("/go/fw", mode: .off),
    LinkCase("/go/away"),
    // the query is lost
    LinkCase(" /go/drop ", "redirect-drops-query|/go/drop"),
    LinkCase("/go/drop?\(u1)", "redirect-drops-query|/go/drop?\(u1)"),
    LinkCase("/go/drop?u1=summer", "redirect-drops-query|/go/drop?u1=summer"),
    LinkCase(html: "<a rel='rakuten nofollow' href=/go/drop>", "redirect-drops-query|/go/drop"),
    LinkCase("/go/drop", "redirect-drops-query!|/go/drop", mode: .auto),
    LinkCase("/go/drop?u1=summer", "redirect-drops-query!|/go/drop?u1=summer", mode: .inline),
    LinkCase("/go/drop-u1", "redirect-drops-query|/go/drop-u1"),
    LinkCase("/go/drop-u1", "kept-subid|/go/drop-u1", mode: .auto),
    LinkCase("/go/drop-u1", "redirect-drops-query!|/go/drop-u1", mode: .auto, existing: .replace),
    // nobody knows
    LinkCase("/go/unknown", "not-tagged!|/go/unknown", "redirect-query-unknown|/go/unknown"),
    LinkCase("/go/unknown?\(u1)", "redirect-query-unknown|/go/unknown?\(u1)"),
    LinkCase("/go/unknown", "not-tagged!|/go/unknown", mode: .inline),
    LinkCase("/go/unknown?\(u1)", "redirect-query-unknown!|/go/unknown?\(u1)", mode: .inline),
    // more than one
    LinkCase("/go/twice?\(u1)", "double-redirect|/go/twice?\(u1)"),
    LinkCase("/go/twice", "not-tagged!|/go/twice", "double-redirect!|/go/twice", mode: .inline),
    // a rule that asks for u1
    LinkCase("/go/asks-u1", "redirect-needs-subid|/go/asks-u1"),
    LinkCase("/go/asks-u1", "redirect-needs-subid|/go/asks-u1", mode: .inline),
    LinkCase("/go/asks-u1?\(u1)", mode: .inline),
    // a u1 of its own
    LinkCase("/go/own-u1", "redirect-has-subid|/go/own-u1"),
    LinkCase(html: "<a rel='rakuten nofollow' href=/go/own-u1>", "redirect-has-subid|/go/own-u1"),
    LinkCase("/go/own-u1", "kept-subid|/go/own-u1", mode: .inline),
    LinkCase("/go/own-u1", "redirect-has-subid!|/go/own-u1", mode: .inline, existing: .replace),
    LinkCase("/go/two-u1", "repeated-subid|/go/two-u1", mode: .inline),
    // nowhere
    LinkCase("/go/loop", "redirect-loop|/go/loop"),
    LinkCase(html: "<a rel=rakuten href=/go/loop>", "redirect-loop|/go/loop"),
    LinkCase("/go/dead", "redirect-dead-end|/go/dead"),
    LinkCase("/go/to-gone", "redirect-dead-end|/go/to-gone"),
    LinkCase("/go/gone", "redirect-dead-end|/go/gone"),
    LinkCase("/go/map", "redirect-not-understood|/go/map"),
    LinkCase("/go/to-map", "redirect-not-understood|/go/to-map"),
    // for some visitors only
    LinkCase("/go/two-ways", "not-tagged!|/go/two-ways"),
    LinkCase("/go/two-ways", "redirect-depends-on-visitor|/go/two-ways", mode: .inline),
    LinkCase(
      "/go/cookie", "deep-link-incomplete|/go/cookie", "not-tagged!|/go/cookie",
      "redirect-query-unknown|/go/cookie"),
    LinkCase("/go/nothing"),
    LinkCase("/go/long-0x", "redirect-too-long|/go/long-0x"),
    LinkCase("/go/long-4x", "redirect-dead-end|/go/long-4x"),
    LinkCase("/go/mail", "redirect-not-web|/go/mail"),
    LinkCase(
      "/go/to-cookie", "deep-link-incomplete|/go/to-cookie", "double-redirect|/go/to-cookie",
      "not-tagged!|/go/to-cookie", "redirect-query-unknown|/go/to-cookie"),
    // faults of the address behind it
    LinkCase("/go/no-murl?\(u1)", "deep-link-incomplete|/go/no-murl?\(u1)"),
    LinkCase("/go/no-murl", "not-tagged!|/go/no-murl", "deep-link-incomplete|/go/no-murl", mode: .inline),
    LinkCase("/go/short-id?\(u1)", "publisher-id|/go/short-id?\(u1)"),
    LinkCase("/go/plain-murl?\(u1)", "murl-not-encoded|/go/plain-murl?\(u1)"),
    LinkCase("/go/murl-twice?\(u1)", "murl-encoded-twice|/go/murl-twice?\(u1)"),
    LinkCase("/go/escaped?\(u1)", "double-escaped-ampersand|/go/escaped?\(u1)"),
    LinkCase("/go/http?\(u1)", "http-link|/go/http?\(u1)"),
    LinkCase("/go/fw?a=1&amp;amp;b=2&amp;\(u1)", "double-escaped-ampersand|&amp;amp;"),
    LinkCase(
      "/go/fw?a&amp;amp;b", "not-tagged!|/go/fw?a&amp;amp;b", "double-escaped-ampersand|/go/fw?a&amp;amp;b",
      mode: .inline),
    LinkCase("/go/drop?a&amp;amp;b", "redirect-drops-query!|/go/drop?a&amp;amp;b", mode: .inline),
    LinkCase(
      "/go/drop?a&amp;#38;b", "redirect-drops-query!|/go/drop?a&amp;#38;b",
      "double-escaped-ampersand|&amp;#38;", mode: .inline),
    LinkCase("/go/no-murl?\(u1)&amp;#38;b", "double-escaped-ampersand|&amp;#38;", mode: .inline),
    LinkCase("/go/fw?U1=1", "not-tagged!|/go/fw?U1=1", "other-case-subid|U1=1", mode: .inline),
    // rewrite has something else to say, and nothing of this matters
    LinkCase(html: "<a rel=rakuten href=\"/go/loop?u1=a&u1=b&U1\">", "redirect-loop|/go/loop?u1=a&u1=b&U1"),
    LinkCase("/go/two-u1?u1=x", "repeated-subid|/go/two-u1?u1=x", mode: .inline),
    LinkCase("http://site.example/go/fw?\(u1)"),
  ]

  static let codes = [
    LinkCase("\(coded)", "not-tagged!|\(coded)"),
    LinkCase("\(coded)?c=\(ownCode)"),
    LinkCase("\(coded)?c=kkkkkkkkkk", "reused-code!|c=kkkkkkkkkk"),
    LinkCase("\(coded)?c=kkkkkkkkkk", "reused-code!|c=kkkkkkkkkk", existing: .replace),
    LinkCase("\(coded)?c=mmmmmmmmmm", "unknown-code|c=mmmmmmmmmm"),
    LinkCase("\(coded)?c=summer", "kept-subid|c=summer"),
    LinkCase("\(coded)?c=summer", "kept-subid!|c=summer", existing: .replace),
    LinkCase("\(coded)?c=--CLICK-ID--", "kept-subid!|c=--CLICK-ID--"),
  ]
  private static let coded = "https://www.codes.example/x"
  private static let ownCode = LinkCode.of(LinkPlace(page: "index.html", destination: coded))

  static let all = tagging + values + addresses + marked + redirects + codes

  @Test("a link has these faults, marked here, and rewrite repairs what it is said to repair", arguments: all)
  func link(test: LinkCase) throws {
    let fixture = try AuditFixture(redirects: test.mode, existing: test.existing)
    let audit = fixture.audit(Array("<p>\n\(test.html)x</a>".utf8))
    #expect(audit.found.map(\.description).sorted() == test.expected.sorted())
    #expect(fixture.brokenClaims(audit) == [])
    #expect(
      audit.found.allSatisfy {
        !$0.violation.message.isEmpty && !$0.violation.fix.isEmpty && $0.violation.link == 0
      })
  }

  @Test("each check has a code of its own and is tested, also what it says that rewrite repairs")
  func coverage() {
    let checks = AuditCheck.ofLinks
    #expect(Set(checks.map(\.code)).count == checks.count)
    for check in checks {
      let expected = Self.all.flatMap(\.expected)
      #expect(
        expected.contains { $0.hasPrefix("\(check.code)|") || $0.hasPrefix("\(check.code)!|") },
        "\(check.code)")
      #expect(expected.contains { $0.hasPrefix("\(check.code)!|") } == check.rewriteRepairs, "\(check.code)")
      #expect(
        check.code.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
      #expect(check.why.hasSuffix(".") || check.why.hasSuffix(")."), "\(check.code)")
      #expect(check.fix.hasSuffix("."), "\(check.code)")
    }
  }

  @Test("several links of a page are told apart, in pages of other encodings too")
  func severalLinks() throws {
    let fixture = try AuditFixture()
    var page = Array("<p>\u{FEFF}é<a rel=nofollow href='".utf8) + [0xE9, 0x80]
    page += "'>".utf8
    page += "<a rel=nofollow href='\(Self.deep)&amp;x=".utf8
    page += [0xE9, 0xFF]
    page += "&amp;u1=a'>\n<a rel=nofollow href=\(Self.click)&u1=b>".utf8
    let audit = fixture.audit(page)
    #expect(audit.found.map(\.description) == ["kept-subid|u1=a", "kept-subid|u1=b"])
    #expect(audit.found.map(\.violation.link) == [0, 1])
  }

  @Test("messages name the redirect rule and what to change there")
  func messages() throws {
    func first(_ href: String) throws -> (message: String, fix: String) {
      let page = "<a rel=nofollow href='\(href)'>"
      let violation = try #require(try AuditFixture().audit(Array(page.utf8)).found.first).violation
      return (MessageText(violation.message).text, MessageText(violation.fix).text)
    }
    let drop = try first("/go/drop")
    #expect(
      drop.message.hasPrefix("the click id would be lost at .htaccess:15: the rule leads to https://click"))
    #expect(drop.fix == "set redirects to inline, or link to the affiliate address itself")
    #expect(
      try first("/go/loop").message
        == "redirects lead in a circle: .htaccess:19 leads back to https://site.example/go/loop")
    #expect(
      try first("/go/no-murl?u1=--CLICK-ID--").message
        == "the address that .htaccess:5 leads to is a deep link without murl")
    #expect(try first("/go/no-murl?u1=--CLICK-ID--").fix == "add murl at .htaccess:5")
    #expect(
      try first("\(Self.network)/deeplink?u1=--CLICK-ID--").message
        == "the link is a deep link without id, mid and murl")
    #expect(try first("/go/gone").message == ".htaccess:21 refuses https://site.example/go/gone")
    #expect(try first("/go/to-gone").message.hasSuffix("/go/gone, which .htaccess:21 refuses"))
  }

  @Test("a misspelt group's fix names the nearest one", arguments: ["rakutn", "Rakuten2", "rakutén"])
  func nearest(group: String) throws {
    let fixture = try AuditFixture()
    let page = "<a data-tracking-group=\(group) href=/x><a data-tracking-group=\(group) href='\(Self.deep)'>"
    let violations = fixture.audit(Array(page.utf8)).found.map(\.violation)
    #expect(Set(violations.map(\.fix)) == ["did you mean rakuten?", "write rakuten"])
  }
}
