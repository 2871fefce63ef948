internal import AutoTagBytes

/// Told by `PageScanner` what a page holds, in the order of its bytes.
package protocol PageVisitor {
  /// Whether the attributes of every such start tag are wanted.
  func wantsAttributes(of name: ElementName) -> Bool

  /// Whether something of interest stands in these bytes: a tag's, to be given its attributes whatever its name
  /// is; or those of a raw text or a comment, to be given it at all. Asked about ascending places.
  mutating func wants(_ range: Range<Int>) -> Bool

  /// A start tag that makes an element.
  /// - Parameter tag: its attributes are those of another tag where they are not wanted.
  mutating func startTag(
    _ tag: borrowing TagToken, _ name: ElementName, _ place: PageScanner.Place, hasAttributes: Bool,
    in page: Span<UInt8>)

  /// The text of a raw text element whose start tag came right before.
  mutating func rawText(_ text: Range<Int>, of name: ElementName, in page: Span<UInt8>)

  /// A comment, from `<!--` up to and with its end.
  mutating func comment(_ comment: Range<Int>, in page: Span<UInt8>)
}

/// Takes a visitor through a page: all its elements, raw texts and comments, with scripting on.
///
/// It reads tags as `LinkReader` does, and shows more of them; but what it shows is the lexer's word alone.
/// libxml2 stays the parser of record for links, on which edits depend; what is seen here is only talked about.
package struct PageScanner {
  /// Where an element is.
  package enum Place: Sendable {
    /// A page's own HTML.
    case html
    /// In a template: scripts clone it, and until then nothing of it happens.
    case template
    /// SVG or MathML.
    case foreign
  }

  private let names = TagNames.standard
  private var tag = TagToken()
  private var foreign = PlainForeignContent()
  private var tree = TreeWalk()

  package init() {}

  /// - Parameters:
  ///   - page: the page in UTF-8 or another ASCII-compatible encoding.
  ///   - makeVisitor: makes a visitor for the page; called a second time where the first look shows that the
  ///     whole tree has to be followed.
  /// - Returns: the visitor that was told all of the page; `nil` where the page is mis-nested so deep that this
  ///   would take too long.
  package mutating func scan<Visitor: PageVisitor>(_ page: Span<UInt8>, _ makeVisitor: () -> Visitor)
    -> Visitor?
  {
    var visitor = makeVisitor()
    if scanPlain(page, &visitor) { return visitor }
    visitor = makeVisitor()
    return scanTree(page, &visitor) ? visitor : nil
  }

  /// - Returns: `false` for a page that `scanTree` is to read instead; see `PlainPageReader`.
  private mutating func scanPlain(_ page: Span<UInt8>, _ visitor: inout some PageVisitor) -> Bool {
    var lexer = TagLexer(page: page)
    lexer.collectsComments = true
    var templates = 0
    foreign.removeAll()
    while lexer.nextName(in: page, inForeignContent: foreign.isInside, into: &tag) {
      tellComments(&lexer, page, &visitor)
      let name = names.name(of: tag.name, in: page)
      if tag.isEnd {
        guard lexer.readRest(of: &tag, in: page, collectsAttributes: false) else { break }
        if foreign.isInside {
          guard foreign.end(name) else { return false }
        } else if name.name == .template {
          templates = max(0, templates - 1)
        }
        continue
      }
      guard let hasAttributes = readRest(&lexer, name.name, page, &visitor) else { break }
      if foreign.isInside || name.name == .svg || name.name == .math {
        visitor.startTag(tag, name.name, .foreign, hasAttributes: hasAttributes, in: page)
        guard foreign.start(name, isSelfClosing: tag.isSelfClosing) else { return false }
        continue
      }
      if name.name == .frameset || name.name == .col && templates > 0 { return false }
      visitor.startTag(
        tag, name.name, templates > 0 ? .template : .html, hasAttributes: hasAttributes, in: page)
      if name.name == .template { templates += 1 }
      tellRawText(name.name, &lexer, page, &visitor)
    }
    tellComments(&lexer, page, &visitor)
    return true
  }

  /// - Returns: `false` for a page that is mis-nested too deep.
  private mutating func scanTree<Visitor: PageVisitor>(_ page: Span<UInt8>, _ visitor: inout Visitor) -> Bool
  {
    var all = AllOfTree(visitor: visitor)
    defer { visitor = all.visitor }
    do throws(PageError) {
      try tree.walk(page, &all)
      return true
    } catch {
      return false
    }
  }

  /// Passes on what a page visitor wants.
  private struct AllOfTree<Visitor: PageVisitor>: TreeVisitor {
    var visitor: Visitor

    var wantsComments: Bool { true }

    mutating func element(
      _ tag: borrowing TagToken, _ name: ElementName, isForeign: Bool, in tree: borrowing TreeConstruction,
      of page: Span<UInt8>
    ) {
      let isInTemplate = tree.templateDepth > (name == .template ? 1 : 0)
      visitor.startTag(
        tag, name, isForeign ? .foreign : isInTemplate ? .template : .html,
        hasAttributes: visitor.wants(tag.range) || visitor.wantsAttributes(of: name), in: page)
    }

    mutating func rawText(_ text: Range<Int>, of name: ElementName, in page: Span<UInt8>) {
      if visitor.wants(text) { visitor.rawText(text, of: name, in: page) }
    }

    func bodyWasReplaced() {}

    mutating func comment(_ comment: Range<Int>, in page: Span<UInt8>) {
      if visitor.wants(comment) { visitor.comment(comment, in: page) }
    }
  }

  /// - Returns: whether the attributes were collected; `nil` at the page's end.
  private mutating func readRest(
    _ lexer: inout TagLexer, _ name: ElementName, _ page: Span<UInt8>, _ visitor: inout some PageVisitor
  ) -> Bool? {
    let isWanted = visitor.wantsAttributes(of: name)
    let position = lexer.position
    guard lexer.readRest(of: &tag, in: page, collectsAttributes: isWanted) else { return nil }
    guard visitor.wants(tag.range), !isWanted else { return isWanted }
    // Hardly any tag is of interest, so that the few are read twice.
    var again = TagLexer(at: position)
    return again.readRest(of: &tag, in: page, collectsAttributes: true)
  }

  private func tellRawText(
    _ name: ElementName, _ lexer: inout TagLexer, _ page: Span<UInt8>, _ visitor: inout some PageVisitor
  ) {
    guard let rawText = TagLexer.RawText(contentOf: name) else { return }
    let start = lexer.position
    lexer.skipRawText(rawText, in: page)
    if visitor.wants(start..<lexer.position) {
      visitor.rawText(start..<lexer.position, of: name, in: page)
    }
  }

  private func tellComments(
    _ lexer: inout TagLexer, _ page: Span<UInt8>, _ visitor: inout some PageVisitor
  ) {
    guard !lexer.comments.isEmpty else { return }
    for comment in lexer.comments where visitor.wants(comment) { visitor.comment(comment, in: page) }
    lexer.comments.removeAll(keepingCapacity: true)
  }
}
