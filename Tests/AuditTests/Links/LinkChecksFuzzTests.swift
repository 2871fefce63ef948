import AutoTagAudit
import AutoTagHTML
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import TestSupport
import Testing

@Suite("Checks of single links, on pages that nobody would write")
struct LinkChecksFuzzTests {
  /// Codes of which a link has at most one.
  static let exclusive: [Set<String>] = [
    [
      "not-tagged", "encoded-token", "misspelt-token", "kept-subid", "repeated-subid", "empty-link",
      "fragment-link",
      "not-a-web-link", "invalid-url", "ambiguous-reference", "template-code", "group-contradicts-host",
      "unknown-group",
    ],
    ["long-subid", "subid-characters"], ["private-subid", "long-subid"],
    ["murl-not-encoded", "murl-encoded-twice"], ["deep-link-incomplete", "double-escaped-ampersand"],
    ["redirect-drops-query", "redirect-query-unknown", "redirect-has-subid"],
    ["not-tagged", "redirect-drops-query"],
    ["not-tagged", "redirect-has-subid"],
  ]

  /// Codes besides which a link has no other.
  static let alone: Set<String> = [
    "redirect-loop", "redirect-dead-end", "redirect-too-long", "redirect-not-web", "redirect-not-understood",
    "empty-link", "fragment-link", "not-a-web-link", "invalid-url", "group-contradicts-host", "unknown-group",
  ]

  @Test("no crash, marks inside the page, claims hold, no fault twice", arguments: 0..<20)
  func pages(seed: Int) throws {
    var codes: Set<String> = []
    var generator = FaultyPageGenerator(seed: UInt64(seed))
    let mode = RedirectMode.allCases[seed % 4]
    let fixture = try AuditFixture(
      redirects: mode, existing: seed % 8 < 4 ? .keep : .replace, annotates: seed % 3 == 0)
    for _ in 0..<150 {
      let page = generator.page()
      let audit = fixture.audit(page)
      let shown = String(decoding: page, as: UTF8.self)
      for found in audit.found {
        codes.insert(found.code)
        #expect(
          !found.violation.range.isEmpty && found.violation.range.upperBound <= page.count,
          "\(found) in \(shown)")
        let index = try #require(found.violation.link)
        let tag = try #require(audit.page.records.indices.contains(index) ? audit.page.records[index] : nil)
          .link.tagRange
        #expect(
          tag.lowerBound <= found.violation.range.lowerBound
            && found.violation.range.upperBound <= tag.upperBound,
          "\(found) in \(shown)")
      }
      let claims = fixture.brokenClaims(audit)
      #expect(claims == [], "\(shown)")
      for (index, _) in audit.page.records.enumerated() {
        let own = audit.found.filter { $0.violation.link == index }.map(\.code)
        #expect(own.count <= 1 || Self.alone.isDisjoint(with: own), "\(own) in \(shown)")
        for group in Self.exclusive {
          #expect(Set(own).intersection(group).count <= 1, "\(own) in \(shown)")
        }
      }
    }
    #expect(codes.count > (mode == .off ? 12 : 15))
  }
}

/// Writes pages whose links have every fault that a check knows, alone and together.
struct FaultyPageGenerator {
  private var randomness: Randomness

  init(seed: UInt64) { randomness = Randomness(seed: seed) }

  mutating func page() -> [UInt8] {
    var page = randomness.pick(["", "", "<!doctype html>", "<?xml version='1.0'?>", "<base href=/go/>"])
    for _ in 0...Int.random(in: 0...3, using: &randomness) { page += anchor() }
    var bytes = Array(page.utf8)
    if randomness.once(in: 3) {
      for _ in 0...Int.random(in: 0...3, using: &randomness) {
        let index = Int.random(in: 0..<bytes.count, using: &randomness)
        switch Int.random(in: 0..<3, using: &randomness) {
        case 0: bytes[index] = randomness.pick(Array("&=?#%;:/\"'> \n\r".utf8) + [0, 0x80, 0xFF])
        case 1: bytes.insert(randomness.pick(Array("&=?#%;:/a1".utf8)), at: index)
        default: bytes.remove(at: index)
        }
        if bytes.isEmpty { return [0x3C] }
      }
    }
    return bytes
  }

