import AutoTagBytes
import AutoTagHTML
import AutoTagTracking
import Testing

@Suite("The edit that makes a link carry the click id")
struct SubidEditTests {
  /// One value as it is written and what becomes of it; a new case is one line.
  struct Case: CustomTestStringConvertible, Sendable {
    let raw: String
    let expected: String
    let isXHTML: Bool
    let notes: [SubidNote]
    private(set) var policy = ExistingSubidPolicy.keep
    private(set) var group = TrackingGroup.rakuten
    /// The fate of a link that is left alone; `nil`: it carries the token already.
    private(set) var leftAlone: String?

    init(_ raw: String, _ expected: String, isXHTML: Bool = false, notes: [SubidNote] = []) {
      self.raw = raw
      self.expected = expected
      self.isXHTML = isXHTML
      self.notes = notes
    }

    var testDescription: String {
      "\(raw.debugDescription)\(isXHTML ? " in XHTML" : ""), \(group.subid), \(policy)"
    }

    func keeps(_ value: String) -> Case { with { $0.leftAlone = "kept \(value)" } }
    func skipped(_ code: String) -> Case { with { $0.leftAlone = code } }
    func replacing() -> Case { with { $0.policy = .replace } }
    func of(_ subid: String, token: String = "T") throws -> Case {
      let group = try TrackingGroup(name: "g", hosts: ["go.example"], subid: subid, token: token)
      return with { $0.group = group }
    }

    private func with(_ change: (inout Case) -> Void) -> Case {
      var changed = self
      change(&changed)
      return changed
    }
  }

  static let link = "https://click.linksynergy.com"

