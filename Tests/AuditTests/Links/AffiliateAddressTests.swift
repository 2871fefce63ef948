import AutoTagAudit
import AutoTagHTML
import AutoTagTracking
import Testing

@Suite("What an affiliate address says")
struct AffiliateAddressTests {
  struct Case: Sendable {
    let address: String
    let kind: AuditedLink.Kind
    let id: String?
    let mid: String?
    let offerid: String?
    let destination: String?

    init(
      _ address: String, _ kind: AuditedLink.Kind, id: String? = nil, mid: String? = nil,
      offerid: String? = nil,
      to destination: String? = nil
    ) {
      (self.address, self.kind, self.id, self.mid, self.offerid, self.destination) = (
        address, kind, id, mid, offerid, destination
      )
    }
  }

  static let network = "https://click.linksynergy.com"

  @Test(
    "kind and parameters",
    arguments: [
      Case(
        "\(network)/fs-bin/click?id=3EXBwEUh9KI&offerid=311675.1&type=3&subid=0", .click, id: "3EXBwEUh9KI",
        offerid: "311675.1"),
      Case(
        "http://click.linksynergy.com/fs-bin/stat?id=a%2Fb&offerid=1&RD_PARM1=https%3A%2F%2Fs%2F", .click,
        id: "a/b", offerid: "1", to: "https://s/"),
      Case(
        "\(network)/fs-bin/stat?id=a&RD_PARM1=https%253A%252F%252Fs%252F", .click, id: "a", to: "https://s/"),
      Case(
        "\(network)/fs-bin/stat?id=a&RD_PARM1=https%3A%2F%2Fs%2F%253F", .click, id: "a", to: "https://s/%3F"),
      Case(
        "//click.linksynergy.com/deeplink?id=a&mid=36310&murl=https%3A%2F%2Fs%2F%3Fa%26b", .deepLink, id: "a",
        mid: "36310", to: "https://s/?a&b"),
      Case(
        "\(network)/deeplink?id=a&mid=1&murl=https://s/x?y=1&z=2", .deepLink, id: "a", mid: "1",
        to: "https://s/x?y=1"),
      Case("\(network)/deeplink?id=&mid&murl=", .deepLink),
      Case("\(network)/deeplink", .deepLink),
      Case("\(network)/deeplink#?id=a", .deepLink),
      Case("\(network)/deeplink?id=a&id=b&%6Did=7", .deepLink, id: "a", mid: "7"),
      Case("\(network)/deeplink?ID=a&murl=caf%C3%A9+x", .deepLink, to: "café+x"),
      Case("\(network)/link?id=a&offerid=1.2&type=15&murl=s", .productLink, id: "a", offerid: "1.2", to: "s"),
      Case(" HTTPS://Click.LinkSynergy.com.:443/link?id=a\n", .productLink, id: "a"),
      Case("https://u@click%2elinksynergy.com\\link?id=a", .productLink, id: "a"),
      Case("\(network)/", .other),
      Case("\(network)/links?id=a", .other),
      Case("\(network)/Link?id=a", .other),
      Case("\(network)/fs-bin/show?id=a", .other),
      Case("https://shop.example/link?id=a", .other),
      Case("/link?id=a", .other),
      Case("", .other),
      Case("mailto:a", .other),
    ])
  func address(test: Case) {
    let address = AffiliateAddress(test.address, of: .rakuten)
    #expect(address.kind == test.kind)
    #expect(address.id == test.id)
    #expect(address.mid == test.mid)
    #expect(address.offerid == test.offerid)
    #expect(address.destination == test.destination)
  }

  @Test("other networks have other parameters; Rakuten may have other hosts")
  func groups() throws {
    let own = try TrackingGroup(name: "Rakuten", hosts: ["go.example"], subid: "u1", token: "x")
    #expect(AffiliateAddress("https://go.example/link?id=a", of: own).kind == .productLink)
    let other = try TrackingGroup(name: "other", hosts: ["go.example"], subid: "u1", token: "x")
    #expect(AffiliateAddress("https://go.example/link?id=a", of: other).kind == .other)
  }

  @Test("a link behind redirects is of the kind redirect and says what its destination says")
  func redirect() throws {
    let page =
      "<a href=/go/fw><a href='\(AuditFixture.deepLink)'><a rel=rakuten href=/go/away><a rel=rakuten href=/x>"
      + "<a rel=rakuten href=/go/loop>"
      + "<a data-tracking-group=x href=https://click.linksynergy.com/fs-bin/click?id=a&mid=3>"
    let links = try AuditFixture().audit(Array(page.utf8)).page.links
    #expect(links.map(\.address.kind) == [.redirect, .deepLink, .other, .other, .redirect, .click])
    #expect(links.map(\.address.mid) == ["1", "36310", nil, nil, nil, "3"])
    #expect(links[0].address.destination == "https://a")
  }
}
