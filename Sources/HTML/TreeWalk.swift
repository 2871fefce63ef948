/// A receiver of the elements, raw texts and comments that `TreeWalk` finds, in the order of the page's bytes.
protocol TreeVisitor {
  /// True to receive comments.
  var wantsComments: Bool { get }

  /// Receives a start tag that made an element.
  /// - Parameter isForeign: true for an element of SVG or MathML.
  mutating func element(
    _ tag: borrowing TagToken, _ name: ElementName, isForeign: Bool, in tree: borrowing TreeConstruction,
    of page: Span<UInt8>
  ) throws(PageError)

  /// Receives the text of the raw text element received right before.
  mutating func rawText(_ text: Range<Int>, of name: ElementName, in page: Span<UInt8>)

  /// Called once a frameset has replaced the body: what was received of the body is no longer in the page.
  mutating func bodyWasReplaced() throws(PageError)

  /// Receives a comment, from `<!--` up to and with its end.
  mutating func comment(_ comment: Range<Int>, in page: Span<UInt8>)
}

/// A walk through any page, tag by tag, that follows the HTML standard's tree construction (section 13.2.6). It serves one
/// page after the other, and keeps its buffers.
struct TreeWalk {
  private let names = TagNames.standard
  private var tag = TagToken()
  private var tree = TreeConstruction()

  /// Calls the visitor for all elements, raw texts and comments of a page.
  /// - Throws: `PageError.tooTangled` after 256 extra steps for each byte and 10 million more, or what the visitor throws.
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
      // The bound keeps the time linear on hostile pages, and is far above what real pages need.
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
      // The next tag is the end tag. It has no effect, as the element was not put on the stack.
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
