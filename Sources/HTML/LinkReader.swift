internal import AutoTagBytes

/// A reader of links: a page's bytes in, links with byte ranges out. It serves one page after the other, on one thread at a
/// time, and keeps its buffers.
///
/// Nearly every page is read by `PlainPageReader`, in one look at each tag. If that finds markup in which the surrounding
/// elements decide what is a link, `TreePageReader` reads the page from its start.
package final class LinkReader {
  // Structs, so that a page costs one access check for each and not one for each tag.
  private var plainReader = PlainPageReader()
  private var treeReader = TreePageReader()
  private var collector: LinkCollector

  /// Creates a reader with libxml2 as the parser of record.
  package convenience init() {
    self.init(walker: LibXML2Walker())
  }

  /// Creates a reader with a parser of record.
  package init(walker: any ViewWalker) {
    collector = LinkCollector(walker: walker)
  }

  /// Returns the anchors of which a browser with scripting on makes HTML elements, as libxml2 reports them.
  /// - Parameters:
  ///   - page: at most `Int32.max` bytes, in UTF-8 or another ASCII-compatible encoding.
  ///   - mayMatter: the filter that an anchor has to pass.
  /// - Throws: `PageError`; the page is then to be left unchanged.
  package func links(of page: Span<UInt8>, where mayMatter: AnchorFilter) throws(PageError) -> PageLinks {
    guard page.count <= Int(Int32.max) else { throw .tooLarge(bytes: page.count) }
    collector.start(page)
    if try plainReader.read(page, where: mayMatter, into: &collector) { return try collector.finish() }
    return try linksByTree(of: page, where: mayMatter)
  }

  /// Reads the links of any page by its tree construction; on plain pages that gives the same as `PlainPageReader`.
  func linksByTree(of page: Span<UInt8>, where mayMatter: AnchorFilter) throws(PageError) -> PageLinks {
    collector.start(page)
    try treeReader.read(page, where: mayMatter, into: &collector)
    return try collector.finish()
  }
}
