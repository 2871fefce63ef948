/// Told by `TreeWalk` what a page's tree is made of, in the order of its bytes.
protocol TreeVisitor {
  /// Whether comments are wanted.
  var wantsComments: Bool { get }

  /// A start tag that made an element, in HTML or in SVG and MathML.
  mutating func element(
    _ tag: borrowing TagToken, _ name: ElementName, isForeign: Bool, in tree: borrowing TreeConstruction,
    of page: Span<UInt8>
  ) throws(PageError)

  /// The text of a raw text element that was told right before.
  mutating func rawText(_ text: Range<Int>, of name: ElementName, in page: Span<UInt8>)

  /// All before that was in the page's body is no longer part of it.
  mutating func bodyWasReplaced() throws(PageError)

  /// A comment, from `<!--` up to and with its end.
  mutating func comment(_ comment: Range<Int>, in page: Span<UInt8>)
}

/// Takes a visitor through any page, tag by tag, as the tree construction of the HTML standard (section 13.2.6) takes
/// them. What it allocates serves one page after the other.
struct TreeWalk {
  private let names = TagNames.standard
  private var tag = TagToken()
  private var tree = TreeConstruction()

  /// - Throws: `PageError.tooTangled`, and what the visitor throws.
  mutating func walk(_ page: Span<UInt8>, _ visitor: inout some TreeVisitor) throws(PageError) {
    var lexer = TagLexer(page: page)
    lexer.collectsText = true
    lexer.collectsComments = visitor.wantsComments
    tree.reset()
    while lexer.next(in: page, inForeignContent: tree.isInForeignContent, into: &tag) {
      tellComments(&lexer, page, &visitor)
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
      } else {
        try start(name, &lexer, page, &visitor)
      }
      // Far more than any page that somebody wrote needs.
      guard tree.work <= 256 * page.count + 10_000_000 else { throw .tooTangled }
    }
    tellComments(&lexer, page, &visitor)
  }

  private mutating func start(
    _ name: TagName, _ lexer: inout TagLexer, _ page: Span<UInt8>, _ visitor: inout some TreeVisitor
  ) throws(PageError) {
    switch tree.start(name, tag, in: page) {
    case .nothing: break
    case .foreign: try visitor.element(tag, name.name, isForeign: true, in: tree, of: page)
    case .html:
      try visitor.element(tag, name.name, isForeign: false, in: tree, of: page)
      guard let rawText = TagLexer.RawText(contentOf: name.name) else { break }
      let start = lexer.position
      lexer.skipRawText(rawText, in: page)
      visitor.rawText(start..<lexer.position, of: name.name, in: page)
      // The end tag is the next tag; the element was never opened in the first place.
      _ = lexer.next(in: page, into: &tag)
    }
    if tree.bodyWasReplaced {
      tree.bodyWasReplaced = false
      try visitor.bodyWasReplaced()
    }
  }

  private func tellComments(
    _ lexer: inout TagLexer, _ page: Span<UInt8>, _ visitor: inout some TreeVisitor
  ) {
    guard !lexer.comments.isEmpty else { return }
    for comment in lexer.comments { visitor.comment(comment, in: page) }
    lexer.comments.removeAll(keepingCapacity: true)
  }
}
