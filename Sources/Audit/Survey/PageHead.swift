internal import AutoTagHTML

/// Finds the head of a page at its beginning, where nearly every page has it.
enum PageHead {
  /// The `<head>` start tag where nothing stands before it that could begin the body: whatever comes behind it then,
  /// it makes the element.
  /// - Returns: `nil` where it takes the whole page to tell.
  static func startTag(of page: Span<UInt8>) -> Range<Int>? {
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