  @Test(
    "the parameter goes to the end of the query",
    arguments: [
      Case("\(link)/deeplink?id=A&mid=1&murl=X", "\(link)/deeplink?id=A&mid=1&murl=X&u1=--CLICK-ID--"),
      Case("\(link)/deeplink", "\(link)/deeplink?u1=--CLICK-ID--"),
      Case("\(link)", "\(link)?u1=--CLICK-ID--"),
      Case("\(link)/", "\(link)/?u1=--CLICK-ID--"),
      Case("\(link)/x/", "\(link)/x/?u1=--CLICK-ID--"),
      Case("/go/shop", "/go/shop?u1=--CLICK-ID--"),
      Case("?id=A", "?id=A&u1=--CLICK-ID--"),
      Case("?", "?u1=--CLICK-ID--"),

      // No doubled separator.
      Case("\(link)/click?", "\(link)/click?u1=--CLICK-ID--"),
      Case("\(link)/click?id=A&", "\(link)/click?id=A&u1=--CLICK-ID--"),
      Case("\(link)/click?id=A&amp;", "\(link)/click?id=A&amp;u1=--CLICK-ID--"),
      Case("\(link)/click?id=A&#38;", "\(link)/click?id=A&#38;u1=--CLICK-ID--"),
      Case("\(link)/click?id=A&&", "\(link)/click?id=A&&u1=--CLICK-ID--"),
      Case("\(link)/click?&", "\(link)/click?&u1=--CLICK-ID--"),
      Case("\(link)/click?#top", "\(link)/click?u1=--CLICK-ID--#top"),
      Case("\(link)/click?id=A&#top", "\(link)/click?id=A&u1=--CLICK-ID--#top"),

      // Before the fragment, however its `#` is written; what looks like a query in it is none.
      Case("\(link)/click?id=A#top", "\(link)/click?id=A&u1=--CLICK-ID--#top"),
      Case("\(link)/click#top", "\(link)/click?u1=--CLICK-ID--#top"),
      Case("\(link)#", "\(link)?u1=--CLICK-ID--#"),
      Case("\(link)/click?id=A&num;top", "\(link)/click?id=A&u1=--CLICK-ID--&num;top"),
      Case("\(link)/click?id=A&#35;top", "\(link)/click?id=A&u1=--CLICK-ID--&#35;top"),
      Case("\(link)/click?id=A&#x23top", "\(link)/click?id=A&u1=--CLICK-ID--&#x23top"),
      Case("\(link)/click?id=A#u1=x", "\(link)/click?id=A&u1=--CLICK-ID--#u1=x"),
      Case("\(link)/click#?u1=x", "\(link)/click?u1=--CLICK-ID--#?u1=x"),
      Case("\(link)/click?id=A#a#b?c&d", "\(link)/click?id=A&u1=--CLICK-ID--#a#b?c&d"),
      Case("\(link)/click&quest;id=A", "\(link)/click&quest;id=A&u1=--CLICK-ID--"),
      Case("\(link)/click&#63;id=A", "\(link)/click&#63;id=A&u1=--CLICK-ID--"),
      Case("\(link)/click&#63", "\(link)/click&#63u1=--CLICK-ID--"),
      Case("\(link)/a?b?c", "\(link)/a?b?c&u1=--CLICK-ID--"),

      // White space at the end stays at the end, however it is written.
      Case("\(link)/x?id=A ", "\(link)/x?id=A&u1=--CLICK-ID-- "),
      Case(" \n\(link)/x?id=A\r\n\t", " \n\(link)/x?id=A&u1=--CLICK-ID--\r\n\t"),
      Case("\(link)/x?id=A&#32;", "\(link)/x?id=A&u1=--CLICK-ID--&#32;"),
      Case("\(link)/x?id=A&NewLine;&Tab; ", "\(link)/x?id=A&u1=--CLICK-ID--&NewLine;&Tab; "),
      Case("\(link)/x?id=A&#9", "\(link)/x?id=A&u1=--CLICK-ID--&#9"),
      Case("\(link)/x?id=A\u{1}", "\(link)/x?id=A&u1=--CLICK-ID--\u{1}"),
      Case("\(link)/x?id=A\n#top\n", "\(link)/x?id=A&u1=--CLICK-ID--\n#top\n"),
      Case("\(link)/x? ", "\(link)/x?u1=--CLICK-ID-- "),
      Case("\(link)/x ", "\(link)/x?u1=--CLICK-ID-- "),
      // A no-break space and what NUL becomes are no white space to the URL parser.
      Case("\(link)/x?id=A\u{A0}", "\(link)/x?id=A\u{A0}&u1=--CLICK-ID--"),
      Case("\(link)/x?id=A&nbsp;", "\(link)/x?id=A&nbsp;&u1=--CLICK-ID--"),
      Case("\(link)/x?id=A\0", "\(link)/x?id=A\0&u1=--CLICK-ID--"),

      // Nothing of the value is decoded and encoded again.
      Case("\(link)/link?id=lI8cIt0J/v0*M8&t='x'", "\(link)/link?id=lI8cIt0J/v0*M8&t='x'&u1=--CLICK-ID--"),
      Case("\(link)/x?m=caf\u{E9}%20+&eacute;", "\(link)/x?m=caf\u{E9}%20+&eacute;&u1=--CLICK-ID--"),
      Case("\(link)/d?murl=https://shop/?a=1&b=2", "\(link)/d?murl=https://shop/?a=1&b=2&u1=--CLICK-ID--"),
      Case("\(link)/x?id=A%", "\(link)/x?id=A%&u1=--CLICK-ID--"),
    ])
  func addition(_ link: Case) throws { try check(link) }

  @Test(
    "a new ampersand is written as the value writes its own",
    arguments: [
      Case("?a&b", "?a&b&u1=--CLICK-ID--"),
      Case("?a&amp;b", "?a&amp;b&amp;u1=--CLICK-ID--"),
      Case("?a&AMP;b", "?a&AMP;b&amp;u1=--CLICK-ID--"),
      Case("?a&#38;b", "?a&#38;b&amp;u1=--CLICK-ID--"),
      Case("?a&#x26;b", "?a&#x26;b&amp;u1=--CLICK-ID--"),
      Case("?a&#038b", "?a&#038b&amp;u1=--CLICK-ID--"),
      Case("?a&amp-b", "?a&amp-b&amp;u1=--CLICK-ID--"),
      // `=` or a letter behind it: text, and its ampersand a raw one.
      Case("?a&amp=b", "?a&amp=b&u1=--CLICK-ID--"),
      Case("?a&ampb", "?a&ampb&u1=--CLICK-ID--"),
      Case("?a&copy=b", "?a&copy=b&u1=--CLICK-ID--"),
      // One of both kinds: as the last.
      Case("?a&b&amp;c", "?a&b&amp;c&amp;u1=--CLICK-ID--"),
      Case("?a&amp;b&c", "?a&amp;b&c&u1=--CLICK-ID--"),
      // XHTML decides where there is no example or several.
      Case("?a", "?a&u1=--CLICK-ID--"),
      Case("?a", "?a&amp;u1=--CLICK-ID--", isXHTML: true),
      Case("?a&amp;b&c", "?a&amp;b&c&amp;u1=--CLICK-ID--", isXHTML: true),
      Case("?a&b&amp;c", "?a&b&amp;c&amp;u1=--CLICK-ID--", isXHTML: true),
      Case("?a&b", "?a&b&u1=--CLICK-ID--", isXHTML: true),
      Case("?a&amp;b", "?a&amp;b&amp;u1=--CLICK-ID--", isXHTML: true),
      Case("x", "x?u1=--CLICK-ID--", isXHTML: true),
      // References to other characters are no example.
      Case("?a=&eacute;", "?a=&eacute;&u1=--CLICK-ID--"),
      // An ampersand of the fragment or the path is one too.
      Case("?a#b&amp;c", "?a&amp;u1=--CLICK-ID--#b&amp;c"),
      Case("/a&amp;b?c", "/a&amp;b?c&amp;u1=--CLICK-ID--"),
    ])
  func separator(_ link: Case) throws { try check(link) }

