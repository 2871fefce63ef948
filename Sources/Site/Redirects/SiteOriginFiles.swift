internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagWebURL

/// The signs of a site's address in files that are no redirect rules: `CNAME`, the start page's `<link rel="canonical">`,
/// `sitemap.xml` and `robots.txt`. The first that has one comes first.
struct SiteOriginFiles {
  /// The site's root.
  let root: String

  /// The most bytes that are read of a file, 1 MiB; the signs stand at the beginning.
  private static let limit = 1 << 20

  /// The files that are looked into, at the site's root.
  static let names: Set<String> = ["CNAME", "index.html", "sitemap.xml", "robots.txt"]

  var hints: [SiteOriginHint] {
    [
      ("CNAME", Self.domain), ("index.html", Self.canonical), ("sitemap.xml", Self.sitemap),
      ("robots.txt", Self.robots),
    ].compactMap { (name: String, read: ([UInt8]) -> (url: WebURL, line: Int)?) in
      guard let bytes = try? WholeFile.read(root + "/" + name, limit: Self.limit), let found = read(bytes)
      else { return nil }
      return SiteOriginHint(found.url, file: name, line: found.line)
    }
  }

  /// The domain of a GitHub Pages site (docs.github.com, "Managing a custom domain": one line with one domain).
  private static func domain(_ file: [UInt8]) -> (url: WebURL, line: Int)? {
    let lines = file.split(separator: 0x0A, omittingEmptySubsequences: true)
    guard lines.count == 1, let line = lines.first else { return nil }
    let host = ByteText.trimmed(line).text
    guard !host.contains("/"), !host.contains(" "), let url = WebURL("https://\(host)/") else { return nil }
    return (url, 1)
  }

  private static func canonical(_ file: [UInt8]) -> (url: WebURL, line: Int)? {
    let page = file.span
    var lexer = TagLexer(page: page)
    var tag = TagToken()
    while lexer.next(in: page, into: &tag) {
      guard !tag.isEnd, ASCII.equals(page, tag.name, "link"),
        let rel = tag.value(of: "rel", in: page), ASCII.equals(page, rel, "canonical"),
        let href = tag.value(of: "href", in: page)
      else { continue }
      let text = CharacterReferences.decode(page.extracting(href)).bytes.text
      return WebURL(text).map { ($0, line(of: tag.range.lowerBound, in: file)) }
    }
    return nil
  }

  private static func sitemap(_ file: [UInt8]) -> (url: WebURL, line: Int)? {
    address(behind: "<loc>", in: file)
  }

  private static func robots(_ file: [UInt8]) -> (url: WebURL, line: Int)? {
    address(behind: "sitemap:", in: file)
  }

  /// Returns the first address behind a mark, in any letter case.
  private static func address(behind mark: String, in file: [UInt8]) -> (url: WebURL, line: Int)? {
    let wanted = Array(mark.utf8)
    let text = ASCII.lowercased(file)
    var start = 0
    while let offset = text[start...].firstIndex(of: wanted[0]) {
      start = offset + 1
      guard text[offset...].starts(with: wanted) else { continue }
      let rest = file[(offset + wanted.count)...].drop(while: ASCII.isWhitespace)
      let address = rest.prefix { !ASCII.isWhitespace($0) && $0 != UInt8(ascii: "<") }
      return WebURL(Array(address).text).map { ($0, line(of: offset, in: file)) }
    }
    return nil
  }

  private static func line(of offset: Int, in file: [UInt8]) -> Int {
    ByteSearch.count(of: 0x0A, in: file.span, 0..<offset).count + 1
  }
}
