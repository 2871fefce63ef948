import AutoTagBytes
import AutoTagTracking
import Testing

@Suite("A tracking group from a user's words")
struct TrackingGroupTests {
  @Test("Rakuten is one that a user could have written")
  func rakuten() throws {
    let written = try TrackingGroup(
      name: "rakuten", hosts: ["click.linksynergy.com", "linksynergy.jrs5.com"], subid: "u1",
      token: "--CLICK-ID--")
    #expect(written == .rakuten)
  }

  @Test(
    "hosts are kept as a browser has them",
    arguments: [
      (["CLICK.LinkSynergy.com"], ["click.linksynergy.com"]),
      (["click.linksynergy.com."], ["click.linksynergy.com"]),
      (["a.example", "A.EXAMPLE", "a.example.", "b.example"], ["a.example", "b.example"]),
      (["bücher.example"], ["xn--bcher-kva.example"]),
      (["faß.example"], ["xn--fa-hia.example"]),
      (["XN--BCHER-KVA.example"], ["xn--bcher-kva.example"]),
      (["ｃlick.example"], ["click.example"]),
      (["my_host.example"], ["my_host.example"]),
      (["localhost"], ["localhost"]),
    ])
  func hosts(written: [String], kept: [String]) throws {
    #expect(try TrackingGroup(name: "g", hosts: written, subid: "s", token: "T").hosts == kept)
  }

  /// One wrong group; a new case is one line.
  struct Case: CustomTestStringConvertible, Sendable {
    var name = "g"
    var hosts = ["go.example"]
    var subid = "s"
    var token = "T"
    let field: TrackingGroupError.Field
    let value: String
    let says: String

    var testDescription: String { "\(field) \(value.debugDescription)" }

    static func name(_ name: String, _ says: String) -> Case {
      Case(name: name, field: .name, value: name, says: says)
    }
    static func host(_ host: String, _ says: String) -> Case {
      Case(hosts: ["go.example", host], field: .hosts, value: host, says: says)
    }
    static func subid(_ subid: String, _ says: String) -> Case {
      Case(subid: subid, field: .subid, value: subid, says: says)
    }
    static func token(_ token: String, _ says: String) -> Case {
      Case(token: token, field: .token, value: token, says: says)
    }
  }

  @Test(
    "what is wrong is named, with what to do about it",
    arguments: [
      .name("", "“” must be one word"),
      .name("two words", "“two words” must be one word"),
      .name("größe", "“größe” must be one word"),
      .name("a\tb", "“a\\u{9}b” must be one word"),
      .name(String(repeating: "x", count: 100) + " ", "x…” must be one word"),
      Case(hosts: [], field: .hosts, value: "", says: "g has no hosts: name at least one"),
      .host("", "is empty"),
      .host(" ", "is empty"),
      .host("https://click.linksynergy.com", "leave out the scheme and the path"),
      .host("click.linksynergy.com/deeplink", "leave out the scheme and the path"),
      .host("click.linksynergy.com:443", "leave out the scheme, the port and the user"),
      .host("user@click.linksynergy.com", "leave out the scheme, the port and the user"),
      .host("*.linksynergy.com", "holds a wildcard"),
      .host("click linksynergy.com", "holds a character that no host can have"),
      .host(" click.linksynergy.com", "holds a character that no host can have"),
      .host("a?b", "holds a character that no host can have"),
      .host("a%2Fb", "holds a character that no host can have"),
      .host("a..b", "is not a host name: its labels must be"),
      .host(".", "is not a host name: its labels must be"),
      .host("a!b.example", "is not a host name: its labels must be"),
      .host(String(repeating: "x", count: 64) + ".example", "is not a host name: its labels must be"),
      .host("192.168.0.1", "name the network's domain"),
      .host("0x7f.1", "name the network's domain"),
      .host("i❤.example", "write it in its xn-- form"),
      .subid("", "“” must be a parameter's name alone"),
      .subid("u1=", "“u1=” must be a parameter's name alone"),
      .subid("&u1", "“&u1” must be a parameter's name alone"),
      .subid("ü", "“ü” must be a parameter's name alone"),
      .token("", "“” must be of visible ASCII characters"),
      .token("a b", "“a b” must be"),
      .token("a&b", "“a&b” must be"),
      .token("<id>", "“<id>” must be"),
      .token("a\"", "“a\"” must be"),
      .token("%7B", "“%7B” must be"),
      .token("a\nb", "“a\\u{a}b” must be"),
      .token("ид", "“ид” must be"),
    ] as [Case])
  func wrong(_ wrong: Case) throws {
    let error = try #require(throws: TrackingGroupError.self) {
      try TrackingGroup(name: wrong.name, hosts: wrong.hosts, subid: wrong.subid, token: wrong.token)
    }
    #expect(error.field == wrong.field)
    #expect(error.value == wrong.value)
    #expect(error.description.contains(wrong.says), "\(error)")
    #expect(!error.description.contains("\n"))
    #expect(error.description.count < 260)
  }

  @Test("an xn-- host that libidn2 would refuse is a host all the same, as in browsers")
  func emojiHost() throws {
    let group = try TrackingGroup(name: "g", hosts: ["xn--i-7iq.example"], subid: "s", token: "T")
    #expect(
      LinkClassifier(groups: [group]).classify(link("https://xn--i-7iq.example/x"))
        == .affiliate(group, by: .host))
  }
}
