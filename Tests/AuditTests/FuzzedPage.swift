/// A small generator with a seed, so that a failure can be seen again.
struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    // xorshift64*, Vigna 2016.
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }
}

/// Pages of pieces that matter, put together and broken at random.
enum FuzzedPage {
  private static let hosts = [
    "https://click.linksynergy.com", "http://CLICK.linksynergy.com:443", "//click.linksynergy.com",
    "https://click&period;linksynergy.com", "https://click.linksynergy.com.evil.example",
    "https://example.com",
    "https://ad.linksynergy.com", "",
  ]
  private static let paths = [
    "/deeplink?id=7VeMhFdLOPg&amp;mid=1&amp;murl=https%3A%2F%2Fx.example", "/fs-bin/click?id=A&offerid=1.2",
    "/deeplink?id=A&u1=--CLICK-ID--", "/link?u1=x&u1=y", "/deeplink?u1=summer", "/deeplink?U1=x",
    "/deeplink?u1",
    "/deeplink?u1=%2D%2DCLICK-ID%2D%2D", "/go/drops", "/go/keeps", "/go/keeps?u1=--CLICK-ID--", "/go/loop",
    "/deeplink#top", "/deeplink?", "#", "", "/deeplink?id={{ id }}", "/go/keeps?a=<?= b ?>",
    "/go/drops?a={{b}}",
    "/deeplink?id=A<? if (a) { ?>#b<? } ?>", "/go/{{ slug }}", "/deeplink?id=<!--#echo var=\"ID\" -->",
    "{{ path }}",
  ]
  private static let marks = [
    "", "", "", " rel=\"sponsored\"", " rel=rakuten", " data-tracking-group=rakuten",
    " data-tracking-group=impact", " data-tracking-group=rakutn", " data-tracking-group",
    " onclick=\"x('//click.linksynergy.com/')\"",
  ]
  private static let around = [
    "<p>", "</p>", "<!-- ", " -->", "<svg>", "</svg>", "<script>", "</script>", "<noscript>", "</noscript>",
    "<template>", "</template>", "<table><tr>", "</table>", "<title>", "</title>", "<head>", "<body>",
    "text ",
    "\n", "\r\n", "é", "\u{0}", "<base href=\"https://click.linksynergy.com/\">", "<select>", "</select>",
    "<math>",
    "<area href=\"https://click.linksynergy.com/\">", "<b data-x=\"//click.linksynergy.com/x\">",
    "<textarea>",
    "</textarea>", "<![CDATA[", "]]>", "<frameset>", "<a>", "</a>",
  ]

  static func make(_ random: inout Random) -> [UInt8] {
    func pick(_ pieces: [String]) -> String { pieces[Int.random(in: pieces.indices, using: &random)] }
    var page = ""
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      if Bool.random(using: &random) {
        let quote = pick(["\"", "'", ""])
        page += "<a href=\(quote)\(pick(hosts))\(pick(paths))\(quote)\(pick(marks))>x</a>"
      }
      if Int.random(in: 0..<3, using: &random) == 0 { page += pick(around) }
    }
    var bytes = Array(page.utf8)
    // One in four is broken somewhere.
    if !bytes.isEmpty, Int.random(in: 0..<4, using: &random) == 0 {
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.remove(at: index)
      case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
      default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
      }
    }
    return bytes
  }
}