  private mutating func anchor() -> String {
    var attributes = [
      randomness.pick(["href=\"\(href())\"", "href='\(href())'", "HREF = \"\(href())\"", "href=\(href())"])
    ]
    if randomness.once(in: 2) {
      let rels = ["nofollow", "rakuten", "sponsored rakuten", "x", "", "RAKUTEN\nnofollow"]
      attributes.append("rel=\"\(randomness.pick(rels))\"")
    }
    if randomness.once(in: 3) {
      attributes.append(
        "data-tracking-group='\(randomness.pick(["rakuten", "rakutn", "other", "", " Rakuten"]))'")
    }
    attributes.shuffle(using: &randomness)
    return randomness.pick(["", "\n", "text"]) + "<a \(attributes.joined(separator: " "))>"
  }

  private mutating func href() -> String {
    if randomness.once(in: 8) {
      return randomness.pick([
        "", " ", "#", "#x", "mailto:a", "javascript:x", "https://a b/", "https://:1/", "/x",
      ])
    }
    let paths = [
      "fw", "own-u1", "two-u1", "no-murl", "short-id", "plain-murl", "escaped", "http", "mail", "to-cookie",
      "drop",
      "drop-u1", "twice", "loop", "dead", "to-gone", "away", "long-0x", "unknown", "murl-twice",
    ]
    var text =
      randomness.once(in: 3)
      ? "/go/" + randomness.pick(paths)
      : randomness.pick(["https://", "http://", "//", "HTTPS:\\\\", "ht&Tab;tps://", " https://"])
        + randomness.pick([
          "click.linksynergy.com", "click.linksynergy.com", "CLICK.linksynergy.com.", "other.example",
        ])
        + randomness.pick([
          "/deeplink", "/deeplink", "/link", "/fs-bin/click", "/fs-bin/stat", "/", "", "{{ path }}",
          "/<%= path %>",
        ])
    let parameters = [
      "id=7VeMhFdLOPg", "id=7VeMhFdLOPg", "id=", "id=short", "mid=1", "mid=1", "mid", "murl=https%3A%2F%2Fa",
      "murl=https://a/", "murl=https%253A%252F%252Fa", "murl=", "offerid=1.2",
      "RD_PARM1=https%253A%252F%252Fa",
      "u1=--CLICK-ID--", "u1=--CLICK-ID--", "u1=", "u1", "U1=x", "%751=a", "u1=summer", "u1=a%40b.example",
      "u1=+14155550123",
      "u1=\(String(repeating: "x", count: 80))", "u1=a_b", "u1=--click-id--", "u1=%2D-CLICK-ID--", "lt",
      "copy=1", "x=&lt",
      "u1=a&#45;b", "amp;x=1", "id={{ id }}", "mid=<?= $m ?>", "murl={{ u | escape }}", "{{ rest }}",
      "u1={{ uid }}",
      "{% if a %}b=1{% endif %}", "{{ sep }}u1", "u1=<%",
    ]
    var separator = "?"
    for _ in 0..<Int.random(in: 0...5, using: &randomness) {
      text += separator + randomness.pick(parameters)
      separator = randomness.pick([
        "&", "&", "&amp;", "&amp;", "&#38;", "&amp;amp;", "&#x26;", "&&", "&amp;#038;", "&AMP",
      ])
    }
    return text
      + randomness.pick([
        "", "", "", "#top", " ", "&", "&lt", "&not", "&amp", "{% if a %}#b{% endif %}", "<?= f(", "#{{ x }}",
      ])
  }
}
