import AutoTagRedirects
import AutoTagWebURL
import Testing

struct OptionsTests {
  @Test(arguments: [("90d", 2160), ("12h", 12), ("1d", 24), ("999999d", 23_999_976)])
  func ages(text: String, hours: Int) throws {
    #expect(try MaxAge(text).hours == hours)
    #expect(try MaxAge(text).description == text)
  }

  @Test(arguments: ["", "d", "90", "90D", "0d", "-1d", "+1d", "1.5d", "P90D", "90 d", "9999999d", "٣d", "1w"])
  func noAges(text: String) throws {
    let error = #expect(throws: LiveOptionsError.self) { try MaxAge(text) }
    #expect(
      error?.description == "“\(text)” is no age: write a number of days or hours, for example 90d or 12h")
  }

  @Test(arguments: [
    ("shop.example", "shop.example"), ("Shop.Example:8080", "shop.example:8080"),
    ("bücher.example", "xn--bcher-kva.example"), ("127.0.0.1:8080", "127.0.0.1:8080"),
    ("0x7f.1", "127.0.0.1"), ("[::1]:80", "[::1]:80"), ("[0:0::1]", "[::1]"),
    ("shop.example:443", "shop.example:443"),
  ])
  func hosts(text: String, description: String) throws {
    #expect(try NamedHost(text).description == description)
  }

  @Test(arguments: [
    ("", "is not a host alone"), ("https://shop.example", "is not a host alone"),
    ("shop.example/", "is not a host alone"), ("user@shop.example", "is not a host alone"),
    ("*.shop.example", "holds a wildcard"), ("shop.example:99999", "is not a host"),
    ("a b", "is not a host alone"),
    ("[::1", "is not a host"), ("1.2.3.4.5", "is not a host"),
  ])
  func noHosts(text: String, message: String) {
    let error = #expect(throws: LiveOptionsError.self) { try NamedHost(text) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("2026-11-24", true), ("2024-02-29", true), ("1970-01-01", true), ("1969-12-31", true),
    ("2026-02-29", false), ("2026-13-01", false), ("2026-1-01", false), ("20261124", false), ("", false),
    ("2026-11-24T00:00", false), ("+026-11-24", false),
  ])
  func days(text: String, isDay: Bool) {
    #expect((ISODay(text)?.description == text) == isDay)
  }

  @Test func addressesAreReadAsBrowsersReadThem() throws {
    let base = try #require(WebURL("https://user:pw@Shop.example:8443/a/b?x=1#f")?.requestable)
    #expect(base.description == "https://shop.example:8443/a/b?x=1#f")
    for (text, result) in [
      ("c", "https://shop.example:8443/a/c"), ("/c d", "https://shop.example:8443/c%20d"),
      ("../../c", "https://shop.example:8443/c"), ("?y", "https://shop.example:8443/a/b?y"),
      ("#g", "https://shop.example:8443/a/b?x=1#g"), ("", "https://shop.example:8443/a/b?x=1"),
      ("//other.example", "https://other.example/"), ("https:c", "https://shop.example:8443/a/c"),
      ("http:c.example", "http://c.example/"),
      ("/%2e%2E/é'?é'", "https://shop.example:8443/%C3%A9'?%C3%A9%27"),
      ("\\\\other.example\\x", "https://other.example/x"), (" \t/x\n ", "https://shop.example:8443/x"),
      ("http://[::FFFF:1.2.3.4]:80/", "http://[::ffff:102:304]/"),
      ("HTTPS://2130706433:443", "https://127.0.0.1/"),
      ("a:b/c", nil), ("mailto:x", nil), ("http://", nil), ("https://a b/", nil), ("https://x:70000/", nil),
    ] as [(String, String?)] {
      #expect(WebURL(text, relativeTo: base)?.requestable?.description == result, "\(text)")
    }
  }
}