  @Test(
    "an unfinished character reference keeps its meaning",
    arguments: [
      Case("?a&copy", "?a&copy&u1=--CLICK-ID--"),
      Case("?a=1&reg", "?a=1&reg&u1=--CLICK-ID--"),
      Case("?a&amp", "?a&amp;u1=--CLICK-ID--"),
      Case("?a&AMP", "?a&AMP;u1=--CLICK-ID--"),
      Case("?a&#38", "?a&#38u1=--CLICK-ID--"),
      Case("?a&#x26", "?a&#x26u1=--CLICK-ID--"),
      Case("x&copy", "x&copy?u1=--CLICK-ID--"),
      Case("?a&notit", "?a&notit&u1=--CLICK-ID--"),
      Case("?a&#", "?a&u1=--CLICK-ID--#"),
      Case("?a&#x", "?a&u1=--CLICK-ID--#x"),
      Case("?a&amp#top", "?a&amp;u1=--CLICK-ID--#top"),
      Case("?a&amp ", "?a&amp;u1=--CLICK-ID-- "),
      Case("?u1&copy", "?u1&copy&u1=--CLICK-ID--"),
    ])
  func unfinishedReference(_ link: Case) throws { try check(link) }

  @Test(
    "a parameter whose name would run into a reference does not",
    arguments: [
      ("1x", "?a&#38", "?a&#38;1x=T"),
      ("1x", "?a&#51", "?a&#51&1x=T"),
      ("1x", "?a&#3", "?a&1x=T&#3"),
      ("a", "?a=&#x26", "?a=T&#x26"),
      ("b", "?a&#x26", "?a&#x26;b=T"),
      ("lt", "?a&", "?a&lt=T"),
      ("copy", "?&#x3D;", "?&#x3D;&copy=T"),
      ("copy", "?a&amp;b", "?a&amp;b&amp;copy=T"),
      ("copy", "?copy", "?copy=T"),
      ("copy", "?a&copy", "?a&copy&copy=T"),
      ("copy", "?a&amp;copy", "?a&amp;copy=T"),
      ("1x", "x&#63", "x&#63;1x=T"),
      ("lt-x", "?a", "?a&amp;lt-x=T"),
      ("lt-x", "?a&b", "?a&b&amp;lt-x=T"),
      ("lt-x", "?a&", "?a&amp;lt-x=T"),
      ("lt-x", "?", "?lt-x=T"),
    ])
  func nameLikeReference(subid: String, raw: String, expected: String) throws {
    try check(try Case(raw, expected).of(subid))
  }

  @Test(
    "a token that would run into a reference does not",
    arguments: [
      ("1", "?s&#61", "?s&#61;1"),
      ("1", "?s&#61;", "?s&#61;1"),
      ("{x}", "?s&#61", "?s&#61{x}"),
      ("AB", "?s&#x3d", "?s&#x3d;AB"),
    ])
  func tokenLikeReference(token: String, raw: String, expected: String) throws {
    try check(try Case(raw, expected).of("s", token: token))
  }

