/// Why a page's links cannot be told for sure. The page is to be left as it is.
public enum PageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// libxml2 does not report the anchors that were given to it.
  case parserDisagrees
  /// The page's elements are nested so deep and wrong that following them takes too long.
  case tooTangled
  /// The page is larger than 2 GiB.
  case tooLarge(bytes: Int)

  public var description: String {
    switch self {
    case .parserDisagrees:
      "libxml2 reads other links on this page than the tag lexer; the page was left as it is. "
        + "Please report it with the page."
    case .tooTangled:
      "the page's elements are mis-nested so deep that its links cannot be told in time; it was left as it is"
    case .tooLarge(let bytes):
      "the page has \(bytes) bytes, more than the 2 GiB that a page may have; it was left as it is"
    }
  }
}

/// Reads the links of one page after the other: bytes in, links with byte ranges out. Used by one thread.
public final class LinkReader {
  private let walker: any ViewWalker
  private var view = PageView()
  private var tag = TagToken()
  private var tree = TreeConstruction()
  private let names = TagNames.standard

  /// Anchors given to libxml2 at once: enough to forget the cost of a call, few enough to bound memory.
  private static let anchorsPerView = 1000

  public convenience init() {
    self.init(walker: LibXML2Walker())
  }

  package init(walker: any ViewWalker) {
    self.walker = walker
  }

  /// - Parameters:
  ///   - page: the page in UTF-8 or another ASCII-compatible encoding.
  ///   - mayMatter: asked with the places of an anchor's written `href` and `rel` and whether it has a
  ///     `data-tracking-group`; with `false` the anchor is passed over.
  /// - Returns: the anchors that a browser with scripting on makes elements of, as libxml2 reports them.
  public func links(
    of page: Span<UInt8>,
    where mayMatter: (_ href: Range<Int>, _ rel: Range<Int>?, _ hasTrackingGroup: Bool) -> Bool
  ) throws(PageError) -> PageLinks {
    guard page.count <= Int(Int32.max) else { throw .tooLarge(bytes: page.count) }
    var result = PageLinks()
    result.isXHTML = XHTML.isDeclared(by: page)
    var pending: [PendingElement] = []
    // A byte-order mark is no text (Encoding Standard, "decode").
    let hasMark = page.count >= 3 && page[0] == 0xEF && page[1] == 0xBB && page[2] == 0xBF
    var lexer = TagLexer(position: hasMark ? 3 : 0)
    lexer.collectsText = true
    view.removeAll()
    tree.reset()
    let workLimit = Self.work(perByte: 256, of: page)
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
        case .a:
          guard let anchor = anchor(in: page, where: mayMatter) else { break }
          append(anchor, to: &pending)
        case .base where tree.templateDepth == 0:
          guard let href = tag.value(of: "href", in: page) else { break }
          append(PendingElement(isBase: true, tag: tag.range, href: href, page: page), to: &pending)
        default:
          guard let rawText = TagLexer.RawText(contentOf: name.name) else { break }
          lexer.skipRawText(rawText, in: page)
          // The end tag is the next tag; the element was never opened in the first place.
          guard lexer.next(in: page, into: &tag) else { break }
        }
        if tree.bodyWasReplaced {
          tree.bodyWasReplaced = false
          dropAnchors(&pending, &result)
        }
      }
      guard tree.work <= workLimit else { throw .tooTangled }
      if pending.count >= Self.anchorsPerView { try walk(&pending, into: &result) }
    }
    try walk(&pending, into: &result)
    return result
  }

  private func anchor(
    in page: Span<UInt8>,
    where mayMatter: (_ href: Range<Int>, _ rel: Range<Int>?, _ hasTrackingGroup: Bool) -> Bool
  ) -> PendingElement? {
    guard let href = tag.value(of: "href", in: page) else { return nil }
    let rel = tag.value(of: "rel", in: page)
    let trackingGroup = tag.value(of: "data-tracking-group", in: page)
    guard mayMatter(href, rel, trackingGroup != nil) else { return nil }
    return PendingElement(
      isBase: false, tag: tag.range, href: href, page: page, rel: rel, trackingGroup: trackingGroup)
  }

  /// A frameset took the place of the body and of the links in it. `<base>` counts from the head.
  private func dropAnchors(_ pending: inout [PendingElement], _ result: inout PageLinks) {
    result.links.removeAll()
    let bases = pending.filter(\.isBase)
    pending.removeAll()
    view.removeAll()
    for base in bases { append(base, to: &pending) }
  }

  /// What deep markup may cost: far more than any page that somebody wrote needs.
  private static func work(perByte: Int, of page: Span<UInt8>) -> Int {
    perByte * page.count + 10_000_000
  }

  private func append(_ element: PendingElement, to pending: inout [PendingElement]) {
    view.append(
      element: element.isBase ? "base" : "a", number: pending.count,
      attributes: element.attributes.map { ($0.name, $0.value) })
    pending.append(element)
  }

  private func walk(_ pending: inout [PendingElement], into result: inout PageLinks) throws(PageError) {
    guard !pending.isEmpty else { return }
    guard let elements = walker.elements(of: view.markup), elements.count == pending.count else {
      throw .parserDisagrees
    }
    for (number, (reported, asked)) in zip(elements, pending).enumerated() {
      guard reported.name == (asked.isBase ? "base" : "a"),
        reported.attributes["n"] == Array(String(number).utf8),
        reported.attributes.count == asked.attributes.count + 1
      else { throw .parserDisagrees }
      for attribute in asked.attributes
      where reported.attributes["\(attribute.name)"] != attribute.value {
        throw .parserDisagrees
      }
      let href = String(decoding: reported.attributes["href"] ?? [], as: UTF8.self)
      if asked.isBase {
        if result.baseHref == nil { result.baseHref = href }
      } else {
        result.links.append(
          Link(
            tagRange: asked.tag, hrefRange: asked.href, href: href,
            rel: reported.attributes["rel"].map { String(decoding: $0, as: UTF8.self) },
            trackingGroup: reported.attributes["data-tracking-group"]
              .map { String(decoding: $0, as: UTF8.self) }))
      }
    }
    pending.removeAll(keepingCapacity: true)
    view.removeAll()
  }
}

/// An element on its way through libxml2.
private struct PendingElement {
  let isBase: Bool
  let tag: Range<Int>
  let href: Range<Int>
  private(set) var attributes: [(name: StaticString, value: [UInt8])] = []

  init(
    isBase: Bool, tag: Range<Int>, href: Range<Int>, page: Span<UInt8>, rel: Range<Int>? = nil,
    trackingGroup: Range<Int>? = nil
  ) {
    self.isBase = isBase
    self.tag = tag
    self.href = href
    for (name, range): (StaticString, Range<Int>?) in [
      ("href", href), ("rel", rel), ("data-tracking-group", trackingGroup),
    ] {
      guard let range else { continue }
      let bytes = CharacterReferences.decode(page.extracting(range)).bytes
      // Hostile bytes never reach C: invalid UTF-8 becomes U+FFFD on the way through String.
      attributes.append((name, Array(String(decoding: bytes, as: UTF8.self).utf8)))
    }
  }
}
