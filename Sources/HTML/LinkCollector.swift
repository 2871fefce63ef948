internal import AutoTagBytes

/// A filter for anchors, called with the byte ranges of an anchor's written `href` and `rel` and with true if it has a
/// `data-tracking-group`. Anchors for which it returns false are skipped. It may be called twice for an anchor: once for
/// each of the two readers of a page.
package typealias AnchorFilter = (_ href: Range<Int>, _ rel: Range<Int>?, _ hasTrackingGroup: Bool) -> Bool

/// A collector of a page's anchors, in the order of the page, that has libxml2 make links of them.
struct LinkCollector {
  private let walker: any ViewWalker
  private var view = PageView()
  private var report = ViewReport()
  private var result = PageLinks()

  /// The number of anchors given to libxml2 at once: many, to make the cost of a call negligible; bounded, to bound
  /// memory.
  private static let anchorsPerView = 1000

  init(walker: any ViewWalker) {
    self.walker = walker
  }

  /// Begins a page, or begins the same page again.
  mutating func start(_ page: Span<UInt8>) {
    view.removeAll()
    result = PageLinks(isXHTML: XHTML.isDeclared(by: page))
  }

  /// Adds an `<a>` start tag that makes an HTML element, if it has an `href` and passes the filter.
  /// - Throws: `PageError.parserDisagrees`, also for an anchor before it.
  mutating func anchor(
    _ tag: borrowing TagToken, of page: Span<UInt8>, where mayMatter: AnchorFilter
  ) throws(PageError) {
    var (href, rel, trackingGroup): (Range<Int>?, Range<Int>?, Range<Int>?)
    // One look at each attribute, told apart by the lengths of their names; of a name the first counts.
    tag.forEachAttribute(in: page) { attribute in
      switch attribute.name.count {
      case 4 where href == nil && ASCII.equals(page, attribute.name, "href"): href = attribute.value
      case 3 where rel == nil && ASCII.equals(page, attribute.name, "rel"): rel = attribute.value
      case 19 where trackingGroup == nil && ASCII.equals(page, attribute.name, "data-tracking-group"):
        trackingGroup = attribute.value
      default: break
      }
      return true
    }
    guard let href, mayMatter(href, rel, trackingGroup != nil) else { return }
    try append(
      .init(isBase: false, tag: tag.range, href: href, rel: rel, trackingGroup: trackingGroup), of: page)
  }

  /// Adds a `<base>` start tag outside templates, if it has an `href`.
  /// - Throws: `PageError.parserDisagrees`, also for an anchor before it.
  mutating func base(_ tag: borrowing TagToken, of page: Span<UInt8>) throws(PageError) {
    guard let href = tag.value(of: "href", in: page) else { return }
    try append(.init(isBase: true, tag: tag.range, href: href), of: page)
  }

  /// Removes the links so far, because a frameset replaced the body. A `<base>` stays: it is in the head.
  /// - Throws: `PageError.parserDisagrees`.
  mutating func dropLinks() throws(PageError) {
    try walk()
    result.links.removeAll()
  }

  /// Ends the page, and returns its links.
  /// - Throws: `PageError.parserDisagrees`.
  mutating func finish() throws(PageError) -> PageLinks {
    try walk()
    defer { result = PageLinks() }
    return result
  }

  private mutating func append(_ element: PageView.Element, of page: Span<UInt8>) throws(PageError) {
    view.append(element, of: page)
    if view.elements.count >= Self.anchorsPerView { try walk() }
  }

  /// Gives the view to libxml2, and adds the links of its report if that agrees with the view.
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
