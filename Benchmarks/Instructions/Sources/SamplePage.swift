/// A page as sites have them, the same on every machine: prose, a menu, links of the site and to others, a few
/// affiliate links, a comment, a script, an image.
enum SamplePage {
  /// - Parameter affiliateEvery: one link in so many is an affiliate link; 0 for none.
  static func make(links: Int, affiliateEvery: Int) -> [UInt8] {
    var page = """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>A page</title>
      <link rel="stylesheet" href="/style.css"><script>var links = '<a href="x">' + 1;</script></head>
      <body class="page wide"><!-- a <a href="comment"> --><nav id="menu"><ul>

      """
    for number in 0..<links {
      if affiliateEvery > 0, number % affiliateEvery == 0 {
        page += """
          <p>An offer: <a class="offer" rel="sponsored" href="https://click.linksynergy.com/deeplink?id=A&amp;mid=\(number)&amp;murl=https%3A%2F%2Fshop.example%2F\(number)">shop</a>.</p>

          """
      } else {
        page += """
          <li class="item level-2"><a class="nav" title="Item &quot;\(number)&quot;" href="../posts/\(number).html#top">Item \(number)</a></li>
          <p id="p\(number)">Some prose &amp; more of it, <em>with stress</em>, which goes on for a line or so, as prose does.<br>
          <a href="https://www.example/page?id=\(number)&amp;colour=blue" rel="nofollow">elsewhere</a> <img src="/i/\(number).png" alt="">
          </p>

          """
      }
    }
    return Array((page + "</ul></nav></body></html>\n").utf8)
  }

  /// Attribute values with the references that links have.
  static let values = (0..<500).map { number in
    Array(
      "https://shop.example/item?id=\(number)&amp;colour=blue&copy=\(number)&#38;size=&eacute;&lt;10&gt;".utf8
    )
  }
}
