internal import HTMLLinks
internal import SiteRewriter

/// Surveys a page that mentions tracking groups in the addresses of its links alone, as nearly every page does: then
/// there is nothing else to see on it but where its head begins, and its tags need not be read once more.
enum LinksAlone {
  /// - Parameters:
  ///   - mentions: where something of interest stands, ascending.
  ///   - records: the page's links, in their order.
  /// - Returns: `nil` for any other page, and where it takes more to tell what is the head.
  static func survey(_ page: Span<UInt8>, mentions: [Int], records: [LinkRecord]) -> PageSurvey? {
    var next = 0
    for mention in mentions {
      while next < records.count, records[next].link.hrefRange.upperBound <= mention { next += 1 }
      guard next < records.count else { return nil }
      let href = records[next].link.hrefRange
      guard href.contains(mention), isAddress(page[href.lowerBound]) else { return nil }
    }
    guard let head = head(of: page) else { return nil }
    var survey = PageSurvey()
    survey.head = head
    return survey
  }

  /// Whether a link that begins so leads away by itself. Others may be a script's, which is looked into.
  private static func isAddress(_ first: UInt8) -> Bool {
    first | 0x20 == UInt8(ascii: "h") || first == UInt8(ascii: "/")
  }

  /// The `<head>` start tag where nothing stands before it that could begin the body: whatever comes behind it then,
  /// it makes the element.
  private static func head(of page: Span<UInt8>) -> Range<Int>? {
    var lexer = TagLexer(page: page)
    lexer.collectsText = true
    var tag = TagToken()
    while lexer.nextName(in: page, into: &tag) {
      guard !tag.isEnd, lexer.text.isSubset(of: .whitespace) else { return nil }
      let name = TagNames.standard.name(of: tag.name, in: page).name
      guard name == .html || name == .head,
        lexer.readRest(of: &tag, in: page, collectsAttributes: false)
      else { return nil }
      if name == .head { return tag.range }
    }
    return nil
  }
}
