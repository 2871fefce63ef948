internal import AutoTagBytes

/// The parts of a page that lie around given offsets, and its head.
package struct PageOutline: Sendable {
  /// A start tag that makes an element, the text of a raw text element, or a comment.
  package struct Part: Sendable {
    package enum Kind: Sendable {
      /// Its attributes are all collected.
      case startTag(TagToken)
      /// The text after the start tag of the same name.
      case rawText
      /// The comment from `<!--` up to and with its end.
      case comment
    }

    package let kind: Kind
    package let range: Range<Int>
    /// The element's name; `other` for a comment.
    package let name: ElementName
    package let context: Context
    /// True for an element of the page's own HTML before which no element of the body begins.
    package let isInHead: Bool
  }

  /// The kind of content that an element is in.
  package enum Context: Sendable {
    /// A page's own HTML.
    case html
    /// In a template: scripts clone it, and until then nothing of it happens.
    case template
    /// SVG or MathML.
    case foreign
  }

  /// In the order of the page.
  package fileprivate(set) var parts: [Part] = []

  /// The first `<head>` start tag; `nil` where the page does not write it.
  package fileprivate(set) var head: Range<Int>?
}

/// Finds the parts of a page that somebody is interested in: every `base` and `script` start tag, and each start tag,
/// raw text and comment around one of the given offsets. Scripting is on.
///
/// It reads tags as `LinkReader` does, and shows more of them; but what it shows is the lexer's word alone.
/// libxml2 stays the parser of record for links, on which edits depend; what is seen here is only talked about.
///
/// It hands over values and calls nobody back: a protocol of this module is not specialised for its users in other
/// modules, and the calls took a third of the time.
package struct PageScanner {
  private let names = TagNames.standard
  private var tag = TagToken()
  private var foreign = PlainForeignContent()
  private var tree = TreeWalk()

  package init() {}

  /// - Parameters:
  ///   - page: the page in UTF-8 or another ASCII-compatible encoding.
  ///   - offsets: what is of interest, ascending.
  /// - Returns: `nil` where the page is mis-nested so deep that reading it would take too long.
  package mutating func outline(of page: Span<UInt8>, around offsets: [Int]) -> PageOutline? {
    var collector = PartCollector(offsets)
    if readPlain(page, into: &collector) { return collector.outline }
    collector = PartCollector(offsets)
    do throws(PageError) {
      try tree.walk(page, &collector)
      return collector.outline
    } catch {
      return nil
    }
  }

  /// - Returns: `false` for a page that is to be read as a tree instead; see `PlainPageReader`.
  private mutating func readPlain(_ page: Span<UInt8>, into collector: inout PartCollector) -> Bool {
    var lexer = TagLexer(page: page)
    lexer.collectsComments = true
    var templates = 0
    foreign.removeAll()
    while lexer.nextName(in: page, inForeignContent: foreign.isInside, into: &tag) {
      if !lexer.comments.isEmpty { takeComments(of: &lexer, page, into: &collector) }
      if tag.isEnd {
        guard lexer.readRest(of: &tag, in: page, collectsAttributes: false) else { break }
        // Elsewhere an end tag makes no difference, and its name need not be known.
        guard foreign.isInside || templates > 0 else { continue }
        let name = names.name(of: tag.name, in: page)
        if foreign.isInside {
          guard foreign.end(name) else { return false }
        } else if name.name == .template {
          templates -= 1
        }
        continue
      }
      let name = names.name(of: tag.name, in: page)
      guard readRest(&lexer, name.name, page, collector.next) else { break }
      if !foreign.isInside, collector.passesOver(name.name, endingAt: tag.range.upperBound) { continue }
      if foreign.isInside || name.name == .svg || name.name == .math {
        collector.startTag(tag, name.name, .foreign)
        guard foreign.start(name, isSelfClosing: tag.isSelfClosing) else { return false }
        continue
      }
      if name.name == .frameset || name.name == .col && templates > 0 { return false }
      collector.startTag(tag, name.name, templates > 0 ? .template : .html)
      if name.name == .template { templates += 1 }
      guard let rawText = TagLexer.RawText(contentOf: name.name) else { continue }
      let start = lexer.position
      lexer.skipRawText(rawText, in: page)
      collector.rawText(start..<lexer.position, of: name.name, in: page)
    }
    takeComments(of: &lexer, page, into: &collector)
    return true
  }

  /// - Parameter next: the next offset of interest.
  /// - Returns: `false` at the page's end.
  private mutating func readRest(
    _ lexer: inout TagLexer, _ name: ElementName, _ page: Span<UInt8>, _ next: Int
  ) -> Bool {
    let isWanted = PartCollector.wantsEach(name)
    let position = lexer.position
    guard lexer.readRest(of: &tag, in: page, collectsAttributes: isWanted) else { return false }
    guard !isWanted, next < tag.range.upperBound else { return true }
    // Hardly any tag is of interest, so that the few are read twice.
    var again = TagLexer(at: position)
    return again.readRest(of: &tag, in: page, collectsAttributes: true)
  }

  private func takeComments(
    of lexer: inout TagLexer, _ page: Span<UInt8>, into collector: inout PartCollector
  ) {
    for comment in lexer.comments { collector.comment(comment, in: page) }
    lexer.comments.removeAll(keepingCapacity: true)
  }
}