  @Test(
    "a subid that is there without a value is filled in place",
    arguments: [
      Case("?id=A&u1=", "?id=A&u1=--CLICK-ID--"),
      Case("?id=A&amp;u1=", "?id=A&amp;u1=--CLICK-ID--"),
      Case("?u1=&id=A", "?u1=--CLICK-ID--&id=A"),
      Case("?u1=&amp;id=A", "?u1=--CLICK-ID--&amp;id=A"),
      Case("?u1&id=A", "?u1=--CLICK-ID--&id=A"),
      Case("?u1", "?u1=--CLICK-ID--"),
      Case("?id=A&u1#top", "?id=A&u1=--CLICK-ID--#top"),
      Case("?id=A&u1= #top", "?id=A&u1= #top").keeps(" "),
      Case("?id=A&u1=\n", "?id=A&u1=--CLICK-ID--\n"),
      Case("?id=A&u1=\n#top", "?id=A&u1=--CLICK-ID--\n#top"),
      Case("?id=A&%751=", "?id=A&%751=--CLICK-ID--"),
      Case("?id=A&u%31", "?id=A&u%31=--CLICK-ID--"),
      Case("?id=A&%75%31=&b", "?id=A&%75%31=--CLICK-ID--&b"),
      Case("?&#117;1&equals;", "?&#117;1&equals;--CLICK-ID--"),
      Case("?&#117;&#49", "?&#117;&#49=--CLICK-ID--"),
      Case("?u\n1=", "?u\n1=--CLICK-ID--"),
    ])
  func emptySubid(_ link: Case) throws { try check(link) }

  @Test(
    "a subid with a value is kept, or replaced where that is asked for",
    arguments: [
      Case("?id=A&u1=summer-sale", "?id=A&u1=summer-sale").keeps("summer-sale"),
      Case("?u1=x&id=A", "?u1=x&id=A").keeps("x"),
      Case("?u1=a=b", "?u1=a=b").keeps("a=b"),
      Case("?u1=&eacute;", "?u1=&eacute;").keeps("é"),
      Case("?u1=--click-id--", "?u1=--click-id--").keeps("--click-id--"),
      Case("?u1=x--CLICK-ID--", "?u1=x--CLICK-ID--").keeps("x--CLICK-ID--"),
      Case("?%751=x", "?%751=x").keeps("x"),
      Case("?id=A&u1=summer-sale", "?id=A&u1=--CLICK-ID--").replacing(),
      Case("?u1=x&amp;id=A#u1=x", "?u1=--CLICK-ID--&amp;id=A#u1=x").replacing(),
      Case("?u1=a=b&c", "?u1=--CLICK-ID--&c").replacing(),
      Case("?u1=&eacute;&c", "?u1=--CLICK-ID--&c").replacing(),
      Case("?u1=&eacute", "?u1=--CLICK-ID--").replacing(),
      Case("?u1=a\nb\n", "?u1=--CLICK-ID--\n").replacing(),
      Case("?%751=x", "?%751=--CLICK-ID--").replacing(),
      Case("?u1=x ", "?u1=--CLICK-ID-- ").replacing(),
      // One reference for `=` and what follows it: nothing can go between them.
      Case("?u1&bne;", "?u1&bne;").replacing().skipped("ambiguous-reference"),
    ])
  func existingSubid(_ link: Case) throws { try check(link) }

  @Test(
    "what carries the token is left alone, and so is what nobody can tell",
    arguments: [
      Case("?id=A&u1=--CLICK-ID--", "?id=A&u1=--CLICK-ID--"),
      Case("?u1=--CLICK-ID--&id=A", "?u1=--CLICK-ID--&id=A"),
      Case("?id=A&amp;u1=--CLICK-ID--#top", "?id=A&amp;u1=--CLICK-ID--#top"),
      Case("?%751=--CLICK-ID--", "?%751=--CLICK-ID--"),
      Case("?u1&#61;&#45;-CLICK-ID--", "?u1&#61;&#45;-CLICK-ID--"),
      Case("?u1=--CLICK-ID--", "?u1=--CLICK-ID--").replacing(),

      Case("?u1=x&u1=y", "?u1=x&u1=y").skipped("repeated-subid"),
      Case("?u1=&u1=", "?u1=&u1=").skipped("repeated-subid"),
      Case("?u1&id=A&%751", "?u1&id=A&%751").skipped("repeated-subid"),
      Case("?u1=x&u1=--CLICK-ID--", "?u1=x&u1=--CLICK-ID--").replacing().skipped("repeated-subid"),

      Case("", "").skipped("empty-link"),
      Case(" \n&#32;", " \n&#32;").skipped("empty-link"),
      Case("#u1", "#u1").skipped("fragment-link"),
      Case("&num;u1", "&num;u1").skipped("fragment-link"),
      Case("mailto:a@b.example?u1=", "mailto:a@b.example?u1=").skipped("not-a-web-link"),
      Case("javascript&colon;x('?u1=')", "javascript&colon;x('?u1=')").skipped("not-a-web-link"),
      Case("data:,x", "data:,x").skipped("not-a-web-link"),
      Case("tel:+1", "tel:+1").skipped("not-a-web-link"),
    ])
  func unchanged(_ link: Case) throws { try check(link) }

