/// The fast reader, for pages on which no link depends on the elements around it: no frameset, no column in a template, and
/// SVG and MathML well-formed and without HTML. Nearly every page is like that, and one look at each tag is enough.
///
/// `PageScanner` has a loop of the same form. They are two because this one reads the attributes of two elements only and
/// calls no visitor; it is the hot loop of a run over a site.
struct PlainPageReader {
  private let names = TagNames.standard
  private var tag = TagToken()
  private var foreign = PlainForeignContent()

  /// Gives the anchors and `<base>` elements of a page to the collector.
  /// - Returns: `false` for a page that `TreePageReader` is to read instead, from its start.
  mutating func read(
    _ page: Span<UInt8>, where mayMatter: AnchorFilter, into collector: inout LinkCollector
  ) throws(PageError) -> Bool {
    var lexer = TagLexer(page: page)
    var templates = 0
    foreign.removeAll()
    while lexer.nextName(in: page, inForeignContent: foreign.isInside, into: &tag) {
      if tag.isEnd, templates == 0, !foreign.isInside {
        guard lexer.readRest(of: &tag, in: page, collectsAttributes: false) else { break }
        continue
      }
      let name = names.name(of: tag.name, in: page)
      let isLinkOrBase = !tag.isEnd && (name.name == .a || name.name == .base)
      guard lexer.readRest(of: &tag, in: page, collectsAttributes: isLinkOrBase) else { break }
      if foreign.isInside {
        let isPlain = tag.isEnd ? foreign.end(name) : foreign.start(name, isSelfClosing: tag.isSelfClosing)
        guard isPlain else { return false }
        continue
      }
      if tag.isEnd {
        if name.name == .template { templates = max(0, templates - 1) }
        continue
      }
      switch name.name {
      case .other: break
      case .a: try collector.anchor(tag, of: page, where: mayMatter)
      case .base:
        if templates == 0 { try collector.base(tag, of: page) }
      case .svg, .math:
        _ = foreign.start(name, isSelfClosing: tag.isSelfClosing)
      case .template:
        templates += 1
      case .frameset: return false
      case .col where templates > 0: return false
      case let name:
        if let rawText = TagLexer.RawText(contentOf: name) { lexer.skipRawText(rawText, in: page) }
      }
    }
    return true
  }
}
