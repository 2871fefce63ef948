/// One `<a href>` start tag that a browser with scripting on turns into an element of the HTML page,
/// as libxml2 reported it, together with the place it has in the page's bytes.
package struct Link: Sendable, Equatable {
  /// The start tag, from `<` up to and with `>`.
  package let tagRange: Range<Int>

  /// The value of the tag's first `href` as it is written, without its quotes.
  package let hrefRange: Range<Int>

  /// The value of `href`, its character references decoded by the HTML standard's attribute rules
  /// (section 13.2.5.72 ff.), its line ends normalised to LF.
  package let href: String

  /// The value of `rel`, decoded likewise.
  package let rel: String?

  /// The value of `data-tracking-group`, decoded likewise.
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
