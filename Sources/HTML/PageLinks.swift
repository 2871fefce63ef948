/// What a page says about its links.
package struct PageLinks: Sendable, Equatable {
  /// The page's links, in the order of its bytes.
  package var links: [Link]

  /// The value of the first `<base href>`, decoded; `nil` where the page has none.
  package var baseHref: String?

  /// Whether the page calls itself XHTML, by an XML declaration or by its doctype. Decides how a new
  /// ampersand is written where the value gives no example.
  package var isXHTML: Bool

  package init(links: [Link] = [], baseHref: String? = nil, isXHTML: Bool = false) {
    self.links = links
    self.baseHref = baseHref
    self.isXHTML = isXHTML
  }
}
