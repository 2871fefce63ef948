/// Finds the links of any page: follows the tree construction, tag by tag.
struct TreePageReader {
  private let names = TagNames.standard
  private var tag = TagToken()
  private var tree = TreeConstruction()

  mutating func read(
    _ page: Span<UInt8>, where mayMatter: LinkReader.MayMatter, into collector: inout LinkCollector
  ) throws(PageError) {
    var lexer = TagLexer(page: page)
    lexer.collectsText = true
    tree.reset()
    while lexer.next(in: page, inForeignContent: tree.isInForeignContent, into: &tag) {
      if !lexer.text.isEmpty {
        tree.characters(lexer.text)
        lexer.text = []
      }
      if let doctype = lexer.doctype, tree.mode == .initial {
        tree.isQuirky = Doctype.isQuirky(doctype, in: page)
      }
      let name = names.name(of: tag.name, in: page)
      if tag.isEnd {
        tree.end(name)
      } else if case .html = tree.start(name, tag, in: page) {
        switch name.name {
        case .other: break
        case .a: try collector.anchor(tag, of: page, where: mayMatter)
        case .base where tree.templateDepth == 0: try collector.base(tag, of: page)
        case let name:
          guard let rawText = TagLexer.RawText(contentOf: name) else { break }
          lexer.skipRawText(rawText, in: page)
          // The end tag is the next tag; the element was never opened in the first place.
          _ = lexer.next(in: page, into: &tag)
        }
        if tree.bodyWasReplaced {
          tree.bodyWasReplaced = false
          try collector.dropLinks()
        }
      }
      // Far more than any page that somebody wrote needs.
      guard tree.work <= 256 * page.count + 10_000_000 else { throw .tooTangled }
    }
  }
}
