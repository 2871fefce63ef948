import TestSupport

/// Writes pages that hold links to Rakuten, or nearly so, in every way that HTML allows and some that it does
/// not.
struct PageGenerator {
  private var randomness: Randomness

  init(seed: UInt64) { randomness = Randomness(seed: seed) }

  mutating func page() -> [UInt8] {
    var page = randomness.once(in: 8) ? "\u{FEFF}" : ""
    for _ in 0...Int.random(in: 0...3, using: &randomness) {
      page += noise()
      page += randomness.once(in: 7) ? base() : anchor()
    }
    page += noise()
    var bytes = Array(page.utf8)
    if randomness.once(in: 12) {
      bytes.removeLast(Int.random(in: 0...bytes.count, using: &randomness))
    }
    if randomness.once(in: 5), !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &randomness)
      bytes[index] = randomness.pick([
        0, 9, 10, 0x0C, 13, 0x20, 0x22, 0x26, 0x27, 0x2F, 0x3D, 0x3E, 0x80, 0xFF,
      ])
    }
    return bytes
  }

  private mutating func anchor() -> String {
    var attributes: [String] = []
    if !randomness.once(in: 10) { attributes.append(attribute("href", href())) }
    if randomness.once(in: 3) {
      let rels = ["nofollow", "rakuten", "RAKUTEN", "sponsored\nRakuten", "rakuten2", "", "a rakuten\tb"]
      attributes.append(attribute("rel", written(randomness.pick(rels), using: &randomness)))
    }
    if randomness.once(in: 3) {
      let groups = ["rakuten", " Rakuten\n", "amazon", "", " ", "rakuten x"]
      attributes.append(
        attribute("data-tracking-group", written(randomness.pick(groups), using: &randomness)))
    }
    if randomness.once(in: 3) { attributes.append(attribute("class", "a b")) }
    if randomness.once(in: 8) { attributes.append(attribute("data-href", "https://click.linksynergy.com/")) }
    if randomness.once(in: 8) {
      attributes.append(randomness.pick(["href", "rel", "=", "\"", "x\"", "hidden"]))
    }
    attributes.shuffle(using: &randomness)
    var tag = randomness.pick(["<a", "<a", "<a", "<A", "<area", "<abbr", "<p><a"])
    for attribute in attributes {
      tag += randomness.pick([" ", " ", " ", "\n", "\t", "/", "\u{0C}", " / ", "\r\n", ""]) + attribute
    }
    return tag + randomness.pick([">", ">", ">", "/>", " >", ""])
  }

  private mutating func base() -> String {
    let href = randomness.pick(["", "/x/", "sub/", "https://site.example/", self.href()])
    return "<base " + (randomness.once(in: 6) ? "target=_top" : attribute("href", href)) + ">"
  }

  private mutating func attribute(_ name: String, _ value: String) -> String {
    let spaces = ["", "", "", "", " ", "\n", "\t ", "\r\n", "\u{0C}"]
    var text = ""
    let inCapitals = randomness.once(in: 4)
    for letter in name {
      text += inCapitals && randomness.once(in: 2) ? letter.uppercased() : String(letter)
    }
    text += randomness.pick(spaces) + "=" + randomness.pick(spaces)
    return text + randomness.pick(["\"\(value)\"", "\"\(value)\"", "'\(value)'", value])
  }

  private mutating func href() -> String {
    guard randomness.once(in: 3) else { return written(otherHref(), using: &randomness, oneIn: 40) }
    var url = randomness.pick(["", " ", "\n", "\t"])
    url += randomness.pick(["https:", "http:", "", "HTTPS:", "hTTp:", "ht\ttps:", "https\n:"])
    url += randomness.pick(["//", "//", "//", "/", "", "\\\\", "/\\", "///", "/\t/"])
    url += randomness.pick(["", "", "", "user@", "a:b@", "@", "a@b@"])
    for letter in "click.linksynergy.com".unicodeScalars {
      guard randomness.once(in: 15) else {
        url.unicodeScalars.append(letter)
        continue
      }
      url += randomness.pick([
        String(letter).uppercased(), "%" + String(letter.value, radix: 16), "\(letter)\u{AD}", "\(letter)\t",
        "\(letter)\n", letter == "." ? "。" : "\(Unicode.Scalar(letter.value + 0xFEE0) ?? letter)",
      ])
    }
    url += randomness.pick([
      "", "", "", ".", ":443", ":", ".evil.example", "..", "{{ a }}", "<?= $a ?>", "<% a",
    ])
    url += randomness.pick(["", "/", "/deeplink?id=A&mid=1", "?x", "#top", " ", "/a b\n", "{{b}}"])
    return written(url, using: &randomness, oneIn: randomness.pick([8, 50, 1000]))
  }

  private mutating func otherHref() -> String {
    randomness.pick([
      "", "#", "#top", "?q=1", "page.html", "/go/x", "../x", "//site.example/", "https://site.example/",
      "http://ad.linksynergy.com/", "https://site.example/?to=https://click.linksynergy.com/",
      "https:page.html", "mailto:a@click.linksynergy.com", "javascript:void(0)", "data:,x", "tel:+1", "/",
      "\\",
      "https://click.linksynergy.com@site.example/", "https://site.example:80/",
      "ftp://click.linksynergy.com/",
    ])
  }

  private mutating func noise() -> String {
    let filler = String(repeating: "x", count: Int.random(in: 0...140, using: &randomness))
    return filler
      + randomness.pick([
        "", "", "</a>", "<p class=\"x\">text = 1", "<!-- <a href='https://click.linksynergy.com/'> -->",
        "<script>var href = \"x\"; rel=1</script>", "<svg><a href=x></a></svg>", "href=", "rel=", "<a href=",
        "</title><p a=\"", "<textarea>", "<br/>", "\u{E9}\u{3002}", "click.linksynergy.com",
      ])
  }
}