  @Test(
    "parameters that are not the subid are none of our business",
    arguments: [
      Case("?U1=x", "?U1=x&u1=--CLICK-ID--", notes: [.otherCase("U1")]),
      Case("?%551=x&id=A", "?%551=x&id=A&u1=--CLICK-ID--", notes: [.otherCase("U1")]),
      Case("?U1&u1=", "?U1&u1=--CLICK-ID--", notes: [.otherCase("U1")]),
      Case(
        "?id=A&murl=https%3A%2F%2Fshop%2F%3Fu1%3Dz",
        "?id=A&murl=https%3A%2F%2Fshop%2F%3Fu1%3Dz&u1=--CLICK-ID--"),
      Case("?murl=https://shop/?u1=z", "?murl=https://shop/?u1=z&u1=--CLICK-ID--"),
      Case("?subid=0&u12=x&xu1=y", "?subid=0&u12=x&xu1=y&u1=--CLICK-ID--"),
      Case("?id=u1", "?id=u1&u1=--CLICK-ID--"),
      Case("?u1+=x", "?u1+=x&u1=--CLICK-ID--"),
      Case("?u1;x", "?u1;x&u1=--CLICK-ID--"),
      Case("/u1=--CLICK-ID--", "/u1=--CLICK-ID--?u1=--CLICK-ID--"),
      Case("?u1=%2D%2DCLICK-ID--", "?u1=%2D%2DCLICK-ID--", notes: [.encodedToken]).keeps("%2D%2DCLICK-ID--"),
      Case("?u1=%2d-CLICK%2DID--", "?u1=--CLICK-ID--", notes: [.encodedToken]).replacing(),
    ])
  func otherParameters(_ link: Case) throws { try check(link) }

  @Test("bytes of any ASCII-compatible encoding stay as they are")
  func foreignBytes() throws {
    // windows-1252, Shift_JIS with a trail byte that is `\`, and bytes that are nothing.
    let raw = Array("?q=".utf8) + [0xE9, 0x95, 0x5C, 0xFF, 0x80] + Array("#".utf8) + [0xE9]
    let decision = SubidDecision.of(raw.span, for: .rakuten, existing: .keep, isXHTML: false)
    guard case .edit(let edit) = decision.outcome else {
      Issue.record("\(decision)")
      return
    }
    #expect(edit.range == 8..<8)
    #expect(edit.replacement == Array("&u1=--CLICK-ID--".utf8))
  }

  private func check(_ link: Case) throws {
    let decision = decide(link, link.raw)
    let new = apply(decision, to: link.raw)
    #expect(new == link.expected)
    #expect(decision.notes == link.notes)

    let model = SubidModel(subid: link.group.subid, token: link.group.token)
    let answer = model.answer(SubidModel.seen(decoded(link.raw)), link.policy)
    switch decision.outcome {
    case .edit:
      #expect(link.leftAlone == nil)
      #expect(answer == .becomes(SubidModel.seen(decoded(new))))
      let again = decide(link, new)
      #expect(again.outcome == .alreadyTagged)
    case .alreadyTagged:
      #expect(link.leftAlone == nil)
      #expect(answer == .alreadyTagged)
    case .kept(let value):
      #expect(link.leftAlone == "kept \(value)")
      #expect(answer == .kept)
    case .skipped(let skip):
      #expect(link.leftAlone == skip.code)
      #expect((answer == .repeated) == (skip == .repeatedSubid))
      #expect(skip.description.count > 30)
    }
  }

  private func decide(_ link: Case, _ raw: String) -> SubidDecision {
    SubidDecision.of(raw.utf8Span.span, for: link.group, existing: link.policy, isXHTML: link.isXHTML)
  }
}
