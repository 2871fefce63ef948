internal import AutoTagBytes

/// Reads the links of one page after the other: bytes in, links with byte ranges out. Used by one thread.
package final class LinkReader {
  /// Asked with the places of an anchor's written `href` and `rel` and whether it has a
  /// `data-tracking-group`; with `false` the anchor is passed over. May be asked twice about the same.
  package typealias MayMatter = (_ href: Range<Int>, _ rel: Range<Int>?, _ hasTrackingGroup: Bool) -> Bool

  // Values with mutating methods: one access to each a page, and buffers that one page leaves to the next.
  private var plainReader = PlainPageReader()
  private var treeReader = TreePageReader()
  private var collector: LinkCollector

  package convenience init() {
    self.init(walker: LibXML2Walker())
  }

  package init(walker: any ViewWalker) {
    collector = LinkCollector(walker: walker)
  }

  /// - Parameters:
  ///   - page: the page in UTF-8 or another ASCII-compatible encoding.
  ///   - mayMatter: which anchors to look at.
  /// - Returns: the anchors that a browser with scripting on makes elements of, as libxml2 reports them.
  package func links(of page: Span<UInt8>, where mayMatter: MayMatter) throws(PageError) -> PageLinks {
    guard page.count <= Int(Int32.max) else { throw .tooLarge(bytes: page.count) }
    collector.start(page)
    if try plainReader.read(page, where: mayMatter, into: &collector) { return try collector.finish() }
    return try linksByTree(of: page, where: mayMatter)
  }

  /// Reads the links of any page by its tree construction; on plain pages that gives the same as `PlainPageReader`.
  func linksByTree(of page: Span<UInt8>, where mayMatter: MayMatter) throws(PageError) -> PageLinks {
    collector.start(page)
    try treeReader.read(page, where: mayMatter, into: &collector)
    return try collector.finish()
  }
}
