/// The links of a page and the facts that decide how they are resolved and edited.
package struct PageLinks: Sendable, Equatable {
  /// The links in ascending order of their byte ranges.
  package var links: [Link]

  /// The decoded value of the first `<base href>`; `nil` if the page has none.
  package var baseHref: String?

  /// True if the page declares itself XHTML, by an XML declaration or by its doctype. It decides how a new ampersand is
  /// written in a value that has none.
  package var isXHTML: Bool

  package init(links: [Link] = [], baseHref: String? = nil, isXHTML: Bool = false) {
    self.links = links
    self.baseHref = baseHref
    self.isXHTML = isXHTML
  }
}

/// An `<a href>` start tag of which a browser with scripting on makes an HTML element: its values as libxml2 reported
/// them, and its byte ranges in the page.
package struct Link: Sendable, Equatable {
  /// The byte range of the start tag, from `<` up to and with `>`.
  package let tagRange: Range<Int>

  /// The byte range of the first `href`'s written value, without its quotes.
  package let hrefRange: Range<Int>

  /// The value of `href`, its character references decoded by the HTML standard's algorithm for attributes
  /// (section 13.2.5.72 ff.) and its line ends normalised to LF.
  package let href: String

  /// The value of `rel`, decoded likewise; `nil` if the tag has none.
  package let rel: String?

  /// The value of `data-tracking-group`, decoded likewise; `nil` if the tag has none.
  package let trackingGroup: String?

  package init(
    tagRange: Range<Int>, hrefRange: Range<Int>, href: String, rel: String? = nil,
    trackingGroup: String? = nil
  ) {
    self.tagRange = tagRange
    self.hrefRange = hrefRange
    self.href = href
    self.rel = rel
    self.trackingGroup = trackingGroup
  }
}

/// The reason that a page's links are not known for certain. The page is to be left unchanged.
package enum PageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// libxml2 did not report exactly the anchors that were given to it.
  case parserDisagrees
  /// The elements are mis-nested so deep that the tree construction exceeded its bound of steps (see `TreeWalk`).
  case tooTangled
  /// The page has more than `Int32.max` bytes, the most that libxml2's interface takes.
  case tooLarge(bytes: Int)

  package var description: String {
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
