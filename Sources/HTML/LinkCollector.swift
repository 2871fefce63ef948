internal import AutoTagBytes

/// Where the readers of a page bring its anchors, and libxml2 makes links of them.
struct LinkCollector {
  private let walker: any ViewWalker
  private var view = PageView()
  private var report = ViewReport()
  private var result = PageLinks()

  /// Anchors given to libxml2 at once: enough to forget the cost of a call, few enough to bound memory.
  private static let anchorsPerView = 1000

  init(walker: any ViewWalker) {
    self.walker = walker
  }

  /// Makes ready for a page, or for the same page again.
  mutating func start(_ page: Span<UInt8>) {
    view.removeAll()
    result = PageLinks(isXHTML: XHTML.isDeclared(by: page))
  }

  /// Takes note of an `<a>` start tag that makes an element, if it has an `href` and may matter.
  mutating func anchor(
    _ tag: borrowing TagToken, of page: Span<UInt8>, where mayMatter: LinkReader.MayMatter
  ) throws(PageError) {
    var (href, rel, trackingGroup): (Range<Int>?, Range<Int>?, Range<Int>?)
    // One look at each attribute, told apart by the lengths of their names; of a name the first counts.
    for attribute in tag.attributes {
      switch attribute.name.count {
      case 4 where href == nil && ASCII.equals(page, attribute.name, "href"): href = attribute.value
      case 3 where rel == nil && ASCII.equals(page, attribute.name, "rel"): rel = attribute.value
      case 19 where trackingGroup == nil && ASCII.equals(page, attribute.name, "data-tracking-group"):
        trackingGroup = attribute.value
      default: break
      }
    }
    guard let href, mayMatter(href, rel, trackingGroup != nil) else { return }
    try append(
      .init(isBase: false, tag: tag.range, href: href, rel: rel, trackingGroup: trackingGroup), of: page)
  }

  /// Takes note of a `<base>` start tag outside templates.
  mutating func base(_ tag: borrowing TagToken, of page: Span<UInt8>) throws(PageError) {
    guard let href = tag.value(of: "href", in: page) else { return }
    try append(.init(isBase: true, tag: tag.range, href: href), of: page)
  }

  /// A frameset took the place of the body and of the links in it. `<base>` counts from the head.
  mutating func dropLinks() throws(PageError) {
    try walk()
    result.links.removeAll()
  }

  /// The page's links.
  mutating func finish() throws(PageError) -> PageLinks {
    try walk()
    defer { result = PageLinks() }
    return result
  }

  private mutating func append(_ element: PageView.Element, of page: Span<UInt8>) throws(PageError) {
    view.append(element, of: page)
    if view.elements.count >= Self.anchorsPerView { try walk() }
  }

  private mutating func walk() throws(PageError) {
    guard !view.elements.isEmpty else { return }
    guard walker.walk(view.markup, into: &report), view.agrees(with: report) else {
      throw .parserDisagrees
    }
    for index in view.elements.indices {
      let element = view.elements[index]
      guard let href = view.value(.href, of: index, in: report) else { throw .parserDisagrees }
      if element.isBase {
        if result.baseHref == nil { result.baseHref = href }
      } else {
        result.links.append(
          Link(
            tagRange: element.tag, hrefRange: element.href, href: href,
            rel: element.rel.flatMap { _ in view.value(.rel, of: index, in: report) },
            trackingGroup: element.trackingGroup.flatMap { _ in
              view.value(.trackingGroup, of: index, in: report)
            }))
      }
    }
    view.removeAll()
  }
}