/// Keeps the parts of a page that are asked for.
private struct PartCollector: TreeVisitor {
  private(set) var outline = PageOutline()
  /// The first offset that no part before reaches up to; beyond every page where there is none.
  private(set) var next: Int
  private let offsets: [Int]
  private var index = 0
  private var isHeadOver = false

  init(_ offsets: [Int]) {
    self.offsets = offsets
    next = offsets.first ?? .max
  }

  /// True for the elements of which every start tag is kept.
  static func wantsEach(_ name: ElementName) -> Bool { name == .base || name == .script }

  /// Returns true for a start tag that is neither asked for nor makes a difference to what comes behind it, as nearly all
  /// are. It is not in SVG or MathML.
  @inline(__always)
  func passesOver(_ name: ElementName, endingAt end: Int) -> Bool {
    guard isHeadOver, end <= next else { return false }
    switch name {
    case .base, .script, .head, .template, .svg, .math, .frameset, .col: return false
    // The raw text elements.
    case .plaintext, .style, .title, .textarea, .noscript, .iframe, .xmp, .noembed, .noframes: return false
    default: return true
    }
  }

  /// Returns true if an offset of interest is in the range. Ranges are asked about in ascending order.
  private mutating func wants(_ range: Range<Int>) -> Bool {
    guard next < range.upperBound else { return false }
    while next < range.lowerBound {
      index += 1
      next = index < offsets.count ? offsets[index] : .max
    }
    return next < range.upperBound
  }

  mutating func startTag(_ tag: borrowing TagToken, _ name: ElementName, _ context: PageOutline.Context) {
    if context == .html, !isHeadOver || name == .head { followHead(tag.range, name) }
    guard wants(tag.range) || Self.wantsEach(name) else { return }
    outline.parts.append(
      .init(
        kind: .startTag(copy tag), range: tag.range, name: name, context: context,
        isInHead: context == .html && !isHeadOver))
  }

  private mutating func followHead(_ range: Range<Int>, _ name: ElementName) {
    switch name {
    case .html, .base, .basefont, .bgsound, .link, .meta, .title, .noscript, .noframes, .style, .script,
      .template:
      break
    case .head: outline.head = outline.head ?? range
    // Anything else stands in the body (HTML standard, sections 13.2.6.4.4 and 13.2.6.4.6), whether or not
    // the page says where that begins. Text between the elements of the head, which also ends it, is not
    // looked at.
    default: isHeadOver = true
    }
  }

  mutating func rawText(_ text: Range<Int>, of name: ElementName, in page: Span<UInt8>) {
    guard wants(text) else { return }
    outline.parts.append(.init(kind: .rawText, range: text, name: name, context: .html, isInHead: false))
  }

  mutating func comment(_ comment: Range<Int>, in page: Span<UInt8>) {
    guard wants(comment) else { return }
    outline.parts.append(.init(kind: .comment, range: comment, name: .other, context: .html, isInHead: false))
  }

  // MARK: TreeVisitor

  var wantsComments: Bool { true }

  mutating func element(
    _ tag: borrowing TagToken, _ name: ElementName, isForeign: Bool, in tree: borrowing TreeConstruction,
    of page: Span<UInt8>
  ) {
    let isInTemplate = tree.templateDepth > (name == .template ? 1 : 0)
    startTag(tag, name, isForeign ? .foreign : isInTemplate ? .template : .html)
  }

  func bodyWasReplaced() {}
}
