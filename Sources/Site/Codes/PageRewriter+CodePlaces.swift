internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagTracking

extension PageRewriter {
  private static let noscript = TextSearch("<noscript")
  private static let href = TextSearch("href")

  /// Returns a page's links with those in `<noscript>`, which a browser reads as a part of the page if scripting is off.
  func withNoscript(
    _ page: PageLinks, of bytes: Span<UInt8>, _ read: (Span<UInt8>) throws(PageError) -> PageLinks
  ) throws(PageError) -> [PlacedLink] {
    var all = page.links.map { PlacedLink(link: $0, place: .page, isXML: page.isXHTML) }
    guard places?.inNoscript == true, Self.noscript.isIn(bytes) else { return all }
    var scanner = PageScanner()
    guard let outline = scanner.outline(of: bytes, around: Self.href.offsets(in: bytes)) else {
      throw .tooTangled
    }
    for part in outline.parts where part.name == .noscript {
      guard case .rawText = part.kind else { continue }
      for link in try read(bytes.extracting(part.range)).links {
        all.append(
          PlacedLink(link: link.moved(by: part.range.lowerBound), place: .noscript, isXML: page.isXHTML))
      }
    }
    return all.sorted { $0.link.hrefRange.lowerBound < $1.link.hrefRange.lowerBound }
  }

  /// Returns the links of a feed, with their ranges in its text.
  func links(
    of feed: FeedPage, _ read: (Span<UInt8>) throws(PageError) -> PageLinks
  ) throws(PageError) -> [PlacedLink] {
    var all: [PlacedLink] = []
    let text = feed.text.span
    for part in feed.parts {
      switch part {
      case .address(let tag, let value, let isEscaped):
        let href =
          isEscaped
          ? String(decoding: CharacterReferences.decode(text.extracting(value)).bytes, as: UTF8.self)
          : String(decoding: feed.text[value], as: UTF8.self)
        all.append(
          PlacedLink(
            link: Link(tagRange: tag, hrefRange: value, href: href), place: .feed, isXML: isEscaped))
      case .html(let range):
        for link in try read(text.extracting(range)).links {
          all.append(PlacedLink(link: link.moved(by: range.lowerBound), place: .feed, isXML: false))
        }
      }
    }
    return all
  }
}

extension Link {
  /// Returns the link with its ranges in what the text that it was read from is a part of.
  fileprivate func moved(by offset: Int) -> Link {
    Link(
      tagRange: tagRange.lowerBound + offset..<tagRange.upperBound + offset,
      hrefRange: hrefRange.lowerBound + offset..<hrefRange.upperBound + offset, href: href, rel: rel,
      trackingGroup: trackingGroup)
  }
}
